/* The model as JSON: one value a line, indented by a blank a level, so that two dumps compare well line by line. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/escape.h"
#include "model/model.h"

enum { FLUSH_AT = 64 << 10 };

static struct json_sink *json(struct sink *s) { return (struct json_sink *)s; /* the sink is its first member */ }

static void indent(struct json_sink *j)
{
    static const char blanks[] = "                                ";
    text_add_char(j->out, '\n');
    text_add(j->out, blanks, j->depth < sizeof blanks ? j->depth : sizeof blanks - 1);
}

static void begin_value(struct json_sink *j, const char *name)
{
    if (!j->first) text_add_char(j->out, ',');
    if (j->depth) indent(j);
    j->first = false;
    if (!name || !j->depth) return;
    text_add_char(j->out, '"');
    text_add_string(j->out, name); /* field names are plain words */
    text_add_string(j->out, "\": ");
}

static void begin(struct json_sink *j, const char *name, bool list)
{
    begin_value(j, name);
    assert(j->depth + 1 < JSON_DEEPEST);
    j->lists[j->depth++] = list;
    text_add_char(j->out, list ? '[' : '{');
    j->first = true;
}

static void begin_object(struct sink *s, const char *name) { begin(json(s), name, false); }

static void begin_list(struct sink *s, const char *name) { begin(json(s), name, true); }

static void end(struct sink *s)
{
    struct json_sink *j = json(s);
    bool list = j->lists[--j->depth];
    if (!j->first) indent(j);
    text_add_char(j->out, list ? ']' : '}');
    j->first = false;
    if (!j->depth) text_add_char(j->out, '\n');
    if (j->flush && (!j->depth || j->out->len > FLUSH_AT)) j->flush(j->out, j->with);
}

static void string(struct sink *s, const char *name, struct slice value)
{
    begin_value(json(s), name);
    escape_json_string(json(s)->out, value);
}

static void integer(struct sink *s, const char *name, int64_t value)
{
    begin_value(json(s), name);
    text_printf(json(s)->out, "%lld", (long long)value);
}

/* The shortest digits that read back as the same number; JSON has no infinities. */
static void real(struct sink *s, const char *name, double value)
{
    char digits[40];
    int precision = 15;
    begin_value(json(s), name);
    if (!isfinite(value)) {
        text_add_string(json(s)->out, isnan(value) ? "\"nan\"" : value < 0 ? "\"-inf\"" : "\"inf\"");
        return;
    }
    do snprintf(digits, sizeof digits, "%.*g", precision, value);
    while (strtod(digits, NULL) != value && precision++ < 17);
    text_add_string(json(s)->out, digits);
}

static void boolean(struct sink *s, const char *name, bool value)
{
    begin_value(json(s), name);
    text_add_string(json(s)->out, value ? "true" : "false");
}

void json_sink_init(struct json_sink *s, struct text *out, void (*flush)(struct text *, void *), void *with)
{
    static const struct sink_ops ops = {begin_object, begin_list, end, string, integer, real, boolean, NULL, NULL};
    *s = (struct json_sink){.sink = {&ops, out}, .out = out, .flush = flush, .with = with, .first = true};
}
