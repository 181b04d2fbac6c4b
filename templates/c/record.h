% local n, list, result = ...
struct ${n} {
% if result then
    ${result.c.type} ReturnValue;
% end
% for _, p in ipairs(list) do
%   local d = doc(p)
%   if d ~= "" then
    /* ${wrap(prose(d), 116, "     * ")} */
%   end
    ${p.c.decl};
% end
    uint32_t present[${words(#list + (result and 1 or 0))}];
};
extern const struct mof_class ${n}_class;
MOF_INLINE void ${n}_init(${n} *o) { mof_init(&${n}_class, o); }
MOF_INLINE size_t ${n}_validate(const ${n} *o, enum mof_mode mode, struct mof_report *r) { return mof_validate(&${n}_class, o, mode, r); }

