//! The parts of a review become the sentences that all its forms share. Names stand in backticks.

use qualify_review::{Fares, Finding, Gate, Others, RuleRef, Said, ScoreMove, Standing, Witness};

use crate::terminal::text;

/// What lead shows a move: ``a lead like `L-7`, but downloads is 4 instead of 6``.
pub(super) fn witness(witness: &Witness) -> String {
    let facts: Vec<String> = witness
        .facts
        .iter()
        .map(|fact| match (&witness.like, fact.instead_of.as_str()) {
            (Some(_), instead) => format!("{} is {} instead of {instead}", fact.name, fact.value),
            (None, _) => format!("{} is {}", fact.name, fact.value),
        })
        .collect();
    let facts = text::list(&facts);
    match (&witness.like, facts.is_empty()) {
        (Some(key), true) => format!("the lead `{key}` as it is"),
        (Some(key), false) => format!("a lead like `{key}`, but {facts}"),
        (None, true) => "a lead of which nothing is known".to_owned(),
        (None, false) => format!("a lead of which only this is known: {facts}"),
    }
}

/// So many pairs of rules are told besides the first.
const MOST_OTHERS: usize = 5;

/// By which other rules leads move so: `` `Visits` (a.rules:14) → no rule``; nothing if by no others, as far as is known.
pub(super) fn others(others: &Others) -> Option<String> {
    let rule = |rule: &Option<RuleRef>| rule.as_ref().map_or_else(|| "no rule".to_owned(), rule_told);
    let told = others.pairs.iter().take(MOST_OTHERS);
    let told: Vec<String> =
        told.map(|pair| format!("{} → {}", rule(&pair.before), rule(&pair.after))).collect();
    let more = if others.pairs.len() > MOST_OTHERS || !others.are_all { "; perhaps by more" } else { "" };
    (!told.is_empty()).then(|| format!("{}{more}", told.join("; ")))
}

fn rule_told(rule: &RuleRef) -> String {
    match rule.file.is_empty() {
        true => format!("`{}`", rule.rule),
        false => format!("`{}` ({}:{})", rule.rule, rule.file, rule.line),
    }
}

/// What a version says of a lead: ``MQL, by `Downloads` (inbound.rules:12); it could become SQL``.
pub(super) fn said(said: &Said) -> String {
    let by: Vec<String> = said.because.iter().map(rule_told).collect();
    let by = match by.len() {
        0 => ", as no rule gives it more".to_owned(),
        1..=3 => format!(", by {}", text::list(&by)),
        more => format!(
            ", by {} and {} more",
            by.iter().take(2).cloned().collect::<Vec<_>>().join(", "),
            more - 2
        ),
    };
    let could = match said.could_be.as_slice() {
        [] => String::new(),
        places => format!("; it could become {}", qualify::names::either(places)),
    };
    format!("{}{by}{could}", said.result)
}

/// What a version says of the outcomes of a lead.
pub(super) fn outcomes_said(said: &Said, outcome: &str) -> String {
    let values: Vec<String> =
        said.outcomes.iter().filter(|(name, _)| name == outcome).map(|(_, value)| value.clone()).collect();
    let value = if values.is_empty() { "none".to_owned() } else { values.join(", ") };
    format!("{outcome} is {value}, the result {}", said.result)
}

/// What is open: `MQL; it could become SQL; desk could become north`; where that is nothing, the stages that it meets.
pub(super) fn open_said(said: &Said) -> String {
    let could = match said.could_be.as_slice() {
        [] => "it could become nothing else".to_owned(),
        places => format!("it could become {}", qualify::names::either(places)),
    };
    let outcomes = said.outcomes_could_be.iter();
    let outcomes =
        outcomes.map(|(name, values)| format!("{name} could become {}", qualify::names::either(values)));
    let meets = format!("it meets {}", text::list(&said.meets));
    let could_meet = match said.could_meet.as_slice() {
        [] => String::new(),
        stages => format!(" and could meet {}", text::list(stages)),
    };
    let told: Vec<String> = [said.result.clone(), could].into_iter().chain(outcomes).collect();
    format!("{}; {meets}{could_meet}", told.join("; "))
}

/// The points that a score can have before and after.
pub(super) fn score(score: &ScoreMove) -> String {
    let range = |range: Option<(i64, i64)>| {
        range.map_or_else(|| "nothing".to_owned(), |(from, to)| format!("{from} to {to} points"))
    };
    match score.before == score.after {
        true => format!(
            "`{}` gives other points to some leads; it stays within {}",
            score.score,
            range(score.after)
        ),
        false => {
            format!("`{}` can give {} instead of {}", score.score, range(score.after), range(score.before))
        }
    }
}

/// How an example fares: `kept → broken`.
pub(super) fn fares(before: Fares, after: Fares) -> String {
    let word = |fares| match fares {
        Fares::Kept => "kept",
        Fares::Broken => "broken",
        Fares::Absent => "absent",
    };
    match (before, after) {
        (Fares::Absent, after) => format!("new, {}", word(after)),
        (_, Fares::Absent) => "gone".to_owned(),
        (before, after) if before == after => format!("promises something else, {}", word(after)),
        (before, after) => format!("{} → {}", word(before), word(after)),
    }
}

/// What became of a gate: `failed: SQL → Lead is possible`.
pub(super) fn gate(gate: &Gate) -> String {
    match &gate.standing {
        Standing::Passed => format!("passed: {} ({})", gate.demands, gate.found),
        Standing::Failed => format!("failed: {}, but: {}", gate.demands, gate.found),
        Standing::Waived { because, until } => {
            format!("waived until {until}: {} ({}). Reason: {because}", gate.demands, gate.found)
        }
        Standing::NotCounted => format!("not counted: {} ({})", gate.demands, gate.found),
    }
}

/// `inbound.rules:12: warning[redundant-rule] ...`
pub(super) fn finding(finding: &Finding) -> String {
    format!("{}:{}: {}[{}] {}", finding.file, finding.line, finding.severity, finding.code, finding.message)
}

/// How many leads, if they were counted.
pub(super) fn leads(counted: Option<u64>) -> Option<String> {
    counted.map(|count| text::counted(count, "lead"))
}

/// What is proved of the moves that are not listed.
pub(super) fn ruled_out(impossible: usize, listed: usize) -> Option<String> {
    let others = if listed == 0 { "" } else { " other" };
    match impossible {
        0 => None,
        1 => Some(format!("The only{others} move between results is proved impossible.")),
        count => Some(format!("All {count}{others} moves between results are proved impossible.")),
    }
}

/// `41 leads (0.8%) get another result`
pub(super) fn moved(moved: u64, all: u64) -> String {
    let verb = if moved == 1 { "gets" } else { "get" };
    format!("{} ({}) {verb} another result", text::counted(moved, "lead"), share(moved, all))
}

/// `16 leads keep the result, and what is open changes.`
pub(super) fn open_changed(count: u64) -> String {
    let verb = if count == 1 { "keeps" } else { "keep" };
    format!("{} {verb} the result, and what is open changes.", text::counted(count, "lead"))
}

/// `12.3%` of all; `<0.1%` rather than nothing.
pub(super) fn share(part: u64, whole: u64) -> String {
    let thousandths =
        (u128::from(part) * 1_000 + u128::from(whole) / 2).checked_div(u128::from(whole)).unwrap_or(0);
    match (part, thousandths) {
        (0, _) => "0%".to_owned(),
        (_, 0) => "<0.1%".to_owned(),
        (_, share) => format!("{}.{}%", share / 10, share % 10),
    }
}
