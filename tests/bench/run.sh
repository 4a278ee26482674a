#!/bin/sh
# Measures the main job: `qualify run` with twenty rules on a million generated leads of 24 columns, against a plain
# read of the same file with the csv crate, three times each in turns, on the optimised build.
#
#   tests/bench/run.sh [ROWS]
set -eu
cd "$(dirname "$0")/../.."
rows=${1:-1000000}
target=${CARGO_TARGET_DIR:-target}
work=$target/bench
leads=$work/leads-$rows.csv

cargo build --quiet --release --package qualify-cli --package qualify-samples
mkdir -p "$work"
if [ ! -f "$leads" ]; then
  "$target/release/qualify-samples" leads --rows "$rows" --columns crm24 --seed 1 -o "$leads.part"
  mv "$leads.part" "$leads"
fi

# Runs a command; prints its name, CPU seconds, wall seconds and peak memory, and keeps them in the file of the name.
measure() {
  name=$1
  shift
  /usr/bin/time -f '%U %S %e %M' -o "$work/time" "$@" >"$work/said" 2>"$work/told" || { cat "$work/told"; exit 1; }
  awk -v name="$name" '{ printf "%-14s %8.2f s CPU %8.2f s wall %8.1f MB\n", name, $1 + $2, $3, $4 / 1024 }' "$work/time"
  awk '{ print $1 + $2 }' "$work/time" >>"$work/$name"
}

rm -f "$work/plain-read" "$work/qualify-run"
for turn in 1 2 3; do
  measure plain-read "$target/release/qualify-samples" read "$leads"
  measure qualify-run "$target/release/qualify" run tests/bench/crm24.rules --leads "$leads" --key lead_id \
    --today 2026-03-02 --format csv -o "$work/verdicts.csv"
done

least() { sort -g "$work/$1" | head -n 1; }
awk -v rows="$rows" -v bytes="$(wc -c <"$leads")" -v peer="$(least plain-read)" -v run="$(least qualify-run)" 'BEGIN {
  printf "%d leads, %.1f MB. Least CPU: %.2f s against %.2f s, ratio %.1f; %.0f ns a lead\n",
    rows, bytes / 1e6, run, peer, run / peer, run / rows * 1e9
}'
cut -d , -f 2 "$work/verdicts.csv" | sort | uniq -c | sort -rn | head
