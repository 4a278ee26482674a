//! The attributes of an event become shapes: kinds of rows that no `where` and no measure can tell apart but by their
//! day.

use std::collections::{BTreeMap, BTreeSet};

use qualify_eval::ops;
use qualify_plan::{
    AttributeId, Country, Date, Decimal, Event, EventId, Expr, ExprId, FactRef, Plan, Predicate, Rows, Truth,
    Type, Value, Window,
};

use crate::cells::{Asked, Cells, Line};
use crate::survey::{Counted, Tally};
use crate::text;

/// Most shapes that are told apart; events with more are not taken apart row by row.
const MOST: usize = 4_096;
/// Most other values of one cell that are tried.
const MOST_OTHERS: i64 = 500;
/// Most pieces of text of one attribute that are combined in every way.
const MOST_PIECES: usize = 6;

/// A kind of row.
#[derive(Debug, Clone)]
pub(crate) struct Shape {
    /// A row of this kind, by [`AttributeId`].
    pub(crate) values: Vec<Option<Value>>,
    /// What each filter of [`Shapes::filters`] says.
    pub(crate) filters: Vec<Truth>,
    /// What each attribute of [`Shapes::measured`] is.
    pub(crate) measured: Vec<Measured>,
}

/// What a row has in an attribute that is summed or counted.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Measured {
    /// Nothing, not even a default.
    Missing,
    /// A number between two, both included, in steps; in ten-thousandths.
    Number { from: i128, to: i128, step: i128 },
    /// One of some values; `None` is any number of them.
    Value { cell: usize, values: Option<usize> },
}

/// All kinds of rows of one event.
#[derive(Debug, Clone)]
pub(crate) struct Shapes {
    /// The distinct filters of tallies, `None` for those without.
    pub(crate) filters: Vec<Option<ExprId>>,
    /// The attributes that are summed or counted.
    pub(crate) measured: Vec<AttributeId>,
    pub(crate) shapes: Vec<Shape>,
    /// Whether every possible row has one of the shapes.
    pub(crate) complete: bool,
}

/// A value that stands for a cell of an attribute.
#[derive(Debug, Clone)]
struct Kind {
    value: Option<Value>,
    measured: Measured,
}

impl Shapes {
    /// The shapes of the rows of an event, as far as some tallies look.
    pub(crate) fn of(plan: &Plan, today: Date, event: EventId, tallies: &[Tally]) -> Self {
        let mut filters: Vec<Option<ExprId>> = tallies.iter().map(|tally| tally.rows.filter).collect();
        filters.sort_unstable();
        filters.dedup();
        let measured: BTreeSet<AttributeId> =
            tallies.iter().filter_map(|tally| attribute_of(tally.counted)).collect();
        let mut shapes =
            Self { filters, measured: measured.into_iter().collect(), shapes: Vec::new(), complete: true };
        if let Some(declared) = plan.events.get(event.index()) {
            shapes.fill(plan, today, event, declared);
        }
        shapes
    }

    fn fill(&mut self, plan: &Plan, today: Date, event: EventId, declared: &Event) {
        let summed = self.measured.clone();
        let asked = self.asked(plan);
        let mut rows: Vec<Vec<Kind>> = vec![Vec::new()];
        for (at, fact) in declared.attributes.iter().enumerate() {
            let id = AttributeId::from_index(at);
            let questions = asked.get(&id).map_or(&[][..], Vec::as_slice);
            let is_used = !questions.is_empty() || summed.contains(&id) || self.asks_known(plan, event, id);
            let mut kinds = vec![Kind { value: None, measured: Measured::Missing }];
            if is_used {
                let (more, complete) = kinds_of(plan, today, &fact.ty, questions, summed.contains(&id));
                self.complete &= complete;
                kinds.extend(more);
            }
            if rows.len().saturating_mul(kinds.len()) > MOST {
                self.complete = false;
                kinds.truncate(1);
            }
            let longer = |row: &Vec<Kind>, kind: &Kind| row.iter().cloned().chain([kind.clone()]).collect();
            rows = rows.iter().flat_map(|row| kinds.iter().map(move |kind| longer(row, kind))).collect();
        }
        let mut seen = BTreeSet::new();
        for row in rows {
            let shape = self.shape(plan, today, declared, &row);
            if seen.insert((shape.filters.clone(), shape.measured.clone())) {
                self.shapes.push(shape);
            }
        }
    }

