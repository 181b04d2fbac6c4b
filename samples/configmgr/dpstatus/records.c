/* Cutting files into records, and finding out what each one is. */
#include "records.h"

#include "json_scan.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- reading ---------------------------------------------------------------------------------------------- */

static bool read_all(FILE *file, mof_str *out)
{
    size_t room = 1 << 16, len = 0;
    char *text = malloc(room);
    while (text) {
        len += fread(text + len, 1, room - len - 1, file);
        if (ferror(file)) break;
        if (feof(file)) {
            text[len] = '\0';
            *out = mof_str_of(text, len);
            return true;
        }
        if (len + 1 < room) continue;
        char *larger = room > SIZE_MAX / 2 ? NULL : realloc(text, room * 2);
        if (!larger) break;
        text = larger;
        room *= 2;
    }
    free(text);
    return false;
}

static bool ends_with(const char *text, const char *end)
{
    size_t len = strlen(text), end_len = strlen(end);
    return len >= end_len && strcmp(text + len - end_len, end) == 0;
}

static void skip_mark(struct records *r)
{
    if (r->text.len >= 3 && memcmp(r->text.at, "\xEF\xBB\xBF", 3) == 0) r->at = 3;
}

/* Whether the first line is a whole object and the second begins another, so that a broken line ends at its end. */
static bool looks_like_lines(const struct records *r)
{
    size_t from = json_skip_space(r->text, r->at);
    if (from >= r->text.len || r->text.at[from] != '{') return false;
    size_t end = json_skip_value(r->text, from);
    if (end == SIZE_MAX || memchr(r->text.at + from, '\n', end - from)) return false;
    size_t next = json_skip_space(r->text, end);
    return next < r->text.len && r->text.at[next] == '{' && memchr(r->text.at + end, '\n', next - end) != NULL;
}

bool records_open(struct records *r, const char *path)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (!file) return false;
    memset(r, 0, sizeof *r);
    errno = 0;
    bool done = read_all(file, &r->text);
    int why = errno ? errno : ENOMEM;
    if (!standard) fclose(file);
    errno = why;
    if (!done) return false;
    r->path = standard ? "<stdin>" : path;
    r->line = 1;
    skip_mark(r);
    r->by_line = ends_with(path, ".jsonl") || ends_with(path, ".ndjson") || looks_like_lines(r);
    return true;
}

void records_close(struct records *r)
{
    free((char *)(uintptr_t)r->text.at);
    r->text = mof_str_of(NULL, 0);
}

/* ---- what a record is ------------------------------------------------------------------------------------- */

/* "#AdminService.SMS_X" -> "SMS_X". */
static mof_str class_of_type(mof_str type)
{
    size_t from = type.len;
    while (from > 0 && type.at[from - 1] != '.' && type.at[from - 1] != '#') from--;
    return mof_str_of(type.at + from, type.len - from);
}

/* "https://.../$metadata#SMS_X/$entity" -> "SMS_X"; "...#SMS_X(A,B)" too. */
static mof_str class_of_context(mof_str context)
{
    const char *mark = context.len ? memchr(context.at, '#', context.len) : NULL;
    if (!mark) return mof_str_of("", 0);
    const char *from = mark + 1, *end = context.at + context.len, *to = from;
    while (to < end && *to != '/' && *to != '(') to++;
    return class_of_type(mof_str_of(from, (size_t)(to - from)));
}

/* "data/SMS_X.2025.json" -> "SMS_X" */
static mof_str class_of_path(const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *from = slash ? slash + 1 : path;
    return mof_str_of(from, strcspn(from, "."));
}

static bool named(const struct json_member *m, const char *name)
{
    return m->name.len == strlen(name) && memcmp(m->name.at, name, m->name.len) == 0;
}

static void find_class(const struct records *r, struct record *out)
{
    mof_str context = r->context;
    size_t at = 0;
    struct json_member m;
    out->told = true;
    while (json_next_member(out->json, &at, &m)) {
        if (m.name.len == 0 || (m.name.at[0] != '@' && m.name.at[0] != '_')) continue;
        if (named(&m, "@odata.type")) out->class_name = class_of_type(json_unquoted(m.value));
        else if (named(&m, "__CLASS")) out->class_name = json_unquoted(m.value);
        else if (named(&m, "@odata.context")) context = json_unquoted(m.value);
        if (out->class_name.len) return;
    }
    out->class_name = class_of_context(context);
    if (out->class_name.len) return;
    out->told = false;
    out->class_name = class_of_path(r->path);
}

