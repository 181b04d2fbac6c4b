/* SHA-256 (FIPS 180-4) of bytes in memory. Our own because it is sixty lines and used for one thing, telling whether a
 * generated file is still what mofc wrote; a cryptographic library would be the heaviest thing mofc links. */
#ifndef MOFC_OUTPUT_SHA256_H
#define MOFC_OUTPUT_SHA256_H

#include <stddef.h>
#include <stdint.h>

struct sha256 {
    uint32_t state[8];
    uint64_t len;
    unsigned char block[64];
};

void sha256_init(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *bytes, size_t len);
void sha256_hex(struct sha256 *h, char hex[65]); /* ends the hash */

void sha256_of(const void *bytes, size_t len, char hex[65]);

#endif
