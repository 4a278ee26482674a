//! Values, one lead after the other, to the columns of a [`Batch`].

use std::collections::HashMap;

use crate::{Batch, Column, Dictionary, Fact, Lead, Plan, Stream, Type, Value};

/// The columns of some leads, to be filled lead by lead.
///
/// ```
/// # use qualify_plan::{Columns, Decimal, Fact, Reading, Type, Value};
/// # let fact = |name: &str, ty| Fact { name: name.into(), ty, label: None, owner: None, default: None, reading: Reading::default() };
/// let fields = [fact("downloads", Type::Count), fact("is_customer", Type::YesNo)];
/// let mut columns = Columns::new(&fields);
/// columns.push([Decimal::whole(3).map(Value::Number), None], Vec::new());
/// columns.push([None, Some(Value::YesNo(true))], Vec::new());
/// columns.with_batch(|batch| {
///     assert_eq!(batch.lead(1).values, [None, Some(Value::YesNo(true))]);
/// });
/// ```
#[derive(Debug)]
pub struct Columns {
    leads: usize,
    columns: Vec<Owned>,
    streams: Vec<Vec<Stream>>,
}

/// A column that grows.
#[derive(Debug)]
enum Owned {
    Numbers(Vec<i64>, Gaps),
    Days(Vec<i32>, Gaps),
    Coded(Vec<u32>, Dictionary, HashMap<Option<Value>, u32>),
}

/// Which leads have a value.
#[derive(Debug, Default)]
struct Gaps {
    known: Vec<u64>,
    any: bool,
}

impl Columns {
    /// No leads yet.
    pub fn new(fields: &[Fact]) -> Self {
        let column = |fact: &Fact| match &fact.ty {
            ty if ty.is_numeric() => Owned::Numbers(Vec::new(), Gaps::default()),
            Type::Date => Owned::Days(Vec::new(), Gaps::default()),
            _ => Owned::Coded(Vec::new(), Dictionary::new(), HashMap::new()),
        };
        Self { leads: 0, columns: fields.iter().map(column).collect(), streams: Vec::new() }
    }

    /// Some leads.
    pub fn of_leads(plan: &Plan, leads: &[Lead]) -> Self {
        let mut columns = Self::new(&plan.fields);
        for lead in leads {
            columns.push(lead.values.iter().cloned(), lead.events.clone());
        }
        columns
    }

    /// Adds a lead: a value or a gap for each field, and a stream for each event.
    pub fn push(&mut self, values: impl IntoIterator<Item = Option<Value>>, streams: Vec<Stream>) {
        let mut values = values.into_iter();
        for column in &mut self.columns {
            column.push(self.leads, values.next().flatten());
        }
        self.streams.push(streams);
        self.leads += 1;
    }

    /// The leads side by side.
    pub fn with_batch<T>(&self, asked: impl FnOnce(&Batch<'_>) -> T) -> T {
        let columns: Vec<Column<'_>> = self.columns.iter().map(Owned::column).collect();
        asked(&Batch { leads: self.leads, columns: &columns, streams: &self.streams })
    }
}

impl Owned {
    fn push(&mut self, lead: usize, value: Option<Value>) {
        match self {
            Self::Numbers(units, gaps) => {
                let number = match value {
                    Some(Value::Number(number)) => Some(number.units()),
                    _ => None,
                };
                gaps.push(lead, number.is_some());
                units.push(number.unwrap_or(0));
            }
            Self::Days(days, gaps) => {
                let day = match value {
                    Some(Value::Date(date)) => Some(date.day_number()),
                    Some(Value::Never) => Some(Column::NEVER),
                    _ => None,
                };
                gaps.push(lead, day.is_some());
                days.push(day.unwrap_or(0));
            }
            Self::Coded(codes, dictionary, known) => {
                let code = known.get(&value).copied().unwrap_or_else(|| {
                    let code = dictionary.add(value.clone());
                    known.insert(value, code);
                    code
                });
                codes.push(code);
            }
        }
    }

    fn column(&self) -> Column<'_> {
        match self {
            Self::Numbers(units, gaps) => Column::Numbers(units, gaps.known()),
            Self::Days(days, gaps) => Column::Days(days, gaps.known()),
            Self::Coded(codes, dictionary, _) => Column::Coded(codes, dictionary),
        }
    }
}

impl Gaps {
    fn push(&mut self, lead: usize, known: bool) {
        if lead.is_multiple_of(64) {
            self.known.push(0);
        }
        if let Some(word) = self.known.last_mut() {
            *word |= u64::from(known) << (lead % 64);
        }
        self.any |= !known;
    }

    fn known(&self) -> Option<&[u64]> {
        self.any.then_some(&self.known)
    }
}
