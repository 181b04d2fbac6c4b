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
case $plan in *'INDEX T_All_order'*) ok ;; *) bad "unsigned order has no index: $plan" ;; esac

plan=$(run "$work/db" 'EXPLAIN QUERY PLAN SELECT Id, Twice_name FROM T_Listed_view WHERE Id = 5')
case $plan in *SCAN*) bad "a view's key has no index: $plan" ;; *) ok ;; esac

# More lookup tables than one join takes: each still gives its label, and no row is lost or repeated.
{
    echo 'Qualifier ValueMap : string[], Scope(property); Qualifier Values : string[], Scope(property);'
    echo 'Qualifier Key : boolean = false, Scope(property); class Wide { [Key] uint32 Id;'
    i=0
    while [ $i -lt 80 ]; do
        echo "[ValueMap{\"0\", \"1..9\"}, Values{\"None $i\", \"Some $i\"}] uint8 L$i = 7;"
        i=$((i + 1))
    done
    echo '}; instance of Wide { Id = 1; L79 = 0; L0 = 0; };'
} > "$work/wide.mof"
"$mofc" gen -q -t sqlite -o "$work/wide" "$work/wide.mof" && sqlite3 -bail "$work/wide.db" < "$work/wide/schema.sql"
out=$(run "$work/wide.db" "SELECT L0_name, L1_name, L62_name, L63_name, L78_name, L79_name FROM Wide_view")
[ "$out" = 'None 0|Some 1|Some 62|Some 63|Some 78|None 79' ] && ok || bad "a view of 80 lookup tables shows '$out'"

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
