/* mofc: which command runs, and the only place that exits. */
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"

static int run(struct arena *arena, int argc, char **argv)
{
    struct options o = {.arena = arena, .max_errors = 100};
    if (argc < 2) return cmd_help(&o), 2;
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
        printf("mofc %s\n", MOFC_VERSION);
        return output_finish(0);
    }
    if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0) return cmd_help(&o);
    const struct command *c = command_find(argv[1]);
    if (!c) return command_unknown(argv[1]);
    if (!options_parse(&o, c, argc - 2, argv + 2)) return 2;
    if (o.help) {
        words_add(arena, &o.inputs, c->name);
        o.inputs.at[0] = c->name;
        o.inputs.count = 1;
        return cmd_help(&o);
    }
    return c->run(&o);
}

int main(int argc, char **argv)
{
    static char room[1 << 16]; /* else each character of a finding is a write of its own */
    struct arena arena = {0};
    signal(SIGXFSZ, SIG_IGN); /* a file that grows too large is an error like a full disk */
    setvbuf(stderr, room, _IOFBF, sizeof room);
    int status = run(&arena, argc, argv);
    arena_free(&arena);
    return status;
}
