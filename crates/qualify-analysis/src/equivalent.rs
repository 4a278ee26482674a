//! Two plans become the proof that they give every lead the same verdict, or a lead for which they do not.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::{Assumptions, Findings, findings};
use qualify_plan::{Date, DateTest, Day, Expr, FieldId, Lead, Line, Plan, Predicate, ScoreId, Value};

use crate::analysis::CONFLICTS;
use crate::changes::Changes;
use crate::join::Joined;
use crate::verdict::Judged;
use crate::witness::nearer;

/// What is known about two plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Equivalence {
    /// Every lead gets the same result, the same that it could be, the same stages and outcomes: proved.
    Equivalent,
    /// This lead does not.
    Differs(Box<Difference>),
    /// Not found out within the budget, or it depends on facts that are not the same in both.
    Undecided,
}

/// A lead that two plans judge differently, as each of them sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// For the first plan.
    pub old: Lead,
    /// For the second.
    pub new: Lead,
}

/// Whether a plan names days of the calendar: then what is proved on one day may not hold on another. Else dates are only
/// compared with today, and every day is like every other.
pub fn names_days(plan: &Plan) -> bool {
    let is_fixed = |test: &DateTest| match test {
        DateTest::On(day)
        | DateTest::Before(day)
        | DateTest::After(day)
        | DateTest::OnOrBefore(day)
        | DateTest::OnOrAfter(day) => matches!(day, Day::Date(_)),
        DateTest::Between(..) => true,
        DateTest::Never | DateTest::Within(_) | DateTest::WithinNext(_) | DateTest::MoreThanAgo(_) => false,
    };
    let in_tests = plan.exprs.iter().any(|expr| match expr {
        Expr::Test(test) => matches!(&test.predicate, Predicate::Date(date) if is_fixed(date)),
        _ => false,
    });
    let facts = plan.fields.iter().chain(plan.events.iter().flat_map(|event| &event.attributes));
    let in_defaults = facts.into_iter().any(|fact| matches!(fact.default, Some(Value::Date(_))));
    let in_rules = plan.rules.iter().any(|rule| rule.from.is_some() || rule.until.is_some());
    in_tests || in_defaults || in_rules
}

/// Whether verdicts of a plan can rest on assumptions: defaults, tests for gaps, `unknown` lines of tables. Then a verdict is made
/// a second time without them, and its status may be another though every condition is the same.
pub fn assumes(plan: &Plan) -> bool {
    let mut facts = plan.fields.iter().chain(plan.events.iter().flat_map(|event| &event.attributes));
    let is_gap_test = |expr: &Expr| matches!(expr, Expr::Test(test) if test.predicate == Predicate::Known);
    facts.any(|fact| fact.default.is_some())
        || plan.exprs.iter().any(is_gap_test)
        || plan.scores.iter().any(|score| has_unknown(&score.lines))
}

fn has_unknown(lines: &[Line]) -> bool {
    lines.iter().any(|line| match line {
        Line::Table(table) => table.unknown.is_some(),
        Line::BestOf(inner) | Line::Group { lines: inner, .. } => has_unknown(inner),
        Line::When { .. } | Line::Each(_) | Line::Score(_) | Line::FirstOf(_) => false,
    })
}

/// Two plans on one day, ready to be compared.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    pub(crate) old: &'a Plan,
    pub(crate) new: &'a Plan,
    pub(crate) today: Date,
    pub(crate) joined: Joined,
    pub(crate) conflicts: u64,
}

impl<'a> Comparison<'a> {
    /// Compares with the ordinary budget.
    pub fn new(old: &'a Plan, new: &'a Plan, today: Date) -> Self {
        Self::with_budget(old, new, today, CONFLICTS)
    }

    /// Compares with so many conflicts for each question.
    pub fn with_budget(old: &'a Plan, new: &'a Plan, today: Date, conflicts: u64) -> Self {
        Self { old, new, today, joined: Joined::new(old, new, today), conflicts }
    }

