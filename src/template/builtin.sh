#!/bin/sh
# Prints templates/ as the C table that target.c reads, and the manual: sh builtin.sh TEMPLATES MANUAL > builtin.c
# Bytes rather than string literals: ISO C promises only 4,095 characters of those.
set -eu
LC_ALL=C
export LC_ALL
bytes() {
    echo "$1[] = {"
    od -An -v -tu1 "$2" | sed 's/  *\([0-9]\)/\1/; s/  */,/g; s/$/,/'
    echo '0};'
}
echo '#include "template/manual.h"'
echo '#include "template/target.h"'
bytes 'const unsigned char manual_prose' "$2"
cd "$1"
files=$(find . -mindepth 2 -maxdepth 2 -type f ! -name '.*' ! -name '*~' | sed 's,^\./,,' | sort)
n=0
for f in $files; do
    n=$((n + 1))
    bytes "static const unsigned char file_$n" "$f"
done
echo 'const struct builtin_file builtin_files[] = {'
n=0
for f in $files; do
    n=$((n + 1))
    echo "    {\"$f\", file_$n, sizeof file_$n - 1},"
done
echo '    {0}};'
