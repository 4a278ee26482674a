//! Picks become values and leads; the gaps of a lead become values.

use qualify_plan::{
    AttributeId, Choices, Country, Currency, Date, Decimal, Event, EventId, FieldId, Lead, Plan, Row, Stream,
    Type, Value,
};

use super::{Picks, today};

/// A type: every kind is possible.
pub(super) fn any_type(picks: &mut Picks) -> Type {
    match picks.below(13) {
        0 => Type::YesNo,
        1 => Type::Count,
        2 => Type::Choice(choices(false)),
        3 => Type::Choice(choices(true)),
        4 => Type::Country,
        5 => Type::Number,
        6 => Type::Percent,
        7 => Type::Money(Currency(*b"EUR")),
        8 => Type::Date,
        9 => Type::Text,
        10 => Type::Email,
        11 => Type::List(None),
        _ => Type::List(Some(choices(false))),
    }
}

fn choices(ordered: bool) -> Choices {
    Choices { values: ["low", "mid", "high"].map(str::to_owned).to_vec(), ordered }
}

/// A value of a type, from few values, so that tests often meet them.
pub(super) fn value(picks: &mut Picks, ty: &Type) -> Value {
    match ty {
        Type::Choice(choices) => Value::Choice(choice(picks, choices)),
        Type::Country => picks.one(&countries()).map_or(Value::Never, |country| Value::Country(*country)),
        Type::YesNo => Value::YesNo(picks.chance(1, 2)),
        Type::Count | Type::Number | Type::Percent | Type::Money(_) => Value::Number(number(picks, ty)),
        Type::Date if picks.chance(1, 8) => Value::Never,
        Type::Date => Value::Date(day(picks)),
        Type::Text | Type::Email => Value::Text(text(picks, ty)),
        Type::List(None) => Value::Texts(picks.several(0, 3, |picks| text(picks, ty))),
        Type::List(Some(choices)) => Value::Choices(picks.several(0, 3, |picks| choice(picks, choices))),
    }
}

pub(super) fn choice(picks: &mut Picks, choices: &Choices) -> u32 {
    u32::try_from(picks.below(choices.values.len())).unwrap_or(0)
}

/// One of few countries.
pub(super) fn countries() -> Vec<Country> {
    ["DE", "FR", "NO"].into_iter().filter_map(Country::parse).collect()
}

pub(super) fn number(picks: &mut Picks, ty: &Type) -> Decimal {
    let units = match ty {
        Type::Count => picks.between(0, 4) * Decimal::SCALE,
        _ => picks.between(-4, 8) * (Decimal::SCALE / 2),
    };
    Decimal::from_units(i128::from(units)).unwrap_or_default()
}

/// A day around today.
pub(super) fn day(picks: &mut Picks) -> Date {
    let days = i32::try_from(picks.between(-4, 20)).unwrap_or(0);
    today().plus_days(-days)
}

/// A folded text: a word for lists, some words for texts, an address for e-mail.
pub(super) fn text(picks: &mut Picks, ty: &Type) -> String {
    let texts: &[&str] = match ty {
        Type::Email => &["x@a.io", "y@b.io", "z@b.a.io"],
        Type::List(_) => &["a", "b", "c"],
        _ => &["a", "b", "a b", "b-c", "c a b"],
    };
    picks.one(texts).copied().unwrap_or("a").to_owned()
}

/// A lead with values, gaps, rows and events that are not collected.
pub fn lead(picks: &mut Picks, plan: &Plan) -> Lead {
    let values = plan.fields.iter().map(|field| maybe_value(picks, &field.ty)).collect();
    let events = plan.events.iter().map(|event| stream(picks, event)).collect();
    Lead { values, events }
}

fn maybe_value(picks: &mut Picks, ty: &Type) -> Option<Value> {
    picks.chance(3, 5).then(|| value(picks, ty))
}

