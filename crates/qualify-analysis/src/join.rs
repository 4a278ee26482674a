//! Two plans become one that has both beside each other and shares their facts, so that one unknown lead is asked of both.
//!
//! Facts are shared that have the same name and type, events that have the same attributes. A field with another `missing
//! means` is shared, too: each side's tests then say themselves what a gap means. What is not shared is unrelated: a
//! difference that needs it is not called a difference, but not decided. Fields whose choices are others are [`linked`].

use std::collections::{BTreeSet, HashMap};

use qualify_eval::{band_points, ops};
use qualify_plan::{
    Conclusion, Date, Each, EachOf, Event, EventId, EventTest, ExitId, Expr, ExprId, Fact, FactRef, FieldId,
    FirstOf, GradeId, Lead, Line, OutcomeId, Place, Plan, Predicate, Rows, RuleId, Score, ScoreId, Set,
    SetId, StageId, Step, Stream, Subject, Table, Test, Truth, Value, Window,
};

use crate::linked::{self, Link};
use crate::survey::truth_of;

/// What a rule asks, and on which days.
type RuleKey = (ExprId, Option<ExprId>, Option<Date>, Option<Date>);

/// Two plans in one.
#[derive(Debug, Clone)]
pub(crate) struct Joined {
    pub(crate) plan: Plan,
    pub(crate) sides: [Side; 2],
    /// Names of facts and events of the second that are not those of the first, though they have the name.
    pub(crate) unrelated: Vec<String>,
    /// Fields of one name with other choices.
    pub(crate) links: Vec<Link>,
    // Only looked up, never walked.
    known: HashMap<Expr, ExprId>,
    // Only looked up, never walked: by `when`, `unless` and dates.
    rules: HashMap<RuleKey, ExprId>,
    has_step: BTreeSet<ExprId>,
}

/// Where the parts of one plan are in the joined one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Side {
    fields: Vec<FieldId>,
    events: Vec<EventId>,
    sets: Vec<SetId>,
    /// For each condition: what it became, behind what that needs besides.
    exprs: Vec<Vec<ExprId>>,
    scores: Vec<ScoreId>,
    grades: usize,
    stages: usize,
    exits: usize,
    outcomes: usize,
    rules: usize,
}

impl Joined {
    /// Puts two plans beside each other.
    pub(crate) fn new(first: &Plan, second: &Plan, today: Date) -> Self {
        let mut joined = Self {
            plan: Plan { steps: Vec::new(), exprs: Vec::new(), ..empty(first) },
            sides: [Side::default(), Side::default()],
            unrelated: Vec::new(),
            links: Vec::new(),
            known: HashMap::new(),
            rules: HashMap::new(),
            has_step: BTreeSet::new(),
        };
        joined.add(0, first, today);
        joined.add(1, second, today);
        joined.link_choices(first, second);
        joined
    }

    /// Fields of one name whose choices are others are read from one cell.
    fn link_choices(&mut self, first: &Plan, second: &Plan) {
        for (at, old) in first.fields.iter().enumerate() {
            let Some(to) = second.fields.iter().position(|new| new.name == old.name) else { continue };
            let (Some(new), [one, other]) = (second.fields.get(to), &self.sides) else { continue };
            let (Some(from), Some(to)) = (one.fields.get(at).copied(), other.fields.get(to).copied()) else {
                continue;
            };
            if from == to {
                continue;
            }
            if let Some(pairs) = linked::pairs(old, new) {
                self.unrelated.retain(|name| *name != old.name);
                self.link([from, to], pairs);
            }
        }
    }

    /// A condition that a question asks besides.
    pub(crate) fn ask(&mut self, expr: Expr) -> ExprId {
        let id = self.intern(expr);
        if self.has_step.insert(id) {
            self.plan.steps.push(Step::Expr(id));
        }
        id
    }

    /// The part of a lead of the joined plan that one side sees.
    pub(crate) fn lead_of(&self, side: usize, lead: &Lead) -> Lead {
        let Some(side) = self.sides.get(side) else { return lead.clone() };
        let value = |field: &FieldId| lead.values.get(field.index()).cloned().flatten();
        let stream =
            |event: &EventId| lead.events.get(event.index()).cloned().unwrap_or(Stream::NotCollected);
        Lead {
            values: side.fields.iter().map(value).collect(),
            events: side.events.iter().map(stream).collect(),
        }
    }

