/* A condition's text as tokens. Only what an expression, ORDER BY and LIMIT are made of is let through, and each name
 * is a property of the class, so that a slip is reported here, in the words of the class, and never taken for a string.
 */
#include "sqlite_condition.h"

#include <stdarg.h>
#include <stdio.h>

bool mof_token_is(const struct token *t, const char *text)
{
    return (t->kind == TOKEN_WORD || t->kind == TOKEN_OPERATOR) && mof_str_equal_fold(t->text, mof_str_from(text));
}

enum mof_status mof_condition_fail(struct condition *c, const struct token *at, enum mof_status status,
                                   const char *format, ...)
{
    char words[200];
    va_list args;
    va_start(args, format);
    vsnprintf(words, sizeof words, format, args);
    va_end(args);
    mof_fail(c->error, status, "%s %s: %s", c->what, c->table->name, words);
    if (c->error && at) {
        c->error->line = 1;
        c->error->column = (int)(at->text.at - c->text.at) + 1;
    }
    return status;
}

void *mof_arena_more(mof_arena *arena, void *items, size_t count, size_t *room, size_t size)
{
    if (count < *room) return items;
    size_t wanted = *room ? *room * 2 : 16;
    void *larger = mof_arena_alloc(arena, wanted * size);
    if (!larger) return NULL;
    if (count) memcpy(larger, items, count * size);
    *room = wanted;
    return larger;
}

/* ---- names ---------------------------------------------------------------------------------------------- */

static char fold(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

/* How many letters are to be added, dropped or changed to make one of the other. */
static size_t distance(mof_str a, mof_str b)
{
    enum { MOST = 64 };
    size_t row[MOST + 1];
    if (a.len > MOST || b.len > MOST) return MOST;
    for (size_t j = 0; j <= b.len; j++) row[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        size_t before = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t change = before + (fold(a.at[i - 1]) != fold(b.at[j - 1]));
            before = row[j];
            row[j] = row[j - 1] < row[j] ? row[j - 1] + 1 : row[j] + 1;
            if (change < row[j]) row[j] = change;
        }
    }
    return row[b.len];
}

static const char *nearest(const mof_class *of, mof_str name)
{
    size_t least = name.len / 3 + 1;
    const char *found = NULL;
    for (uint32_t i = 0; i < of->count; i++) {
        size_t d = distance(name, mof_str_from(mof_row(of, i)->name));
        if (d > least || (d == least && found)) continue;
        least = d;
        found = mof_row(of, i)->name;
    }
    return found;
}

static enum mof_status unknown_name(struct condition *c, const struct token *t, mof_str name)
{
    const char *near = nearest(c->table->of, name);
    int len = name.len > 80 ? 80 : (int)name.len;
    if (t->kind == TOKEN_WORD && sqlite3_keyword_check(name.at, (int)name.len))
        return mof_condition_fail(c, t, MOF_SYNTAX,
                                  "%.*s has no place in a condition; mof_store_select() takes whole "
                                  "statements",
                                  len, name.at);
    if (near) return mof_condition_fail(c, t, MOF_SYNTAX, "no property '%.*s'; did you mean '%s'?", len, name.at, near);
    return mof_condition_fail(c, t, MOF_SYNTAX, "no property '%.*s'; a text stands in '...'", len, name.at);
}

