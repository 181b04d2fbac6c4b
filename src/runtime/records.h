/* A stream of records from inside; only records*.c include this. */
#ifndef MOFRT_RECORDS_INSIDE_H
#define MOFRT_RECORDS_INSIDE_H

#include "json_read.h"
#include "mofrt_records.h"

enum mof_encoding { MOF_ENCODING_UNKNOWN, MOF_UTF_8, MOF_UTF_16_LITTLE, MOF_UTF_16_BIG };

/* Bytes that became UTF-8 and are not yet done with. */
struct mof_input {
    char *text;
    size_t at, len, room; /* `at`: how far it is read */
    uint64_t bytes;       /* of the source, all that were taken */
    enum mof_encoding encoding;
    unsigned char held[4]; /* at the end of a chunk: too few to say what they are */
    size_t held_len;
    bool ended;
};

/* In records_input.c. Takes a chunk; `len` 0: the end. False when out of memory. */
bool mof_input_take(struct mof_input *in, const char *bytes, size_t len);
/* How many bytes of the source lie before `at`. */
uint64_t mof_input_offset(const struct mof_input *in);

enum mof_records_state {
    MOF_BETWEEN_RECORDS,
    MOF_NO_RECORD, /* in what is none: on to the next brace */
    MOF_BROKEN,    /* in a broken record: on to where the next one may begin */
    MOF_BEHIND     /* in the rest of an answer, behind its list */
};

enum { MOF_SCANNED = 128 }; /* the members of a record that are remembered; of one with more, none */

struct mof_records {
    struct mof_input in;
    const mof_class *const *classes;
    mof_records_options options;
    FILE *file; /* NULL: chunks are pushed */
    bool owned; /* the file is closed with the stream */
    enum mof_records_state state;
    bool in_list, in_answer, over;
    size_t enough; /* text that there must be before the record is looked at again */
    size_t placed; /* where `line` and `column` are */
    int line, column;
    /* of the broken record that is left behind */
    unsigned depth;
    bool in_string, escaped, blank; /* blank: nothing but blanks stands before in the line */
    int indent, record_indent;      /* blanks before; those of the record, -1: it was not the first in its line */
    /* of the record */
    mof_str json;
    int record_line, record_column;
    struct mof_json_scanned members[MOF_SCANNED];
    size_t member_count;
    const mof_class *of;
    mof_str class_name;
    enum mof_status status;
    mof_error error;
    char message[400];
    /* what was found out before */
    char context[256];            /* what the answer says: a class's name */
    const mof_class *last_of;     /* of the record before */
    uint64_t shape;               /* of a record whose class no one says */
    size_t shape_count;           /* how many classes it fits */
    const mof_class *shape_class; /* the only one */
    char chunk[];
};

/* In records_class.c. Finds the class of the record; false where there is none, and `error` says why. */
bool mof_record_find_class(mof_records *r, const struct mof_record_class *found);

#endif
