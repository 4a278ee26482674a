//! Tests become canonical words.

use super::conditions::condition;
use super::names::{length, name};
use super::values::{choice, list, number, set_values};
use crate::{
    Comparison, DateTest, Day, Decimal, EventTest, Expr, ExprId, Fact, FactRef, Grade, Measure, Membership,
    Plan, Predicate, Rows, Set, SetId, Subject, Test, TextTest, Type, Window,
};

/// Whether a test is printed as it is or as its negation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stated {
    /// `industry is software`.
    AsIs,
    /// `industry is not software`.
    Negated,
}

impl Stated {
    /// The positive or the negative words.
    fn words(self, as_is: &str, negated: &str) -> String {
        match self {
            Self::AsIs => as_is.to_owned(),
            Self::Negated => negated.to_owned(),
        }
    }

    /// The words, with `not` in front if negated.
    fn with_not(self, text: String) -> String {
        match self {
            Self::AsIs => text,
            Self::Negated => format!("not {text}"),
        }
    }
}

/// A test on a fact, as it is or negated: `budget >= 20000 USD`, `page is unknown`.
pub fn fact_test(plan: &Plan, test: &Test, stated: Stated) -> String {
    let subject = subject(plan, test.subject);
    let ty = fact(plan, test.subject.fact).map_or(&Type::Text, |fact| &fact.ty);
    match &test.predicate {
        Predicate::Known => format!("{subject} {}", stated.words("is known", "is unknown")),
        Predicate::Yes => stated.with_not(subject),
        Predicate::In(set) => format!("{subject} {}", membership(plan, ty, *set, stated)),
        Predicate::Number(comparison) => compared(&subject, *comparison, |n| number(ty, n), stated),
        Predicate::Rank(comparison) => compared(&subject, *comparison, |rank| choice(ty, rank), stated),
        Predicate::Date(test) => date_test(&subject, *test, stated),
        Predicate::Text(test, set) => {
            let not = stated.words("", "not ");
            format!("{subject} {not}{} {}", text_words(*test), any_of(plan, ty, *set))
        }
        Predicate::Includes(membership, set) => {
            stated.with_not(format!("{subject} includes {}", included(plan, ty, *membership, *set)))
        }
    }
}

/// A test on rows: `count of visits where page starts with "/pricing" within 30 days >= 3`.
pub fn event_test(plan: &Plan, test: &EventTest, stated: Stated) -> String {
    let zero_or_one = |n| Decimal::whole(n).unwrap_or_default();
    let rows = |words: &str, followed| format!("{words} {}", rows_before(plan, &test.rows, followed));
    if test.measure == Measure::Count && test.comparison == Comparison::AtLeast(zero_or_one(1)) {
        return stated.with_not(rows("any", Followed::ByNothing));
    }
    if test.measure == Measure::Count && test.comparison == Comparison::Is(zero_or_one(0)) {
        return stated.with_not(rows("no", Followed::ByNothing));
    }
    let attribute = |id| fact(plan, FactRef::Attribute(test.rows.event, id));
    let name_of = |id| attribute(id).map_or("", |fact| fact.name.as_str());
    let (words, ty) = match test.measure {
        Measure::Count => ("count of".to_owned(), None),
        Measure::Days => ("days with".to_owned(), None),
        Measure::Distinct(id) => (format!("count of distinct {} in", name_of(id)), None),
        Measure::Sum(id) => (format!("sum of {} in", name_of(id)), attribute(id).map(|fact| &fact.ty)),
    };
    let ty = ty.unwrap_or(&Type::Count);
    compared(&rows(&words, Followed::ByComparison), test.comparison, |n| number(ty, n), stated)
}

/// A test on a score: `fit >= 40`.
pub fn score_test(score: &str, comparison: Comparison<Decimal>, stated: Stated) -> String {
    compared(score, comparison, |n| n.to_string(), stated)
}

/// A test on a grade, by the bands that pass: `heat is hot`, `heat >= warm`.
pub fn grade_test(grade: &Grade, passing: &[u32], stated: Stated) -> String {
    let band = |index: u32| grade.bands.get(index as usize).map_or(String::new(), |band| name(&band.name));
    let last = u32::try_from(grade.bands.len()).unwrap_or(u32::MAX).saturating_sub(1);
    let is_run = passing.windows(2).all(|pair| matches!(pair, [a, b] if a + 1 == *b));
    let comparison = match passing {
        [one] => Comparison::Is(*one),
        [first, .., end] if is_run && *end == last => Comparison::AtLeast(*first),
        [0, .., end] if is_run => Comparison::AtMost(*end),
        [first, .., end] if is_run => Comparison::Between(*first, *end),
        _ => {
            let bands = list(passing.iter().map(|index| band(*index)));
            return format!("{} {} {bands}", grade.name, stated.words("in", "not in"));
        }
    };
    compared(&grade.name, comparison, band, stated)
}

/// Which rows count: `visits where page starts with "/pricing" within 30 days`.
pub fn rows(plan: &Plan, rows: &Rows) -> String {
    rows_before(plan, rows, Followed::ByNothing)
}

/// What follows the words for rows: a comparison would be read as part of a `where` without brackets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Followed {
    ByNothing,
    ByComparison,
}

fn rows_before(plan: &Plan, rows: &Rows, followed: Followed) -> String {
    let event = plan.events.get(rows.event.index()).map_or("", |event| event.plural.as_str());
    format!("{event}{}", where_and_window(plan, rows, followed))
}

/// ` where page is "/pricing" within 30 days`, with a space in front, or nothing.
pub(super) fn options_of_rows(plan: &Plan, rows: &Rows) -> String {
    where_and_window(plan, rows, Followed::ByNothing)
}

