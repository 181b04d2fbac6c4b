/* Two maps: of spellings as they were written, and of names in lower case. A spelling that was met before, which is
 * nearly every one, costs one look into the first. */
#include "base/name.h"

#include "base/ascii.h"

void names_init(struct names *t, struct arena *arena)
{
    *t = (struct names){.arena = arena};
    t->spelt = map_new(arena, MAP_BYTES);
    t->folded = map_new(arena, MAP_FOLDED);
}

void names_view(struct names *view, struct arena *arena, struct names *shared, pthread_mutex_t *lock)
{
    names_init(view, arena);
    view->shared = shared;
    view->lock = lock;
}

void names_move(struct names *t, struct arena *arena) { t->arena = t->spelt.arena = t->folded.arena = arena; }

static struct name *name_new(struct names *t, struct slice spelling)
{
    struct name *n = arena_alloc(t->arena, sizeof *n + spelling.len + 1);
    if (spelling.len) memcpy(n->text, spelling.at, spelling.len);
    n->len = spelling.len;
    return n;
}

static const struct name *fold_of(struct names *t, struct slice spelling)
{
    const struct name *known = map_get(&t->folded, spelling);
    if (known) return known;
    struct name *made = name_new(t, spelling);
    for (uint32_t i = 0; i < made->len; i++) made->text[i] = ascii_lower(made->text[i]);
    made->fold = made;
    made->id = t->folds++;
    map_add(&t->folded, name_slice(made), made);
    return made;
}

static const struct name *ask_shared(struct names *t, struct slice spelling)
{
    pthread_mutex_lock(t->lock);
    const struct name *n = name_intern(t->shared, spelling);
    pthread_mutex_unlock(t->lock);
    if (t->folds <= n->id) t->folds = n->id + 1;
    map_add(&t->spelt, name_slice(n), n);
    return n;
}

const struct name *name_intern(struct names *t, struct slice spelling)
{
    const struct name *known = map_get(&t->spelt, spelling);
    if (known) return known;
    if (t->shared) return ask_shared(t, spelling);
    const struct name *fold = fold_of(t, spelling);
    if (!slice_equal(name_slice(fold), spelling)) {
        struct name *made = name_new(t, spelling);
        made->fold = fold;
        made->id = fold->id;
        map_add(&t->spelt, name_slice(made), made);
        return made;
    }
    map_add(&t->spelt, name_slice(fold), fold);
    return fold;
}

const struct name *name_of(struct names *t, const char *spelling) { return name_intern(t, slice_of(spelling)); }