/* ---- cutting ---------------------------------------------------------------------------------------------- */

static unsigned line_of(struct records *r, size_t at)
{
    const char *from = r->text.at + r->line_at, *to = r->text.at + at, *found;
    while (from < to && (found = memchr(from, '\n', (size_t)(to - from))) != NULL) {
        r->line++;
        from = found + 1;
    }
    r->line_at = at;
    return r->line;
}

static void begin_record(struct records *r, struct record *out)
{
    memset(out, 0, sizeof *out);
    out->json = out->class_name = mof_str_of("", 0);
    out->line = line_of(r, r->at);
}

static bool next_line(struct records *r, struct record *out)
{
    r->at = json_skip_space(r->text, r->at);
    if (r->at >= r->text.len) return false;
    begin_record(r, out);
    const char *from = r->text.at + r->at;
    const char *newline = memchr(from, '\n', r->text.len - r->at);
    size_t len = newline ? (size_t)(newline - from) : r->text.len - r->at;
    r->at += len;
    while (len > 0 && strchr(" \t\r", from[len - 1])) len--;
    if (*from != '{') {
        out->broken = "a record is a JSON object, in braces";
        return true;
    }
    out->json = mof_str_of(from, len);
    find_class(r, out);
    return true;
}

/* At an object: whether it is an answer, a wrapping around records. If so, the reading goes on in its list. */
static bool enter_answer(struct records *r)
{
    mof_str rest = mof_str_of(r->text.at + r->at, r->text.len - r->at), context = mof_str_of("", 0);
    size_t at = 0;
    struct json_member m;
    while (json_next_member(rest, &at, &m)) {
        if (named(&m, "@odata.context")) context = json_unquoted(m.value);
        if (!named(&m, "value") || m.value.at[0] != '[') continue;
        r->context = context;
        r->at = (size_t)(m.value.at - r->text.at) + 1;
        r->in_list = r->in_answer = true;
        return true;
    }
    return false;
}

/* Behind a list: what is left of an answer ("@odata.nextLink", the closing brace) holds no records. */
static void leave_list(struct records *r)
{
    r->at++;
    r->in_list = false;
    if (!r->in_answer) return;
    r->context = mof_str_of("", 0);
    while (r->at < r->text.len && r->text.at[r->at] != '}') {
        size_t next = r->text.at[r->at] == '"' ? json_skip_value(r->text, r->at) : r->at + 1;
        r->at = next == SIZE_MAX ? r->text.len : next;
    }
    if (r->at >= r->text.len) return;
    r->in_answer = false;
    r->at++;
}

/* At the end of the text: whether a list is open that should have been closed. Told once. */
static bool is_cut_off(struct records *r, struct record *out)
{
    if (!r->in_list && !r->in_answer) return false;
    r->in_list = r->in_answer = false;
    begin_record(r, out);
    out->broken = "the file ends before the list of records does";
    return true;
}

static bool enter_or_leave(struct records *r)
{
    char c = r->text.at[r->at];
    if (r->in_list && c == ']') leave_list(r);
    else if (c == ',') r->at++;
    else if (!r->in_list && c == '[') r->in_list = true, r->at++;
    else return !r->in_list && c == '{' && enter_answer(r);
    return true;
}

static bool next_object(struct records *r, struct record *out)
{
    do {
        r->at = json_skip_space(r->text, r->at);
        if (r->at >= r->text.len) return is_cut_off(r, out);
    } while (enter_or_leave(r));
    begin_record(r, out);
    size_t from = r->at, end = json_skip_value(r->text, from);
    r->at = end == SIZE_MAX || end == from ? r->text.len : end;
    if (r->text.at[from] != '{' && !r->in_list) {
        out->broken = "neither an object nor a list of objects; the rest of the file is lost";
        r->at = r->text.len;
    } else if (r->text.at[from] != '{') out->broken = "a record is a JSON object, in braces";
    else if (end == SIZE_MAX) out->broken = "the object that begins here never ends; the rest of the file is lost";
    if (out->broken) return true;
    out->json = mof_str_of(r->text.at + from, end - from);
    find_class(r, out);
    return true;
}

bool records_next(struct records *r, struct record *out)
{
    return r->by_line ? next_line(r, out) : next_object(r, out);
}
