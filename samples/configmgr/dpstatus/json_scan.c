/* Finding the ends of JSON values by their quotes and brackets alone. */
#include "json_scan.h"

#include <stdint.h>
#include <string.h>

size_t json_skip_space(mof_str text, size_t at)
{
    while (at < text.len && (text.at[at] == ' ' || text.at[at] == '\t' || text.at[at] == '\r' || text.at[at] == '\n'))
        at++;
    return at;
}

static size_t skip_string(mof_str text, size_t at)
{
    for (at++; at < text.len; at++) {
        if (text.at[at] == '\\') at++;
        else if (text.at[at] == '"') return at + 1;
    }
    return SIZE_MAX;
}

static size_t skip_brackets(mof_str text, size_t at)
{
    size_t depth = 0;
    while (at < text.len) {
        char c = text.at[at];
        if (c == '"') {
            at = skip_string(text, at);
            continue;
        }
        at++;
        if (c == '{' || c == '[') depth++;
        if ((c == '}' || c == ']') && --depth == 0) return at;
    }
    return SIZE_MAX;
}

size_t json_skip_value(mof_str text, size_t at)
{
    if (at >= text.len) return SIZE_MAX;
    if (text.at[at] == '"') return skip_string(text, at);
    if (text.at[at] == '{' || text.at[at] == '[') return skip_brackets(text, at);
    while (at < text.len && !strchr(",]} \t\r\n", text.at[at])) at++;
    return at;
}

bool json_next_member(mof_str object, size_t *at, struct json_member *out)
{
    size_t name = json_skip_space(object, *at == 0 ? 1 : *at);
    if (*at != 0 && name < object.len && object.at[name] == ',') name = json_skip_space(object, name + 1);
    if (name >= object.len || object.at[name] != '"') return false;
    size_t behind = skip_string(object, name);
    if (behind == SIZE_MAX) return false;
    size_t colon = json_skip_space(object, behind);
    if (colon >= object.len || object.at[colon] != ':') return false;
    size_t value = json_skip_space(object, colon + 1);
    size_t end = json_skip_value(object, value);
    if (value >= object.len) return false;
    if (end == SIZE_MAX) end = object.len;
    out->name = mof_str_of(object.at + name + 1, behind - name - 2);
    out->value = mof_str_of(object.at + value, end - value);
    *at = end;
    return true;
}

mof_str json_unquoted(mof_str value)
{
    if (value.len < 2 || value.at[0] != '"' || value.at[value.len - 1] != '"') return mof_str_of("", 0);
    return mof_str_of(value.at + 1, value.len - 2);
}
