/* The stream: from text to records, one after the other. A record is looked at as a whole, by the scanner of JSON;
 * where the text ends within it, more text is fetched and it is looked at again. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "records.h"

enum { CHUNK = 1 << 16, MOST = 64 << 20, OFTEN = 1 << 16, LONGEST_TOKEN = 12 };

/* ---- opening and closing -------------------------------------------------------------------------------- */

/* NULL when out of memory. */
static mof_records *begin(FILE *file, size_t chunk, const mof_class *const *classes, const mof_records_options *options)
{
    mof_records *r = malloc(sizeof *r + chunk);
    if (!r) return NULL;
    memset(r, 0, sizeof *r);
    r->classes = classes;
    r->file = file;
    if (options) r->options = *options;
    if (!r->options.most) r->options.most = MOST;
    if (!r->options.name) r->options.name = "<records>";
    r->line = r->column = 1;
    r->blank = true;
    return r;
}

static enum mof_status begun(mof_records *r, mof_records **records, mof_error *error)
{
    *records = r;
    return r ? MOF_OK : mof_fail(error, MOF_NO_MEMORY, "reading records: out of memory");
}

enum mof_status mof_records_open_file(FILE *file, const mof_class *const *classes, const mof_records_options *options,
                                      mof_records **records, mof_error *error)
{
    return begun(begin(file, CHUNK, classes, options), records, error);
}

enum mof_status mof_records_open_push(const mof_class *const *classes, const mof_records_options *options,
                                      mof_records **records, mof_error *error)
{
    return begun(begin(NULL, 0, classes, options), records, error);
}

enum mof_status mof_records_open(const char *path, const mof_class *const *classes, const mof_records_options *options,
                                 mof_records **records, mof_error *error)
{
    mof_records_options named = options ? *options : (mof_records_options){.name = NULL};
    if (!named.name) named.name = path;
    *records = NULL;
    errno = 0;
    FILE *file = fopen(path, "rb");
    if (!file && errno == ENOMEM) return mof_fail(error, MOF_NO_MEMORY, "opening %s: out of memory", path);
    if (!file) return mof_fail(error, MOF_FAILED, "%s: %s", path, errno ? strerror(errno) : "cannot be opened");
    mof_records *r = begin(file, CHUNK, classes, &named);
    if (r) r->owned = true;
    else fclose(file);
    return begun(r, records, error);
}

void mof_records_close(mof_records *r)
{
    if (!r) return;
    if (r->owned) fclose(r->file);
    free(r->in.text);
    free(r);
}

/* ---- places --------------------------------------------------------------------------------------------- */

/* Moves line and column on to a byte of the text. */
static void move_to(mof_records *r, size_t at)
{
    if (at <= r->placed) return;
    mof_json_place(r->in.text + r->placed, r->in.text + at, &r->line, &r->column);
    r->placed = at;
}

/* A record begins: where, and how far its line is indented. */
static void mark_record(mof_records *r)
{
    move_to(r, r->in.at);
    r->record_line = r->line;
    r->record_column = r->column;
    r->record_indent = r->blank ? r->column - 1 : -1;
}

/* ---- bytes ---------------------------------------------------------------------------------------------- */

/* What is read is given up, so places in the text move. */
static bool take(mof_records *r, const char *bytes, size_t len)
{
    size_t gone = r->in.at;
    move_to(r, gone);
    bool good = mof_input_take(&r->in, bytes, len);
    gone -= r->in.at;
    r->placed -= gone;
    r->enough -= r->enough < gone ? r->enough : gone;
    return good;
}

enum mof_status mof_records_push(mof_records *r, const char *bytes, size_t len)
{
    if (r->file || r->in.ended) return MOF_MISUSE;
    r->json = r->class_name = mof_str_of(NULL, 0); /* the text that they lie in moves */
    return take(r, bytes, len) ? MOF_OK : MOF_NO_MEMORY;
}

static enum mof_status give_up(mof_records *r, enum mof_status status, const char *why)
{
    r->over = true;
    return mof_fail(&r->error, status, "%s", why);
}

