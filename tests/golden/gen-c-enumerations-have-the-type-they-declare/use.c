/* A warning where a pointer to a value of the enumeration is none to the member it stands in. */
#include "out/schema.h"

bool parsed(V_Thing *t, V_Thing_Raise_out *raised, V_Thing_Where_out *where, mof_str text);

bool parsed(V_Thing *t, V_Thing_Raise_out *raised, V_Thing_Where_out *where, mof_str text)
{
    t->Big = V_Big_largest;
    return V_Level_parse(text, &t->Level) && V_Short_parse(text, &t->Short) && V_Big_parse(text, &t->Big) &&
           V_Plain_parse(text, &t->Plain) && V_Further_parse(text, &t->Further) && V_Word_parse(text, &t->Word) &&
           V_Thing_Inside_parse(text, &t->In) && V_Level_parse(text, &raised->ReturnValue) &&
           V_Thing_Inside_parse(text, &where->ReturnValue);
}
