#!/bin/sh
# The generated schema in the real engine: it loads, it takes what it should, it refuses what it must, and each refusal
# names the constraint that is meant. Usage: sqlite.sh MOFC. Ends with the counts; exits 1 where something failed.
here=$(cd "$(dirname "$0")" && pwd) || exit 2
mofc=${1:?usage: sqlite.sh MOFC}
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
passed=0 failed=0

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); printf 'not ok - %s\n' "$*"; }
run() { sqlite3 -bail "$1" 'PRAGMA foreign_keys = ON' "$2" 2>&1; }

"$mofc" gen -q -t sqlite -o "$work" "$here/every_type.mof" || { echo "0 passed, 1 failed"; exit 1; }
sql=$(ls "$work"/*.sql)
sqlite3 -bail "$work/db" < "$sql" || { echo "0 passed, 1 failed"; exit 1; }

while IFS='|' read -r expected statement; do
    out=$(run "$work/db" "$statement")
    case $out in *"$expected"*) ok ;; *) bad "'$statement' is to be refused with '$expected', not '$out'" ;; esac
done < "$here/refused.sql"
while IFS='|' read expected statement; do
    out=$(run "$work/db" "$statement")
    [ "$out" = "$expected" ] && ok || bad "'$statement' is '$out', not '$expected'"
done < "$here/taken.sql"

plan=$(run "$work/db" 'EXPLAIN QUERY PLAN SELECT * FROM T_All ORDER BY Site, (Number < 0), Number')
case $plan in *'INDEX T_All.order'*) ok ;; *) bad "unsigned order has no index: $plan" ;; esac

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
