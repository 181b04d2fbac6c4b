% local e = ...
% local n = e.c.name
/* ${c_comment(e.c.told)}${e.flags and ": flags" or ""}${e.open and "; other values are allowed" or ""} */
% if e.c.defines then
%   for _, v in ipairs(e.values) do
%     for _, k in ipairs(constants(v)) do
#define ${k[1]} ${k[2]}
%     end
%   end
% else
%   local any = false
%   for _, v in ipairs(e.values) do
%     for _, k in ipairs(constants(v)) do
${any and "" or "enum {\n"}    ${k[1]} = ${k[2]},
%       any = true
%     end
%   end
%   if any then
};
%   end
% end
% if e.flags and e.c.suffix == "" then
MOF_FLAGS(${n}, ${e.c.type}, ${e.c.parse})
% else
MOF_ENUM(${n}, ${e.c.type}, ${e.c.suffix}, ${e.c.parse})
% end

