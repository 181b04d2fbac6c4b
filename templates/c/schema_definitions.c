% local s, storage = ...
% for _, e in ipairs(s.enumerations) do
%   if e.c.name ~= "" then include("enumeration.c", e, storage) end
% end
const mof_class *const ${s.c.identifier}_classes[] = {
% for _, c in ipairs(s.classes) do
    &${c.c.name}_class,
% end
    NULL};
