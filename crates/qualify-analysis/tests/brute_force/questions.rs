//! Answers about a program become agreements and disagreements with all of its leads.

use std::collections::{BTreeMap, BTreeSet};

use qualify_analysis::{Analysis, Answer, Demand, Spot, Whole};
use qualify_eval::testing::today;
use qualify_eval::{Findings, Given};
use qualify_plan::{
    Combine, Conclusion, ExitId, Expr, ExprId, OutcomeId, Place, Plan, RuleId, ScoreId, StageId, Truth,
};

use crate::leads::{Leads, Seen, look};
use crate::without::spots;

/// What was answered to one question.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) never: u64,
    pub(crate) lead: u64,
    pub(crate) undecided: u64,
    /// Leads with more rows than were listed, and findings that only these could refute.
    pub(crate) beyond: u64,
}

/// All that was asked and answered.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    pub(crate) programs: u64,
    pub(crate) pairs: u64,
    pub(crate) by_question: BTreeMap<&'static str, Count>,
    pub(crate) disagreements: Vec<String>,
}

/// Asks everything about one program.
pub(crate) struct Asking<'a> {
    pub(crate) name: String,
    pub(crate) plan: &'a Plan,
    pub(crate) analysis: Analysis<'a>,
    pub(crate) leads: &'a Leads,
    /// Whether the budget is so large that everything should be found out.
    pub(crate) patient: bool,
    pub(crate) tally: &'a mut Tally,
}

fn rules(plan: &Plan) -> Vec<RuleId> {
    (0..plan.rules.len()).map(RuleId::from_index).collect()
}

fn places(plan: &Plan) -> Vec<Place> {
    let stages = (0..plan.stages.len()).map(|at| Place::Stage(StageId::from_index(at)));
    stages.chain((0..plan.exits.len()).map(|at| Place::Exit(ExitId::from_index(at)))).collect()
}

fn truth_of(plan: &Plan, place: Place) -> ExprId {
    match place {
        Place::Stage(stage) => plan.stages[stage.index()].truth,
        Place::Exit(exit) => plan.exits[exit.index()].truth,
    }
}

