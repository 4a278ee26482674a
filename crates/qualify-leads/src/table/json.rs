//! JSON Lines to rows of cells: one object a line, members of inner objects under names with dots.
//!
//! Flat objects come from a [`Block`], many at once. All other lines are read one by one.

mod block;
mod names;
mod rows;
mod walk;

use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::input::Input;
use crate::report::{Problems, TableError, excerpt};
use crate::table::json::block::{Block, FlatRow, Line};
use crate::table::json::names::{MOST_NAMES, Names};
use crate::table::{Cell, RowCells};

pub(crate) use crate::table::json::block::FlatCells;
pub(crate) use crate::table::json::rows::FlatRows;

/// No line is longer than this.
const LONGEST_LINE: usize = 16 * 1024 * 1024;

/// How deep objects stand in each other before they are left as they are.
const DEEPEST: usize = 8;

/// A file of JSON Lines that is being read.
pub(crate) struct JsonTable {
    name: String,
    input: Input,
    names: Names,
    next_line: u64,
    line: u64,
    block: Block,
    /// So many bytes from the first unread one are read line by line.
    refused: usize,
    flat: FlatRow,
    /// The rows that were moved on by together.
    many: FlatRows,
    row: JsonRow,
    current: Current,
    pub(crate) problems: Problems,
}

/// Where the cells of the current row are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Current {
    Flat,
    Copied,
}

/// The cells of one object, by the index of their name.
#[derive(Debug, Default)]
pub(crate) struct JsonRow {
    cells: Vec<JsonCell>,
    filled: Vec<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum JsonCell {
    #[default]
    Absent,
    Text(String),
    Items(Vec<String>, String),
    Json(String),
}

impl JsonTable {
    /// Looks at the first line. `input` holds the beginning of the file.
    pub(crate) fn open(name: &str, input: Input) -> Result<Self, TableError> {
        if !input.unread().trim_ascii_start().starts_with(b"{") {
            return Err(TableError::new(
                name,
                "This is not JSON Lines, which has one object in curly brackets on each line. Is it CSV?",
            ));
        }
        Ok(Self {
            name: name.into(),
            input,
            names: Names::default(),
            next_line: 1,
            line: 1,
            block: Block::default(),
            refused: 0,
            flat: FlatRow::default(),
            many: FlatRows::default(),
            row: JsonRow::default(),
            current: Current::Copied,
            problems: Problems::default(),
        })
    }

    /// The names seen so far.
    pub(crate) fn headers(&self) -> &[String] {
        self.names.headers()
    }

    /// The index of the name that folds to this.
    pub(crate) fn find_column(&self, folded: &str) -> Option<usize> {
        self.names.find_folded(folded)
    }

    /// The line of the current row.
    pub(crate) fn line(&self) -> u64 {
        self.line
    }

    /// The current row.
    #[inline]
    pub(crate) fn cells(&self) -> RowCells<'_> {
        match self.current {
            Current::Flat => RowCells::Flat(self.block.cells(&self.flat)),
            Current::Copied => RowCells::Json(&self.row),
        }
    }

    /// Moves to the next row that can be read; false at the end.
    pub(crate) fn advance(&mut self) -> Result<bool, TableError> {
        loop {
            let outcome = match self.block.advance(&mut self.names, &mut self.flat) {
                Some(Line::Flat) => {
                    self.current = Current::Flat;
                    self.begin_line();
                    return Ok(true);
                }
                Some(Line::Other) => read_line(self.block.line(), &mut self.names, &mut self.row),
                None if self.fill_block() => continue,
                None => match self.next_line_length()? {
                    // Now that there is a whole line, others may be there too.
                    Some(_) if self.fill_block() => continue,
                    Some(length) => self.read_line(length),
                    None => return Ok(false),
                },
            };
            self.begin_line();
            self.current = Current::Copied;
            match outcome {
                Outcome::Nothing => {}
                Outcome::Row => return Ok(true),
                Outcome::Bad(message) => self.problems.add(self.line, || message),
            }
        }
    }

