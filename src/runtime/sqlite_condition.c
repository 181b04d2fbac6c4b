/* A condition's tokens as SQL. Most stand as they are. What a column holds in another form than its property means is
 * compared and sorted by what it means: a uint64 over 2^63-1, which is stored as a negative number, and a datetime,
 * whose moment stands in a column beside it. A text beside a number is a label, or a slip. Each use of a value has a
 * parameter of its own, in the form that is wanted there.
 */
#include "sqlite_condition.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- what is compared ----------------------------------------------------------------------------------- */

enum meaning { MEANING_STORED, MEANING_NUMBER, MEANING_UNSIGNED, MEANING_MOMENT };

static const struct mof_property *property_of(const struct condition *c, const struct token *t)
{
    return mof_row(c->table->of, t->place);
}

static enum meaning meaning_of(const struct condition *c, const struct token *t)
{
    if (t->kind != TOKEN_PROPERTY) return MEANING_STORED;
    const struct mof_property *p = property_of(c, t);
    if (p->flags & MOF_ARRAY) return MEANING_STORED;
    if (p->type == MOF_DATETIME) return MEANING_MOMENT;
    if (p->type > MOF_CHAR16) return MEANING_STORED;
    return p->type == MOF_UINT64 && !c->table->uint64_checked ? MEANING_UNSIGNED : MEANING_NUMBER;
}

static bool is_operand(const struct token *t) { return t->kind >= TOKEN_PROPERTY && t->kind <= TOKEN_NUMBER; }

/* Whether an operand stands alone before or behind this token: it is not part of a sum or a product. */
static bool is_border(const struct token *t)
{
    static const char *const words[] = {"(",    ")",   ",",     "AND", "OR",    "NOT", "CASE", "WHEN", "THEN",
                                        "ELSE", "END", "ORDER", "BY",  "LIMIT", "ASC", "DESC", "NULLS"};
    if (!t || t->kind == TOKEN_END) return true;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mof_token_is(t, words[i])) return true;
    return false;
}

enum comparison { IS_EQUAL, IS_OTHER, IS_LESS, IS_LESS_OR_EQUAL, IS_MORE, IS_MORE_OR_EQUAL, NO_COMPARISON };

static const char *const signs[] = {"=", "<>", "<", "<=", ">", ">="};

static enum comparison comparison_of(const struct token *t)
{
    for (int i = IS_EQUAL; t->kind == TOKEN_OPERATOR && i < NO_COMPARISON; i++)
        if (mof_token_is(t, signs[i])) return (enum comparison)i;
    return mof_token_is(t, "==") ? IS_EQUAL : mof_token_is(t, "!=") ? IS_OTHER : NO_COMPARISON;
}

/* The same with its sides exchanged. */
static enum comparison turned(enum comparison how)
{
    static const enum comparison other[] = {IS_EQUAL, IS_OTHER, IS_MORE, IS_MORE_OR_EQUAL, IS_LESS, IS_LESS_OR_EQUAL};
    return other[how];
}

/* ---- pieces --------------------------------------------------------------------------------------------- */

static void add_argument(struct condition *c, mof_value value)
{
    c->arguments = mof_arena_more(c->arena, c->arguments, c->argument_count, &c->argument_room, sizeof value);
    c->no_memory = c->no_memory || !c->arguments;
    if (c->no_memory) return;
    c->arguments[c->argument_count++] = value;
    sqlite3_str_appendf(c->sql, "?%d", (int)c->argument_count);
}

static void add_name(struct condition *c, const struct token *t)
{
    sqlite3_str_appendf(c->sql, "\"%w\"", property_of(c, t)->name);
}

static void add_utc_name(struct condition *c, const struct token *t)
{
    char *name = mof_column_name(c->table->of, &(struct column){t->place, COLUMN_UTC, NULL, true});
    sqlite3_str_appendf(c->sql, "\"%w\"", name ? name : "");
    sqlite3_free(name);
}

static void add_token(struct condition *c, const struct token *t)
{
    if (t->kind == TOKEN_PROPERTY) add_name(c, t);
    else if (t->kind == TOKEN_VALUE) add_argument(c, c->values.items[t->place]);
    else sqlite3_str_append(c->sql, t->text.at, (int)t->text.len);
}

static void add_text(struct condition *c, const char *text) { sqlite3_str_appendall(c->sql, text); }

/* The text between quotes that a literal stands for. */
static bool unquoted(struct condition *c, const struct token *t, mof_str *out)
{
    char *to = mof_arena_alloc(c->arena, t->text.len);
    size_t used = 0;
    if (!to) return false;
    for (size_t i = 1; i + 1 < t->text.len; i++) {
        to[used++] = t->text.at[i];
        if (t->text.at[i] == '\'') i++;
    }
    *out = mof_str_of(to, used);
    return true;
}

