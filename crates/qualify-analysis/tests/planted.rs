//! Programs into which a change is planted that is known to change the verdict of a lead: the comparison never says that no
//! lead changes, and never that the move of that lead is impossible.
//!
//! `ANALYSIS_CASES=1000 cargo test --release -p qualify-analysis --test planted -- --nocapture` plants more.
#![cfg(test)]

#[path = "brute_force/edits.rs"]
#[expect(dead_code, reason = "some edits are for another solver")]
mod edits;
#[path = "planted/needles.rs"]
mod needles;
#[path = "brute_force/programs.rs"]
mod programs;

use std::collections::BTreeMap;

use programs::Profile;
use qualify_analysis::{Comparison, Equivalence, Shift};
use qualify_eval::testing::{self, Picks, today};
use qualify_eval::{Assumptions, Findings, Given, Possible, findings};
use qualify_plan::{EachOf, Expr, Lead, Line, Place, Plan, StageId, Window};

/// Leads that are tried for each change.
const LEADS: usize = 120;

/// How many changes are planted.
fn cases() -> u64 {
    #[expect(clippy::disallowed_methods, reason = "who looks for a counterexample asks for more cases")]
    let given = std::env::var("ANALYSIS_CASES");
    given.ok().and_then(|number| number.parse().ok()).unwrap_or(60)
}

/// What a verdict says, but for status and needs.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    result: Option<Place>,
    could_be: Vec<Place>,
    meets: Vec<StageId>,
    could_meet: Vec<StageId>,
    outcomes: Vec<(Given, Vec<Possible>)>,
}

fn said(plan: &Plan, lead: &Lead) -> Said {
    let Findings { meets, could_meet, result, could_be, outcomes, .. } =
        findings(plan, today(), lead, Assumptions::Made);
    let outcomes = outcomes.into_iter().map(|outcome| (outcome.given, outcome.could_be)).collect();
    Said { result, could_be, meets, could_meet, outcomes }
}

/// Two programs, and a lead that they judge differently: the evaluator says so.
struct Planted {
    kind: &'static str,
    old: Plan,
    new: Plan,
    lead: Lead,
}

/// Kinds of programs and changes.
const KINDS: [&str; 6] = [
    "an edit of a small program",
    "an edit of a wide program",
    "an edit of a program of any kind",
    "a needle in a small program",
    "a needle in a wide program",
    "a needle in a program of any kind",
];

/// A program of a kind, after an edit or with a condition more that concerns a single combination of facts; none if no lead
/// was met whose verdict is another.
fn planted(kind: usize, seed: u64) -> Option<Planted> {
    let mut picks = programs::picks(seed);
    let old = match kind % 3 {
        0 => programs::program(&mut picks, Profile::SMALL),
        1 => programs::program(&mut picks, Profile::WIDE),
        _ => testing::plan(&mut picks),
    };
    let edited = (kind < 3).then(|| edits::changed(&mut picks, &old));
    (0..LEADS).find_map(|_| {
        let lead = a_lead(&mut picks, &old);
        let new = match &edited {
            Some(edited) => edited.clone(),
            None => needles::planted(&mut picks, &old, &lead)?,
        };
        let is_changed = said(&old, &lead) != said(&new, &lead);
        is_changed.then(|| Planted { kind: KINDS[kind], old: old.clone(), new, lead })
    })
}

/// As many changes as are asked for, of each kind in turn, with their seeds.
fn all() -> impl Iterator<Item = (u64, Planted)> {
    let mut seeds = KINDS.map(|_| 0..);
    (0..cases()).filter_map(move |case| {
        let kind = usize::try_from(case).ok()? % KINDS.len();
        seeds[kind].find_map(|seed| Some((seed, planted(kind, seed)?)))
    })
}

/// A lead with gaps, or one of which everything is known.
fn a_lead(picks: &mut Picks, plan: &Plan) -> Lead {
    let lead = testing::lead(picks, plan);
    if picks.chance(1, 2) { lead } else { testing::fill_gaps(picks, plan, &lead, |_| true) }
}

#[derive(Debug, Default)]
struct Tally {
    planted: u64,
    found: u64,
    undecided: u64,
    wrong: u64,
    /// Changes that give the lead another result, or another value of an outcome.
    moves: u64,
    moves_found: u64,
    moves_undecided: u64,
    moves_wrong: u64,
}

