/* What a page's Requirements table says of its class. */
#include "model/walk.h"

static const struct ast_requirements *requirements_of(const struct walk *w) { return w->at.of; }

#define REQUIREMENT(field)                                            \
    static void write_##field(const struct walk *w, const char *name) \
    {                                                                 \
        struct slice s = requirements_of(w)->field;                   \
        if (s.at) sink_slice(w->to, name, s);                         \
        else sink_absent(w->to, name);                                \
    }
REQUIREMENT(client)
REQUIREMENT(server)
REQUIREMENT(mof)
REQUIREMENT(library)
REQUIREMENT(header)

static const struct field requirements_fields[] = {
    {"client", FIELD_STRING | FIELD_OR_FALSE, "The oldest client that has the class.", write_client},
    {"server", FIELD_STRING | FIELD_OR_FALSE, "The oldest server that has the class.", write_server},
    {"mof", FIELD_STRING | FIELD_OR_FALSE, "The MOF file that declares it.", write_mof},
    {"library", FIELD_STRING | FIELD_OR_FALSE, "The DLL of its provider.", write_library},
    {"header", FIELD_STRING | FIELD_OR_FALSE, "The C header.", write_header},
    {NULL}};
const struct kind kind_requirements = {"requirements", "What a page says that the class needs.", requirements_fields};
