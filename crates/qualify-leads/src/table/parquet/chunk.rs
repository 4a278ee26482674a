//! One column of a group of rows, page by page, for the usual ways of writing: places in a dictionary, and plain values.
//!
//! ```text
//! pages:  dictionary | levels, places | levels, places | levels, plain values
//!         └ read once  └──────── places as they are ─┘   └ values
//! ```
//!
//! What is written in other ways is read by the crate, see [`super::group`].

use std::sync::Arc;

use arrow_array::ArrayRef;
use arrow_schema::{DataType, Field};
use bytes::Bytes;
use parquet::basic::{ConvertedType, Encoding, LogicalType, TimeUnit, Type};
use parquet::column::page::{Page, PageReader as _};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use super::cells::{ColumnCells, PageTexts, Places};
use super::file::SharedFile;
use super::hybrid::{Bits, Hybrid, ends_early};
use super::rows::{Known, Rows};
use super::values::{Kind, Values, flags};
use super::window::Window;
use crate::table::Span;

/// A column that is being read.
pub(super) struct Chunk {
    pages: SerializedPageReader<Window>,
    kind: Kind,
    data_type: DataType,
    has_gaps: bool,
    dictionary: Option<ArrayRef>,
    /// Whether the page of the dictionary was read.
    has_read_dictionary: bool,
    /// How many entries a dictionary has at most for its places to be given instead of values.
    most_entries: usize,
    page: Option<OpenPage>,
    /// How many bytes of texts there were in the rows that were taken last.
    text_bytes: usize,
}

struct OpenPage {
    left: usize,
    known: Bits,
    values: Written,
}

/// The values of a page that are left.
enum Written {
    Places(Hybrid),
    Plain(Bytes),
}

impl Chunk {
    /// Prepares to read a column of a group, if it is written in a way that is read here.
    pub(super) fn open(
        file: &SharedFile,
        field: &Field,
        chunk: &ColumnChunkMetaData,
        rows: usize,
    ) -> Result<Option<Self>, ParquetError> {
        let Some((kind, data_type)) = kind(field, chunk) else { return Ok(None) };
        Ok(Some(Self {
            pages: SerializedPageReader::new(Arc::new(Window::of(file, chunk)), chunk, rows, None)?,
            has_gaps: chunk.column_descr().max_def_level() > 0,
            dictionary: (kind == Kind::Flags).then(flags),
            has_read_dictionary: false,
            kind,
            data_type,
            most_entries: rows / 8,
            page: None,
            text_bytes: 0,
        }))
    }

    /// The next rows.
    pub(super) fn take(&mut self, rows: usize) -> Result<ColumnCells, ParquetError> {
        match self.take_in_place(rows)? {
            Some(cells) => Ok(cells),
            None => self.take_out(rows),
        }
    }

    /// The next rows, if they are texts that stand in one page.
    fn take_in_place(&mut self, rows: usize) -> Result<Option<ColumnCells>, ParquetError> {
        if self.kind != Kind::Texts {
            return Ok(None);
        }
        while self.page.as_ref().is_none_or(|page| page.left == 0) {
            self.open_page()?;
        }
        let Some(OpenPage { left, known, values: Written::Plain(plain) }) = &mut self.page else {
            return Ok(None);
        };
        if *left < rows {
            return Ok(None);
        }
        let (mut spans, mut at) = (Vec::with_capacity(rows), 0);
        while spans.len() < rows {
            let next = Rows::take(known, (rows - spans.len()).min(Rows::MOST))?;
            for is_known in next.iter() {
                spans.push(if is_known { next_text(plain, &mut at)? } else { Span::ABSENT });
            }
        }
        let bytes = plain.split_to(at);
        *left -= rows;
        PageTexts::cells(bytes, spans).map(Some)
    }

