//! A known value and a predicate become a truth; comparisons and weights that every engine shares.

use qualify_plan::{
    BandValue, Comparison, Date, DateTest, Day, Decimal, Fade, Membership, Predicate, Set, Test, TextTest,
    Truth, Value, Values, words,
};

use crate::interval::Interval;

/// Ten-thousandths in one: the units of numbers and of what is measured.
pub const SCALE: i128 = Decimal::SCALE as i128;

/// Asks a test of a known value, or of its domain.
///
/// A text that has no domain answers nothing: unknown.
pub fn passes(sets: &[Set], today: Date, test: &Test, value: &Value) -> Truth {
    match (value, test.subject.domain) {
        (Value::Text(text), _) => passes_text(sets, test, text),
        (_, false) => holds(sets, today, &test.predicate, value),
        (_, true) => Truth::Unknown,
    }
}

/// Asks a test of a known text, or of its domain.
pub fn passes_text(sets: &[Set], test: &Test, text: &str) -> Truth {
    let asked = if test.subject.domain { domain_of(text) } else { Some(text) };
    asked.map_or(Truth::Unknown, |asked| holds_of_text(sets, &test.predicate, asked))
}

/// Asks a predicate of a known value.
///
/// A value of another type than the predicate's is no value: unknown. Plans and leads that fit together have none.
pub fn holds(sets: &[Set], today: Date, predicate: &Predicate, value: &Value) -> Truth {
    let answer = match (predicate, value) {
        (Predicate::Known, _) => Some(true),
        (Predicate::Yes, Value::YesNo(yes)) => Some(*yes),
        (Predicate::In(set), value) => values(sets, *set).and_then(|values| is_in(values, value)),
        (Predicate::Number(comparison), Value::Number(number)) => Some(compare(comparison, number)),
        (Predicate::Rank(comparison), Value::Choice(rank)) => Some(compare(comparison, rank)),
        (Predicate::Date(test), Value::Never) => Some(*test == DateTest::Never),
        (Predicate::Date(test), Value::Date(date)) => Some(date_passes(*test, *date, today)),
        (Predicate::Text(..), Value::Text(text)) => return holds_of_text(sets, predicate, text),
        (Predicate::Includes(membership, set), list) => {
            values(sets, *set).and_then(|values| includes(*membership, values, list))
        }
        (
            Predicate::Yes
            | Predicate::Number(_)
            | Predicate::Rank(_)
            | Predicate::Date(_)
            | Predicate::Text(..),
            _,
        ) => None,
    };
    answer.map_or(Truth::Unknown, Truth::from_bool)
}

/// Asks a predicate of a known text, such as the domain of an address.
pub fn holds_of_text(sets: &[Set], predicate: &Predicate, text: &str) -> Truth {
    let answer = match predicate {
        Predicate::Known => Some(true),
        Predicate::In(set) => texts(sets, *set).map(|w| w.binary_search_by(|w| w.as_str().cmp(text)).is_ok()),
        Predicate::Text(test, set) => texts(sets, *set).map(|w| text_passes(*test, text, w)),
        Predicate::Yes
        | Predicate::Number(_)
        | Predicate::Rank(_)
        | Predicate::Date(_)
        | Predicate::Includes(..) => None,
    };
    answer.map_or(Truth::Unknown, Truth::from_bool)
}

/// The domain of an e-mail address: what follows the `@`.
pub fn domain(value: &Value) -> Option<&str> {
    match value {
        Value::Text(address) => domain_of(address),
        _ => None,
    }
}

/// The domain of an address that is a text.
pub fn domain_of(address: &str) -> Option<&str> {
    address.rsplit_once('@').map(|(_, domain)| domain)
}

/// Compares a known value.
pub fn compare<T: Ord>(comparison: &Comparison<T>, value: &T) -> bool {
    match comparison {
        Comparison::Is(w) => value == w,
        Comparison::AtLeast(w) => value >= w,
        Comparison::MoreThan(w) => value > w,
        Comparison::AtMost(w) => value <= w,
        Comparison::LessThan(w) => value < w,
        Comparison::Between(a, b) => a <= value && value <= b,
    }
}

/// Compares an interval of ten-thousandths with decimals.
pub fn compare_units(interval: Interval, comparison: Comparison<Decimal>) -> Truth {
    let units = |number: Decimal| i128::from(number.units());
    interval.compare(match comparison {
        Comparison::Is(w) => Comparison::Is(units(w)),
        Comparison::AtLeast(w) => Comparison::AtLeast(units(w)),
        Comparison::MoreThan(w) => Comparison::MoreThan(units(w)),
        Comparison::AtMost(w) => Comparison::AtMost(units(w)),
        Comparison::LessThan(w) => Comparison::LessThan(units(w)),
        Comparison::Between(a, b) => Comparison::Between(units(a), units(b)),
    })
}

/// Days from a date to today; negative for days to come.
pub fn age(date: Date, today: Date) -> i64 {
    i64::from(today.day_number()) - i64::from(date.day_number())
}

