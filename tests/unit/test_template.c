/* Templates: their syntax, their strictness, the walls of the sandbox, and where messages point. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <cmocka.h>

#include "backend/c/c.h"
#include "backend/sql/sql.h"
#include "template/render.h"
#include "template/template.h"

/* A schema of `class A { uint8 one; string two; };` made by hand, and a target made of given files. */
struct scene {
    struct arena arena;
    struct sources sources;
    struct diags diags;
    struct names names;
    struct property properties[2];
    const struct property *list[2];
    struct klass klass;
    const struct klass *classes[40];
    struct schema schema;
    struct model_options how;
    struct model *model;
    struct target target;
    struct renderings outputs;
};

static const struct backend *const backends[] = {&backend_c, &backend_sql};

static int begin(void **state)
{
    struct scene *s = calloc(1, sizeof *s);
    if (!s) return -1;
    sources_init(&s->sources, &s->arena);
    diags_init(&s->diags, &s->arena, &s->sources);
    names_init(&s->names, &s->arena);
    struct property *p = s->properties;
    p[0] = (struct property){.name = name_of(&s->names, "one"), .type.cim = CIM_UINT8, .declared = &s->klass};
    p[1] =
        (struct property){.name = name_of(&s->names, "two"), .type.cim = CIM_STRING, .declared = &s->klass, .index = 1};
    p[1].text = ast_string_of(slice_of("ends */ here"));
    s->list[0] = &p[0];
    s->list[1] = &p[1];
    s->klass = (struct klass){.name = name_of(&s->names, "A"),
                              .unique_name = name_of(&s->names, "A"),
                              .properties = s->list,
                              .property_count = 2};
    for (size_t i = 0; i < 40; i++) s->classes[i] = &s->klass;
    s->schema = (struct schema){.arena = &s->arena, .classes = s->classes, .class_count = 1};
    s->how = (struct model_options){.name = "demo", .prefix = ""};
    s->model = model_new(&s->arena, &s->schema, &s->sources, &s->how, backends, 2, &s->diags);
    s->target.name = "t";
    *state = s;
    return 0;
}

static int finish(void **state)
{
    struct scene *s = *state;
    arena_free(&s->arena);
    free(s);
    return 0;
}

static void add(struct scene *s, const char *name, const char *text)
{
    struct target_file *f = arena_new(&s->arena, struct target_file), **at = &s->target.files;
    const struct source *source =
        source_from_bytes(&s->sources, arena_printf(&s->arena, "t/%s", name), text, strlen(text));
    assert_non_null(source);
    *f = (struct target_file){.name = name, .source = source, .text = {source->text, source->len}};
    while (*at) at = &(*at)->next;
    *at = f;
}

static const char one_file[] = "return { files = { { template = 'a', output = '${c.name}.txt', each = 'class' } } }";

/* What the template `a` makes of the class, or the message, as "path:line: words". */
static const char *made(struct scene *s, const char *template)
{
    const struct target *targets[] = {&s->target};
    s->target.files = NULL;
    add(s, "target.lua", one_file);
    add(s, "a", template);
    diags_init(&s->diags, &s->arena, &s->sources);
    if (render_targets(&s->arena, s->model, targets, 1, &(struct render_options){.threads = 1}, &s->outputs))
        return s->outputs.list[0].bytes.at;
    const struct diag *d = s->diags.first;
    struct place at = source_place(&s->sources, d->span.start);
    return arena_printf(&s->arena, "%s:%u: %s", at.source ? at.source->path : "", at.line, d->message);
}

#define MAKES(template, text) assert_string_equal(made(s, template), text)

static void text_is_copied(void **state)
{
    struct scene *s = *state;
    MAKES("plain\n\n  $ % \\ \" \t end", "plain\n\n  $ % \\ \" \t end");
    MAKES("a\r\nb\r\n", "a\nb\n");
    MAKES("%% x\n  %%y 100%%\n", "% x\n  %y 100%%\n");
    MAKES("", "");
    MAKES("${c.name}${'$'}{x} ${'}'} ${({1})[1]}", "A${x} } 1");
}

