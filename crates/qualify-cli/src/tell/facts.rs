//! Facts beside the tests that they pass, and facts that would have to change.

use qualify::eval::{Change, End, Gap, Interval, Limit, Points, Shown, ShownFact};
use qualify::plan::{Decimal, Fact, Plan, Truth, Type, print};

use crate::terminal::table::{Side, Table};

/// A line for each fact: what is known of it, and the test.
pub(crate) fn table(facts: impl Iterator<Item = (String, String)>, indent: usize, width: usize) -> String {
    let mut table = Table::new([("", Side::Left), ("", Side::Left)]);
    facts.for_each(|(fact, test)| table.row([fact, test]));
    table.lay_out(indent, width)
}

/// What is known of a fact, as people write it.
pub(crate) fn shown(value: &Shown) -> String {
    match value {
        Shown::Missing => "unknown".to_owned(),
        Shown::Given(ty, value) => print::value(ty, value),
        Shown::Assumed(ty, value) => format!("{} (assumed)", print::value(ty, value)),
        Shown::Measured(ty, interval) => measured(ty, *interval),
        Shown::Points(points) => self::points(*points),
        Shown::Bands(bands) => bands.join(" or "),
        Shown::Truth(Truth::Yes) => "met".to_owned(),
        Shown::Truth(Truth::No) => "not met".to_owned(),
        Shown::Truth(Truth::Unknown) => "unknown".to_owned(),
    }
}

/// `46`, `30 to 40`.
pub(crate) fn points(points: Points) -> String {
    match points.from == points.to {
        true => points.from.to_string(),
        false => format!("{} to {}", points.from, points.to),
    }
}

fn measured(ty: &Type, interval: Interval) -> String {
    match (interval.lo(), interval.hi()) {
        (End::At(lo), End::At(hi)) if lo == hi => number(ty, lo),
        (End::At(lo), End::At(hi)) => format!("{} to {}", number(ty, lo), number(ty, hi)),
        (End::At(lo), _) => format!("{} or more", number(ty, lo)),
        (_, End::At(hi)) => format!("{} or less", number(ty, hi)),
        (_, _) => "unknown".to_owned(),
    }
}

/// A number of ten-thousandths as a literal of its type; sums can be longer than any literal.
fn number(ty: &Type, units: i128) -> String {
    match Decimal::from_units(units) {
        Some(exact) => print::number(ty, exact),
        None => (units / i128::from(Decimal::SCALE)).to_string(),
    }
}

/// `1 more download`, `budget: 5000 USD more`, `industry in ICP (is retail)`.
pub(crate) fn change(plan: &Plan, change: &Change) -> String {
    match &change.gap {
        Some(gap) if gap.units != 0 => distance(plan, &change.fact, gap),
        Some(_) | None => format!("`{}` (is {})", change.fact.test, shown(&change.fact.value)),
    }
}

/// How far a fact is from passing its test.
fn distance(plan: &Plan, fact: &ShownFact, gap: &Gap) -> String {
    let amount = number(&gap.ty, gap.units.abs());
    let more = if gap.units > 0 { "more" } else { "less" };
    let at_least = match gap.limit {
        Limit::Reach => "",
        Limit::Pass => "more than ",
    };
    match &fact.value {
        Shown::Measured(Type::Count, _) if fact.test.contains("count of distinct ") => {
            format!("{amount} {more} for {}", fact.test)
        }
        Shown::Measured(Type::Count, _) => {
            format!("{amount} {more} {}{}", noun(plan, fact, &amount), limits(&fact.test, &fact.name))
        }
        Shown::Measured(..) => {
            format!("{at_least}{amount} {more} for {} (is {})", fact.test, shown(&fact.value))
        }
        Shown::Points(_) => {
            format!("{amount} {more} {} of {}", if amount == "1" { "point" } else { "points" }, fact.name)
        }
        Shown::Missing | Shown::Given(..) | Shown::Assumed(..) | Shown::Bands(_) | Shown::Truth(_) => {
            format!("{}: {at_least}{amount} {more} (is {})", fact.name, shown(&fact.value))
        }
    }
}

/// Which rows count, in the words of the test: ` within 30 days` of `count of downloads within 30 days >= 2`.
fn limits<'a>(test: &'a str, plural: &str) -> &'a str {
    const COMPARISONS: [&str; 7] = [" >= ", " > ", " <= ", " < ", " is ", " between ", " not between "];
    let Some((head, limits)) = test.split_once(plural) else {
        return "";
    };
    if head.starts_with("any ") || head.starts_with("no ") {
        return limits;
    }
    let comparison = COMPARISONS.iter().filter_map(|comparison| limits.rfind(comparison)).max();
    comparison.and_then(|at| limits.get(..at)).unwrap_or_default()
}

/// What is counted, by the words of the test: `download`, `days with visits`, `different page in visits`.
fn noun(plan: &Plan, fact: &ShownFact, amount: &str) -> String {
    let event = plan.events.iter().find(|event| event.plural == fact.name);
    let one = amount == "1";
    match event {
        Some(_) if fact.test.contains("days with ") => {
            format!("{} with {}", if one { "day" } else { "days" }, fact.name)
        }
        Some(event) if one => event.name.clone(),
        Some(_) | None => fact.name.clone(),
    }
}

/// `downloads is 0 while nothing is known`.
pub(crate) fn assumption(plan: &Plan, name: &str) -> String {
    let field = plan.fields.iter().find(|field| field.name == name);
    let attributes = plan.events.iter().flat_map(|event| event.attributes.iter().map(move |a| (event, a)));
    let attribute = attributes.into_iter().find(|(event, a)| format!("{}.{}", event.plural, a.name) == name);
    let fact: Option<&Fact> = field.or(attribute.map(|(_, fact)| fact));
    match fact.and_then(|fact| fact.default.as_ref().map(|default| print::value(&fact.ty, default))) {
        Some(default) => format!("{name} is not known and counts as {default}"),
        None => format!("{name} is not known, and the rules say what that means"),
    }
}

#[cfg(test)]
mod tests {
    use super::limits;

    #[test]
    fn limits_stand_between_the_event_and_the_comparison() {
        for (test, found) in [
            ("count of downloads >= 2", ""),
            ("count of downloads within 30 days >= 2", " within 30 days"),
            ("days with downloads where size >= 5 within 30 days >= 2", " where size >= 5 within 30 days"),
            ("any downloads where asset is \"a\"", " where asset is \"a\""),
            ("count of downloads since won between 2 and 3", " since won"),
        ] {
            assert_eq!(limits(test, "downloads"), found, "{test}");
        }
    }
}
