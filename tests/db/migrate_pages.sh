#!/bin/sh
# Pages that are edited: a database of the pages as they are, with the sample's data, is migrated to each edit of them. Its
# catalog is that of a fresh database, and every row is there. Usage: migrate_pages.sh MOFC DPSTATUS. Ends with the counts.
here=$(cd "$(dirname "$0")" && pwd) || exit 2
mofc=$(realpath "${1:?usage: migrate_pages.sh MOFC DPSTATUS}")
dpstatus=$(realpath "$2")
pages=$(realpath "$here/../../samples/configmgr/pages")
work=$(mktemp -d) || exit 2
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 2
passed=0 failed=0
bad() { failed=$((failed + 1)); printf 'not ok - %s\n' "$*"; }

# SQLite keeps what was written, comments too, and quotes the names that it changes.
catalog() { sqlite3 "$1" "SELECT type, name, tbl_name, sql || ';' FROM sqlite_schema ORDER BY name" | sed 's/^ *--.*//' | tr -d '" \n'; }
counts() {
    for table in $(sqlite3 "$1" "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'SMS%' AND sql NOT LIKE '%name TEXT NOT NULL) STRICT' ORDER BY 1"); do
        sqlite3 "$1" "SELECT '$table', count(*) FROM $table"
    done
}
"$dpstatus" load full.db "$pages"/../data/SMS_* > said 2>&1 || [ -s full.db ] || { cat said; echo '0 passed, 1 failed'; exit 1; }
while read -r edit; do
    rm -rf edited new fresh new.db && cp -r "$pages" edited
    sed -i "$edit" edited/*.md
    cp full.db db
    if ! "$mofc" gen -q -t sqlite --name distribution -o new edited 2> said; then bad "$edit: $(tail -n 1 said)"; continue; fi
    sqlite3 -bail new.db < new/distribution.sql
    "$mofc" diff --migrate sqlite --name distribution --allow-data-loss "$pages" edited > m.sql 2> said
    if ! sqlite3 -bail db < m.sql > said 2>&1; then bad "$edit: $(cat said)"
    elif [ "$(catalog db)" != "$(catalog new.db)" ]; then bad "$edit: another catalog"
    elif [ "$(counts db)" != "$(counts full.db)" ]; then bad "$edit: other rows"
    elif [ "$(sqlite3 db 'PRAGMA integrity_check' 'PRAGMA foreign_key_check')" != ok ]; then bad "$edit: integrity_check"
    else passed=$((passed + 1)); fi
done << 'EOF'
s/never changed by this edit/no/
s/UInt32/UInt64/g; s/Data type: `UInt32`/Data type: `UInt64`/
s/Boolean/UInt8/g
s/LastUpdateTime/ChangedTime/g
s/StartTime/BeginTime/g
s/RetryCount/TryCount/g
s/SizeLimit("3")/SizeLimit("8")/
s/DISTSRC_STATE_/STATE_/g
s/^    DateTime StartTime;$/    DateTime StartTime;\n    String Added;/
s/, key\]/]/
EOF
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
