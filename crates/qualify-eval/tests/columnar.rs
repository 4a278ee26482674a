//! Batches of leads are judged as one lead after the other is: the same verdicts, however many at a time.

#![expect(clippy::indexing_slicing, clippy::unwrap_used, clippy::panic, reason = "a test fails loudly")]

#[path = "columnar/kinds.rs"]
mod kinds;
#[path = "columnar/shared.rs"]
mod shared;

use std::cell::{Cell, RefCell};

use kinds::Kinds;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use qualify_eval::csv::{self, Column};
use qualify_eval::testing::{Picks, lead, plan, today};
use qualify_eval::{Columnar, Evaluator, Verdict, asked_by_domain, evaluate};
use qualify_plan::{Columns, Lead, Place, Plan, Value};
use shared::Shared;

/// How many plans are tried with a few leads each; the long run asks for 1,500 and has 138,000 pairs of a plan and a lead then.
fn cases() -> u32 {
    #[expect(clippy::disallowed_methods, reason = "who looks for a counterexample asks for more cases")]
    let asked = std::env::var("COLUMNAR_CASES").ok().and_then(|cases| cases.parse().ok());
    asked.unwrap_or(300)
}

/// More than a word of bits holds.
const FEW: usize = 70;
/// More than a whole batch of 1,024.
const MANY: usize = 1_100;

#[test]
fn verdicts_are_those_of_the_reference() {
    let kinds = agree_in_batches(cases(), FEW, &[1, 7, 64, FEW]);
    kinds.require_all();
}

/// For those fields of which only the domain is asked.
#[test]
fn leads_with_other_addresses_of_the_same_domain_have_the_same_result() {
    let mut runner = runner(cases());
    let by_domain = Cell::new(0);
    let outcome = runner.run(&(picks(3_000), picks(FEW * 90)), |(for_plan, for_leads)| {
        let plan = plan(&mut Picks::new(for_plan));
        let fields = asked_by_domain(&plan);
        by_domain.set(by_domain.get() + usize::from(!fields.is_empty()));
        let mut picks = Picks::new(for_leads);
        let mut leads: Vec<Lead> = (0..FEW).map(|_| lead(&mut picks, &plan)).collect();
        let expected: Vec<Option<Place>> =
            leads.iter().map(|lead| evaluate(&plan, today(), lead).found.result).collect();
        for lead in &mut leads {
            for field in &fields {
                if let Some(Value::Text(address)) = &mut lead.values[field.index()] {
                    *address = format!("somebody.else@{}", address.rsplit_once('@').unwrap().1);
                }
            }
        }
        Columns::of_leads(&plan, &leads).with_batch(|batch| {
            let mut columnar = Columnar::new(&plan, today());
            prop_assert_eq!(columnar.results(batch).all(), expected);
            Ok(())
        })
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    assert!(by_domain.get() > 0, "no program asks for domains alone");
}

#[test]
fn verdicts_of_whole_batches_are_those_of_the_reference() {
    let kinds = agree_in_batches(cases().div_ceil(50), MANY, &[1, 7, 1_024, MANY]);
    println!("{} programs, {} leads in all", kinds.programs, kinds.triples);
}

fn runner(cases: u32) -> TestRunner {
    let config = Config { cases, failure_persistence: None, max_shrink_iters: 200, ..Config::default() };
    TestRunner::new_with_rng(config, TestRng::from_seed(RngAlgorithm::ChaCha, &[12; 32]))
}

fn picks(most: usize) -> impl Strategy<Value = Vec<u16>> {
    proptest::collection::vec(any::<u16>(), 0..most)
}

/// Tries so many plans with so many leads each, so many at a time; gives what was met.
fn agree_in_batches(cases: u32, count: usize, sizes: &[usize]) -> Kinds {
    let mut runner = runner(cases);
    let kinds = RefCell::new(Kinds::default());
    let outcome = runner.run(&(picks(3_000), picks(count * 90)), |(for_plan, for_leads)| {
        let plan = plan(&mut Picks::new(for_plan));
        // Which columns are shared changes with every batch, from a beginning that no size of batches always has.
        let mut turn = for_leads.len();
        let mut picks = Picks::new(for_leads);
        let leads: Vec<Lead> = (0..count).map(|_| lead(&mut picks, &plan)).collect();
        let expected: Vec<Verdict> = leads.iter().map(|lead| evaluate(&plan, today(), lead)).collect();
        let mut evaluator = Evaluator::new(&plan, today());
        for (lead, expected) in leads.iter().zip(&expected) {
            prop_assert_eq!(evaluator.result(lead), expected.found.result, "{:?}", lead);
        }
        let shared = Shared::of(&plan, &leads);
        let mut columnar = Columnar::new(&plan, today());
        for size in sizes {
            for from in (0..count).step_by(*size) {
                let range = from..count.min(from + size);
                turn += 1;
                // None, every other, the others, all.
                let is_shared = |field: usize| turn >> (field % 2) & 1 == 1;
                let columns = shared.columns(&plan, &leads, range.clone(), is_shared);
                agree(&mut columnar, &plan, &columns, &leads[range.clone()], &expected[range])?;
            }
        }
        kinds.borrow_mut().add(&plan, &leads, &expected);
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
    kinds.into_inner()
}

fn agree(
    columnar: &mut Columnar<'_>,
    plan: &Plan,
    columns: &Columns,
    leads: &[Lead],
    expected: &[Verdict],
) -> Result<(), TestCaseError> {
    columns.with_batch(|batch| {
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
            prop_assert_eq!(&verdicts.get(at), expected, "{:?}", leads[at]);
            for column in Column::ALL {
                let mut cell = String::new();
                verdicts.write_cell(at, column, &mut cell);
                prop_assert_eq!(cell, csv::cell(plan, expected, column), "{:?}", leads[at]);
            }
        }
        Ok(())
    })
}
