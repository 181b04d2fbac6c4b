/* The constructors of the AST: each action of the grammar is one call of these. They take what the parser
 * has in hand, allocate from the builder's arena, report mistakes that the grammar knows, and never fail. */
#ifndef MOFC_AST_BUILD_H
#define MOFC_AST_BUILD_H

#include "ast/ast.h"
#include "base/diag.h"

struct build {
    struct arena *arena;
    struct names *names;
    struct diags *diags;
    bool block; /* a page's simplified form: oddities are warnings of their own rule, not syntax errors */
    bool strict;
    bool failed;                       /* an error was reported */
    bool stop;                         /* too many were: the scanner answers with the end of the input */
    unsigned found;                    /* findings reported so far */
    bool unclosed;                     /* a class's `}` is missing, and that is reported */
    uint32_t tokens;                   /* tokens read so far */
    struct slice now, before, earlier; /* the newest token and the two before it; absent at either end */
    struct span before_at;
    struct slice opener;  /* the first word after a `;`, `{` or `}`: where a keyword may be misspelt */
    uint32_t quiet_until; /* a syntax error before this token echoes one already reported */
    uint32_t erred_at;    /* where the last syntax error is, as an offset; 0: none yet */
    uint32_t erred_token; /* `tokens` then */
    uint32_t ended_token; /* `tokens` when the last declaration was complete */
    struct ast_decl *first, *last;
    struct ast_qualifier *qualifiers; /* MOF_QUALIFIERS */
    uint32_t path_at; /* where a string begins that is an include's path, whose backslashes are no escapes */
    struct ast_qualifier *carried; /* a list that followed a name without ';': the next member's */
    struct ast_member *latest;     /* the member built last */
};

struct value_list {
    struct ast_value *first, *last;
};
struct qualifier_list {
    struct ast_qualifier *first, *last;
};
struct member_list {
    struct ast_member *first, *last;
};
struct constant_list {
    struct ast_constant *first, *last;
};

struct build_type {
    struct ast_word word;
    bool reference, array;
};
struct build_dims {
    struct ast_qualifier *behind;
    uint64_t size;
    bool array;
};
struct build_head {
    struct ast_word word, alias; /* a word with a place and no name was lost to a mistake, which was reported */
};
struct build_base {
    struct ast_word word;
    unsigned flavors;
};
struct build_options {
    unsigned scopes, flavors;
    bool loose; /* without a comma, or in another order than DSP0004's */
};

