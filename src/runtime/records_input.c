/* From bytes in chunks to UTF-8: a BOM or a zero byte tells the encoding, half a character waits for its other half. */
#include <stdlib.h>

#include "records.h"

/* Room for `more` bytes behind the text; what is read is given up. */
static char *make_room(struct mof_input *in, size_t more)
{
    if (in->at) memmove(in->text, in->text + in->at, in->len - in->at);
    in->len -= in->at;
    in->at = 0;
    if (more > SIZE_MAX / 4 - in->len) return NULL;
    if (in->room - in->len >= more) return in->text + in->len;
    size_t room = (in->len + more) * 2;
    char *larger = malloc(room);
    if (!larger) return NULL;
    if (in->len) memcpy(larger, in->text, in->len);
    free(in->text);
    in->text = larger;
    in->room = room;
    return in->text + in->len;
}

static bool is_high(uint32_t unit) { return (unit & 0xFC00) == 0xD800; }
static bool is_low(uint32_t unit) { return (unit & 0xFC00) == 0xDC00; }

/* Half a pair becomes three bytes that are no UTF-8, for the reader of the record to find. */
static char *put_unit(char *to, uint32_t c)
{
    if (c < 0x80) return *to++ = (char)c, to;
    if (c < 0x800) *to++ = (char)(0xC0 | c >> 6);
    else if (c < 0x10000) *to++ = (char)(0xE0 | c >> 12), *to++ = (char)(0x80 | (c >> 6 & 0x3F));
    else
        *to++ = (char)(0xF0 | c >> 18), *to++ = (char)(0x80 | (c >> 12 & 0x3F)), *to++ = (char)(0x80 | (c >> 6 & 0x3F));
    return *to++ = (char)(0x80 | (c & 0x3F)), to;
}

static uint32_t unit_at(const struct mof_input *in, const unsigned char *at)
{
    return in->encoding == MOF_UTF_16_BIG ? (uint32_t)at[0] << 8 | at[1] : (uint32_t)at[1] << 8 | at[0];
}

/* Converts whole characters; returns how many bytes that took. */
static size_t convert(struct mof_input *in, const unsigned char *bytes, size_t len, bool last)
{
    size_t i = 0;
    char *to = in->text + in->len;
    for (; len - i >= 2; i += 2) {
        uint32_t unit = unit_at(in, bytes + i);
        if (is_high(unit) && len - i < 4 && !last) break;
        uint32_t low = is_high(unit) && len - i >= 4 ? unit_at(in, bytes + i + 2) : 0;
        if (is_low(low)) unit = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF)), i += 2;
        to = put_unit(to, unit);
    }
    in->len = (size_t)(to - in->text);
    return i;
}

static void hold(struct mof_input *in, const unsigned char *bytes, size_t len)
{
    memcpy(in->held, bytes, len);
    in->held_len = len;
}

/* How many bytes of a BOM; -1: more bytes are needed to say. */
static int recognize(struct mof_input *in, const unsigned char *b, size_t len)
{
    in->encoding = MOF_UTF_8;
    if (len < 2) return in->ended ? 0 : -1;
    if (b[0] == 0xFF && b[1] == 0xFE) return in->encoding = MOF_UTF_16_LITTLE, 2;
    if (b[0] == 0xFE && b[1] == 0xFF) return in->encoding = MOF_UTF_16_BIG, 2;
    if (b[0] && !b[1]) return in->encoding = MOF_UTF_16_LITTLE, 0;
    if (!b[0] && b[1]) return in->encoding = MOF_UTF_16_BIG, 0;
    if (b[0] != 0xEF || b[1] != 0xBB) return 0;
    if (len < 3) return in->ended ? 0 : -1;
    return b[2] == 0xBF ? 3 : 0;
}

static void append(struct mof_input *in, const unsigned char *bytes, size_t len)
{
    int mark = in->encoding == MOF_ENCODING_UNKNOWN ? recognize(in, bytes, len) : 0;
    if (mark < 0) {
        in->encoding = MOF_ENCODING_UNKNOWN;
        hold(in, bytes, len);
        return;
    }
    bytes += mark;
    len -= (size_t)mark;
    if (in->encoding == MOF_UTF_8) {
        memcpy(in->text + in->len, bytes, len);
        in->len += len;
        return;
    }
    size_t done = convert(in, bytes, len, in->ended);
    if (in->ended && done < len) in->text[in->len++] = (char)0xFF, done = len; /* half a unit is no text */
    hold(in, bytes + done, len - done);
}

bool mof_input_take(struct mof_input *in, const char *bytes, size_t len)
{
    const unsigned char *at = (const unsigned char *)bytes;
    if (!make_room(in, 2 * (len + sizeof in->held))) return false;
    in->bytes += len;
    in->ended |= !len;
    while (in->held_len && (len || in->ended)) { /* byte by byte, until what is held is whole */
        unsigned char whole[sizeof in->held];
        size_t count = in->held_len;
        memcpy(whole, in->held, count);
        if (len) whole[count++] = *at++, len--;
        in->held_len = 0;
        append(in, whole, count);
    }
    if (len) append(in, at, len);
    return true;
}

uint64_t mof_input_offset(const struct mof_input *in)
{
    uint64_t left = (in->len - in->at) * (in->encoding > MOF_UTF_8 ? 2 : 1) + in->held_len;
    return in->bytes > left ? in->bytes - left : 0;
}
