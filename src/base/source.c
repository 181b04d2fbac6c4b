/* Reading files into one address space, and turning offsets back into lines and columns. */
#include "base/source.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/character.h"

enum { STRIDE = 256 };

void sources_init(struct sources *s, struct arena *arena) { *s = (struct sources){.arena = arena, .next = 1}; }

/* Reads to the end; `hint` is the expected size, 0 where nothing says. The buffer has two spare bytes for flex's NULs.
 */
static char *read_all(struct arena *arena, int fd, size_t hint, size_t *len)
{
    size_t room = hint ? hint + 1 : 65536, used = 0;
    char *at = arena_alloc(arena, room + 2);
    for (;;) {
        ssize_t got = read(fd, at + used, room - used);
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return NULL;
        if (got == 0) break;
        used += (size_t)got;
        if (used == hint) break;                              /* all that fstat promised: no second look for the end */
        if (used > INT32_MAX - 4) return errno = EFBIG, NULL; /* flex counts in int */
        if (used == room) {
            char *more = arena_alloc(arena, room * 2 + 2);
            memcpy(more, at, used);
            at = more;
            room *= 2;
        }
    }
    at[used] = at[used + 1] = '\0';
    *len = used;
    return at;
}

static bool decode_utf16(struct arena *arena, struct source *out, bool big, bool marked)
{
    const unsigned char *in = (const unsigned char *)out->text;
    size_t units = out->len / 2, n = 0;
    if (out->len % 2) return errno = EILSEQ, false;
    char *text = arena_alloc(arena, units * 3 + 2);
    for (size_t i = marked; i < units; i++) { /* unit 0 is the mark */
        uint32_t c = big ? (uint32_t)in[2 * i] << 8 | in[2 * i + 1] : (uint32_t)in[2 * i + 1] << 8 | in[2 * i];
        if (c >= 0xD800 && c < 0xE000) {
            if (c >= 0xDC00 || ++i >= units) return errno = EILSEQ, false;
            uint32_t low = big ? (uint32_t)in[2 * i] << 8 | in[2 * i + 1] : (uint32_t)in[2 * i + 1] << 8 | in[2 * i];
            if (low < 0xDC00 || low >= 0xE000) return errno = EILSEQ, false;
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        }
        n += character_put(text + n, c);
    }
    out->text = text;
    out->len = (uint32_t)n;
    out->bom = marked ? 2 : 0;
    out->encoding = big ? ENCODING_UTF16_BIG : ENCODING_UTF16_LITTLE;
    return true;
}

static void add_unit(struct text *out, enum encoding encoding, uint32_t unit)
{
    char low = (char)(unit & 0xFF), high = (char)(unit >> 8);
    text_add_char(out, encoding == ENCODING_UTF16_BIG ? high : low);
    text_add_char(out, encoding == ENCODING_UTF16_BIG ? low : high);
}

void source_encode(const struct source *like, struct slice text, struct text *out)
{
    if (like->encoding == ENCODING_UTF8) {
        if (like->bom) text_add_string(out, "\xEF\xBB\xBF");
        text_add_slice(out, text);
        return;
    }
    if (like->bom) add_unit(out, like->encoding, 0xFEFF);
    for (const char *p = text.at, *end = p + text.len; p < end;) {
        uint32_t c = character_next(&p, end);
        if (c > 0xFFFF) add_unit(out, like->encoding, 0xD800 + ((c - 0x10000) >> 10));
        add_unit(out, like->encoding, c > 0xFFFF ? 0xDC00 + ((c - 0x10000) & 0x3FF) : c);
    }
}

static bool decode(struct arena *arena, struct source *out)
{
    const unsigned char *t = (const unsigned char *)out->text;
    if (out->len >= 3 && t[0] == 0xEF && t[1] == 0xBB && t[2] == 0xBF) {
        out->text += 3;
        out->len -= 3;
        out->bom = 3;
    } else if (out->len >= 2 && ((t[0] == 0xFF && t[1] == 0xFE) || (t[0] == 0xFE && t[1] == 0xFF))) {
        return decode_utf16(arena, out, t[0] == 0xFE, true);
    } else if (out->len >= 4 && out->len % 2 == 0 && !t[0] == !t[2] && !t[1] == !t[3] && !t[0] != !t[1]) {
        return decode_utf16(arena, out, !t[0], false); /* no mark, but every other byte is zero */
    }
    return true;
}

/* A shell's own: whoever writes to it is there. */
static bool is_descriptor(const char *path)
{
    static const char *const descriptors[] = {"/dev/fd/", "/dev/stdin", "/proc/"};
    for (size_t i = 0; i < sizeof descriptors / sizeof *descriptors; i++)
        if (strncmp(path, descriptors[i], strlen(descriptors[i])) == 0) return true;
    return false;
}

bool source_is_fifo(const char *path)
{
    struct stat st;
    return !is_descriptor(path) && stat(path, &st) == 0 && S_ISFIFO(st.st_mode);
}