fn stream(picks: &mut Picks, event: &Event) -> Stream {
    match picks.below(4) {
        0 => Stream::NotCollected,
        _ => Stream::Rows(rows(picks, event)),
    }
}

fn rows(picks: &mut Picks, event: &Event) -> Vec<Row> {
    picks.several(0, 4, |picks| Row {
        date: day(picks),
        values: event.attributes.iter().map(|attribute| maybe_value(picks, &attribute.ty)).collect(),
    })
}

/// A place where a lead has no value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// A field.
    Field(FieldId),
    /// An attribute of a row, by the row's index.
    Attribute(EventId, usize, AttributeId),
    /// An event that is not collected.
    Event(EventId),
}

impl Gap {
    /// The name of the missing fact: `budget`, `calls.result`, `calls`.
    pub fn name(self, plan: &Plan) -> String {
        let event = |id: EventId| plan.events.get(id.index());
        match self {
            Self::Field(id) => plan.fields.get(id.index()).map_or(String::new(), |field| field.name.clone()),
            Self::Attribute(id, _, attribute) => event(id).map_or(String::new(), |event| {
                let attribute = event.attributes.get(attribute.index()).map_or("", |fact| fact.name.as_str());
                format!("{}.{attribute}", event.plural)
            }),
            Self::Event(id) => event(id).map_or(String::new(), |event| event.plural.clone()),
        }
    }
}

/// All gaps of a lead.
pub fn gaps(lead: &Lead) -> Vec<Gap> {
    let missing = |values: &[Option<Value>]| -> Vec<usize> {
        values.iter().enumerate().filter(|(_, value)| value.is_none()).map(|(index, _)| index).collect()
    };
    let fields = missing(&lead.values).into_iter().map(|index| Gap::Field(FieldId::from_index(index)));
    let events = lead.events.iter().enumerate().flat_map(|(event, stream)| {
        let event = EventId::from_index(event);
        match stream {
            Stream::NotCollected => vec![Gap::Event(event)],
            Stream::Rows(rows) => rows
                .iter()
                .enumerate()
                .flat_map(|(at, row)| missing(&row.values).into_iter().map(move |index| (at, index)))
                .map(|(at, index)| Gap::Attribute(event, at, AttributeId::from_index(index)))
                .collect(),
        }
    });
    fields.chain(events).collect()
}

/// The lead with some of its gaps filled: those that may be, each in half of the cases.
pub fn fill_gaps(picks: &mut Picks, plan: &Plan, lead: &Lead, may_fill: impl Fn(Gap) -> bool) -> Lead {
    let mut filled = lead.clone();
    for gap in gaps(lead).into_iter().filter(|gap| may_fill(*gap)) {
        if picks.chance(1, 2) {
            fill(picks, plan, &mut filled, gap);
        }
    }
    filled
}

fn fill(picks: &mut Picks, plan: &Plan, lead: &mut Lead, gap: Gap) {
    match gap {
        Gap::Field(id) => {
            if let (Some(field), Some(slot)) = (plan.fields.get(id.index()), lead.values.get_mut(id.index()))
            {
                *slot = Some(value(picks, &field.ty));
            }
        }
        Gap::Attribute(id, at, attribute) => {
            let fact = plan.events.get(id.index()).and_then(|event| event.attributes.get(attribute.index()));
            let row = match lead.events.get_mut(id.index()) {
                Some(Stream::Rows(rows)) => rows.get_mut(at),
                Some(Stream::NotCollected) | None => None,
            };
            let slot = row.and_then(|row| row.values.get_mut(attribute.index()));
            if let (Some(fact), Some(slot)) = (fact, slot) {
                *slot = Some(value(picks, &fact.ty));
            }
        }
        Gap::Event(id) => {
            if let (Some(event), Some(slot)) = (plan.events.get(id.index()), lead.events.get_mut(id.index()))
            {
                *slot = Stream::Rows(rows(picks, event));
            }
        }
    }
}