impl Asking<'_> {
    pub(crate) fn everything(&mut self) {
        self.truths();
        self.reachable();
        self.outcomes();
        self.redundant();
        for rule in rules(self.plan) {
            self.idle(rule);
        }
        self.constants();
        self.conflicts();
        self.scores();
    }

    fn disagree(&mut self, question: &str, what: &str) {
        self.tally.disagreements.push(format!("{}: {question}: {what}", self.name));
    }

    fn count(&mut self, question: &'static str) -> &mut Count {
        self.tally.by_question.entry(question).or_default()
    }

    /// Weighs an answer: nothing that is proved impossible is seen, and every lead does what it shows.
    fn weigh(&mut self, question: &'static str, about: &str, answer: &Answer, shows: &dyn Fn(&Seen) -> bool) {
        self.tally.pairs += 1;
        let seen = self.leads.all.iter().find(|seen| shows(seen));
        match answer {
            Answer::Never => {
                self.count(question).never += 1;
                if let Some(seen) = seen {
                    let lead = format!("{about}: never, but {:?}", seen.lead);
                    self.disagree(question, &lead);
                }
            }
            Answer::Lead(lead) => {
                self.count(question).lead += 1;
                if !shows(&look(self.plan, lead.clone())) {
                    self.disagree(question, &format!("{about}: not shown by {lead:?}"));
                } else if seen.is_none() && self.leads.complete {
                    self.disagree(question, &format!("{about}: the leads are not complete: {lead:?}"));
                } else if seen.is_none() {
                    self.count(question).beyond += 1;
                }
            }
            Answer::Undecided => self.count(question).undecided += 1,
        }
    }

    fn truths(&mut self) {
        let rules = self.plan.rules.iter().map(|rule| (rule.name.clone(), rule.truth));
        let places =
            places(self.plan).into_iter().map(|place| (format!("{place:?}"), truth_of(self.plan, place)));
        let all: Vec<(String, ExprId)> = rules.chain(places).collect();
        for (name, id) in all {
            for truth in [Truth::Yes, Truth::No, Truth::Unknown] {
                let answer = self.analysis.find(&[Demand::Is(id, truth)]);
                let about = format!("{name} {truth:?}");
                self.weigh("truth", &about, &answer, &|seen| seen.truths[id.index()] == truth);
            }
        }
    }

    fn reachable(&mut self) {
        for place in places(self.plan) {
            let about = format!("{place:?}");
            let answer = self.analysis.result(place);
            self.weigh("result", &about, &answer, &|seen| seen.found.result == Some(place));
            let answer = self.analysis.reached(place);
            let truth = truth_of(self.plan, place);
            self.weigh("reached", &about, &answer, &|seen| match place {
                Place::Stage(stage) => seen.found.stage == Some(stage),
                Place::Exit(_) => seen.truths[truth.index()] == Truth::Yes,
            });
        }
        for (rule, answer) in rules(self.plan).into_iter().zip(self.analysis.rules_met()) {
            let name = self.plan.rules[rule.index()].name.clone();
            self.weigh("rule met", &name, &answer, &|seen| seen.found.rules[rule.index()] == Truth::Yes);
        }
    }

    fn outcomes(&mut self) {
        for at in 0..self.plan.outcomes.len() {
            for value in 0..self.plan.outcomes[at].values.len() as u32 {
                let answer = self.analysis.outcome_value(OutcomeId::from_index(at), value);
                let about = format!("{at} {value}");
                self.weigh("outcome value", &about, &answer, &|seen| match &seen.found.outcomes[at].given {
                    Given::Value(given) => *given == value,
                    Given::All(values) => values.contains(&value),
                    Given::None | Given::Conflict => false,
                });
            }
        }
    }

    fn redundant(&mut self) {
        let before = self.analysis.undecided();
        let met = self.analysis.rules_met();
        let listed = self.analysis.redundant(&met);
        let decided = self.patient && self.analysis.undecided() == before;
        self.tally.pairs += 1;
        let removed: BTreeSet<RuleId> = listed.iter().map(|redundant| redundant.rule).collect();
        let without = without_rules(self.plan, &removed);
        for seen in &self.leads.all {
            let rest = look(&without, seen.lead.clone());
            if !same_verdict(&seen.found, &rest.found) {
                let what = format!("without {removed:?} another verdict: {:?}", seen.lead);
                self.disagree("redundant", &what);
                break;
            }
        }
        for redundant in &listed {
            self.count("redundant").lead += 1;
            if !self.is_covered(redundant.rule, &redundant.by) {
                self.disagree("redundant", &format!("{redundant:?}: these are not enough"));
            }
            if decided && redundant.by.iter().any(|rule| removed.contains(rule)) {
                self.disagree("redundant", &format!("{redundant:?}: not all of these stay"));
            }
        }
        for rule in rules(self.plan).into_iter().filter(|rule| !removed.contains(rule)) {
            if !matches!(met.get(rule.index()), Some(Answer::Lead(_))) {
                continue;
            }
            self.count("redundant").never += 1;
            let others: Vec<RuleId> = rules(self.plan)
                .into_iter()
                .filter(|other| *other != rule && !removed.contains(other))
                .collect();
            if decided && self.is_covered(rule, &others) {
                if self.leads.complete {
                    self.disagree("redundant", &format!("{rule:?} is not listed"));
                } else {
                    self.count("redundant").beyond += 1;
                }
            }
        }
    }

    /// Whether others give every conclusion of a rule whenever it does, and may whenever it may.
    fn is_covered(&self, rule: RuleId, others: &[RuleId]) -> bool {
        let plan = self.plan;
        let exits = |rule: RuleId| {
            let concludes = &plan.rules[rule.index()].concludes;
            concludes.iter().any(|conclusion| matches!(conclusion, Conclusion::Place(Place::Exit(_))))
        };
        plan.rules[rule.index()].concludes.iter().all(|conclusion| {
            let others = || {
                others.iter().filter(|other| {
                    let is_heard =
                        matches!(conclusion, Conclusion::Place(_)) || exits(**other) || !exits(rule);
                    is_heard && plan.rules[other.index()].concludes.contains(conclusion)
                })
            };
            others().count() > 0
                && self.leads.all.iter().all(|seen| {
                    let truth = |rule: RuleId| seen.found.rules[rule.index()];
                    Truth::any(others().map(|other| truth(*other))) >= truth(rule)
                })
        })
    }

    fn idle(&mut self, id: RuleId) {
        self.tally.pairs += 1;
        let rule = &self.plan.rules[id.index()];
        let places = spots(self.plan, id);
        let found = self.analysis.idle_parts(Whole::from(rule), &places);
        let is_local = !looks_at_scores_or_places(self.plan, rule.truth);
        self.count("idle part").lead += found.len() as u64;
        if let Some(seen) = self.leads.all.iter().find(|seen| !self.is_idle(id, &found, seen)) {
            let what = format!("{} without {found:?} differs: {:?}", rule.name, seen.lead);
            self.disagree("idle part", &what);
        }
        if !self.patient || !is_local {
            return;
        }
        let mut before: Vec<Spot> = Vec::new();
        for place in places {
            if before.iter().any(|idle| place.is_within(idle)) {
                continue;
            }
            if found.contains(&place) {
                before.push(place);
                continue;
            }
            self.count("idle part").never += 1;
            let mut left_out = before.clone();
            left_out.push(place.clone());
            if self.leads.all.iter().all(|seen| self.is_idle(id, &left_out, seen)) {
                if self.leads.complete {
                    self.disagree("idle part", &format!("{}: {place:?} is not listed", rule.name));
                } else {
                    self.count("idle part").beyond += 1;
                }
            }
        }
    }

    /// Whether a rule is the same for a lead without some parts.
    fn is_idle(&self, rule: RuleId, left_out: &[Spot], seen: &Seen) -> bool {
        let rule = &self.plan.rules[rule.index()];
        let rest = |in_unless: bool, root: ExprId| {
            let paths: Vec<&[usize]> = left_out
                .iter()
                .filter(|spot| spot.in_unless == in_unless)
                .map(|spot| spot.path.as_slice())
                .collect();
            without_parts(self.plan, &seen.truths, root, &paths)
        };
        let truth = |id: ExprId| seen.truths[id.index()];
        let whole = truth(rule.when).min(rule.unless.map_or(Truth::Yes, |unless| !truth(unless)));
        let less = rest(false, rule.when).min(rule.unless.map_or(Truth::Yes, |unless| !rest(true, unless)));
        whole == less
    }

    fn constants(&mut self) {
        self.tally.pairs += 1;
        let roots: Vec<ExprId> =
            self.plan.rules.iter().flat_map(|rule| [rule.when].into_iter().chain(rule.unless)).collect();
        let mut listed = Vec::new();
        let mut looked = BTreeMap::new();
        for root in &roots {
            self.list_constants(*root, &mut looked, &mut listed);
        }
        let seen = |id: ExprId, truth: Truth, leads: &Leads| {
            leads.all.iter().find(|seen| seen.truths[id.index()] == truth).map(|seen| seen.lead.clone())
        };
        for (expr, never) in &listed {
            self.count("constant").lead += 1;
            if let Some(lead) = seen(*expr, *never, self.leads) {
                self.disagree("constant", &format!("{expr:?} is never {never:?}, but {lead:?}"));
            }
        }
        if !self.patient {
            return;
        }
        let mut known: BTreeMap<ExprId, bool> = BTreeMap::new();
        for root in &roots {
            self.missing_constants(*root, &listed.iter().map(|(expr, _)| *expr).collect(), &mut known);
        }
    }

    /// Lists the innermost conditions that are never Yes or never No; says whether there are some at or below a condition.
    fn list_constants(
        &self,
        id: ExprId,
        looked: &mut BTreeMap<ExprId, bool>,
        listed: &mut Vec<(ExprId, Truth)>,
    ) -> bool {
        if let Some(known) = looked.get(&id) {
            return *known;
        }
        let mut holds = false;
        for part in parts(self.plan, id) {
            holds |= self.list_constants(part, looked, listed);
        }
        let is_asked = match &self.plan.exprs[id.index()] {
            Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) | Expr::Not(_) => false,
            Expr::All(parts) | Expr::Any(parts) => !parts.is_empty(),
            Expr::AtLeast(..) | Expr::Test(_) | Expr::Events(_) | Expr::Rule(_) => true,
        };
        if is_asked && !holds {
            let never = [Truth::Yes, Truth::No].into_iter().find(|truth| self.analysis.is_never(id, *truth));
            holds = never.is_some();
            listed.extend(never.map(|truth| (id, truth)));
        }
        looked.insert(id, holds);
        holds
    }

    /// Whether something at or below a condition is listed as constant; complains of constants that are not listed.
    fn missing_constants(
        &mut self,
        id: ExprId,
        listed: &BTreeSet<ExprId>,
        known: &mut BTreeMap<ExprId, bool>,
    ) -> bool {
        if let Some(known) = known.get(&id) {
            return *known;
        }
        let mut below = false;
        for part in parts(self.plan, id) {
            below |= self.missing_constants(part, listed, known);
        }
        let is_asked = match &self.plan.exprs[id.index()] {
            Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) | Expr::Not(_) => false,
            Expr::All(parts) | Expr::Any(parts) => !parts.is_empty(),
            Expr::AtLeast(..) | Expr::Test(_) | Expr::Events(_) | Expr::Rule(_) => true,
        };
        if is_asked && !below && !listed.contains(&id) && !looks_at_scores_or_places(self.plan, id) {
            self.count("constant").never += 1;
            let is_seen = |truth: Truth| self.leads.all.iter().any(|seen| seen.truths[id.index()] == truth);
            if !is_seen(Truth::Yes) || !is_seen(Truth::No) {
                if self.leads.complete {
                    self.disagree("constant", &format!("{id:?} is not listed"));
                } else {
                    self.count("constant").beyond += 1;
                }
            }
        }
        let is_within = below || listed.contains(&id);
        known.insert(id, is_within);
        is_within
    }

    fn conflicts(&mut self) {
        for at in 0..self.plan.outcomes.len() {
            if self.plan.outcomes[at].combine != Combine::OneValue {
                continue;
            }
            self.tally.pairs += 1;
            let conflicts = self.analysis.conflicts(OutcomeId::from_index(at));
            let mut known: BTreeSet<(RuleId, RuleId)> = BTreeSet::new();
            for conflict in &conflicts.found {
                self.count("conflict").lead += 1;
                let seen = look(self.plan, conflict.lead.clone());
                let pairs = conflicting(self.plan, at, &seen.found);
                if !pairs.contains(&conflict.rules) || seen.found.outcomes[at].given != Given::Conflict {
                    self.disagree("conflict", &format!("not shown: {conflict:?}"));
                }
                if !known.insert(conflict.rules) {
                    self.disagree("conflict", &format!("twice: {conflict:?}"));
                }
            }
            let mut seen: BTreeSet<(RuleId, RuleId)> = BTreeSet::new();
            for lead in &self.leads.all {
                seen.extend(conflicting(self.plan, at, &lead.found));
            }
            if conflicts.are_all {
                self.count("conflict").never += 1;
                if let Some(pair) = seen.difference(&known).next() {
                    self.disagree("conflict", &format!("{pair:?} is not among all of {known:?}"));
                }
                if known.difference(&seen).next().is_some() {
                    self.count("conflict").beyond += 1;
                    if self.leads.complete {
                        self.disagree("conflict", "the leads are not complete");
                    }
                }
            } else {
                self.count("conflict").undecided += 1;
            }
        }
    }

    fn scores(&mut self) {
        for at in 0..self.plan.scores.len() {
            self.tally.pairs += 1;
            let Some((fewest, most)) = self.analysis.score_range(ScoreId::from_index(at)) else {
                self.disagree("score range", "none");
                continue;
            };
            let points = || self.leads.all.iter().map(|seen| seen.found.scores[at]);
            let from = points().map(|points| points.from).min().unwrap_or(0);
            let to = points().map(|points| points.to).max().unwrap_or(0);
            if fewest.points > from || most.points < to {
                let what = format!("{at} is {from} to {to}, not {} to {}", fewest.points, most.points);
                self.disagree("score range", &what);
            }
            let shown = |lead: &qualify_plan::Lead| look(self.plan, lead.clone()).found.scores[at];
            let wrong_fewest = fewest.lead.as_ref().is_some_and(|lead| shown(lead).from != fewest.points);
            let wrong_most = most.lead.as_ref().is_some_and(|lead| shown(lead).to != most.points);
            if wrong_fewest || wrong_most {
                self.disagree("score range", &format!("{at}: not shown by {fewest:?} and {most:?}"));
            }
            if fewest.lead.is_none() || most.lead.is_none() {
                self.count("score range").undecided += 1;
            } else if fewest.points < from || most.points > to {
                self.count("score range").beyond += 1;
                if self.leads.complete {
                    self.disagree(
                        "score range",
                        &format!("{at} is {from} to {to}: the leads are not complete"),
                    );
                }
            } else {
                self.count("score range").lead += 1;
            }
        }
    }
}

