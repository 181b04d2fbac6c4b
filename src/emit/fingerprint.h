/* A 128-bit fingerprint of many bytes, fast: it tells whether something is what it was, not whether someone forged it.
 * What is signed or listed for others is hashed with SHA-256; see sha256.h. */
#ifndef MOFC_EMIT_FINGERPRINT_H
#define MOFC_EMIT_FINGERPRINT_H

#include <stddef.h>
#include <stdint.h>

enum { FINGERPRINT_ROOM = 33 };

struct fingerprint { /* a zero-initialised one is empty */
    uint64_t a, b;
};

/* Adds bytes, their number included, so that parts cannot run together. */
void fingerprint_add(struct fingerprint *f, const void *bytes, size_t len);
void fingerprint_add_string(struct fingerprint *f, const char *s); /* NULL differs from "" */
void fingerprint_add_number(struct fingerprint *f, uint64_t n);

/* Writes 32 hexadecimal digits and a NUL. */
void fingerprint_write(const struct fingerprint *f, char out[FINGERPRINT_ROOM]);

#endif
