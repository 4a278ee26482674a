//! Declarations become a plan: a builder for tests.

use qualify_plan::{
    Band, Combine, Conclusion, Event, EventId, EventTest, Exit, ExitId, Expr, ExprId, Fact, FactRef, FieldId,
    Grade, GradeId, Line, Outcome, OutcomeId, OutcomeValue, Place, Plan, Predicate, Program, Reading, Rule,
    RuleId, Score, ScoreId, Set, SetId, Stage, StageId, Step, Subject, Test, Type, Value, Values,
};

/// Builds a plan, declaration by declaration; [`Builder::finish`] adds what the compiler adds.
#[derive(Debug, Clone)]
pub struct Builder {
    plan: Plan,
}

impl Default for Builder {
    fn default() -> Self {
        Self::new(&["Lead", "MQL", "SQL"], &["Junk", "Later"])
    }
}

impl Builder {
    /// A program with these stages, lowest first, and exits, strongest first.
    pub fn new(stages: &[&str], exits: &[&str]) -> Self {
        let stage =
            |name: &&str| Stage { name: (*name).to_owned(), label: None, owner: None, truth: ExprId(0) };
        let exit =
            |name: &&str| Exit { name: (*name).to_owned(), label: None, owner: None, truth: ExprId(0) };
        let plan = Plan {
            language: 1,
            program: Program { file: "test.rules".to_owned(), ..Program::default() },
            fields: Vec::new(),
            events: Vec::new(),
            sets: Vec::new(),
            scores: Vec::new(),
            grades: Vec::new(),
            stages: stages.iter().map(stage).collect(),
            exits: exits.iter().map(exit).collect(),
            outcomes: Vec::new(),
            rules: Vec::new(),
            exprs: Vec::new(),
            steps: Vec::new(),
        };
        Self { plan }
    }

    /// What is declared so far.
    pub fn plan(&self) -> &Plan {
        &self.plan
    }

    /// Declares a field.
    pub fn field(&mut self, name: &str, ty: Type) -> FieldId {
        self.field_or(name, ty, None)
    }

    /// Declares a field with a default, perhaps.
    pub fn field_or(&mut self, name: &str, ty: Type, default: Option<Value>) -> FieldId {
        self.plan.fields.push(fact(name, ty, default));
        FieldId::from_index(self.plan.fields.len() - 1)
    }

    /// Declares an event; its plural adds an `s`.
    pub fn event(&mut self, name: &str, attributes: Vec<(&str, Type, Option<Value>)>) -> EventId {
        self.plan.events.push(Event {
            name: name.to_owned(),
            plural: format!("{name}s"),
            label: None,
            owner: None,
            kept: None,
            date_columns: Vec::new(),
            format: None,
            lead_columns: Vec::new(),
            attributes: attributes.into_iter().map(|(name, ty, default)| fact(name, ty, default)).collect(),
        });
        EventId::from_index(self.plan.events.len() - 1)
    }

    /// A set without a name; its values are put in order.
    pub fn set(&mut self, values: Values) -> SetId {
        let values = match values {
            Values::Choices(values) => Values::Choices(sorted(values)),
            Values::Countries(values) => Values::Countries(sorted(values)),
            Values::Texts(values) => Values::Texts(sorted(values)),
        };
        let set = Set { name: None, values };
        SetId::from_index(position_or_push(&mut self.plan.sets, set))
    }

    /// A condition; equal ones get one id.
    pub fn expr(&mut self, expr: Expr) -> ExprId {
        ExprId::from_index(position_or_push(&mut self.plan.exprs, expr))
    }

    /// A test on a fact.
    pub fn test(&mut self, fact: FactRef, predicate: Predicate) -> ExprId {
        let subject = Subject { fact, domain: false };
        self.expr(Expr::Test(Test { subject, predicate }))
    }

    /// A test on rows.
    pub fn events_test(&mut self, test: EventTest) -> ExprId {
        self.expr(Expr::Events(test))
    }

    /// `not`
    pub fn not(&mut self, part: ExprId) -> ExprId {
        self.expr(Expr::Not(part))
    }

    /// Declares a score.
    pub fn score(&mut self, name: &str, from: i64, to: i64, lines: Vec<Line>) -> ScoreId {
        self.plan.scores.push(Score { name: name.to_owned(), label: None, owner: None, from, to, lines });
        ScoreId::from_index(self.plan.scores.len() - 1)
    }

    /// Declares a grade: the lowest name is `otherwise`, the others have floors, ascending.
    pub fn grade(&mut self, name: &str, score: ScoreId, lowest: &str, bands: &[(&str, i64)]) -> GradeId {
        let band = |name: &str, floor| Band { name: name.to_owned(), floor };
        let named = bands.iter().map(|(name, floor)| band(name, Some(*floor)));
        let bands = [band(lowest, None)].into_iter().chain(named).collect();
        self.plan.grades.push(Grade { name: name.to_owned(), label: None, owner: None, score, bands });
        GradeId::from_index(self.plan.grades.len() - 1)
    }

    /// Declares an outcome.
    pub fn outcome(&mut self, name: &str, combine: Combine, values: &[&str]) -> OutcomeId {
        let value = |name: &&str| OutcomeValue { name: (*name).to_owned(), label: None };
        let values = values.iter().map(value).collect();
        self.plan.outcomes.push(Outcome { name: name.to_owned(), label: None, owner: None, combine, values });
        OutcomeId::from_index(self.plan.outcomes.len() - 1)
    }

