/* SHA-256, as FIPS 180-4 section 6.2 lays it out; the names follow the standard. Where the processor has instructions
 * for it they take a fifth of the time. */
#include "output/sha256.h"

#include <stdbool.h>
#include <string.h>

#if defined __x86_64__
#include <cpuid.h>
#include <immintrin.h>
#include <stdatomic.h>
#endif

static const uint32_t K[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static uint32_t turn(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

/* A round names its eight words one place further on than the round before it, instead of moving them. */
static inline void step(uint32_t v[8], int round, uint32_t add)
{
    uint32_t a = v[(8 - round) & 7], b = v[(9 - round) & 7], c = v[(10 - round) & 7];
    uint32_t e = v[(12 - round) & 7], f = v[(13 - round) & 7], g = v[(14 - round) & 7];
    uint32_t t1 = v[(15 - round) & 7] + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + add;
    v[(11 - round) & 7] += t1;
    v[(15 - round) & 7] = t1 + (turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c));
}

static void compress_plainly(uint32_t state[8], const unsigned char *block)
{
    uint32_t w[64], v[8];
    for (int t = 0; t < 16; t++, block += 4)
        w[t] = (uint32_t)block[0] << 24 | (uint32_t)block[1] << 16 | (uint32_t)block[2] << 8 | block[3];
    for (int t = 16; t < 64; t++) {
        uint32_t s0 = turn(w[t - 15], 7) ^ turn(w[t - 15], 18) ^ w[t - 15] >> 3;
        uint32_t s1 = turn(w[t - 2], 17) ^ turn(w[t - 2], 19) ^ w[t - 2] >> 10;
        w[t] = w[t - 16] + s0 + w[t - 7] + s1;
    }
    memcpy(v, state, sizeof v);
    for (int t = 0; t < 64; t += 8)
        for (int i = 0; i < 8; i++) step(v, i, K[t + i] + w[t + i]);
    for (int i = 0; i < 8; i++) state[i] += v[i];
}

#if defined __x86_64__

/* The state lies in two registers, as the instructions want it: a, b, e, f and c, d, g, h. */
__attribute__((target("sha,sse4.1"))) static void compress_fast(uint32_t state[8], const unsigned char *block)
{
    const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203);
    __m128i *words = (__m128i *)(void *)state, w[4];
    __m128i abcd = _mm_shuffle_epi32(_mm_loadu_si128(words), 0xB1);
    __m128i efgh = _mm_shuffle_epi32(_mm_loadu_si128(words + 1), 0x1B);
    __m128i abef = _mm_alignr_epi8(abcd, efgh, 8), cdgh = _mm_blend_epi16(efgh, abcd, 0xF0);
    const __m128i first = abef, second = cdgh;
    for (int t = 0; t < 4; t++)
        w[t] = _mm_shuffle_epi8(_mm_loadu_si128((const __m128i *)(const void *)(block + 16 * t)), swap);
    for (int t = 0; t < 64; t += 16) {
        for (int i = 0; i < 4; i++) {
            __m128i wk = _mm_add_epi32(w[i], _mm_loadu_si128((const __m128i *)(const void *)(K + t + 4 * i)));
            cdgh = _mm_sha256rnds2_epu32(cdgh, abef, wk);
            abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(wk, 0x0E));
        }
        for (int i = 0; t < 48 && i < 4; i++) {
            __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w[i], w[(i + 1) & 3]),
                                        _mm_alignr_epi8(w[(i + 3) & 3], w[(i + 2) & 3], 4));
            w[i] = _mm_sha256msg2_epu32(sum, w[(i + 3) & 3]);
        }
    }
    abef = _mm_shuffle_epi32(_mm_add_epi32(abef, first), 0x1B);
    cdgh = _mm_shuffle_epi32(_mm_add_epi32(cdgh, second), 0xB1);
    _mm_storeu_si128(words, _mm_blend_epi16(abef, cdgh, 0xF0));
    _mm_storeu_si128(words + 1, _mm_alignr_epi8(cdgh, abef, 8));
}

/* Whether the processor has them, asked once: in a virtual machine the question is slow. */
static bool is_fast(void)
{
    static atomic_int known; /* 1: yes, 2: no */
    unsigned a, b, c, d;
    if (!atomic_load(&known)) {
        bool sse = __get_cpuid(1, &a, &b, &c, &d) && c & bit_SSE4_1 && c & bit_SSSE3;
        atomic_store(&known, sse && __get_cpuid_count(7, 0, &a, &b, &c, &d) && b & bit_SHA ? 1 : 2);
    }
    return atomic_load(&known) == 1;
}

static void compress(uint32_t state[8], const unsigned char *block)
{
    if (is_fast()) compress_fast(state, block);
    else compress_plainly(state, block);
}

#else

static void compress(uint32_t state[8], const unsigned char *block)
{
    compress_plainly(state, block);
}

#endif

void sha256_init(struct sha256 *h)
{
    static const uint32_t first[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    memcpy(h->state, first, sizeof first);
    h->len = 0;
}

void sha256_add(struct sha256 *h, const void *bytes, size_t len)
{
    const unsigned char *at = bytes;
    size_t used = (size_t)(h->len % 64);
    h->len += len;
    if (used) {
        size_t take = len < 64 - used ? len : 64 - used;
        memcpy(h->block + used, at, take);
        at += take;
        len -= take;
        if (used + take < 64) return;
        compress(h->state, h->block);
    }
    for (; len >= 64; at += 64, len -= 64) compress(h->state, at);
    if (len) memcpy(h->block, at, len);
}

void sha256_hex(struct sha256 *h, char hex[65])
{
    uint64_t bits = h->len * 8;
    unsigned char tail[72] = {0x80};
    size_t pad = (h->len % 64 < 56 ? 56 : 120) - (size_t)(h->len % 64);
    for (int i = 0; i < 8; i++) tail[pad + (size_t)i] = (unsigned char)(bits >> (56 - 8 * i));
    sha256_add(h, tail, pad + 8);
    for (int i = 0; i < 64; i++) hex[i] = "0123456789abcdef"[h->state[i / 8] >> (28 - 4 * (i % 8)) & 15];
    hex[64] = '\0';
}

void sha256_of(const void *bytes, size_t len, char hex[65])
{
    struct sha256 h;
    sha256_init(&h);
    sha256_add(&h, bytes, len);
    sha256_hex(&h, hex);
}
