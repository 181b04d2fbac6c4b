/* Names, missing descriptions, and classes that should no longer be used. */
#include "base/reserved.h"
#include "lint/lint.h"

void lint_class_deprecated(const struct klass *k, struct diags *d)
{
    if (!k->deprecated || k->written->page) return; /* a page's warning is reported where it is read */
    diag_add(d, RULE_DEPRECATED_CLASS, k->written->word.span, "class '%s' is deprecated", k->name->text);
}

/* Generated code appends '_' to such a name or quotes it. */
void lint_class_reserved(const struct klass *k, struct diags *d)
{
    static const char *const languages[] = {"C", "C++", "the headers of C and Windows", "SQL"}; /* as their bits */
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        unsigned in = reserved_in(name_slice(p->name));
        if (!in) continue;
        struct text list = {0};
        for (unsigned l = 0; l < sizeof languages / sizeof *languages; l++) {
            if (in & 1u << l) text_printf(&list, "%s%s", list.len ? in >> l == 1 ? " and " : ", " : "", languages[l]);
        }
        diag_add(d, RULE_RESERVED_NAME, p->written->word.span, "'%s' is a reserved word of %s", p->name->text, list.at);
        text_free(&list);
    }
}

void lint_class_described(const struct klass *k, struct diags *d)
{
    if (!k->text.len)
        diag_add(d, RULE_NO_DESCRIPTION, k->written->word.span, "class '%s' has no description", k->name->text);
    for (size_t i = 0; i < k->own_count; i++) {
        const struct property *p = k->own[i];
        if (p->text.len) continue;
        diag_add(d, RULE_NO_DESCRIPTION,
                 p->documented && span_known(p->documented->place) ? p->documented->place : p->written->word.span,
                 "'%s' has no description", p->name->text);
    }
    for (size_t i = 0; i < k->method_count; i++) {
        const struct method *m = k->methods[i];
        if (m->declared == k && !m->text.len && !m->linked)
            diag_add(d, RULE_NO_DESCRIPTION, m->written->word.span, "method '%s' has no description", m->name->text);
    }
}