/// The pairs of rules whose values a lead shows to conflict.
fn conflicting(plan: &Plan, outcome: usize, found: &Findings) -> BTreeSet<(RuleId, RuleId)> {
    let mut pairs = BTreeSet::new();
    if found.outcomes[outcome].given != Given::Conflict {
        return pairs;
    }
    let by = &found.outcomes[outcome].by;
    let values = |rule: RuleId| {
        plan.rules[rule.index()].concludes.iter().filter_map(|conclusion| match conclusion {
            Conclusion::Outcome(other, value) if other.index() == outcome => Some(*value),
            Conclusion::Outcome(..) | Conclusion::Place(_) => None,
        })
    };
    for a in by {
        for b in by {
            if a < b && values(*a).any(|value| values(*b).any(|other| other != value)) {
                pairs.insert((*a, *b));
            }
        }
    }
    pairs
}

/// The program without some rules: on no day are they in force.
fn without_rules(plan: &Plan, removed: &BTreeSet<RuleId>) -> Plan {
    let mut plan = plan.clone();
    for rule in removed {
        plan.rules[rule.index()].until = Some(today().plus_days(-1));
    }
    plan
}

fn same_verdict(a: &Findings, b: &Findings) -> bool {
    let outcomes = |found: &Findings| -> Vec<_> {
        found.outcomes.iter().map(|outcome| (outcome.given.clone(), outcome.could_be.clone())).collect()
    };
    (a.result, &a.could_be, &a.meets, &a.could_meet) == (b.result, &b.could_be, &b.meets, &b.could_meet)
        && (a.exit, a.stage) == (b.exit, b.stage)
        && outcomes(a) == outcomes(b)
}

