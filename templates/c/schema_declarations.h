% local s = ...
% local count = 0
% for _, c in ipairs(s.classes) do count = count + 1 end
/* All classes in the order of the schema; ends with NULL. */
enum { ${s.c.identifier}_class_count = ${count} };
extern const mof_class *const ${s.c.identifier}_classes[];

