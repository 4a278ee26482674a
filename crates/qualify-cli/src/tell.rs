//! A verdict and its explanation become the story that a person would tell about one lead.

pub(crate) mod facts;
mod scores;

use qualify::eval::{
    Change, Explanation, Given, Nearest, OpenOutcome, OutcomeFinding, Reason, Residual, Shown, ShownFact,
    Status, Verdict,
};
use qualify::names::{either, listed, outcome_value, place_label, place_name, possible_name, rule_name};
use qualify::plan::{Conclusion, OutcomeId, Place, Plan, RuleId, StageId, Truth};

use crate::terminal::{style, text};

/// How deep the parts of a story are indented.
const INDENT: usize = 2;

/// All that is known about one lead.
#[derive(Clone, Copy)]
pub(crate) struct Story<'a> {
    /// The rules.
    pub(crate) plan: &'a Plan,
    /// What they say.
    pub(crate) verdict: &'a Verdict,
    /// Why.
    pub(crate) explanation: &'a Explanation,
    /// Columns to fill.
    pub(crate) width: usize,
}

impl Story<'_> {
    /// The whole story but for the heading, paragraph by paragraph.
    pub(crate) fn told(&self) -> String {
        let paragraphs = [
            self.because(),
            self.open(),
            self.nearest(),
            self.outcomes(),
            scores::told(self),
            self.assumed(),
        ];
        let told: Vec<String> = paragraphs.into_iter().filter(|paragraph| !paragraph.is_empty()).collect();
        told.join("\n")
    }

    /// `MQL (Marketing qualified). It could still become SQL.`
    pub(crate) fn headline(&self) -> String {
        let found = &self.verdict.found;
        let result = found.result.map_or_else(|| "No result".to_owned(), |place| self.place(place));
        let exit = match (found.exit, found.stage) {
            (Some(_), Some(stage)) => {
                format!(" Without this exit it would be {}.", place_name(self.plan, Place::Stage(stage)))
            }
            (Some(_) | None, _) => String::new(),
        };
        format!("{}.{exit} {}", style::heading(&result), self.status())
    }

    fn status(&self) -> String {
        let could_be =
            self.verdict.found.could_be.iter().map(|place| place_name(self.plan, *place).to_owned());
        let could_be: Vec<String> = could_be.collect();
        match self.verdict.status {
            Status::Settled => "This is settled: no missing fact can change it.".to_owned(),
            Status::Assumed => "This stands as long as the assumptions below are right.".to_owned(),
            Status::Open if could_be.is_empty() => {
                let outcomes = self.explanation.open_outcomes.iter();
                let names = outcomes.filter_map(|open| self.plan.outcomes.get(open.outcome.index()));
                let names = listed(names.map(|outcome| outcome.name.clone()), "an outcome");
                format!("It is open: {names} could still change.")
            }
            Status::Open => format!("It is open: it could still become {}.", either(&could_be)),
        }
    }

    fn place(&self, place: Place) -> String {
        let name = place_name(self.plan, place);
        match place_label(self.plan, place) {
            Some(label) => format!("{name} ({})", text::clean(label)),
            None => name.to_owned(),
        }
    }

    /// The rules behind the result, and the facts behind the rules.
    pub(crate) fn because(&self) -> String {
        let reasons = &self.explanation.because;
        if reasons.is_empty() {
            let lowest = self.plan.stages.first().map(|stage| stage.name.as_str());
            let result = self.verdict.found.result.map(|place| place_name(self.plan, place));
            return match result.filter(|result| Some(*result) == lowest) {
                Some(lowest) => self.paragraph(
                    "Because",
                    &[format!("no rule gives it more: every lead is at least {lowest}.")],
                ),
                None => String::new(),
            };
        }
        let reasons: Vec<String> = reasons.iter().map(|reason| self.reason(reason)).collect();
        format!("{}\n{}", style::heading("Because"), reasons.concat())
    }

    fn reason(&self, reason: &Reason) -> String {
        let because = self.plan.rules.get(reason.rule.index()).and_then(|rule| rule.because.as_deref());
        let mut out = self.rule(reason.rule);
        if let Some(because) = because {
            out += &format!("{}\n", text::hang("    ", &text::clean(because), self.width));
        }
        let facts = reason.facts.iter().map(|fact| (self.fact(fact), fact.test.clone()));
        out + &facts::table(facts, 4, self.width)
    }

    /// `industry is software`; a stage that is met is told with the rules that meet it.
    fn fact(&self, fact: &ShownFact) -> String {
        let told = format!("{} is {}", fact.name, facts::shown(&fact.value));
        let stage =
            self.plan.stages.iter().position(|stage| stage.name == fact.name).map(StageId::from_index);
        let (Some(stage), Shown::Truth(Truth::Yes)) = (stage, &fact.value) else {
            return told;
        };
        let concludes = Conclusion::Place(Place::Stage(stage));
        let rules = self.plan.rules.iter().zip(&self.verdict.found.rules);
        let by = rules.filter(|(rule, truth)| **truth == Truth::Yes && rule.concludes.contains(&concludes));
        let by: Vec<String> = by.map(|(rule, _)| short(&rule.name)).collect();
        if by.is_empty() { told } else { format!("{told} by {}", listed(by, "")) }
    }

    /// A rule and where it stands.
    fn rule(&self, rule: RuleId) -> String {
        let place = self.plan.program.rules.get(rule.index());
        let place =
            place.map(|place| format!("{}:{}", text::clean(&place.file), place.line)).unwrap_or_default();
        let name = text::clean(rule_name(self.plan, rule)).into_owned();
        let lines = text::item(INDENT, &name, self.width);
        let last = lines.lines().last().map_or(0, text::width);
        match last + 2 + text::width(&place) <= self.width {
            true => format!("{lines}  {}\n", style::quiet(&place)),
            false => format!("{lines}\n  {}\n", style::quiet(&place)),
        }
    }

    /// For each place and outcome that is open: what is missing.
    pub(crate) fn open(&self) -> String {
        let explanation = self.explanation;
        let places = explanation
            .open
            .iter()
            .map(|open| self.depends(place_name(self.plan, open.place), &open.needs, &open.rules));
        let outcomes = explanation.open_outcomes.iter().map(|open| self.open_outcome(open));
        let told: Vec<String> = places.chain(outcomes).collect();
        match told.is_empty() {
            true => String::new(),
            false => format!("{}\n{}", style::heading("Still open"), told.concat()),
        }
    }

    fn open_outcome(&self, open: &OpenOutcome) -> String {
        let name = self.plan.outcomes.get(open.outcome.index()).map_or("", |outcome| &outcome.name);
        let mut told = self.depends(name, &open.needs, &open.rules);
        if !open.exits.is_empty() {
            let exits: Vec<String> =
                open.exits.iter().map(|exit| place_name(self.plan, *exit).to_owned()).collect();
            let exits = format!("only rules that conclude an exit count if it is {}", either(&exits));
            told += &format!("{}\n", text::item(4, &exits, self.width));
        }
        told
    }

    /// The facts that something open depends on, and what is left to know of its rules.
    fn depends(&self, name: &str, needs: &[String], rules: &[Residual]) -> String {
        let needs = needs.iter().map(|need| text::clean(need).into_owned());
        let told = format!("{} depends on {}", style::heading(name), listed(needs, "nothing"));
        let mut out = format!("{}\n", text::item(INDENT, &told, self.width));
        for residual in rules {
            let rule = rule_name(self.plan, residual.rule);
            let told = match rule == residual.text {
                true => format!("still to know: {}", residual.text),
                false => format!("{}; still to know: {}", short(rule), residual.text),
            };
            out += &format!("{}\n", text::item(4, &text::clean(&told), self.width));
        }
        out
    }

    /// For each higher stage: the least that would have to be learnt or change.
    fn nearest(&self) -> String {
        let nearest = self.explanation.nearest.as_deref().unwrap_or_default();
        let steps = nearest.iter().map(|nearest| self.step(nearest));
        let undecided = self.explanation.undecided.iter().map(|stage| {
            let stage = place_name(self.plan, Place::Stage(*stage));
            format!("{stage}: could not decide whether and how it can come there")
        });
        let exit = self.verdict.found.exit.filter(|_| !nearest.is_empty());
        let in_vain = exit.map(|exit| {
            let exit = place_name(self.plan, Place::Exit(exit));
            format!("(while it is {exit}, none of this changes the result)")
        });
        self.paragraph("Nearest way up", &steps.chain(undecided).chain(in_vain).collect::<Vec<_>>())
    }

    /// `SQL: learn budget; 1 more download (by "BANT")`.
    pub(crate) fn step(&self, nearest: &Nearest) -> String {
        let stage = place_name(self.plan, Place::Stage(nearest.stage));
        let learn = match nearest.learn.as_slice() {
            [] => None,
            facts => Some(format!("learn {}", listed(facts.iter().cloned(), ""))),
        };
        let change = nearest.change.iter().map(|change: &Change| facts::change(self.plan, change));
        let steps: Vec<String> = learn.into_iter().chain(change).collect();
        let rule = rule_name(self.plan, nearest.rule);
        let by = if rule.starts_with("when ") { String::new() } else { format!(" (by {})", short(rule)) };
        format!("{stage}: {}{by}", steps.join("; "))
    }

    fn outcomes(&self) -> String {
        let found = &self.verdict.found.outcomes;
        let lines: Vec<String> = found
            .iter()
            .enumerate()
            .map(|(at, finding)| outcome(self.plan, OutcomeId::from_index(at), finding))
            .collect();
        self.paragraph("Outcomes", &lines)
    }

    fn assumed(&self) -> String {
        let lines: Vec<String> =
            self.verdict.assumed.iter().map(|name| facts::assumption(self.plan, name)).collect();
        self.paragraph("Assumed", &lines)
    }

    fn paragraph(&self, heading: &str, lines: &[String]) -> String {
        if lines.is_empty() {
            return String::new();
        }
        let hung = lines.iter().map(|line| {
            let hung = text::item(INDENT, &text::clean(line), self.width);
            format!("{hung}\n")
        });
        format!("{}\n{}", style::heading(heading), hung.collect::<String>())
    }
}

