/* Which class a record is of: what it says itself, what the answer around it says, what the caller says, what fits. */
#include <stdio.h>

#include "records.h"

/* ---- what is said --------------------------------------------------------------------------------------- */

/* "#AdminService.SMS_X", "root/cimv2:SMS_X" -> "SMS_X" */
static mof_str last_name(mof_str text)
{
    size_t from = text.len;
    while (from > 0 && !strchr(".#:/", text.at[from - 1])) from--;
    return mof_str_of(text.at + from, text.len - from);
}

/* "https://.../$metadata#SMS_X/$entity", "...#SMS_X(A,B)" -> "SMS_X" */
static mof_str context_name(mof_str text)
{
    const char *mark = text.len ? memchr(text.at, '#', text.len) : NULL, *end = text.at + text.len;
    if (!mark) return mof_str_of(NULL, 0);
    const char *to = ++mark;
    while (to < end && *to != '/' && *to != '(') to++;
    return last_name(mof_str_of(mark, (size_t)(to - mark)));
}

/* The string `wanted` among the members of an object. */
static mof_str member_of(mof_str object, const char *wanted)
{
    struct mof_json j = {.at = object.at + 1, .end = object.at + object.len};
    struct mof_json_token name, value;
    for (bool first = true; mof_json_member(&j, first, &name); first = false) {
        if (mof_json_value(&j, &value) == MOF_JSON_BAD || !mof_json_skip(&j, &value)) break;
        if (!mof_json_is(&name, wanted)) continue;
        if (value.kind == MOF_JSON_STRING) return value.text;
        if (value.kind == MOF_JSON_OBJECT) return mof_str_of(value.at, (size_t)(j.at - value.at));
    }
    return mof_str_of(NULL, 0);
}

static bool is_object(mof_str value) { return value.len && value.at[0] == '{'; }
static mof_str unquoted(mof_str value) { return mof_str_of(value.at + 1, value.len - 2); }

static mof_str name_in_system_properties(mof_str value)
{
    return is_object(value) ? member_of(value, "ClassName") : mof_str_of(NULL, 0);
}

static mof_str name_in_class(mof_str value)
{
    if (value.at[0] == '"') return last_name(unquoted(value));
    if (!is_object(value)) return mof_str_of(NULL, 0);
    mof_str name = member_of(value, "CimClassName"), system = member_of(value, "CimSystemProperties");
    return name.len && !is_object(name) ? name : name_in_system_properties(system);
}

void mof_record_class_member(struct mof_record_class *found, const struct mof_json_token *name, mof_str value)
{
    bool text = value.at[0] == '"';
    if (text && mof_json_is(name, "@odata.context")) found->context = context_name(unquoted(value));
    if (found->name.len) return;
    if (text && mof_json_is(name, "@odata.type")) found->name = last_name(unquoted(value));
    else if (text && mof_json_is(name, "__CLASS")) found->name = unquoted(value);
    else if (mof_json_is(name, "CimSystemProperties")) found->name = name_in_system_properties(value);
    else if (mof_json_is(name, "CimClass")) found->name = name_in_class(value);
}

/* ---- what fits ------------------------------------------------------------------------------------------ */

static bool next_member(struct mof_json *j, bool first, struct mof_json_token *name)
{
    struct mof_json_token value;
    return mof_json_member(j, first, name) && mof_json_value(j, &value) && mof_json_skip(j, &value);
}

static struct mof_json inside(mof_str record)
{
    return (struct mof_json){.at = record.at + 1, .end = record.at + record.len};
}

/* Whether the class has all members of the record, and there are some. */
static bool has_all(const mof_class *of, mof_str record)
{
    struct mof_json j = inside(record);
    struct mof_json_token name;
    bool any = false;
    for (bool first = true; next_member(&j, first, &name); first = false) {
        bool has = mof_class_find(of, name.text) != MOF_NO_PROPERTY;
        if (!has && !mof_json_is_foreign(name.text)) return false;
        any |= has;
    }
    return any;
}

/* A number for the names of the record's members, in their order (FNV-1a). */
static uint64_t shape_of(mof_str record)
{
    struct mof_json j = inside(record);
    struct mof_json_token name;
    uint64_t hash = UINT64_C(14695981039346656037);
    for (bool first = true; next_member(&j, first, &name); first = false)
        for (size_t i = 0; i <= name.text.len; i++) /* its closing quote too */
            hash = (hash ^ (unsigned char)name.text.at[i]) * UINT64_C(1099511628211);
    return hash;
}

/* Records of one shape follow each other: the schema is searched for the first of them. */
static const mof_class *only_match(mof_records *r)
{
    uint64_t shape = shape_of(r->json);
    if (r->shape == shape) return r->shape_class;
    const mof_class *found = NULL;
    size_t count = 0;
    for (const mof_class *const *of = r->classes; *of; of++)
        if (has_all(*of, r->json)) found = *of, count++;
    r->shape = shape;
    r->shape_count = count;
    return r->shape_class = count == 1 ? found : NULL;
}

/* ---- both ----------------------------------------------------------------------------------------------- */

static const mof_class *find(mof_records *r, mof_str name)
{
    for (const mof_class *const *of = r->classes; *of; of++)
        if (mof_str_equal_fold(name, mof_str_from(mof_class_name(*of)))) return *of;
    return NULL;
}

static bool is_called(const mof_class *of, mof_str name) { return of && mof_str_is(name, of->name); }

static void fail_to_find(mof_records *r, mof_str name)
{
    static const char unsaid[] = "the record does not say which class it is of";
    if (name.len)
        mof_fail(&r->error, MOF_INVALID, "'%.*s' is no class that is known here", name.len > 80 ? 80 : (int)name.len,
                 name.at);
    else if (!r->shape_count) mof_fail(&r->error, MOF_INVALID, "%s, and no class has all its members", unsaid);
    else mof_fail(&r->error, MOF_INVALID, "%s; %zu classes have all its members", unsaid, r->shape_count);
}

bool mof_record_find_class(mof_records *r, const struct mof_record_class *found)
{
    mof_str name = found->name.len ? found->name : found->context.len ? found->context : mof_str_from(r->context);
    r->class_name = name;
    if (name.len) r->of = is_called(r->last_of, name) ? r->last_of : find(r, name);
    else r->of = r->options.of ? r->options.of : only_match(r);
    if (r->of) return r->last_of = r->of, true;
    fail_to_find(r, name);
    return false;
}
