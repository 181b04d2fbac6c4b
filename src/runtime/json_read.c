/* JSON to structs: members are matched to properties case folded; what does not fit is reported and left out, so that
 * one bad member never hides the others. Nothing is allocated but what the object keeps. */
#include "json_read.h"

bool mof_json_no_memory(struct mof_json_reader *r)
{
    r->no_memory = true;
    return mof_json_wrong(&r->json, r->json.at, "out of memory");
}

/* ---- strings -------------------------------------------------------------------------------------------- */

/* Room for the strings of one text is taken from the arena in pieces that hold many of them. */
static char *string_room(struct mof_json_reader *r, size_t size)
{
    enum { PIECE = 1024 };
    if ((size_t)(r->room_end - r->room) < size) {
        size_t left = (size_t)(r->json.end - r->json.at) + 1; /* all that is still to come fits into it */
        size_t piece = size + (left < PIECE ? left : PIECE);
        r->room = mof_arena_alloc(r->arena, piece);
        if (!r->room) return r->room_end = NULL, mof_json_no_memory(r), NULL;
        r->room_end = r->room + piece;
    }
    char *out = r->room;
    r->room += size;
    return out;
}

bool mof_json_keep(struct mof_json_reader *r, const struct mof_json_token *t, mof_str *out)
{
    char *copy = string_room(r, t->text.len + 1);
    if (!copy) return false;
    size_t len = t->text.len;
    if (t->escaped) len = mof_json_decode(t, copy);
    else memcpy(copy, t->text.at, len);
    copy[len] = 0;
    *out = mof_str_of(copy, len);
    return true;
}

mof_str mof_json_text(struct mof_json_reader *r, const struct mof_json_token *t)
{
    mof_str text = t->text;
    if (t->escaped && !mof_json_keep(r, t, &text)) return mof_str_of("", 0);
    return text;
}

/* ---- reports -------------------------------------------------------------------------------------------- */

void mof_json_report(struct mof_json_reader *r, mof_violation *v, const char *at)
{
    if (r->json.wrong) return;
    if (at >= r->placed) {
        mof_json_place(r->placed, at, &r->line, &r->column);
        r->placed = at;
    }
    v->line = r->line;
    v->column = r->column;
    v->depth = r->depth ? r->depth - 1 : 0;
    for (uint32_t i = 0; i < v->depth && i < MOF_STEPS; i++) v->within[i] = r->within[i];
    mof_report_add(r->report, v);
}

static void report_member(struct mof_json_reader *r, const mof_class *of, const char *property, enum mof_rule rule,
                          const char *at)
{
    mof_violation v = {.of = of, .rule = rule, .index = MOF_WHOLE, .value_type = MOF_STRING, .property = property};
    v.warning = rule == MOF_RULE_UNKNOWN_PROPERTY;
    mof_json_report(r, &v, at);
}

/* ---- members -------------------------------------------------------------------------------------------- */

bool mof_json_is_foreign(mof_str name)
{
    static const char *const names[] = {"CimClass",
                                        "CimInstanceProperties",
                                        "CimSystemProperties",
                                        "PSComputerName",
                                        "PSShowComputerName",
                                        "RunspaceId",
                                        "Scope",
                                        "Path",
                                        "Options",
                                        "ClassPath",
                                        "Properties",
                                        "SystemProperties",
                                        "Qualifiers",
                                        "Site",
                                        "Container"};
    if (name.len >= 2 && name.at[0] == '_' && name.at[1] == '_') return true;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (mof_str_is(name, names[i])) return true;
    return name.len && memchr(name.at, '@', name.len);
}

static bool is_named(const char *name, mof_str text)
{
    return strncmp(name, text.at, text.len) == 0 && !name[text.len];
}

/* Members come in the table's order more often than not, so the search begins behind the last one found. */
static int64_t find(const mof_class *of, mof_str name, uint32_t *next)
{
    for (uint32_t i = *next; i < of->count; i++)
        if (is_named(mof_row(of, i)->name, name)) return *next = i + 1, i;
    return mof_class_find(of, name);
}

enum { SEEN_BITS = 64, SEEN_WORDS = 4 };

/* Which properties were given, null and bad ones too: a bit each. */
struct seen {
    uint64_t few[SEEN_WORDS], *bits;
};

static bool seen_begin(struct mof_json_reader *r, struct seen *s, uint32_t count)
{
    size_t words = count / SEEN_BITS + 1;
    memset(s->few, 0, sizeof s->few);
    s->bits = words <= SEEN_WORDS ? s->few : mof_arena_alloc(r->arena, words * sizeof *s->bits);
    return s->bits || mof_json_no_memory(r);
}

static bool seen_before(struct seen *s, uint32_t i)
{
    uint64_t bit = UINT64_C(1) << i % SEEN_BITS, *word = &s->bits[i / SEEN_BITS];
    bool before = *word & bit;
    *word |= bit;
    return before;
}

static void read_member(struct mof_json_reader *r, const mof_class *of, uint32_t i, const struct mof_json_token *value,
                        void *object)
{
    const struct mof_property *p = mof_row(of, i);
    char *to = (char *)object + p->offset;
    if (value->kind == MOF_JSON_NULL) return;
    bool good = mof_json_read_property(r, &(struct mof_json_target){of, p, MOF_WHOLE, to}, value);
    mof_has(of, object)[i] = good;
    if (!good) memset(to, 0, mof_value_size(p));
}

static void skip_member(struct mof_json_reader *r, const mof_class *of, const struct mof_json_token *name, mof_str text,
                        const struct mof_json_token *value)
{
    mof_str kept;
    if (!mof_json_skip(&r->json, value) || mof_json_is_foreign(text)) return;
    if (mof_json_keep(r, name, &kept)) report_member(r, of, kept.at, MOF_RULE_UNKNOWN_PROPERTY, name->at);
}

