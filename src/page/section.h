/* What the files of page/ share: the reader of one page, and the entries that its sections hold. */
#ifndef MOFC_PAGE_SECTION_H
#define MOFC_PAGE_SECTION_H

#include "ast/ast.h"
#include "base/diag.h"
#include "base/map.h"
#include "page/markup.h"

enum label { LABEL_NONE, LABEL_TYPE, LABEL_ACCESS, LABEL_QUALIFIERS };

/* A property, parameter or method result as a section describes it. */
struct entry {
    struct entry *next;
    struct ast_word word;
    struct ast_documented *documented;
    struct ast_qualifier *qualifiers;
    bool listed;        /* it stands in an HTML definition list */
    bool parameter;     /* it stands under Parameters */
    bool announces;     /* its prose says that values follow */
    enum label pending; /* a label that has nothing behind it: the next paragraph may */
    bool tabled;        /* a table or definition list gives its values */
    struct span announced;
    struct ast_row *newest;    /* the last of documented->rows */
    struct ast_member *member; /* the declaration it describes, once found */
    struct slice type_name;    /* `Data type:` without its array mark */
    bool type_array;
    bool named_array; /* `[]` stands behind the name that opens the section */
    const struct markup *type_markup;
};

struct reader {
    struct arena *arena;
    struct arena scratch; /* freed when the page is read */
    struct names *names;
    const struct source *source;
    struct diags *diags;
    struct pieces pieces;
    struct slice front_title; /* of the front matter; absent: none */
    uint32_t body;            /* where the Markdown begins */
    struct ast_page *page;
    struct ast_decl *decls;   /* of the syntax block */
    struct diags block_found; /* what parsing it found; reported once it has shown to hold a class */
    struct map declared;      /* the members and parameters that the blocks declare, by name */
    unsigned guesses;         /* spellings compared so far */
    unsigned unmarked;        /* lists of values that no qualifier speaks of */
    const struct entry *first_unmarked;
    struct entry *entries, **last_entry;
    struct span unread;                        /* a paragraph under Properties that no entry took; unknown: none */
    struct text prose;                         /* of the class, then of the entry being read */
    bool brackets;                             /* a bracketed list of class qualifiers goes on in the next paragraph */
    struct ast_member *methods, **last_method; /* linked by the Methods table */
};

/* A word of letters, digits and underscores at the start of a text; empty where there is none. */
struct slice section_word(struct slice text);

/* The first line of a text; `rest` is what follows it (absent: nothing). */
struct slice section_line(struct slice text, struct slice *rest);

/* section.c: hands on what a parse found; text that is no MOF is a warning of rule `unread` in a page. */
void section_report(struct reader *r, const struct diags *found, enum rule unread);

enum section {
    SECTION_INTRODUCTION,
    SECTION_SYNTAX,
    SECTION_MEMBERS,
    SECTION_PROPERTIES,
    SECTION_METHODS,
    SECTION_PARAMETERS,
    SECTION_RETURNS,
    SECTION_REMARKS,
    SECTION_REQUIREMENTS,
    SECTION_OTHER
};

/* section.c: whether a heading of these words begins a part of the page, as "Properties" does; the part that a heading
 * begins: one of level 1 or 2 that is not known begins another one. */
enum section section_of(const struct piece *p, enum section now);
bool section_heading(struct slice text);

/* frontmatter.c: reads title and the place where the Markdown begins. */
void frontmatter_read(struct reader *r);

/* table_size.c: the page's text without the tables that are too large to be read; reports them. */
const struct source *table_sizes_bounded(struct reader *r);

/* property.c */
void property_mark_declared(struct reader *r);
bool property_opens(const struct reader *r, uint32_t at);
struct entry *property_open(struct reader *r, uint32_t *at, bool parameter);
void property_text(struct reader *r, struct entry *e, const struct piece *p);
void property_close(struct reader *r, struct entry *e);

/* value_row.c: whether a text is a number (`3`, `0x10`), begins with one, is one with other spellings of it beside it
 * (`3 (0x3)`), or is one or a range; the parts of a row; rows put behind those that an entry has. */
bool row_number(struct slice s);
bool row_numeric(struct slice s);
bool row_number_alone(struct slice s);
bool row_number_line(struct slice s);
struct slice row_fold(struct reader *r, struct slice s);
void row_value(struct reader *r, struct ast_row *row, const struct markup *m, struct slice value);
void row_label(struct reader *r, struct ast_row *row, const struct markup *m, struct slice label);
void row_reduce(struct ast_row *row);
void row_append(struct entry *e, struct ast_row *rows, struct span span);
void row_merge_lists(struct entry *e);

/* table.c: the rows of value tables. */
void table_values(struct reader *r, struct entry *e, const struct piece *p);
struct ast_row *table_rows(struct reader *r, const struct piece *p, bool *flags, struct ast_row **last);

/* term.c: definition lists. */
int64_t term_parenthesis(struct slice s);
bool term_name(struct reader *r, struct entry *e, const struct piece *p);
bool term_text(struct reader *r, struct entry *e, const struct piece *p);

/* phrase.c: whether a text says that the values it announces are all there are, and that they are bits. */
bool phrase_closes(struct slice text);
bool phrase_names_bits(struct slice text);
bool phrase_deprecates(struct slice text, const struct name *name);
void phrase_immutable(struct entry *e, struct slice text);

/* A text behind the mark of a note, as `[!NOTE]` is. */
struct slice phrase_behind_mark(struct slice text);

/* listed.c: values that stand in prose, an item or a paragraph each. */
bool listed_announces(struct slice text);
bool listed_marked(struct reader *r, struct entry *e, const struct piece *p, struct slice text);
bool listed_value(struct reader *r, struct entry *e, const struct piece *p, struct slice text);

/* section.c: adds a paragraph to the prose, white space folded. */
void prose_add(struct reader *r, struct slice text);
/* The prose so far, which then starts anew. */
struct slice prose_take(struct reader *r);

/* notice.c: what a page says of its class as a whole. */
bool notice_read(struct reader *r, const struct piece *p);
bool notice_class_qualifiers(struct reader *r, const struct piece *p, struct slice text);
void notice_immutable(struct reader *r, const struct piece *p);
void notice_methods(struct reader *r, const struct piece *p);
struct slice notice_title_class(struct slice title, struct slice *method);

/* requirements.c */
void requirements_read(struct reader *r, const struct piece *p);

/* proofread.c: findings of a careful reader; a paragraph of the introduction, one of the remarks, the page. */
void proofread_text(struct reader *r, const struct piece *p);
void proofread_remark(struct reader *r, const struct piece *p);
void proofread(struct reader *r);

/* reconcile.c: block and sections into one; each disagreement a diagnostic. */
void reconcile(struct reader *r);

/* labelled_line.c: `Data type:`, `Access type:`, `Qualifiers:`. */
/* A text without marks and blanks around it. */
struct slice line_strip(struct slice s);
enum label line_label(struct slice line, uint32_t *value);
void line_type(struct entry *e, const struct markup *m, struct slice text);
void line_access(struct reader *r, struct entry *e, const struct markup *m, struct slice text);
void line_qualifiers(struct reader *r, struct entry *e, const struct markup *m, struct slice text);

/* A bracketed or bare list of qualifiers, each read by itself. */
struct ast_qualifier *line_items(struct reader *r, const struct markup *m, struct slice text);

/* documented_default.c */
void default_read(struct reader *r, struct entry *e, const struct markup *m);

#endif