/// Whether a calendar day passes a test.
pub fn date_passes(test: DateTest, date: Date, today: Date) -> bool {
    let day = |day: Day| match day {
        Day::Today => today,
        Day::Date(date) => date,
    };
    let age = age(date, today);
    match test {
        DateTest::Never => false,
        DateTest::On(other) => date == day(other),
        DateTest::Before(other) => date < day(other),
        DateTest::After(other) => date > day(other),
        DateTest::OnOrBefore(other) => date <= day(other),
        DateTest::OnOrAfter(other) => date >= day(other),
        DateTest::Between(from, to) => from <= date && date <= to,
        DateTest::Within(days) => (0..=i64::from(days)).contains(&age),
        DateTest::WithinNext(days) => (0..=i64::from(days)).contains(&-age),
        DateTest::MoreThanAgo(days) => age > i64::from(days),
    }
}

/// Whether a folded text passes a test with any of some folded texts, ascending.
pub fn text_passes(test: TextTest, text: &str, any_of: &[String]) -> bool {
    match test {
        TextTest::Contains => any_of.iter().any(|w| text.contains(w.as_str())),
        TextTest::StartsWith => any_of.iter().any(|w| text.starts_with(w.as_str())),
        TextTest::EndsWith => any_of.iter().any(|w| text.ends_with(w.as_str())),
        TextTest::HasWord => has_any_word(&words(text), any_of),
    }
}

/// Whether some words stand together and in order in a text; `any_of` is ascending, its words one space apart.
///
/// From each word of the text, takes words as long as some text of the set begins with them: a set may be large.
fn has_any_word(words: &[&str], any_of: &[String]) -> bool {
    (0..words.len()).any(|start| {
        let mut phrase = String::new();
        for word in words.iter().skip(start) {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
            match any_of.binary_search(&phrase) {
                Ok(_) => return true,
                Err(at) if any_of.get(at).is_some_and(|next| next.starts_with(&phrase)) => {}
                Err(_) => return false,
            }
        }
        false
    })
}

/// Whether a value is in a band of a table.
pub fn is_in_band(band: &BandValue, value: &Value) -> bool {
    match (band, value) {
        (BandValue::Numbers(from, to), Value::Number(number)) => {
            from.is_none_or(|from| from <= *number) && to.is_none_or(|to| *number <= to)
        }
        (BandValue::Choices(choices), Value::Choice(choice)) => choices.binary_search(choice).is_ok(),
        (BandValue::Countries(countries), Value::Country(country)) => {
            countries.binary_search(country).is_ok()
        }
        (BandValue::YesNo(band), Value::YesNo(value)) => band == value,
        _ => false,
    }
}

/// The weight of a row of an age of 0 or more days, as so many of [`weight_unit`] parts of one.
pub fn weight(fade: Option<Fade>, age: i64) -> i128 {
    match fade {
        None => 1,
        Some(Fade::Over(days)) => i128::from((i64::from(days) - age).max(0)),
        Some(Fade::HalvingEvery(days)) => {
            let halvings = age / i64::from(days.max(1));
            u32::try_from(halvings).map_or(0, |halvings| weight_unit(fade).checked_shr(halvings).unwrap_or(0))
        }
    }
}

/// Into how many parts a weight divides one: enough to make every weight a whole number of parts.
pub fn weight_unit(fade: Option<Fade>) -> i128 {
    match fade {
        None => 1,
        Some(Fade::Over(days)) => i128::from(days.max(1)),
        Some(Fade::HalvingEvery(_)) => 1 << 29,
    }
}

fn values(sets: &[Set], set: qualify_plan::SetId) -> Option<&Values> {
    sets.get(set.index()).map(|set| &set.values)
}

fn texts(sets: &[Set], set: qualify_plan::SetId) -> Option<&[String]> {
    match values(sets, set)? {
        Values::Texts(texts) => Some(texts),
        Values::Choices(_) | Values::Countries(_) => None,
    }
}

fn is_in(values: &Values, value: &Value) -> Option<bool> {
    match (values, value) {
        (Values::Choices(values), Value::Choice(value)) => Some(values.binary_search(value).is_ok()),
        (Values::Countries(values), Value::Country(value)) => Some(values.binary_search(value).is_ok()),
        (Values::Texts(values), Value::Text(value)) => Some(values.binary_search(value).is_ok()),
        _ => None,
    }
}

fn includes(membership: Membership, values: &Values, list: &Value) -> Option<bool> {
    match (values, list) {
        (Values::Choices(values), Value::Choices(list)) => Some(shares(membership, values, list)),
        (Values::Texts(values), Value::Texts(list)) => Some(shares(membership, values, list)),
        _ => None,
    }
}

/// `values` are ascending, none twice; `list` is in any order.
fn shares<T: Ord>(membership: Membership, values: &[T], list: &[T]) -> bool {
    let mut found = list.iter().filter(|item| values.binary_search(item).is_ok());
    match membership {
        Membership::Any => found.next().is_some(),
        Membership::None => found.next().is_none(),
        Membership::All => found.collect::<std::collections::BTreeSet<_>>().len() == values.len(),
    }
}
