//! Small plans and tables for the tests of this crate.

pub(crate) mod json_lines;

use qualify_plan::{Choices, Event, Fact, Plan, Program, Reading, Type};

use crate::{Table, TableError, TableOptions};

/// A plan with these fields and nothing else.
pub(crate) fn plan(fields: Vec<Fact>) -> Plan {
    Plan {
        language: 1,
        program: Program::default(),
        fields,
        events: Vec::new(),
        sets: Vec::new(),
        scores: Vec::new(),
        grades: Vec::new(),
        stages: Vec::new(),
        exits: Vec::new(),
        outcomes: Vec::new(),
        rules: Vec::new(),
        exprs: Vec::new(),
        steps: Vec::new(),
    }
}

/// A field or attribute without options.
pub(crate) fn fact(name: &str, ty: Type) -> Fact {
    fact_with(name, ty, Reading::default())
}

/// A field or attribute.
pub(crate) fn fact_with(name: &str, ty: Type, reading: Reading) -> Fact {
    Fact { name: name.into(), ty, label: None, owner: None, default: None, reading }
}

/// The option `column`.
pub(crate) fn columns(names: &[&str]) -> Reading {
    Reading { columns: strings(names), ..Reading::default() }
}

/// A choice of these values.
pub(crate) fn choice(values: &[&str]) -> Type {
    Type::Choice(Choices { values: strings(values), ordered: false })
}

/// An event with these attributes and no options.
pub(crate) fn event(name: &str, attributes: Vec<Fact>) -> Event {
    Event {
        name: name.into(),
        plural: format!("{name}s"),
        label: None,
        owner: None,
        kept: None,
        date_columns: Vec::new(),
        format: None,
        lead_columns: Vec::new(),
        attributes,
    }
}

/// Opens a text as `leads.csv`.
pub(crate) fn open(text: impl AsRef<[u8]>) -> Result<Table, TableError> {
    open_with(text, &TableOptions::named("leads.csv"))
}

/// Opens a text.
pub(crate) fn open_with(text: impl AsRef<[u8]>, options: &TableOptions) -> Result<Table, TableError> {
    Table::open(Box::new(std::io::Cursor::new(text.as_ref().to_vec())), options)
}

pub(crate) fn strings(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}
