#!/bin/sh
# Measures how the cost of `qualify run` grows with leads, rules, fields and events; prints tables, and draws plots into docs/images.
#
#   tests/bench/growth.sh [--turns 3] [--rows 300000] [--most 3000000]
set -eu
cd "$(dirname "$0")/../.."
target=${CARGO_TARGET_DIR:-target}
venv=$target/bench/venv

mkdir -p "$target/bench"
if ! cmp -s tests/bench/requirements.txt "$venv/installed.txt"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --requirement tests/bench/requirements.txt
  cp tests/bench/requirements.txt "$venv/installed.txt"
fi
cargo build --quiet --release --package qualify-cli --package qualify-samples
PYTHONDONTWRITEBYTECODE=1 exec "$venv/bin/python" tests/bench/growth.py --target "$target" --images docs/images "$@"
