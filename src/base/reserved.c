#include "base/reserved.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

struct reserved_word {
    const char *word;
    unsigned languages;
};

static int by_word(const void *key, const void *at) { return strcmp(key, ((const struct reserved_word *)at)->word); }

static unsigned languages_of(const char *word)
{
    enum { C = RESERVED_C, CPP = RESERVED_CPP, HEADER = RESERVED_HEADER, SQL = RESERVED_SQL };
    static const struct reserved_word words[] = {
#define WORD(word, languages) {word, languages},
#include "base/reserved.def"
#undef WORD
    };
    const struct reserved_word *found = bsearch(word, words, sizeof words / sizeof *words, sizeof *words, by_word);
    return found ? found->languages : 0;
}

unsigned reserved_in(struct slice word)
{
    char exact[24], lower[24]; /* longer than any word */
    if (word.len >= sizeof exact) return 0;
    for (uint32_t i = 0; i < word.len; i++) exact[i] = word.at[i], lower[i] = ascii_lower(word.at[i]);
    exact[word.len] = lower[word.len] = '\0';
    return (languages_of(exact) & RESERVED_SOURCE) | (languages_of(lower) & RESERVED_SQL);
}
