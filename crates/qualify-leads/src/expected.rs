//! A type and its options become what its cells may say, in the words of a marketer.

use qualify_plan::{Choices, Fact, Type};

/// How many choices are named.
const NAMED: usize = 6;

/// What a cell of a fact may say, as the end of a sentence: `expected two letters, such as NO`.
///
/// ```
/// # use qualify_leads::expected;
/// # use qualify_plan::{Fact, Reading, Type};
/// let fact = |ty| Fact { name: "a".into(), ty, label: None, owner: None, default: None, reading: Reading::default() };
/// assert_eq!(expected(&fact(Type::Country)), "two letters, such as NO");
/// assert_eq!(expected(&fact(Type::Count)), "a whole number such as 0 or 12");
/// ```
pub fn expected(fact: &Fact) -> String {
    let reading = &fact.reading;
    match &fact.ty {
        Type::Choice(choices) => format!("one of: {}", named(choices)),
        Type::Country => "two letters, such as NO".to_owned(),
        Type::YesNo => {
            let yes = tokens(reading.yes_when.as_deref(), "yes, true, y, 1");
            let no = tokens(reading.no_when.as_deref(), "no, false, n, 0");
            format!("{yes} for yes, or {no} for no")
        }
        Type::Count => "a whole number such as 0 or 12".to_owned(),
        Type::Number => "a number such as 1200 or 12.5, without separators".to_owned(),
        Type::Percent => "a percentage such as 80, 12.5 or 80%".to_owned(),
        Type::Money(currency) => format!("an amount such as 20000 or 20000 {currency}"),
        Type::Date => date(reading.format.as_deref()),
        Type::Text => "a text".to_owned(),
        Type::Email => "an address such as ana@acme.example".to_owned(),
        Type::List(None) => "a list of texts".to_owned(),
        Type::List(Some(choices)) => {
            let split_by = reading.split_by.as_deref().unwrap_or(";");
            format!("a list with \"{split_by}\" between its values, each one of: {}", named(choices))
        }
    }
}

/// What the date of an event's row may say.
pub(crate) fn date(format: Option<&str>) -> String {
    match format {
        Some(format) => format!("a date written as {format}"),
        None => "a date such as 2026-03-02 (or declare format \"DD.MM.YYYY\")".to_owned(),
    }
}

fn named(choices: &Choices) -> String {
    let more = choices.values.len().saturating_sub(NAMED);
    let named = choices.values.get(..NAMED).unwrap_or(&choices.values).join(", ");
    if more > 0 { format!("{named} and {more} more") } else { named }
}

fn tokens(declared: Option<&[String]>, usual: &str) -> String {
    declared.map_or_else(|| usual.to_owned(), |tokens| tokens.join(", "))
}

#[cfg(test)]
mod tests {
    use qualify_plan::{Currency, Reading};

    use super::*;
    use crate::testing::{choice, fact, fact_with, strings};

    #[test]
    fn each_type_says_what_it_takes() {
        let yes_no = Reading { yes_when: Some(strings(&["ja", "x"])), ..Reading::default() };
        let dotted = Reading { format: Some("DD.MM.YYYY".into()), ..Reading::default() };
        for (fact, told) in [
            (fact("a", choice(&["x", "y"])), "one of: x, y"),
            (
                fact("a", choice(&["a", "b", "c", "d", "e", "f", "g", "h"])),
                "one of: a, b, c, d, e, f and 2 more",
            ),
            (fact_with("a", Type::YesNo, yes_no), "ja, x for yes, or no, false, n, 0 for no"),
            (fact("a", Type::Money(Currency(*b"EUR"))), "an amount such as 20000 or 20000 EUR"),
            (fact_with("a", Type::Date, dotted), "a date written as DD.MM.YYYY"),
            (fact("a", Type::Date), "a date such as 2026-03-02 (or declare format \"DD.MM.YYYY\")"),
        ] {
            assert_eq!(expected(&fact), told);
        }
    }
}
