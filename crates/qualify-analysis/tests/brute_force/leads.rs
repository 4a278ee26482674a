//! A small program becomes all leads that it can tell apart, or the largest part of them that can be listed.
//!
//! For every field all values are tried that tests of `programs` can tell apart: every choice, every country named and
//! one other, counts to 30 (limits are at most 3, points for each at most 3 with caps and ranges of at most 8), numbers
//! at, just below and just above every half, days around today, `never`, all texts of at most six letters a, b,
//! spaces and dashes, all sets of list values; and no value. Then values that every test, band and `for each`
//! answers alike are merged.
//!
//! Rows are not complete in general: all multisets of at most three rows are tried, of six ages (two for each stretch
//! between the windows of 2 and 5 days) and all values of attributes. That is complete as long as the numbers that rows
//! are compared with need three rows at most together; [`Leads::complete`] says whether they do.

use std::collections::BTreeMap;

use qualify_eval::testing::today;
use qualify_eval::{Assumptions, Findings, findings, truths};
use qualify_plan::{
    Comparison, Country, Decimal, Each, EachOf, Event, Expr, ExprId, Fact, FieldId, Lead, Line, Measure,
    Plan, Row, Rows, Score, ScoreId, Step, Stream, Truth, Type, Value, Window,
};

/// More leads than this are not listed.
const MOST_LEADS: usize = 12_000;
/// More streams than this are not looked at.
const MOST_STREAMS: usize = 6_000;
/// Most rows of one lead.
const MOST_ROWS: usize = 3;

/// A lead and what the evaluator says.
pub(crate) struct Seen {
    pub(crate) lead: Lead,
    pub(crate) truths: Vec<Truth>,
    pub(crate) found: Findings,
}

/// Leads of a program.
pub(crate) struct Leads {
    pub(crate) all: Vec<Seen>,
    /// Whether every possible lead is like one of these.
    pub(crate) complete: bool,
}

/// What the evaluator says of a lead.
pub(crate) fn look(plan: &Plan, lead: Lead) -> Seen {
    let found = findings(plan, today(), &lead, Assumptions::Made);
    Seen { truths: truths(plan, today(), &lead), found, lead }
}

/// All leads of a program; none if they are too many.
pub(crate) fn leads(plan: &Plan) -> Option<Leads> {
    let domain = domain(&[plan])?;
    let complete = domain.complete;
    Some(Leads { all: domain.leads().into_iter().map(|lead| look(plan, lead)).collect(), complete })
}

/// What leads are made of that some programs with the same facts can tell apart.
pub(crate) struct Domain {
    /// For each field.
    pub(crate) fields: Vec<Vec<Cell<Option<Value>>>>,
    /// For each event.
    pub(crate) streams: Vec<Vec<Cell<Stream>>>,
    /// Whether every possible lead is like one of these.
    pub(crate) complete: bool,
    probes: Probes,
}

/// Values that nobody tells apart.
pub(crate) struct Cell<T> {
    /// One of them.
    pub(crate) value: T,
    /// Whether some value of it is known.
    pub(crate) has_known: bool,
}

impl Domain {
    /// One lead for each combination.
    pub(crate) fn leads(&self) -> Vec<Lead> {
        let mut all = vec![Lead { values: Vec::new(), events: Vec::new() }];
        for cells in &self.fields {
            all = product(&all, cells, |lead, cell| lead.values.push(cell.value.clone()));
        }
        for cells in &self.streams {
            all = product(&all, cells, |lead, cell| lead.events.push(cell.value.clone()));
        }
        all
    }

    /// Whether some program tells two values of a field apart.
    pub(crate) fn tells_values_apart(
        &self,
        field: usize,
        one: &Option<Value>,
        other: &Option<Value>,
    ) -> bool {
        let field = FieldId::from_index(field);
        self.probes.value_key(field, one) != self.probes.value_key(field, other)
    }

    /// Whether some program tells two streams of an event apart.
    pub(crate) fn tells_streams_apart(&self, event: usize, one: &Stream, other: &Stream) -> bool {
        let key = |stream: &Stream| self.probes.stream_key(event, stream, &self.fields);
        key(one) != key(other)
    }
}

/// All leads that some programs with the same facts can tell apart; none if they are too many.
pub(crate) fn domain(plans: &[&Plan]) -> Option<Domain> {
    let probes = Probes(plans.iter().map(|plan| Probe::of(plan)).collect());
    let plan = plans.first()?;
    let fields: Vec<_> = (0..plan.fields.len()).map(|at| probes.values(FieldId::from_index(at))).collect();
    let mut streams = Vec::new();
    for (at, event) in plan.events.iter().enumerate() {
        streams.push(probes.streams(at, event, &fields)?);
    }
    let count = fields.iter().map(Vec::len).chain(streams.iter().map(Vec::len)).product::<usize>();
    (count <= MOST_LEADS).then(|| Domain { complete: probes.is_complete(), fields, streams, probes })
}