    fn shape(&self, plan: &Plan, today: Date, declared: &Event, row: &[Kind]) -> Shape {
        let default = |at: usize| declared.attributes.get(at).and_then(|fact| fact.default.as_ref());
        let value = |id: AttributeId| {
            row.get(id.index()).and_then(|kind| kind.value.as_ref()).or_else(|| default(id.index()))
        };
        let given = |id: AttributeId| row.get(id.index()).is_some_and(|kind| kind.value.is_some());
        let about = Row { plan, today, given: &given, value: &value };
        let filters =
            self.filters.iter().map(|filter| filter.map_or(Truth::Yes, |filter| about.truth(filter)));
        let measured = self.measured.iter().map(|id| {
            match (row.get(id.index()), default(id.index())) {
                (Some(Kind { value: None, .. }), Some(Value::Number(number))) => {
                    let units = i128::from(number.units());
                    Measured::Number { from: units, to: units, step: 1 }
                }
                // The value of a default is one more value, if no cell is it alone; counting it apart from the cell
                // that holds it could count it twice.
                (Some(Kind { value: None, .. }), Some(_)) => {
                    Measured::Value { cell: usize::MAX, values: Some(1) }
                }
                (Some(kind), _) => kind.measured.clone(),
                (None, _) => Measured::Missing,
            }
        });
        Shape {
            values: row.iter().map(|kind| kind.value.clone()).collect(),
            filters: filters.collect(),
            measured: measured.collect(),
        }
    }

    /// What filters ask of each attribute.
    fn asked<'p>(&self, plan: &'p Plan) -> BTreeMap<AttributeId, Vec<Asked<'p>>> {
        let mut asked: BTreeMap<AttributeId, Vec<Asked<'p>>> = BTreeMap::new();
        self.tests(plan, |id, predicate, domain| {
            let question = match (predicate, domain) {
                (Predicate::Known, _) => return,
                (predicate, false) => Asked::Value(predicate),
                (predicate, true) => Asked::Domain(predicate),
            };
            asked.entry(id).or_default().push(question);
        });
        asked
    }

    fn asks_known(&self, plan: &Plan, _event: EventId, attribute: AttributeId) -> bool {
        let mut found = false;
        self.tests(plan, |id, predicate, _| found |= id == attribute && *predicate == Predicate::Known);
        found
    }

    fn tests<'p>(&self, plan: &'p Plan, mut each: impl FnMut(AttributeId, &'p Predicate, bool)) {
        let mut open: Vec<ExprId> = self.filters.iter().copied().flatten().collect();
        while let Some(id) = open.pop() {
            match plan.exprs.get(id.index()) {
                Some(Expr::Test(test)) => {
                    if let FactRef::Attribute(_, attribute) = test.subject.fact {
                        each(attribute, &test.predicate, test.subject.domain);
                    }
                }
                Some(Expr::Not(part)) => open.push(*part),
                Some(Expr::All(parts) | Expr::Any(parts) | Expr::AtLeast(_, parts)) => open.extend(parts),
                Some(
                    Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) | Expr::Rule(_),
                )
                | None => {}
            }
        }
    }

    /// What a filter says of each shape.
    pub(crate) fn truth(&self, shape: &Shape, filter: Option<ExprId>) -> Truth {
        let at = self.filters.iter().position(|known| *known == filter);
        at.and_then(|at| shape.filters.get(at).copied()).unwrap_or(Truth::Unknown)
    }

    /// What a shape has in a measured attribute.
    pub(crate) fn measured<'s>(&self, shape: &'s Shape, attribute: AttributeId) -> &'s Measured {
        let at = self.measured.iter().position(|known| *known == attribute);
        at.and_then(|at| shape.measured.get(at)).unwrap_or(&Measured::Missing)
    }

    /// The nth of the values that could stand in the place of a shape's own without making it another shape.
    pub(crate) fn another(
        &self,
        plan: &Plan,
        today: Date,
        event: EventId,
        shape: &Shape,
        attribute: AttributeId,
        nth: i128,
    ) -> Option<Value> {
        let declared = plan.events.get(event.index())?;
        let own = shape.values.get(attribute.index())?.as_ref()?;
        let ty = &declared.attributes.get(attribute.index())?.ty;
        let same = |value: &Value| {
            let mut row: Vec<Kind> = shape
                .values
                .iter()
                .map(|value| Kind { value: value.clone(), measured: Measured::Missing })
                .collect();
            if let Some(kind) = row.get_mut(attribute.index()) {
                kind.value = Some(value.clone());
            }
            self.shape(plan, today, declared, &row).filters == shape.filters
        };
        let within = |value: &Value| match (self.measured(shape, attribute), value) {
            (Measured::Number { from, to, .. }, Value::Number(number)) => {
                (*from..=*to).contains(&i128::from(number.units()))
            }
            _ => true,
        };
        let nth = usize::try_from(nth).ok()?;
        others(own, ty).filter(|value| within(value) && same(value)).take(nth + 1).last()
    }

    /// Whether every row that may count for `inner` counts at least as surely for `outer`.
    pub(crate) fn is_within(&self, inner: &Rows, outer: &Rows) -> bool {
        let windows = match (inner.window, outer.window) {
            (_, Window::Always) => true,
            (Window::Within(a), Window::Within(b)) => a <= b,
            (Window::Since(a), Window::Since(b)) => a == b,
            (Window::Always | Window::Since(_), Window::Within(_))
            | (Window::Always | Window::Within(_), Window::Since(_)) => false,
        };
        let filters = || {
            let weaker = |shape: &Shape| self.truth(shape, inner.filter) <= self.truth(shape, outer.filter);
            outer.filter.is_none()
                || inner.filter == outer.filter
                || self.complete && self.shapes.iter().all(weaker)
        };
        windows && filters()
    }

    /// Whether no row can leave open whether it counts.
    pub(crate) fn is_certain(&self, rows: &Rows) -> bool {
        let certain = |shape: &Shape| self.truth(shape, rows.filter) != Truth::Unknown;
        let filter = rows.filter.is_none() || self.complete && self.shapes.iter().all(certain);
        filter && !matches!(rows.window, Window::Since(_))
    }
}

