/* What the readers of objects, values and numbers share. Only json_*.c include this. */
#ifndef MOFRT_JSON_READ_H
#define MOFRT_JSON_READ_H

#include "json_token.h"
#include "rows.h"

/* One reading of one text. Whatever ends it stands in `json.wrong`; being out of memory does too. */
struct mof_json_reader {
    struct mof_json json;
    const char *placed; /* where `line` and `column` are */
    int line, column;
    mof_arena *arena;
    char *room, *room_end; /* for strings, in the arena */
    mof_report *report;
    bool verbatim;                   /* strings that are labels stay as they are */
    bool no_memory;                  /* that is what is wrong */
    const mof_class *const *classes; /* of the schema; NULL: not known */
    unsigned nested;                 /* references in keys of references */
    unsigned depth;                  /* of the object that is read; 1 is the whole */
    mof_step within[MOF_DEPTH];      /* the properties around it, from outside */
};

/* Where a value goes: the item `index` of the property or, with MOF_WHOLE, all of it. */
struct mof_json_target {
    const mof_class *of; /* for reports */
    const struct mof_property *p;
    int64_t index;
    void *to;
};

/* A member of an object that was scanned before; of a list or object only its beginning. */
struct mof_json_scanned {
    struct mof_json_token name, value;
    const char *behind; /* the token of the value */
};

/* An object, and the line and column of another text that it begins in. */
struct mof_json_record {
    mof_str json;
    int line, column;
    const mof_class *const *classes;        /* of its schema; NULL: not known */
    const struct mof_json_scanned *members; /* NULL: not known */
    size_t count;
};

/* json_read.c: mof_from_json() of a record; what is known of its members is not scanned again. */
enum mof_status mof_json_read(const mof_class *of, void *object, const struct mof_json_record *record, mof_arena *arena,
                              mof_report *report, mof_error *error);
/* Whether a member of that name says something about the object, not of it: OData's annotations, WMI's system
 * properties, and the members of .NET's objects that ConvertTo-Json writes beside those of the class. */
bool mof_json_is_foreign(mof_str name);
/* An object behind its opening brace; a report of what stands at `at`. */
void mof_json_read_object(struct mof_json_reader *r, const mof_class *of, void *object);
void mof_json_report(struct mof_json_reader *r, mof_violation *v, const char *at);
/* Returns false. */
bool mof_json_no_memory(struct mof_json_reader *r);
/* A string without its escapes: in the text where it has none, else in the arena; empty where there is no memory. */
mof_str mof_json_text(struct mof_json_reader *r, const struct mof_json_token *token);
/* The same, always in the arena and with a NUL behind it. */
bool mof_json_keep(struct mof_json_reader *r, const struct mof_json_token *token, mof_str *out);

/* json_value.c: the value that begins with the token, to its end. False where it does not fit, which is reported, or
 * the reading is over. */
bool mof_json_read_property(struct mof_json_reader *r, const struct mof_json_target *to,
                            const struct mof_json_token *token);

/* json_date.c: a datetime in any of its forms; false where it is none. An object that stands for one is read to its
 * end either way. */
bool mof_json_date(struct mof_json_reader *r, const struct mof_json_token *token, mof_datetime *out);

/* json_reference.c: a reference that is an object behind its opening brace, read to its end; false where it is none,
 * which is reported. And one that may be a text of PowerShell's: it becomes the object path, or stays as it is; false
 * when out of memory. */
bool mof_json_reference(struct mof_json_reader *r, const struct mof_json_target *to,
                        const struct mof_json_token *token);
bool mof_json_reference_text(struct mof_json_reader *r, const struct mof_property *p, mof_str *text);

/* records_class.c: a member of a record, an answer or a reference: notes it where it says the class. */
struct mof_record_class {
    mof_str name;
    mof_str context;
};
void mof_record_class_member(struct mof_record_class *found, const struct mof_json_token *name, mof_str value);

/* ---- json_number.c -------------------------------------------------------------------------------------- */

/* A whole number with its sign apart: all of uint64 and sint64. */
struct mof_whole {
    bool minus;
    uint64_t magnitude;
};
enum mof_whole_kind { MOF_NO_WHOLE_NUMBER, MOF_WHOLE_NUMBER, MOF_WHOLE_TOO_LONG };

/* Takes a number of JSON (1.5e1 is 15) or, `quoted`, digits with or without a minus. */
enum mof_whole_kind mof_json_whole(mof_str text, bool quoted, struct mof_whole *out);
/* Takes a number of JSON; infinite where it is too large. False when out of memory. */
bool mof_json_real(mof_str text, mof_arena *arena, double *out);

#endif