#[test]
fn no_planted_change_is_called_none() {
    let mut tallies: BTreeMap<&str, Tally> = BTreeMap::new();
    let mut features: BTreeMap<&str, u64> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (seed, planted) in all() {
        let kind = planted.kind;
        let tally = tallies.entry(kind).or_default();
        for feature in features_of(&planted) {
            *features.entry(feature).or_default() += 1;
        }
        tally.planted += 1;
        match Comparison::new(&planted.old, &planted.new, today()).equivalent() {
            Equivalence::Equivalent => {
                tally.wrong += 1;
                wrong.push(format!("{kind}, seed {seed}: proved equal, but {:?}", planted.lead));
            }
            Equivalence::Differs(shown) => {
                tally.found += 1;
                assert_ne!(
                    said(&planted.old, &shown.old),
                    said(&planted.new, &shown.new),
                    "{kind}, seed {seed}"
                );
            }
            Equivalence::Undecided => tally.undecided += 1,
        }
        if let Some(shift) = move_of(&planted) {
            tally.moves += 1;
            match shift {
                Shift::Never => {
                    tally.moves_wrong += 1;
                    wrong.push(format!(
                        "{kind}, seed {seed}: proved impossible, but {:?} moves so",
                        planted.lead
                    ));
                }
                Shift::Moves(_) => tally.moves_found += 1,
                Shift::Undecided => tally.moves_undecided += 1,
            }
        }
    }
    for (kind, tally) in &tallies {
        println!("{kind}: {tally:?}");
    }
    println!("with {features:?}");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert_eq!(tallies.values().map(|tally| tally.planted).sum::<u64>(), cases());
    // Many programs have scores that nobody would write, and a needle is one lead among very many.
    let undecided: u64 = tallies.values().map(|tally| tally.undecided).sum();
    assert!(undecided * 4 <= cases(), "{undecided} undecided");
    assert_eq!(features.len(), 7, "{features:?}");
}

/// What is answered about the move of the lead from one result to another, else about that of an outcome.
fn move_of(Planted { old, new, lead, .. }: &Planted) -> Option<Shift> {
    let (before, after) = (said(old, lead), said(new, lead));
    let comparison = Comparison::new(old, new, today());
    let mut changes = comparison.changes();
    if before.result != after.result {
        let name = |place: Option<Place>| match place {
            Some(Place::Stage(id)) => old.stages[id.index()].name.clone(),
            Some(Place::Exit(id)) => old.exits[id.index()].name.clone(),
            None => String::new(),
        };
        let (from, to) = (name(before.result), name(after.result));
        let mut moves = changes.results().into_iter();
        return moves.find(|told| (&told.from, &told.to) == (&from, &to)).map(|told| told.shift);
    }
    let at = before.outcomes.iter().zip(&after.outcomes).position(|(one, other)| one.0 != other.0)?;
    let value = |given: &Given| match given {
        Given::None | Given::All(_) => qualify_analysis::OutcomeSaid::None,
        Given::Conflict => qualify_analysis::OutcomeSaid::Conflict,
        Given::Value(value) => {
            let value = &old.outcomes[at].values[*value as usize];
            qualify_analysis::OutcomeSaid::Value(value.name.clone())
        }
    };
    let (from, to) = (value(&before.outcomes[at].0), value(&after.outcomes[at].0));
    let mut moves = changes.outcomes().into_iter();
    let told =
        moves.find(|told| told.outcome == old.outcomes[at].name && (&told.from, &told.to) == (&from, &to));
    told.map(|told| told.shift)
}

/// What makes this change hard to see.
fn features_of(Planted { old, new, lead, .. }: &Planted) -> Vec<&'static str> {
    let (before, after) = (said(old, lead), said(new, lead));
    let windows = old
        .exprs
        .iter()
        .any(|expr| matches!(expr, Expr::Events(test) if !matches!(test.rows.window, Window::Always)));
    let all = [
        ("another result", before.result != after.result),
        ("only something open", before.result == after.result && before.outcomes == after.outcomes),
        ("another outcome", before.outcomes != after.outcomes),
        ("gaps", !testing::gaps(lead).is_empty()),
        ("defaults", old.fields.iter().any(|field| field.default.is_some())),
        ("windows", windows),
        ("caps", old.scores.iter().any(|score| is_capped(&score.lines))),
    ];
    all.into_iter().filter(|(_, is_so)| *is_so).map(|(name, _)| name).collect()
}

fn is_capped(lines: &[Line]) -> bool {
    lines.iter().any(|line| match line {
        Line::Group { .. } => true,
        Line::Each(each) => each.cap.is_some() && !matches!(each.of, EachOf::Field(_)),
        Line::BestOf(lines) => is_capped(lines),
        Line::When { .. } | Line::Table(_) | Line::Score(_) | Line::FirstOf(_) => false,
    })
}
