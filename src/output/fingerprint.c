/* Two lanes of multiply and rotate, eight bytes a step, each lane seeing every word another way; a final mix spreads
 * the last words over all bits. The constants are odd numbers with about as many ones as zeros. */
#include "output/fingerprint.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const uint64_t FIRST = 0x9E3779B97F4A7C15u, SECOND = 0xC2B2AE3D27D4EB4Fu, THIRD = 0xD6E8FEB86659FD93u;

static uint64_t turn(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static void step(struct fingerprint *f, uint64_t word)
{
    f->a = turn((f->a ^ word) * FIRST, 29) + SECOND;
    f->b = turn((f->b + turn(word, 32)) * SECOND, 31) ^ f->a;
}

static uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 32) * THIRD;
    x = (x ^ x >> 29) * FIRST;
    return x ^ x >> 32;
}

void fingerprint_add(struct fingerprint *f, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    uint64_t word;
    step(f, len + 1);
    for (; len >= sizeof word; len -= sizeof word, at += sizeof word) {
        memcpy(&word, at, sizeof word);
        step(f, word);
    }
    word = 0;
    if (len) memcpy(&word, at, len);
    step(f, word);
}

void fingerprint_add_string(struct fingerprint *f, const char *s)
{
    if (s) fingerprint_add(f, s, strlen(s));
    else fingerprint_add_number(f, 0);
}

void fingerprint_add_number(struct fingerprint *f, uint64_t n)
{
    step(f, 0);
    step(f, n);
}

static void add_time(struct fingerprint *f, struct timespec t)
{
    fingerprint_add_number(f, (uint64_t)t.tv_sec);
    fingerprint_add_number(f, (uint64_t)t.tv_nsec);
}

struct seen fingerprint_stat(const struct stat *st)
{
    struct seen s = {.changed = st->st_ctim};
    fingerprint_add_number(&s.print, (uint64_t)st->st_dev);
    fingerprint_add_number(&s.print, (uint64_t)st->st_ino);
    fingerprint_add_number(&s.print, (uint64_t)st->st_size);
    add_time(&s.print, st->st_mtim);
    add_time(&s.print, st->st_ctim);
    return s;
}

void fingerprint_write(const struct fingerprint *f, char out[FINGERPRINT_ROOM])
{
    snprintf(out, FINGERPRINT_ROOM, "%016" PRIx64 "%016" PRIx64, mix(f->a), mix(f->b ^ turn(f->a, 17)));
}
