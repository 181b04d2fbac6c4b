% local n, told, r, stem, macro = ...
% local filled = #r.rows > 0 or r.base ~= ""
% for _, line in ipairs(r.data) do
${line}
% end
% if stem == "" and not macro and #r.rows > 0 then
typedef ${n} Self;
% end
% if filled then
MOF_ROWS(${n}) = {
%   if macro then
    ${n}_ROWS(${n})
%   else
%     if r.base ~= "" then
    ${r.base}_ROWS(${#r.rows > 0 and "Self" or n})
%     end
%     for _, row in ipairs(r.rows) do
    ${row}
%     end
%   end
};
%   if #r.defaults + #r.checks > 0 then

%   end
% end
% if #r.defaults > 0 then
static void ${stem}defaults(void *object)
{
    ${n} *o = (${n} *)object;
%   for _, line in ipairs(r.defaults) do
    ${line}
%   end
}

% end
% if #r.checks > 0 then
static size_t ${stem}check(const void *object, int mode, struct mof_report *report)
{
    const ${n} *o = (const ${n} *)object;
    struct mof_check c = mof_check_begin(&${n}_class, o, mode, report);
%   for _, line in ipairs(r.checks) do
    ${line}
%   end
    return c.found;
}

% end
% if filled then
%   local head = told == n and "MOF_CLASS(" .. n or "MOF_CLASS_NAMED(" .. n .. ", " .. c_string(told)
%   local init, check = #r.defaults > 0 and stem .. "defaults" or "NULL", #r.checks > 0 and stem .. "check" or "NULL"
${head}, ${init}, ${check})
% else
MOF_CLASS_EMPTY(${n}, ${c_string(told)})
% end
