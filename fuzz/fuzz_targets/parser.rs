//! cargo-fuzz's entry to `qualify_fuzz::parser`.

#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| qualify_fuzz::parser(data));
