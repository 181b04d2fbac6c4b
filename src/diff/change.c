/* The list of changes, and whom each kind of them hits. */
#include "diff/compare.h"

const char *const audience_names[AUDIENCE_COUNT] = {"source", "json", "data", "sql"};

static const struct change_info infos[] = {
#define CHANGE(id, source, json, data, sql) {RULE_##id, {source, json, data, sql}},
#include "diff/changes.def"
#undef CHANGE
};

const struct change_info *change_info(enum rule rule)
{
    for (size_t i = 0; i < sizeof infos / sizeof *infos; i++)
        if (infos[i].rule == rule) return &infos[i];
    return NULL;
}

struct change *diff_add(struct diff *d, enum rule rule, struct span now, struct span before, const char *element,
                        const char *format, ...)
{
    struct text message = {0};
    va_list args;
    va_start(args, format);
    text_vprintf(&message, format, args);
    va_end(args);
    struct change *c = arena_new(d->arena, struct change);
    *c = (struct change){.info = change_info(rule), .now = now, .before = before, .element = element, .whom = d->whom};
    c->message = arena_copy(d->arena, message.at, message.len);
    text_free(&message);
    *d->last = c;
    d->last = &c->next;
    d->count++;
    return c;
}

const char *change_effect(const struct change *c, int whom)
{
    bool lost = c->lost && c->whom >> AUDIENCE_SQL & 1;
    if (!(c->whom >> whom & 1)) return NULL;
    if (lost && whom == AUDIENCE_DATA) return "!what its column holds is lost: the new one has another form";
    if (lost && whom == AUDIENCE_SQL) return "!the table is rebuilt without its values";
    return c->info->effects[whom];
}

unsigned diff_whom(const struct klass *k)
{
    return k->embedded || k->structure ? WHOM_EMBEDDED : k->abstract ? WHOM_CALLS : WHOM_ALL;
}