fn where_and_window(plan: &Plan, rows: &Rows, followed: Followed) -> String {
    let window = match rows.window {
        Window::Always => String::new(),
        Window::Within(days) => format!(" within {}", length(days)),
        Window::Since(field) => {
            format!(" since {}", fact(plan, FactRef::Field(field)).map_or("", |fact| fact.name.as_str()))
        }
    };
    let is_followed = rows.window == Window::Always && followed == Followed::ByComparison;
    let filter = rows.filter.map_or(String::new(), |filter| {
        let text = condition(plan, filter).to_string();
        let is_plain = plain_test(plan, filter).is_some_and(|test| {
            stands_without_brackets(&test.predicate) && !(is_followed && test.predicate == Predicate::Yes)
        });
        if is_plain { format!(" where {text}") } else { format!(" where ({text})") }
    });
    format!("{filter}{window}")
}

/// The one test that a condition is, perhaps negated.
fn plain_test(plan: &Plan, id: ExprId) -> Option<&Test> {
    match plan.exprs.get(id.index())? {
        Expr::Test(test) => Some(test),
        Expr::Not(part) => match plan.exprs.get(part.index())? {
            Expr::Test(test) => Some(test),
            _ => None,
        },
        _ => None,
    }
}

/// After `where`, a `within` would be read as the window of the rows.
fn stands_without_brackets(predicate: &Predicate) -> bool {
    !matches!(predicate, Predicate::Date(DateTest::Within(_) | DateTest::WithinNext(_)))
}

fn subject(plan: &Plan, subject: Subject) -> String {
    let name = fact(plan, subject.fact).map_or("", |fact| fact.name.as_str());
    if subject.domain { format!("domain of {name}") } else { name.to_owned() }
}

fn fact(plan: &Plan, fact: FactRef) -> Option<&Fact> {
    match fact {
        FactRef::Field(field) => plan.fields.get(field.index()),
        FactRef::Attribute(event, attribute) => {
            plan.events.get(event.index())?.attributes.get(attribute.index())
        }
    }
}

fn compared<T>(
    subject: &str,
    comparison: Comparison<T>,
    show: impl Fn(T) -> String,
    stated: Stated,
) -> String {
    let words = match comparison {
        Comparison::Is(v) => return format!("{subject} {} {}", stated.words("is", "is not"), show(v)),
        Comparison::AtLeast(v) => format!(">= {}", show(v)),
        Comparison::MoreThan(v) => format!("> {}", show(v)),
        Comparison::AtMost(v) => format!("<= {}", show(v)),
        Comparison::LessThan(v) => format!("< {}", show(v)),
        Comparison::Between(v, w) => format!("between {} and {}", show(v), show(w)),
    };
    stated.with_not(format!("{subject} {words}"))
}

fn date_test(subject: &str, test: DateTest, stated: Stated) -> String {
    let is = stated.words("is", "is not");
    let not = stated.words("", "not ");
    let words = match test {
        DateTest::Never => return format!("{subject} {is} never"),
        DateTest::On(on) => return format!("{subject} {is} {}", day(on)),
        DateTest::Within(days) => return format!("{subject} {not}within {}", length(days)),
        DateTest::WithinNext(days) => return format!("{subject} {not}within next {}", length(days)),
        DateTest::Before(other) => format!("before {}", day(other)),
        DateTest::After(other) => format!("after {}", day(other)),
        DateTest::OnOrBefore(other) => format!("on or before {}", day(other)),
        DateTest::OnOrAfter(other) => format!("on or after {}", day(other)),
        DateTest::Between(from, to) => format!("between {from} and {to}"),
        DateTest::MoreThanAgo(days) => format!("more than {} ago", length(days)),
    };
    stated.with_not(format!("{subject} {words}"))
}

fn day(day: Day) -> String {
    match day {
        Day::Today => "today".to_owned(),
        Day::Date(date) => date.to_string(),
    }
}

fn text_words(test: TextTest) -> &'static str {
    match test {
        TextTest::Contains => "contains",
        TextTest::StartsWith => "starts with",
        TextTest::EndsWith => "ends with",
        TextTest::HasWord => "has word",
    }
}

/// `is v`, `in S`, `in [a, b]`, or their negations.
fn membership(plan: &Plan, ty: &Type, set: SetId, stated: Stated) -> String {
    match one_value(plan, ty, set) {
        Some(value) => format!("{} {value}", stated.words("is", "is not")),
        None => format!("{} {}", stated.words("in", "not in"), set_text(plan, ty, set)),
    }
}

/// `v`, `any of S`, `any of [a, b]`.
fn any_of(plan: &Plan, ty: &Type, set: SetId) -> String {
    one_value(plan, ty, set).unwrap_or_else(|| format!("any of {}", set_text(plan, ty, set)))
}

fn included(plan: &Plan, ty: &Type, membership: Membership, set: SetId) -> String {
    match membership {
        Membership::Any => any_of(plan, ty, set),
        Membership::All => format!("all of {}", set_text(plan, ty, set)),
        Membership::None => format!("none of {}", set_text(plan, ty, set)),
    }
}

/// The value of a set that has neither a name nor a second value.
fn one_value(plan: &Plan, ty: &Type, id: SetId) -> Option<String> {
    let set = plan.sets.get(id.index()).filter(|set| set.name.is_none())?;
    let mut values = set_values(ty, set);
    if values.len() == 1 { values.pop() } else { None }
}

fn set_text(plan: &Plan, ty: &Type, id: SetId) -> String {
    let text = |set: &Set| set.name.clone().unwrap_or_else(|| list(set_values(ty, set)));
    plan.sets.get(id.index()).map_or(String::new(), text)
}
