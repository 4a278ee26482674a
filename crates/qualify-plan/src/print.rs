//! A plan becomes text: canonical conditions, and the whole plan for `--emit plan`.
