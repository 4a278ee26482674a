//! Examples: facts and rows become values, promises get their meaning.

use std::collections::{BTreeMap, BTreeSet};

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{EventId, Place, Value};
use qualify_syntax::ast::{self, ExampleLineKind, ExpectKind, Given, LiteralKind};
use qualify_syntax::format;

use super::Checker;
use super::operands::Left;
use super::scores::ranked_bands;
use crate::example::{Example, ExampleRow, Promise, PromiseKind, RowDay};
use crate::hir;
use crate::names::{Def, Wanted, nearest};

const MAX_ROWS: i64 = 100_000;

impl Checker<'_> {
    pub(super) fn check_examples(&mut self) -> Vec<Example> {
        let program = self.program;
        let mut seen: BTreeMap<&str, Span> = BTreeMap::new();
        let mut examples = Vec::new();
        let rules: BTreeMap<&str, usize> = rules_by_name(program);
        for decl in &program.examples {
            if let Some(first) = seen.insert(&decl.name.text, decl.name.span) {
                let message =
                    format!("Two examples are called \"{}\". Give one of them another name.", decl.name.text);
                let diagnostic = Diagnostic::new(Code::DeclaredTwice, decl.name.span, message);
                self.out.push(diagnostic.with_related(first, "the first one"));
            }
            let before = self.out.len();
            let example = self.example(decl, &rules);
            if self.out.len() == before {
                examples.push(example);
            }
        }
        examples
    }

    fn example(&mut self, decl: &ast::ExampleDecl, rules: &BTreeMap<&str, usize>) -> Example {
        let mut example = Example {
            name: decl.name.text.clone(),
            span: decl.name.span,
            today: None,
            values: vec![None; self.facts.fields.len()],
            not_collected: Vec::new(),
            rows: Vec::new(),
            promises: Vec::new(),
        };
        let mut said: BTreeMap<String, Span> = BTreeMap::new();
        for line in &decl.lines {
            self.example_line(&mut example, line, &mut said);
        }
        if decl.expects.is_empty() {
            let message = "This example promises nothing. Say what should come out: `expect MQL`.";
            self.report(Code::EmptyPromise, decl.name.span, message);
        }
        for expect in &decl.expects {
            if let Some(kind) = self.promise(expect, rules) {
                let text = format::expect_text(expect, self.vocabulary);
                example.promises.push(Promise { text, span: expect.span, kind });
            }
        }
        example
    }

    fn example_line(
        &mut self,
        example: &mut Example,
        line: &ast::ExampleLine,
        said: &mut BTreeMap<String, Span>,
    ) {
        match &line.kind {
            ExampleLineKind::Today(date) => {
                self.said_once(said, "today", line.span);
                example.today = self.date(date);
            }
            ExampleLineKind::Fact(name, given) => {
                self.said_once(said, &name.text, line.span);
                let Some(field) = self.example_field(name) else { return };
                let Some(fact) = self.facts.fields.get(field) else { return };
                let (ty, declared) =
                    (&fact.ty, self.program.fields.get(field).map(|field| field.decl.ty.span));
                let value = self.given(given, ty, &name.text, declared.unwrap_or(name.span));
                if let Some(slot) = example.values.get_mut(field) {
                    *slot = value;
                }
            }
            ExampleLineKind::Unknown(name) => {
                self.said_once(said, &name.text, line.span);
                self.example_field(name);
            }
            ExampleLineKind::NotCollected(name) => {
                self.said_once(said, &name.text, line.span);
                if let Some(event) = self.example_event(name) {
                    example.not_collected.push(event);
                }
            }
            ExampleLineKind::Rows { count, event, when, attributes } => {
                self.example_rows(example, count.as_ref(), event, when, attributes);
            }
        }
    }

    fn said_once(&mut self, said: &mut BTreeMap<String, Span>, name: &str, span: Span) {
        if let Some(first) = said.insert(name.to_owned(), span) {
            let message = format!("`{name}` is given twice in this example. Keep one.");
            self.out.push(
                Diagnostic::new(Code::DeclaredTwice, span, message).with_related(first, "the first one"),
            );
        }
    }

    fn example_field(&mut self, name: &ast::Name) -> Option<usize> {
        match self.program.names.get(&name.text) {
            Some(Def::Field(id)) => Some(id.index()),
            Some(Def::Broken) => None,
            Some(def) => {
                let hint = match def {
                    Def::Event(_) => format!(" Rows are written `- {} 3 days ago`.", name.text),
                    _ => " Only fields have a value in an example.".to_owned(),
                };
                let message = format!("`{}` is {}.{hint}", name.text, def.kind());
                self.report(Code::WrongType, name.span, message);
                None
            }
            None => {
                self.out.push(self.program.names.unknown(name, Wanted::Field));
                None
            }
        }
    }

    fn example_event(&mut self, name: &ast::Name) -> Option<EventId> {
        match self.program.names.get(&name.text) {
            Some(Def::Event(id)) => Some(id),
            Some(Def::Broken) => None,
            Some(def) => {
                let message = format!("`{}` is {}, and rows are of an event.", name.text, def.kind());
                self.report(Code::NotAnEvent, name.span, message);
                None
            }
            None => {
                self.out.push(self.program.names.unknown(name, Wanted::Event));
                None
            }
        }
    }

    fn example_rows(
        &mut self,
        example: &mut Example,
        count: Option<&ast::Literal>,
        name: &ast::Name,
        when: &ast::RowDay,
        attributes: &[(ast::Name, Option<ast::Literal>)],
    ) {
        let Some(event) = self.example_event(name) else { return };
        let count = match count {
            None => 1,
            Some(literal) => match self.whole(literal, "Numbers of rows") {
                Some(count @ 0..=MAX_ROWS) => u32::try_from(count).unwrap_or(0),
                Some(_) => {
                    self.report(
                        Code::TooLarge,
                        literal.span,
                        "An example has at most 100,000 rows of an event.",
                    );
                    return;
                }
                None => return,
            },
        };
        let Some(day) = self.row_day(when) else { return };
        let Some(decl) = self.facts.events.get(event.index()) else { return };
        let mut values = vec![None; decl.attributes.len()];
        let mut said = BTreeMap::new();
        for (attribute, given) in attributes {
            self.said_once(&mut said, &attribute.text, attribute.span);
            self.row_value(event, attribute, given.as_ref(), &mut values);
        }
        example.rows.push(ExampleRow { event, count, day, values });
    }

    fn row_day(&mut self, when: &ast::RowDay) -> Option<RowDay> {
        match when {
            ast::RowDay::Today => Some(RowDay::DaysAgo(0)),
            ast::RowDay::On(date) => self.date(date).map(RowDay::On),
            ast::RowDay::DaysAgo(literal) => {
                let days = self.whole(literal, "Days")?;
                let fits = u32::try_from(days).ok().filter(|days| *days <= 100_000);
                if fits.is_none() {
                    self.report(Code::TooLarge, literal.span, "Rows are at most 100,000 days ago.");
                }
                fits.map(RowDay::DaysAgo)
            }
        }
    }

    fn row_value(
        &mut self,
        event: EventId,
        name: &ast::Name,
        given: Option<&ast::Literal>,
        values: &mut [Option<Value>],
    ) {
        let Some(decl) = self.facts.events.get(event.index()) else { return };
        let found = decl.attributes.iter().position(|attribute| attribute.name == name.text);
        let Some(index) = found else {
            let known: Vec<&str> = decl.attributes.iter().map(|attribute| attribute.name.as_str()).collect();
            let near = nearest(&name.text, known.iter().copied());
            let hint = match (near, known.as_slice()) {
                (Some(near), _) => format!("Did you mean `{near}`?"),
                (None, []) => "They have no attributes, only a date.".to_owned(),
                (None, known) => format!("They have: {}.", known.join(", ")),
            };
            let message = format!("`{}` have no `{}`. {hint}", decl.plural, name.text);
            self.report(Code::UnknownAttribute, name.span, message);
            return;
        };
        let Some(ty) = decl.attributes.get(index).map(|attribute| &attribute.ty) else { return };
        let Some(literal) = given else { return };
        let one = Given::One(literal.clone());
        let value = self.given(&one, ty, &name.text, name.span);
        if let Some(slot) = values.get_mut(index) {
            *slot = value;
        }
    }

    fn promise(&mut self, expect: &ast::Expect, rules: &BTreeMap<&str, usize>) -> Option<PromiseKind> {
        match &expect.kind {
            ExpectKind::Result { negated, place } => {
                Some(PromiseKind::Result { negated: *negated, place: self.promised_place(place)? })
            }
            ExpectKind::Meets { negated, stages } => {
                let stages: Vec<_> = stages.iter().map(|stage| self.promised_stage(stage)).collect();
                Some(PromiseKind::Meets {
                    negated: *negated,
                    stages: stages.into_iter().collect::<Option<_>>()?,
                })
            }
            ExpectKind::By(text) => self.promised_rule(text, rules),
            ExpectKind::Open { name, needs } => self.promised_open(name, needs.as_deref()),
            ExpectKind::Range(name, low, high) => {
                let (low, high) = (self.whole(low, "Points")?, self.whole(high, "Points")?);
                match self.program.names.get(&name.text) {
                    Some(Def::Score(id)) => Some(PromiseKind::Score(id, low, high)),
                    Some(Def::Broken) => None,
                    _ => {
                        let message =
                            format!("Only a score can be promised as a range, and `{}` is none.", name.text);
                        self.report(Code::WrongType, name.span, message);
                        None
                    }
                }
            }
            ExpectKind::NoValue(name) => match self.program.names.get(&name.text) {
                Some(Def::Outcome(id)) => Some(PromiseKind::Outcome(id, None)),
                Some(Def::Broken) => None,
                _ => {
                    let message =
                        format!("Only an outcome can be `none`, and `{}` is no outcome.", name.text);
                    self.report(Code::WrongType, name.span, message);
                    None
                }
            },
            ExpectKind::Value(name, literal) => self.promised_value(name, literal),
        }
    }

    fn promised_place(&mut self, name: &ast::Name) -> Option<Place> {
        let is_place = |def| matches!(def, Def::Stage(_) | Def::Exit(_));
        let message = match self.program.names.get(&name.text) {
            Some(Def::Stage(id)) => return Some(Place::Stage(id)),
            Some(Def::Exit(id)) => return Some(Place::Exit(id)),
            Some(Def::Broken) => return None,
            Some(def) => {
                format!("`{0}` is {1}, so say what it should be: `expect {0} is ...`.", name.text, def.kind())
            }
            None => {
                let start = format!("There is no stage or exit `{}`.", name.text);
                match self.program.names.suggestion(&name.text, is_place) {
                    Some((question, _)) => format!("{start} {question}"),
                    None => start,
                }
            }
        };
        self.report(Code::UnknownExit, name.span, message);
        None
    }

    fn promised_stage(&mut self, name: &ast::Name) -> Option<qualify_plan::StageId> {
        match self.promised_place(name)? {
            Place::Stage(id) => Some(id),
            Place::Exit(_) => {
                let message =
                    format!("`{0}` is an exit, and `meets` lists stages. Write `expect {0}`.", name.text);
                self.report(Code::WrongType, name.span, message);
                None
            }
        }
    }

    fn promised_rule(&mut self, text: &ast::Text, rules: &BTreeMap<&str, usize>) -> Option<PromiseKind> {
        if let Some(index) = rules.get(text.text.as_str()) {
            return Some(PromiseKind::By(qualify_plan::RuleId::from_index(*index)));
        }
        if self.program.has_broken_items {
            return None;
        }
        let near = nearest(&text.text, rules.keys().copied());
        let question = near.map(|near| format!(" Did you mean \"{near}\"?")).unwrap_or_default();
        let message = format!(
            "No rule is called \"{}\".{question} A rule without a name is called by its text, from `when` to its conclusion.",
            text.text
        );
        self.report(Code::UnknownName, text.span, message);
        None
    }

    fn promised_open(&mut self, name: &ast::Name, needs: Option<&[ast::Name]>) -> Option<PromiseKind> {
        if let Some(Def::Outcome(id)) = self.program.names.get(&name.text) {
            if let Some(first) = needs.and_then(<[_]>::first) {
                let message = "What an outcome needs cannot be promised; leave `needs` out.";
                self.report(Code::WrongTest, first.span, message);
                return None;
            }
            return Some(PromiseKind::OutcomeOpen(id));
        }
        let is_place = matches!(self.program.names.get(&name.text), Some(Def::Stage(_) | Def::Exit(_)));
        if name.text == "status" && needs.is_none() && !is_place {
            return Some(PromiseKind::Status("open"));
        }
        let place = self.promised_place(name)?;
        let needs = match needs {
            None => None,
            Some(needs) => {
                let mut names = BTreeSet::new();
                for need in needs {
                    names.insert(self.promised_need(need)?);
                }
                Some(names.into_iter().collect())
            }
        };
        Some(PromiseKind::Open { place, needs })
    }

    /// The name of a fact as a verdict lists it: `budget`, `calls`, `calls.result`.
    fn promised_need(&mut self, name: &ast::Name) -> Option<String> {
        let (first, attribute) = match name.text.split_once('.') {
            Some((first, attribute)) => (first, Some(attribute)),
            None => (name.text.as_str(), None),
        };
        match (self.program.names.get(first), attribute) {
            (Some(Def::Field(_)), None) => return Some(first.to_owned()),
            (Some(Def::Event(id)), None) => {
                return self.facts.events.get(id.index()).map(|event| event.plural.clone());
            }
            (Some(Def::Event(id)), Some(attribute)) => {
                let event = self.facts.events.get(id.index())?;
                if event.attributes.iter().any(|known| known.name == attribute) {
                    return Some(format!("{}.{attribute}", event.plural));
                }
                let message = format!("`{}` have no `{attribute}`.", event.plural);
                self.report(Code::UnknownAttribute, name.span, message);
            }
            (Some(Def::Broken), _) => {}
            (Some(def), _) => {
                let message = format!("`{first}` is {}; what is needed are fields and events.", def.kind());
                self.report(Code::WrongType, name.span, message);
            }
            (None, _) => self.out.push(self.program.names.unknown(name, Wanted::Fact)),
        }
        None
    }

    fn promised_value(&mut self, name: &ast::Name, literal: &ast::Literal) -> Option<PromiseKind> {
        match (name.text.as_str(), self.program.names.get(&name.text)) {
            (_, Some(Def::Score(id))) => {
                let points = self.whole(literal, "Points")?;
                Some(PromiseKind::Score(id, points, points))
            }
            (_, Some(Def::Grade(id))) => {
                let program = self.program;
                let grade = program.grades.get(id.index())?;
                let choices = qualify_plan::Choices { values: ranked_bands(grade, self), ordered: true };
                let left = Left { name: &name.text, declared: None, rewrite: None };
                Some(PromiseKind::Grade(id, self.choice(&choices, literal, &left)?))
            }
            (_, Some(Def::Outcome(id))) => {
                let program = self.program;
                let outcome = program.outcomes.get(id.index())?;
                Some(PromiseKind::Outcome(id, Some(self.value_of_outcome(&outcome.decl, literal)?)))
            }
            ("stage", _) => match &literal.kind {
                LiteralKind::Name(text) => {
                    let stage = ast::Name { text: text.clone(), span: literal.span };
                    self.promised_stage(&stage).map(PromiseKind::Stage)
                }
                _ => {
                    self.report(Code::WrongType, literal.span, "Name a stage: `expect stage is MQL`.");
                    None
                }
            },
            ("status", _) => self.promised_status(literal),
            ("result", None) => {
                let shown = format::literal(literal);
                let message = format!("The result is promised by its name alone: `expect {shown}`.");
                self.report(Code::WrongTest, name.span, message);
                None
            }
            (_, Some(Def::Broken)) => None,
            (_, Some(def)) => {
                let message = format!(
                    "`{}` is {}. Promised are results, stages, scores, grades and outcomes, and `status`.",
                    name.text,
                    def.kind()
                );
                self.report(Code::WrongType, name.span, message);
                None
            }
            (_, None) => {
                self.out.push(self.program.names.unknown(name, Wanted::Promise));
                None
            }
        }
    }

    fn promised_status(&mut self, literal: &ast::Literal) -> Option<PromiseKind> {
        const KNOWN: [&str; 3] = ["open", "settled", "assumed"];
        let found = match &literal.kind {
            LiteralKind::Name(text) => KNOWN.iter().find(|known| *known == text),
            _ => None,
        };
        if found.is_none() {
            let message = "A status is `open`, `settled` or `assumed`.";
            self.report(Code::UnknownValue, literal.span, message);
        }
        found.map(|status| PromiseKind::Status(status))
    }

    /// Dates and kinds of constants.
    pub(super) fn check_constants(&mut self) {
        let program = self.program;
        for constant in &program.constants {
            match &constant.value.kind {
                LiteralKind::Number(text) | LiteralKind::Percent(text) => {
                    _ = self.in_range(text, constant.value.span)
                }
                LiteralKind::Money { amount, .. } => _ = self.in_range(amount, constant.value.span),
                LiteralKind::Date(_) => _ = self.date(&constant.value),
                LiteralKind::Length { .. } => _ = self.length(&constant.value),
                LiteralKind::Text(_) | LiteralKind::Yes | LiteralKind::No | LiteralKind::Name(_) => {}
            }
        }
    }
}

/// The rules in the order in which the plan will have them: by name.
fn rules_by_name(program: &hir::Program) -> BTreeMap<&str, usize> {
    let names: BTreeSet<&str> = program.rules.iter().map(|rule| rule.name.as_str()).collect();
    names.into_iter().enumerate().map(|(index, name)| (name, index)).collect()
}
