/* Directions of parameters: which standard is read by. */
#include "lint/lint.h"

/* Schemas that only WMI's compiler reads. */
static bool looks_like_wmi(const struct klass *k)
{
    static const char *const families[] = {"Win32_", "MSFT_", "Msvm_", "SMS_", "CCM_", "MDM_", "RSOP_", "IIs"};
    static const char *const spaces[] = {"root/cimv2/", "root/ccm",       "root/sms",
                                         "root/wmi",    "root/microsoft", "root/standardcimv2"};
    for (size_t i = 0; i < sizeof families / sizeof *families; i++)
        if (slice_starts(name_slice(k->name), families[i])) return true;
    for (size_t i = 0; k->space && i < sizeof spaces / sizeof *spaces; i++)
        if (slice_starts(name_slice(k->space), spaces[i])) return true;
    return false;
}

/* [Out] alone in a file that shows nothing of WMI's own: taken by DSP0004 as in and out, which WMI would not. */
static bool is_doubtful(const struct parameter *p)
{
    const struct property *of = p->property;
    return p->in && p->out && !qualifier_find(of->qualifiers, of->qualifier_count, "in");
}

void lint_class_directions(const struct klass *k, struct diags *d)
{
    if (k->written->page || !looks_like_wmi(k)) return;
    for (size_t i = 0; i < k->method_count; i++) {
        const struct method *m = k->methods[i];
        for (size_t n = 0; m->declared == k && n < m->parameter_count; n++) {
            if (!is_doubtful(&m->parameters[n])) continue;
            diag_add(
                d, RULE_OUT_WITHOUT_IN, m->parameters[n].property->written->word.span,
                "'%s' of '%s' goes in and out, for In is true where nothing says otherwise; WMI reads it as out only",
                m->parameters[n].property->name->text, m->name->text);
            return; /* what holds for one holds for all */
        }
    }
}
