//! Two versions of a small program become agreements and disagreements with all leads that either can tell apart.

use qualify_analysis::{Comparison, Equivalence, Shift};
use qualify_eval::testing::today;
use qualify_eval::{Assumptions, Findings, findings};
use qualify_plan::{ExitId, Lead, Place, Plan, StageId};

use crate::leads::Domain;
use crate::questions::Tally;

/// Asks what a change does to leads.
pub(crate) struct Changing<'a> {
    pub(crate) name: String,
    pub(crate) plans: [&'a Plan; 2],
    pub(crate) domain: &'a Domain,
    pub(crate) conflicts: u64,
    pub(crate) tally: &'a mut Tally,
}

/// What a verdict says, but for status and needs: names and values are the same in both versions.
fn said(plan: &Plan, lead: &Lead) -> Findings {
    let found = findings(plan, today(), lead, Assumptions::Made);
    let outcomes = found.outcomes.into_iter().map(|mut outcome| {
        outcome.by.clear();
        outcome
    });
    Findings {
        outcomes: outcomes.collect(),
        exit: None,
        stage: None,
        because: Vec::new(),
        scores: Vec::new(),
        grades: Vec::new(),
        rules: Vec::new(),
        ..found
    }
}

impl Changing<'_> {
    pub(crate) fn everything(&mut self) {
        let [old, new] = self.plans;
        let comparison = Comparison::with_budget(old, new, today(), self.conflicts);
        let both: Vec<(Lead, Findings, Findings)> = self
            .domain
            .leads()
            .into_iter()
            .map(|lead| (said(old, &lead), said(new, &lead), lead))
            .map(|(before, after, lead)| (lead, before, after))
            .collect();
        self.equivalent(&comparison, &both);
        self.transitions(&comparison, &both);
    }

    fn disagree(&mut self, question: &str, what: &str) {
        self.tally.disagreements.push(format!("{}: {question}: {what}", self.name));
    }

    fn equivalent(&mut self, comparison: &Comparison<'_>, both: &[(Lead, Findings, Findings)]) {
        self.tally.pairs += 1;
        let moved = both.iter().find(|(_, before, after)| before != after);
        let count = self.tally.by_question.entry("equivalent").or_default();
        match comparison.equivalent() {
            Equivalence::Equivalent => {
                count.never += 1;
                if let Some((lead, ..)) = moved {
                    self.disagree("equivalent", &format!("proved, but {lead:?}"));
                }
            }
            Equivalence::Differs(lead) => {
                count.lead += 1;
                count.beyond += u64::from(moved.is_none() && !self.domain.complete);
                let [old, new] = self.plans;
                if said(old, &lead.old) == said(new, &lead.new) {
                    self.disagree("equivalent", &format!("not shown by {lead:?}"));
                } else if moved.is_none() && self.domain.complete {
                    self.disagree("equivalent", &format!("the leads are not complete: {lead:?}"));
                }
            }
            Equivalence::Undecided => count.undecided += 1,
        }
    }

    fn transitions(&mut self, comparison: &Comparison<'_>, both: &[(Lead, Findings, Findings)]) {
        for transition in comparison.changes().results() {
            self.tally.pairs += 1;
            let [old, new] = self.plans;
            let (from, to) = (place(old, &transition.from), place(new, &transition.to));
            let moves = |before: &Findings, after: &Findings| before.result == from && after.result == to;
            let seen = both.iter().find(|(_, before, after)| moves(before, after));
            let count = self.tally.by_question.entry("transition").or_default();
            let about = format!("{} to {}", transition.from, transition.to);
            match transition.shift {
                Shift::Never => {
                    count.never += 1;
                    if let Some((lead, ..)) = seen {
                        self.disagree("transition", &format!("{about}: never, but {lead:?}"));
                    }
                }
                Shift::Moves(lead) => {
                    count.lead += 1;
                    count.beyond += u64::from(seen.is_none() && !self.domain.complete);
                    if !moves(&said(old, &lead.old), &said(new, &lead.new)) {
                        self.disagree("transition", &format!("{about}: not shown by {lead:?}"));
                    } else if seen.is_none() && self.domain.complete {
                        self.disagree(
                            "transition",
                            &format!("{about}: the leads are not complete: {lead:?}"),
                        );
                    }
                }
                Shift::Undecided => count.undecided += 1,
            }
        }
    }
}

fn place(plan: &Plan, name: &str) -> Option<Place> {
    let stage = plan.stages.iter().position(|stage| stage.name == name);
    let exit = || plan.exits.iter().position(|exit| exit.name == name);
    stage
        .map(|at| Place::Stage(StageId::from_index(at)))
        .or_else(|| exit().map(|at| Place::Exit(ExitId::from_index(at))))
}
