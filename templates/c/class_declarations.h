% local c = ...
% local n = c.c.name
% for _, a in ipairs(c.c.arrays) do
#ifndef ${a.guard}
#define ${a.guard}
struct ${a.of};
/* Several ${a.of}; `items` may be NULL where count is 0. */
typedef struct ${a.name} {
    const struct ${a.of} *items;
    size_t count;
} ${a.name};
#endif

% end
% for _, e in ipairs(enumerations(c)) do
%   include("enumeration.h", e.enumeration, e.text)
% end
% local kind = c.association and "association" or c.indication and "indication" or ""
% local about = brief(c.text)
% if c.abstract then kind = kind == "" and "abstract" or "abstract " .. kind end
% if kind ~= "" then about = about .. " (" .. kind .. ")" end
% if c.namespace then about = about .. " (in " .. c.namespace .. ")" end
% if c.c.reason ~= "" then about = about .. " (" .. c.c.reason .. ")" end
% if about ~= "" then
${comment(about)}
% end
typedef struct ${n} {
% for _, r in ipairs(c.runs) do
%   if r.own then
%     for i = r.first, r.last do
%       local p = c.properties[i]
%       local d = doc(p)
%       if d ~= "" then
    /* ${wrap(d, 114, "     * ")} */
%       end
    ${member(p)};
%     end
%   else
    /* of ${c_comment(r.declared)}: */
${members(r.c.members)}
%   end
% end
    /* Which properties are there; any of them may be NULL in WMI. */
    struct {
${presence(c.c.members)}
    } has;
} ${n};

% if #c.c.keys > 0 then
/* What tells one object from all others. */
typedef struct ${n}_key {
%   local keys = {}
%   for i, place in ipairs(c.c.keys) do keys[i] = c.properties[place] end
${members(grouped(keys))}
} ${n}_key;

% end
/* For functions that take any class. */
extern const mof_class ${n}_class;

% for _, i in ipairs(c.c.instances) do
/* An instance that the schema holds. */
extern const ${n} ${i.name};

% end
/* Zeroes the object and sets the documented defaults. */
% if c.c.reason ~= "" then
MOF_DEPRECATED(${c_string(c.c.reason)})
% end
${prototype("void " .. n .. "_init", n .. " *object")};
/* Returns how many rules the object breaks; lists them in `report` (may be NULL). */
${prototype("size_t " .. n .. "_validate", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")};
/* Reads a JSON object into `object` and `arena`; what does not fit is reported. */
${prototype("enum mof_status " .. n .. "_from_json", n .. " *object", "mof_str json", "mof_arena *arena", "mof_report *report", "mof_error *error")};
/* Reads the record at which a stream is (mofrt_records.h) in the same way. */
${prototype("enum mof_status " .. n .. "_from_record", n .. " *object", "const mof_records *records", "mof_arena *arena", "mof_report *report", "mof_error *error")};
/* Writes what is there as one line of JSON in `arena`. */
${prototype("enum mof_status " .. n .. "_to_json", "const " .. n .. " *object", "mof_str *json", "mof_arena *arena", "mof_error *error")};
/* Whether both have the same properties, with the same values. */
${prototype("bool " .. n .. "_equal", "const " .. n .. " *a", "const " .. n .. " *b")};
/* Copies what is there, and what it borrows into `arena`. */
${prototype("enum mof_status " .. n .. "_copy", n .. " *to", "const " .. n .. " *from", "mof_arena *arena", "mof_error *error")};
/* Writes what is there for people, a line a property, in `arena`. */
${prototype("enum mof_status " .. n .. "_print", "const " .. n .. " *object", "mof_str *text", "mof_arena *arena", "mof_error *error")};
% if #c.c.keys > 0 then
/* Writes the object path of the object with this key, in `arena`: what a reference to it holds. */
${prototype("enum mof_status " .. n .. "_path", "const " .. n .. "_key *key", "mof_ref *path", "mof_arena *arena", "mof_error *error")};
/* Reads the key in the path of an object of this class or of one below it. */
${prototype("enum mof_status " .. n .. "_key_from_path", "mof_ref path", n .. "_key *key", "mof_arena *arena", "mof_error *error")};
% end
% for _, f in ipairs(methods(c)) do
%   local called = c.name .. "." .. f.name
%   if #ins(f) > 0 then

%     include("parameters.h", f.c.name .. "_in", ins(f), called .. (f.text ~= "" and ": " .. brief(f.text) or ""))
%   end
%   if #outs(f) > 0 then

%     include("parameters.h", f.c.name .. "_out", outs(f), "What " .. called .. " gives back.")
%   end
% end

