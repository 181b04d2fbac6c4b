/* What sentences of a property's section say of its values: phrases that pages use over and over, a table each. Whether
 * a list bears out what its text says of bits is for the schema. */
#include <string.h>

#include "page/section.h"

static bool says_any(struct slice text, const char *const *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_find(text, phrases[i], 0) >= 0) return true;
    return false;
}

#define SAYS_ANY(text, phrases) says_any(text, phrases, sizeof(phrases) / sizeof *(phrases))

/* "Kind of lamp. Possible values are:"
 * "Must be one of the following." */
bool phrase_closes(struct slice text)
{
    static const char *const phrases[] = {"possible values are",
                                          "valid values are",
                                          "allowed values are",
                                          "allowable values are",
                                          "acceptable values are",
                                          "permitted values are",
                                          "legal values are",
                                          "supported values are",
                                          "must be one of",
                                          "can be one of",
                                          "may be one of",
                                          "should be one of",
                                          "is one of the following",
                                          "one of the following val",
                                          "only the following",
                                          "value is one of",
                                          "must have one of",
                                          "can have one of",
                                          "takes one of",
                                          "the values are:",
                                          "following values are valid",
                                          "following are the values"};
    static const char *const examples[] = {"some possible values", "common possible values", "example values"};
    if (SAYS_ANY(text, examples)) return false;
    return slice_starts(slice_trim(text), "values are") || SAYS_ANY(text, phrases);
}

/* "Bitmask of the doors that are open."
 * "Take the sum of the days on which it runs." */
bool phrase_names_bits(struct slice text)
{
    static const char *const phrases[] = {"bitmask",
                                          "bit mask",
                                          "bit-mask",
                                          "bitmap",
                                          "bit map",
                                          "bit-map",
                                          "bitwise",
                                          "bit flag",
                                          "bit field",
                                          "bit-field",
                                          "combination",
                                          "sum of",
                                          "logical or",
                                          "multiple bits",
                                          "combined with",
                                          "bits are set",
                                          "one or more of the",
                                          "bits represent",
                                          "or'ed",
                                          "be combined"};
    return SAYS_ANY(text, phrases);
}

/* "[!NOTE]
 * It is not kept." */
struct slice phrase_behind_mark(struct slice text)
{
    text = slice_trim(text);
    const char *end = slice_starts(text, "[!") ? memchr(text.at, ']', text.len) : NULL;
    return end ? slice_trim(slice_cut(text, (uint32_t)(end + 1 - text.at), text.len)) : text;
}

static bool starts_any(struct slice text, const char *const *phrases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (slice_starts(text, phrases[i])) return true;
    return false;
}

#define STARTS_ANY(text, phrases) starts_any(text, phrases, sizeof(phrases) / sizeof *(phrases))

/* What a sentence says of the thing that it begins with: "This property ", "Depth "; absent: it begins otherwise. */
static struct slice said_of(struct slice text, const struct name *name)
{
    static const char *const subjects[] = {"this property ", "the property ", "this parameter ",      "this method ",
                                           "this member ",   "this value ",   "this method/property "};
    for (size_t i = 0; i < sizeof subjects / sizeof *subjects; i++)
        if (slice_starts(text, subjects[i])) return slice_cut(text, (uint32_t)strlen(subjects[i]), text.len);
    struct slice word = section_word(text);
    bool own = name && slice_equal_fold(word, name_slice(name));
    return own ? slice_trim(slice_cut(text, word.len, text.len)) : (struct slice){0};
}

/* "This property is deprecated."
 * "Do not use." */
bool phrase_deprecates(struct slice text, const struct name *name)
{
    static const char *const openings[] = {"deprecated", "obsolete", "do not use", "don't use"};
    static const char *const verdicts[] = {
        "is deprecated",   "is now deprecated", "has been deprecated",    "was deprecated",  "is obsolete",
        "is now obsolete", "is no longer used", "is no longer supported", "has been removed"};
    text = phrase_behind_mark(text);
    return STARTS_ANY(text, openings) || STARTS_ANY(said_of(text, name), verdicts);
}

/* "can't change the X property after the package is created", "cannot be modified once created". */
void phrase_immutable(struct entry *e, struct slice text)
{
    static const char *const cannot[] = {"can't ", "cannot ", "can not ", "can\xE2\x80\x99t "};
    bool created = slice_find(text, "created", 0) >= 0;
    for (size_t i = 0; created && i < sizeof cannot / sizeof *cannot; i++) {
        int64_t at = slice_find(text, cannot[i], 0);
        if (at < 0) continue;
        struct slice rest = slice_cut(text, (uint32_t)at, text.len);
        const char *stop = memchr(rest.at, '.', rest.len);
        rest.len = stop ? (uint32_t)(stop - rest.at) : rest.len;
        bool change = slice_find(rest, "change", 0) >= 0 || slice_find(rest, "modif", 0) >= 0;
        bool later = slice_find(rest, " after ", 0) >= 0 || slice_find(rest, " once ", 0) >= 0;
        if (change && later && slice_find(rest, "created", 0) >= 0) e->documented->immutable = true;
    }
}