    /// The next rows, taken out of their pages.
    fn take_out(&mut self, rows: usize) -> Result<ColumnCells, ParquetError> {
        let mut known = Known::default();
        let mut values: Option<Values> = None;
        while known.rows() < rows {
            let (gap, entries) = (self.gap(), self.dictionary.as_ref());
            let Some(page) = self.page.as_mut().filter(|page| page.left > 0) else {
                self.open_page()?;
                continue;
            };
            let are_places = match page.values {
                Written::Places(_) => {
                    self.kind == Kind::Flags
                        || entries.is_some_and(|entries| entries.len() <= self.most_entries)
                }
                Written::Plain(_) => false,
            };
            let taken = values.get_or_insert_with(|| {
                if are_places {
                    Values::Places(Vec::with_capacity(rows))
                } else {
                    Values::new(self.kind, rows, self.text_bytes)
                }
            });
            let count = page.left.min(rows - known.rows()).min(Rows::MOST);
            let next = Rows::take(&mut page.known, count)?;
            match &mut page.values {
                Written::Places(places) => taken.add_places(places, &next, entries, gap)?,
                Written::Plain(plain) => {
                    taken.leave_places(self.kind, entries)?;
                    taken.add_plain(plain, &next)?;
                }
            }
            known.add(&next);
            page.left -= count;
        }
        self.text_bytes = values.as_ref().map_or(0, Values::text_bytes);
        match (values, &self.dictionary) {
            (Some(Values::Places(codes)), Some(values)) => {
                Ok(ColumnCells::Places(Places { values: Arc::clone(values), codes: Arc::new(codes) }))
            }
            (values, _) => {
                let values = values.unwrap_or_else(|| Values::new(self.kind, 0, 0));
                values.into_array(&self.data_type, known.into_nulls()).map(ColumnCells::Array)
            }
        }
    }