/* The text of a literal or value; {0} where it is none. */
static enum mof_status text_of(struct condition *c, const struct token *t, mof_str *out)
{
    *out = (mof_str){0};
    if (t->kind == TOKEN_VALUE) {
        const mof_value *v = &c->values.items[t->place];
        if (v->there && v->type == MOF_STRING) *out = v->text;
    } else if (t->kind == TOKEN_TEXT && !unquoted(c, t, out)) {
        return mof_condition_fail(c, NULL, MOF_NO_MEMORY, "out of memory");
    }
    return MOF_OK;
}

/* ---- numbers -------------------------------------------------------------------------------------------- */

/* Whether SQLite reads the text as a number; what only looks like one, it refuses or compares as ever. */
static bool looks_like_number(mof_str text)
{
    bool digit = false;
    for (size_t i = 0; i < text.len; i++) {
        if (!text.at[i] || !strchr("0123456789+-.eE \t", text.at[i])) return false;
        digit = digit || (text.at[i] >= '0' && text.at[i] <= '9');
    }
    return digit;
}

/* The value of a label; NULL where the operand is a number as it stands. SQLite would compare any other text, and find
 * nothing. */
static enum mof_status label_of(struct condition *c, const struct token *p, const struct token *t, mof_value *out)
{
    const struct mof_property *property = property_of(c, p);
    mof_str text;
    uint64_t number;
    enum mof_status status = text_of(c, t, &text);
    *out = mof_null();
    if (status != MOF_OK || !text.at) return status;
    if (property->values && mof_enum_parse_wide(property->values, text, &number)) *out = mof_s64((int64_t)number);
    if (out->there || looks_like_number(text)) return MOF_OK;
    return mof_condition_fail(c, t, MOF_SYNTAX, "'%s' is a %s: %.*s is none%s", property->name,
                              property->type == MOF_BOOLEAN ? "boolean (0, 1)" : "number",
                              t->text.len > 40 ? 40 : (int)t->text.len, t->text.at,
                              property->values ? ", and no label of its values" : "");
}

static enum mof_status add_number(struct condition *c, const struct token *p, const struct token *t)
{
    mof_value label;
    enum mof_status status = label_of(c, p, t, &label);
    if (status != MOF_OK) return status;
    if (label.there) add_argument(c, label);
    else add_token(c, t);
    return MOF_OK;
}

/* ---- unsigned numbers ----------------------------------------------------------------------------------- */

/* A value or a number as 64 bits without a sign. */
static enum mof_status unsigned_of(struct condition *c, const struct token *p, const struct token *t, mof_value *out)
{
    const char *name = property_of(c, p)->name;
    if (property_of(c, p)->values) {
        enum mof_status status = label_of(c, p, t, out);
        if (status != MOF_OK || out->there) return status;
    }
    if (t->kind == TOKEN_VALUE) {
        *out = c->values.items[t->place];
        if (!out->there || (out->type <= MOF_UINT64 && !mof_type_is_signed((uint8_t)out->type))) return MOF_OK;
        if (out->type == MOF_SINT64 && out->number <= INT64_MAX) return MOF_OK;
    } else if (t->kind == TOKEN_NUMBER) {
        int base = t->text.len > 1 && (t->text.at[1] | 0x20) == 'x' ? 16 : 10;
        uint64_t number = 0, most = UINT64_MAX / (uint64_t)base;
        size_t i = base == 16 ? 2 : 0;
        for (; i < t->text.len; i++) {
            char at = t->text.at[i];
            unsigned digit = at <= '9' ? (unsigned)at - '0' : ((unsigned)at | 0x20) - 'a' + 10;
            if (at < '0' || digit >= (unsigned)base || number > most || number * (uint64_t)base > UINT64_MAX - digit)
                break;
            number = number * (uint64_t)base + digit;
        }
        *out = mof_u64(number);
        if (i == t->text.len) return MOF_OK;
    }
    return mof_condition_fail(c, t, MOF_SYNTAX, "'%s' is a uint64: %.*s is no whole number from 0 to 2^64-1", name,
                              t->text.len > 40 ? 40 : (int)t->text.len, t->text.at);
}

