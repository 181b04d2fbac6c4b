#!/bin/sh
# Prints the examples of the rules as the C table that base/example.c reads: sh examples.sh FOLDER > examples.c
# Bytes rather than string literals: ISO C promises only 4,095 characters of those.
set -eu
LC_ALL=C
export LC_ALL
cd "$1"
echo '#include "base/example.h"'
n=0
for f in *.txt; do
    n=$((n + 1))
    echo "static const unsigned char example_$n[] = {"
    od -An -v -tu1 "$f" | sed 's/  *\([0-9]\)/\1/; s/  */,/g; s/$/,/'
    echo '0};'
done
echo 'const struct example_source example_sources[] = {'
n=0
for f in *.txt; do
    n=$((n + 1))
    echo "    {\"${f%.txt}\", example_$n, sizeof example_$n - 1},"
done
echo '    {0}};'
