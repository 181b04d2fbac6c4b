% local n, name, list = ...

% include("table.c", n, name, list, list, 0, "", nil, {}, {})

${prototype("void " .. n .. "_init", n .. " *object")}
{
    mof_init(&${n}_class, object);
}

${prototype("size_t " .. n .. "_validate", "const " .. n .. " *object", "enum mof_mode mode", "mof_report *report")}
{
    return mof_validate(&${n}_class, object, mode, report);
}
