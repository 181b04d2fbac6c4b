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
extern const struct mof_enum ${n}_enum;
MOF_INLINE const char *${n}_name(${e.c.type} value) { return mof_enum_label${e.c.suffix}(&${n}_enum, value); }
MOF_INLINE bool ${n}_parse(mof_str text, ${e.c.type} *value) { return mof_enum_parse_${e.c.parse}(&${n}_enum, text, value); }
MOF_INLINE bool ${n}_valid(${e.c.type} value) { return mof_enum_known${e.c.suffix}(&${n}_enum, value); }
% if e.flags and e.c.suffix == "" then
MOF_INLINE size_t ${n}_format(${e.c.type} value, char *out, size_t room) { return mof_flags_format(&${n}_enum, value, out, room); }
% end

