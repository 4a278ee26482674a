//! A plan and a lead become an explanation: the facts behind the result, what is open and why, what is nearest.

use qualify_plan::{Date, Lead, Line, OutcomeId, Place, Plan, RuleId, StageId, Truth, print};

use crate::facts::{ShownFact, facts_behind};
use crate::interval::Interval;
use crate::nearest::Nearest;
use crate::needs::Needs;
use crate::open::{self, Deciding};
use crate::places::{concludes, findings, ids, sort_by_text};
use crate::row::{Assumptions, Evaluation, place_truth};
use crate::score;

/// Why a verdict is as it is, from the evaluation with assumptions.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// For each rule of `found.because`, in that order.
    pub because: Vec<Reason>,
    /// For each place of `found.could_be`, in that order.
    pub open: Vec<OpenPlace>,
    /// For each outcome that could become something else, in the order of their declaration.
    pub open_outcomes: Vec<OpenOutcome>,
    /// For each stage above the lead's that it could come to, lowest first; none if nobody asked, which takes an exact
    /// analysis.
    pub nearest: Option<Vec<Nearest>>,
    /// The stages above the lead's of which was not found out, within the effort, whether and how it could come there.
    pub undecided: Vec<StageId>,
    /// By [`ScoreId`](qualify_plan::ScoreId): what each line gives.
    pub scores: Vec<Vec<LineFinding>>,
}

/// A rule and the facts that make it surely true.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The rule.
    pub rule: RuleId,
    /// The facts, in the order of the rule.
    pub facts: Vec<ShownFact>,
}

/// A place that the lead could still come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenPlace {
    /// The stage or exit.
    pub place: Place,
    /// The facts that decide it, sorted by code point.
    pub needs: Vec<String>,
    /// Its rules in Unknown, in order of their text.
    pub rules: Vec<Residual>,
}

/// An outcome that could still become something else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenOutcome {
    /// The outcome.
    pub outcome: OutcomeId,
    /// The facts that decide it, sorted by code point.
    pub needs: Vec<String>,
    /// The rules in Unknown that conclude what it could become, in order of their text.
    pub rules: Vec<Residual>,
    /// The exits in Unknown: if the lead left by one, only rules that conclude exits would give the outcome.
    pub exits: Vec<Place>,
}

/// What is left to find out about a rule in Unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Residual {
    /// The rule.
    pub rule: RuleId,
    /// Its parts in Unknown, defines written out.
    pub text: String,
}

/// What one line of a score gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineFinding {
    /// The line in canonical words; `group`, `best of` and `first of` without the lines that they own.
    pub text: String,
    /// Its points.
    pub points: Interval,
    /// The missing facts that decide it, sorted by code point; none if the points are exact.
    pub needs: Vec<String>,
    /// The lines that it owns.
    pub lines: Vec<LineFinding>,
}

/// Explains the verdict of [`evaluate`](crate::evaluate).
pub fn explain(plan: &Plan, today: Date, lead: &Lead) -> Explanation {
    let evaluation = Evaluation::run(plan, today, lead, Assumptions::Made);
    let found = findings(&evaluation);
    let reason = |rule: &RuleId| Reason { rule: *rule, facts: facts_behind(&evaluation, *rule) };
    Explanation {
        because: found.because.iter().map(reason).collect(),
        open: found.could_be.iter().map(|place| open_place(&evaluation, *place)).collect(),
        open_outcomes: open::deciding(&evaluation, &found)
            .into_iter()
            .map(|open| open_outcome(&evaluation, open))
            .collect(),
        nearest: None,
        undecided: Vec::new(),
        scores: plan.scores.iter().map(|score| line_findings(&evaluation, &score.lines)).collect(),
    }
}

fn open_place(evaluation: &Evaluation<'_>, place: Place) -> OpenPlace {
    let plan = evaluation.plan;
    let mut needs = Needs::new(evaluation);
    place_truth(plan, place).into_iter().for_each(|id| needs.add(id));
    let rules = ids(plan.rules.len(), RuleId::from_index)
        .filter(|id| evaluation.rule(*id) == Truth::Unknown && concludes(plan, *id, place));
    OpenPlace { place, needs: needs.names(), rules: residuals(evaluation, rules) }
}

fn open_outcome(evaluation: &Evaluation<'_>, open: Deciding) -> OpenOutcome {
    OpenOutcome {
        outcome: open.outcome,
        needs: open.needs(evaluation),
        rules: residuals(evaluation, open.rules),
        exits: open.exits,
    }
}

fn residuals(evaluation: &Evaluation<'_>, rules: impl IntoIterator<Item = RuleId>) -> Vec<Residual> {
    let mut rules: Vec<RuleId> = rules.into_iter().collect();
    sort_by_text(evaluation.plan, &mut rules);
    rules.into_iter().map(|rule| Residual { rule, text: residual(evaluation, rule) }).collect()
}

fn residual(evaluation: &Evaluation<'_>, rule: RuleId) -> String {
    let rule = evaluation.plan.rules.get(rule.index());
    rule.map_or(String::new(), |rule| {
        print::residual(evaluation.plan, rule.truth, &|id| evaluation.truth(id, None)).to_string()
    })
}

fn line_findings(evaluation: &Evaluation<'_>, lines: &[Line]) -> Vec<LineFinding> {
    lines.iter().map(|line| line_finding(evaluation, line)).collect()
}

fn line_finding(evaluation: &Evaluation<'_>, line: &Line) -> LineFinding {
    let plan = evaluation.plan;
    let points = score::line(evaluation, line);
    let (text, lines) = match line {
        Line::When { .. } | Line::Each(_) | Line::Score(_) | Line::Table(_) => {
            (print::line(plan, line), Vec::new())
        }
        Line::BestOf(lines) | Line::Group { lines, .. } => {
            (print::line_head(plan, line), line_findings(evaluation, lines))
        }
        Line::FirstOf(parts) => {
            let lines =
                parts.iter().map(|part| Line::When { points: part.points, condition: part.condition });
            let mut decided = false;
            let lines = lines.map(|line| first_of_finding(evaluation, &line, &mut decided)).collect();
            (print::line_head(plan, line), lines)
        }
    };
    let mut needs = Needs::new(evaluation);
    needs.add_line(line);
    LineFinding { text, points, needs: needs.names(), lines }
}

/// One line of `first of`: it gives nothing once a line above it surely does.
fn first_of_finding(evaluation: &Evaluation<'_>, line: &Line, decided: &mut bool) -> LineFinding {
    let finding = line_finding(evaluation, line);
    if *decided {
        return LineFinding { points: Interval::exactly(0), needs: Vec::new(), ..finding };
    }
    if let Line::When { condition, .. } = line {
        *decided = evaluation.truth(*condition, None) == Truth::Yes;
    }
    finding
}
