//! The value of a field becomes its class: values that the tests of an aspect do not tell apart have the same.

use std::collections::HashMap;

use foldhash::fast::FixedState;
use qualify_plan::{Country, Date, ExprId, Plan, Predicate, Set, Test, Value, Values};

use super::aspects::{Aspect, Kind};
use super::texts::Texts;
use crate::asked::Asked;
use crate::ops;

/// The class of a gap.
const GAP: usize = 0;
/// The class of values of a type that the tests do not ask for.
pub(super) const FOREIGN: usize = 1;
/// The first class of values.
const FIRST: usize = 2;
/// So many classes are kept of what has no end of them.
const MOST_CLASSES: usize = 4_096;

/// Tells classes apart.
#[derive(Debug, Clone)]
pub(super) enum Reader<'p> {
    Known,
    /// Numbers from which on another class begins, ascending.
    Numbers(Vec<i64>),
    /// Days from which on another class begins, ascending.
    Days(Vec<i64>),
    /// How many choices are told apart: those after them are one class.
    Choices(usize),
    /// The countries that are named, ascending.
    Countries(Vec<Country>),
    YesNo,
    Texts(Box<Texts>),
    /// By choice: its bit, and the classes.
    ChoiceLists(Vec<u64>, Classes),
    /// By text: its bit, and the classes.
    TextLists(HashMap<String, u64, FixedState>, Classes),
    Other(Vec<&'p Test>, (&'p [Set], Date), Classes),
}

impl<'p> Reader<'p> {
    pub(super) fn of(plan: &'p Plan, today: Date, asked: &[Asked<'p>], aspect: &Aspect) -> Self {
        let all = || aspect.tests.iter().filter_map(|id: &ExprId| asked.get(id.index()));
        let tests = || all().filter_map(test);
        match aspect.kind {
            Kind::Known => Self::Known,
            Kind::YesNo => Self::YesNo,
            Kind::Number => Self::Numbers(edges(all())),
            Kind::Day => Self::Days(edges(all())),
            Kind::Choice => Self::Choices(all().map(choices_named).max().unwrap_or(0)),
            Kind::Country => Self::Countries(countries(plan, tests())),
            Kind::Text | Kind::Domain => {
                Self::Texts(Box::new(Texts::of(plan, aspect.kind == Kind::Domain, tests())))
            }
            Kind::Choices => Self::ChoiceLists(bits_of_choices(plan, tests()), Classes::default()),
            Kind::Texts => Self::TextLists(bits_of_texts(plan, tests()), Classes::default()),
            Kind::Other => Self::Other(tests().collect(), (&plan.sets, today), Classes::default()),
        }
    }

    /// The class of a value or gap.
    pub(super) fn class(&mut self, value: Option<&Value>) -> usize {
        let Some(value) = value else { return GAP };
        match (self, value) {
            (Self::Numbers(edges), Value::Number(number)) => FIRST + passed(edges, number.units()),
            (Self::Days(edges), Value::Date(date)) => FIRST + 1 + passed(edges, i64::from(date.day_number())),
            (Self::Days(_), Value::Never) => FIRST,
            (Self::Choices(named), Value::Choice(choice)) => FIRST + (*choice as usize).min(*named),
            (Self::YesNo, Value::YesNo(yes)) => FIRST + usize::from(*yes),
            (Self::Texts(texts), Value::Text(text)) => texts.class(text),
            (Self::Countries(countries), Value::Country(country)) => {
                FIRST + countries.binary_search(country).map_or(0, |at| at + 1)
            }
            (Self::ChoiceLists(bits, classes), Value::Choices(list)) => {
                let bit = |choice: &u32| bits.get(*choice as usize).copied().unwrap_or(0);
                classes.of(list.iter().fold(0, |all, choice| all | bit(choice)))
            }
            (Self::TextLists(bits, classes), Value::Texts(list)) => {
                let bit = |text: &String| bits.get(text.as_str()).copied().unwrap_or(0);
                classes.of(list.iter().fold(0, |all, text| all | bit(text)))
            }
            (Self::Other(tests, (sets, today), classes), value) => {
                let truths = tests.iter().map(|test| ops::passes(sets, *today, test, value));
                classes.of(truths.fold(0, |bits, truth| bits << 2 | truth as u64))
            }
            _ => FOREIGN,
        }
    }

    /// Whether so many classes are kept that it is time to begin anew.
    pub(super) fn is_full(&self) -> bool {
        self.classes().is_some_and(Classes::is_full)
    }

    /// Begins anew: what was a class may be another from now on.
    pub(super) fn forget(&mut self) {
        match self {
            Self::Texts(texts) => texts.forget(),
            Self::ChoiceLists(_, classes) | Self::TextLists(_, classes) | Self::Other(.., classes) => {
                classes.forget();
            }
            Self::Known
            | Self::Numbers(_)
            | Self::Days(_)
            | Self::Choices(_)
            | Self::Countries(_)
            | Self::YesNo => {}
        }
    }

    fn classes(&self) -> Option<&Classes> {
        match self {
            Self::Texts(texts) => Some(texts.classes()),
            Self::ChoiceLists(_, classes) | Self::TextLists(_, classes) | Self::Other(.., classes) => {
                Some(classes)
            }
            Self::Known
            | Self::Numbers(_)
            | Self::Days(_)
            | Self::Choices(_)
            | Self::Countries(_)
            | Self::YesNo => None,
        }
    }
}

