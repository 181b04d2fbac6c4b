/* `mofc explain`: what a rule means, why it matters, how to mend and how to silence it, and its example. */
#include <stdio.h>
#include <string.h>

#include "base/example.h"
#include "cmd/cmd.h"
#include "diff/diff.h"

const char *const level_words[LEVEL_FATAL + 1] = {"off", "note", "warning", "error", "error"};

const struct violation_info violations[] = {
#define VIOLATION(name, sentence) {name, sentence},
#include "base/violations.def"
#undef VIOLATION
    {NULL, NULL},
};

static const struct violation_info *violation_find(const char *name)
{
    const struct violation_info *v = violations;
    while (v->name && strcmp(v->name, name) != 0) v++;
    return v->name ? v : NULL;
}

static void print_indented(struct slice text)
{
    while (text.len) {
        int64_t end = slice_find(text, "\n", 0);
        uint32_t len = end < 0 ? text.len : (uint32_t)end;
        printf("%s" SLICE_FMT "\n", len ? "    " : "", SLICE_ARG(slice_cut(text, 0, len)));
        text = slice_cut(text, len + 1, text.len);
    }
}

static void print_example(struct arena *arena, enum rule rule)
{
    static const char *const titles[] = {"Wrong", "Right", "Both"};
    struct example e;
    if (!example_of(arena, rule, &e)) return;
    if (e.none.len) printf("\n  It has no example: " SLICE_FMT "\n", SLICE_ARG(e.none));
    const char *wrong = e.commands[EXAMPLE_WRONG], *right = e.commands[EXAMPLE_RIGHT];
    bool same = wrong && right && strcmp(wrong, right) == 0;
    if (!e.usual && wrong) printf("\n  %s:\n    $ %s\n", same ? "Command" : "Wrong", wrong);
    if (!e.usual && right && !same) printf("\n  Right:\n    $ %s\n", right);
    for (size_t i = 0; i < e.file_count; i++) {
        const struct example_file *f = &e.files[i];
        printf("\n  %s", titles[f->side]);
        if (!e.usual || !slice_is(f->path, "example.mof")) printf(", " SLICE_FMT, SLICE_ARG(f->path));
        printf(":\n");
        print_indented(f->text);
    }
}

static void print_audiences(enum rule rule)
{
    const struct change_info *change = change_info(rule);
    for (int whom = 0; change && whom < AUDIENCE_COUNT; whom++) {
        const char *effect = change->effects[whom];
        if (effect)
            printf("  %s: %s%s\n", audience_names[whom], effect + (*effect == '!'),
                   *effect == '!' ? " (breaking)" : "");
    }
}

static void explain(struct arena *arena, enum rule rule)
{
    const struct rule_info *r = &rules[rule];
    struct example e;
    printf("%s (%s)\n  %s\n\n", r->name, level_words[r->level], r->title);
    printf("  Why:  %s\n", r->reason);
    printf("  Cure: %s\n", r->cure);
    print_audiences(rule);
    if (r->level == LEVEL_FATAL) printf("  It cannot be silenced: without it there is nothing to go on.\n");
    else if (r->level == LEVEL_OFF) printf("  Off by default; turn it on with -W %s.\n", r->name);
    else if (r->level == LEVEL_ERROR) printf("  Silence it with -Wno-%s.\n", r->name);
    else printf("  Silence it with -Wno-%s; make it an error with -Werror=%s.\n", r->name, r->name);
    if (r->level < LEVEL_FATAL && strcmp(r->stage, "generate") != 0)
        printf("  In one place, allow it with a comment behind it or on a line before: mofc: allow %s: reason\n",
               r->name);
    if (example_of(arena, rule, &e) && e.fix.len)
        printf("  `mofc lint --fix%s` mends it where it is %s what to write.\n", *e.fix.at == 'u' ? " --unsafe" : "",
               *e.fix.at == 'u' ? "likely" : "certain");
    print_example(arena, rule);
}

static void explain_violation(const struct violation_info *v)
{
    printf("%s (violation: what generated code reports of a record or an object)\n  %s\n", v->name, v->sentence);
}

int cmd_explain(struct options *o)
{
    if (!o->inputs.count) return usage_error("explain needs the id of a rule; `mofc rules` lists them");
    for (size_t i = 0; i < o->inputs.count; i++) {
        const char *name = o->inputs.at[i];
        enum rule r = rule_find(name);
        const struct violation_info *v = violation_find(name);
        if (r == RULE_COUNT && !v) {
            return usage_error("there is no rule '%s'%s (`mofc rules` lists them)", name,
                               rule_suggestion(o->arena, name));
        }
        if (i) putchar('\n');
        if (r != RULE_COUNT) explain(o->arena, r);
        if (r != RULE_COUNT && v) putchar('\n');
        if (v) explain_violation(v);
    }
    return output_finish(0);
}
