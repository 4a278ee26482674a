//! Values of one column, pushed one after the other, to an array.

use std::sync::Arc;

use arrow_array::builder::{Int64Builder, StringBuilder, StringDictionaryBuilder};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, ListArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{DataType, Field, FieldRef, Fields};

/// What the cells of a column are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Texts that differ from row to row.
    Text,
    /// One of few texts; a dictionary keeps each of them once.
    Word,
    /// Whole numbers.
    Number,
    /// As many of these as there are.
    List(Box<Kind>),
    /// One of each of these, by name; there is at least one.
    Group(Vec<(String, Kind)>),
}

impl Kind {
    pub(super) fn field(&self, name: &str) -> FieldRef {
        // Lists may be empty and groups have empty members: only what is inside may be missing.
        let may_miss = matches!(self, Self::Text | Self::Word);
        Arc::new(Field::new(name, self.data_type(), may_miss))
    }

    fn data_type(&self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Word => DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8)),
            Self::Number => DataType::Int64,
            Self::List(items) => DataType::List(items.field("element")),
            Self::Group(members) => DataType::Struct(fields(members)),
        }
    }
}

fn fields(members: &[(String, Kind)]) -> Fields {
    members.iter().map(|(name, kind)| kind.field(name)).collect()
}

/// A column that is being filled. What is pushed is of its [`Kind`]; anything else is passed over.
pub struct Cells(Inner);

enum Inner {
    Texts(StringBuilder),
    Words(StringDictionaryBuilder<Int32Type>),
    Numbers(Int64Builder),
    /// The items of all lists, and how many each list has.
    Lists(Box<Cells>, FieldRef, Vec<usize>),
    Groups(Vec<Cells>, Fields),
}

impl Cells {
    pub(super) fn new(kind: &Kind) -> Self {
        Self(match kind {
            Kind::Text => Inner::Texts(StringBuilder::new()),
            Kind::Word => Inner::Words(StringDictionaryBuilder::new()),
            Kind::Number => Inner::Numbers(Int64Builder::new()),
            Kind::List(items) => Inner::Lists(Box::new(Self::new(items)), items.field("element"), Vec::new()),
            Kind::Group(members) => {
                Inner::Groups(members.iter().map(|(_, kind)| Self::new(kind)).collect(), fields(members))
            }
        })
    }

    /// Adds a text.
    pub fn push_text(&mut self, text: &str) {
        match &mut self.0 {
            Inner::Texts(texts) => texts.append_value(text),
            Inner::Words(words) => words.append_value(text),
            Inner::Numbers(_) | Inner::Lists(..) | Inner::Groups(..) => {}
        }
    }

    /// Adds a text, or a gap if it is empty.
    pub fn push_text_or_nothing(&mut self, text: &str) {
        match &mut self.0 {
            Inner::Texts(texts) => texts.append_option((!text.is_empty()).then_some(text)),
            Inner::Words(words) => words.append_option((!text.is_empty()).then_some(text)),
            Inner::Numbers(_) | Inner::Lists(..) | Inner::Groups(..) => {}
        }
    }

    /// Adds a whole number.
    pub fn push_number(&mut self, number: i64) {
        if let Inner::Numbers(numbers) = &mut self.0 {
            numbers.append_value(number);
        }
    }

    /// Adds a list of texts.
    pub fn push_texts<'t>(&mut self, texts: impl IntoIterator<Item = &'t str>) {
        self.push_list(texts, |items, text| items.push_text(text));
    }

    /// Adds a list; `push` adds an item of it.
    pub fn push_list<T>(&mut self, items: impl IntoIterator<Item = T>, push: impl Fn(&mut Self, T)) {
        if let Inner::Lists(all, _, lengths) = &mut self.0 {
            lengths.push(items.into_iter().map(|item| push(all, item)).count());
        }
    }

    /// Adds a group; `push` adds one cell to each of its members, which are in the order of the kind.
    pub fn push_group(&mut self, push: impl FnOnce(&mut [Self])) {
        if let Inner::Groups(members, _) = &mut self.0 {
            push(members);
        }
    }

    /// All cells pushed so far; it is empty afterwards.
    pub(super) fn finish(&mut self) -> ArrayRef {
        match &mut self.0 {
            Inner::Texts(texts) => Arc::new(texts.finish()),
            Inner::Words(words) => Arc::new(words.finish()),
            Inner::Numbers(numbers) => Arc::new(numbers.finish()),
            Inner::Lists(items, field, lengths) => {
                let offsets = OffsetBuffer::from_lengths(std::mem::take(lengths));
                Arc::new(ListArray::new(Arc::clone(field), offsets, items.finish(), None))
            }
            Inner::Groups(members, fields) => {
                let arrays = members.iter_mut().map(Self::finish).collect();
                Arc::new(StructArray::new(fields.clone(), arrays, None))
            }
        }
    }
}
