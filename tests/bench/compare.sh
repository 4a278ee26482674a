#!/bin/sh
# Measures `qualify run` against DuckDB, Polars and ClickHouse as whole processes, and its evaluator against engines that are
# asked for one lead at a time. README.md says what is measured and how.
#
#   tests/bench/compare.sh [--rows 1000000] [--turns 5] [--only parquet|csv|jsonl|one]
set -eu
cd "$(dirname "$0")/../.."
. tests/bench/environment.sh
CARGO_TARGET_DIR="$target/peers" cargo build --quiet --release --locked --manifest-path tests/bench/peers/Cargo.toml
PYTHONDONTWRITEBYTECODE=1 exec "$venv/bin/python" tests/bench/compare.py --target "$target" "$@"
