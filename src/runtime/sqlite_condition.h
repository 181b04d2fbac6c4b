/* A condition of the user's: read as tokens, then written again for the columns of one table. Two files and the query
 * share this. */
#ifndef MOFRT_SQLITE_CONDITION_H
#define MOFRT_SQLITE_CONDITION_H

#include "sqlite_store.h"

enum token_kind {
    TOKEN_END,
    TOKEN_PROPERTY, /* `place`: its place in the class */
    TOKEN_VALUE,    /* ?1; `place`: the value's, from 0 */
    TOKEN_TEXT,     /* 'so' */
    TOKEN_NUMBER,   /* digits, 0x..., 1.5e3 */
    TOKEN_WORD,     /* AND, ORDER, ... and names that only SQLite knows: functions, collations, types */
    TOKEN_OPERATOR
};

struct token {
    enum token_kind kind;
    uint32_t place;
    mof_str text; /* as it is written */
};

struct condition {
    const mof_table *table;
    const char *what; /* leads the messages: "query" */
    mof_str text;
    mof_values values;
    mof_error *error;
    mof_arena *arena;
    struct token *tokens; /* the last one is TOKEN_END */
    size_t count, room;
    sqlite3_str *sql;     /* what stands behind FROM; the parameters ?1, ?2, ... are `arguments` in order */
    mof_value *arguments; /* */
    size_t argument_count, argument_room;
    bool no_memory; /* an argument is missing */
    bool limited;   /* there is a LIMIT */
};

/* Reports something at a token: "query Job: ...", with the column. */
enum mof_status mof_condition_fail(struct condition *c, const struct token *at, enum mof_status status,
                                   const char *format, ...) __attribute__((format(printf, 4, 5)));

/* Makes the tokens; names are resolved, and what has no place in a condition is refused. */
enum mof_status mof_condition_read(struct condition *c);

/* Makes `sql` and `arguments` of the tokens. The caller finishes `sql` whatever came of it. */
enum mof_status mof_condition_write(struct condition *c);

bool mof_token_is(const struct token *t, const char *text);

/* An array in an arena with room for one more; NULL when out of memory. */
void *mof_arena_more(mof_arena *arena, void *items, size_t count, size_t *room, size_t size);

#endif