/// Classes by the bits that tell them apart, in the order in which they were met.
#[derive(Debug, Clone, Default)]
pub(super) struct Classes {
    known: HashMap<u64, usize, FixedState>,
}

impl Classes {
    pub(super) fn of(&mut self, bits: u64) -> usize {
        let next = FIRST + self.known.len();
        *self.known.entry(bits).or_insert(next)
    }

    fn is_full(&self) -> bool {
        self.known.len() > MOST_CLASSES
    }

    pub(super) fn forget(&mut self) {
        self.known.clear();
    }
}

fn test<'p>(asked: &Asked<'p>) -> Option<&'p Test> {
    match asked {
        Asked::Value(_, test, _) => Some(*test),
        _ => None,
    }
}

fn passed(edges: &[i64], number: i64) -> usize {
    edges.partition_point(|edge| *edge <= number)
}

/// Where ranges begin, and where what comes after them does.
fn edges<'a, 'p: 'a>(all: impl Iterator<Item = &'a Asked<'p>>) -> Vec<i64> {
    let ends = |asked: &Asked<'_>| match asked {
        Asked::Number(_, (from, to), _) | Asked::Day(_, (from, to), ..) => [Some(*from), to.checked_add(1)],
        _ => [None, None],
    };
    let mut edges: Vec<i64> = all.flat_map(ends).flatten().filter(|edge| *edge != i64::MIN).collect();
    edges.sort_unstable();
    edges.dedup();
    edges
}

/// So many choices a test tells apart at most.
fn choices_named(asked: &Asked<'_>) -> usize {
    use qualify_plan::Comparison as C;
    match asked {
        Asked::Choice(_, passing, _) => passing.len(),
        Asked::Value(_, test, _) => match test.predicate {
            Predicate::Rank(
                C::Is(rank) | C::AtLeast(rank) | C::MoreThan(rank) | C::AtMost(rank) | C::LessThan(rank),
            ) => rank as usize + 1,
            Predicate::Rank(C::Between(low, high)) => low.max(high) as usize + 1,
            _ => 0,
        },
        _ => 0,
    }
}

/// The values of the sets that tests name.
pub(super) fn values<'p>(plan: &'p Plan, test: &Test) -> Option<&'p Values> {
    match &test.predicate {
        Predicate::In(set) | Predicate::Text(_, set) | Predicate::Includes(_, set) => {
            plan.sets.get(set.index()).map(|set| &set.values)
        }
        Predicate::Known
        | Predicate::Yes
        | Predicate::Number(_)
        | Predicate::Rank(_)
        | Predicate::Date(_) => None,
    }
}

fn countries<'p>(plan: &Plan, tests: impl Iterator<Item = &'p Test>) -> Vec<Country> {
    let named = |test| match values(plan, test) {
        Some(Values::Countries(countries)) => countries.clone(),
        _ => Vec::new(),
    };
    let mut all: Vec<Country> = tests.flat_map(named).collect();
    all.sort_unstable();
    all.dedup();
    all
}

fn bits_of_choices<'p>(plan: &Plan, tests: impl Iterator<Item = &'p Test>) -> Vec<u64> {
    let named = |test| match values(plan, test) {
        Some(Values::Choices(choices)) => choices.clone(),
        _ => Vec::new(),
    };
    let (mut bits, mut next) = (Vec::new(), 1u64);
    for choice in tests.flat_map(named) {
        bits.resize(bits.len().max(choice as usize + 1), 0);
        if let Some(bit @ 0) = bits.get_mut(choice as usize) {
            *bit = next;
            next = next.wrapping_shl(1);
        }
    }
    bits
}

fn bits_of_texts<'p>(plan: &Plan, tests: impl Iterator<Item = &'p Test>) -> HashMap<String, u64, FixedState> {
    let named = |test| match values(plan, test) {
        Some(Values::Texts(texts)) => texts.clone(),
        _ => Vec::new(),
    };
    let mut bits = HashMap::default();
    let mut next = 1u64;
    for text in tests.flat_map(named) {
        bits.entry(text).or_insert_with(|| {
            let bit = next;
            next = next.wrapping_shl(1);
            bit
        });
    }
    bits
}
