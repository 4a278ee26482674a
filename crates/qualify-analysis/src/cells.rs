//! A fact and all that a program asks of it become cells: sets of values between which no question can tell.
//!
//! ```text
//! employees >= 50, employees between 200 and 499        industry in [software, fintech], industry is retail
//!
//!   0 ──────── 50 ──────── 200 ──────── 500 ───►          {software, fintech}  {retail}  {all others}
//! ```
//!
//! What a program can say about a fact depends on its cell alone, so finitely many cells stand for all values.

use std::collections::BTreeMap;

use qualify_eval::ops;
use qualify_plan::{
    BandValue, Comparison, Country, Date, DateTest, Day, Decimal, Plan, Predicate, Set, SetId, TextTest,
    Truth, Type, Value, Values,
};

use crate::text::Piece;

/// Something that a program asks of a known value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked<'a> {
    /// A test on the value.
    Value(&'a Predicate),
    /// A test on the domain of an e-mail address.
    Domain(&'a Predicate),
    /// Whether a band of a table holds it.
    Band(&'a BandValue),
}

/// The values of one fact, cut into cells.
#[derive(Debug, Clone)]
pub(crate) enum Cells {
    /// Numbers and days, between cuts.
    Line(Line),
    /// Values that can be listed, grouped by the answers they give.
    Groups(Vec<Vec<Value>>),
    /// Texts and e-mail addresses.
    Texts(Texts),
    /// Lists, by the values that are in them.
    Lists(Vec<Value>),
}

/// A line of whole units between two ends, with cuts.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    /// The smallest value.
    pub(crate) min: i128,
    /// The largest value.
    pub(crate) max: i128,
    /// The distance of neighbouring values.
    pub(crate) step: i128,
    /// The first values of cells, but for that of the first cell; ascending.
    pub(crate) cuts: Vec<i128>,
    /// What a unit is.
    pub(crate) scale: Scale,
}

/// What the units of a line are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    /// Ten-thousandths.
    Numbers,
    /// Days since 1970-01-01; `never` is known, too.
    Days,
}

/// The texts that a program names, and the pieces that it looks for in others.
#[derive(Debug, Clone)]
pub(crate) struct Texts {
    /// Whole texts that it names, grouped by the answers they give.
    pub(crate) named: Vec<Vec<String>>,
    /// Domains that it names, grouped likewise.
    pub(crate) domains: Vec<Vec<String>>,
    /// What it looks for in the text.
    pub(crate) pieces: Vec<Piece>,
    /// What it looks for in the domain.
    pub(crate) domain_pieces: Vec<Piece>,
    /// Whether every value is an e-mail address.
    pub(crate) is_email: bool,
}

/// The days that a test on dates accepts, both ends included; none for `is never`.
pub(crate) fn days_of(test: DateTest, today: Date) -> Option<(i128, i128)> {
    let today = i128::from(today.day_number());
    let number = |day: Day| match day {
        Day::Today => today,
        Day::Date(date) => i128::from(date.day_number()),
    };
    let (first, last) = (i128::from(i32::MIN), i128::from(i32::MAX));
    Some(match test {
        DateTest::Never => return None,
        DateTest::On(day) => (number(day), number(day)),
        DateTest::Before(day) => (first, number(day) - 1),
        DateTest::After(day) => (number(day) + 1, last),
        DateTest::OnOrBefore(day) => (first, number(day)),
        DateTest::OnOrAfter(day) => (number(day), last),
        DateTest::Between(a, b) => (i128::from(a.day_number()), i128::from(b.day_number())),
        DateTest::Within(days) => (today - i128::from(days), today),
        DateTest::WithinNext(days) => (today, today + i128::from(days)),
        DateTest::MoreThanAgo(days) => (first, today - i128::from(days) - 1),
    })
}

/// The numbers that a comparison accepts, in units of `step`, both ends included; no end is `None`.
pub(crate) fn numbers_of(comparison: Comparison<Decimal>, step: i128) -> (Option<i128>, Option<i128>) {
    let up = |number: Decimal| -(-i128::from(number.units())).div_euclid(step) * step;
    let down = |number: Decimal| i128::from(number.units()).div_euclid(step) * step;
    match comparison {
        Comparison::Is(w) => (Some(up(w)), Some(down(w))),
        Comparison::AtLeast(w) => (Some(up(w)), None),
        Comparison::MoreThan(w) => (Some(down(w) + step), None),
        Comparison::AtMost(w) => (None, Some(down(w))),
        Comparison::LessThan(w) => (None, Some(up(w) - step)),
        Comparison::Between(a, b) => (Some(up(a)), Some(down(b))),
    }
}