/* Findings: build_error is RULE_SYNTAX; build_odd is RULE_SYNTAX in a file and `rule` in a page's block. */
struct diag *build_error(struct build *b, struct span at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
struct diag *build_report(struct build *b, enum rule rule, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
struct diag *build_odd(struct build *b, enum rule rule, struct span at, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* Names and types. */
struct ast_word build_word(struct build *b, struct slice spelling, struct span at);
struct build_head build_joined(struct build *b, struct ast_word left, struct slice right, struct span at);
struct build_head build_alias_name(struct build *b, struct slice spelling, struct span at);
struct build_type build_reference(struct build *b, struct ast_word target, struct span at, bool page_form);
struct build_dims build_size(struct build *b, struct ast_value *size);
void build_extra(struct build *b, struct span semicolon);
struct build_base build_baseless(struct build *b, struct span colon);
void build_one_base(struct build *b, struct span more);
void build_stray(struct build *b, struct span mark);
void build_remark(struct build *b, struct span at);
void build_closes_nothing(struct build *b, struct span brace);
void build_trailing(struct build *b, struct span comma);

/* Values. `spelling` is the token's text, quotes included. */
struct ast_value *build_null(struct build *b, struct span at);
struct ast_value *build_boolean(struct build *b, struct span at, bool value);
struct ast_value *build_integer(struct build *b, struct slice spelling, struct span at);
struct ast_value *build_real(struct build *b, struct slice spelling, struct span at);
struct ast_value *build_char(struct build *b, struct slice spelling, struct span at);
struct slice build_concatenated(struct build *b, struct slice left, struct slice right);
struct ast_value *build_string(struct build *b, struct slice pieces, struct span at);
struct ast_value *build_alias(struct build *b, struct slice spelling, struct span at);
struct ast_value *build_bare(struct build *b, struct ast_word word, struct span at);
struct ast_value *build_dotted(struct build *b, struct ast_word left, struct ast_word right, struct span at);
struct ast_value *build_array(struct build *b, struct value_list items, struct span at);
struct ast_value *build_in_parentheses(struct build *b, struct value_list items, struct span at);
struct ast_value *build_embedded(struct build *b, struct ast_decl *instance, struct span at);
struct value_list build_values(struct value_list list, struct ast_value *value);

/* Qualifiers. */
struct ast_qualifier *build_qualifier(struct build *b, struct ast_word word, struct ast_value *value, unsigned flavors,
                                      struct span at);
struct build_options build_options(struct build_options list, bool comma, struct build_options more);
struct qualifier_list build_qualifiers(struct qualifier_list list, struct ast_qualifier *qualifier);
struct qualifier_list build_qualifiers_joined(struct build *b, struct qualifier_list a, struct qualifier_list more,
                                              struct span at);
unsigned build_flavor(struct build *b, unsigned flavors, struct ast_word word);
/* The bit of a word that is a flavor; 0 for any other. */
unsigned build_flavor_of(struct ast_word word);
unsigned build_scope(struct build *b, unsigned scopes, struct ast_word word);
struct build_options build_policy(struct build *b, struct build_options options, struct ast_word word);

/* Members. `ended` says whether the `;` was there; `end` is where it is or belongs. */
struct ast_member *build_property(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                  struct ast_word word, struct build_dims dims, struct ast_value *initial,
                                  struct span at);
struct ast_member *build_method(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                struct ast_word word, struct ast_member *parameters, struct span at);
struct ast_member *build_untyped(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                 struct span at);
struct ast_member *build_untyped_method(struct build *b, struct ast_qualifier *qualifiers, struct build_type type,
                                        struct ast_member *parameters, struct span at);
struct ast_member *build_assignment(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                    struct ast_value *value, struct span at);
struct ast_member *build_ended(struct build *b, struct ast_member *member, bool ended, struct span end);
struct ast_member *build_comma_ended(struct build *b, struct ast_member *member, struct span comma);
struct ast_member *build_local(struct build *b, struct ast_decl *decl);
void build_late_array(struct build *b, struct span at);
struct ast_member *build_unclosed(struct build *b, struct ast_member *method, struct span at);
struct member_list build_members(struct member_list list, struct ast_member *member);
struct member_list build_parameters(struct build *b, struct member_list list, struct ast_member *member, bool comma);

/* Declarations. */
struct ast_decl *build_class(struct build *b, struct ast_qualifier *qualifiers, struct ast_word kind,
                             struct build_head head, struct build_base base, struct ast_member *members,
                             struct span at);
struct ast_decl *build_misspelt(struct build *b, struct ast_qualifier *qualifiers, struct build_type kind,
                                struct ast_word word, struct build_base base, struct ast_member *members,
                                struct span at);
struct ast_decl *build_enumeration(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                   struct build_base base, struct ast_constant *constants, struct span at);
struct ast_constant *build_constant(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                    struct ast_value *value, struct span at);
struct constant_list build_constants(struct constant_list list, struct ast_constant *constant);
struct ast_decl *build_qualifier_type(struct build *b, struct ast_qualifier *qualifiers, struct ast_word word,
                                      struct build_type type, struct build_dims dims, struct ast_value *value,
                                      struct build_options options, struct span at);
struct ast_decl *build_instance(struct build *b, struct ast_qualifier *qualifiers, struct build_head head,
                                struct ast_member *members, struct span at);
struct ast_decl *build_pragma(struct build *b, struct ast_word word, struct ast_value *value, struct span at);
struct ast_decl *build_method_page(struct build *b, struct ast_member *method);
struct ast_decl *build_outside(struct build *b, struct ast_member *property);
struct ast_decl *build_decl_ended(struct build *b, struct ast_decl *decl, bool ended, struct span end);
void build_decls(struct build *b, struct ast_decl *decl);

#endif
