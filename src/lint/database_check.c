/* What a database engine would not take: keys too wide for its index, or of no known width, and long names. */
#include "lint/lint.h"

/* What an engine's index holds, in bytes, and how many bytes it counts for a character. SQLite and PostgreSQL's text
 * have other bounds, which no usual key reaches. */
static const struct {
    const char *name;
    uint64_t bytes, bytes_of_character;
} engines[] = {{"SQL Server", 900, 2}, {"MySQL", 3072, 4}};

static bool has_table(const struct klass *k) { return !k->abstract && !k->embedded && !k->structure && k->key_count; }

static bool is_text(const struct property *p) { return p->type.cim == CIM_STRING && !p->type.array; }

/* In characters of strings and bytes of all else; 0 where nothing bounds it. */
static uint64_t width_of(const struct property *p, uint64_t bytes_of_character)
{
    if (!is_text(p)) return 8; /* a reference's width is that of another key: not counted twice */
    return p->limits.has_max_length ? p->limits.max_length * bytes_of_character : 0;
}

static uint64_t key_width(const struct klass *k, uint64_t bytes_of_character)
{
    enum { WIDEST = 1 << 30 };
    uint64_t sum = 0;
    for (size_t i = 0; i < k->key_count; i++) {
        if (k->keys[i]->limits.max_length > WIDEST) return WIDEST;
        sum += width_of(k->keys[i], bytes_of_character);
    }
    return sum;
}

void lint_class_key_width(const struct klass *k, struct diags *d)
{
    if (!has_table(k)) return;
    for (size_t e = 0; e < sizeof engines / sizeof *engines; e++) {
        uint64_t width = key_width(k, engines[e].bytes_of_character);
        if (width <= engines[e].bytes) continue;
        diag_add(d, RULE_KEY_TOO_WIDE, k->written->word.span,
                 "the key of '%s' takes up to %llu bytes; an index of %s holds %llu", k->name->text,
                 (unsigned long long)width, engines[e].name, (unsigned long long)engines[e].bytes);
        return;
    }
}

void lint_class_key_length(const struct klass *k, struct diags *d)
{
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        if (!p->key || !is_text(p) || p->limits.has_max_length || p->enumeration) continue;
        diag_add(d, RULE_KEY_WITHOUT_LENGTH, p->written->word.span, "nothing says how long key '%s' may be",
                 p->name->text);
    }
}

/* ---- names ---------------------------------------------------------------------------------------------- */

static const struct {
    const char *name;
    unsigned bytes;
    bool cuts; /* without a word; the others refuse the name */
} names[] = {{"PostgreSQL", 63, true}, {"MySQL", 64, false}, {"Oracle", 128, false}, {"SQL Server", 128, false}};

static void check_name(const struct name *name, struct span at, const char *kind, struct diags *d)
{
    if (name->len <= names[0].bytes) return;
    struct text refusing = {0};
    for (size_t i = 1; i < sizeof names / sizeof *names && name->len > names[i].bytes; i++)
        text_printf(&refusing, "%s%s", refusing.len ? ", " : "; refused by ", names[i].name);
    diag_add(d, RULE_NAME_TOO_LONG, at, "the name of %s '%s' has %u characters; PostgreSQL cuts it behind %u%s", kind,
             name->text, (unsigned)name->len, names[0].bytes, refusing.at ? refusing.at : "");
    text_free(&refusing);
}

void lint_class_name_length(const struct klass *k, struct diags *d)
{
    if (k->embedded || k->structure) return;
    check_name(k->name, k->written->word.span, "class", d);
    for (size_t i = 0; i < k->own_count; i++) check_name(k->own[i]->name, k->own[i]->written->word.span, "property", d);
}