/// A rule's name in quotes, or its text as it is.
fn short(rule: &str) -> String {
    if rule.starts_with("when ") { format!("`{rule}`") } else { format!("\"{rule}\"") }
}

/// `play is sales_call (by "Big team"), could become none`.
fn outcome(plan: &Plan, id: OutcomeId, finding: &OutcomeFinding) -> String {
    let name = plan.outcomes.get(id.index()).map_or("", |outcome| &outcome.name);
    let value = |value: &u32| outcome_value(plan, id, *value).to_owned();
    let given = match &finding.given {
        Given::None => "none".to_owned(),
        Given::Value(one) => value(one),
        Given::Conflict => "in conflict: the rules give several values".to_owned(),
        Given::All(values) => listed(values.iter().map(value), "none"),
    };
    let by = finding.by.iter().map(|rule| short(rule_name(plan, *rule)));
    let by = if finding.by.is_empty() { String::new() } else { format!(" (by {})", listed(by, "")) };
    let could_be: Vec<String> =
        finding.could_be.iter().map(|possible| possible_name(plan, id, *possible).to_owned()).collect();
    let could_be =
        if could_be.is_empty() { String::new() } else { format!(", could become {}", either(&could_be)) };
    format!("{name} is {given}{by}{could_be}")
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use qualify::plan::{Date, Lead};

    use super::*;

    #[test]
    fn a_stage_that_could_not_be_decided_is_said() {
        let text = "stages: - Lead - MQL field downloads is count when downloads >= 2 then MQL";
        let files = BTreeMap::from([("inbound.rules".to_owned(), text.as_bytes().to_vec())]);
        let plan = qualify::compile(&files, "inbound.rules").program.unwrap().plan;
        let (today, lead) = (Date::parse("2026-03-02").unwrap(), Lead::empty(&plan));
        let verdict = qualify::eval::evaluate(&plan, today, &lead);
        let mql = vec![StageId::from_index(1)];
        let explanation = Explanation {
            nearest: Some(Vec::new()),
            undecided: mql,
            ..qualify::eval::explain(&plan, today, &lead)
        };
        let told = Story { plan: &plan, verdict: &verdict, explanation: &explanation, width: 80 }.told();
        assert!(told.contains("MQL: could not decide whether and how it can come there"), "{told}");
    }
}
