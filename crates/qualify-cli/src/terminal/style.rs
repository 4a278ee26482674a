//! A text in a colour. Colours are taken out again where nobody can see them.

use anstyle::{AnsiColor, Style};

fn paint(style: Style, text: &str) -> String {
    format!("{style}{text}{style:#}")
}

/// What is wrong.
pub(crate) fn error(text: &str) -> String {
    paint(AnsiColor::Red.on_default().bold(), text)
}

/// What needs a look.
pub(crate) fn warning(text: &str) -> String {
    paint(AnsiColor::Yellow.on_default(), text)
}

/// What is good.
pub(crate) fn good(text: &str) -> String {
    paint(AnsiColor::Green.on_default(), text)
}

/// A place, a command, a name to look up.
pub(crate) fn accent(text: &str) -> String {
    paint(AnsiColor::Cyan.on_default(), text)
}

/// A heading.
pub(crate) fn heading(text: &str) -> String {
    paint(Style::new().bold(), text)
}

/// What may be skipped.
pub(crate) fn quiet(text: &str) -> String {
    paint(Style::new().dimmed(), text)
}