    /// The lead of the joined plan that is made of what each side sees; where they see the same fact, as the second does.
    pub(crate) fn lead_from(&self, first: &Lead, second: &Lead) -> Lead {
        let mut lead = Lead::empty(&self.plan);
        for (side, seen) in self.sides.iter().zip([first, second]) {
            for (field, value) in side.fields.iter().zip(&seen.values) {
                lead.values.get_mut(field.index()).into_iter().for_each(|slot| slot.clone_from(value));
            }
            for (event, stream) in side.events.iter().zip(&seen.events) {
                lead.events.get_mut(event.index()).into_iter().for_each(|slot| slot.clone_from(stream));
            }
        }
        lead
    }

    fn add(&mut self, number: usize, plan: &Plan, today: Date) {
        let mut side = Side {
            grades: self.plan.grades.len(),
            stages: self.plan.stages.len(),
            exits: self.plan.exits.len(),
            outcomes: self.plan.outcomes.len(),
            rules: self.plan.rules.len(),
            ..Side::default()
        };
        side.fields = plan.fields.iter().enumerate().map(|(at, field)| self.field(plan, at, field)).collect();
        side.events = plan.events.iter().map(|event| self.event(event)).collect();
        side.sets = plan.sets.iter().map(|set| self.set(set)).collect();
        self.conditions(plan, &mut side, today);
        let moved = Moved { side: &side, from: plan, today };
        self.plan.grades.extend(plan.grades.iter().cloned().map(|mut grade| {
            grade.score = moved.score(grade.score);
            grade
        }));
        self.plan.stages.extend(plan.stages.iter().cloned().map(|mut stage| {
            stage.truth = moved.id(stage.truth);
            stage
        }));
        self.plan.exits.extend(plan.exits.iter().cloned().map(|mut exit| {
            exit.truth = moved.id(exit.truth);
            exit
        }));
        self.plan.outcomes.extend(plan.outcomes.iter().cloned());
        self.plan.rules.extend(plan.rules.iter().cloned().map(|mut rule| {
            (rule.when, rule.truth) = (moved.id(rule.when), moved.id(rule.truth));
            rule.unless = rule.unless.map(|unless| moved.id(unless));
            rule.concludes = rule.concludes.iter().map(|conclusion| moved.conclusion(*conclusion)).collect();
            rule
        }));
        if let Some(slot) = self.sides.get_mut(number) {
            *slot = side;
        }
    }

    /// Brings conditions and scores over in the order in which they can be evaluated, those of rows first.
    fn conditions(&mut self, plan: &Plan, side: &mut Side, today: Date) {
        side.exprs = vec![Vec::new(); plan.exprs.len()];
        side.scores = (0..plan.scores.len()).map(ScoreId::from_index).collect();
        let of_leads: BTreeSet<usize> = plan
            .steps
            .iter()
            .filter_map(|step| match step {
                Step::Expr(id) => Some(id.index()),
                Step::Score(_) => None,
            })
            .collect();
        for at in (0..plan.exprs.len()).filter(|at| !of_leads.contains(at)) {
            self.condition(plan, side, today, at);
        }
        for step in &plan.steps {
            match step {
                Step::Expr(id) => {
                    self.condition(plan, side, today, id.index());
                    for id in side.exprs.get(id.index()).into_iter().flatten() {
                        if self.has_step.insert(*id) {
                            self.plan.steps.push(Step::Expr(*id));
                        }
                    }
                }
                Step::Score(id) => self.score(plan, side, today, *id),
            }
        }
    }

    fn condition(&mut self, plan: &Plan, side: &mut Side, today: Date, at: usize) {
        let Some(expr) = plan.exprs.get(at) else { return };
        let ids = self.expr(&Moved { side, from: plan, today }, expr);
        side.exprs.get_mut(at).into_iter().for_each(|slot| slot.clone_from(&ids));
    }

    /// Scores with the same lines and range are one, whatever they are called.
    fn score(&mut self, plan: &Plan, side: &mut Side, today: Date, id: ScoreId) {
        let Some(score) = plan.scores.get(id.index()) else { return };
        let moved = Moved { side, from: plan, today };
        let lines: Vec<Line> = score.lines.iter().map(|line| moved.line(line)).collect();
        let same = |other: &Score| (other.from, other.to, &other.lines) == (score.from, score.to, &lines);
        let at = self.plan.scores.iter().position(same).unwrap_or_else(|| {
            self.plan.scores.push(Score { lines: lines.clone(), ..score.clone() });
            self.plan.steps.push(Step::Score(ScoreId::from_index(self.plan.scores.len() - 1)));
            self.plan.scores.len() - 1
        });
        side.scores.get_mut(id.index()).into_iter().for_each(|slot| *slot = ScoreId::from_index(at));
    }

