/* A 128-bit fingerprint of many bytes, fast: it tells whether something is what it was, not whether someone forged it.
 * What is signed or listed for others is hashed with SHA-256; see sha256.h. */
#ifndef MOFC_OUTPUT_FINGERPRINT_H
#define MOFC_OUTPUT_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <time.h>

enum { FINGERPRINT_ROOM = 33 };

/* a zero-initialised one is empty */
struct fingerprint {
    uint64_t a, b;
};

/* Adds bytes, their number included, so that parts cannot run together. */
void fingerprint_add(struct fingerprint *f, const void *bytes, size_t len);
void fingerprint_add_string(struct fingerprint *f, const char *s); /* NULL differs from "" */
void fingerprint_add_number(struct fingerprint *f, uint64_t n);

/* What stat() said of a file: its size, inode and times. */
struct seen {
    struct fingerprint print;
    struct timespec changed; /* its status: no program can set this one back */
};
struct seen fingerprint_stat(const struct stat *st);

/* Writes 32 hexadecimal digits and a NUL. */
void fingerprint_write(const struct fingerprint *f, char out[FINGERPRINT_ROOM]);

#endif
