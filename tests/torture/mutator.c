/* Spoils a file: mutator SEED FILE writes it to standard output after one to four edits of sixteen kinds. The same seed
 * makes the same edits. The kinds are what hands, editors and converters do to MOF and pages, and what attackers do. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 1 << 20 };

struct bytes {
    char *at;
    size_t len;
};

static uint64_t state;

static size_t below(size_t n)
{
    state ^= state << 13, state ^= state >> 7, state ^= state << 17;
    return n ? (size_t)(state % n) : 0;
}

/* Puts `len` bytes in the place of `cut` bytes at `at`. */
static void splice(struct bytes *b, size_t at, size_t cut, const char *with, size_t len)
{
    if (b->len - cut + len > MOST) return;
    char *made = malloc(b->len - cut + len + 1);
    if (!made) exit(2);
    memcpy(made, b->at, at);
    if (len) memcpy(made + at, with, len);
    memcpy(made + at + len, b->at + at + cut, b->len - at - cut);
    b->len += len - cut;
    free(b->at);
    b->at = made;
}

static size_t line_at(const struct bytes *b, size_t at, size_t *len)
{
    size_t from = at, to = at;
    while (from && b->at[from - 1] != '\n') from--;
    while (to < b->len && b->at[to] != '\n') to++;
    *len = to - from + (to < b->len);
    return from;
}

static int is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/* The word at or behind a random place. */
static size_t word_at(const struct bytes *b, size_t *len)
{
    size_t from = below(b->len), to;
    while (from < b->len && !is_word(b->at[from])) from++;
    while (from && is_word(b->at[from - 1])) from--;
    for (to = from; to < b->len && is_word(b->at[to]);) to++;
    *len = to - from;
    return from;
}

static void delete_bytes(struct bytes *b)
{
    size_t at = below(b->len), len = 1 + below(20);
    splice(b, at, len < b->len - at ? len : b->len - at, "", 0);
}

static void repeat_bytes(struct bytes *b)
{
    size_t at = below(b->len), len = 1 + below(60);
    if (len > b->len - at) len = b->len - at;
    for (size_t times = below(4) ? 1 : below(400); times--;) splice(b, at + len, 0, b->at + at, len);
}

static void move_bytes(struct bytes *b)
{
    size_t from = below(b->len), len = 1 + below(200);
    if (len > b->len - from) len = b->len - from;
    splice(b, below(b->len), 0, b->at + from, len);
}

static void flip_bit(struct bytes *b)
{
    size_t at = below(b->len);
    b->at[at] = (char)(b->at[at] ^ 1 << below(8));
}

static void insert_byte(struct bytes *b)
{
    char c = (char)below(256);
    splice(b, below(b->len + 1), 0, &c, 1);
}

static void insert_token(struct bytes *b)
{
    static const char *const tokens[] = {"class ",
                                         "instance of ",
                                         " ref ",
                                         "[Key]",
                                         "[ValueMap{\"1\"}, Values{\"a\"}] ",
                                         "= null",
                                         "\"",
                                         "'",
                                         "/*",
                                         "*/",
                                         "//",
                                         "{",
                                         "}",
                                         "(",
                                         ")",
                                         ";;",
                                         ",",
                                         "#pragma include (\"x\")\n",
                                         "\\x0041",
                                         "\\",
                                         "\\\"",
                                         "0x",
                                         "-",
                                         "uint64 ",
                                         "datetime ",
                                         "[]",
                                         "[4]",
                                         " as $a",
                                         ": ",
                                         "| a | b |\n|---|---|\n",
                                         "```\n",
                                         "## Members\n",
                                         "**Qualifiers**: [key]\n",
                                         "Data type: `uint8`\n",
                                         "\xEF\xBB\xBF",
                                         "\xE2\x80\xAE",
                                         "\xC0\x80",
                                         "%",
                                         "${",
                                         "*/ int x;",
                                         "');",
                                         "?"
                                         "?/",
                                         "TRUE"};
    const char *token = tokens[below(sizeof tokens / sizeof *tokens)];
    splice(b, below(b->len + 1), 0, token, strlen(token));
}

static void delete_line(struct bytes *b)
{
    size_t len, at = line_at(b, below(b->len), &len);
    splice(b, at, len, "", 0);
}

static void repeat_line(struct bytes *b)
{
    size_t len, at = line_at(b, below(b->len), &len);
    splice(b, at, 0, b->at + at, len);
}

static void move_line(struct bytes *b)
{
    size_t len, other, at = line_at(b, below(b->len), &len);
    splice(b, line_at(b, below(b->len), &other), 0, b->at + at, len);
}

static void change_number(struct bytes *b)
{
    static const char *const numbers[] = {"0",
                                          "-1",
                                          "255",
                                          "256",
                                          "65536",
                                          "4294967296",
                                          "18446744073709551615",
                                          "18446744073709551616",
                                          "-9223372036854775808",
                                          "1e999",
                                          "0x7FFFFFFF",
                                          "1..5",
                                          "07",
                                          "0b2"};
    for (size_t tries = 0; tries < 50; tries++) {
        size_t len, at = word_at(b, &len);
        if (!len || b->at[at] < '0' || b->at[at] > '9') continue;
        const char *number = numbers[below(sizeof numbers / sizeof *numbers)];
        splice(b, at, len, number, strlen(number));
        return;
    }
}

static void swap_words(struct bytes *b)
{
    size_t len, other, at = word_at(b, &len), from = word_at(b, &other);
    splice(b, at, len, b->at + from, other);
}

static void change_case(struct bytes *b)
{
    size_t len, at = word_at(b, &len);
    for (size_t i = at; i < at + len; i++)
        if (b->at[i] > '9' && b->at[i] != '_') b->at[i] = (char)(b->at[i] ^ 32);
}

static void join_words(struct bytes *b)
{
    size_t len, at = word_at(b, &len);
    if (at + len < b->len) splice(b, at + len, 1, "", 0);
}

static void truncate_all(struct bytes *b)
{
    if (!below(3)) b->len = below(b->len + 1);
}

static void drop_mark(struct bytes *b)
{
    for (size_t at = below(b->len), i = 0; i < b->len; i++, at = (at + 1) % b->len)
        if (strchr("{}[]()\"';,:=|`#", b->at[at])) {
            splice(b, at, 1, "", 0);
            return;
        }
}

static void lengthen_word(struct bytes *b)
{
    char letters[300];
    size_t len, at = word_at(b, &len), more = 1 + below(sizeof letters);
    memset(letters, 'x', more);
    splice(b, at + len, 0, letters, more);
}

int main(int argc, char **argv)
{
    static void (*const edits[])(struct bytes *) = {
        delete_bytes, repeat_bytes,  move_bytes, flip_bit,    insert_byte, insert_token, delete_line, repeat_line,
        move_line,    change_number, swap_words, change_case, join_words,  truncate_all, drop_mark,   lengthen_word};
    struct bytes b = {malloc(MOST + 1), 0};
    FILE *file = argc == 3 ? fopen(argv[2], "rb") : NULL;
    if (!file || !b.at) return fprintf(stderr, "usage: mutator SEED FILE\n"), 2;
    b.len = fread(b.at, 1, MOST, file);
    fclose(file);
    state = (strtoull(argv[1], NULL, 10) + 1) * 0x9E3779B97F4A7C15u;
    for (size_t n = 1 + below(4); n-- && b.len;) edits[below(sizeof edits / sizeof *edits)](&b);
    fwrite(b.at, 1, b.len, stdout);
    free(b.at);
    return 0;
}
