/* `mofc diff --migrate TARGET`: the statements that turn a database of the old schema into one of the new one. */
#include <stdio.h>

#include "cmd/cmd.h"
#include "template/render.h"

int print_migration(struct compile *c, struct diff d)
{
    if (!d.old || !d.now || diags_status(&c->diags)) return output_finish(compile_finish(c, stderr));
    diff_pair(&d);
    const struct options *o = c->options;
    struct model_options old_how = compile_model_options(o), how = old_how;
    const struct target *target =
        target_find(c->arena, &c->sources, o->migrate, o->templates.at, o->templates.count, &c->diags);
    struct model_before before = {.diff = &d, .allow_loss = o->allow_data_loss};
    if (target) before.model = model_new(c->arena, d.old, &c->sources, &old_how, backends, BACKENDS, &c->diags);
    how.before = &before;
    indexes_resolve(c, d.now, &how);
    struct model *model = target ? model_new(c->arena, d.now, &c->sources, &how, backends, BACKENDS, &c->diags) : NULL;
    const struct render_options list = {.list = "migrations"};
    struct renderings made = {.count = 0};
    if (model && !diags_status(&c->diags)) render_targets(c->arena, model, &target, 1, &list, &made);
    int status = compile_finish(c, stderr);
    for (size_t i = 0; i < made.count && !status; i++) fwrite(made.list[i].bytes.at, 1, made.list[i].bytes.len, stdout);
    return output_finish(status);
}