    /// Facts and events that have one name and are not the same in both plans: leads with different values of them for
    /// the two plans are not shown.
    pub fn unrelated(&self) -> &[String] {
        &self.joined.unrelated
    }

    /// The names of scores whose lines or range are others, or that only one plan has.
    pub fn changed_scores(&self) -> Vec<String> {
        let [old, new] = self.scores();
        let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
        names.into_iter().filter(|name| old.get(*name) != new.get(*name)).cloned().collect()
    }

    /// The scores of each plan by name, as ids of the joined one.
    fn scores(&self) -> [BTreeMap<String, ScoreId>; 2] {
        let [one, other] = &self.joined.sides;
        [(one, self.old), (other, self.new)].map(|(side, plan)| {
            let names = plan.scores.iter().map(|score| score.name.clone());
            names.zip(side.scores()).collect()
        })
    }

    /// Scores of one name that are not the same in both plans.
    pub(crate) fn related_scores(&self) -> Vec<(ScoreId, ScoreId)> {
        let [old, new] = self.scores();
        let both = old.iter().filter_map(|(name, first)| Some((*first, *new.get(name)?)));
        both.filter(|(first, second)| first != second).collect()
    }

    /// What the change moves, asked of one model of both plans.
    pub fn changes(&self) -> Changes<'_, 'a> {
        Changes::new(self)
    }

    /// Whether every lead gets the same verdict from both: result, `could_be`, `meets`, `could_meet` and outcomes.
    pub fn equivalent(&self) -> Equivalence {
        if self.is_unchanged() { Equivalence::Equivalent } else { self.changes().verdicts() }
    }

    /// Whether both plans are one and the same, but for where they come from. A plan is equal to itself, also where its scores are
    /// too wide to look into.
    pub fn is_unchanged(&self) -> bool {
        self.old.without_origin() == self.new.without_origin()
    }

    /// The difference with as few facts as possible that are not those of an ordinary lead, of which `holds` still holds:
    /// it is asked with the lead as each plan sees it.
    ///
    /// No single fact and no single event of the answer can be as in the ordinary lead. `holds` must hold of the
    /// difference that is given.
    pub fn nearer(
        &self,
        difference: &Difference,
        ordinary: &Difference,
        holds: &dyn Fn(&Difference) -> bool,
    ) -> Difference {
        let sides = |lead: &Lead| self.sides(lead);
        let lead = self.joined.lead_from(&difference.old, &difference.new);
        let ordinary = self.joined.lead_from(&ordinary.old, &ordinary.new);
        let still = |lead: &Lead| self.joined.is_possible(lead) && holds(&sides(lead));
        sides(&nearer(lead, &ordinary, &self.groups(), &still))
    }

    /// The fields of the joined plan, those that are read from one cell together.
    fn groups(&self) -> Vec<Vec<FieldId>> {
        let linked: Vec<Vec<FieldId>> = self.joined.links.iter().map(|link| link.fields.to_vec()).collect();
        let all = (0..self.joined.plan.fields.len()).map(FieldId::from_index);
        let alone = all.filter(|field| !linked.iter().flatten().any(|other| other == field));
        linked.iter().cloned().chain(alone.map(|field| vec![field])).collect()
    }

    /// What is told of the verdicts of both, in the joined plan.
    pub(crate) fn judged(&self) -> [Judged; 2] {
        let [old, new] = &self.joined.sides;
        [(old, self.old), (new, self.new)].map(|(side, plan)| Judged {
            stages: side.stages(plan),
            exits: side.exits(plan),
            outcomes: side.outcomes(plan),
            rules: side.rules(plan),
        })
    }

    pub(crate) fn sides(&self, lead: &Lead) -> Difference {
        Difference { old: self.joined.lead_of(0, lead), new: self.joined.lead_of(1, lead) }
    }

    pub(crate) fn found(&self, difference: &Difference) -> (Findings, Findings) {
        let found = |plan: &Plan, lead: &Lead| findings(plan, self.today, lead, Assumptions::Made);
        (found(self.old, &difference.old), found(self.new, &difference.new))
    }
}