fn product<T>(leads: &[Lead], items: &[T], add: impl Fn(&mut Lead, &T)) -> Vec<Lead> {
    let mut more = Vec::with_capacity(leads.len() * items.len());
    for lead in leads {
        for item in items {
            let mut lead = lead.clone();
            add(&mut lead, item);
            more.push(lead);
        }
    }
    more
}

/// What tells values apart: a program that shows the points of every line by itself.
struct Probe {
    plan: Plan,
    leaves: Vec<ExprId>,
    each: Vec<Each>,
    rows: Vec<(Measure, Rows, i64)>,
}

type Signature = (Vec<Truth>, Vec<(i64, i64)>);

impl Probe {
    fn of(plan: &Plan) -> Self {
        let mut probe = Self { plan: plan.clone(), leaves: Vec::new(), each: Vec::new(), rows: Vec::new() };
        for (at, expr) in plan.exprs.iter().enumerate() {
            match expr {
                Expr::Events(test) => {
                    probe.leaves.push(ExprId::from_index(at));
                    probe.rows.push((test.measure, test.rows, limit(test.comparison)));
                }
                Expr::Test(_) => probe.leaves.push(ExprId::from_index(at)),
                _ => {}
            }
        }
        for score in &plan.scores {
            probe.lines(&score.lines, score.to - score.from);
        }
        probe
    }

    fn lines(&mut self, lines: &[Line], range: i64) {
        for line in lines {
            match line {
                Line::Each(each) => {
                    let needed = each.cap.unwrap_or(range * 3) / each.points.max(1) + 1;
                    match each.of {
                        EachOf::Rows(rows) => self.rows.push((Measure::Count, rows, needed)),
                        EachOf::Days(rows) => self.rows.push((Measure::Days, rows, needed)),
                        EachOf::Distinct(attribute, rows) => {
                            self.rows.push((Measure::Distinct(attribute), rows, needed));
                        }
                        EachOf::Field(_) => {}
                    }
                    self.each.push(each.clone());
                    self.show(line);
                }
                Line::Table(_) => self.show(line),
                Line::BestOf(lines) | Line::Group { lines, .. } => self.lines(lines, range),
                Line::When { .. } | Line::Score(_) | Line::FirstOf(_) => {}
            }
        }
    }

    fn show(&mut self, line: &Line) {
        let lines = vec![line.clone()];
        let score = Score {
            name: format!("shown_{}", self.plan.scores.len()),
            label: None,
            owner: None,
            from: -1_000_000,
            to: 1_000_000,
            lines,
        };
        self.plan.steps.push(Step::Score(ScoreId::from_index(self.plan.scores.len())));
        self.plan.scores.push(score);
    }

    fn signature(&self, lead: &Lead) -> Signature {
        let truths = truths(&self.plan, today(), lead);
        let found = findings(&self.plan, today(), lead, Assumptions::Made);
        let points = found.scores.iter().map(|points| (points.from, points.to)).collect();
        (self.leaves.iter().map(|leaf| truths[leaf.index()]).collect(), points)
    }

    fn since(&self) -> Vec<FieldId> {
        let mut fields: Vec<FieldId> = self
            .rows
            .iter()
            .filter_map(|(_, rows, _)| match rows.window {
                Window::Since(field) => Some(field),
                Window::Always | Window::Within(_) => None,
            })
            .collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    /// How many rows tell something, by what is measured; none if no number is enough.
    fn needed(&self) -> Option<BTreeMap<String, i64>> {
        let mut needed: BTreeMap<String, i64> = BTreeMap::new();
        for (measure, rows, limit) in &self.rows {
            let kinds = kinds(&self.plan.events[rows.event.index()]).len();
            match measure {
                Measure::Sum(_) => return None,
                Measure::Days if kinds != AGES.len() || *limit > 2 => return None,
                Measure::Count | Measure::Days | Measure::Distinct(_) => {}
            }
            if matches!(rows.window, Window::Since(_)) {
                return None;
            }
            let twice = rows.filter.is_some() || matches!(measure, Measure::Distinct(_));
            let limit = if twice { limit * 2 } else { *limit };
            let filter = rows.filter.map(|filter| printed(&self.plan, filter));
            let known = needed.entry(format!("{measure:?} {rows:?} {filter:?}")).or_default();
            *known = limit.max(*known);
        }
        let fades = self.each.iter().any(|each| each.fade.is_some());
        (!fades).then_some(needed)
    }
}

/// A condition on a row with all that it is made of.
fn printed(plan: &Plan, id: ExprId) -> String {
    let expr = &plan.exprs[id.index()];
    let parts: Vec<ExprId> = match expr {
        Expr::Not(part) => vec![*part],
        Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts) => parts.clone(),
        Expr::Test(_)
        | Expr::Events(_)
        | Expr::Score(..)
        | Expr::Grade(..)
        | Expr::Place(_)
        | Expr::Rule(_) => Vec::new(),
    };
    let parts: Vec<String> = parts.into_iter().map(|part| printed(plan, part)).collect();
    format!("{expr:?} {parts:?} {:?}", plan.sets)
}