static bool is_word(mof_str name)
{
    static const char *const words[] = {
        "AND",    "OR",   "NOT",   "IS",    "NULL", "ISNULL", "NOTNULL", "IN",      "LIKE",  "GLOB",     "BETWEEN",
        "ESCAPE", "CASE", "WHEN",  "THEN",  "ELSE", "END",    "CAST",    "COLLATE", "AS",    "ORDER",    "BY",
        "ASC",    "DESC", "NULLS", "FIRST", "LAST", "LIMIT",  "OFFSET",  "TRUE",    "FALSE", "DISTINCT", "FROM"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (mof_str_equal_fold(name, mof_str_from(words[i]))) return true;
    return false;
}

/* `name` is the token without its quotes. */
static enum mof_status resolve(struct condition *c, struct token *t, mof_str name, bool quoted, char next)
{
    const struct token *before = c->count ? &c->tokens[c->count - 1] : NULL;
    t->kind = quoted ? TOKEN_PROPERTY : TOKEN_WORD;
    if (!quoted && (next == '(' || is_word(name))) return MOF_OK;
    if (!quoted && before && (mof_token_is(before, "COLLATE") || mof_token_is(before, "AS"))) return MOF_OK;
    int64_t place = mof_class_find(c->table->of, name);
    if (place == MOF_NO_PROPERTY) return unknown_name(c, t, name);
    t->kind = TOKEN_PROPERTY;
    t->place = (uint32_t)place;
    return MOF_OK;
}

/* ---- tokens --------------------------------------------------------------------------------------------- */

static bool is_blank(char c) { return c == ' ' || (c >= '\t' && c <= '\r'); }

static bool is_letter(char c) { return (fold(c) >= 'a' && fold(c) <= 'z') || c == '_' || (unsigned char)c >= 0x80; }

/* The bytes of a token that begins and ends with a quote, which is doubled inside; 0 where it does not end. */
static size_t quoted_length(mof_str rest, char end)
{
    for (size_t i = 1; i < rest.len; i++) {
        if (rest.at[i] != end) continue;
        if (end == ']' || i + 1 == rest.len || rest.at[i + 1] != end) return i + 1;
        i++;
    }
    return 0;
}

static size_t word_length(mof_str rest)
{
    size_t len = 1;
    while (len < rest.len && (is_letter(rest.at[len]) || mof_is_digit(rest.at[len]) || rest.at[len] == '$')) len++;
    return len;
}

static size_t number_length(mof_str rest)
{
    size_t len = 1;
    for (; len < rest.len; len++) {
        char c = rest.at[len], before = fold(rest.at[len - 1]);
        bool sign = (c == '+' || c == '-') && before == 'e' && !(len > 1 && fold(rest.at[1]) == 'x');
        if (!mof_is_digit(c) && !is_letter(c) && c != '.' && !sign) break;
    }
    return len;
}

static size_t operator_length(mof_str rest)
{
    static const char *const longer[] = {"->>", "->", "||", "<<", ">>", "<=", ">=", "<>", "!=", "=="};
    for (size_t i = 0; i < sizeof longer / sizeof *longer; i++) {
        size_t len = strlen(longer[i]);
        if (rest.len >= len && memcmp(rest.at, longer[i], len) == 0) return len;
    }
    return memchr("(),+-*/%<>=&|~", rest.at[0], 14) ? 1 : 0;
}

static enum mof_status read_value(struct condition *c, struct token *t, mof_str rest)
{
    uint64_t number = 0;
    for (t->text.len = 1; t->text.len < rest.len && mof_is_digit(rest.at[t->text.len]) && number < UINT32_MAX;
         t->text.len++)
        number = number * 10 + (uint64_t)(rest.at[t->text.len] - '0');
    t->kind = TOKEN_VALUE;
    t->place = (uint32_t)(number - 1);
    if (t->text.len == 1) return mof_condition_fail(c, t, MOF_SYNTAX, "values are ?1, ?2 and so on");
    if (number == 0 || number > c->values.count)
        return mof_condition_fail(c, t, MOF_MISUSE, "there is no value ?%llu; %zu %s given", (unsigned long long)number,
                                  c->values.count, c->values.count == 1 ? "is" : "are");
    return MOF_OK;
}

static enum mof_status read_quoted(struct condition *c, struct token *t, mof_str rest)
{
    size_t len = quoted_length(rest, rest.at[0] == '[' ? ']' : rest.at[0]);
    if (!len) return mof_condition_fail(c, t, MOF_SYNTAX, "the quote %c has no end", rest.at[0]);
    t->text.len = len;
    if (rest.at[0] != '\'') return resolve(c, t, mof_str_of(rest.at + 1, len - 2), true, 0);
    t->kind = TOKEN_TEXT;
    return MOF_OK;
}

static enum mof_status read_name(struct condition *c, struct token *t, mof_str rest)
{
    size_t len = word_length(rest), next = len;
    t->text.len = len;
    while (next < rest.len && is_blank(rest.at[next])) next++;
    return resolve(c, t, t->text, false, next < rest.len ? rest.at[next] : 0);
}

static enum mof_status refused(struct condition *c, const struct token *t, mof_str rest)
{
    char at = rest.at[0];
    if (at == ';') return mof_condition_fail(c, t, MOF_SYNTAX, "';': a condition is no list of statements");
    if (at == ':' || at == '@' || at == '$') return mof_condition_fail(c, t, MOF_SYNTAX, "values are ?1, ?2 and so on");
    if (at == '.') return mof_condition_fail(c, t, MOF_SYNTAX, "'.': properties stand alone, without a table");
    return mof_condition_fail(c, t, MOF_SYNTAX, "a byte 0x%02x has no place in a condition", (unsigned char)at);
}

static enum mof_status read_token(struct condition *c, struct token *t, mof_str rest)
{
    char at = rest.at[0], next = rest.len > 1 ? rest.at[1] : 0;
    if ((at == '-' && next == '-') || (at == '/' && next == '*'))
        return mof_condition_fail(c, t, MOF_SYNTAX, "a condition has no comments");
    if (at == '\'' || at == '"' || at == '`' || at == '[') return read_quoted(c, t, rest);
    if (at == '?') return read_value(c, t, rest);
    t->kind = mof_is_digit(at) || (at == '.' && mof_is_digit(next)) ? TOKEN_NUMBER : TOKEN_OPERATOR;
    t->text.len = t->kind == TOKEN_NUMBER ? number_length(rest) : operator_length(rest);
    if (is_letter(at)) return read_name(c, t, rest);
    return t->text.len ? MOF_OK : refused(c, t, rest);
}

static struct token *add_token(struct condition *c)
{
    c->tokens = mof_arena_more(c->arena, c->tokens, c->count, &c->room, sizeof *c->tokens);
    return c->tokens ? &c->tokens[c->count] : NULL;
}

enum mof_status mof_condition_read(struct condition *c)
{
    enum mof_status status = MOF_OK;
    for (size_t i = 0; status == MOF_OK;) {
        while (i < c->text.len && is_blank(c->text.at[i])) i++;
        struct token *t = add_token(c);
        if (!t) return mof_condition_fail(c, NULL, MOF_NO_MEMORY, "out of memory");
        *t = (struct token){TOKEN_END, 0, mof_str_of(c->text.at + i, 0)};
        if (i == c->text.len) break;
        status = read_token(c, t, mof_str_of(c->text.at + i, c->text.len - i));
        i += t->text.len;
        c->count++;
    }
    return status;
}