    /// What a condition becomes, behind what that needs; a test on a field whose default is the side's own says what a gap
    /// means.
    fn expr(&mut self, moved: &Moved<'_>, expr: &Expr) -> Vec<ExprId> {
        let by_default = match expr {
            Expr::Test(test) => moved.by_default(test).map(|by_default| (test, by_default)),
            // A stage or exit is what makes it so: where that is the same in both plans, so is this.
            Expr::Place(place) => {
                return truth_of(moved.from, *place).map(|id| vec![moved.id(id)]).unwrap_or_default();
            }
            Expr::Rule(rule) => return vec![self.rule(moved, *rule, expr)],
            _ => None,
        };
        let Some((test, by_default)) = by_default else { return vec![self.intern(moved.expr(expr))] };
        let test = moved.test(test);
        let subject = Subject { domain: false, ..test.subject };
        let known = self.intern(Expr::Test(Test { subject, predicate: Predicate::Known }));
        let test = self.intern(Expr::Test(test));
        if !by_default {
            let both = self.intern(Expr::All(vec![known, test]));
            return vec![known, test, both];
        }
        let gap = self.intern(Expr::Not(known));
        let either = self.intern(Expr::Any(vec![gap, test]));
        vec![known, test, gap, either]
    }

    /// Rules that ask the same on the same days are one.
    fn rule(&mut self, moved: &Moved<'_>, rule: RuleId, expr: &Expr) -> ExprId {
        let Some(declared) = moved.from.rules.get(rule.index()) else { return self.intern(moved.expr(expr)) };
        let unless = declared.unless.map(|unless| moved.id(unless));
        let key = (moved.id(declared.when), unless, declared.from, declared.until);
        if let Some(known) = self.rules.get(&key) {
            return *known;
        }
        let id = self.intern(moved.expr(expr));
        self.rules.insert(key, id);
        id
    }

    /// Equal conditions get one id, also if both plans have them: then they are one for the search as well.
    fn intern(&mut self, expr: Expr) -> ExprId {
        if let Some(known) = self.known.get(&expr) {
            return *known;
        }
        let id = ExprId::from_index(self.plan.exprs.len());
        self.plan.exprs.push(expr.clone());
        self.known.insert(expr, id);
        id
    }

    /// Sets with the same values are one, whatever they are called.
    fn set(&mut self, set: &Set) -> SetId {
        let same = |other: &Set| other.values == set.values;
        let at = self.plan.sets.iter().position(same).unwrap_or_else(|| {
            self.plan.sets.push(set.clone());
            self.plan.sets.len() - 1
        });
        SetId::from_index(at)
    }

    /// The field of the joined plan; fields that only tests and tables look at leave their default to those.
    fn field(&mut self, plan: &Plan, at: usize, field: &Fact) -> FieldId {
        let own = match says_default_itself(plan, FieldId::from_index(at)) {
            true => Fact { default: None, ..field.clone() },
            false => field.clone(),
        };
        let same =
            |other: &Fact| other.name == own.name && other.ty == own.ty && other.default == own.default;
        if let Some(known) = self.plan.fields.iter().position(same) {
            return FieldId::from_index(known);
        }
        if self.plan.fields.iter().any(|other| other.name == own.name) {
            self.unrelated.push(own.name.clone());
        }
        self.plan.fields.push(own);
        FieldId::from_index(self.plan.fields.len() - 1)
    }

    fn event(&mut self, event: &Event) -> EventId {
        let facts = |event: &Event| -> Vec<(String, qualify_plan::Type, Option<Value>)> {
            event
                .attributes
                .iter()
                .map(|fact| (fact.name.clone(), fact.ty.clone(), fact.default.clone()))
                .collect()
        };
        let same = |other: &Event| other.name == event.name && facts(other) == facts(event);
        if let Some(known) = self.plan.events.iter().position(same) {
            return EventId::from_index(known);
        }
        if self.plan.events.iter().any(|other| other.name == event.name) {
            self.unrelated.push(event.name.clone());
        }
        self.plan.events.push(event.clone());
        EventId::from_index(self.plan.events.len() - 1)
    }
}