static void control_lines_leave_nothing(void **state)
{
    struct scene *s = *state;
    MAKES("% for i, p in ipairs(c.properties) do\n${i}: ${p.name}\n  % end\n.", "1: one\n2: two\n.");
    MAKES("% if c.super then\nno\n% else\nyes\n% end\n", "yes\n");
}

static void values_never_act_as_template(void **state)
{
    struct scene *s = *state;
    MAKES("${'%% for\\n${c.name}'}\n", "%% for\n${c.name}\n");
}

static void nothing_but_text_is_inserted(void **state)
{
    struct scene *s = *state;
    MAKES("x\n${c.name} ${c.super} y\n", "t/a:2: false in ${c.super}");
    MAKES("${nil}", "t/a:1: nil in ${nil}");
    MAKES("${c}", "t/a:1: a table in ${c}");
    MAKES("${true}", "t/a:1: true in ${true}");
}

static void unknown_names_are_errors(void **state)
{
    struct scene *s = *state;
    MAKES("\n\n${c.nmae}", "t/a:3: a class has no field 'nmae'; did you mean 'name'?");
    MAKES("${c.properties[1].tpye.cim}", "t/a:1: a property has no field 'tpye'; did you mean 'type'?");
    MAKES("% if c.source.lin then\n% end", "t/a:1: a source has no field 'lin'; did you mean 'line'?");
    MAKES("${d.name}", "t/a:1: there is no global 'd'");
    MAKES("% x = 1", "t/a:1: the global 'x' cannot be assigned; write local");
    MAKES("% c.other = 'B'", "t/a:1: the model is read-only; use a local");
    MAKES("% string.rep = nil", "t/a:1: 'rep' cannot be assigned: libraries are read-only");
    MAKES("% include('zz')", "t/a:1: there is no template 'zz' in target t");
}

static void malformed_templates_say_where(void **state)
{
    struct scene *s = *state;
    MAKES("a\nb ${c.name\n", "t/a:2: '${' has no '}' on its line");
    MAKES("a\n${ }\n", "t/a:2: '${}' is empty");
    assert_non_null(strstr(made(s, "a\n% for x\nb\n"), "t/a:3: "));
    assert_non_null(strstr(made(s, "a\n% if c.name then\nb\n"), "'end' expected"));
}

/* Whatever could reach outside, or differ from run to run, is not there. */
static void sandbox_has_walls(void **state)
{
    static const char *const gone[] = {
        "io",           "os",        "require", "load", "loadstring", "dofile", "loadfile", "debug",  "collectgarbage",
        "pcall",        "xpcall",    "print",   "next", "rawset",     "rawget", "rawequal", "rawlen", "getmetatable",
        "setmetatable", "coroutine", "package", "_G",   "_VERSION",   "warn"};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof gone / sizeof *gone; i++)
        assert_non_null(strstr(made(s, arena_printf(&s->arena, "%% local x = %s", gone[i])),
                               arena_printf(&s->arena, "t/a:1: there is no global '%s'", gone[i])));
    MAKES("${type(math.random)} ${type(string.dump)} ${type(('').dump)} ${type(table.move)} ${type(math.randomseed)}",
          "nil nil nil nil nil");
    assert_non_null(strstr(made(s, "${tostring({})}"), "prints an address"));
    assert_non_null(strstr(made(s, "${string.format('%s', {})}"), "prints an address"));
    assert_non_null(strstr(made(s, "${('%p'):format('')}"), "prints an address"));
}