/// What tells values apart for several programs.
struct Probes(Vec<Probe>);

/// What a value does by itself, and which rows are after it.
type ValueKey = (Vec<Signature>, Vec<Vec<Truth>>);

impl Probes {
    fn signature(&self, lead: &Lead) -> Vec<Signature> {
        self.0.iter().map(|probe| probe.signature(lead)).collect()
    }

    fn since(&self) -> Vec<FieldId> {
        let mut fields: Vec<FieldId> = self.0.iter().flat_map(Probe::since).collect();
        fields.sort_unstable();
        fields.dedup();
        fields
    }

    fn empty(&self) -> Lead {
        self.0
            .first()
            .map_or(Lead { values: Vec::new(), events: Vec::new() }, |probe| Lead::empty(&probe.plan))
    }

    fn value_key(&self, field: FieldId, value: &Option<Value>) -> ValueKey {
        let mut lead = self.empty();
        lead.values[field.index()].clone_from(value);
        let after =
            |probe: &Probe| windows(value.as_ref().or(probe.plan.fields[field.index()].default.as_ref()));
        let opens = self.since().contains(&field);
        (self.signature(&lead), if opens { self.0.iter().map(after).collect() } else { Vec::new() })
    }

    /// A value for each cell of a field, and none.
    fn values(&self, field: FieldId) -> Vec<Cell<Option<Value>>> {
        let Some(first) = self.0.first() else { return Vec::new() };
        let mut cells: BTreeMap<ValueKey, Cell<Option<Value>>> = BTreeMap::new();
        let known = raw(&first.plan.fields[field.index()].ty).into_iter().map(Some);
        for value in std::iter::once(None).chain(known) {
            let is_known = value.is_some();
            let cell = cells.entry(self.value_key(field, &value));
            cell.or_insert(Cell { value, has_known: false }).has_known |= is_known;
        }
        cells.into_values().collect()
    }

    fn stream_key(
        &self,
        at: usize,
        stream: &Stream,
        fields: &[Vec<Cell<Option<Value>>>],
    ) -> Vec<Vec<Signature>> {
        let mut lead = self.empty();
        lead.events[at].clone_from(stream);
        let mut signatures = vec![self.signature(&lead)];
        for field in self.since() {
            for cell in &fields[field.index()] {
                let mut lead = lead.clone();
                lead.values[field.index()].clone_from(&cell.value);
                signatures.push(self.signature(&lead));
            }
        }
        signatures
    }

    /// Streams that can be told apart; none if there are too many.
    fn streams(
        &self,
        at: usize,
        event: &Event,
        fields: &[Vec<Cell<Option<Value>>>],
    ) -> Option<Vec<Cell<Stream>>> {
        let mut cells: BTreeMap<Vec<Vec<Signature>>, Cell<Stream>> = BTreeMap::new();
        for stream in all_streams(event)? {
            let is_known = stream != Stream::NotCollected;
            let cell = cells.entry(self.stream_key(at, &stream, fields));
            cell.or_insert(Cell { value: stream, has_known: false }).has_known |= is_known;
        }
        Some(cells.into_values().collect())
    }

    /// Whether three rows are enough to show everything: each number that is compared needs so many rows as it says, once
    /// for what is sure and once for what may be.
    fn is_complete(&self) -> bool {
        let mut needed: BTreeMap<String, i64> = BTreeMap::new();
        for probe in &self.0 {
            let Some(by_measure) = probe.needed() else { return false };
            for (measure, rows) in by_measure {
                let known = needed.entry(measure).or_default();
                *known = rows.max(*known);
            }
        }
        needed.values().sum::<i64>() <= MOST_ROWS as i64
    }
}

/// No rows, and all multisets of a few rows of all kinds; none if there are too many.
fn all_streams(event: &Event) -> Option<Vec<Stream>> {
    let kinds = kinds(event);
    let mut streams = vec![Stream::NotCollected, Stream::Rows(Vec::new())];
    let mut last: Vec<Vec<usize>> = vec![Vec::new()];
    for _ in 0..MOST_ROWS {
        let longer = |rows: &Vec<usize>| {
            let from = rows.last().copied().unwrap_or(0);
            (from..kinds.len())
                .map(|kind| rows.iter().copied().chain([kind]).collect())
                .collect::<Vec<Vec<usize>>>()
        };
        last = last.iter().flat_map(longer).collect();
        streams.extend(
            last.iter().map(|rows| Stream::Rows(rows.iter().map(|kind| kinds[*kind].clone()).collect())),
        );
        if streams.len() > MOST_STREAMS {
            return None;
        }
    }
    Some(streams)
}

