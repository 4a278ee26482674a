//! Tests on facts: each once for all leads, and on the values of a dictionary rather than on leads.

use qualify_plan::{Column, Date, Dictionary, Entry, ExprId, FieldId, Known, Plan, TextMap, Truth, Value};

use crate::asked::Asked;
use crate::ops;

use super::bits::{Bits, Row, Truths};
use super::kernels::{self, Rows, Table, within};
use super::rounding::Rounding;

/// How many tests are looked up at once: the bits of a byte.
const AT_ONCE: usize = 8;

/// How many dictionaries are remembered: batches that are read ahead have one each.
const DICTIONARIES: usize = 8;

/// A test on a field.
#[derive(Debug, Clone)]
pub(super) struct AskedOfField<'p> {
    pub(super) id: ExprId,
    pub(super) asked: Asked<'p>,
    pub(super) rounding: Rounding,
}

impl AskedOfField<'_> {
    fn of_value(&self, plan: &Plan, today: Date, value: Option<&Value>) -> Truth {
        self.rounding.of(self.asked.of_value(plan, today, value))
    }

    fn of_entry(&self, plan: &Plan, today: Date, entry: Entry<'_>) -> Truth {
        match entry {
            Entry::Text(text) => self.rounding.of(self.asked.of_text(plan, text)),
            Entry::Value(value) => self.of_value(plan, today, Some(value)),
            Entry::Gap => self.of_value(plan, today, None),
        }
    }
}

/// All tests on one field.
#[derive(Debug, Clone)]
pub(super) struct FieldTests<'p> {
    plan: &'p Plan,
    today: Date,
    field: FieldId,
    tests: Vec<AskedOfField<'p>>,
    /// If they are on the domain of the field: what was found of each domain.
    domains: Option<Domains>,
    /// The dictionary of the last batch is the last.
    found: Vec<Found>,
}

/// What the tests say of the values of a dictionary.
#[derive(Debug, Clone)]
struct Found {
    dictionary: u64,
    /// How many values were asked.
    values: usize,
    /// For each [`AT_ONCE`] tests.
    groups: Vec<Group>,
}

/// What was found of domains.
#[derive(Debug, Clone, Default)]
struct Domains {
    known: TextMap<usize>,
    /// One after the other: a byte of *surely* and one of *possibly* for each [`AT_ONCE`] tests.
    bytes: Vec<(u8, u8)>,
}

impl Domains {
    /// How many are remembered.
    const MOST: usize = 65_536;

    fn find(&self, domain: &str, groups: usize) -> Option<&[(u8, u8)]> {
        let from = self.known.get(domain)?;
        self.bytes.get(*from..from + groups)
    }

    fn keep(&mut self, domain: &str, bytes: &[(u8, u8)]) {
        if self.known.len() >= Self::MOST {
            *self = Self::default();
        }
        self.known.insert(domain, self.bytes.len());
        self.bytes.extend_from_slice(bytes);
    }
}

/// By place in the dictionary: bit `i` is about test `i` of the group.
#[derive(Debug, Clone, Default)]
struct Group {
    /// A byte of *surely*, and above it one of *possibly*.
    entries: Vec<u16>,
    /// The tests that are unknown for some value.
    unknown: u8,
}

impl<'p> FieldTests<'p> {
    /// Tests are on the field itself, or all on its domain.
    pub(super) fn new(plan: &'p Plan, today: Date, field: FieldId, tests: Vec<AskedOfField<'p>>) -> Self {
        let domains = tests.iter().any(|test| test.asked.is_on_domain()).then(Domains::default);
        Self { plan, today, field, tests, domains, found: Vec::new() }
    }

    pub(super) fn field(&self) -> FieldId {
        self.field
    }

    /// Finds the truth of each test for all leads.
    pub(super) fn run(&mut self, column: &Column<'_>, words: usize, truths: &mut [Truths]) {
        match column {
            Column::Missing => {
                for test in &self.tests {
                    let truth = test.of_value(self.plan, self.today, None);
                    slot(truths, test.id).into_iter().for_each(|slot| slot.fill(words, truth));
                }
            }
            Column::Numbers(units, known) => {
                for test in &self.tests {
                    let missing = test.of_value(self.plan, self.today, None);
                    let slot = slot(truths, test.id).map(|slot| (slot, missing));
                    slot.into_iter()
                        .for_each(|slot| with_gaps(slot, *known, |out| numbers(out, units, &test.asked)));
                }
            }
            Column::Days(days, known) => {
                for test in &self.tests {
                    let missing = test.of_value(self.plan, self.today, None);
                    let slot = slot(truths, test.id).map(|slot| (slot, missing));
                    slot.into_iter()
                        .for_each(|slot| with_gaps(slot, *known, |out| self::days(out, days, &test.asked)));
                }
            }
            Column::Coded(codes, dictionary) => {
                self.ask(dictionary);
                let groups = self.found.last().into_iter().flat_map(|found| &found.groups);
                for (group, tests) in groups.zip(self.tests.chunks(AT_ONCE)) {
                    group.look_up(codes, tests, truths);
                }
            }
        }
    }

