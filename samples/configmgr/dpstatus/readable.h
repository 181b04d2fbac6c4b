/* Numbers, ages and sizes as people read them, for the formats that people read. */
#ifndef READABLE_H
#define READABLE_H

#include <stdint.h>

enum { READABLE_ROOM = 64 };

/* Each writes less than READABLE_ROOM bytes. */
void readable_count(int64_t number, char *out); /* 1,427 */
void readable_age(int64_t seconds, char *out);  /* 5 h 58 min; "in 3 min" where it is yet to come */
void readable_bytes(int64_t bytes, char *out);  /* 6.8 GiB */
/* 99.9 %; never more than it is, so that 100 % is all of them. */
void readable_share(int64_t part, int64_t whole, char *out);
/* Microseconds since 1970: 14 March 2025, 12:00 UTC. */
void readable_moment(int64_t moment, char *out);

#endif
