/* Loaded files and places in them.
 *
 * Every source gets a range in one address space of 32-bit offsets, so a place is 8 bytes, needs no file
 * id, and "which file, line, column?" is answered only when something is printed (the line table is built
 * at the first question about a file). The text is held as UTF-8 with two NULs behind it, so flex scans it
 * in place; a UTF-8 BOM is dropped, UTF-16 with a BOM is decoded, CRLF stays as it is. */
#ifndef MOFC_BASE_SOURCE_H
#define MOFC_BASE_SOURCE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/text.h"

struct span {
    uint32_t start, end; /* offsets in the address space, end exclusive; {0, 0} is "no place" */
};

enum encoding { ENCODING_UTF8, ENCODING_UTF16_LITTLE, ENCODING_UTF16_BIG };

struct source {
    const char *path; /* as the user gave it or as found; "<stdin>" for standard input; "<built-in>" */
    char *text;       /* UTF-8, text[len] == text[len + 1] == 0; writable because flex writes into it */
    uint32_t base;    /* the span offset of text[0]; never 0 */
    uint32_t len;
    bool remarked;          /* it has the word that opens an instruction to lint */
    bool page;              /* of documentation, where a slip in MOF is the writer\'s, and nothing compiles it */
    uint32_t order;         /* its place among the inputs, from 1; 0: not added yet */
    uint32_t bom;           /* bytes of a byte order mark that were dropped from the file */
    enum encoding encoding; /* the file's, before it was decoded */
    uint64_t file[2];       /* what the system knows it by: device and inode; 0 and 0: standard input, memory */
    uint32_t *lines;        /* offsets of line starts within text, built on demand */
    uint32_t line_count;
    uint32_t *followers; /* with them: how many bytes before each STRIDE-th one continue a character */
};

struct sources {
    struct arena *arena;
    struct source **list; /* in the order of their bases, which need not be that of the inputs */
    uint32_t count;
    size_t room;
    uint64_t next; /* the next free base */
};

struct place {
    const struct source *source; /* NULL: no place */
    uint32_t line, column;       /* from 1; the column counts characters (code points) */
};

void sources_init(struct sources *s, struct arena *arena);

/* Reads a whole file ("-" is standard input). Returns NULL and sets errno where it cannot be read
 * (EFBIG: one over 2 GiB, or over 4 GiB in all; EILSEQ: broken UTF-16; EISDIR: a folder). */
struct source *source_load(struct sources *s, const char *path);

/* Takes bytes that are already in memory; decodes them as source_load does. `bytes` is copied. */
struct source *source_from_bytes(struct sources *s, const char *path, const char *bytes, size_t len);

/* Appends `text` as the file of `like` would hold it: in its encoding, with its byte order mark. */
void source_encode(const struct source *like, struct slice text, struct text *out);

/* Whether a path leads to a FIFO, which would be waited for without end; a pipe that a shell passes as /dev/fd/N is
 * none.
 */
bool source_is_fifo(const char *path);

/* Reads a file without registering it: the part of source_load that a thread may do ahead. Allocates from
 * `arena` only. Returns false and sets errno as source_load does. `regular`: only a regular file will do, and a FIFO is
 * not waited for; any other is ENOENT. */
bool source_read(struct arena *arena, const char *path, bool regular, struct source *out);

/* Gives what source_read filled its base, in a range that nobody else gets. Returns false with EFBIG when the space is
 * full. Threads take turns. */
bool source_place_in(struct sources *s, struct source *read);

/* Registers a source that has its base; the order of these calls is that of the inputs. */
void source_register(struct sources *s, struct source *placed);

/* Both, for a copy of `read`. Returns NULL with EFBIG. */
struct source *source_add(struct sources *s, const struct source *read);

const struct source *source_at(const struct sources *s, uint32_t offset);
struct place source_place(const struct sources *s, uint32_t offset);

/* The bytes of a span (it must lie in one source). */
struct slice source_slice(const struct sources *s, struct span span);

/* The line that holds an offset, without its line break. */
struct slice source_line(const struct sources *s, uint32_t offset);

/* The span of a slice that points into `source`'s text. */
static inline struct span source_span(const struct source *source, struct slice in)
{
    uint32_t start = source->base + (uint32_t)(in.at - source->text);
    return (struct span){start, start + in.len};
}

static inline bool span_known(struct span s) { return s.end != 0; }

static inline struct span span_join(struct span a, struct span b) { return (struct span){a.start, b.end}; }

#endif