/* MOF_OK: there is more text, or it has ended. */
static enum mof_status fetch(mof_records *r)
{
    if (!r->file) return MOF_MORE;
    errno = 0;
    size_t len = fread(r->chunk, 1, CHUNK, r->file);
    if (!len && ferror(r->file)) return give_up(r, MOF_FAILED, errno ? strerror(errno) : "cannot be read");
    return take(r, r->chunk, len) ? MOF_OK : give_up(r, MOF_NO_MEMORY, "out of memory");
}

/* ---- one step ------------------------------------------------------------------------------------------- */

enum step { GO_ON, NEED_TEXT, FOUND }; /* FOUND: `status` says what */

static enum step found(mof_records *r, enum mof_status status)
{
    r->status = status;
    return FOUND;
}

/* Something is wrong at a byte of the text; the reading goes on in `state`. */
static enum step found_wrong(mof_records *r, size_t at, const char *what, enum mof_records_state state)
{
    mof_fail(&r->error, MOF_SYNTAX, "%s", what);
    r->error.line = r->line;
    r->error.column = r->column;
    mof_json_place(r->in.text + r->placed, r->in.text + at, &r->error.line, &r->error.column);
    r->state = state;
    r->in_string = r->escaped = r->blank = false;
    r->depth = 0;
    return found(r, MOF_SYNTAX);
}

/* The scanner stopped: at the end of the text so far, it may go on with more. */
static bool may_go_on(const mof_records *r, const struct mof_json *j)
{
    return !r->in.ended && j->end - j->at < LONGEST_TOKEN;
}

static enum step found_record(mof_records *r, const struct mof_json *j, const struct mof_record_class *class)
{
    const char *from = r->in.text + r->in.at;
    r->json = mof_str_of(from, (size_t)(j->at - from));
    r->in.at += r->json.len;
    r->blank = false;
    if (mof_record_find_class(r, class)) return found(r, MOF_OK);
    r->error.line = r->record_line;
    r->error.column = r->record_column;
    return found(r, MOF_INVALID);
}

/* The text ends within `what`, or that is wrong. Long ones are not looked at again for every chunk. */
static enum step found_part(mof_records *r, const struct mof_json *j, const char *what, enum mof_records_state state)
{
    size_t len = r->in.len - r->in.at;
    char words[80];
    if (!may_go_on(r, j)) return found_wrong(r, (size_t)(j->at - r->in.text), j->wrong, state);
    r->enough = r->in.len + (len > OFTEN ? len / 8 : 1);
    if (len <= r->options.most) return NEED_TEXT;
    snprintf(words, sizeof words, "%s more than %zu bytes", what, r->options.most);
    return found_wrong(r, r->in.at, words, state);
}

static bool has_too_few(const mof_records *r) { return r->in.len < r->enough && !r->in.ended; }

/* At the list of an answer: {"@odata.context": ..., "value": [. The property of a record that is called so holds no
 * objects, or the caller's class has it. */
static bool is_answer(const mof_records *r, const struct mof_json_token *name, const struct mof_json_token *value,
                      struct mof_json list)
{
    const mof_class *of = r->options.of;
    if (r->in_list || value->kind != MOF_JSON_ARRAY || !mof_json_is(name, "value")) return false;
    if (of && mof_class_find(of, name->text) != MOF_NO_PROPERTY) return false;
    return !mof_json_item(&list, true) || (list.at < list.end && *list.at == '{');
}

static enum step enter_answer(mof_records *r, const struct mof_json *j, const struct mof_record_class *class)
{
    if (class->context.len < sizeof r->context)
        snprintf(r->context, sizeof r->context, "%.*s", (int)class->context.len, class->context.at);
    r->in.at = (size_t)(j->at - r->in.text);
    r->in_list = r->in_answer = true;
    return GO_ON;
}

static bool may_say_class(mof_str name)
{
    char c = name.len ? name.at[0] : 0;
    return c == '@' || c == '_' || c == 'C';
}

