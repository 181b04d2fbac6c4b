/* Checks that need the whole schema: what is legal and yet wrong or risky. One function a rule. */
#ifndef MOFC_LINT_LINT_H
#define MOFC_LINT_LINT_H

#include "schema/schema.h"

/* Runs every check over the classes that were asked for; reports to diags. */
void lint_run(struct arena *arena, const struct schema *schema, struct diags *diags);

/* The checks, by subject; each is called once a class. */
void lint_class_keys(const struct klass *k, struct diags *d);       /* keys.c */
void lint_class_deprecated(const struct klass *k, struct diags *d); /* naming.c, as all names and texts */
void lint_class_reserved(const struct klass *k, struct diags *d);
void lint_class_enumerations(const struct klass *k, struct diags *d); /* values_check.c */
void lint_class_widths(const struct klass *k, struct diags *d);       /* types_check.c */
void lint_class_described(const struct klass *k, struct diags *d);

void lint_class_key_width(const struct klass *k, struct diags *d); /* database_check.c */
void lint_class_key_length(const struct klass *k, struct diags *d);
void lint_class_name_length(const struct klass *k, struct diags *d);
void lint_class_deprecated_use(const struct klass *k, struct diags *d); /* references.c */
void lint_class_directions(const struct klass *k, struct diags *d);     /* directions.c */

void lint_enumerations(const struct schema *schema, struct diags *d); /* values_check.c */

/* Over all classes: the same value of properties of one name labelled differently. values_check.c */
void lint_labels_across(struct arena *arena, const struct schema *schema, struct diags *d);

/* Over all classes: properties of one name and different types; references that nothing can satisfy. */
void lint_types_across(struct arena *arena, const struct schema *schema, struct diags *d);      /* types_check.c */
void lint_reference_circles(struct arena *arena, const struct schema *schema, struct diags *d); /* references.c */

#endif
