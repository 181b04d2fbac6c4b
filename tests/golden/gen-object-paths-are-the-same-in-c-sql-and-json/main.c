/* What C holds of the references, and that the runtime makes the same paths of keys and keys of the paths; the schema's
 * other symbols are not needed. */
#include <stdio.h>
#include <string.h>

#include "P_Circle.h"
#include "P_Leads.h"
#include "P_Map.h"
#include "P_Place.h"

extern const P_Map P_Map_M;
extern const P_Circle P_Circle_C;
extern const P_Place P_Place_A, P_Place_B;

static P_Place_key key_of(const P_Place *o)
{
    return (P_Place_key){.Text = o->Text, .Letter = o->Letter, .Flag = o->Flag, .Number = o->Number,
                         .Below = o->Below, .Real = o->Real, .When = o->When};
}

int main(void)
{
    mof_arena arena = {0};
    mof_error error = {.message = ""};
    P_Place_key a = key_of(&P_Place_A), b = key_of(&P_Place_B), back;
    P_Leads_key leads, ends;
    mof_ref way;
    bool same = P_Place_path(&a, &leads.From, &arena, &error) == MOF_OK &&
                P_Place_path(&b, &leads.To, &arena, &error) == MOF_OK &&
                P_Leads_path(&leads, &way, &arena, &error) == MOF_OK && strcmp(way.path.at, P_Map_M.Way.path.at) == 0 &&
                P_Leads_key_from_path(P_Map_M.Way, &ends, &arena, &error) == MOF_OK &&
                P_Place_key_from_path(ends.From, &back, &arena, &error) == MOF_OK &&
                mof_str_equal(back.Text, a.Text) && back.Number == a.Number && back.Letter == a.Letter;
    if (!same) printf("another path: %s\n", error.message);
    printf("%s\n%s\n%s\n", P_Map_M.Way.path.at, P_Map_M.Only.path.at, P_Map_M.Written.path.at);
    printf("%s\n", P_Map_M.Any.json.at);
    mof_arena_free(&arena);
    return 0;
}
