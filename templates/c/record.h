% local n, list, result, last = ...
typedef struct ${n} {
% if result then
    ${result.c.type} ReturnValue;
% end
% for _, p in ipairs(list) do
%   local d = doc(p)
%   if d ~= "" then
    /* ${wrap(d, 116, "     * ")} */
%   end
    ${p.c.decl};
% end
    uint32_t present[${words(#list + (result and 1 or 0))}];
} ${n};
MOF_RECORD(${n},)
% if not last then

% end