impl Line {
    /// The values of a type on a line; none for other types.
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        let largest = i128::from(Decimal::SCALE) * 100_000_000_000_000;
        let scale = i128::from(Decimal::SCALE);
        let cuts = Vec::new();
        match ty {
            Type::Count => {
                Some(Self { min: 0, max: largest - scale, step: scale, cuts, scale: Scale::Numbers })
            }
            Type::Number | Type::Percent | Type::Money(_) => {
                Some(Self { min: 1 - largest, max: largest - 1, step: 1, cuts, scale: Scale::Numbers })
            }
            // 0000-01-01 to 9999-12-31.
            Type::Date => Some(Self { min: -719_528, max: 2_932_896, step: 1, cuts, scale: Scale::Days }),
            Type::Choice(_) | Type::Country | Type::YesNo | Type::Text | Type::Email | Type::List(_) => None,
        }
    }

    /// The values that pass, both ends included and within the line; `None` if the question is about `never`.
    pub(crate) fn span(&self, asked: Asked<'_>, today: Date) -> Option<(i128, i128)> {
        let (from, to) = match asked {
            Asked::Value(Predicate::Number(comparison)) => numbers_of(*comparison, self.step),
            Asked::Value(Predicate::Date(test)) => {
                let (from, to) = days_of(*test, today)?;
                (Some(from), Some(to))
            }
            Asked::Band(BandValue::Numbers(from, to)) => {
                let units = |number: &Decimal| i128::from(number.units());
                (from.as_ref().map(units), to.as_ref().map(units))
            }
            Asked::Value(_) | Asked::Domain(_) | Asked::Band(_) => (Some(1), Some(0)),
        };
        Some((from.unwrap_or(self.min).max(self.min), to.unwrap_or(self.max).min(self.max)))
    }

    /// Cuts the line where the answer to a question changes.
    pub(crate) fn cut(&mut self, asked: Asked<'_>, today: Date) {
        if let Some((from, to)) = self.span(asked, today)
            && from <= to
        {
            self.cut_at(from);
            self.cut_at(to + self.step);
        }
    }

    /// Cuts the line before a value.
    pub(crate) fn cut_at(&mut self, value: i128) {
        if value > self.min && value <= self.max {
            self.cuts.push(value);
        }
    }

    /// Puts the cuts in order.
    pub(crate) fn finish(&mut self) {
        self.cuts.sort_unstable();
        self.cuts.dedup();
    }

    /// The cells, ascending: first and last value of each.
    pub(crate) fn cells(&self) -> Vec<(i128, i128)> {
        let firsts = [self.min].into_iter().chain(self.cuts.iter().copied());
        let lasts = self.cuts.iter().map(|cut| cut - self.step).chain([self.max]);
        firsts.zip(lasts).collect()
    }

    /// The unit of a value; none for values that are not on a line.
    pub(crate) fn unit(&self, value: &Value) -> Option<i128> {
        match (self.scale, value) {
            (Scale::Numbers, Value::Number(number)) => Some(i128::from(number.units())),
            (Scale::Days, Value::Date(date)) => Some(i128::from(date.day_number())),
            _ => None,
        }
    }

    /// The value of a unit.
    pub(crate) fn value(&self, unit: i128) -> Value {
        match self.scale {
            Scale::Numbers => Value::Number(Decimal::from_units(unit).unwrap_or_default()),
            Scale::Days => Value::Date(day(unit)),
        }
    }
}

/// The date of a number of days since 1970-01-01.
pub(crate) fn day(number: i128) -> Date {
    Date::from_civil(Default::default())
        .plus_days(i32::try_from(number).unwrap_or(0).saturating_sub(first_day()))
}

fn first_day() -> i32 {
    Date::from_civil(Default::default()).day_number()
}

