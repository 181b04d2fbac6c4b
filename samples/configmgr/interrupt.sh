#!/bin/sh
# Ctrl-C in the middle of a load keeps what was committed and says how much that is. interrupt.sh DPSTATUS FOLDER
# The pipe holds less than the file, so most of it is loaded once it is written; its end never comes.
pipe=$2/SMS_DistributionJob.pipe
rm -f "$pipe" "$2/i.db" && mkfifo "$pipe" || exit 1
"$1" load --commit-every 100 "$2/i.db" "$pipe" > "$2/i.out" 2> "$2/i.err" &
exec 3> "$pipe"
cat data/SMS_DistributionJob.jsonl >&3
kill -INT $!
wait $!
status=$?
exec 3>&-
kept=$(sed -n 's/^dpstatus: interrupted: \([0-9]*\) records were kept, up to .*/\1/p' "$2/i.err")
rows=$(sqlite3 "$2/i.db" 'SELECT count(*) FROM SMS_DistributionJob')
[ $status -eq 130 ] && [ "${kept:-0}" -ge 100 ] && [ $((kept % 100)) -eq 0 ] && [ "$rows" -eq "$kept" ] && exit 0
echo "interrupted: status $status, kept '$kept', $rows rows"
exit 1