/// The largest number of rows that tells something in a comparison.
fn limit(comparison: Comparison<Decimal>) -> i64 {
    let (number, beyond) = match comparison {
        Comparison::AtLeast(number) | Comparison::LessThan(number) => (number, 0),
        Comparison::Is(number)
        | Comparison::MoreThan(number)
        | Comparison::AtMost(number)
        | Comparison::Between(_, number) => (number, 1),
    };
    number.to_whole().unwrap_or(0) + beyond
}

const AGES: [i32; 6] = [0, 1, 3, 4, 6, 7];

/// Every kind of row.
fn kinds(event: &Event) -> Vec<Row> {
    let ages: &[i32] = if event.attributes.len() > 1 { &[0, 3, 6] } else { &AGES };
    let mut rows: Vec<Row> =
        ages.iter().map(|age| Row { date: today().plus_days(-age), values: Vec::new() }).collect();
    for attribute in &event.attributes {
        rows = rows.iter().flat_map(|row| with_values(row, attribute)).collect();
    }
    rows
}

fn with_values(row: &Row, attribute: &Fact) -> Vec<Row> {
    let values = match attribute.ty {
        Type::Count => (0..=4).map(|n| Value::Number(whole(n))).collect(),
        _ => raw(&attribute.ty),
    };
    let add = |value: Option<Value>| {
        let mut row = row.clone();
        row.values.push(value);
        row
    };
    std::iter::once(None).chain(values.into_iter().map(Some)).map(add).collect()
}

/// Whether rows of each age are after a date.
fn windows(date: Option<&Value>) -> Vec<Truth> {
    let after = |age: &i32| match date {
        Some(Value::Date(date)) => Truth::from_bool(today().plus_days(-age) > *date),
        Some(_) => Truth::Yes,
        None => Truth::Unknown,
    };
    AGES.iter().map(after).collect()
}

fn whole(n: i64) -> Decimal {
    Decimal::whole(n).unwrap_or_default()
}

/// Values of a type of which each cell has one.
fn raw(ty: &Type) -> Vec<Value> {
    match ty {
        Type::YesNo => vec![Value::YesNo(true), Value::YesNo(false)],
        Type::Choice(choices) => (0..choices.values.len() as u32).map(Value::Choice).collect(),
        Type::Country => {
            ["DE", "FR", "NO", "US"].into_iter().filter_map(Country::parse).map(Value::Country).collect()
        }
        Type::Count => (0..=30).map(|n| Value::Number(whole(n))).collect(),
        Type::Number | Type::Percent | Type::Money(_) => (-4..=10)
            .flat_map(|half: i128| [-1, 0, 1].map(|step| half * 5_000 + step))
            .filter_map(Decimal::from_units)
            .map(Value::Number)
            .collect(),
        Type::Date => (-7..=6).map(|n| Value::Date(today().plus_days(n))).chain([Value::Never]).collect(),
        Type::Text | Type::Email => texts().into_iter().map(Value::Text).collect(),
        Type::List(Some(choices)) => {
            let all: Vec<u32> = (0..choices.values.len() as u32).collect();
            subsets(&all).into_iter().map(Value::Choices).collect()
        }
        Type::List(None) => {
            let all = ["a", "b"].map(str::to_owned);
            subsets(&all).into_iter().map(Value::Texts).collect()
        }
    }
}

fn subsets<T: Clone>(all: &[T]) -> Vec<Vec<T>> {
    let chosen = |set: usize| {
        all.iter().enumerate().filter(|(at, _)| set >> at & 1 == 1).map(|(_, item)| item.clone()).collect()
    };
    (0..1usize << all.len()).map(chosen).collect()
}

/// Folded texts: of at most six of the letters a and b, spaces and dashes, or of at most four with c among them.
fn texts() -> Vec<String> {
    let mut texts = texts_of(&["a", "b", " ", "-"], 6);
    texts.extend(texts_of(&["a", "b", " ", "-", "c"], 4));
    texts
}

fn texts_of(letters: &[&str], longest: usize) -> Vec<String> {
    let mut texts: Vec<String> = Vec::new();
    let mut last = vec![String::new()];
    for _ in 0..longest {
        last = last
            .iter()
            .flat_map(|text| letters.iter().map(move |letter| format!("{text}{letter}")))
            .collect();
        last.retain(|text| !text.contains("  ") && !text.starts_with(' '));
        texts.extend(last.iter().filter(|text| !text.ends_with(' ')).cloned());
    }
    texts
}