impl Cells {
    /// Cuts the values of a type by all that is asked of them.
    pub(crate) fn of(plan: &Plan, today: Date, ty: &Type, asked: &[Asked<'_>]) -> Self {
        let listed = |values: Vec<Value>| Self::Groups(grouped(plan, today, asked, values, |value| value));
        match ty {
            Type::Choice(choices) => {
                let count = u32::try_from(choices.values.len()).unwrap_or(u32::MAX);
                listed((0..count).map(Value::Choice).collect())
            }
            Type::Country => listed(Country::all().map(Value::Country).collect()),
            Type::YesNo => listed(vec![Value::YesNo(true), Value::YesNo(false)]),
            Type::List(_) => Self::Lists(listed_values(plan, asked)),
            Type::Text => Self::Texts(Texts::of(plan, today, asked, false)),
            Type::Email => Self::Texts(Texts::of(plan, today, asked, true)),
            Type::Count | Type::Number | Type::Percent | Type::Money(_) | Type::Date => {
                let mut line = Line::of(ty).unwrap_or(Line {
                    min: 0,
                    max: 0,
                    step: 1,
                    cuts: Vec::new(),
                    scale: Scale::Numbers,
                });
                asked.iter().for_each(|asked| line.cut(*asked, today));
                line.finish();
                Self::Line(line)
            }
        }
    }
}

impl Texts {
    fn of(plan: &Plan, today: Date, asked: &[Asked<'_>], is_email: bool) -> Self {
        let text = |value: String| Value::Text(value);
        let in_domain = |domain: String| Value::Text(format!("@{domain}"));
        let (named, pieces) = looked_for(plan, asked, |asked| match asked {
            Asked::Value(predicate) => Some(predicate),
            Asked::Domain(_) | Asked::Band(_) => None,
        });
        let (domains, domain_pieces) = looked_for(plan, asked, |asked| match asked {
            Asked::Domain(predicate) => Some(predicate),
            Asked::Value(_) | Asked::Band(_) => None,
        });
        let about_domains: Vec<Asked<'_>> =
            asked.iter().copied().filter(|asked| matches!(asked, Asked::Domain(_))).collect();
        let named = named.into_iter().filter(|text| !is_email || is_address(text)).collect();
        let domains = domains.into_iter().filter(|text| is_address(&format!("x@{text}"))).collect();
        Self {
            named: grouped(plan, today, asked, named, text),
            domains: grouped(plan, today, &about_domains, domains, in_domain),
            pieces,
            domain_pieces,
            is_email,
        }
    }
}

/// Whether a text can be the value of an e-mail fact: one `@` with text on both sides and no white space.
pub(crate) fn is_address(text: &str) -> bool {
    let mut parts = text.split('@');
    let both = parts.next().is_some_and(|local| !local.is_empty())
        && parts.next().is_some_and(|domain| !domain.is_empty());
    both && parts.next().is_none() && !text.contains(char::is_whitespace)
}

/// The texts that equality tests name, and the pieces that other tests look for.
fn looked_for<'a>(
    plan: &Plan,
    asked: &[Asked<'a>],
    predicate: impl Fn(Asked<'a>) -> Option<&'a Predicate>,
) -> (Vec<String>, Vec<Piece>) {
    let (mut named, mut pieces) = (Vec::new(), Vec::new());
    for predicate in asked.iter().filter_map(|asked| predicate(*asked)) {
        match predicate {
            Predicate::In(set) => named.extend(texts(plan, *set).iter().cloned()),
            Predicate::Text(..) => pieces.extend(pieces_of(plan, predicate)),
            _ => {}
        }
    }
    named.sort();
    named.dedup();
    pieces.sort();
    pieces.dedup();
    (named, pieces)
}

/// The pieces any of which makes a test on a text hold; none for other tests.
pub(crate) fn pieces_of(plan: &Plan, predicate: &Predicate) -> Vec<Piece> {
    let Predicate::Text(test, set) = predicate else { return Vec::new() };
    let piece = |text: &String| match test {
        TextTest::Contains => Piece::Contains(text.clone()),
        TextTest::StartsWith => Piece::StartsWith(text.clone()),
        TextTest::EndsWith => Piece::EndsWith(text.clone()),
        TextTest::HasWord => Piece::HasWord(text.clone()),
    };
    texts(plan, *set).iter().map(piece).collect()
}

fn texts(plan: &Plan, set: SetId) -> &[String] {
    match plan.sets.get(set.index()).map(|set| &set.values) {
        Some(Values::Texts(texts)) => texts,
        Some(Values::Choices(_) | Values::Countries(_)) | None => &[],
    }
}

/// The values whose presence in a list is asked about.
fn listed_values(plan: &Plan, asked: &[Asked<'_>]) -> Vec<Value> {
    let mut values = Vec::new();
    for asked in asked {
        if let Asked::Value(Predicate::Includes(_, set)) = asked {
            values.extend(items(plan.sets.get(set.index())));
        }
    }
    values.sort();
    values.dedup();
    values
}

/// The values of a set, one by one.
pub(crate) fn items(set: Option<&Set>) -> Vec<Value> {
    match set.map(|set| &set.values) {
        Some(Values::Choices(choices)) => choices.iter().copied().map(Value::Choice).collect(),
        Some(Values::Countries(countries)) => countries.iter().copied().map(Value::Country).collect(),
        Some(Values::Texts(texts)) => texts.iter().cloned().map(Value::Text).collect(),
        None => Vec::new(),
    }
}

/// Puts together what gives the same answers, in the order of the first of each group.
fn grouped<T: Clone>(
    plan: &Plan,
    today: Date,
    asked: &[Asked<'_>],
    items: Vec<T>,
    value: impl Fn(T) -> Value,
) -> Vec<Vec<T>> {
    let mut index: BTreeMap<Vec<bool>, usize> = BTreeMap::new();
    let mut groups: Vec<Vec<T>> = Vec::new();
    for item in items {
        let known = value(item.clone());
        let answers = asked.iter().map(|asked| answer(plan, today, *asked, &known)).collect();
        let at = *index.entry(answers).or_insert(groups.len());
        match groups.get_mut(at) {
            Some(group) => group.push(item),
            None => groups.push(vec![item]),
        }
    }
    groups
}

/// The answer that one known value gives, as the evaluator would.
pub(crate) fn answer(plan: &Plan, today: Date, asked: Asked<'_>, value: &Value) -> bool {
    match asked {
        Asked::Value(predicate) => ops::holds(&plan.sets, today, predicate, value) == Truth::Yes,
        Asked::Domain(predicate) => ops::domain(value)
            .is_some_and(|domain| ops::holds_of_text(&plan.sets, predicate, domain) == Truth::Yes),
        Asked::Band(band) => ops::is_in_band(band, value),
    }
}
