//! Lines of scores become canonical words.

use super::conditions::condition;
use super::names::{length, points};
use super::tests::options_of_rows;
use super::values::{choice, list, number};
use crate::{BandValue, Decimal, Each, EachOf, Fade, FieldId, FirstOf, Line, Plan, Rows, Sign, Table, Type};

/// A whole line of a score on one line of text; what it owns follows a colon, with commas between.
///
/// `add 10 points when industry in ICP`, `points by employees: below 50: 0, 50 to 199: 10`.
pub fn line(plan: &Plan, line: &Line) -> String {
    let owned: Vec<String> = match line {
        Line::When { .. } | Line::Each(_) | Line::Score(_) => return line_head(plan, line),
        Line::Table(table) => bands(plan, table),
        Line::FirstOf(lines) => lines.iter().map(|part| when(plan, *part)).collect(),
        Line::BestOf(lines) | Line::Group { lines, .. } => {
            lines.iter().map(|part| self::line(plan, part)).collect()
        }
    };
    format!("{}: {}", line_head(plan, line), owned.join(", "))
}

/// A line of a score without the bullets that it owns: `group "Titles", at most 30 points`.
pub fn line_head(plan: &Plan, line: &Line) -> String {
    match line {
        Line::When { points, condition } => when(plan, FirstOf { points: *points, condition: *condition }),
        Line::Each(each) => for_each(plan, each),
        Line::Table(table) => format!("points by {}", field(plan, table.field)),
        Line::Score(score) => {
            format!("add score {}", plan.scores.get(score.index()).map_or("", |score| score.name.as_str()))
        }
        Line::FirstOf(_) => "first of".to_owned(),
        Line::BestOf(_) => "best of".to_owned(),
        Line::Group { title, cap, .. } => {
            format!("group \"{title}\", at most {}", points(cap.unsigned_abs()))
        }
    }
}

/// One line of `first of`.
fn when(plan: &Plan, line: FirstOf) -> String {
    let sign = if line.points < 0 { "subtract" } else { "add" };
    format!("{sign} {} when {}", points(line.points.unsigned_abs()), condition(plan, line.condition))
}

fn for_each(plan: &Plan, each: &Each) -> String {
    let sign = match each.sign {
        Sign::Add => "add",
        Sign::Subtract => "subtract",
    };
    let of = match &each.of {
        EachOf::Rows(rows) => format!("{}{}", singular(plan, rows), options_of_rows(plan, rows)),
        EachOf::Days(rows) => format!("day with {}{}", plural(plan, rows), options_of_rows(plan, rows)),
        EachOf::Distinct(attribute, rows) => {
            let event = plan.events.get(rows.event.index());
            let attribute = event.and_then(|event| event.attributes.get(attribute.index()));
            let attribute = attribute.map_or("", |attribute| attribute.name.as_str());
            format!("distinct {attribute} in {}{}", plural(plan, rows), options_of_rows(plan, rows))
        }
        EachOf::Field(id) => field(plan, *id).to_owned(),
    };
    let fade = each.fade.map_or(String::new(), |fade| match fade {
        Fade::Over(days) => format!(", fading over {}", length(days)),
        Fade::HalvingEvery(days) => format!(", halving every {}", length(days)),
    });
    let cap = each.cap.map_or(String::new(), |cap| format!(", at most {}", points(cap.unsigned_abs())));
    format!("{sign} {} for each {of}{fade}{cap}", points(each.points.unsigned_abs()))
}

fn bands(plan: &Plan, table: &Table) -> Vec<String> {
    let ty = plan.fields.get(table.field.index()).map_or(&Type::Number, |field| &field.ty);
    let named = table.bands.iter().map(|band| format!("{}: {}", band_value(ty, &band.value), band.points));
    let otherwise = table.otherwise.map(|points| format!("otherwise: {points}"));
    let unknown = table.unknown.map(|points| format!("unknown: {points}"));
    named.chain(otherwise).chain(unknown).collect()
}

fn band_value(ty: &Type, band: &BandValue) -> String {
    let one_or_list = |mut values: Vec<String>| {
        if values.len() == 1 { values.pop().unwrap_or_default() } else { list(values) }
    };
    match band {
        BandValue::Numbers(from, to) => numbers(ty, *from, *to),
        BandValue::Choices(choices) => one_or_list(choices.iter().map(|index| choice(ty, *index)).collect()),
        BandValue::Countries(countries) => one_or_list(countries.iter().map(ToString::to_string).collect()),
        BandValue::YesNo(yes) => if *yes { "yes" } else { "no" }.to_owned(),
    }
}

fn numbers(ty: &Type, from: Option<Decimal>, to: Option<Decimal>) -> String {
    match (from, to) {
        (Some(from), Some(to)) if from == to => number(ty, from),
        (Some(from), Some(to)) => match below(ty, to) {
            Some(limit) => format!("{} to below {}", number(ty, from), number(ty, limit)),
            None => format!("{} to {}", number(ty, from), number(ty, to)),
        },
        (Some(from), None) => format!("from {}", number(ty, from)),
        (None, Some(to)) => {
            let step = grid(ty);
            let limit = Decimal::from_units(i128::from(to.units()) + i128::from(step)).unwrap_or(to);
            format!("below {}", number(ty, limit))
        }
        (None, None) => "any".to_owned(),
    }
}

/// The limit that was surely written `below`: the next number is rounder than the last one in the band.
fn below(ty: &Type, to: Decimal) -> Option<Decimal> {
    let next = Decimal::from_units(i128::from(to.units()) + i128::from(grid(ty)))?;
    (grid(ty) == 1 && next.to_whole().is_some()).then_some(next)
}

/// The distance between neighbouring numbers, in ten-thousandths.
fn grid(ty: &Type) -> i64 {
    match ty {
        Type::Count => Decimal::SCALE,
        Type::Choice(_)
        | Type::Country
        | Type::YesNo
        | Type::Number
        | Type::Percent
        | Type::Money(_)
        | Type::Date
        | Type::Text
        | Type::Email
        | Type::List(_) => Decimal::STEP.units(),
    }
}

fn singular<'a>(plan: &'a Plan, rows: &Rows) -> &'a str {
    plan.events.get(rows.event.index()).map_or("", |event| event.name.as_str())
}

fn plural<'a>(plan: &'a Plan, rows: &Rows) -> &'a str {
    plan.events.get(rows.event.index()).map_or("", |event| event.plural.as_str())
}

fn field(plan: &Plan, id: FieldId) -> &str {
    plan.fields.get(id.index()).map_or("", |field| field.name.as_str())
}
