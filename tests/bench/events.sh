#!/bin/sh
# Measures how events are joined: `qualify run` with rules about visits on a million generated leads, with one, three and ten million
# visits, in memory and with little memory, so that they wait in a file; three times each, the least CPU is told.
#
#   tests/bench/events.sh [MILLIONS...]
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}
work=$target/bench
leads=$work/leads-1000000.csv
[ $# -gt 0 ] || set -- 1 3 10

cargo build --quiet --release --package qualify-cli --package qualify-samples
mkdir -p "$work"
if [ ! -f "$leads" ]; then
  "$target/release/qualify-samples" leads --rows 1000000 --columns crm24 --seed 1 -o "$leads.part"
  mv "$leads.part" "$leads"
fi

# Runs with so much memory for the visits of a file; prints the least CPU, its wall and its peak memory. Rows without a day end the
# command with 3.
measure() {
  for turn in 1 2 3; do
    /usr/bin/time -f '%U %S %e %M' -o "$work/time" "$target/release/qualify" run tests/bench/visits.rules --leads "$leads" \
      --key lead_id --events "visits=$1" --events-memory "$2" --today 2026-03-02 --format csv -o "$3" 2>"$work/told" || [ $? = 3 ]
    tail -n 1 "$work/time"
  done | sort -g | head -n 1 | awk '{ printf "%8.2f s CPU %8.2f s wall %8.1f MB\n", $1 + $2, $3, $4 / 1024 }'
}

for millions; do
  visits=$work/visits-${millions}000000.csv
  if [ ! -f "$visits" ]; then
    "$target/release/qualify-samples" visits --rows "${millions}000000" --leads 1000000 --seed 1 -o "$visits.part"
    mv "$visits.part" "$visits"
  fi
  for memory in 2048 64 16; do
    printf '%3d million visits, --events-memory %-5d' "$millions" "$memory"
    measure "$visits" "$memory" "$work/verdicts-$memory.csv"
  done
  cmp "$work/verdicts-2048.csv" "$work/verdicts-64.csv"
  cmp "$work/verdicts-2048.csv" "$work/verdicts-16.csv"
done