/* An object that is being read. */
struct object {
    const mof_class *of;
    void *to;
    struct seen seen;
    uint32_t next; /* the property that is expected */
};

static bool begin_object(struct mof_json_reader *r, struct object *o, const mof_class *of, void *to)
{
    o->of = of;
    o->to = to;
    o->next = 0;
    memset(to, 0, of->size);
    r->depth++;
    return seen_begin(r, &o->seen, of->count);
}

/* A member whose value's first token is read. */
static void take_member(struct mof_json_reader *r, struct object *o, const struct mof_json_token *name,
                        const struct mof_json_token *value)
{
    mof_str text = mof_json_text(r, name);
    bool odd = name->escaped && memchr(text.at, 0, text.len); /* the schema's names end at a NUL */
    int64_t i = odd ? MOF_NO_PROPERTY : find(o->of, text, &o->next);
    if (r->json.wrong) return;
    if (i < 0) skip_member(r, o->of, name, text, value);
    else if (!seen_before(&o->seen, (uint32_t)i)) read_member(r, o->of, (uint32_t)i, value, o->to);
    else if (mof_json_skip(&r->json, value))
        report_member(r, o->of, mof_row(o->of, (uint32_t)i)->name, MOF_RULE_DUPLICATE_PROPERTY, name->at);
}

void mof_json_read_object(struct mof_json_reader *r, const mof_class *of, void *object)
{
    struct mof_json_token name, value;
    struct object o;
    bool first = begin_object(r, &o, of, object);
    for (; mof_json_member(&r->json, first, &name); first = false)
        if (mof_json_value(&r->json, &value) != MOF_JSON_BAD) take_member(r, &o, &name, &value);
    r->depth--;
}

/* The same of members that were scanned before: each is gone to where it is. */
static void read_scanned(struct mof_json_reader *r, const mof_class *of, void *object,
                         const struct mof_json_record *record)
{
    struct object o;
    begin_object(r, &o, of, object);
    for (size_t i = 0; i < record->count && !r->json.wrong; i++) {
        const struct mof_json_scanned *m = &record->members[i];
        r->json.at = m->behind;
        take_member(r, &o, &m->name, &m->value);
    }
    r->depth--;
    if (!r->json.wrong) r->json.at = r->json.end;
}

/* ---- texts ---------------------------------------------------------------------------------------------- */

static void skip_mark(struct mof_json *j)
{
    if (j->end - j->at >= 3 && memcmp(j->at, "\xEF\xBB\xBF", 3) == 0) j->at += 3;
}

/* Why the reading ended before its end. */
static enum mof_status fail(struct mof_json_reader *r, mof_error *error)
{
    if (r->no_memory) return mof_fail(error, MOF_NO_MEMORY, "reading JSON: out of memory");
    mof_fail(error, MOF_SYNTAX, "%s", r->json.wrong);
    int line = r->line, column = r->column;
    if (r->json.at >= r->placed) mof_json_place(r->placed, r->json.at, &line, &column);
    if (error) error->line = line, error->column = column;
    return MOF_SYNTAX;
}

static struct mof_json_reader begin(mof_str json, mof_arena *arena, mof_report *report)
{
    const char *at = json.at ? json.at : "";
    struct mof_json_reader r = {.json = {.at = at, .end = at + json.len}, .line = 1, .column = 1};
    skip_mark(&r.json);
    r.placed = r.json.at;
    r.arena = arena;
    r.report = report;
    return r;
}

static void read_whole(struct mof_json_reader *r, const mof_class *of, void *object)
{
    struct mof_json_token whole;
    if (mof_json_value(&r->json, &whole) != MOF_JSON_OBJECT) mof_json_wrong(&r->json, whole.at, "no JSON object");
    else mof_json_read_object(r, of, object);
}

enum mof_status mof_json_read(const mof_class *of, void *object, const struct mof_json_record *record, mof_arena *arena,
                              mof_report *report, mof_error *error)
{
    struct mof_json_reader r = begin(record->json, arena, report);
    size_t count = report ? report->count : 0, errors = report ? report->errors : 0;
    r.line = record->line;
    r.column = record->column;
    r.classes = record->classes;
    if (record->members) read_scanned(&r, of, object, record);
    else read_whole(&r, of, object);
    if (mof_json_end(&r.json)) return MOF_OK;
    memset(object, 0, of->size);
    if (report) report->count = count, report->errors = errors;
    return fail(&r, error);
}

enum mof_status mof_from_json(const mof_class *of, void *object, mof_str json, mof_arena *arena, mof_report *report,
                              mof_error *error)
{
    return mof_json_read(of, object, &(struct mof_json_record){.json = json, .line = 1, .column = 1}, arena, report,
                         error);
}

enum mof_status mof_json_read_value(const struct mof_property *p, void *value, mof_str json, mof_arena *arena,
                                    mof_error *error)
{
    mof_violation first = {.rule = MOF_RULE_WRONG_TYPE};
    mof_report report = mof_report_of(&first, 1);
    struct mof_json_reader r = begin(json, arena, &report);
    char message[200];
    r.depth = 1;
    r.verbatim = true;
    struct mof_json_token whole;
    bool good = mof_json_value(&r.json, &whole) != MOF_JSON_BAD &&
                mof_json_read_property(&r, &(struct mof_json_target){NULL, p, MOF_WHOLE, value}, &whole);
    if (!mof_json_end(&r.json)) return fail(&r, error);
    if (good && !report.errors) return MOF_OK;
    mof_violation_format(&first, true, message, sizeof message);
    return mof_fail(error, MOF_INVALID, "%s", message);
}