    /// Moves on by as many rows as are flat objects and at hand, at most so many; tells how many. With none
    /// [`JsonTable::advance`] has the next row.
    pub(crate) fn advance_many(&mut self, most: usize) -> usize {
        if !self.block.has_more() && !self.fill_block() {
            return 0;
        }
        self.block.advance_many(&mut self.names, &mut self.many, most);
        self.line = self.next_line;
        self.next_line += self.many.len() as u64;
        self.many.len()
    }

    /// The rows that [`JsonTable::advance_many`] moved on by.
    pub(crate) fn many(&self) -> &FlatRows {
        &self.many
    }

    /// The text that the cells of these rows are ranges of.
    pub(crate) fn text_of_many(&self) -> &str {
        self.block.text()
    }

    fn begin_line(&mut self) {
        self.line = self.next_line;
        self.next_line += 1;
    }

    fn fill_block(&mut self) -> bool {
        if self.refused > 0 {
            return false;
        }
        let taken = self.block.fill(self.input.unread());
        self.input.consume(taken.bytes);
        self.refused = taken.refused;
        taken.bytes > 0
    }

    /// From here on all lines are read one by one.
    #[cfg(test)]
    pub(crate) fn refuse_blocks(&mut self) {
        self.refused = usize::MAX;
    }

    fn read_line(&mut self, length: usize) -> Outcome {
        let line = self.input.unread().get(..length).unwrap_or_default();
        let outcome = read_line(line, &mut self.names, &mut self.row);
        self.consume(length);
        outcome
    }

    fn consume(&mut self, length: usize) {
        self.input.consume(length);
        self.refused = self.refused.saturating_sub(length);
    }

    /// How long the next line is, its line end included; lines that are too long are told and passed.
    fn next_line_length(&mut self) -> Result<Option<usize>, TableError> {
        let mut is_long = false;
        loop {
            let unread = self.input.unread();
            let end = memchr::memchr(b'\n', unread).map(|end| end + 1);
            let length = end.or_else(|| (self.input.ended() && !unread.is_empty()).then_some(unread.len()));
            match length {
                Some(length) if is_long || length > LONGEST_LINE => {
                    self.consume(length);
                    self.pass_long_line();
                    is_long = false;
                }
                Some(length) => return Ok(Some(length)),
                None if self.input.ended() => {
                    if is_long {
                        self.pass_long_line();
                    }
                    return Ok(None);
                }
                None => {
                    if unread.len() > LONGEST_LINE {
                        is_long = true;
                        let length = unread.len();
                        self.consume(length);
                    }
                    self.input.grow().map_err(|error| TableError::from_io(&self.name, &error))?;
                }
            }
        }
    }

    fn pass_long_line(&mut self) {
        self.problems.add(self.next_line, || "The line is longer than 16 MiB and cannot be read.".into());
        self.next_line += 1;
    }
}

impl JsonRow {
    /// The cell of the name with this index.
    pub(crate) fn cell(&self, index: usize) -> Cell<'_> {
        match self.cells.get(index) {
            None | Some(JsonCell::Absent) => Cell::Absent,
            Some(JsonCell::Text(text)) => Cell::Text(text),
            Some(JsonCell::Items(items, text)) => Cell::Items(items, text),
            Some(JsonCell::Json(text)) => Cell::Json(text),
        }
    }

    fn clear(&mut self) {
        for index in self.filled.drain(..) {
            if let Some(cell) = self.cells.get_mut(index) {
                *cell = JsonCell::Absent;
            }
        }
    }

    /// Puts a cell in its place; false if there is one already.
    fn put(&mut self, index: usize, cell: JsonCell) -> bool {
        if index >= self.cells.len() {
            self.cells.resize(index + 1, JsonCell::Absent);
        }
        let Some(place) = self.cells.get_mut(index).filter(|place| **place == JsonCell::Absent) else {
            return false;
        };
        *place = cell;
        self.filled.push(index);
        true
    }
}

