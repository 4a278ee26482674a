//! Values, one lead after the other, to the columns of a [`Batch`].

use std::collections::HashMap;
use std::sync::Arc;

use crate::{Batch, Column, Dictionary, Fact, FieldId, Lead, Plan, Stream, Type, Value};

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
    columns: Vec<ColumnBuilder>,
    shared: Vec<SharedCodes>,
    streams: Vec<Arc<Vec<Stream>>>,
}

/// A whole column of places in a dictionary that many batches have together.
#[derive(Debug, Default)]
pub struct SharedCodes {
    codes: Arc<Vec<u32>>,
    dictionary: Option<Arc<Dictionary>>,
}

/// One column that grows.
#[derive(Debug)]
pub enum ColumnBuilder {
    /// Numbers as ten-thousandths.
    Numbers(Vec<i64>, Gaps),
    /// Days as their numbers, or [`Column::NEVER`].
    Days(Vec<i32>, Gaps),
    /// Places in a dictionary.
    Coded(Codes),
}

/// A column of places in a dictionary that grows with it.
#[derive(Debug, Default)]
pub struct Codes {
    codes: Vec<u32>,
    dictionary: Dictionary,
    /// The places of values that were added as values.
    places: HashMap<Option<Value>, u32>,
}

/// Which leads have a value.
#[derive(Debug, Default)]
pub struct Gaps {
    known: Vec<u64>,
    leads: usize,
    any: bool,
}

impl Columns {
    /// No leads yet.
    pub fn new(fields: &[Fact]) -> Self {
        let column = |fact: &Fact| match &fact.ty {
            ty if ty.is_numeric() => ColumnBuilder::Numbers(Vec::new(), Gaps::default()),
            Type::Date => ColumnBuilder::Days(Vec::new(), Gaps::default()),
            _ => ColumnBuilder::Coded(Codes::default()),
        };
        let shared = fields.iter().map(|_| SharedCodes::default()).collect();
        Self { leads: 0, columns: fields.iter().map(column).collect(), shared, streams: Vec::new() }
    }

    /// Some leads.
    pub fn of_leads(plan: &Plan, leads: &[Lead]) -> Self {
        let mut columns = Self::new(&plan.fields);
        for lead in leads {
            columns.push(lead.values.iter().cloned(), lead.events.clone());
        }
        columns
    }

    /// How many leads there are.
    pub fn leads(&self) -> usize {
        self.leads
    }

    /// Adds a lead: a value or a gap for each field, and a stream for each event.
    pub fn push(&mut self, values: impl IntoIterator<Item = Option<Value>>, streams: Vec<Stream>) {
        let mut values = values.into_iter();
        for column in &mut self.columns {
            column.push(values.next().flatten());
        }
        self.streams.push(Arc::new(streams));
        self.leads += 1;
    }

    /// The column of a field. Whoever fills columns by themselves fills all of them, and then says so with
    /// [`Columns::grown_to`].
    pub fn column(&mut self, field: FieldId) -> Option<&mut ColumnBuilder> {
        self.columns.get_mut(field.index())
    }

    /// The column of a field, and what takes its place if all its values are places in one dictionary.
    pub fn column_or_shared(&mut self, field: FieldId) -> Option<(&mut ColumnBuilder, &mut SharedCodes)> {
        Some((self.columns.get_mut(field.index())?, self.shared.get_mut(field.index())?))
    }

    /// Every column has been filled for so many leads.
    pub fn grown_to(&mut self, leads: usize) {
        self.leads = leads;
    }

    /// Gives each lead its streams.
    pub fn set_streams(&mut self, streams: Vec<Arc<Vec<Stream>>>) {
        self.streams = streams;
    }

    /// Takes all leads away. Dictionaries stay, so that what was found out about their values can be used again; a large one is
    /// begun anew.
    pub fn clear(&mut self) {
        self.leads = 0;
        self.streams.clear();
        self.columns.iter_mut().for_each(ColumnBuilder::clear);
        self.shared.iter_mut().for_each(SharedCodes::clear);
    }

    /// The leads side by side.
    pub fn with_batch<T>(&self, asked: impl FnOnce(&Batch<'_>) -> T) -> T {
        let columns = self.columns.iter().zip(&self.shared);
        let columns: Vec<Column<'_>> =
            columns.map(|(column, shared)| shared.column().unwrap_or_else(|| column.column())).collect();
        asked(&Batch { leads: self.leads, columns: &columns, streams: &self.streams })
    }
}

impl SharedCodes {
    /// Whatever was in the column, its values are now these places in a dictionary, until all leads are taken away.
    pub fn set(&mut self, dictionary: Arc<Dictionary>, places: Arc<Vec<u32>>) {
        self.codes = places;
        self.dictionary = Some(dictionary);
    }

    fn column(&self) -> Option<Column<'_>> {
        Some(Column::Coded(&self.codes, self.dictionary.as_deref()?))
    }

    fn clear(&mut self) {
        *self = Self::default();
    }
}