/* At an opening brace. */
static enum step look_at_record(mof_records *r)
{
    struct mof_json j = {.at = r->in.text + r->in.at + 1, .end = r->in.text + r->in.len};
    struct mof_record_class class = {{NULL, 0}, {NULL, 0}};
    struct mof_json_scanned *m = r->members, *last = m + MOF_SCANNED - 1;
    mark_record(r);
    r->member_count = 0;
    for (; mof_json_member(&j, r->member_count == 0, &m->name); m += m < last) {
        if (mof_json_value(&j, &m->value) == MOF_JSON_BAD) break;
        if (is_answer(r, &m->name, &m->value, j)) return enter_answer(r, &j, &class);
        m->behind = j.at;
        r->member_count++;
        if (!mof_json_skip(&j, &m->value)) break;
        if (may_say_class(m->name.text))
            mof_record_class_member(&class, &m->name, mof_str_of(m->value.at, (size_t)(j.at - m->value.at)));
    }
    return j.wrong ? found_part(r, &j, "the record has", MOF_BROKEN) : found_record(r, &j, &class);
}

/* Whether something stands there that is neither blank nor a comma. */
static bool skip_between(mof_records *r)
{
    for (; r->in.at < r->in.len; r->in.at++) {
        char c = r->in.text[r->in.at];
        if (c == '\n') r->blank = true;
        else if (c == ',') r->blank = false;
        else if (c != ' ' && c != '\t' && c != '\r') return true;
    }
    return false;
}

static enum step at_end(mof_records *r)
{
    if (!r->in.ended) return NEED_TEXT;
    r->over = true;
    if (!r->in_list && !r->in_answer) return found(r, MOF_DONE);
    mark_record(r);
    return found_wrong(r, r->in.len, "the text ends before the list of records does", MOF_BETWEEN_RECORDS);
}

static enum step between(mof_records *r)
{
    if (!skip_between(r)) return at_end(r);
    if (has_too_few(r)) return NEED_TEXT;
    char c = r->in.text[r->in.at];
    if (c == '{') return look_at_record(r);
    if (c != (r->in_list ? ']' : '[')) {
        mark_record(r);
        return found_wrong(r, r->in.at,
                           r->in_list ? "a record is an object, in braces" : "neither an object nor a list of objects",
                           MOF_NO_RECORD);
    }
    r->in.at++;
    r->blank = false;
    r->in_list = !r->in_list;
    if (!r->in_list && r->in_answer) r->state = MOF_BEHIND;
    return GO_ON;
}

/* ---- what holds no record ------------------------------------------------------------------------------- */

/* Follows strings; whether the byte is one of JSON's own, outside of them. No string goes over a line's end. */
static bool is_outside(mof_records *r, char c)
{
    bool inside = r->in_string;
    if (c == '\n') r->in_string = r->escaped = false;
    else if (r->escaped) r->escaped = false;
    else if (inside && c == '\\') r->escaped = true;
    else if (c == '"') r->in_string = !inside;
    return !inside && c != '"';
}

/* On to the next brace. */
static enum step skip_other(mof_records *r)
{
    for (; r->in.at < r->in.len; r->in.at++) {
        char c = r->in.text[r->in.at];
        bool ends = c == '{' || c == (r->in_list ? ']' : '[');
        r->blank = c == '\n' || (r->blank && (c == ' ' || c == '\t'));
        if (!is_outside(r, c) || !ends) continue;
        r->state = MOF_BETWEEN_RECORDS;
        return GO_ON;
    }
    return r->in.ended ? r->state = MOF_BETWEEN_RECORDS, GO_ON : NEED_TEXT;
}

/* A broken record ends where its brackets say so, or in front of a line that is indented as it is and begins with a
 * brace: the next record. */