/// The attribute that is summed or counted.
pub(crate) fn attribute_of(counted: Counted) -> Option<AttributeId> {
    match counted {
        Counted::Distinct(attribute) | Counted::Sum(attribute) => Some(attribute),
        Counted::Rows | Counted::Days => None,
    }
}

/// A value and others of its type, near ones first.
fn others(own: &Value, ty: &Type) -> Box<dyn Iterator<Item = Value>> {
    let own = own.clone();
    match (own.clone(), ty) {
        (Value::Choice(_), Type::Choice(choices)) => {
            let count = u32::try_from(choices.values.len()).unwrap_or(u32::MAX);
            Box::new((0..count).map(Value::Choice))
        }
        (Value::Country(_), _) => Box::new(Country::all().map(Value::Country)),
        (Value::YesNo(_), _) => Box::new([true, false].map(Value::YesNo).into_iter()),
        (Value::Number(number), _) => {
            let step = if *ty == Type::Count { Decimal::SCALE } else { 1 };
            let near = (0..MOST_OTHERS).flat_map(move |n| [n, -n]).skip(1);
            let units = move |n: i64| Decimal::from_units(i128::from(number.units()) + i128::from(n * step));
            Box::new(near.filter_map(units).map(Value::Number))
        }
        (Value::Date(date), _) => {
            let near = (0..MOST_OTHERS).flat_map(|n| [n, -n]).skip(1);
            Box::new(near.map(move |n| Value::Date(date.plus_days(i32::try_from(n).unwrap_or(0)))))
        }
        (Value::Text(text), Type::Email) => Box::new(
            [own].into_iter().chain((1..MOST_OTHERS).map(move |n| Value::Text(format!("a{n}{text}")))),
        ),
        (Value::Text(text), _) => {
            let more = move |n: i64| [format!("{text} {n}"), format!("{n} {text}"), format!("{text}{n}")];
            Box::new([own].into_iter().chain((2..MOST_OTHERS).flat_map(more).map(Value::Text)))
        }
        _ => Box::new([own].into_iter()),
    }
}

/// One row to be asked.
struct Row<'r, 'v> {
    plan: &'r Plan,
    today: Date,
    given: &'r dyn Fn(AttributeId) -> bool,
    value: &'r dyn Fn(AttributeId) -> Option<&'v Value>,
}

impl Row<'_, '_> {
    fn truth(&self, id: ExprId) -> Truth {
        let truths = |parts: &[ExprId]| parts.iter().map(|part| self.truth(*part)).collect::<Vec<_>>();
        match self.plan.exprs.get(id.index()) {
            Some(Expr::Test(test)) => {
                let FactRef::Attribute(_, attribute) = test.subject.fact else { return Truth::Unknown };
                if test.predicate == Predicate::Known {
                    return Truth::from_bool((self.given)(attribute));
                }
                let Some(value) = (self.value)(attribute) else { return Truth::Unknown };
                ops::passes(&self.plan.sets, self.today, test, value)
            }
            Some(Expr::Not(part)) => !self.truth(*part),
            Some(Expr::All(parts)) => Truth::all(truths(parts)),
            Some(Expr::Any(parts)) => Truth::any(truths(parts)),
            Some(Expr::AtLeast(k, parts)) => Truth::at_least(*k as usize, truths(parts)),
            Some(Expr::Events(_) | Expr::Score(..) | Expr::Grade(..) | Expr::Place(_) | Expr::Rule(_))
            | None => Truth::Unknown,
        }
    }
}

