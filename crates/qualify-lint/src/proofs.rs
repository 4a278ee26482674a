//! Questions about every lead, asked once and shared by all lints that need the answers.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::BTreeMap;

use qualify_analysis::{Analysis, Answer, Days, Demand, Depth, assumes, names_days};
use qualify_diagnostics::{Code, Diagnostic, Effect, Evidence, Span};
use qualify_plan::{Date, ExprId, Plan, RuleId, ScoreId, Truth};

/// What is proved of every lead, on the day of the check.
#[derive(Debug)]
pub(crate) struct Proofs<'a> {
    plan: &'a Plan,
    analysis: Analysis<'a>,
    met: OnceCell<Vec<Answer>>,
    ranges: RefCell<BTreeMap<ScoreId, Option<(i64, i64)>>>,
    // By condition: whether no lead meets it, and whether every lead does.
    fixed: RefCell<BTreeMap<ExprId, Fixed>>,
    // Questions that were asked without the analysis here.
    elsewhere: Cell<u64>,
}

/// Whether all leads give a condition the same answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fixed {
    /// No lead surely meets it.
    Never,
    /// Every lead surely meets it.
    Always,
    /// Some do and some do not, or it was not found out.
    No,
}

impl<'a> Proofs<'a> {
    pub(crate) fn new(plan: &'a Plan, today: Date) -> Self {
        Self {
            plan,
            analysis: Analysis::new(plan, today),
            met: OnceCell::new(),
            ranges: RefCell::default(),
            fixed: RefCell::default(),
            elsewhere: Cell::new(0),
        }
    }

    /// Who answers.
    pub(crate) fn analysis(&self) -> &Analysis<'a> {
        &self.analysis
    }

    /// How many questions could not be decided so far.
    pub(crate) fn undecided(&self) -> u64 {
        self.analysis.undecided() + self.elsewhere.get()
    }

    /// Counts questions that were asked elsewhere and not decided.
    pub(crate) fn leave_undecided(&self, count: u64) {
        self.elsewhere.set(self.elsewhere.get() + count);
    }

    /// Whether what is proved on one day is so on every day.
    pub(crate) fn hold_on_every_day(&self) -> bool {
        let all = (0..self.plan.exprs.len()).map(ExprId::from_index);
        let days = Days::of(self.plan, all, Depth::Whole, 2);
        days.are_all && days.days.len() == 1
    }

    /// For each rule, a lead that surely meets it.
    pub(crate) fn met(&self) -> &[Answer] {
        self.met.get_or_init(|| self.analysis.rules_met())
    }

    /// The lead that surely meets a rule, if one is known.
    pub(crate) fn lead_of(&self, rule: RuleId) -> Option<&qualify_plan::Lead> {
        match self.met().get(rule.index())? {
            Answer::Lead(lead) => Some(lead),
            Answer::Never | Answer::Undecided => None,
        }
    }

    /// The fewest and the most points that leads may have.
    pub(crate) fn range(&self, score: ScoreId) -> Option<(i64, i64)> {
        let known = self.ranges.borrow().get(&score).copied();
        known.unwrap_or_else(|| {
            let found = self.analysis.score_range(score).map(|(fewest, most)| (fewest.points, most.points));
            self.ranges.borrow_mut().insert(score, found);
            found
        })
    }

    /// What is proved of a condition alone; asked once, however often it is written.
    pub(crate) fn fixed(&self, id: ExprId) -> Fixed {
        let known = self.fixed.borrow().get(&id).copied();
        known.unwrap_or_else(|| {
            let fixed = if self.is_never(&[Demand::Is(id, Truth::Yes)]) {
                Fixed::Never
            } else if self.is_never(&[Demand::IsNot(id, Truth::Yes)]) {
                Fixed::Always
            } else {
                Fixed::No
            };
            self.fixed.borrow_mut().insert(id, fixed);
            fixed
        })
    }

    /// Whether it is proved that no lead meets all of some demands.
    pub(crate) fn is_never(&self, demands: &[Demand]) -> bool {
        self.analysis.find(demands) == Answer::Never
    }

    /// That no exit surely applies.
    pub(crate) fn stays(&self) -> Vec<Demand> {
        self.plan.exits.iter().map(|exit| Demand::IsNot(exit.truth, Truth::Yes)).collect()
    }

    /// What an edit that keeps every truth does to verdicts. A verdict is made a second time without assumptions, so where
    /// there are some, its status may change; and where days of the calendar are named, what is so today may not be tomorrow.
    pub(crate) fn effect(&self) -> Effect {
        if assumes(self.plan) || names_days(self.plan) {
            Effect::MayChangeVerdicts
        } else {
            Effect::KeepsVerdicts
        }
    }
}

/// A finding that is proved for every lead; `by` is the clause that says how.
pub(crate) fn proved(
    code: Code,
    span: Span,
    subject: impl Into<String>,
    message: impl Into<String>,
    by: impl Into<String>,
) -> Diagnostic {
    Diagnostic::new(code, span, message).about(subject).because(Evidence::Proof(by.into()))
}
