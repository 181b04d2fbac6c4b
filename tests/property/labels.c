/* A lookup table gives a value the label that the validator and the tables in C find for it: for every list of the
 * inputs, every value and every end of a range with its neighbours, and the ends of the type. labels INPUT... Ends with
 * `N passed, N failed`, a list each. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "backend/sql/sql.h"
#include "cmd/cmd.h"

static int64_t number_of(const char *literal) { return literal[0] == '(' ? INT64_MIN : strtoll(literal, NULL, 10); }

static struct slice label_of(const struct enum_value *v) { return v->label.len ? v->label : v->written; }

/* The labels of the rows that hold a value; there may be one at most. */
static size_t look_up(const struct sql_row *rows, size_t count, int64_t stored, struct slice *label)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        if (stored < number_of(rows[i].value.min) || stored > number_of(rows[i].value.max)) continue;
        *label = rows[i].label;
        found++;
    }
    return found;
}

static bool agrees(const struct property *p, const struct sql_row *rows, size_t count, uint64_t bits)
{
    const struct cim_info *type = &cim_types[p->type.cim];
    bool negative = type->is_signed && (int64_t)bits < 0;
    uint64_t magnitude = negative ? 0 - bits : bits;
    uint64_t most = type->bits == 64 ? UINT64_MAX : ((uint64_t)1 << type->bits) - 1;
    if (type->is_signed ? magnitude > most / 2 + negative : magnitude > most) return true; /* no value of the type */
    const struct enum_value *v = enumeration_find(p->enumeration, negative, magnitude);
    struct slice label = {0};
    size_t found = look_up(rows, count, (int64_t)bits, &label);
    if (found == (v != NULL) && (!v || slice_equal(label, label_of(v)))) return true;
    printf("not ok - %s.%s: %" PRId64 " is '" SLICE_FMT "' in %zu rows, not '" SLICE_FMT "'\n", p->declared->name->text,
           p->name->text, (int64_t)bits, SLICE_ARG(label), found, SLICE_ARG(v ? label_of(v) : (struct slice){0}));
    return false;
}

/* Of flags only what is listed has a name of its own. */
static bool list_agrees(const struct model *m, const struct property *p, const struct sql_lookup *l)
{
    const struct sql_row *rows;
    size_t count = sql_rows(m, l->of, &rows);
    bool good = true;
    for (size_t i = 0; i < l->of->count && good; i++) {
        const struct enum_value *v = &l->of->values[i];
        uint64_t ends[] = {v->low_negative ? 0 - v->low : v->low, v->high_negative ? 0 - v->high : v->high};
        if (v->text || v->unclaimed || (l->flags && v->range)) continue;
        for (size_t end = 0; end < 2; end++)
            for (int step = l->flags ? 0 : -1; step <= !l->flags && good; step++)
                good = agrees(p, rows, count, ends[end] + (uint64_t)step);
    }
    static const uint64_t of_types[] = {0,          INT8_MAX,  UINT8_MAX,  INT16_MAX,
                                        UINT16_MAX, INT32_MAX, UINT32_MAX, INT64_MAX};
    for (size_t i = 0; i < sizeof of_types / sizeof *of_types && good && !l->flags; i++)
        good = agrees(p, rows, count, of_types[i]) && agrees(p, rows, count, ~of_types[i]);
    return good;
}

int main(int argc, char **argv)
{
    struct arena arena = {0};
    struct options o = {.arena = &arena, .quiet = true};
    struct compile c;
    size_t passed = 0, failed = 0;
    for (int i = 1; i < argc; i++) words_add(&arena, &o.inputs, argv[i]);
    if (!compile_begin(&c, &o)) return 2;
    const struct backend *const sql[] = {&backend_sql};
    const struct model_options how = {.name = "labels", .prefix = ""};
    const struct model *m = model_new(&arena, c.schema, &c.sources, &how, sql, 1, &c.diags);
    for (const struct sql_lookup *l = sql_names_of(m)->lookups; l; l = l->next) {
        const struct property *p = l->of->property;
        if (l->text || !p || p->type.array || cim_types[p->type.cim].bits == 0) continue;
        bool good = list_agrees(m, p, l);
        passed += good;
        failed += !good;
    }
    printf("%zu passed, %zu failed\n", passed, failed);
    arena_free(&arena);
    return failed > 0 || passed == 0;
}