static void runaways_are_stopped(void **state)
{
    struct scene *s = *state;
    MAKES("a\n% while true do end", "t/a:2: the template ran more than 100 million steps");
    assert_non_null(strstr(made(s, "% local x = ('x'):rep(1 << 30)"), "256 MiB"));
    assert_non_null(strstr(made(s, "% local t = {} for i = 1, 1e9 do t[i] = {} end"), "256 MiB"));
    assert_non_null(
        strstr(made(s, "% local x = ('x'):rep(1 << 20) for i = 1, 1e6 do x:upper() end"), "100 million steps"));
    assert_non_null(
        strstr(made(s, "% local x, y = ('x'):rep(1 << 20), ('x'):rep(1 << 20) for i = 1, 1e9 do y:len() x:byte() end"),
               "100 million steps"));
    assert_non_null(strstr(made(s, "% include('a')"), "include each other more than 32 deep"));
    assert_non_null(strstr(made(s, "% local function f() return 1 + f() end f()"), "stack overflow"));
}

/* What a template makes counts, wherever it is held. */
static void memory_is_counted(void **state)
{
    static const char *const makers[] = {
        "c_string(x)",  "c_comment(x)", "c_strings(x, 'n')", "json_string(x)", "wrap(x, 80, ('p'):rep(100))",
        "sql_string(x)"};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof makers / sizeof *makers; i++)
        assert_non_null(
            strstr(made(s, arena_printf(&s->arena, "%% local x = (' \\n'):rep(1 << 25)\n%% local y = %s", makers[i])),
                   "t/a:2: the template holds more than 256 MiB"));
    assert_non_null(strstr(made(s, "% local x = ('x'):rep(1 << 20)\n% for i = 1, 300 do put(x) end"), "256 MiB"));
    assert_non_null(strstr(made(s, "% local t = {}\n% for i = 1, 1e9 do t[i] = s.classes[1] end"), "256 MiB"));
}

static void the_model_is_read_only(void **state)
{
    static const char *const attempts[] = {
        "c.name = 'B'",     "c.properties[1] = nil",         "c.properties[3] = 1",
        "s.classes[1] = 1", "table.insert(c.properties, 1)", "table.remove(c.properties)",
        "c.limits = 1",     "c.properties[1].type.cim = 'x'"};
    struct scene *s = *state;
    for (size_t i = 0; i < sizeof attempts / sizeof *attempts; i++)
        assert_string_equal(
            made(s, arena_printf(&s->arena, "%% local n, p = c.name, c.properties[1].type.cim\n%% %s", attempts[i])),
            "t/a:2: the model is read-only; use a local");
    assert_non_null(strstr(made(s, "% table.sort(c.properties)"), "the model is read-only"));
    MAKES("${#c.properties} ${table.concat(c.chain, ',')} ${type(c)} ${type(c.keys)}", "2  table table");
    MAKES("% local a, b = table.unpack(c.properties)\n${a.name}${b.name} ${tostring(a == c.properties[1])} "
          "${tostring(a == b)}",
          "onetwo true false");
    MAKES("${tostring(s.classes[1] == c)} ${tostring(s.classes[2])}", "true nil");
    MAKES("% for i in pairs(c.properties) do\n${i}\n% end", "1\n2\n");
}

static void pairs_is_sorted(void **state)
{
    struct scene *s = *state;
    MAKES("% for k, v in pairs({ z = 1, a = 2, 10, 20, m = 3 }) do\n${k}=${v} \n% end",
          "1=10 \n2=20 \na=2 \nm=3 \nz=1 \n");
    MAKES("% for k, v in pairs(c.properties[1].limits) do\n${k} \n% end",
          "allows_default \nmax \nmax_length \nmax_text \nmin \nmin_length \nmin_text \nnot_null \n");
}

static void escapers_are_there(void **state)
{
    struct scene *s = *state;
    MAKES("/* ${c_comment(c.properties[2].text)} */ ${c_string('\"')} ${sql_string(\"'\")} ${sql_name('a')} "
          "${json_string('x')} ${pad('a', 3)}|",
          "/* ends * / here */ \"\\\"\" '''' \"a\" \"x\" a  |");
    MAKES("# ${wrap('aa bb cc', 7, '# ')}", "# aa bb\n# cc");
}