fn empty(plan: &Plan) -> Plan {
    Plan {
        language: plan.language,
        program: plan.program.clone(),
        fields: Vec::new(),
        events: Vec::new(),
        sets: Vec::new(),
        scores: Vec::new(),
        grades: Vec::new(),
        stages: Vec::new(),
        exits: Vec::new(),
        outcomes: Vec::new(),
        rules: Vec::new(),
        exprs: Vec::new(),
        steps: Vec::new(),
    }
}

/// Whether all that looks at a field can say by itself what its default means: no window and no `for each` begins with it.
fn says_default_itself(plan: &Plan, field: FieldId) -> bool {
    let since = |rows: &Rows| rows.window == Window::Since(field);
    let in_tests = plan.exprs.iter().any(|expr| matches!(expr, Expr::Events(test) if since(&test.rows)));
    let mut lines: Vec<&Line> = plan.scores.iter().flat_map(|score| &score.lines).collect();
    while let Some(line) = lines.pop() {
        match line {
            Line::Each(each) => match &each.of {
                EachOf::Rows(rows) | EachOf::Days(rows) | EachOf::Distinct(_, rows) if since(rows) => {
                    return false;
                }
                EachOf::Field(counted) if *counted == field => return false,
                EachOf::Rows(_) | EachOf::Days(_) | EachOf::Distinct(..) | EachOf::Field(_) => {}
            },
            Line::BestOf(inner) | Line::Group { lines: inner, .. } => lines.extend(inner),
            Line::When { .. } | Line::Table(_) | Line::Score(_) | Line::FirstOf(_) => {}
        }
    }
    !in_tests
}

impl Side {
    /// Its stages, lowest first.
    pub(crate) fn stages(&self, of: &Plan) -> Vec<StageId> {
        (0..of.stages.len()).map(|at| StageId::from_index(self.stages + at)).collect()
    }

    /// Its exits, strongest first.
    pub(crate) fn exits(&self, of: &Plan) -> Vec<ExitId> {
        (0..of.exits.len()).map(|at| ExitId::from_index(self.exits + at)).collect()
    }

    /// Its rules.
    pub(crate) fn rules(&self, of: &Plan) -> Vec<RuleId> {
        (0..of.rules.len()).map(|at| RuleId::from_index(self.rules + at)).collect()
    }

    /// Where its scores are in the joined plan, in its order.
    pub(crate) fn scores(&self) -> Vec<ScoreId> {
        self.scores.clone()
    }

    /// Its outcomes.
    pub(crate) fn outcomes(&self, of: &Plan) -> Vec<OutcomeId> {
        (0..of.outcomes.len()).map(|at| OutcomeId::from_index(self.outcomes + at)).collect()
    }
}

/// The ids of one plan, moved to where they are in the joined one.
struct Moved<'m> {
    side: &'m Side,
    from: &'m Plan,
    today: Date,
}

