/* References as PowerShell writes those of Get-CimInstance, which are objects with the keys of what they refer to:
 * ConvertTo-Json makes an object of them too or, where its -Depth ends, a text, `Port_Ship (Number = "IMO2")`. Both
 * become the object path. */
#include "json_read.h"

/* References in keys of references: each level may double a path's length. */
enum { NESTED = 4 };

/* ---- writing a path ------------------------------------------------------------------------------------- */

/* A path in the making; there is room for all of it. */
struct path {
    char *text, *at;
};

static bool begin_path(struct mof_json_reader *r, struct path *path, mof_str class, size_t source)
{
    path->text = path->at =
        source < SIZE_MAX / 4 - class.len ? mof_arena_alloc(r->arena, class.len + 2 * source + 3) : NULL;
    if (!path->text) {
        mof_json_no_memory(r);
        return false;
    }
    if (class.len) path->at = (char *)memcpy(path->at, class.at, class.len) + class.len;
    return true;
}

static void add_value(struct path *path, mof_str value, bool quoted)
{
    if (quoted) *path->at++ = '"';
    for (size_t i = 0; i < value.len; i++) {
        if (quoted && (value.at[i] == '"' || value.at[i] == '\\')) *path->at++ = '\\';
        *path->at++ = value.at[i];
    }
    if (quoted) *path->at++ = '"';
}

static void add_name(struct path *path, bool first, mof_str name)
{
    *path->at++ = first ? '.' : ',';
    path->at = (char *)memcpy(path->at, name.at, name.len) + name.len;
    *path->at++ = '=';
}

static mof_str path_text(const struct path *path) { return mof_str_of(path->text, (size_t)(path->at - path->text)); }

/* Whether it can stand for the reference. Of classes that nobody knows here validation speaks. */
static enum mof_bad_path check(mof_str path, const mof_class *target, uint32_t *key)
{
    enum mof_bad_path bad = mof_path_check((mof_ref){path}, target, key);
    return bad == MOF_PATH_OTHER_CLASS ? MOF_PATH_GOOD : bad;
}

/* ---- objects -------------------------------------------------------------------------------------------- */

/* The object is no reference; it is read to its end. Returns false. */
static bool refuse(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t,
                   enum mof_bad_path bad, uint32_t key)
{
    mof_violation v = {.of = to->of,
                       .rule = MOF_RULE_BAD_REFERENCE,
                       .index = to->index,
                       .property = to->p->name,
                       .value_type = MOF_REFERENCE,
                       .value = bad,
                       .limit = key};
    size_t len = (size_t)(r->json.at - t->at);
    char *text = mof_arena_alloc(r->arena, len + 1);
    if (!text) return mof_json_no_memory(r);
    v.text = mof_str_of(text, mof_json_compact(mof_str_of(t->at, len), text));
    mof_json_report(r, &v, t->at);
    return false;
}

static bool refuse_depth(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    mof_violation v = {.of = to->of,
                       .rule = MOF_RULE_TOO_DEEP,
                       .index = to->index,
                       .property = to->p->name,
                       .value_type = MOF_REFERENCE,
                       .limit = r->depth >= MOF_DEPTH ? MOF_DEPTH : NESTED};
    if (mof_json_skip(&r->json, t)) mof_json_report(r, &v, t->at);
    return false;
}

/* Looks at the object without reading it: the class that it says, and where it ends. */
static bool look_at(struct mof_json_reader *r, mof_str *class, struct mof_json *behind)
{
    struct mof_record_class said = {{NULL, 0}, {NULL, 0}};
    struct mof_json_token name, value;
    *behind = r->json;
    for (bool first = true; mof_json_member(behind, first, &name); first = false) {
        if (mof_json_value(behind, &value) == MOF_JSON_BAD || !mof_json_skip(behind, &value)) break;
        if (mof_json_is_foreign(name.text))
            mof_record_class_member(&said, &name, mof_str_of(value.at, (size_t)(behind->at - value.at)));
    }
    *class = said.name.len ? said.name : said.context;
    if (behind->wrong) r->json = *behind;
    return !behind->wrong;
}

/* The class whose keys an object of that name has; NULL where it is not known here. */
static const mof_class *find_keys(const struct mof_json_reader *r, const mof_class *target, mof_str name)
{
    if (target && target->key_count && mof_class_covers(target, name)) return target;
    for (const mof_class *const *of = r->classes; of && *of; of++)
        if ((*of)->key_count && mof_str_equal_fold(name, mof_str_from((*of)->name))) return *of;
    return NULL;
}

