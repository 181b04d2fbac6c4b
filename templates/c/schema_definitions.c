% local s = ...
% local outside = {}
% for _, e in ipairs(s.enumerations) do
%   if e.c.name ~= "" then table.insert(outside, e) end
% end
% if #outside > 0 then
#include "mofrt_generated.h"

%   for _, e in ipairs(outside) do
%     include("enumeration.c", e)
%   end
% end
const mof_class *const ${s.c.identifier}_classes[] = {
% for _, c in ipairs(s.classes) do
    &${c.c.name}_class,
% end
    NULL};