bool source_read(struct arena *arena, const char *path, bool regular, struct source *out)
{
    bool standard = !regular && strcmp(path, "-") == 0, waits = !standard && !regular && is_descriptor(path);
    int fd = standard ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC | (waits ? 0 : O_NONBLOCK));
    struct stat st;
    if (fd < 0) return false;
    char *text = NULL;
    size_t len = 0;
    if (fstat(fd, &st) == 0) {
        if (S_ISCHR(st.st_mode) && !standard) fcntl(fd, F_SETFL, 0); /* a terminal is waited for */
        if (S_ISDIR(st.st_mode)) errno = EISDIR;
        else if (regular && !S_ISREG(st.st_mode)) errno = ENOENT;
        else if (!standard && !waits && S_ISFIFO(st.st_mode)) errno = ENOTBLK; /* one would wait for a writer */
        else if (S_ISCHR(st.st_mode) && !isatty(fd) && read(fd, &(char){0}, 1) == 1) errno = ENOTBLK; /* no end */
        else if (st.st_size > (off_t)INT32_MAX - 4) errno = EFBIG;
        else text = read_all(arena, fd, S_ISREG(st.st_mode) ? (size_t)st.st_size : 0, &len);
    }
    int why = errno;
    if (!standard) close(fd);
    errno = why;
    if (!text) return false;
    *out = (struct source){
        .path = standard ? "<stdin>" : arena_copy(arena, path, strlen(path)), .text = text, .len = (uint32_t)len};
    if (!standard) out->file[0] = st.st_dev, out->file[1] = st.st_ino;
    return decode(arena, out);
}

bool source_place_in(struct sources *s, struct source *read)
{
    if (s->next + read->len + 2 > UINT32_MAX) return errno = EFBIG, false;
    read->base = (uint32_t)s->next;
    s->next += read->len + 1; /* one more, so that the end of a file is a place of its own */
    return true;
}

void source_register(struct sources *s, struct source *placed)
{
    s->list = arena_more(s->arena, s->list, s->count, &s->room, sizeof(struct source *));
    uint32_t at = s->count++;
    placed->order = s->count;
    for (; at && s->list[at - 1]->base > placed->base; at--) s->list[at] = s->list[at - 1];
    s->list[at] = placed;
}

struct source *source_add(struct sources *s, const struct source *read)
{
    struct source *made = arena_new(s->arena, struct source);
    *made = *read;
    if (!source_place_in(s, made)) return NULL;
    source_register(s, made);
    return made;
}

struct source *source_load(struct sources *s, const char *path)
{
    struct source read;
    return source_read(s->arena, path, false, &read) ? source_add(s, &read) : NULL;
}

struct source *source_from_bytes(struct sources *s, const char *path, const char *bytes, size_t len)
{
    if (len > INT32_MAX - 4) return errno = EFBIG, NULL;
    struct source read = {.path = arena_copy(s->arena, path, strlen(path)), .len = (uint32_t)len};
    read.text = arena_alloc(s->arena, len + 2);
    if (len) memcpy(read.text, bytes, len);
    return decode(s->arena, &read) ? source_add(s, &read) : NULL;
}

const struct source *source_at(const struct sources *s, uint32_t offset)
{
    uint32_t low = 0, high = s->count;
    if (!offset || !high || offset < s->list[0]->base) return NULL;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (s->list[mid]->base <= offset) low = mid;
        else high = mid;
    }
    return offset - s->list[low]->base <= s->list[low]->len ? s->list[low] : NULL;
}

static uint32_t count_followers(const struct source *f, uint32_t from, uint32_t to)
{
    uint32_t count = 0;
    for (uint32_t i = from; i < to; i++) count += character_goes_on(f->text[i]);
    return count;
}

/* Bytes before `at` that continue a character, wherever `at` lies in a line of 20 MB. */
static uint32_t followers_before(const struct source *f, uint32_t at)
{
    return f->followers[at / STRIDE] + count_followers(f, at / STRIDE * STRIDE, at);
}

static void build_lines(struct arena *arena, struct source *f)
{
    uint32_t count = 1, n = 0;
    const char *end = f->text + f->len;
    for (const char *p = f->text; (p = memchr(p, '\n', (size_t)(end - p))); p++) count++;
    f->lines = arena_array(arena, count, sizeof *f->lines);
    f->lines[n++] = 0;
    for (const char *p = f->text; (p = memchr(p, '\n', (size_t)(end - p))); p++)
        f->lines[n++] = (uint32_t)(p + 1 - f->text);
    f->line_count = n;
    f->followers = arena_array(arena, f->len / STRIDE + 1, sizeof *f->followers);
    for (uint32_t i = 1; i <= f->len / STRIDE; i++)
        f->followers[i] = f->followers[i - 1] + count_followers(f, (i - 1) * STRIDE, i * STRIDE);
}

static uint32_t line_index(const struct sources *s, const struct source *f, uint32_t at)
{
    if (!f->lines) build_lines(s->arena, (struct source *)f); /* a cache, not a change of meaning */
    uint32_t low = 0, high = f->line_count;
    while (high - low > 1) {
        uint32_t mid = low + (high - low) / 2;
        if (f->lines[mid] <= at) low = mid;
        else high = mid;
    }
    return low;
}

struct place source_place(const struct sources *s, uint32_t offset)
{
    const struct source *f = source_at(s, offset);
    if (!f) return (struct place){0};
    uint32_t at = offset - f->base, line = line_index(s, f, at), from = f->lines[line];
    uint32_t column = at - from + 1 - (followers_before(f, at) - followers_before(f, from));
    return (struct place){f, line + 1, column};
}

struct slice source_slice(const struct sources *s, struct span span)
{
    const struct source *f = source_at(s, span.start);
    if (!f || span.end < span.start) return (struct slice){0};
    uint32_t from = span.start - f->base, len = span.end - span.start;
    if (len > f->len - from) len = f->len - from;
    return (struct slice){f->text + from, len};
}

struct slice source_line(const struct sources *s, uint32_t offset)
{
    const struct source *f = source_at(s, offset);
    if (!f) return (struct slice){0};
    uint32_t line = line_index(s, f, offset - f->base), from = f->lines[line];
    uint32_t len = (line + 1 < f->line_count ? f->lines[line + 1] - 1 : f->len) - from;
    if (len && f->text[from + len - 1] == '\r') len--;
    return (struct slice){f->text + from, len};
}
