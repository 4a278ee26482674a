//! What a person sees: widths, colours, wrapped text, tables, bars.

pub(crate) mod style;
pub(crate) mod table;
pub(crate) mod text;

use std::io::{self, IsTerminal as _, Write as _};

use crate::stop::Stop;

/// Narrowest and widest lines that we make.
const WIDTHS: std::ops::RangeInclusive<usize> = 40..=110;

/// Columns of the terminal that standard output is; 80 if it is none.
pub(crate) fn width() -> usize {
    let columns = io::stdout().is_terminal().then(terminal_size::terminal_size).flatten();
    columns
        .map_or(80, |(terminal_size::Width(columns), _)| usize::from(columns))
        .clamp(*WIDTHS.start(), *WIDTHS.end())
}

/// Writes a text with styles to standard output; the styles stay only where they can be seen.
pub(crate) fn show(text: &str) -> Result<(), Stop> {
    let mut out = anstream::stdout().lock();
    out.write_all(text.as_bytes())
        .and_then(|()| out.flush())
        .map_err(|error| Stop::writing("Standard output", &error))
}

/// Writes a line to standard error, where everything goes that is not the answer.
pub(crate) fn note(text: &str) {
    let _ = writeln!(anstream::stderr(), "{text}");
}

/// Says on standard error what needs a look, in as many lines as the text has.
pub(crate) fn warn(text: &str) {
    let lines: Vec<_> = text.lines().map(text::clean).collect();
    note(&format!("{} {}", style::warning("warning:"), lines.join("\n")));
}

/// Whether standard error is a terminal, where a progress bar can be drawn.
pub(crate) fn is_watched() -> bool {
    io::stderr().is_terminal()
}