static void parts_fill_lines(void **state)
{
    struct scene *s = *state;
    MAKES("${fill('f(', { 'int a', 'int b' }, 4, 100)})", "f(int a, int b)");
    MAKES("${fill('f(', { 'int a', 'int b', 'int c' }, 2, 10)})", "f(int a,\n  int b,\n  int c)");
    MAKES("${fill('f(', {}, 4, 100)})", "f()");
    MAKES("${fill('', { 'longer than the width' }, 4, 3)}", "longer than the width");
    assert_non_null(strstr(made(s, "${fill('', { 1 }, 4, 80)}"), "the parts are strings"));
    assert_non_null(strstr(made(s, "${fill('', { 'a', 'b' }, -1, 80)}"), "an indent is 0 to 1000"));
}

static void includes_take_arguments(void **state)
{
    struct scene *s = *state;
    const struct target *targets[] = {&s->target};
    add(s, "target.lua", "return { library = 'lib.lua', files = { { template = 'a', output = 'x/${s.name}.txt' } } }");
    add(s, "a", "[${capture('p', 1, 'b')}]\n% include('p', 2, twice('c'))\n");
    add(s, "p", "% local n, text = ...\n${n}${text}");
    add(s, "lib.lua", "function twice(x) return x .. x end");
    assert_true(render_targets(&s->arena, s->model, targets, 1, &(struct render_options){.threads = 1}, &s->outputs));
    assert_string_equal(s->outputs.list[0].path, "x/demo.txt");
    assert_string_equal(s->outputs.list[0].bytes.at, "[1b]\n2cc");
}

static void mistakes_in_target_lua_are_told(void **state)
{
    static const struct {
        const char *text, *words;
    } cases[] = {{"return 1", "must return a table"},
                 {"return {}", "the list 'files' is missing"},
                 {"return { files = { { template = 'a' } } }", "'template' and 'output'"},
                 {"return { files = { { template = 'b', output = 'b' } } }", "no template 'b'"},
                 {"return { files = { { template = 'a', output = 'b', each = 'property' } } }", "may be \"class\""},
                 {"return { files = { { template = 'a', output = 'b', wen = 1 } } }", "a field 'wen'"},
                 {"return { library = 'l', files = {} }", "no library 'l'"},
                 {"return { files = { { template = 'a', output = '${string.char(97, 0)}' } } }", "holds a NUL"},
                 {"return { files = { { template = 'a', output = 'a\\0b' } } }", "'template' and 'output'"},
                 {"return {", "expected"}};
    struct scene *s = *state;
    const struct target *targets[] = {&s->target};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        s->target.files = NULL;
        diags_init(&s->diags, &s->arena, &s->sources);
        add(s, "target.lua", cases[i].text);
        add(s, "a", "x");
        assert_false(
            render_targets(&s->arena, s->model, targets, 1, &(struct render_options){.threads = 1}, &s->outputs));
        if (!strstr(s->diags.first->message, cases[i].words)) fail_msg("%s", s->diags.first->message);
    }
}

static void make_classes(struct scene *s, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct klass *k = arena_new(&s->arena, struct klass);
        *k = s->klass;
        k->name = k->unique_name = name_of(&s->names, arena_printf(&s->arena, "K%zu", i));
        s->classes[i] = k;
    }
    s->schema.class_count = count;
}

