//! A file of leads becomes a line for each lead that says how its cells are read.

use qualify::leads::{Events, LeadOptions, LeadReader, Record, Table, TableError, TableOptions};
use qualify::lints::Sample;
use qualify::plan::{Fact, Plan, Type, Value};

/// `KEY: FACT VALUE, FACT VALUE`, one line a lead.
pub(super) fn of_leads(plan: &Plan, csv: &str) -> String {
    match reader(plan, csv) {
        Ok(leads) => leads
            .map(|lead| lead.map_or_else(|error| error.to_string(), |lead| line(plan, &lead)) + "\n")
            .collect(),
        Err(error) => format!("{error}\n"),
    }
}

/// The leads as lints have them at hand, without events.
pub(super) fn sample(plan: &Plan, csv: &str) -> Result<Sample, String> {
    let sample = reader(plan, csv)
        .and_then(|mut leads| Sample::read(plan, &mut leads, &mut Events::not_collected(plan)));
    sample.map_err(|error| error.to_string())
}

fn reader(plan: &Plan, csv: &str) -> Result<LeadReader, TableError> {
    let bytes = std::io::Cursor::new(csv.to_owned().into_bytes());
    let options = LeadOptions { key: Some("key".to_owned()), ..LeadOptions::default() };
    let table = Table::open(Box::new(bytes), &TableOptions::named("leads.csv"))?;
    LeadReader::new(plan, table, &options)
}

fn line(plan: &Plan, lead: &Record) -> String {
    let facts = plan.fields.iter().zip(&lead.values).map(|(field, value)| {
        let unreadable = lead.unreadable.iter().find(|unreadable| unreadable.name == field.name);
        match (value, unreadable) {
            (Some(value), _) => format!("{} {}", field.name, show(field, value)),
            (None, Some(unreadable)) => format!("{} unreadable \"{}\"", field.name, unreadable.text),
            (None, None) => format!("{} missing", field.name),
        }
    });
    format!("{}: {}", lead.key, facts.collect::<Vec<_>>().join(", "))
}

fn show(field: &Fact, value: &Value) -> String {
    match value {
        Value::Choice(choice) => choice_name(&field.ty, *choice),
        Value::Country(country) => country.to_string(),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Number(number) => match &field.ty {
            Type::Percent => format!("{number}%"),
            Type::Money(currency) => format!("{number} {currency}"),
            _ => number.to_string(),
        },
        Value::Date(date) => date.to_string(),
        Value::Never => "never".to_owned(),
        Value::Text(text) => format!("{text:?}"),
        Value::Texts(texts) => format!("{texts:?}"),
        Value::Choices(choices) => {
            let names: Vec<String> = choices.iter().map(|choice| choice_name(&field.ty, *choice)).collect();
            format!("[{}]", names.join(", "))
        }
    }
}

fn choice_name(ty: &Type, choice: u32) -> String {
    let (Type::Choice(choices) | Type::List(Some(choices))) = ty else { return String::new() };
    choices.values.get(choice as usize).cloned().unwrap_or_default()
}
