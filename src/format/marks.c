/* What begins at which part. The declarations come in the order of the text, so one step on from the last part found
 * mostly finds the next; else it is searched for. */
#include "format/layout.h"

struct marks {
    struct layout *l;
    uint32_t at;
};

static struct part *part_at(struct marks *m, uint32_t start)
{
    struct part *parts = m->l->parts;
    uint32_t low = m->at, high = m->l->count;
    if (!high) return NULL;
    if (low >= high || parts[low].start > start) low = 0;
    uint32_t step = 1;
    for (; low + step < high && parts[low + step].start <= start; step *= 2) low += step;
    for (; step; step /= 2)
        while (low + step < high && parts[low + step].start <= start) low += step;
    m->at = low;
    return parts[low].start == start ? &parts[low] : NULL;
}

static void mark(struct marks *m, struct span span, uint32_t flag)
{
    struct part *p = span_known(span) ? part_at(m, span.start) : NULL;
    if (!p) return;
    p->flags |= flag;
    if (flag == PART_PARAMETER && p > m->l->parts && p[-1].kind == '(') p[-1].flags |= PART_PARAMETERS;
    for (; p->kind == '['; p = m->l->parts + p->match + 1) p->flags |= PART_QUALIFIERS;
}

static void mark_decl(struct marks *m, const struct ast_decl *d, bool begins);

static void mark_value(struct marks *m, const struct ast_value *v)
{
    if (!v) return;
    if (v->kind == VALUE_INSTANCE) mark_decl(m, v->instance, false);
    for (const struct ast_value *i = v->kind == VALUE_ARRAY ? v->items : NULL; i; i = i->next)
        if (i->kind == VALUE_INSTANCE || i->kind == VALUE_ARRAY) mark_value(m, i);
}

static void mark_members(struct marks *m, const struct ast_member *member, uint32_t flag)
{
    for (; member; member = member->next) {
        if (member->kind == MEMBER_DECL && member->decl) {
            mark_decl(m, member->decl, true);
            continue;
        }
        mark(m, member->span, flag);
        mark_members(m, member->parameters, PART_PARAMETER);
        mark_value(m, member->initial);
    }
}

static void mark_decl(struct marks *m, const struct ast_decl *d, bool begins)
{
    if (begins) mark(m, d->span, PART_START);
    mark_members(m, d->members, PART_START);
    for (const struct ast_constant *c = d->constants; c; c = c->next) mark(m, c->span, PART_START);
}

void layout_mark(struct layout *l, const struct ast_decl *decls)
{
    struct marks m = {.l = l};
    for (; decls; decls = decls->next) mark_decl(&m, decls, true);
    for (uint32_t i = 1; i < l->count; i++) { /* where a page's block is not as it should be */
        bool after = l->parts[i - 1].kind == ';' || l->parts[i - 1].kind == '{' || l->parts[i - 1].kind == '}';
        if (l->parts[i].kind == '[' && after) l->parts[i].flags |= PART_QUALIFIERS;
    }
}
