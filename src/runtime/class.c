/* What generated tables say of a class, looked at: finding a property, presence, defaults, the view as a base. */
#include "mofrt.h"

#include <string.h>

const struct mof_property *mof_class_find(const struct mof_class *c, mof_str name)
{
    for (uint32_t i = 0; i < c->property_count; i++)
        if (mof_str_equal_fold(mof_str_from(c->properties[i].name), name)) return &c->properties[i];
    return NULL;
}

static uint32_t *present_of(const struct mof_class *c, void *object)
{
    return (uint32_t *)(void *)((char *)object + c->present_offset);
}

bool mof_present(const struct mof_class *c, const void *object, uint32_t index)
{
    const void *present = (const char *)object + c->present_offset;
    return mof_has(present, index);
}

void mof_set_present(const struct mof_class *c, void *object, uint32_t index, bool present)
{
    (present ? mof_mark : mof_unmark)(present_of(c, object), index);
}

void mof_clear(const struct mof_class *c, void *object, uint32_t index)
{
    const struct mof_property *p = &c->properties[index];
    memset((char *)object + p->offset, 0, mof_value_size(p));
    mof_unmark(present_of(c, object), index);
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
    return p->flags & MOF_ARRAY ? sizeof(mof_class_array) : sizes[p->type];
}

void mof_init(const struct mof_class *c, void *object)
{
    memset(object, 0, c->size);
    if (c->init) c->init(object);
}

/* A subclass keeps the place of what it inherits, so the guess is nearly always right. */
static const struct mof_property *same(const struct mof_class *c, const struct mof_property *p, uint32_t guess)
{
    if (guess < c->property_count && strcmp(c->properties[guess].name, p->name) == 0) return &c->properties[guess];
    return mof_class_find(c, mof_str_from(p->name));
}

void mof_view(const struct mof_class *from_class, const void *from, const struct mof_class *to_class, void *to)
{
    memset(to, 0, to_class->size);
    for (uint32_t i = 0; i < to_class->property_count; i++) {
        const struct mof_property *p = &to_class->properties[i], *source = same(from_class, p, i);
        if (!source || source->type != p->type || ((source->flags ^ p->flags) & MOF_ARRAY)) continue;
        if (p->type == MOF_CLASS && p->embedded != source->embedded) continue;
        memcpy((char *)to + p->offset, (const char *)from + source->offset, mof_value_size(p));
        uint32_t at = (uint32_t)(source - from_class->properties);
        mof_set_present(to_class, to, i, mof_present(from_class, from, at));
    }
}
