#include "harbor_store.h"

int main(void)
{
    const mof_database *database = &harbor_database;
    return harbor_classes[0] == &Harbor_Ship_class && database ? 0 : 1;
}
