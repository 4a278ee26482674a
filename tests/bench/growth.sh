#!/bin/sh
# Measures how the cost of `qualify run` grows with leads, rules, fields and events; prints tables, and draws plots into docs/images.
#
#   tests/bench/growth.sh [--turns 3] [--rows 300000] [--most 3000000]
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/environment.sh
PYTHONDONTWRITEBYTECODE=1 exec "$venv/bin/python" tests/bench/growth.py --target "$target" --images docs/images "$@"
