# Sourced by the scripts beside it, in the root of the project: makes the Python environment under target/bench, once for each version of
# requirements.txt, and builds what is measured. Sets `target` and `venv`.
target=${CARGO_TARGET_DIR:-target}
venv=$target/bench/venv

mkdir -p "$target/bench"
if ! cmp -s tests/bench/requirements.txt "$venv/installed.txt"; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --requirement tests/bench/requirements.txt
  cp tests/bench/requirements.txt "$venv/installed.txt"
fi
cargo build --quiet --release --package qualify-cli --package qualify-samples
