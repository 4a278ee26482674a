//! A list of choices becomes a tree: every construct of the language, names and values from a small stock.

use qualify_diagnostics::{SourceId, Span};
use qualify_syntax::ast::*;

use super::conditions::{condition, flat_condition, rows};
use super::values::*;

/// Choices that a test makes beforehand; when they are used up every choice is the first.
pub(crate) struct Choices<'a>(std::slice::Iter<'a, u8>);

impl<'a> Choices<'a> {
    pub(crate) fn new(choices: &'a [u8]) -> Self {
        Self(choices.iter())
    }

    /// One of `n` ways, numbered from 0.
    pub(crate) fn way(&mut self, n: usize) -> usize {
        self.0.next().map_or(0, |choice| usize::from(*choice) % n)
    }

    pub(crate) fn is(&mut self) -> bool {
        self.way(2) == 1
    }

    pub(crate) fn of<T: Clone>(&mut self, all: &[T]) -> T {
        all[self.way(all.len())].clone()
    }

    pub(crate) fn some<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        self.is().then(|| make(self))
    }

    /// At least `least`, at most two more.
    pub(crate) fn many<T>(&mut self, least: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = least + self.way(3);
        (0..count).map(|_| make(self)).collect()
    }
}

pub(crate) fn nowhere() -> Span {
    Span::new(SourceId(0), 0, 0)
}

pub(crate) fn file(c: &mut Choices<'_>) -> File {
    let mut items = c.many(1, item);
    if c.is() {
        items.insert(0, Item { kind: ItemKind::Language(number("1")), span: nowhere() });
    }
    File { source: SourceId(0), items, comments: Vec::new() }
}

fn item(c: &mut Choices<'_>) -> Item {
    let kind = match c.way(15) {
        0..=2 => ItemKind::Rule(rule(c)),
        3 => ItemKind::Use(text(c)),
        4 => ItemKind::Owner(name(c)),
        5 => ItemKind::Stages(c.many(1, place)),
        6 => ItemKind::Exits(c.many(1, place)),
        7 => ItemKind::Outcome(outcome(c)),
        8 => ItemKind::Field(fact(c)),
        9 => ItemKind::Event(event(c)),
        10 => ItemKind::Set(set(c)),
        11 => ItemKind::Define(define(c)),
        12 => ItemKind::Score(score(c)),
        13 => ItemKind::Grade(grade(c)),
        _ => ItemKind::Example(example(c)),
    };
    Item { kind, span: nowhere() }
}

/// Some of these options, in any order.
fn options(c: &mut Choices<'_>, all: &[fn(&mut Choices<'_>) -> OptKind]) -> Vec<Opt> {
    let mut left = all.to_vec();
    let count = c.way(left.len().min(5) + 1);
    let mut one = || Opt { kind: left.remove(c.way(left.len()))(c), span: nowhere() };
    (0..count).map(|_| one()).collect()
}

