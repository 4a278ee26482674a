//! The columns of the leads stand beside the verdicts: what they are called there, and where their cells come from.

use qualify::leads::InputRows;
use qualify::plan::fold;

use super::Format;
use super::headers::FileHeaders;
use crate::stop::Stop;
use crate::terminal::text;

/// The columns of the leads in a table of verdicts.
pub(crate) struct InputColumns {
    names: Vec<String>,
    /// Whether they are those of the only file, as they stand there.
    are_as_they_stand: bool,
    /// The headers of the rows that were written last, and where each column is among them.
    headers: Vec<String>,
    places: Vec<Option<usize>>,
}

impl InputColumns {
    /// Finds the names. `own` are those of the verdicts' own columns, the key first.
    pub(super) fn of(
        files: &[FileHeaders],
        format: Format,
        own: &[&str],
        key: Option<&str>,
    ) -> Result<Self, Stop> {
        let are_as_they_stand = format == Format::Csv && files.len() == 1;
        let mut columns =
            Self { names: Vec::new(), are_as_they_stand, headers: Vec::new(), places: Vec::new() };
        let own: Vec<String> = own.iter().map(|name| fold(name)).collect();
        for FileHeaders { name: file, headers } in files {
            let Some(headers) = headers else { return Err(unknown(file)) };
            if !are_as_they_stand {
                check_doubled(file, headers)?;
            }
            for header in headers {
                let folded = fold(header);
                // The key is told already.
                let is_key = key.is_some_and(|key| fold(key) == folded) && own.first() == Some(&folded);
                if own.contains(&folded) && !is_key {
                    return Err(taken(file, header));
                }
                let is_known = || columns.names.iter().any(|name| fold(name) == folded);
                if !is_key && (are_as_they_stand || !(header.is_empty() || is_known())) {
                    columns.names.push(header.clone());
                }
            }
        }
        Ok(columns)
    }

    /// What the columns are called.
    pub(super) fn names(&self) -> &[String] {
        &self.names
    }

    /// Finds the columns among those of some rows.
    pub(super) fn look_up(&mut self, rows: &InputRows) {
        if self.headers == rows.headers() {
            return;
        }
        self.headers = rows.headers().to_vec();
        let mut taken = vec![false; self.headers.len()];
        let place = |name: &String| {
            let same = |header: &String| match self.are_as_they_stand {
                true => header == name,
                false => fold(header) == fold(name),
            };
            let mut free = self.headers.iter().zip(&mut taken).enumerate();
            let (at, (_, taken)) = free.find(|(_, (header, taken))| !**taken && same(header))?;
            *taken = true;
            Some(at)
        };
        self.places = self.names.iter().map(place).collect();
    }

    /// The cells of a row, after [`InputColumns::look_up`]; none where the row has none.
    pub(super) fn cells<'r>(
        &'r self,
        rows: &'r InputRows,
        row: usize,
    ) -> impl Iterator<Item = Option<&'r str>> {
        self.places.iter().map(move |place| place.and_then(|column| rows.cell(row, column)))
    }
}

/// Refuses a file of which two columns would be one.
pub(super) fn check_doubled(file: &str, headers: &[String]) -> Result<(), Stop> {
    let named = headers.iter().enumerate().filter(|(_, header)| !header.is_empty());
    let mut doubled =
        named.filter(|(at, header)| headers.iter().take(*at).any(|other| fold(other) == fold(header)));
    match doubled.next() {
        None => Ok(()),
        Some((_, header)) => Err(Stop::usage(format!(
            "{file} has the column `{}` more than once, and beside the verdicts each name can stand once. Rename one of them, \
             or leave out `--with-input`.",
            text::clean(header)
        ))),
    }
}

fn taken(file: &str, header: &str) -> Stop {
    let header = text::clean(header);
    Stop::usage(format!(
        "{file} has a column `{header}`, and the verdicts have one of this name too, so they cannot stand side by side. \
         Rename it in the leads, or name other columns of the verdicts, such as `--columns result,status`. `--format jsonl` \
         keeps both apart."
    ))
}

fn unknown(file: &str) -> Stop {
    Stop::usage(format!(
        "The columns of {file} are not known before its last row is read, so they cannot stand in the header of a table. \
         `--format jsonl` writes them lead by lead."
    ))
}
