/* What is WMI's own: classes and qualifiers that no file for it declares, and how a file shows that it is meant for
 * WMI's compiler rather than for DSP0004's. */
#include <string.h>

#include "schema/build.h"

static bool is_one_of(const struct name *name, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (name_is(name, list[i])) return true;
    return false;
}

/* System classes begin with two underscores; these are of WMI too, and have no schema's name before an underscore. */
bool class_of_wmi(const struct name *name)
{
    static const char *const known[] = {
        "activescripteventconsumer", "commandlineeventconsumer",         "eventtrace",        "logfileeventconsumer",
        "nteventlogeventconsumer",   "scriptingstandardconsumersetting", "smtpeventconsumer", "wmievent",
    };
    return strncmp(name->text, "__", 2) == 0 || is_one_of(name, known, sizeof known / sizeof *known);
}

bool qualifier_of_wmi(const struct name *name)
{
    static const char *const known[] = {
        "amendment",
        "bypass_getobject",
        "cimtype",
        "classcontext",
        "createby",
        "definevalues",
        "deleteby",
        "display",
        "displayinhex",
        "dynamic",
        "dynprops",
        "eventtype",
        "eventtypename",
        "eventversion",
        "extension",
        "format",
        "guid",
        "hiperf",
        "id",
        "implemented",
        "instancecontext",
        "locale",
        "not_null",
        "notnull",
        "optional",
        "pointer",
        "privileges",
        "propertycontext",
        "provider",
        "singleton",
        "stringtermination",
        "subtype",
        "supportscreate",
        "supportsdelete",
        "supportsupdate",
        "uuid",
        "valuedescriptions",
        "valuetype",
        "wmi",
        "wmidataid",
        "wmimethodid",
        "writeprivileges",
    };
    return is_one_of(name, known, sizeof known / sizeof *known);
}

static bool list_is_wmi(struct builder *b, const struct ast_qualifier *list)
{
    for (const struct ast_qualifier *q = list; q; q = q->next) {
        if (q->flavors & (FLAVOR_TO_INSTANCE | FLAVOR_NOT_TO_INSTANCE | FLAVOR_AMENDED)) return true;
        if (!qualifier_type_find(b, q->word.name) && qualifier_of_wmi(q->word.name)) return true;
    }
    return false;
}

static bool decl_is_wmi(struct builder *b, const struct ast_decl *d)
{
    const struct name *named = d->kind == DECL_CLASS ? d->super.name : d->kind == DECL_INSTANCE ? d->word.name : NULL;
    if (d->kind == DECL_PRAGMA)
        return pragma_has(d->word.name, STANDARD_WMI) && !pragma_has(d->word.name, STANDARD_DSP0004);
    if (d->kind == DECL_QUALIFIER) return !d->type.word.name;
    if (d->kind == DECL_CLASS && d->flavors) return true;
    if ((named && class_of_wmi(named)) || list_is_wmi(b, d->qualifiers)) return true;
    for (const struct ast_member *m = d->members; m; m = m->next) {
        if (list_is_wmi(b, m->qualifiers)) return true;
        for (const struct ast_member *p = m->parameters; p; p = p->next)
            if (list_is_wmi(b, p->qualifiers)) return true;
    }
    return false;
}

bool unit_is_wmi(struct builder *b, const struct unit *unit)
{
    static const char yes, no;
    if (b->options->standard != STANDARD_ANY || b->options->strict) return b->options->standard == STANDARD_WMI;
    if (unit->page) return true;
    if (!b->dialects.arena) b->dialects = map_new(b->arena, MAP_POINTERS);
    const char *known = map_get(&b->dialects, map_pointer(unit));
    for (const struct ast_decl *d = unit->decls; d && !known; d = d->next)
        if (decl_is_wmi(b, d)) known = &yes;
    if (!known) known = &no;
    map_add(&b->dialects, map_pointer(unit), known);
    return known == &yes;
}
