//! Rows of cells become aligned lines that fit the terminal.

use super::{style, text};

/// Two spaces between columns.
const GAP: &str = "  ";
/// No column is cut below this.
const NARROWEST: usize = 6;

/// On which side the cells of a column stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// Texts.
    Left,
    /// Numbers.
    Right,
    /// Bars: on the left, in a colour.
    Bar,
}

/// A table under construction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Table {
    columns: Vec<(String, Side)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headers.
    pub(crate) fn new<'a>(columns: impl IntoIterator<Item = (&'a str, Side)>) -> Self {
        let columns = columns.into_iter().map(|(header, side)| (header.to_owned(), side)).collect();
        Self { columns, rows: Vec::new() }
    }

    /// Adds a row; its cells are cleaned.
    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| text::clean(&cell).into_owned()).collect());
    }

    /// The table with an indentation, fitted into a width: the widest columns are cut first.
    pub(crate) fn lay_out(&self, indent: usize, width: usize) -> String {
        let widths = self.widths(width.saturating_sub(indent));
        let headers: Vec<String> = self.columns.iter().map(|(header, _)| header.clone()).collect();
        let mut out = String::new();
        if headers.iter().any(|header| !header.is_empty()) {
            out += &format!("{}{}\n", " ".repeat(indent), style::quiet(&self.line(&headers, &widths)));
        }
        for row in &self.rows {
            out += &format!("{}{}\n", " ".repeat(indent), self.line(row, &widths));
        }
        out
    }

    fn line(&self, cells: &[String], widths: &[usize]) -> String {
        let columns = self.columns.iter().zip(widths).zip(cells);
        let padded = columns.map(|(((_, side), width), cell)| {
            let cell = text::cut(cell, *width);
            match side {
                Side::Left => text::pad(&cell, *width),
                Side::Right => text::pad_left(&cell, *width),
                Side::Bar if cell.is_empty() => " ".repeat(*width),
                Side::Bar => text::pad(&style::accent(&cell), *width),
            }
        });
        padded.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
    }

    fn widths(&self, room: usize) -> Vec<usize> {
        let mut widths: Vec<usize> = self.columns.iter().map(|(header, _)| text::width(header)).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(text::width(cell));
            }
        }
        let gaps = GAP.len() * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > room {
            match widths.iter_mut().max() {
                Some(widest) if *widest > NARROWEST => *widest -= 1,
                _ => break,
            }
        }
        widths
    }
}

/// A bar of at most `columns` columns: `part` of `whole`, in eighths of a column.
pub(crate) fn bar(part: u64, whole: u64, columns: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let room = 8 * columns as u128;
    let eighths = (u128::from(part) * room).checked_div(u128::from(whole)).unwrap_or(0);
    let eighths = if part > 0 { eighths.max(1) } else { eighths };
    let full = usize::try_from(eighths / 8).unwrap_or(columns).min(columns);
    let rest = usize::try_from(eighths % 8).unwrap_or(0);
    format!("{}{}", "█".repeat(full), EIGHTHS.get(rest).unwrap_or(&""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_column_gives_way() {
        let mut table = Table::new([("key", Side::Left), ("points", Side::Right)]);
        table.row(["L-1".into(), "5".into()]);
        table.row(["a key that is far too long".into(), "1,000".into()]);
        let plain = anstream::adapter::strip_str(&table.lay_out(2, 22)).to_string();
        assert_eq!(plain, "  key           points\n  L-1                5\n  a key that …   1,000\n");
    }

    #[test]
    fn a_little_is_not_nothing() {
        assert_eq!(bar(0, 10, 4), "");
        assert_eq!(bar(1, 1_000_000, 4), "▏");
        assert_eq!(bar(5, 10, 4), "██");
        assert_eq!(bar(10, 10, 4), "████");
        assert_eq!(bar(1, 0, 4), "▏");
    }
}