static void threads_change_nothing(void **state)
{
    struct scene *s = *state;
    const struct target *targets[] = {&s->target};
    struct renderings one, four;
    make_classes(s, 40);
    add(s, "target.lua", one_file);
    add(s, "a", "% if c.name ~= 'K7' then\n${c.name}\n% end\n");
    assert_true(render_targets(&s->arena, s->model, targets, 1, &(struct render_options){.threads = 1}, &one));
    assert_true(render_targets(&s->arena, s->model, targets, 1, &(struct render_options){.threads = 4}, &four));
    assert_int_equal(one.count, 40);
    assert_int_equal(four.count, 40);
    for (size_t i = 0; i < 40; i++) {
        assert_string_equal(one.list[i].path, four.list[i].path);
        assert_string_equal(one.list[i].bytes.at, four.list[i].bytes.at);
    }
}

static void sorting_is_stable(void **state)
{
    struct scene *s = *state;
    MAKES("% local t = {}\n% for i = 1, 300 do t[i] = { i % 3, i } end\n"
          "% table.sort(t, function(a, b) return a[1] < b[1] end)\n"
          "% for i = 2, 300 do assert(t[i - 1][1] < t[i][1] or t[i - 1][2] < t[i][2]) end\n"
          "% local w = { 'b', 'a', 'c' }\n% table.sort(w)\n${table.concat(w)}",
          "abc");
}

/* Whatever a target keeps for later is gone when the next file begins: it cannot tell which thread made which. */
static void no_state_survives_a_file(void **state)
{
    struct scene *s = *state;
    const struct target *targets[] = {&s->target};
    struct renderings made;
    add(s, "target.lua",
        "local asked = 0\n"
        "return { library = 'l', files = {\n"
        "  { template = 'a', output = '${next_number()}-${c.name}', each = 'class' },\n"
        "  { template = 'a', output = '${next_number()}-${c.name}-again', each = 'class',\n"
        "    when = function() asked = asked + 1 return asked == 1 end } } }");
    add(s, "l", "local n, kept = 0, {}\nfunction next_number() n = n + 1 kept[n] = n return #kept end");
    add(s, "a", "${next_number()}\n");
    make_classes(s, 3);
    for (unsigned threads = 1; threads <= 4; threads++) {
        assert_true(
            render_targets(&s->arena, s->model, targets, 1, &(struct render_options){.threads = threads}, &made));
        assert_int_equal(made.count, 6);
        for (size_t i = 0; i < 6; i++) {
            assert_int_equal(made.list[i].path[0], '1');
            assert_true(slice_is(made.list[i].bytes, "2\n"));
        }
    }
}

static void expressions_are_found_again(void **state)
{
    (void)state;
    struct slice text = slice_of("a\n${x} ${ f('}') } ${z}\n");
    assert_true(slice_is(template_expression(text, 2, 2), "f('}')"));
    assert_true(slice_is(template_expression(text, 2, 3), "z"));
    assert_null(template_expression(text, 2, 4).at);
    assert_null(template_expression(text, 9, 1).at);
}

int main(void)
{
#define IN_SCENE(test) cmocka_unit_test_setup_teardown(test, begin, finish)
    const struct CMUnitTest tests[] = {IN_SCENE(text_is_copied),
                                       IN_SCENE(control_lines_leave_nothing),
                                       IN_SCENE(values_never_act_as_template),
                                       IN_SCENE(nothing_but_text_is_inserted),
                                       IN_SCENE(unknown_names_are_errors),
                                       IN_SCENE(malformed_templates_say_where),
                                       IN_SCENE(sandbox_has_walls),
                                       IN_SCENE(runaways_are_stopped),
                                       IN_SCENE(memory_is_counted),
                                       IN_SCENE(the_model_is_read_only),
                                       IN_SCENE(no_state_survives_a_file),
                                       IN_SCENE(sorting_is_stable),
                                       IN_SCENE(pairs_is_sorted),
                                       IN_SCENE(escapers_are_there),
                                       IN_SCENE(parts_fill_lines),
                                       IN_SCENE(includes_take_arguments),
                                       IN_SCENE(mistakes_in_target_lua_are_told),
                                       IN_SCENE(threads_change_nothing),
                                       cmocka_unit_test(expressions_are_found_again)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
