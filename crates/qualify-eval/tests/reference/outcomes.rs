//! Outcomes: what they are and could become, with and without exits.

use qualify_eval::testing::Builder;
use qualify_eval::{Given, OutcomeFinding, Possible};
use qualify_plan::{Combine, Conclusion, ExitId, FactRef, OutcomeId, Place, Predicate, Type, Value};

use crate::support::{lead, verdict};

/// A rule: the truth of its condition (none is unknown), the value it gives, and whether it concludes an exit.
type Says = (Option<bool>, u32, Leaves);

#[derive(Clone, Copy, PartialEq)]
enum Leaves {
    Stays,
    Exits,
}
use Leaves::{Exits, Stays};

const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

/// The outcome `o` with values `b`, `a`, `c`, in this order.
fn outcome(combine: Combine, rules: &[Says]) -> OutcomeFinding {
    let mut builder = Builder::default();
    let mut values = Vec::new();
    let outcome = builder.outcome("o", combine, &["b", "a", "c"]);
    for (at, (truth, value, leaves)) in rules.iter().enumerate() {
        let field = FactRef::Field(builder.field(&format!("f{at}"), Type::YesNo));
        values.push(truth.map(Value::YesNo));
        let test = builder.test(field, Predicate::Yes);
        let gives = Conclusion::Outcome(outcome, *value);
        match leaves {
            Stays => builder.rule(test, None, &[gives]),
            Exits => builder.rule(test, None, &[Conclusion::Place(Place::Exit(ExitId(0))), gives]),
        };
    }
    assert_eq!(outcome, OutcomeId(0));
    verdict(builder, &lead(values, vec![])).found.outcomes.remove(0)
}

/// Checks what an outcome is and could become.
fn check(combine: Combine, rules: &[Says], given: Given, could_be: &[Possible]) {
    let found = outcome(combine, rules);
    assert_eq!((&found.given, found.could_be.as_slice()), (&given, could_be));
}

const B: Possible = Possible::Value(0);
const A: Possible = Possible::Value(1);
const C: Possible = Possible::Value(2);

#[test]
fn one_value() {
    let one = |rules: &[Says], given, could_be: &[Possible]| check(Combine::OneValue, rules, given, could_be);
    one(&[], Given::None, &[]);
    one(&[(NO, 0, Stays)], Given::None, &[]);
    one(&[(None, 0, Stays)], Given::None, &[B]);
    one(&[(None, 0, Stays), (None, 1, Stays)], Given::None, &[A, B, Possible::Conflict]);
    one(&[(YES, 0, Stays)], Given::Value(0), &[]);
    one(&[(YES, 0, Stays), (None, 0, Stays)], Given::Value(0), &[]);
    one(&[(YES, 0, Stays), (None, 1, Stays)], Given::Value(0), &[Possible::Conflict]);
    one(&[(YES, 0, Stays), (YES, 1, Stays), (None, 2, Stays)], Given::Conflict, &[]);
}

#[test]
fn highest_wins() {
    let highest =
        |rules: &[Says], given, could_be: &[Possible]| check(Combine::HighestWins, rules, given, could_be);
    highest(&[], Given::None, &[]);
    highest(&[(YES, 0, Stays), (YES, 1, Stays)], Given::Value(1), &[]);
    highest(&[(None, 0, Stays), (YES, 1, Stays), (None, 2, Stays)], Given::Value(1), &[C]);
    highest(&[(None, 0, Stays), (None, 2, Stays)], Given::None, &[C, B]);
}

#[test]
fn keep_all() {
    let all = |rules: &[Says], given: &[u32], could_be: &[Possible]| {
        check(Combine::KeepAll, rules, Given::All(given.to_vec()), could_be);
    };
    all(&[], &[], &[]);
    all(&[(YES, 0, Stays), (YES, 1, Stays), (None, 2, Stays), (None, 1, Stays)], &[1, 0], &[C]);
    all(&[(None, 0, Stays), (None, 1, Stays)], &[], &[A, B]);
}

#[test]
fn a_lead_that_leaves_gets_the_outcomes_of_exits_only() {
    check(Combine::OneValue, &[(YES, 0, Stays), (YES, 1, Exits)], Given::Value(1), &[]);
    check(Combine::HighestWins, &[(YES, 0, Exits), (YES, 2, Stays), (None, 1, Stays)], Given::Value(0), &[]);
    check(Combine::KeepAll, &[(YES, 0, Stays), (YES, 1, Exits)], Given::All(vec![1]), &[]);
    check(Combine::OneValue, &[(YES, 0, Exits), (None, 1, Exits)], Given::Value(0), &[Possible::Conflict]);
}

#[test]
fn a_lead_that_may_leave_could_lose_what_no_exit_gives() {
    check(Combine::OneValue, &[(YES, 0, Stays), (None, 0, Exits)], Given::Value(0), &[Possible::None]);
    check(
        Combine::OneValue,
        &[(YES, 0, Stays), (None, 1, Exits)],
        Given::Value(0),
        &[A, Possible::Conflict, Possible::None],
    );
    check(Combine::HighestWins, &[(YES, 2, Stays), (None, 0, Exits)], Given::Value(2), &[B, Possible::None]);
    check(Combine::KeepAll, &[(YES, 0, Stays), (None, 1, Exits)], Given::All(vec![0]), &[A, Possible::None]);
    check(Combine::KeepAll, &[(None, 1, Exits)], Given::All(vec![]), &[A]);
}

#[test]
fn the_rules_that_give_an_outcome_are_named() {
    let found =
        outcome(Combine::HighestWins, &[(YES, 2, Stays), (YES, 0, Stays), (YES, 2, Stays), (None, 2, Stays)]);
    assert_eq!(found.by.iter().map(|rule| rule.index()).collect::<Vec<_>>(), [0, 2]);
    let found = outcome(Combine::OneValue, &[(YES, 2, Stays), (YES, 0, Stays), (NO, 1, Stays)]);
    assert_eq!(found.by.len(), 2);
}