fn parts(plan: &Plan, id: ExprId) -> Vec<ExprId> {
    match &plan.exprs[id.index()] {
        Expr::Not(part) => vec![*part],
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => parts.clone(),
        Expr::Test(_)
        | Expr::Events(_)
        | Expr::Score(..)
        | Expr::Grade(..)
        | Expr::Place(_)
        | Expr::Rule(_) => Vec::new(),
    }
}

fn looks_at_scores_or_places(plan: &Plan, id: ExprId) -> bool {
    match &plan.exprs[id.index()] {
        Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) => true,
        Expr::Rule(rule) => {
            let rule = &plan.rules[rule.index()];
            [rule.when].into_iter().chain(rule.unless).any(|id| looks_at_scores_or_places(plan, id))
        }
        _ => parts(plan, id).into_iter().any(|part| looks_at_scores_or_places(plan, part)),
    }
}

/// The truth of a condition without the parts at some places, from the truths of what stays.
fn without_parts(plan: &Plan, truths: &[Truth], id: ExprId, left_out: &[&[usize]]) -> Truth {
    if left_out.is_empty() {
        return truths[id.index()];
    }
    let mut kept = Vec::new();
    for (at, part) in parts(plan, id).into_iter().enumerate() {
        let below: Vec<&[usize]> =
            left_out.iter().filter(|path| path.first() == Some(&at)).map(|path| &path[1..]).collect();
        if !below.iter().any(|path| path.is_empty()) {
            kept.push(without_parts(plan, truths, part, &below));
        }
    }
    match &plan.exprs[id.index()] {
        Expr::Not(_) => !kept[0],
        Expr::All(_) => Truth::all(kept),
        Expr::Any(_) => Truth::any(kept),
        Expr::AtLeast(k, _) => Truth::at_least(*k as usize, kept),
        Expr::Test(_)
        | Expr::Events(_)
        | Expr::Score(..)
        | Expr::Grade(..)
        | Expr::Place(_)
        | Expr::Rule(_) => truths[id.index()],
    }
}
