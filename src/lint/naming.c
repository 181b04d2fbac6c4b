/* Names, missing descriptions, and classes that should no longer be used. */
#include <string.h>

#include "lint/lint.h"

void lint_class_deprecated(const struct klass *k, struct diags *d)
{
    if (!k->deprecated || k->written->page) return; /* a page's warning is reported where it is read */
    diag_add(d, RULE_DEPRECATED_CLASS, k->written->word.span, "class '%s' is deprecated", k->name->text);
}

/* Names that C or SQL keep for themselves: generated code appends '_' or quotes them. */
void lint_class_reserved(const struct klass *k, struct diags *d)
{
    static const char *const words[] = {
        "auto",    "break",  "case",     "char",   "class",     "column", "const",    "continue", "default", "delete",
        "do",      "double", "else",     "enum",   "extern",    "float",  "for",      "from",     "goto",    "group",
        "if",      "index",  "inline",   "int",    "interface", "key",    "long",     "new",      "order",   "primary",
        "private", "public", "register", "return", "select",    "short",  "signed",   "sizeof",   "static",  "struct",
        "switch",  "table",  "template", "this",   "typedef",   "union",  "unsigned", "update",   "user",    "using",
        "virtual", "void",   "volatile", "where",  "while",
    };
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        for (size_t w = 0; w < sizeof words / sizeof *words; w++)
            if (strcmp(p->name->fold->text, words[w]) == 0)
                diag_add(d, RULE_RESERVED_NAME, p->written->word.span, "'%s' is a reserved word of C, C++ or SQL",
                         p->name->text);
    }
}

void lint_class_described(const struct klass *k, struct diags *d)
{
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        if (p->text.len) continue;
        diag_add(d, RULE_NO_DESCRIPTION, p->told && span_known(p->told->place) ? p->told->place : p->written->word.span,
                 "'%s' has no description", p->name->text);
    }
}
