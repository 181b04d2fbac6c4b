/* A file of records, one at a time, each with its line and what it says of its class.
 *
 * Three shapes are read: JSON lines (a record a line; a broken line spoils only itself), an AdminService answer
 * (`{"@odata.context": ..., "value": [...]}`) and a plain list or sequence of objects. A file named *.jsonl or
 * *.ndjson is the first, and so is one whose first two lines look like it; the others are told apart by what they
 * hold. Records point into the text, which lives until records_close(). */
#ifndef RECORDS_H
#define RECORDS_H

#include "mofrt.h"

struct records {
    const char *path; /* as printed */
    mof_str text;     /* the whole file */
    size_t at;        /* how far it is read */
    size_t line_at;   /* `line` is the line of this byte */
    unsigned line;
    bool by_line, in_list, in_answer;
    mof_str context; /* the answer's @odata.context; empty without one */
};

struct record {
    mof_str json;       /* as written; empty where it is broken */
    unsigned line;      /* on which it begins, from 1 */
    mof_str class_name; /* as the record, the answer or else the file's name says; may be no class at all */
    bool told;          /* the record or the answer says it: class_name is no guess from the file's name */
    const char *broken; /* what is wrong where it cannot be cut out; else NULL */
};

/* Reads the file ("-": standard input) into memory of its own; false, with errno, where it cannot. */
bool records_open(struct records *r, const char *path);
void records_close(struct records *r);

/* The next record; false behind the last one. */
bool records_next(struct records *r, struct record *out);

#endif
