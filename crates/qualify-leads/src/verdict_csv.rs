//! Verdicts to CSV as RFC 4180 has it, with LF.

use std::io::{self, Write};

/// Writes rows of texts as CSV.
///
/// Texts are written exactly as they are, with quotes only where the format needs them: a key that starts with `=` or
/// `+` stays the key that the CRM knows, so do not let a spreadsheet program run what it finds in cells.
///
/// ```
/// # use qualify_leads::VerdictCsv;
/// let mut csv = VerdictCsv::new(Vec::new());
/// csv.write_header(["key", "result"])?;
/// csv.write_record(["L-1, old", "MQL"])?;
/// assert_eq!(csv.finish()?, b"key,result\n\"L-1, old\",MQL\n");
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct VerdictCsv<W: Write> {
    writer: csv::Writer<W>,
}

impl<W: Write> VerdictCsv<W> {
    /// Writes to `output`.
    pub fn new(output: W) -> Self {
        let writer = csv::WriterBuilder::new().terminator(csv::Terminator::Any(b'\n')).from_writer(output);
        Self { writer }
    }

    /// Writes the names of the columns.
    pub fn write_header<T: AsRef<[u8]>>(&mut self, names: impl IntoIterator<Item = T>) -> io::Result<()> {
        self.write_record(names)
    }

    /// Writes one row; it has as many cells as the header.
    pub fn write_record<T: AsRef<[u8]>>(&mut self, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
        self.writer.write_record(cells).map_err(as_written)
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