    /// Asks the tests of the values that are new.
    fn ask(&mut self, dictionary: &Dictionary) {
        let groups = || self.tests.chunks(AT_ONCE).map(|_| Group::default()).collect();
        let mut found = match self.found.iter().position(|found| found.dictionary == dictionary.id()) {
            Some(at) => self.found.remove(at),
            None => Found { dictionary: dictionary.id(), values: 0, groups: groups() },
        };
        let (plan, today) = (self.plan, self.today);
        let bytes = |tests: &[AskedOfField<'p>], entry: Entry<'_>| {
            bytes(tests.iter().map(|test| test.of_entry(plan, today, entry)))
        };
        for entry in dictionary.entries_from(found.values) {
            let domain = match entry {
                Entry::Text(text) if self.domains.is_some() => ops::domain_of(text),
                Entry::Text(_) | Entry::Value(_) | Entry::Gap => None,
            };
            let groups = found.groups.iter_mut().zip(self.tests.chunks(AT_ONCE));
            let (Some(domains), Some(domain)) = (&mut self.domains, domain) else {
                groups.for_each(|(group, tests)| group.add(bytes(tests, entry)));
                continue;
            };
            if let Some(known) = domains.find(domain, self.tests.len().div_ceil(AT_ONCE)) {
                groups.zip(known).for_each(|((group, _), bytes)| group.add(*bytes));
                continue;
            }
            let known: Vec<(u8, u8)> = self.tests.chunks(AT_ONCE).map(|tests| bytes(tests, entry)).collect();
            groups.zip(&known).for_each(|((group, _), bytes)| group.add(*bytes));
            domains.keep(domain, &known);
        }
        found.values = found.values.max(dictionary.len());
        self.found.push(found);
        if self.found.len() > DICTIONARIES {
            self.found.remove(0);
        }
    }
}

impl Group {
    /// Adds what the tests say of a new value.
    fn add(&mut self, (surely, possibly): (u8, u8)) {
        self.entries.push(u16::from_le_bytes([surely, possibly]));
        self.unknown |= surely ^ possibly;
    }

    fn look_up(&self, codes: &[u32], tests: &[AskedOfField<'_>], truths: &mut [Truths]) {
        // What was found in the last batch is written over.
        let (mut surely, mut possibly): ([Bits; AT_ONCE], [Bits; AT_ONCE]) = Default::default();
        for (test, rows) in tests.iter().zip(surely.iter_mut().zip(&mut possibly)) {
            slot(truths, test.id).into_iter().for_each(|slot| (*rows.0, *rows.1) = slot.take_rows());
        }
        let rows = Rows {
            surely: surely.get_mut(..tests.len()).unwrap_or_default(),
            possibly: possibly.get_mut(..tests.len()).unwrap_or_default(),
        };
        let table = Table { entries: &self.entries, unknown: self.unknown };
        kernels::look_up(rows, &table, codes);
        for (at, (test, rows)) in tests.iter().zip(surely.into_iter().zip(possibly)).enumerate() {
            let is_exact = self.unknown >> at & 1 == 0;
            if let Some(slot) = slot(truths, test.id) {
                *slot = Truths::of_rows(rows, is_exact);
            }
        }
    }
}

/// Truths of up to [`AT_ONCE`] tests, as bits of *surely* and of *possibly*.
fn bytes(truths: impl Iterator<Item = Truth>) -> (u8, u8) {
    let (mut surely, mut possibly) = (0, 0);
    for (at, truth) in truths.enumerate() {
        surely |= u8::from(Row::Surely.holds(truth)) << at;
        possibly |= u8::from(Row::Possibly.holds(truth)) << at;
    }
    (surely, possibly)
}

/// Known values say one thing, gaps another.
fn with_gaps((out, missing): (&mut Truths, Truth), known: Known<'_>, of_known: impl Fn(&mut Bits)) {
    let Some(known) = known else { return out.write(Rounding::None, true, |_, bits| of_known(bits)) };
    out.write(Rounding::None, missing != Truth::Unknown, |row, bits| {
        of_known(bits);
        if row.holds(missing) {
            kernels::join(bits, known, |bits, known| bits | !known);
        } else {
            kernels::join(bits, known, |bits, known| bits & known);
        }
    });
}

fn numbers(out: &mut Bits, units: &[i64], asked: &Asked<'_>) {
    match asked {
        Asked::Number(_, (from, to), _) => within(out, units, *from, *to),
        _ => always(out, units.len(), asked),
    }
}

fn days(out: &mut Bits, days: &[i32], asked: &Asked<'_>) {
    let never = Column::NEVER;
    let limited = |n: i64| i32::try_from(n.clamp(i64::from(i32::MIN), i64::from(never - 1))).unwrap_or(never);
    match asked {
        Asked::Day(_, _, Truth::Yes, _) => within(out, days, never, never),
        Asked::Day(_, (from, to), ..) if from > to => {
            super::bits::refill(out, super::bits::words(days.len()), 0)
        }
        Asked::Day(_, (from, to), ..) => {
            let (from, to) = (limited(*from), limited(*to));
            within(out, days, from, to);
        }
        _ => always(out, days.len(), asked),
    }
}

/// What is asked of a number or a day other than where it lies is whether it is known.
fn always(out: &mut Bits, leads: usize, asked: &Asked<'_>) {
    let word = if matches!(asked, Asked::Known(..)) { u64::MAX } else { 0 };
    super::bits::refill(out, super::bits::words(leads), word);
}

fn slot(truths: &mut [Truths], id: ExprId) -> Option<&mut Truths> {
    truths.get_mut(id.index())
}
