//! A text becomes a cell that no spreadsheet program runs as a formula, and from which the text can be had back.

use std::borrow::Cow;

/// With these a formula begins, also in their wide forms.
const SIGNS: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];
/// At these a program may begin another cell, whatever stands between quotes.
const SEPARATORS: [char; 6] = [',', ';', '\t', '|', '\n', '\r'];

/// The text with an apostrophe before each piece of it that would be run; most texts are returned as they are.
///
/// A piece begins where the text does and behind every separator. Apostrophes that are already there do not count, so
/// that no two texts become one: whoever takes one apostrophe away before each such piece has the text again. A plain
/// number is no formula.
///
/// ```
/// use qualify_leads::inert;
///
/// assert_eq!(inert("=1+1"), "'=1+1");
/// assert_eq!(inert("+49 30 1234"), "'+49 30 1234");
/// assert_eq!(inert("a;@b"), "a;'@b");
/// assert_eq!(inert("'=1+1"), "''=1+1");
/// assert_eq!(inert("-12.5"), "-12.5");
/// assert_eq!(inert("L-1"), "L-1");
/// ```
pub fn inert(text: &str) -> Cow<'_, str> {
    if !text.contains(SIGNS) && !text.starts_with(['\'', '\t', '\r', '\n', '\0']) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 1);
    for piece in text.split_inclusive(SEPARATORS) {
        // Programs drop what cannot be seen at the start of a text, and look at what is behind it.
        let is_hidden = out.is_empty() && bare(text).starts_with(char::is_control);
        if is_hidden || is_run(piece.trim_end_matches(SEPARATORS)) {
            out.push('\'');
        }
        out.push_str(piece);
    }
    Cow::Owned(out)
}

fn is_run(piece: &str) -> bool {
    let seen = bare(piece).trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control());
    seen.starts_with(SIGNS) && !is_number(seen)
}

fn bare(text: &str) -> &str {
    text.trim_start_matches('\'')
}

/// Digits with one sign before them and perhaps a point between them.
fn is_number(text: &str) -> bool {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let text = text.strip_prefix(['-', '+']).unwrap_or(text);
    match text.split_once('.') {
        Some((whole, part)) => are_digits(whole) && are_digits(part),
        None => are_digits(text),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_would_be_run_is_not() {
        for (text, cell) in [
            ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
            ("+49 30 1234", "'+49 30 1234"),
            ("-2+3", "'-2+3"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("\0=1", "'\0=1"),
            (" =1", "' =1"),
            ("＝1", "'＝1"),
            ("a;=1", "a;'=1"),
            ("a\n=1", "a\n'=1"),
            ("a, -b", "a,' -b"),
            ("-", "'-"),
            ("--5", "'--5"),
            ("-5e3", "'-5e3"),
        ] {
            assert_eq!(inert(text), cell, "{text:?}");
        }
    }

    #[test]
    fn what_nothing_runs_stays() {
        for text in
            ["", "L-1", "ann@acme.example", "a=b", "-5", "+49301234", "-0.5", "fit=-9;heat=3", "'tis", "'-5"]
        {
            assert!(matches!(inert(text), cell if cell == text), "{text:?}");
        }
    }

    /// The text that became a cell.
    fn read_back(cell: &str) -> String {
        let mut out = String::new();
        for piece in cell.split_inclusive(SEPARATORS) {
            let is_hidden = out.is_empty() && bare(cell).starts_with(char::is_control);
            let was_given = is_hidden || is_run(piece.trim_end_matches(SEPARATORS));
            out.push_str(piece.strip_prefix('\'').filter(|_| was_given).unwrap_or(piece));
        }
        out
    }

    proptest! {
        #[test]
        fn every_text_is_had_back(text in "[-=+@'|;, \t\n\u{0}a1.＝]{0,12}") {
            let cell = inert(&text).into_owned();
            prop_assert_eq!(read_back(&cell), text);
            for piece in cell.split(SEPARATORS) {
                let seen = piece.trim_start_matches(|letter: char| letter.is_whitespace() || letter.is_control());
                prop_assert!(!seen.starts_with(SIGNS) || is_number(seen), "{:?}", cell);
            }
        }
    }
}