/* "A" < ?1 without a sign. Plain comparisons of the column alone, so that its indexes are of use. */
static enum mof_status add_unsigned(struct condition *c, const struct token *p, enum comparison how,
                                    const struct token *t)
{
    mof_value v;
    enum mof_status status = unsigned_of(c, p, t, &v);
    if (status != MOF_OK) return status;
    bool large = v.number > INT64_MAX, less = how == IS_LESS || how == IS_LESS_OR_EQUAL;
    v.type = MOF_SINT64; /* the same bits */
    add_text(c, "(");
    if (how > IS_OTHER && v.there) {
        add_name(c, p);
        add_text(c, less ? " >= 0 " : " < 0 ");
        add_text(c, less == large ? "OR " : "AND ");
    }
    add_name(c, p);
    sqlite3_str_appendf(c->sql, " %s ", signs[how]);
    add_argument(c, v);
    add_text(c, ")");
    return MOF_OK;
}

static void add_unsigned_pair(struct condition *c, const struct token *a, enum comparison how, const struct token *b)
{
    const char *left = property_of(c, a)->name, *right = property_of(c, b)->name;
    sqlite3_str_appendf(c->sql, "((\"%w\" < 0), \"%w\") %s ((\"%w\" < 0), \"%w\")", left, left, signs[how], right,
                        right);
}

/* ---- moments -------------------------------------------------------------------------------------------- */

static enum mof_status moment_of(struct condition *c, const struct token *p, const struct token *t, mof_value *out)
{
    mof_str text;
    mof_datetime when;
    enum mof_status status = text_of(c, t, &text);
    if (status != MOF_OK) return status;
    *out = mof_null();
    if (t->kind == TOKEN_VALUE) {
        *out = c->values.items[t->place];
        if (!out->there || (out->type == MOF_DATETIME && mof_datetime_valid(&out->when))) return MOF_OK;
    }
    if (!text.at || !mof_datetime_parse(text, &when))
        return mof_condition_fail(c, t, MOF_SYNTAX, "'%s' is a datetime: %.*s is none", property_of(c, p)->name,
                                  t->text.len > 40 ? 40 : (int)t->text.len, t->text.at);
    *out = mof_when(when);
    return MOF_OK;
}

static enum mof_status no_order(struct condition *c, const struct token *t, const mof_datetime *d)
{
    if (d->interval || d->wild != (MOF_WILD_HOUR | MOF_WILD_MINUTE | MOF_WILD_SECOND))
        return mof_condition_fail(c, t, MOF_SYNTAX, "a datetime with wildcards has no order");
    char day[MOF_DATETIME_ROOM];
    snprintf(day, sizeof day, "%04u-%02u-%02u", (unsigned)d->year, (unsigned)d->month, (unsigned)d->day);
    return mof_condition_fail(c, t, MOF_SYNTAX, "'%s' has no time; write %sT00:00:00Z", day, day);
}

/* A moment in UTC compares with the column that holds moments; one of an unknown offset with all that have none either,
 * by its text, whose fields stand in order; one with wildcards can only be the same as another. */
static enum mof_status add_moment(struct condition *c, const struct token *p, enum comparison how,
                                  const struct token *t)
{
    mof_value v;
    int64_t utc;
    enum mof_status status = moment_of(c, p, t, &v);
    if (status != MOF_OK) return status;
    bool exact = v.there && mof_datetime_to_utc(&v.when, &utc);
    bool local = v.there && !v.when.interval && !v.when.offset_known && !v.when.wild && v.when.micro_digits == 6;
    if (v.there && !exact && !local && how > IS_OTHER) return no_order(c, t, &v.when);
    const char *name = property_of(c, p)->name;
    if (exact || !v.there) add_utc_name(c, p);
    else if (local) sqlite3_str_appendf(c->sql, "iif(substr(\"%w\", 22) = '+***', \"%w\", NULL)", name, name);
    else add_name(c, p);
    sqlite3_str_appendf(c->sql, " %s ", signs[how]);
    add_argument(c, exact ? mof_s64(utc) : v);
    return MOF_OK;
}

static void add_moment_pair(struct condition *c, const struct token *a, enum comparison how, const struct token *b)
{
    const char *left = property_of(c, a)->name, *right = property_of(c, b)->name;
    sqlite3_str_appendf(c->sql, "iif(substr(\"%w\", 22) = '+***' AND substr(\"%w\", 22) = '+***', \"%w\" %s \"%w\", ",
                        left, right, left, signs[how], right);
    add_utc_name(c, a);
    sqlite3_str_appendf(c->sql, " %s ", signs[how]);
    add_utc_name(c, b);
    add_text(c, ")");
}

/* ---- comparisons ---------------------------------------------------------------------------------------- */

static bool is_unsigned_column(const struct condition *c, const struct token *t)
{
    const struct mof_property *p = property_of(c, t);
    return p->type <= MOF_CHAR16 && p->type != MOF_REAL32 && p->type != MOF_REAL64 && !mof_type_is_signed(p->type) &&
           !(p->flags & MOF_ARRAY);
}

