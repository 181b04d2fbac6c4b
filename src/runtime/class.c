/* What generated tables say of a class, looked at: finding a property, sizes, defaults, the view as a base. */
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "rows.h"

const char mofrt_abi_3 = 3;

const char *mof_class_name(const mof_class *of) { return of->name; }

size_t mof_class_size(const mof_class *of) { return of->size; }

const mof_class *mof_class_super(const mof_class *of) { return of->super; }

const char *mof_class_namespace(const mof_class *of) { return of->space; }

static char fold(char c) { return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c; }

/* Most names differ in their first letter. */
static bool is_named(const char *name, mof_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (!name[i] || fold(name[i]) != fold(text.at[i])) return false;
    return !name[text.len];
}

int64_t mof_class_find(const mof_class *of, mof_str name)
{
    for (uint32_t end = of->count;; of = of->super) {
        for (uint32_t i = of->inherited; i < end; i++)
            if (is_named(of->properties[i - of->inherited].name, name)) return i;
        if (!of->inherited) return MOF_NO_PROPERTY;
        if (of->inherited < end) end = of->inherited;
    }
}

static const uint8_t sizes[] = {[MOF_BOOLEAN] = sizeof(bool),
                                [MOF_UINT8] = 1,
                                [MOF_SINT8] = 1,
                                [MOF_UINT16] = 2,
                                [MOF_SINT16] = 2,
                                [MOF_UINT32] = 4,
                                [MOF_SINT32] = 4,
                                [MOF_UINT64] = 8,
                                [MOF_SINT64] = 8,
                                [MOF_REAL32] = sizeof(float),
                                [MOF_REAL64] = sizeof(double),
                                [MOF_CHAR16] = 2,
                                [MOF_STRING] = sizeof(mof_str),
                                [MOF_DATETIME] = sizeof(mof_datetime),
                                [MOF_REFERENCE] = sizeof(mof_ref),
                                [MOF_CLASS] = sizeof(void *),
                                [MOF_OBJECT] = sizeof(mof_object)};

size_t mof_item_size(const struct mof_property *p)
{
    return p->type == MOF_CLASS && (p->flags & MOF_ARRAY) ? p->embedded->size : sizes[p->type];
}

size_t mof_value_size(const struct mof_property *p)
{
    return p->flags & MOF_ARRAY ? sizeof(struct mof_any_array) : sizes[p->type];
}

void mof_init(const mof_class *of, void *object)
{
    if (of->defaults) memcpy(object, of->defaults, of->size);
    else memset(object, 0, of->size);
}

void mof_view(const mof_class *from_class, const void *from, const mof_class *to_class, void *to)
{
    memset(to, 0, to_class->size);
    for (uint32_t i = 0; i < to_class->count; i++) {
        const struct mof_property *p = mof_row(to_class, i);
        int64_t at = i < from_class->count && strcmp(mof_row(from_class, i)->name, p->name) == 0
                         ? (int64_t)i /* a subclass keeps the place of what it inherits */
                         : mof_class_find(from_class, mof_str_from(p->name));
        if (at < 0) continue;
        const struct mof_property *source = mof_row(from_class, (uint32_t)at);
        if (source->type != p->type || ((source->flags ^ p->flags) & MOF_ARRAY)) continue;
        if (p->type == MOF_CLASS && p->embedded != source->embedded) continue;
        memcpy((char *)to + p->offset, (const char *)from + source->offset, mof_value_size(p));
        mof_has(to_class, to)[i] = mof_has_const(from_class, from)[at];
    }
}

/* ---- results -------------------------------------------------------------------------------------------- */

static const char *const status_names[MOF_STATUS_COUNT] = {
    [MOF_OK] = "ok",
    [MOF_DONE] = "done",
    [MOF_MORE] = "more",
    [MOF_NOT_FOUND] = "not-found",
    [MOF_SYNTAX] = "syntax",
    [MOF_INVALID] = "invalid",
    [MOF_EXISTS] = "exists",
    [MOF_CONSTRAINT] = "constraint",
    [MOF_BUSY] = "busy",
    [MOF_FULL] = "full",
    [MOF_READ_ONLY] = "read-only",
    [MOF_CORRUPT] = "corrupt",
    [MOF_FOREIGN] = "foreign",
    [MOF_OTHER_SCHEMA] = "other-schema",
    [MOF_NEWER] = "newer",
    [MOF_STOPPED] = "stopped",
    [MOF_MISUSE] = "misuse",
    [MOF_NO_MEMORY] = "no-memory",
    [MOF_FAILED] = "failed",
};

const char *mof_status_name(enum mof_status status)
{
    return (unsigned)status < MOF_STATUS_COUNT ? status_names[status] : "unknown";
}

enum mof_status mof_fail(mof_error *error, enum mof_status status, const char *format, ...)
{
    if (!error) return status;
    va_list args;
    va_start(args, format);
    error->line = 0;
    error->column = 0;
    vsnprintf(error->message, sizeof error->message, format, args);
    va_end(args);
    return status;
}
