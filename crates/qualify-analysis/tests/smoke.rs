//! Random programs and leads: no lead does what was proved impossible.
use qualify_analysis::{Analysis, Answer, Demand};
use qualify_eval::testing::{self, Picks};
use qualify_eval::truths;
use qualify_plan::Truth;

#[test]
fn nothing_proved_impossible_happens() {
    let cases: u64 = std::env::var("CASES").ok().and_then(|c| c.parse().ok()).unwrap_or(300);
    let (mut never, mut leads, mut undecided) = (0, 0, 0);
    let only: Option<u64> = std::env::var("SEED").ok().and_then(|c| c.parse().ok());
    for seed in 0..cases {
        if only.is_some_and(|o| o != seed) {
            continue;
        }
        let mut picks = Picks::new(
            (0..4000u64)
                .map(|i| {
                    let mut x = (seed * 1_000_003 + i + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
                    x ^= x >> 29;
                    x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
                    x ^= x >> 32;
                    x as u16
                })
                .collect::<Vec<_>>(),
        );
        let plan = testing::plan(&mut picks);
        let start = std::time::Instant::now();
        if std::env::var("SHOW").is_ok() {
            println!("seed {seed}");
        }
        let today = testing::today();
        let analysis = Analysis::new(&plan, today);
        let truths: Vec<Vec<Truth>> =
            (0..60).map(|_| truths(&plan, today, &testing::lead(&mut picks, &plan))).collect();
        if only.is_some() {
            println!("{}", qualify_plan::print::plan(&plan));
        }
        for rule in &plan.rules {
            for truth in [Truth::Yes, Truth::No, Truth::Unknown] {
                let seen = truths.iter().any(|t| t[rule.truth.index()] == truth);
                match analysis.find(&[Demand::Is(rule.truth, truth)]) {
                    Answer::Never => {
                        never += 1;
                        assert!(
                            !seen,
                            "seed {seed} rule {} {truth:?}\n{}",
                            rule.name,
                            qualify_plan::print::plan(&plan)
                        );
                    }
                    Answer::Lead(_) => leads += 1,
                    Answer::Undecided => {
                        undecided += 1;
                        if std::env::var("SHOW").is_ok() {
                            println!(
                                "undecided seed {seed} {} {truth:?} seen {seen}\n{}",
                                rule.name,
                                qualify_plan::print::condition(&plan, rule.truth)
                            )
                        }
                    }
                }
            }
        }
        if std::env::var("SHOW").is_ok() {
            println!("seed {seed} {:?}", start.elapsed());
        }
    }
    println!("never {never} leads {leads} undecided {undecided}");
}
