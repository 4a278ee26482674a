//! cargo-fuzz's entry to `qualify_fuzz::evaluator`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qualify_fuzz::evaluator(data));
