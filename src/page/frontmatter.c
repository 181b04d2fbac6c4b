/* The front matter: a YAML document between two lines of `---` at the head of a page. Only its title is
 * kept; what is wrong with it is no fault of the class, so nothing is reported. */
#include <string.h>
#include <yaml.h>

#include "page/section.h"

static bool fence(struct slice line) { return slice_is(slice_trim(line), "---"); }

/* The text between the fences, and the offset behind them; absent: there is no front matter. */
static struct slice find_matter(const struct source *source, uint32_t *body)
{
    struct slice rest = {source->text, source->len}, line = section_line(rest, &rest);
    *body = 0;
    if (!fence(line) || !rest.at) return (struct slice){0};
    const char *from = rest.at;
    while (rest.at) {
        line = section_line(rest, &rest);
        if (fence(line)) {
            *body = rest.at ? (uint32_t)(rest.at - source->text) : source->len;
            return (struct slice){from, (uint32_t)(line.at - from)};
        }
    }
    return (struct slice){0};
}

static struct slice scalar(struct reader *r, const yaml_event_t *event)
{
    uint32_t len = (uint32_t)event->data.scalar.length;
    return (struct slice){arena_copy(r->arena, (const char *)event->data.scalar.value, len), len};
}

/* Walks the events; a scalar at depth 1 is a key, the next one its value. */
static void read_events(struct reader *r, yaml_parser_t *parser)
{
    enum { DEEPEST = 16 }; /* the library's time grows with the square of it */
    unsigned depth = 0;
    bool value = false, title = false, done = false;
    while (!done && depth <= DEEPEST) {
        yaml_event_t event;
        if (!yaml_parser_parse(parser, &event)) return;
        switch (event.type) {
        case YAML_MAPPING_START_EVENT:
        case YAML_SEQUENCE_START_EVENT:
            value = depth > 0 ? false : value;
            depth++;
            break;
        case YAML_MAPPING_END_EVENT:
        case YAML_SEQUENCE_END_EVENT: depth -= depth > 0; break;
        case YAML_SCALAR_EVENT:
            if (depth == 1 && value && title) r->front_title = scalar(r, &event);
            if (depth == 1) {
                title = !value && !strcmp((const char *)event.data.scalar.value, "title");
                value = !value;
            }
            break;
        case YAML_STREAM_END_EVENT: done = true; break;
        default: break;
        }
        yaml_event_delete(&event);
    }
}

void frontmatter_read(struct reader *r)
{
    struct slice matter = find_matter(r->source, &r->body);
    yaml_parser_t parser;
    if (!matter.at || !yaml_parser_initialize(&parser)) return;
    yaml_parser_set_input_string(&parser, (const unsigned char *)matter.at, matter.len);
    read_events(r, &parser);
    yaml_parser_delete(&parser);
}