    /// A rule, named `r000`, `r001` ...; change its dates through [`Builder::rule_mut`].
    pub fn rule(&mut self, when: ExprId, unless: Option<ExprId>, concludes: &[Conclusion]) -> RuleId {
        let id = RuleId::from_index(self.plan.rules.len());
        let name = format!("r{:03}", id.index());
        let truth = self.expr(Expr::Rule(id));
        self.plan.rules.push(Rule {
            text: format!("when {name}"),
            name,
            owner: None,
            from: None,
            until: None,
            review_by: None,
            when,
            unless,
            truth,
            concludes: concludes.to_vec(),
            because: None,
        });
        id
    }

    /// A rule that was added.
    pub fn rule_mut(&mut self, id: RuleId) -> Option<&mut Rule> {
        self.plan.rules.get_mut(id.index())
    }

    /// The plan: each stage and exit is any of its rules, and every step comes after those that it needs.
    pub fn finish(mut self) -> Plan {
        let stages: Vec<ExprId> = (0..self.plan.stages.len())
            .map(|index| match index {
                0 => self.expr(Expr::All(Vec::new())),
                _ => self.any_rule(Place::Stage(StageId::from_index(index))),
            })
            .collect();
        let exits: Vec<ExprId> = (0..self.plan.exits.len())
            .map(|index| self.any_rule(Place::Exit(ExitId::from_index(index))))
            .collect();
        self.plan.stages.iter_mut().zip(stages).for_each(|(stage, truth)| stage.truth = truth);
        self.plan.exits.iter_mut().zip(exits).for_each(|(exit, truth)| exit.truth = truth);
        self.plan.steps = Steps::of(&self.plan);
        self.plan
    }

    fn any_rule(&mut self, place: Place) -> ExprId {
        let rules = self.plan.rules.iter().filter(|rule| rule.concludes.contains(&Conclusion::Place(place)));
        let truths = rules.map(|rule| rule.truth).collect();
        self.expr(Expr::Any(truths))
    }
}

fn fact(name: &str, ty: Type, default: Option<Value>) -> Fact {
    Fact { name: name.to_owned(), ty, label: None, owner: None, default, reading: Reading::default() }
}

fn sorted<T: Ord>(mut values: Vec<T>) -> Vec<T> {
    values.sort();
    values.dedup();
    values
}

fn position_or_push<T: PartialEq>(items: &mut Vec<T>, item: T) -> usize {
    items.iter().position(|known| *known == item).unwrap_or_else(|| {
        items.push(item);
        items.len() - 1
    })
}

/// Puts steps into an order in which one pass can do them.
struct Steps<'a> {
    plan: &'a Plan,
    steps: Vec<Step>,
}

impl<'a> Steps<'a> {
    fn of(plan: &'a Plan) -> Vec<Step> {
        let mut steps = Self { plan, steps: Vec::new() };
        (0..plan.scores.len()).for_each(|index| steps.score(ScoreId::from_index(index)));
        let places =
            plan.stages.iter().map(|stage| stage.truth).chain(plan.exits.iter().map(|exit| exit.truth));
        places.chain(plan.rules.iter().map(|rule| rule.truth)).for_each(|id| steps.expr(id));
        steps.steps
    }

    fn score(&mut self, id: ScoreId) {
        if self.steps.contains(&Step::Score(id)) {
            return;
        }
        let lines = self.plan.scores.get(id.index()).map_or(&[][..], |score| &score.lines);
        self.lines(lines);
        self.steps.push(Step::Score(id));
    }

    fn lines(&mut self, lines: &'a [Line]) {
        for line in lines {
            match line {
                Line::When { condition, .. } => self.expr(*condition),
                Line::Each(_) | Line::Table(_) => {}
                Line::Score(score) => self.score(*score),
                Line::FirstOf(parts) => parts.iter().for_each(|part| self.expr(part.condition)),
                Line::BestOf(lines) | Line::Group { lines, .. } => self.lines(lines),
            }
        }
    }

    fn expr(&mut self, id: ExprId) {
        if self.steps.contains(&Step::Expr(id)) {
            return;
        }
        let plan = self.plan;
        match plan.exprs.get(id.index()) {
            Some(Expr::Score(score, _)) => self.score(*score),
            Some(Expr::Grade(grade, _)) => {
                plan.grades.get(grade.index()).into_iter().for_each(|grade| self.score(grade.score));
            }
            Some(Expr::Place(Place::Stage(stage))) => {
                plan.stages.get(stage.index()).into_iter().for_each(|stage| self.expr(stage.truth));
            }
            Some(Expr::Place(Place::Exit(exit))) => {
                plan.exits.get(exit.index()).into_iter().for_each(|exit| self.expr(exit.truth));
            }
            Some(Expr::Rule(rule)) => {
                let rule = plan.rules.get(rule.index());
                rule.into_iter().flat_map(|rule| rule.unless.into_iter().chain([rule.when])).for_each(|id| {
                    self.expr(id);
                });
            }
            Some(Expr::Not(part)) => self.expr(*part),
            Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => {
                parts.iter().for_each(|part| self.expr(*part));
            }
            Some(Expr::Test(_) | Expr::Events(_)) | None => {}
        }
        self.steps.push(Step::Expr(id));
    }
}
