//! Names, texts and lengths become canonical words.

use icu_properties::CodePointSetData;
use icu_properties::props::{XidContinue, XidStart};

/// The reserved words of the language.
const RESERVED: &str = "add after all and any because before below between by contains define event example exits expect \
    field from grade group in includes is known language no none not of or otherwise outcome owner \
    points rule score set since stages subtract then today unknown unless until use when where within \
    yes";

/// A declared name or choice value: bare if it can stand so, else in quotes.
///
/// ```
/// # use qualify_plan::print::name;
/// assert_eq!(name("software"), "software");
/// assert_eq!(name("no"), "\"no\"");
/// assert_eq!(name("5-20"), "\"5-20\"");
/// ```
pub fn name(text: &str) -> String {
    let is_bare = is_name(text) && !RESERVED.split(' ').any(|word| word == text);
    if is_bare { text.to_owned() } else { quoted(text) }
}

/// A text in quotes; the language has no escapes.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{text}\"")
}

fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(|first| CodePointSetData::new::<XidStart>().contains(first))
        && characters.all(|next| CodePointSetData::new::<XidContinue>().contains(next))
}

/// `1 day`, `30 days`.
pub fn length(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

/// `1 point`, `5 points`.
pub(super) fn points(points: u64) -> String {
    if points == 1 { "1 point".to_owned() } else { format!("{points} points") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reserved_words_are_quoted() {
        for word in RESERVED.split(' ') {
            assert_eq!(name(word), format!("\"{word}\""));
        }
    }

    #[test]
    fn names_of_any_script_stand_bare() {
        for word in ["größe", "価格", "a_1", "Computer"] {
            assert_eq!(name(word), word);
        }
        for text in ["", "1a", "_a", "two words", "a-b", "admin."] {
            assert_eq!(name(text), format!("\"{text}\""));
        }
    }
}
