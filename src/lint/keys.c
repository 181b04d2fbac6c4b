/* Keys: what makes one instance another than the next. */
#include "lint/lint.h"

static bool has_own_properties(const struct klass *k)
{
    return k->property_count > 0 && !k->abstract && !k->embedded && !k->indication && !k->structure;
}

/* A class that can have instances but nothing to keep them apart. Pages of the provider's embedded classes and
 * singletons (`@`, Singleton) have none by design. */
void lint_class_keys(const struct klass *k, struct diags *d)
{
    if (k->key_count || !has_own_properties(k) || (k->super_name && !k->super && !k->written->page)) return;
    if (qualifier_find(k->qualifiers, k->qualifier_count, "singleton")) return;
    diag_add(d, RULE_KEY_MISSING, k->written->word.span, "class '%s' has no key", k->name->text);
}