/* Two properties; one of them at least means more than what is stored. */
static void add_pair(struct condition *c, const struct token *a, enum comparison how, const struct token *b)
{
    bool dates = meaning_of(c, a) == MEANING_MOMENT && meaning_of(c, b) == MEANING_MOMENT;
    if (dates) add_moment_pair(c, a, how, b);
    else if (is_unsigned_column(c, a) && is_unsigned_column(c, b)) add_unsigned_pair(c, a, how, b);
    else {
        add_name(c, a);
        sqlite3_str_appendf(c->sql, " %s ", signs[how]);
        add_name(c, b);
    }
}

static enum mof_status add_comparison(struct condition *c, const struct token *a, enum comparison how,
                                      const struct token *b)
{
    enum meaning meaning = meaning_of(c, a);
    if (a->kind == TOKEN_PROPERTY && b->kind == TOKEN_PROPERTY) {
        add_pair(c, a, how, b);
        return MOF_OK;
    }
    if (meaning == MEANING_STORED) return add_comparison(c, b, turned(how), a);
    if (meaning == MEANING_MOMENT) return add_moment(c, a, how, b);
    if (meaning == MEANING_UNSIGNED) return add_unsigned(c, a, how, b);
    add_name(c, a);
    sqlite3_str_appendf(c->sql, " %s ", signs[how]);
    return add_number(c, a, b);
}

/* "A < ?1" and "?1 < A". Returns how many tokens were taken. */
static size_t take_comparison(struct condition *c, size_t i, enum mof_status *status)
{
    const struct token *t = &c->tokens[i];
    if (i + 2 >= c->count || comparison_of(&t[1]) == NO_COMPARISON || !is_operand(&t[2]) || !is_border(&t[3])) return 0;
    enum meaning a = meaning_of(c, &t[0]), b = meaning_of(c, &t[2]);
    bool properties = t[0].kind == TOKEN_PROPERTY && t[2].kind == TOKEN_PROPERTY;
    if (a <= MEANING_NUMBER && b <= MEANING_NUMBER && (properties || (!a && !b))) return 0;
    *status = add_comparison(c, &t[0], comparison_of(&t[1]), &t[2]);
    return 3;
}

/* "A BETWEEN ?1 AND ?2" */
static size_t take_between(struct condition *c, size_t i, bool negated, enum mof_status *status)
{
    const struct token *t = &c->tokens[i], *low = t + 2 + negated, *high = low + 2;
    if (i + 4 + negated >= c->count || !mof_token_is(&t[1 + negated], "BETWEEN") || !is_operand(low) ||
        !is_operand(high) || !mof_token_is(low + 1, "AND") || !is_border(high + 1))
        return 0;
    add_text(c, negated ? "NOT (" : "(");
    *status = add_comparison(c, t, IS_MORE_OR_EQUAL, low);
    add_text(c, " AND ");
    if (*status == MOF_OK) *status = add_comparison(c, t, IS_LESS_OR_EQUAL, high);
    add_text(c, ")");
    return 5 + negated;
}

/* The 64 bits are the same, signed or not. */
static enum mof_status add_unsigned_item(struct condition *c, const struct token *p, const struct token *t)
{
    mof_value v;
    enum mof_status status = unsigned_of(c, p, t, &v);
    if (status != MOF_OK) return status;
    v.type = MOF_SINT64;
    add_argument(c, v);
    return MOF_OK;
}

static enum mof_status add_number_list(struct condition *c, const struct token *p, size_t first, size_t last)
{
    bool bits = meaning_of(c, p) == MEANING_UNSIGNED;
    add_name(c, p);
    for (size_t i = first; i <= last; i += 2) {
        add_text(c, i > first ? ", " : " IN (");
        enum mof_status status = (bits ? add_unsigned_item : add_number)(c, p, &c->tokens[i]);
        if (status != MOF_OK) return status;
    }
    add_text(c, ")");
    return MOF_OK;
}

/* Each by itself: SQLite bounds how many of them may stand in one condition. */
static enum mof_status add_list(struct condition *c, const struct token *t, size_t first, size_t last)
{
    enum mof_status status = MOF_OK;
    bool values = true;
    for (size_t i = first; i <= last; i += 2) values = values && c->tokens[i].kind != TOKEN_PROPERTY;
    if (values && meaning_of(c, t) != MEANING_MOMENT) return add_number_list(c, t, first, last);
    for (size_t i = first; i <= last && status == MOF_OK; i += 2) {
        if (i > first) add_text(c, " OR ");
        status = add_comparison(c, t, IS_EQUAL, &c->tokens[i]);
    }
    return status;
}

