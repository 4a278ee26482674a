//! How a comment begins becomes what it wants of this tool: to allow a lint, something like it, or nothing.

use std::ops::Range;

use qualify_diagnostics::Code;

use super::comment::closest;

/// What a comment wants of this tool.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// `# qualify: allow`; what follows begins here.
    Allow(usize),
    /// Something that was meant so and is spelled otherwise: where it stands in the comment.
    Near(Range<usize>),
    /// `# qualify:` and something else.
    Other,
}

/// Words with which other tools silence a finding.
const VERBS: &[&str] = &["accept", "disable", "ignore", "noqa", "silence", "skip", "suppress"];

/// Reads how a comment begins; none if it does not speak to this tool.
///
/// Blanks do not matter, as nowhere in the language, and all else is spelled in one way. A note may speak *of* this
/// tool, so the farther a comment is from that one way, the more of the rest of it has to be there.
pub(super) fn head(text: &str) -> Option<Head> {
    let start = text.len() - text.trim_start_matches('#').trim_start().len();
    let first = word(text, start).filter(|first| first.start == start)?;
    let second = word(text, first.end).unwrap_or(text.len()..text.len());
    let says = |at: &Range<usize>| text.get(at.clone()).unwrap_or_default();
    let gap = text.get(first.end..second.start).unwrap_or_default().trim();
    let rest = text.get(second.end..).unwrap_or_default();
    let is_whole = rest.chars().next().is_none_or(char::is_whitespace);
    if (says(&first), gap, says(&second)) == ("qualify", ":", "allow") && is_whole {
        return Some(Head::Allow(second.end));
    }
    if is_meant(says(&first), gap, says(&second), rest) {
        return Some(Head::Near(first.start..with_colon(text, second.end)));
    }
    if allows(says(&first)) && is_lint(text.get(first.end..).unwrap_or_default()) {
        return Some(Head::Near(first.start..with_colon(text, first.end)));
    }
    (says(&first) == "qualify" && gap.starts_with(':')).then_some(Head::Other)
}

/// Whether two words and what stands between them were meant as `qualify: allow`.
fn is_meant(first: &str, gap: &str, second: &str, rest: &str) -> bool {
    if !allows(second) {
        return false;
    }
    let lower = first.to_lowercase();
    let says_allow = second.eq_ignore_ascii_case("allow");
    match lower == "qualify" {
        true => first == "qualify" && says_allow || !gap.is_empty() || is_like_a_lint(rest),
        false => is_lint(rest) || strsim::osa_distance(&lower, "qualify") <= 1 && is_like_a_lint(rest),
    }
}

/// Whether a word was meant as `allow`.
fn allows(word: &str) -> bool {
    let lower = word.to_lowercase();
    strsim::osa_distance(&lower, "allow") <= 1
        || matches!(lower.as_str(), "allowed" | "allowing")
        || VERBS.iter().any(|verb| lower.strip_suffix('s').unwrap_or(&lower) == *verb)
}

/// The lint that stands next in a text, as its author spells it; empty if there is no word.
pub(super) fn named(text: &str) -> &str {
    let is_part = |c: char| c.is_alphanumeric() || c == '-' || c == '_';
    let text = text.trim_start_matches(|c: char| !is_part(c));
    text.split(|c: char| !is_part(c)).next().unwrap_or_default()
}

fn is_lint(text: &str) -> bool {
    Code::from_name(named(text)).is_some_and(|code| Code::LINTS.contains(&code))
}

fn is_like_a_lint(text: &str) -> bool {
    is_lint(text) || closest(named(text)).is_some()
}

/// The next run of letters.
fn word(text: &str, from: usize) -> Option<Range<usize>> {
    let rest = text.get(from..)?;
    let start = from + rest.find(char::is_alphabetic)?;
    let length = text.get(start..)?.find(|c: char| !c.is_alphabetic());
    Some(start..length.map_or(text.len(), |length| start + length))
}

/// The end of a head, with the colon that touches it.
fn with_colon(text: &str, end: usize) -> usize {
    let has_colon = text.get(end..).is_some_and(|rest| rest.starts_with(':'));
    if has_colon { end + 1 } else { end }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blanks_do_not_matter() {
        for text in ["# qualify: allow x", "#qualify:allow x", "## qualify :  allow x", "# qualify: allow"] {
            assert!(matches!(head(text), Some(Head::Allow(_))), "{text}");
        }
    }

    #[test]
    fn what_was_meant_so_is_seen() {
        for text in [
            "# Qualify: allow short-contains because we know",
            "# QUALIFY:allow",
            "# qualify: Allow short-contains",
            "# qualify allow short-contains",
            "# qualify: allow: short-contains",
            "# qualify-allow short-contains",
            "# qualify.allow(short-contains)",
            "# qualify; allow short-contains",
            "# qualify: ignore short-contains",
            "# Qualify ignores short-contains",
            "# qualfy: allow short-contains",
            "# lint: disable short-contains",
            "# noqa: short-contains",
            "# allow short-contains because we know",
        ] {
            assert!(matches!(head(text), Some(Head::Near(_))), "{text}");
        }
    }

    #[test]
    fn notes_may_speak_of_anything() {
        for text in [
            "# qualify reads this file every morning",
            "# Qualify: the rules of the team in Berlin",
            "# Qualify ignores columns that no field names",
            "# quality: allow for gaps",
            "# allow two days for the import",
            "# We qualify: allow nobody from Mars",
            "#",
            "# ---- qualify: allow ----",
            "# short-contains is fine here",
        ] {
            assert_eq!(head(text), None, "{text}");
        }
    }
}
