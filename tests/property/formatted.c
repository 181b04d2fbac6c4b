/* What fuzz_fmt.c says of a text, held against files as they are and with comments scattered over them: formatted
 * FILE..., or their names on standard input. KEEP=FILE keeps the last text that fails. Ends with `N passed, N failed`.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../fuzz/fuzz_fmt.c"

/* A comment of some kind, or a line break, in every fourth gap between two tokens; another choice for each `seed`. */
static void scatter(struct text *out, const char *bytes, size_t size, enum mof_entry entry, unsigned seed)
{
    static const char *const kinds[] = {
        " // tail\n",          "\n// own\n",   "/*a*/",           " /* b */\n", "\n/* c */ ",
        "\n\n /* d\n  dd */ ", "\n\n// e\n\n", "/*\tf\n\tff*/\n", "\n",         "\n\n"};
    struct reading r;
    struct tokens tokens;
    const char *from = read_tokens(&r, bytes, size, entry, &tokens), *at = from;
    unsigned next = seed;
    for (uint32_t i = 0; r.good && i < tokens.count; i++) {
        const struct token *t = &tokens.at[i];
        text_add(out, at, (size_t)(t->text.at - at));
        at = t->text.at;
        next = next * 1103515245u + 12345u;
        if ((next >> 16) % 4 == 0) text_add_string(out, kinds[(next >> 20) % (sizeof kinds / sizeof *kinds)]);
    }
    if (r.good) text_add(out, at, r.text.len - (size_t)(at - from));
    drop(&r);
}

static const char *broken_with_comments(const char *bytes, size_t size, enum mof_entry entry)
{
    const char *why = NULL;
    for (unsigned seed = 1; seed <= (entry == MOF_FILE ? 2 : 1) && !why; seed++) {
        struct text scattered = {0};
        scatter(&scattered, bytes, size, entry, seed * 7919);
        if (scattered.len) why = format_broken(scattered.at, scattered.len, entry);
        if (why && getenv("KEEP")) {
            FILE *kept = fopen(getenv("KEEP"), "wb");
            if (kept) fwrite(scattered.at, 1, scattered.len, kept), fclose(kept);
        }
        text_free(&scattered);
    }
    return why;
}

static bool holds(const char *path)
{
    struct text bytes = {0};
    char room[65536];
    size_t got;
    FILE *file = fopen(path, "rb");
    if (!file) return printf("not ok - %s cannot be read\n", path), false;
    while ((got = fread(room, 1, sizeof room, file)) > 0) text_add(&bytes, room, got);
    fclose(file);
    const char *why = NULL;
    for (enum mof_entry entry = MOF_FILE; entry <= MOF_BLOCK && !why; entry++)
        why = format_broken(bytes.at ? bytes.at : "", bytes.len, entry);
    for (enum mof_entry entry = MOF_FILE; entry <= MOF_BLOCK && !why; entry++)
        why = broken_with_comments(bytes.at ? bytes.at : "", bytes.len, entry);
    if (why) printf("not ok - %s: %s\n", path, why);
    text_free(&bytes);
    return !why;
}

int main(int argc, char **argv)
{
    int passed = 0, failed = 0;
    char line[4096];
    for (int i = 1; i < argc; i++) holds(argv[i]) ? passed++ : failed++;
    while (argc == 1 && fgets(line, sizeof line, stdin)) {
        line[strcspn(line, "\n")] = '\0';
        holds(line) ? passed++ : failed++;
    }
    printf("%d passed, %d failed\n", passed, failed);
    return failed != 0;
}