/* "A IN (?1, 3)" */
static size_t take_list(struct condition *c, size_t i, bool negated, enum mof_status *status)
{
    const struct token *t = &c->tokens[i];
    size_t first = i + 3 + negated, at = first;
    if (first >= c->count || !mof_token_is(&t[1 + negated], "IN") || !mof_token_is(&t[2 + negated], "(")) return 0;
    for (; at + 1 < c->count && is_operand(&c->tokens[at]) && mof_token_is(&c->tokens[at + 1], ","); at += 2) {
    }
    if (at + 1 >= c->count || !is_operand(&c->tokens[at]) || !mof_token_is(&c->tokens[at + 1], ")")) return 0;
    add_text(c, negated ? "NOT (" : "(");
    *status = add_list(c, t, first, at);
    add_text(c, ")");
    return at + 2 - i;
}

static size_t take(struct condition *c, size_t i, enum mof_status *status)
{
    const struct token *t = &c->tokens[i];
    if (!is_operand(t) || !is_border(i ? t - 1 : NULL)) return 0;
    size_t taken = take_comparison(c, i, status);
    if (taken || !meaning_of(c, t) || i + 1 >= c->count) return taken;
    bool negated = mof_token_is(&t[1], "NOT");
    taken = take_between(c, i, negated, status);
    return taken ? taken : take_list(c, i, negated, status);
}

/* ---- order ---------------------------------------------------------------------------------------------- */

static bool is_direction(const struct token *t)
{
    return mof_token_is(t, "ASC") || mof_token_is(t, "DESC") || mof_token_is(t, "NULLS") || mof_token_is(t, "FIRST") ||
           mof_token_is(t, "LAST");
}

/* A property to sort by, with its direction behind both columns that it takes. */
static size_t take_term(struct condition *c, size_t i)
{
    const struct token *t = &c->tokens[i];
    enum meaning meaning = meaning_of(c, t);
    bool begins = mof_token_is(t - 1, "BY") || mof_token_is(t - 1, ",");
    size_t end = i + 1;
    while (end < c->count && is_direction(&c->tokens[end])) end++;
    bool ends = end == c->count || mof_token_is(&c->tokens[end], ",") || mof_token_is(&c->tokens[end], "LIMIT");
    if (meaning <= MEANING_NUMBER || !begins || !ends) return 0;
    for (int column = 0; column < 2; column++) {
        if (column) add_text(c, ", ");
        if (!column && meaning == MEANING_MOMENT) add_utc_name(c, t);
        else add_name(c, t);
        if (!column && meaning == MEANING_UNSIGNED) add_text(c, " < 0");
        for (size_t j = i + 1; j < end; j++) {
            add_text(c, " ");
            add_token(c, &c->tokens[j]);
        }
    }
    return end - i;
}

/* ---- all of it ------------------------------------------------------------------------------------------ */

/* Every value that is given is to be used: one too many is a slip in counting. */
static enum mof_status check_values(struct condition *c)
{
    size_t used = 0;
    for (size_t i = 0; i < c->count; i++)
        if (c->tokens[i].kind == TOKEN_VALUE && c->tokens[i].place >= used) used = c->tokens[i].place + 1;
    if (used == c->values.count) return MOF_OK;
    return mof_condition_fail(c, NULL, MOF_MISUSE, "%zu value%s given, the condition has %zu", c->values.count,
                              c->values.count == 1 ? " is" : "s are", used);
}

enum mof_status mof_condition_write(struct condition *c)
{
    enum mof_status status = check_values(c);
    bool ordered = false;
    int depth = 0;
    for (size_t i = 0; i < c->count && status == MOF_OK;) {
        const struct token *t = &c->tokens[i];
        bool order = !depth && mof_token_is(t, "ORDER"), limit = !depth && mof_token_is(t, "LIMIT");
        depth += mof_token_is(t, "(") - mof_token_is(t, ")");
        if (depth < 0) return mof_condition_fail(c, t, MOF_SYNTAX, "')' closes nothing");
        ordered = (ordered || order) && !limit;
        c->limited = c->limited || limit;
        add_text(c, !i && !order && !limit ? " WHERE " : " ");
        size_t taken = ordered && !depth && i ? take_term(c, i) : 0;
        if (!taken) taken = take(c, i, &status);
        if (!taken) add_token(c, t);
        i += taken ? taken : 1;
    }
    if (status == MOF_OK && c->no_memory) return mof_condition_fail(c, NULL, MOF_NO_MEMORY, "out of memory");
    return status;
}
