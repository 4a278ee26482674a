//! Batches of leads are judged as one lead after the other is: the same verdicts, however many at a time.

#![expect(clippy::indexing_slicing, reason = "a test fails loudly")]

use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use qualify_eval::csv::{self, Column};
use qualify_eval::testing::{Picks, lead, plan, today};
use qualify_eval::{Columnar, Verdict, evaluate};
use qualify_plan::{Columns, Lead, Plan};

/// How many plans are tried, with 70 leads each: more than a word of bits holds.
fn cases() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "who looks for a counterexample asks for more cases")]
    let asked = std::env::var("COLUMNAR_CASES").ok().and_then(|cases| cases.parse().ok());
    asked.unwrap_or(300)
}

const LEADS: usize = 70;

#[test]
fn verdicts_are_those_of_the_reference() {
    let config =
        Config { cases: cases(), failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    let mut runner = TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[12; 32]));
    let picks = |most| proptest::collection::vec(any::<u16>(), 0..most);
    let outcome = runner.run(&(picks(3_000), picks(6_000)), |(for_plan, for_leads)| {
        let plan = plan(&mut Picks::new(for_plan));
        let mut picks = Picks::new(for_leads);
        let leads: Vec<Lead> = (0..LEADS).map(|_| lead(&mut picks, &plan)).collect();
        let expected: Vec<Verdict> = leads.iter().map(|lead| evaluate(&plan, today(), lead)).collect();
        let mut columnar = Columnar::new(&plan, today());
        for at_a_time in [1, 7, 64, LEADS] {
            let mut expected = expected.iter();
            for some in leads.chunks(at_a_time) {
                let of_these: Vec<&Verdict> = expected.by_ref().take(some.len()).collect();
                agree(&mut columnar, &plan, some, &of_these)?;
            }
        }
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

fn agree(
    columnar: &mut Columnar<'_>,
    plan: &Plan,
    leads: &[Lead],
    expected: &[&Verdict],
) -> Result<(), TestCaseError> {
    Columns::of_leads(plan, leads).with_batch(|batch| {
        let results = columnar.results(batch);
        let all = results.all();
        for (at, expected) in expected.iter().enumerate() {
            prop_assert_eq!(all[at], expected.found.result, "{:?}", leads[at]);
            prop_assert_eq!(results.get(at), expected.found.result);
        }
        let counted: u64 = results.counts().map(|(_, count)| count).sum();
        prop_assert_eq!(counted, leads.len() as u64);
        let verdicts = columnar.verdicts(batch);
        for (at, expected) in expected.iter().enumerate() {
            prop_assert_eq!(&verdicts.get(at), *expected, "{:?}", leads[at]);
            for column in Column::ALL {
                let mut cell = String::new();
                verdicts.write_cell(at, column, &mut cell);
                prop_assert_eq!(cell, csv::cell(plan, expected, column), "{:?}", leads[at]);
            }
        }
        Ok(())
    })
}