static uint32_t find_key(const mof_class *of, mof_str name)
{
    uint32_t k = 0;
    while (k < of->key_count && !mof_str_equal_fold(name, mof_str_from(mof_row(of, of->keys[k].property)->name))) k++;
    return k;
}

/* The class's key struct, zeroed, and behind it a bool for each of its parts. */
static char *new_key(struct mof_json_reader *r, const mof_class *of, bool **given)
{
    size_t size = 0;
    for (uint32_t k = 0; k < of->key_count; k++) {
        size_t end = of->keys[k].offset + mof_value_size(mof_row(of, of->keys[k].property));
        if (end > size) size = end;
    }
    char *key = mof_arena_alloc(r->arena, size + of->key_count);
    if (!key) return mof_json_no_memory(r), NULL;
    *given = (bool *)(key + size);
    return key;
}

/* Reads the members that are keys. False where one does not fit, which is reported. */
static bool read_keys(struct mof_json_reader *r, const mof_class *of, char *key, bool *given)
{
    struct mof_json_token name, value;
    bool good = true;
    for (bool first = true; mof_json_member(&r->json, first, &name); first = false) {
        uint32_t k = find_key(of, mof_json_text(r, &name));
        if (mof_json_value(&r->json, &value) == MOF_JSON_BAD) return false;
        if (k == of->key_count || given[k] || value.kind == MOF_JSON_NULL) {
            mof_json_skip(&r->json, &value);
            continue;
        }
        const struct mof_property *p = mof_row(of, of->keys[k].property);
        given[k] = true;
        good &=
            mof_json_read_property(r, &(struct mof_json_target){of, p, MOF_WHOLE, key + of->keys[k].offset}, &value);
    }
    return good && !r->json.wrong;
}

/* The keys of a class that is known, each by its type. */
static bool read_known(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t,
                       const mof_class *of, mof_str class)
{
    const mof_class *target = to->p->target;
    bool *given;
    mof_ref path;
    char *key = new_key(r, of, &given);
    if (!key) return false;
    r->within[r->depth - 1] = (mof_step){to->p->name, to->index};
    r->depth++;
    r->nested++;
    bool good = read_keys(r, of, key, given);
    r->nested--;
    r->depth--;
    if (!good) return false;
    for (uint32_t k = 0; k < of->key_count; k++) {
        if (given[k]) continue;
        const char *name = mof_row(of, of->keys[k].property)->name;
        int64_t place = target ? mof_class_find(target, mof_str_from(name)) : MOF_NO_PROPERTY;
        return refuse(r, to, t, MOF_PATH_KEY_MISSING, place < 0 ? UINT32_MAX : (uint32_t)place);
    }
    enum mof_status status = mof_path_write(class, of, key, &path, r->arena, NULL);
    uint32_t wrong = 0;
    if (status == MOF_NO_MEMORY) return mof_json_no_memory(r);
    enum mof_bad_path bad = status == MOF_OK ? check(path.path, target, &wrong) : MOF_PATH_NONE;
    if (bad != MOF_PATH_GOOD) return refuse(r, to, t, bad, wrong);
    memcpy(to->to, &path, sizeof path);
    return true;
}

/* Whether a member says something about the object. Of the names that .NET's objects have, a key may have these. */
static bool is_mark(mof_str name, enum mof_json_kind kind)
{
    static const char *const keys[] = {"Path", "Site", "Scope", "Container"};
    if (!mof_json_is_foreign(name)) return false;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (mof_str_is(name, keys[i])) return kind == MOF_JSON_OBJECT || kind == MOF_JSON_ARRAY;
    return true;
}

/* A reference has no members but keys; where they are not known here, each is written as JSON has it. */
static bool read_unknown(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t,
                         size_t len, mof_str class)
{
    struct mof_json_token name, value;
    struct path path;
    bool any = false, good = class.len > 0;
    uint32_t wrong = 0;
    if (!begin_path(r, &path, class, len)) return false;
    for (bool first = true; mof_json_member(&r->json, first, &name); first = false) {
        mof_str key = mof_json_text(r, &name), text;
        if (mof_json_value(&r->json, &value) == MOF_JSON_BAD || !mof_json_skip(&r->json, &value)) return false;
        if (is_mark(key, value.kind) || value.kind == MOF_JSON_NULL) continue;
        text = mof_json_text(r, &value);
        if (r->json.wrong) return false;
        good &= value.kind != MOF_JSON_OBJECT && value.kind != MOF_JSON_ARRAY;
        add_name(&path, !any, key);
        add_value(&path, text, value.kind == MOF_JSON_STRING);
        any = true;
    }
    if (r->json.wrong) return false;
    if (!any) memcpy(path.at, "=@", 2), path.at += 2;
    enum mof_bad_path bad = good ? check(path_text(&path), to->p->target, &wrong) : MOF_PATH_NONE;
    if (bad != MOF_PATH_GOOD) return refuse(r, to, t, bad, wrong);
    memcpy(to->to, &(mof_ref){path_text(&path)}, sizeof(mof_ref));
    return true;
}

