//! The same words in another layout: any white space, comments anywhere between words.

use super::trees::Choices;

/// The words of a text without comments, and whether white space must stand before each.
fn words(text: &str) -> Vec<(String, bool)> {
    let mut words: Vec<(String, bool)> = Vec::new();
    let (mut spaced, mut glued, mut quoted) = (false, false, false);
    for c in text.chars() {
        let sign = matches!(c, '(' | ')' | '[' | ']' | ',' | ':');
        if !quoted && c.is_whitespace() {
            (spaced, glued) = (true, false);
        } else if !quoted && (sign || !glued) {
            words.push((c.to_string(), spaced));
            (spaced, glued) = (false, !sign);
        } else if let Some((word, _)) = words.last_mut() {
            word.push(c);
        }
        quoted ^= c == '"';
    }
    words
}

/// White space of all kinds between the words.
pub(crate) fn spaced(c: &mut Choices<'_>, text: &str) -> String {
    let gaps = [" ", "\n", "  ", "\t", "\r\n", "\u{A0}", "\n\n\n", " \r ", "\n      "];
    between(c, text, |c| c.of(&gaps).to_owned())
}

/// White space and numbered comments between the words.
pub(crate) fn commented(c: &mut Choices<'_>, text: &str) -> String {
    let mut number = 0;
    between(c, text, |c| {
        number += 1;
        match c.way(12) {
            0..=5 => " ".to_owned(),
            6 => "\n".to_owned(),
            7 => "\n\n  ".to_owned(),
            8 => format!(" # {number}, a \"comment\"\n"),
            9 => format!("\n    # {number}: - x\n"),
            10 => format!("\n\n# {number}]\n\n# again {number}\r\n"),
            _ => format!("\n  # {number}\n"),
        }
    })
}

fn between(c: &mut Choices<'_>, text: &str, mut gap: impl FnMut(&mut Choices<'_>) -> String) -> String {
    let mut out = String::new();
    for (word, must) in words(text) {
        if must || c.is() {
            out += &gap(c);
        }
        out += &word;
    }
    out
}

/// Words lost, repeated and replaced here and there, and comments.
pub(crate) fn damaged(c: &mut Choices<'_>, text: &str) -> String {
    let mut out = String::new();
    for word in text.split_inclusive([' ', '\n']) {
        match c.way(40) {
            1 => {}
            2 => out += &word.repeat(2),
            3 => out += "\" ",
            4 => out += "# why\n",
            5 => out += "] ",
            6 => out += "when ",
            7 => out += "\n\n# own line\n  ",
            8 => out += "\u{1F600} = ",
            _ => out += word,
        }
    }
    out
}
