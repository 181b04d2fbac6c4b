/* The table of options, for what is made of it beside the parser and --help: completions. */
#ifndef MOFC_CMD_OPTIONS_H
#define MOFC_CMD_OPTIONS_H

#include <stddef.h>

enum option_kind { FLAG, WORD, LIST, COMMAS, NUMBER };

struct option {
    const char *name;     /* without dashes; one letter: a short one */
    const char *also;     /* its other spelling, or NULL */
    const char *argument; /* what it takes; NULL: nothing */
    enum option_kind kind;
    size_t offset;
    unsigned commands;
    const char *help;
};

/* The option of a command behind `before` (NULL: the first), in the order of --help; NULL behind the last. */
const struct option *option_next(const struct option *before, unsigned command);

/* The dashes that stand before a name. */
const char *option_dashes(const char *name);

#endif
