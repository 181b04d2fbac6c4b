/* The table of checks. */
#include "lint/lint.h"

void lint_run(struct arena *arena, const struct schema *schema, struct diags *diags)
{
    static void (*const checks[])(const struct klass *, struct diags *) = {
        lint_class_keys,        lint_class_deprecated,     lint_class_reserved,   lint_class_enumerations,
        lint_class_widths,      lint_class_described,      lint_class_key_width,  lint_class_key_length,
        lint_class_name_length, lint_class_deprecated_use, lint_class_directions,
    };
    for (size_t i = 0; i < schema->class_count; i++)
        for (size_t c = 0; c < sizeof checks / sizeof *checks && schema->classes[i]->requested; c++)
            checks[c](schema->classes[i], diags);
    lint_enumerations(schema, diags);
    lint_labels_across(arena, schema, diags);
    lint_types_across(arena, schema, diags);
    lint_reference_circles(arena, schema, diags);
}
