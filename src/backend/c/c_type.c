/* CIM types as the C targets have them. */
#include "backend/c/c.h"

enum cim_type c_cim(const struct type *t)
{
    if (t->cim == CIM_VARIANT || t->cim == CIM_VOID) return CIM_STRING;
    return t->cim == CIM_CLASS && !t->klass ? CIM_OBJECT : t->cim;
}

/* In the order of enum cim_type. */
static const struct {
    const char *tag, *type, *array;
} types[] = {
    [CIM_BOOLEAN] = {"MOF_BOOLEAN", "bool", "mof_bool_array"},
    [CIM_UINT8] = {"MOF_UINT8", "uint8_t", "mof_uint8_array"},
    [CIM_SINT8] = {"MOF_SINT8", "int8_t", "mof_sint8_array"},
    [CIM_UINT16] = {"MOF_UINT16", "uint16_t", "mof_uint16_array"},
    [CIM_SINT16] = {"MOF_SINT16", "int16_t", "mof_sint16_array"},
    [CIM_UINT32] = {"MOF_UINT32", "uint32_t", "mof_uint32_array"},
    [CIM_SINT32] = {"MOF_SINT32", "int32_t", "mof_sint32_array"},
    [CIM_UINT64] = {"MOF_UINT64", "uint64_t", "mof_uint64_array"},
    [CIM_SINT64] = {"MOF_SINT64", "int64_t", "mof_sint64_array"},
    [CIM_REAL32] = {"MOF_REAL32", "float", "mof_real32_array"},
    [CIM_REAL64] = {"MOF_REAL64", "double", "mof_real64_array"},
    [CIM_CHAR16] = {"MOF_CHAR16", "uint16_t", "mof_uint16_array"},
    [CIM_STRING] = {"MOF_STRING", "mof_str", "mof_str_array"},
    [CIM_DATETIME] = {"MOF_DATETIME", "mof_datetime", "mof_datetime_array"},
    [CIM_REFERENCE] = {"MOF_REFERENCE", "mof_ref", "mof_ref_array"},
    [CIM_CLASS] = {"MOF_CLASS", "", ""},
    [CIM_OBJECT] = {"MOF_OBJECT", "mof_object", "mof_object_array"},
};

const char *c_type(const struct model *m, const struct type *t)
{
    enum cim_type cim = c_cim(t);
    if (cim == CIM_CLASS && t->array) return arena_printf(m->arena, "struct %s_array", c_class_name(m, t->klass));
    if (t->array) return types[cim].array;
    if (cim != CIM_CLASS) return types[cim].type;
    return arena_printf(m->arena, "const struct %s *", c_class_name(m, t->klass));
}

const char *c_tag(const struct type *t) { return types[c_cim(t)].tag; }