/// What a line is.
enum Outcome {
    Row,
    /// White space.
    Nothing,
    Bad(String),
}

fn read_line(line: &[u8], names: &mut Names, row: &mut JsonRow) -> Outcome {
    let outcome = fill_row(line, names, row);
    match outcome {
        _ if line.trim_ascii().is_empty() => Outcome::Nothing,
        Ok(()) => Outcome::Row,
        Err(message) => Outcome::Bad(message),
    }
}

/// Fills the row from a line, or says why it cannot be read.
fn fill_row(line: &[u8], names: &mut Names, row: &mut JsonRow) -> Result<(), String> {
    row.clear();
    let text = std::str::from_utf8(line).map_err(|_| {
        format!(
            "The line `{}` is not UTF-8 text. If the file is in Latin-1 or Windows-1252, add `--encoding latin-1`.",
            excerpt(&String::from_utf8_lossy(line))
        )
    })?;
    let object: Members<'_> = serde_json::from_str(text).map_err(|error| not_an_object(text, &error))?;
    read_object(&object, "", 1, names, row)
}

fn not_an_object(text: &str, error: &serde_json::Error) -> String {
    if !text.trim_start().starts_with('{') {
        return format!(
            "`{}` is not a JSON object. Each line has one object in curly brackets.",
            excerpt(text)
        );
    }
    format!(
        "The line is not a whole JSON object: something is wrong or missing at its character {}.",
        error.column()
    )
}

fn read_object(
    object: &Members<'_>,
    prefix: &str,
    depth: usize,
    names: &mut Names,
    row: &mut JsonRow,
) -> Result<(), String> {
    for (name, value) in &object.0 {
        let path = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        let raw = value.get();
        if raw.starts_with('{') && depth < DEEPEST {
            let inner: Members<'_> = serde_json::from_str(raw).map_err(|_| unclear(&path))?;
            read_object(&inner, &path, depth + 1, names, row)?;
            continue;
        }
        let index = names.index(&path).ok_or_else(|| {
            format!(
                "The file has more than {MOST_NAMES} different names, and `{}` is one too many.",
                excerpt(&path)
            )
        })?;
        if !row.put(index, read_value(raw).ok_or_else(|| unclear(&path))?) {
            return Err(format!(
                "The name `{}` stands twice in the object: which one counts?",
                excerpt(&path)
            ));
        }
    }
    Ok(())
}

fn unclear(path: &str) -> String {
    format!("The value of `{}` is not JSON as it should be.", excerpt(path))
}

fn read_value(raw: &str) -> Option<JsonCell> {
    if raw.starts_with('[') {
        let items: Vec<&RawValue> = serde_json::from_str(raw).ok()?;
        let is_flat = !items.iter().any(|item| item.get().starts_with(['[', '{']));
        if !is_flat {
            return Some(JsonCell::Json(raw.to_owned()));
        }
        let texts: Option<Vec<String>> = items.iter().map(|item| read_scalar(item.get())).collect();
        return Some(JsonCell::Items(texts?, raw.to_owned()));
    }
    if raw.starts_with('{') {
        return Some(JsonCell::Json(raw.to_owned()));
    }
    read_scalar(raw).map(JsonCell::Text)
}

/// A text without its quotes, a number exactly as it is written, `true`, `false`, and nothing for `null`.
fn read_scalar(raw: &str) -> Option<String> {
    match raw {
        "null" => Some(String::new()),
        _ if raw.starts_with('"') => serde_json::from_str(raw).ok(),
        _ => Some(raw.to_owned()),
    }
}

/// The members of an object in their order, values untouched: so numbers of many digits stay what they are.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Deserialize<'a> for Members<'a> {
    fn deserialize<D: Deserializer<'a>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'a> Visitor<'a> for MembersVisitor {
    type Value = Members<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut members = Vec::new();
        while let Some(member) = map.next_entry()? {
            members.push(member);
        }
        Ok(Members(members))
    }
}