/// A value for each cell of an attribute, and whether these are all cells.
fn kinds_of(
    plan: &Plan,
    today: Date,
    ty: &Type,
    asked: &[Asked<'_>],
    is_measured: bool,
) -> (Vec<Kind>, bool) {
    match Cells::of(plan, today, ty, asked) {
        Cells::Line(line) => (line_kinds(line, is_measured, *ty == Type::Date), true),
        Cells::Groups(groups) => {
            let kind = |(cell, group): (usize, Vec<Value>)| {
                let values = Some(group.len());
                Some(Kind {
                    value: Some(group.into_iter().next()?),
                    measured: Measured::Value { cell, values },
                })
            };
            (groups.into_iter().enumerate().filter_map(kind).collect(), true)
        }
        Cells::Lists(values) => list_kinds(&values),
        Cells::Texts(texts) => {
            let named: Vec<Kind> = texts
                .named
                .iter()
                .enumerate()
                .filter_map(|(cell, group)| {
                    let measured = Measured::Value { cell, values: Some(group.len()) };
                    Some(Kind { value: Some(Value::Text(group.first()?.clone())), measured })
                })
                .collect();
            let (others, complete) = other_texts(&texts);
            let others = others.into_iter().enumerate().map(|(at, text)| Kind {
                value: Some(Value::Text(text)),
                measured: Measured::Value { cell: named.len() + at, values: None },
            });
            (named.iter().cloned().chain(others).collect(), complete)
        }
    }
}

fn line_kinds(mut line: Line, is_measured: bool, is_date: bool) -> Vec<Kind> {
    if is_measured {
        // Sums grow on one side of zero and shrink on the other.
        line.cut_at(0);
        line.cut_at(line.step);
        line.finish();
    }
    let cells = line.cells().into_iter().enumerate();
    let kinds = cells.map(|(cell, (from, to))| {
        let measured = match is_date {
            true => {
                let values = usize::try_from(to - from + 1).ok();
                Measured::Value { cell, values }
            }
            false => Measured::Number { from, to, step: line.step },
        };
        // Days of rows are often today or before: the last day of a cell is the likelier one.
        let unit = if from == line.min { to.min(0).max(from) } else { from };
        Kind { value: Some(line.value(unit)), measured }
    });
    let never = is_date.then_some(Kind {
        value: Some(Value::Never),
        measured: Measured::Value { cell: usize::MAX - 1, values: Some(1) },
    });
    kinds.chain(never).collect()
}

fn list_kinds(values: &[Value]) -> (Vec<Kind>, bool) {
    if values.len() > MOST_PIECES {
        return (Vec::new(), false);
    }
    let lists = (0..1usize << values.len()).map(|chosen| {
        let items = values.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
        list(values, items.map(|(_, value)| value.clone()).collect())
    });
    (lists.map(|list| Kind { value: Some(list), measured: Measured::Missing }).collect(), true)
}

/// A list with some of the values that lists are asked for.
pub(crate) fn list(all: &[Value], items: Vec<Value>) -> Value {
    // An empty list of texts is another value than an empty list of choices.
    if matches!(all.first(), Some(Value::Text(_))) {
        let text = |item: Value| match item {
            Value::Text(text) => Some(text),
            _ => None,
        };
        return Value::Texts(items.into_iter().filter_map(text).collect());
    }
    let choice = |item: Value| match item {
        Value::Choice(choice) => Some(choice),
        _ => None,
    };
    Value::Choices(items.into_iter().filter_map(choice).collect())
}

/// A text for each way in which pieces can be found together in texts that the program does not name.
fn other_texts(texts: &crate::cells::Texts) -> (Vec<String>, bool) {
    let looks_at_domains = !texts.domains.is_empty() || !texts.domain_pieces.is_empty();
    if texts.pieces.len() > MOST_PIECES || looks_at_domains || texts.is_email && !texts.pieces.is_empty() {
        return (Vec::new(), false);
    }
    let named: Vec<text::Piece> =
        texts.named.iter().flatten().map(|name| text::Piece::Equals(name.clone())).collect();
    let ways = (0..1usize << texts.pieces.len()).filter_map(|chosen| {
        let is_in = |at: usize| chosen >> at & 1 == 1;
        let pieces = || texts.pieces.iter().enumerate();
        let with: Vec<&text::Piece> = pieces().filter(|(at, _)| is_in(*at)).map(|(_, piece)| piece).collect();
        let without = pieces().filter(|(at, _)| !is_in(*at)).map(|(_, piece)| piece).chain(&named);
        let made = text::make(&with, &without.collect::<Vec<_>>())?;
        Some(if texts.is_email { "someone@example.org".to_owned() } else { made })
    });
    (ways.collect(), true)
}
