/* The figures above all tables. */
#ifndef FIGURES_H
#define FIGURES_H

#include "gather.h"
#include "table.h"

void fill_figures(struct figure figures[FIGURES], const struct summary *s);

#endif