    /// Whether all rows were taken. Groups of no rows may have pages all the same.
    pub(super) fn is_at_end(&mut self) -> Result<bool, ParquetError> {
        if self.page.as_ref().is_some_and(|page| page.left > 0) {
            return Ok(false);
        }
        while let Some(page) = self.pages.get_next_page()? {
            if page.is_data_page() && page.num_values() > 0 {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The place of rows without a value.
    fn gap(&self) -> u32 {
        self.dictionary.as_ref().map_or(0, |entries| u32::try_from(entries.len()).unwrap_or(u32::MAX))
    }

    fn open_page(&mut self) -> Result<(), ParquetError> {
        let page = self
            .pages
            .get_next_page()?
            .ok_or_else(|| ParquetError::General("it has not as many rows as it says".into()))?;
        let (buffer, left) = (page.buffer().clone(), page.num_values() as usize);
        match page {
            Page::DictionaryPage { encoding, .. } => {
                if self.has_read_dictionary {
                    return Err(ParquetError::General("a column has two dictionaries".into()));
                }
                if !matches!(encoding, Encoding::PLAIN | Encoding::PLAIN_DICTIONARY) {
                    return Err(ParquetError::General(format!("a dictionary is written as {encoding}")));
                }
                self.has_read_dictionary = true;
                let mut values = Values::new(self.kind, 0, buffer.len());
                let mut plain = buffer;
                for from in (0..left).step_by(Rows::MOST) {
                    values.add_plain(&mut plain, &Rows::full((left - from).min(Rows::MOST)))?;
                }
                self.dictionary = Some(values.into_array(&self.data_type, None)?);
                Ok(())
            }
            Page::DataPage { encoding, def_level_encoding, .. } => {
                let (known, rest) = self.levels(buffer, left, def_level_encoding)?;
                self.begin(left, known, rest, encoding)
            }
            Page::DataPageV2 { encoding, def_levels_byte_len, rep_levels_byte_len, .. } => {
                let before = rep_levels_byte_len as usize;
                let (_, buffer) = split(buffer, before)?;
                let (levels, rest) = split(buffer, def_levels_byte_len as usize)?;
                let known = if self.has_gaps { Bits::in_runs(levels) } else { Bits::same(true, left) };
                self.begin(left, known, rest, encoding)
            }
        }
    }

    /// The levels of a page of the first version, and what follows them.
    fn levels(&self, buffer: Bytes, rows: usize, encoding: Encoding) -> Result<(Bits, Bytes), ParquetError> {
        if !self.has_gaps {
            return Ok((Bits::same(true, rows), buffer));
        }
        if encoding == Encoding::RLE {
            let (levels, rest) = with_length(buffer)?;
            return Ok((Bits::in_runs(levels), rest));
        }
        // Old writers packed them, highest bit first.
        let (levels, rest) = split(buffer, rows.div_ceil(8))?;
        let turned: Vec<u8> = levels.iter().map(|byte| byte.reverse_bits()).collect();
        Ok((Bits::plain(turned.into(), rows), rest))
    }

    fn begin(
        &mut self,
        left: usize,
        known: Bits,
        data: Bytes,
        encoding: Encoding,
    ) -> Result<(), ParquetError> {
        let values = match (encoding, self.kind) {
            (Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY, _) => {
                // A page of gaps alone may have no bytes at all.
                let width = data.first().copied().unwrap_or(0);
                Written::Places(Hybrid::in_runs(data.slice(data.len().min(1)..), usize::from(width))?)
            }
            (Encoding::PLAIN, Kind::Flags) => Written::Places(Hybrid::flags(data)),
            (Encoding::RLE, Kind::Flags) => {
                let runs = if data.is_empty() { data } else { with_length(data)?.0 };
                Written::Places(Hybrid::in_runs(runs, 1)?)
            }
            (Encoding::PLAIN, _) => Written::Plain(data),
            (other, _) => {
                return Err(ParquetError::General(format!("a page is written as {other}, unannounced")));
            }
        };
        self.page = Some(OpenPage { left, known, values });
        Ok(())
    }
}

/// What is read here: flat columns of the usual kinds, written in the usual ways.
fn kind(field: &Field, chunk: &ColumnChunkMetaData) -> Option<(Kind, DataType)> {
    let about = chunk.column_descr();
    let is_flat = about.max_rep_level() == 0 && about.max_def_level() <= 1 && about.path().parts().len() == 1;
    if !is_flat || !chunk.encodings().all(is_usual) {
        return None;
    }
    let asked = field.data_type();
    let kind = match (about.physical_type(), asked) {
        (Type::BOOLEAN, DataType::Boolean) => Kind::Flags,
        (Type::INT32, DataType::Int32 | DataType::Date32) => Kind::Ints,
        (Type::INT64, DataType::Int64) => Kind::Longs,
        (Type::INT64, DataType::Timestamp(unit, _)) if is_in(about.logical_type_ref()?, *unit) => Kind::Longs,
        (Type::FLOAT, DataType::Float32) => Kind::Floats,
        (Type::DOUBLE, DataType::Float64) => Kind::Doubles,
        (Type::BYTE_ARRAY, asked) if about.converted_type() == ConvertedType::UTF8 && is_text(asked) => {
            return Some((Kind::Texts, DataType::Utf8));
        }
        _ => return None,
    };
    Some((kind, asked.clone()))
}

#[expect(deprecated, reason = "old writers name it, for their levels and never for values")]
fn is_usual(encoding: Encoding) -> bool {
    matches!(
        encoding,
        Encoding::PLAIN
            | Encoding::RLE
            | Encoding::RLE_DICTIONARY
            | Encoding::PLAIN_DICTIONARY
            | Encoding::BIT_PACKED
    )
}

fn is_text(asked: &DataType) -> bool {
    match asked {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Utf8View => true,
        DataType::Dictionary(_, values) => is_text(values),
        _ => false,
    }
}

/// Whether moments are kept in the unit that they are asked for in.
fn is_in(kept: &LogicalType, asked: arrow_schema::TimeUnit) -> bool {
    let LogicalType::Timestamp(kept) = kept else { return false };
    matches!(
        (&kept.unit, asked),
        (TimeUnit::MILLIS, arrow_schema::TimeUnit::Millisecond)
            | (TimeUnit::MICROS, arrow_schema::TimeUnit::Microsecond)
            | (TimeUnit::NANOS, arrow_schema::TimeUnit::Nanosecond)
    )
}

/// Where the next text of a page stands; moves behind it.
fn next_text(page: &[u8], at: &mut usize) -> Result<Span, ParquetError> {
    let rest = page.get(*at..).unwrap_or_default();
    let length = u32::from_le_bytes(*rest.first_chunk().ok_or_else(ends_early)?) as usize;
    let from = *at + 4;
    *at = from.saturating_add(length);
    if *at > page.len() { Err(ends_early()) } else { Ok(Span::of(&(from..*at))) }
}

/// A part whose length stands before it, and what follows.
fn with_length(buffer: Bytes) -> Result<(Bytes, Bytes), ParquetError> {
    let length = u32::from_le_bytes(*buffer.first_chunk().ok_or_else(ends_early)?);
    split(buffer.slice(4..), length as usize)
}

fn split(mut buffer: Bytes, at: usize) -> Result<(Bytes, Bytes), ParquetError> {
    if at > buffer.len() {
        return Err(ends_early());
    }
    let first = buffer.split_to(at);
    Ok((first, buffer))
}