impl ColumnBuilder {
    /// Whether there are no leads.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Numbers(units, _) => units.is_empty(),
            Self::Days(days, _) => days.is_empty(),
            Self::Coded(codes) => codes.codes.is_empty(),
        }
    }

    /// Adds a value; one of another type than the column's is none.
    pub fn push(&mut self, value: Option<Value>) {
        match (self, value) {
            (Self::Numbers(units, gaps), Some(Value::Number(number))) => {
                units.push(number.units());
                gaps.push(true);
            }
            (Self::Days(days, gaps), Some(Value::Date(date))) => {
                days.push(date.day_number());
                gaps.push(true);
            }
            (Self::Days(days, gaps), Some(Value::Never)) => {
                days.push(Column::NEVER);
                gaps.push(true);
            }
            (Self::Coded(codes), value) => {
                let place = codes.place(value);
                codes.push(place);
            }
            (column, _) => column.push_gap(),
        }
    }

    /// Adds a lead without a value.
    pub fn push_gap(&mut self) {
        match self {
            Self::Numbers(units, gaps) => {
                units.push(0);
                gaps.push(false);
            }
            Self::Days(days, gaps) => {
                days.push(0);
                gaps.push(false);
            }
            Self::Coded(codes) => {
                let place = codes.gap();
                codes.push(place);
            }
        }
    }

    fn clear(&mut self) {
        match self {
            Self::Numbers(units, gaps) => {
                units.clear();
                gaps.clear();
            }
            Self::Days(days, gaps) => {
                days.clear();
                gaps.clear();
            }
            Self::Coded(codes) => codes.clear(),
        }
    }

    fn column(&self) -> Column<'_> {
        match self {
            Self::Numbers(units, gaps) => Column::Numbers(units, gaps.known()),
            Self::Days(days, gaps) => Column::Days(days, gaps.known()),
            Self::Coded(codes) => Column::Coded(&codes.codes, &codes.dictionary),
        }
    }
}

impl Codes {
    /// A dictionary of more values than this is begun anew with the next batch.
    const MOST: usize = 16_384;
    /// And one whose texts have more bytes than this.
    const MOST_BYTES: usize = 1 << 22;

    /// Adds a lead whose value has this place.
    pub fn push(&mut self, place: u32) {
        self.codes.push(place);
    }

    /// Adds leads whose values have these places.
    pub fn extend(&mut self, places: &[u32]) {
        self.codes.extend_from_slice(places);
    }

    /// The place of leads without a value.
    pub fn gap(&mut self) -> u32 {
        self.place(None)
    }

    /// The dictionary, to add values to. Who keeps places for later asks for its [`Dictionary::id`] first.
    pub fn dictionary(&mut self) -> &mut Dictionary {
        &mut self.dictionary
    }

    fn place(&mut self, value: Option<Value>) -> u32 {
        if let Some(place) = self.places.get(&value) {
            return *place;
        }
        let place = self.dictionary.add(value.clone());
        self.places.insert(value, place);
        place
    }

    fn clear(&mut self) {
        self.codes.clear();
        if self.dictionary.len() > Self::MOST || self.dictionary.text_bytes() > Self::MOST_BYTES {
            self.dictionary.begin_anew();
            self.places.clear();
        }
    }
}

impl Gaps {
    /// Adds a lead, with a value or without.
    pub fn push(&mut self, known: bool) {
        if self.leads.is_multiple_of(64) {
            self.known.push(0);
        }
        if let Some(word) = self.known.last_mut() {
            *word |= u64::from(known) << (self.leads % 64);
        }
        self.leads += 1;
        self.any |= !known;
    }

    /// Adds so many leads, all of them with a value.
    pub fn extend_known(&mut self, leads: usize) {
        let words = std::iter::repeat(u64::MAX);
        self.extend_words(words, leads);
    }

    /// Adds so many leads, by bit, as in [`Known`](crate::Known); bits after the last lead do not count.
    pub fn extend_words(&mut self, words: impl IntoIterator<Item = u64>, leads: usize) {
        let mut left = leads;
        for word in words {
            if left == 0 {
                break;
            }
            let bits = left.min(64);
            let word = word & (u64::MAX >> (64 - bits));
            self.any |= word.count_ones() as usize != bits;
            let shift = self.leads % 64;
            match self.known.last_mut() {
                Some(last) if shift > 0 => {
                    *last |= word << shift;
                    if shift + bits > 64 {
                        self.known.push(word >> (64 - shift));
                    }
                }
                _ => self.known.push(word),
            }
            self.leads += bits;
            left -= bits;
        }
        (0..left).for_each(|_| self.push(false));
    }

    fn clear(&mut self) {
        self.known.clear();
        self.leads = 0;
        self.any = false;
    }

    /// Which leads have a value; none if all have.
    pub fn known(&self) -> Option<&[u64]> {
        self.any.then_some(&self.known)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn gaps_come_one_after_the_other(pieces in prop::collection::vec(prop::collection::vec(any::<bool>(), 0..200), 0..6)) {
            let (mut gaps, mut plainly) = (Gaps::default(), Gaps::default());
            for piece in &pieces {
                let word = |known: &[bool]| known.iter().rev().fold(u64::MAX, |word, known| word << 1 | u64::from(*known));
                gaps.extend_words(piece.chunks(64).map(word), piece.len());
                piece.iter().for_each(|known| plainly.push(*known));
            }
            prop_assert_eq!(gaps.known(), plainly.known());
            prop_assert_eq!(gaps.known().is_some(), pieces.concat().contains(&false));
        }
    }
}
