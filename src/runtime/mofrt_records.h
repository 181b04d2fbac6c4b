/* Streams of records: objects from a file, a pipe or pushed chunks, one after the other, in memory that does not grow
 * with the stream.
 *
 * What is read: JSON lines; objects behind each other; a list of objects; an AdminService answer and whatever else has
 * its objects in a list called `value`; what PowerShell's ConvertTo-Json makes of Get-CimInstance and Get-WmiObject,
 * one object or a list. UTF-8, with or without a BOM, and UTF-16, which PowerShell 5.1 writes behind a `>`.
 *
 * References of Get-CimInstance are objects, or texts where -Depth ends: both become object paths, with the keys that
 * the schema's classes have (mof_from_json).
 *
 * Which class a record is of: its own @odata.type, __CLASS, CimSystemProperties or CimClass says it, its @odata.context
 * or that of the answer; else it is `of` of the options, or else the only class of the schema that has all its members.
 * Where several have them, as a class and those below it, a record is MOF_INVALID unless `of` says which.
 *
 *     mof_violation found[8];
 *     mof_records *records;
 *     mof_records_open("jobs.json", distribution_classes, NULL, &records, &error);
 *     for (enum mof_status s; (s = mof_records_next(records)) != MOF_DONE; mof_arena_reset(&arena)) {
 *         mof_report report = mof_report_of(found, 8); // it borrows from arena and record: anew for each
 *         if (s != MOF_OK) complain(mof_records_message(records));
 *         else if (mof_records_class(records) == &SMS_DistributionJob_class)
 *             SMS_DistributionJob_from_record(&job, records, &arena, &report, &error);
 *         mof_report_print(&report, stderr);
 *     }
 *     mof_records_close(records);
 */
#ifndef MOFRT_RECORDS_H
#define MOFRT_RECORDS_H

#include <stdio.h>

#include "mofrt.h"

MOF_C_BEGIN

typedef struct mof_records_options {
    const char *name;    /* of the input, in messages; NULL: its path. Borrowed */
    const mof_class *of; /* of records that do not say theirs; NULL: see above */
    size_t most;         /* bytes that a record may have; 0: 64 MiB */
} mof_records_options;

/* Begins a stream. `classes` is a schema's list, NULL at its end; both it and `options` (may be NULL) are borrowed
 * until the stream is closed. A file that is given is read to its end, and not closed. Returns MOF_OK, or MOF_FAILED
 * (not opened) or MOF_NO_MEMORY, and *records is NULL. */
enum mof_status mof_records_open(const char *path, const mof_class *const *classes, const mof_records_options *options,
                                 mof_records **records, mof_error *error);
enum mof_status mof_records_open_file(FILE *file, const mof_class *const *classes, const mof_records_options *options,
                                      mof_records **records, mof_error *error);
/* Begins a stream whose bytes are pushed: in chunks of any length, `len` 0 says that there are no more. They are
 * copied. Returns MOF_OK, MOF_NO_MEMORY, or MOF_MISUSE behind the end. */
enum mof_status mof_records_open_push(const mof_class *const *classes, const mof_records_options *options,
                                      mof_records **records, mof_error *error);
enum mof_status mof_records_push(mof_records *records, const char *bytes, size_t len);

/* Reads on to the next record. Returns
 *   MOF_OK         there is one, whole and of a known class;
 *   MOF_SYNTAX     there is one, but broken; the stream goes on behind it;
 *   MOF_INVALID    it is not said which class it is of (see `of` of the options), or that is none of the schema's;
 *   MOF_MORE       the next chunk must be pushed first;
 *   MOF_FAILED, MOF_NO_MEMORY    the input cannot be read on: MOF_DONE is next;
 *   MOF_DONE       no more records. */
enum mof_status mof_records_next(mof_records *records);

/* The class of the record; NULL where there is none. */
const mof_class *mof_records_class(const mof_records *records);
/* What the record says of its class; empty where it says nothing. Lives until the next record or chunk. */
mof_str mof_records_class_name(const mof_records *records);
/* The record as it stands, in UTF-8; empty where it is broken. Lives until the next record or chunk: until
 * then T_from_record() can read it, too. */
mof_str mof_records_json(const mof_records *records);
/* Where the record begins, from 1. */
int mof_records_line(const mof_records *records);
int mof_records_column(const mof_records *records);
/* How many bytes of the input are read, up to the end of the record. */
uint64_t mof_records_offset(const mof_records *records);
/* What is wrong, with its line and column; empty where nothing is. With the input's name and the place in front of it:
 * "jobs.json:7:13: no value of JSON". Both live until the next record. */
const mof_error *mof_records_error(const mof_records *records);
const char *mof_records_message(const mof_records *records);

/* Ends the stream; NULL is fine. */
void mof_records_close(mof_records *records);

MOF_C_END

#endif
