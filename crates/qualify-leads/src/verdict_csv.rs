//! Verdicts to CSV as RFC 4180 has it, with LF.

use std::borrow::Cow;
use std::io::{self, Write};

use crate::inert::inert;

/// How texts are written that a spreadsheet program would run as formulas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Texts {
    /// With an apostrophe before them, see [`inert`].
    Inert,
    /// As they are: for programs that know a lead by its exact key.
    Raw,
}

/// Writes rows of texts as CSV.
///
/// ```
/// # use qualify_leads::{Texts, VerdictCsv};
/// let mut csv = VerdictCsv::new(Vec::new(), Texts::Inert);
/// csv.write_header(["key", "result"])?;
/// csv.write_record(["L-1, old", "MQL"])?;
/// csv.write_record(["=1+1", "MQL"])?;
/// assert_eq!(csv.guarded(), 1);
/// assert_eq!(csv.finish()?, b"key,result\n\"L-1, old\",MQL\n'=1+1,MQL\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct VerdictCsv<W: Write> {
    writer: csv::Writer<W>,
    texts: Texts,
    guarded: u64,
}

impl<W: Write> VerdictCsv<W> {
    /// Writes to `output`.
    pub fn new(output: W, texts: Texts) -> Self {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(output);
        Self { writer, texts, guarded: 0 }
    }

    /// Writes the names of the columns.
    pub fn write_header<T: AsRef<[u8]>>(&mut self, names: impl IntoIterator<Item = T>) -> io::Result<()> {
        self.writer.write_record(names).map_err(as_written)
    }

    /// Writes one row; it has as many cells as the header.
    pub fn write_record<T: AsRef<str>>(&mut self, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
        let mut is_guarded = false;
        for cell in cells {
            let text = cell.as_ref();
            let written = match self.texts {
                Texts::Inert => inert(text),
                Texts::Raw => Cow::Borrowed(text),
            };
            is_guarded |= matches!(&written, Cow::Owned(written) if written != text);
            self.writer.write_field(written.as_bytes()).map_err(as_written)?;
        }
        self.guarded += u64::from(is_guarded);
        self.writer.write_record(None::<&[u8]>).map_err(as_written)
    }

    /// How many rows have a cell that is not written as it is.
    pub fn guarded(&self) -> u64 {
        self.guarded
    }

    /// Writes what is still held back and gives the output back.
    pub fn finish(self) -> io::Result<W> {
        self.writer.into_inner().map_err(|error| io::Error::new(error.error().kind(), error.to_string()))
    }
}

/// The writer's own error, so that a closed pipe or a full disk is still known as such.
fn as_written(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        kind => io::Error::other(format!("{kind:?}")),
    }
}
