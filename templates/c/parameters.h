% local n, list, about = ...
${comment(about)}
typedef struct ${n} {
% for _, p in ipairs(list) do
%   local d = doc(p)
%   if d ~= "" then
    /* ${wrap(d, 114, "     * ")} */
%   end
    ${member(p)};
% end
    struct {
%   local names = {}
%   for i, p in ipairs(list) do names[i] = p.c.name end
${presence(names)}
    } has;
} ${n};

/* For functions that take any class. */
extern const mof_class ${n}_class;
/* Zeroes the parameters and sets the documented defaults. */
${prototype("void " .. n .. "_init", n .. " *object")};
/* Returns how many rules the parameters break; lists them in `report` (may be NULL). */
${prototype("size_t " .. n .. "_validate", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")};
