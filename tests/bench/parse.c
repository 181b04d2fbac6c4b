/* What reading costs alone: the inputs are loaded and parsed as mofc does it, and nothing is made of them.
 * parse FILE... */
#include <stdio.h>

#include "load/load.h"

int main(int argc, char **argv)
{
    static const struct load_options usual;
    struct arena arena = {0};
    struct names names;
    struct sources sources;
    struct diags diags;
    names_init(&names, &arena);
    sources_init(&sources, &arena);
    diags_init(&diags, &arena, &sources);
    struct load_result read =
        load_inputs(&arena, &names, &sources, (const char *const *)argv + 1, (size_t)argc - 1, &usual, &diags);
    printf("%zu files\n", read.file_count);
    int status = diags_status(&diags);
    arena_free(&arena);
    return status;
}