static enum step skip_broken(mof_records *r)
{
    for (; r->in.at < r->in.len; r->in.at++) {
        char c = r->in.text[r->in.at];
        bool outside = is_outside(r, c), next = r->blank && c == '{' && r->indent == r->record_indent;
        bool opens = outside && (c == '{' || c == '['), closes = outside && (c == '}' || c == ']');
        r->indent = c == '\n' ? 0 : r->indent + 1;
        r->blank = c == '\n' || (r->blank && (c == ' ' || c == '\t'));
        r->depth += opens;
        if (closes && r->depth) r->depth--;
        if (!next && (!closes || r->depth)) continue;
        r->state = MOF_BETWEEN_RECORDS;
        r->blank = next;
        r->in.at += !next;
        return GO_ON;
    }
    if (!r->in.ended) return NEED_TEXT;
    r->in_list = r->in_answer = false;
    r->state = MOF_BETWEEN_RECORDS;
    return GO_ON;
}

/* The rest of an answer: its brace, or other members. */
static enum step skip_behind(mof_records *r)
{
    struct mof_json j = {.at = r->in.text + r->in.at, .end = r->in.text + r->in.len};
    struct mof_json_token name, value;
    enum step step = GO_ON;
    if (has_too_few(r)) return NEED_TEXT;
    while (mof_json_member(&j, false, &name) && mof_json_value(&j, &value) && mof_json_skip(&j, &value)) continue;
    r->state = MOF_BETWEEN_RECORDS;
    if (j.wrong) {
        mark_record(r);
        step = found_part(r, &j, "behind its list the answer has", MOF_NO_RECORD);
    }
    if (step == NEED_TEXT) return r->state = MOF_BEHIND, step;
    r->in_answer = false;
    r->context[0] = 0;
    r->in.at = (size_t)(j.at - r->in.text);
    return step;
}

/* ---- records -------------------------------------------------------------------------------------------- */

static enum mof_status next(mof_records *r)
{
    static enum step (*const steps[])(mof_records *) = {[MOF_BETWEEN_RECORDS] = between,
                                                        [MOF_NO_RECORD] = skip_other,
                                                        [MOF_BROKEN] = skip_broken,
                                                        [MOF_BEHIND] = skip_behind};
    while (!r->over) {
        enum step step = steps[r->state](r);
        if (step == FOUND) return r->status;
        enum mof_status status = step == NEED_TEXT ? fetch(r) : MOF_OK;
        if (status != MOF_OK) return status;
    }
    return MOF_DONE;
}

enum mof_status mof_records_next(mof_records *r)
{
    r->json = r->class_name = mof_str_of(NULL, 0);
    r->of = NULL;
    r->error = (mof_error){.message = ""};
    r->message[0] = 0;
    enum mof_status status = next(r);
    if (r->error.line)
        snprintf(r->message, sizeof r->message, "%s:%d:%d: %s", r->options.name, r->error.line, r->error.column,
                 r->error.message);
    else if (r->error.message[0]) snprintf(r->message, sizeof r->message, "%s: %s", r->options.name, r->error.message);
    return status;
}

const mof_class *mof_records_class(const mof_records *r) { return r->of; }

mof_str mof_records_class_name(const mof_records *r) { return r->class_name; }

mof_str mof_records_json(const mof_records *r) { return r->json; }

int mof_records_line(const mof_records *r) { return r->record_line; }

int mof_records_column(const mof_records *r) { return r->record_column; }

uint64_t mof_records_offset(const mof_records *r) { return mof_input_offset(&r->in); }

const mof_error *mof_records_error(const mof_records *r) { return &r->error; }

const char *mof_records_message(const mof_records *r) { return r->message; }

enum mof_status mof_from_record(const mof_class *of, void *object, const mof_records *r, mof_arena *arena,
                                mof_report *report, mof_error *error)
{
    struct mof_json_record record = {
        .json = r->json, .line = r->record_line, .column = r->record_column, .classes = r->classes};
    if (r->json.at && r->member_count < MOF_SCANNED) {
        record.members = r->members;
        record.count = r->member_count;
    }
    return mof_json_read(of, object, &record, arena, report, error);
}