const DECORATION: [fn(&mut Choices<'_>) -> OptKind; 3] =
    [|c| OptKind::Label(text(c)), |c| OptKind::Owner(name(c)), |c| OptKind::Deprecated(text(c))];

fn decoration(c: &mut Choices<'_>) -> Vec<Opt> {
    options(c, &DECORATION)
}

fn place(c: &mut Choices<'_>) -> PlaceDecl {
    PlaceDecl { name: name(c), options: decoration(c), span: nowhere() }
}

fn outcome(c: &mut Choices<'_>) -> OutcomeDecl {
    let combine = c.of(&[Combine::OneValue, Combine::HighestWins, Combine::KeepAll]);
    OutcomeDecl { name: name(c), combine, options: decoration(c), values: c.many(1, value_decl) }
}

fn value_decl(c: &mut Choices<'_>) -> ValueDecl {
    ValueDecl { value: value(c), options: options(c, &DECORATION[..1]), span: nowhere() }
}

fn fact(c: &mut Choices<'_>) -> FactDecl {
    let kind = match c.way(13) {
        0 => TypeKind::Choice(c.many(1, value)),
        1 => TypeKind::OrderedChoice(c.many(1, value)),
        2 => TypeKind::Country,
        3 => TypeKind::YesNo,
        4 => TypeKind::Count,
        5 => TypeKind::Number,
        6 => TypeKind::Percent,
        7 => TypeKind::Money(named("USD")),
        8 => TypeKind::Date,
        9 => TypeKind::Text,
        10 => TypeKind::Email,
        11 => TypeKind::ListOfText,
        _ => TypeKind::ListOf(c.many(1, value)),
    };
    let options = options(
        c,
        &[
            |c| OptKind::MissingMeans(given(c)),
            |c| OptKind::MissingWhen(c.many(1, text)),
            |c| OptKind::EmptyMeans(given(c)),
            |c| OptKind::YesWhen(c.many(1, text)),
            |c| OptKind::NoWhen(c.many(1, text)),
            |c| OptKind::ElseMeans(value(c)),
            |c| OptKind::SplitBy(text(c)),
            |_| OptKind::Required,
            |c| OptKind::Format(text(c)),
            |c| OptKind::Column(c.many(1, text)),
            DECORATION[0],
            DECORATION[1],
            DECORATION[2],
        ],
    );
    FactDecl { name: name(c), ty: TypeDecl { kind, span: nowhere() }, options, span: nowhere() }
}

fn event(c: &mut Choices<'_>) -> EventDecl {
    let mut options = options(
        c,
        &[
            |c| OptKind::Kept(days(c)),
            |c| OptKind::DateColumn(c.many(1, text)),
            |c| OptKind::LeadColumn(c.many(1, text)),
            |c| OptKind::Format(text(c)),
            DECORATION[0],
            DECORATION[1],
        ],
    );
    let (singular, plural) = c.of(&EVENTS);
    options.push(Opt { kind: OptKind::Plural(named(plural)), span: nowhere() });
    EventDecl { name: named(singular), options, attributes: c.many(0, fact) }
}

fn set(c: &mut Choices<'_>) -> SetDecl {
    let options = options(
        c,
        &[
            |c| OptKind::File(text(c)),
            |c| OptKind::Column(vec![text(c)]),
            DECORATION[0],
            DECORATION[1],
            DECORATION[2],
        ],
    );
    let values = match c.way(3) {
        0 => SetValues::Absent,
        1 => SetValues::Bullets(c.many(1, value_decl)),
        _ => SetValues::Brackets(c.many(1, value)),
    };
    SetDecl { name: name(c), of: name(c), options, values }
}

fn define(c: &mut Choices<'_>) -> DefineDecl {
    let body = match c.way(3) {
        0 => DefineBody::Constant(constant(c)),
        _ => DefineBody::Condition(condition(c, 0)),
    };
    DefineDecl { name: name(c), of: c.some(event_name), options: decoration(c), body }
}

fn score(c: &mut Choices<'_>) -> ScoreDecl {
    let lines = c.many(1, |c| score_line(c, 0));
    ScoreDecl { name: name(c), from: number("-20"), to: number("20000"), options: decoration(c), lines }
}

fn score_line(c: &mut Choices<'_>, depth: usize) -> ScoreLine {
    let kind = match c.way(8) {
        0 | 1 => points_when(c),
        2 | 3 => each(c),
        4 => ScoreLineKind::FirstOf(c.many(1, |c| ScoreLine { kind: points_when(c), span: nowhere() })),
        5 => ScoreLineKind::BestOf(c.many(1, |c| {
            let kind = if c.is() { each(c) } else { ScoreLineKind::AddScore(name(c)) };
            ScoreLine { kind, span: nowhere() }
        })),
        6 => ScoreLineKind::Table { field: name(c), bands: c.many(1, band) },
        _ if depth == 0 => {
            ScoreLineKind::Group { title: text(c), cap: points(c), lines: c.many(1, |c| score_line(c, 1)) }
        }
        _ => ScoreLineKind::AddScore(name(c)),
    };
    ScoreLine { kind, span: nowhere() }
}

fn points_when(c: &mut Choices<'_>) -> ScoreLineKind {
    let sign = c.of(&[Sign::Add, Sign::Subtract]);
    ScoreLineKind::When { sign, points: points(c), condition: flat_condition(c) }
}

fn each(c: &mut Choices<'_>) -> ScoreLineKind {
    let sign = c.of(&[Sign::Add, Sign::Subtract]);
    let points_each = points(c);
    let each = match c.way(3) {
        0 => Each::Name(event_name(c)),
        1 => Each::Day(event_name(c)),
        _ => Each::Distinct(name(c), event_name(c)),
    };
    let (filter, window) = rows(c, 0);
    let fade = c.some(|c| if c.is() { Fade::Over(length(c)) } else { Fade::HalvingEvery(length(c)) });
    ScoreLineKind::Each { sign, points: points_each, each, filter, window, fade, cap: c.some(points) }
}

fn band(c: &mut Choices<'_>) -> BandDecl {
    let value = match c.way(8) {
        0 => BandValue::Otherwise,
        1 => BandValue::Unknown,
        2 => BandValue::From(literal(c)),
        3 => BandValue::Below(literal(c)),
        4 => BandValue::ToBelow(literal(c), literal(c)),
        5 => BandValue::To(literal(c), literal(c)),
        6 => BandValue::Values(c.many(1, value)),
        _ => BandValue::Value(literal(c)),
    };
    BandDecl { value, points: number(c.of(&["-5", "0", "10000"])), span: nowhere() }
}

fn grade(c: &mut Choices<'_>) -> GradeDecl {
    let bands = c.many(1, |c| GradeBand { name: name(c), floor: c.some(points), span: nowhere() });
    GradeDecl { name: name(c), of: name(c), options: decoration(c), bands }
}

fn rule(c: &mut Choices<'_>) -> RuleDecl {
    let head = c.some(|c| {
        let options = options(
            c,
            &[
                |c| OptKind::Owner(name(c)),
                |c| OptKind::From(date(c)),
                |c| OptKind::Until(date(c)),
                |c| OptKind::ReviewBy(date(c)),
                |c| OptKind::Deprecated(text(c)),
            ],
        );
        RuleHead { name: text(c), options }
    });
    let then =
        c.many(
            1,
            |c| {
                if c.is() { Conclusion::Outcome(name(c), value(c)) } else { Conclusion::Place(name(c)) }
            },
        );
    RuleDecl {
        head,
        when: condition(c, 0),
        then,
        unless: c.some(|c| condition(c, 0)),
        because: c.some(text),
        when_span: nowhere(),
    }
}

fn example(c: &mut Choices<'_>) -> ExampleDecl {
    ExampleDecl { name: text(c), lines: c.many(1, example_line), expects: c.many(1, expect) }
}

fn example_line(c: &mut Choices<'_>) -> ExampleLine {
    let kind = match c.way(6) {
        0 => ExampleLineKind::Today(date(c)),
        1 => ExampleLineKind::Unknown(name(c)),
        2 => ExampleLineKind::NotCollected(event_name(c)),
        3 => ExampleLineKind::Fact(name(c), given(c)),
        _ => ExampleLineKind::Rows {
            count: c.some(|c| number(c.of(&["1", "3", "12000"]))),
            event: event_name(c),
            when: match c.way(3) {
                0 => RowDay::DaysAgo(number(c.of(&["1", "0", "40"]))),
                1 => RowDay::On(date(c)),
                _ => RowDay::Today,
            },
            attributes: c.many(0, |c| (name(c), c.some(literal))),
        },
    };
    ExampleLine { kind, span: nowhere() }
}

fn expect(c: &mut Choices<'_>) -> Expect {
    let kind = match c.way(7) {
        0 => ExpectKind::Result { negated: c.is(), place: name(c) },
        1 => ExpectKind::Meets { negated: c.is(), stages: c.many(1, name) },
        2 => ExpectKind::By(text(c)),
        3 => ExpectKind::Open { name: name(c), needs: c.some(|c| c.many(1, need)) },
        4 => ExpectKind::Range(name(c), number("-20"), number("46")),
        5 => ExpectKind::NoValue(name(c)),
        _ => ExpectKind::Value(name(c), literal(c)),
    };
    Expect { kind, span: nowhere() }
}

fn need(c: &mut Choices<'_>) -> Name {
    match c.way(3) {
        0 => event_name(c),
        1 => named(&format!("{}.{}", event_name(c).text, name(c).text)),
        _ => name(c),
    }
}
