//! The fuzz targets on their seed corpus and on mutations of it: always the same ones, always the same number.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test reads the repository and tells of a failure by panicking"
)]

use std::path::Path;

/// Mutations of each seed.
const ROUNDS: u64 = 60;

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target);
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).unwrap()).collect()
}

/// SplitMix64 (Steele, Lea, Flood, *Fast splittable pseudorandom number generators*, 2014).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % (n.max(1) as u64)).unwrap()
    }
}

/// One to four changes: a byte, a piece that is cut out, doubled, moved, or taken from another seed.
fn mutated(seed: &[u8], others: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut data = seed.to_vec();
    for _ in 0..=random.below(4) {
        let start = random.below(data.len() + 1);
        let end = (start + random.below(24)).min(data.len());
        match random.below(6) {
            0 if start < data.len() => data[start] = b" \n\"#-,;()[]0k.%=<>ab\xC3\xFF"[random.below(22)],
            1 => drop(data.drain(start..end)),
            2 => {
                let piece = data[start..end].to_vec();
                data.splice(start..start, piece);
            }
            3 => {
                let piece: Vec<u8> = data.drain(start..end).collect();
                let to = random.below(data.len() + 1);
                data.splice(to..to, piece);
            }
            4 => {
                let other = &others[random.below(others.len())];
                let from = random.below(other.len());
                let to = (from + random.below(40)).min(other.len());
                data.splice(start..end, other[from..to].iter().copied());
            }
            _ => data.truncate(start.max(1)),
        }
    }
    data
}

fn run(name: &str, target: fn(&[u8])) {
    let seeds = corpus(name);
    assert!(!seeds.is_empty());
    let mut random = Random(20_260_302);
    for seed in &seeds {
        target(seed);
        for _ in 0..ROUNDS {
            let data = mutated(seed, &seeds, &mut random);
            if let Err(cause) = std::panic::catch_unwind(|| target(&data)) {
                eprintln!("{name} fails on {:?}", String::from_utf8_lossy(&data));
                std::panic::resume_unwind(cause);
            }
        }
    }
}

#[test]
fn the_parser_holds_on_mutated_rules() {
    run("parser", qualify_fuzz::parser);
}

#[test]
fn the_reader_holds_on_mutated_leads() {
    run("leads", qualify_fuzz::leads);
}

#[test]
fn the_evaluator_holds_on_mutated_programs() {
    run("evaluator", qualify_fuzz::evaluator);
}

#[test]
fn every_seed_of_the_evaluator_is_a_program() {
    for seed in corpus("evaluator") {
        let text = String::from_utf8(seed).unwrap();
        let rules = text.split_once("\n====\n").unwrap().0;
        let files = std::collections::BTreeMap::from([("seed.rules".to_owned(), rules.as_bytes().to_vec())]);
        let compilation = qualify::compile(&files, "seed.rules");
        let shown = compilation.diagnostics.iter();
        let shown: String =
            shown.map(|d| qualify::diagnostics::report::plain(&compilation.sources, d)).collect();
        assert!(compilation.program.is_some(), "{shown}");
    }
}