bool mof_json_reference(struct mof_json_reader *r, const struct mof_json_target *to, const struct mof_json_token *t)
{
    struct mof_json behind;
    mof_str class;
    if (r->depth >= MOF_DEPTH || r->nested >= NESTED) return refuse_depth(r, to, t);
    if (!look_at(r, &class, &behind)) return false;
    if (!class.len && to->p->target) class = mof_str_from(to->p->target->name);
    const mof_class *of = find_keys(r, to->p->target, class);
    if (of) return read_known(r, to, t, of, class);
    return read_unknown(r, to, t, (size_t)(behind.at - t->at), class);
}

/* ---- texts ---------------------------------------------------------------------------------------------- */

static bool is_word(char c)
{
    return mof_is_digit(c) || c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & 0x80);
}

static mof_str behind(mof_str s, size_t len) { return mof_str_of(s.at + len, s.len - len); }

static bool begins(mof_str s, const char *with)
{
    size_t len = strlen(with);
    return s.len >= len && memcmp(s.at, with, len) == 0;
}

static mof_str word_of(mof_str s)
{
    size_t len = 0;
    while (len < s.len && is_word(s.at[len])) len++;
    return mof_str_of(s.at, len);
}

/* Whether `Name = ` stands there. */
static bool is_pair(mof_str s)
{
    mof_str name = word_of(s);
    return name.len && begins(behind(s, name.len), " = ");
}

/* The length of a value: up to the end or to the comma in front of the next pair. */
static size_t value_length(mof_str s)
{
    size_t len = 0;
    while (len < s.len && !(begins(behind(s, len), ", ") && is_pair(behind(s, len + 2)))) len++;
    return len;
}

/* A string in quotes, whose own quotes are not marked; long ones are cut and end in dots. */
static bool is_string(mof_str *value)
{
    if (value->len < 2 || value->at[0] != '"' || value->at[value->len - 1] != '"') return false;
    *value = mof_str_of(value->at + 1, value->len - 2);
    return true;
}

static bool is_cut(mof_str value) { return value.len >= 3 && begins(behind(value, value.len - 3), "..."); }

/* Integers and booleans; dates are written as the reader's country has them. */
static bool is_plain(mof_str value)
{
    size_t i = value.len > 1 && value.at[0] == '-';
    while (i < value.len && mof_is_digit(value.at[i])) i++;
    return (value.len && i == value.len) || mof_str_equal_fold(value, mof_str_from("true")) ||
           mof_str_equal_fold(value, mof_str_from("false"));
}

/* The pairs between the brackets. */
static bool add_pairs(struct path *path, mof_str s)
{
    for (bool first = true;; first = false) {
        mof_str name = word_of(s);
        s = behind(s, name.len + strlen(" = "));
        mof_str value = mof_str_of(s.at, value_length(s));
        s = behind(s, value.len);
        bool quoted = is_string(&value);
        if (quoted ? is_cut(value) : !is_plain(value)) return false;
        add_name(path, first, name);
        add_value(path, value, quoted);
        if (!s.len) return true;
        s = behind(s, strlen(", "));
    }
}

/* `Class (Key = value, ...)` or `Class: Caption (Key = value, ...)`: the pairs, or nothing. */
static mof_str find_pairs(mof_str s, mof_str class)
{
    mof_str none = {NULL, 0}, rest = behind(s, class.len);
    if (!class.len || !rest.len || rest.at[rest.len - 1] != ')') return none;
    rest.len--;
    if (begins(rest, " (")) return is_pair(behind(rest, 2)) ? behind(rest, 2) : none;
    if (!begins(rest, ": ")) return none;
    for (; rest.len > 2; rest = behind(rest, 1))
        if (begins(rest, " (") && is_pair(behind(rest, 2))) return behind(rest, 2);
    return none;
}

bool mof_json_reference_text(struct mof_json_reader *r, const struct mof_property *p, mof_str *text)
{
    mof_str class = word_of(*text), pairs = find_pairs(*text, class);
    struct path path;
    uint32_t key;
    if (!pairs.len) return true;
    if (!begin_path(r, &path, class, text->len)) return false;
    if (add_pairs(&path, pairs) && check(path_text(&path), p->target, &key) == MOF_PATH_GOOD) *text = path_text(&path);
    return true;
}