impl Moved<'_> {
    fn id(&self, id: ExprId) -> ExprId {
        self.side.exprs.get(id.index()).and_then(|ids| ids.last()).copied().unwrap_or(id)
    }

    fn ids(&self, ids: &[ExprId]) -> Vec<ExprId> {
        ids.iter().map(|id| self.id(*id)).collect()
    }

    fn set(&self, set: SetId) -> SetId {
        self.side.sets.get(set.index()).copied().unwrap_or(set)
    }

    fn score(&self, score: ScoreId) -> ScoreId {
        self.side.scores.get(score.index()).copied().unwrap_or(score)
    }

    fn field(&self, field: FieldId) -> FieldId {
        self.side.fields.get(field.index()).copied().unwrap_or(field)
    }

    fn event(&self, event: EventId) -> EventId {
        self.side.events.get(event.index()).copied().unwrap_or(event)
    }

    fn place(&self, place: Place) -> Place {
        match place {
            Place::Stage(stage) => Place::Stage(StageId::from_index(self.side.stages + stage.index())),
            Place::Exit(exit) => Place::Exit(ExitId::from_index(self.side.exits + exit.index())),
        }
    }

    fn conclusion(&self, conclusion: Conclusion) -> Conclusion {
        match conclusion {
            Conclusion::Place(place) => Conclusion::Place(self.place(place)),
            Conclusion::Outcome(outcome, value) => {
                Conclusion::Outcome(OutcomeId::from_index(self.side.outcomes + outcome.index()), value)
            }
        }
    }

    fn expr(&self, expr: &Expr) -> Expr {
        match expr {
            Expr::Test(test) => Expr::Test(self.test(test)),
            Expr::Events(test) => Expr::Events(EventTest { rows: self.rows(&test.rows), ..test.clone() }),
            Expr::Score(score, comparison) => Expr::Score(self.score(*score), *comparison),
            Expr::Grade(grade, bands) => {
                Expr::Grade(GradeId::from_index(self.side.grades + grade.index()), bands.clone())
            }
            Expr::Place(place) => Expr::Place(self.place(*place)),
            Expr::Rule(rule) => Expr::Rule(RuleId::from_index(self.side.rules + rule.index())),
            Expr::Not(part) => Expr::Not(self.id(*part)),
            Expr::All(parts) => Expr::All(self.ids(parts)),
            Expr::Any(parts) => Expr::Any(self.ids(parts)),
            Expr::AtLeast(k, parts) => Expr::AtLeast(*k, self.ids(parts)),
        }
    }

    fn test(&self, test: &Test) -> Test {
        let fact = match test.subject.fact {
            FactRef::Field(field) => FactRef::Field(self.field(field)),
            FactRef::Attribute(event, attribute) => FactRef::Attribute(self.event(event), attribute),
        };
        let predicate = match &test.predicate {
            Predicate::In(set) => Predicate::In(self.set(*set)),
            Predicate::Text(how, set) => Predicate::Text(*how, self.set(*set)),
            Predicate::Includes(how, set) => Predicate::Includes(*how, self.set(*set)),
            other @ (Predicate::Known
            | Predicate::Yes
            | Predicate::Number(_)
            | Predicate::Rank(_)
            | Predicate::Date(_)) => other.clone(),
        };
        Test { subject: Subject { fact, ..test.subject }, predicate }
    }

    fn rows(&self, rows: &Rows) -> Rows {
        let window = match rows.window {
            Window::Since(field) => Window::Since(self.field(field)),
            other @ (Window::Always | Window::Within(_)) => other,
        };
        Rows { event: self.event(rows.event), filter: rows.filter.map(|filter| self.id(filter)), window }
    }

    /// What a test answers for a gap, if its field has a default that tests say themselves.
    fn by_default(&self, test: &Test) -> Option<bool> {
        let FactRef::Field(field) = test.subject.fact else { return None };
        if test.predicate == Predicate::Known || !says_default_itself(self.from, field) {
            return None;
        }
        let default = self.from.fields.get(field.index())?.default.as_ref()?;
        if test.subject.domain && ops::domain(default).is_none() {
            return None;
        }
        Some(ops::passes(&self.from.sets, self.today, test, default) == Truth::Yes)
    }

    fn line(&self, line: &Line) -> Line {
        match line {
            Line::When { points, condition } => {
                Line::When { points: *points, condition: self.id(*condition) }
            }
            Line::Each(each) => Line::Each(Each { of: self.each_of(each.of), ..each.clone() }),
            Line::Table(table) => Line::Table(self.table(table)),
            Line::Score(score) => Line::Score(self.score(*score)),
            Line::FirstOf(parts) => Line::FirstOf(
                parts
                    .iter()
                    .map(|part| FirstOf { points: part.points, condition: self.id(part.condition) })
                    .collect(),
            ),
            Line::BestOf(lines) => Line::BestOf(lines.iter().map(|line| self.line(line)).collect()),
            Line::Group { title, cap, lines } => Line::Group {
                title: title.clone(),
                cap: *cap,
                lines: lines.iter().map(|line| self.line(line)).collect(),
            },
        }
    }

    fn each_of(&self, of: EachOf) -> EachOf {
        match of {
            EachOf::Rows(rows) => EachOf::Rows(self.rows(&rows)),
            EachOf::Days(rows) => EachOf::Days(self.rows(&rows)),
            EachOf::Distinct(attribute, rows) => EachOf::Distinct(attribute, self.rows(&rows)),
            EachOf::Field(field) => EachOf::Field(self.field(field)),
        }
    }

    /// A table whose field has a default gives its points for a gap.
    fn table(&self, table: &Table) -> Table {
        let field = self.from.fields.get(table.field.index());
        let default = field.and_then(|field| field.default.as_ref());
        let says = says_default_itself(self.from, table.field);
        let by_default = default.filter(|_| says).and_then(|value| band_points(table, value));
        Table { field: self.field(table.field), unknown: by_default.or(table.unknown), ..table.clone() }
    }
}
