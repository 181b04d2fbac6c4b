/* What C holds of the references; the schema's other symbols are not needed. */
#include <stdio.h>

#include "P_Circle.h"
#include "P_Map.h"

extern const P_Map P_Map_M;
extern const P_Circle P_Circle_C;

int main(void)
{
    printf("%s\n%s\n%s\n", P_Map_M.Way.path.at, P_Map_M.Only.path.at, P_Map_M.Written.path.at);
    printf("%s\n", P_Map_M.Any.json.at);
    return 0;
}
