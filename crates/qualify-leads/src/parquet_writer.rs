//! Rows of verdicts to a Parquet file, group after group: no more than one group is held in memory.
//!
//! ```text
//! columns, filled for some rows ─► arrays ─► pages of one group, packed ─► the file, when the group is full
//! ```

mod cells;

use std::io::{self, Write};
use std::sync::Arc;

use arrow_array::RecordBatch;
use arrow_schema::{Schema, SchemaRef};
use parquet::arrow::ArrowWriter;
use parquet::basic::Compression;
use parquet::file::properties::WriterProperties;

pub use cells::{Cells, Kind};

/// Most rows of one group: enough for a warehouse to read fast, few enough to hold.
const GROUP_ROWS: usize = 128 * 1024;
/// Most bytes of one group, for rows with long texts.
const GROUP_BYTES: usize = 64 * 1024 * 1024;

/// Writes rows under names as Parquet.
///
/// ```
/// # use qualify_leads::{Kind, ParquetWriter, Table};
/// let columns = [("Id".to_owned(), Kind::Text), ("meets".to_owned(), Kind::List(Box::new(Kind::Text)))];
/// let mut writer = ParquetWriter::new(Vec::new(), columns)?;
/// if let [id, meets] = writer.columns() {
///     id.push_text("L-1");
///     meets.push_texts(["Lead", "MQL"]);
/// }
/// writer.write()?;
/// assert!(Table::is_parquet(&writer.finish()?));
/// # Ok::<(), std::io::Error>(())
/// ```
pub struct ParquetWriter<W: Write> {
    output: W,
    /// Writes to memory, from where bytes go to the output: so its errors come through as they are.
    writer: ArrowWriter<Vec<u8>>,
    schema: SchemaRef,
    columns: Vec<Cells>,
}

impl<W: Write> ParquetWriter<W> {
    /// Writes to `output`; the columns have different names.
    pub fn new(output: W, columns: impl IntoIterator<Item = (String, Kind)>) -> io::Result<Self> {
        let (fields, columns): (Vec<_>, Vec<_>) =
            columns.into_iter().map(|(name, kind)| (kind.field(&name), Cells::new(&kind))).unzip();
        let schema = Arc::new(Schema::new(fields));
        let properties = WriterProperties::builder()
            // What every program that reads Parquet can unpack.
            .set_compression(Compression::SNAPPY)
            .set_max_row_group_row_count(Some(GROUP_ROWS))
            .set_max_row_group_bytes(Some(GROUP_BYTES))
            .set_created_by(concat!("qualify version ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = ArrowWriter::try_new(Vec::new(), Arc::clone(&schema), Some(properties));
        Ok(Self { output, writer: writer.map_err(io::Error::other)?, schema, columns })
    }

    /// The columns, to be filled with as many cells each.
    pub fn columns(&mut self) -> &mut [Cells] {
        &mut self.columns
    }

    /// Writes the rows that the columns were filled with.
    pub fn write(&mut self) -> io::Result<()> {
        let arrays = self.columns.iter_mut().map(Cells::finish).collect();
        let rows = RecordBatch::try_new(Arc::clone(&self.schema), arrays).map_err(io::Error::other)?;
        self.writer.write(&rows).map_err(io::Error::other)?;
        self.output.write_all(&std::mem::take(self.writer.inner_mut()))
    }

    /// Writes what is still held back, and what tells where everything is; gives the output back.
    pub fn finish(mut self) -> io::Result<W> {
        let rest = self.writer.into_inner().map_err(io::Error::other)?;
        self.output.write_all(&rest)?;
        Ok(self.output)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Cell, Table};

    fn all(bytes: Vec<u8>) -> Vec<Vec<String>> {
        let mut table = Table::of_parquet(bytes::Bytes::from(bytes), "verdicts.parquet", |_| {}).unwrap();
        let columns = table.headers().len();
        let mut rows = Vec::new();
        while table.advance().unwrap() {
            let text = |at| match table.row().cell(at) {
                Cell::Absent => "-",
                cell => cell.text(),
            };
            rows.push((0..columns).map(|at| text(at).to_owned()).collect());
        }
        rows
    }

    #[test]
    fn gives_back_every_kind_of_cell() {
        let points = || Kind::Group(vec![("from".to_owned(), Kind::Number), ("to".to_owned(), Kind::Number)]);
        let columns = [
            ("key".to_owned(), Kind::Text),
            ("result".to_owned(), Kind::Word),
            ("meets".to_owned(), Kind::List(Box::new(Kind::Text))),
            ("scores".to_owned(), Kind::Group(vec![("fit".to_owned(), points())])),
        ];
        let mut writer = ParquetWriter::new(Vec::new(), columns).unwrap();
        for (key, result, from) in [("L-1", "MQL", 3), ("L-2", "", 4)] {
            let [keys, results, meets, scores] = writer.columns() else { panic!("four columns") };
            keys.push_text(key);
            results.push_text_or_nothing(result);
            meets.push_texts(["Lead", result].into_iter().filter(|name| !name.is_empty()));
            scores.push_group(|scores| {
                let [fit] = scores else { panic!("one score") };
                fit.push_group(|ends| ends.iter_mut().zip([from, 9]).for_each(|(end, n)| end.push_number(n)));
            });
        }
        writer.write().unwrap();
        let rows = all(writer.finish().unwrap());
        let text = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
        assert_eq!(
            rows,
            [
                text(["L-1", "MQL", r#"["Lead","MQL"]"#, r#"{"fit":{"from":3,"to":9}}"#]),
                text(["L-2", "", r#"["Lead"]"#, r#"{"fit":{"from":4,"to":9}}"#]),
            ]
        );
    }

    #[test]
    fn groups_end_before_they_are_large() {
        let mut writer = ParquetWriter::new(Vec::new(), [("n".to_owned(), Kind::Number)]).unwrap();
        for _ in 0..3 {
            let rows = i64::try_from(GROUP_ROWS).unwrap() / 2;
            (0..rows).for_each(|n| writer.columns()[0].push_number(n));
            writer.write().unwrap();
        }
        assert_eq!(writer.writer.flushed_row_groups().len(), 1);
    }

    #[test]
    fn a_full_disk_is_known_as_such() {
        struct Full;
        impl Write for Full {
            fn write(&mut self, _: &[u8]) -> io::Result<usize> {
                Err(io::ErrorKind::StorageFull.into())
            }
            fn flush(&mut self) -> io::Result<()> {
                Ok(())
            }
        }
        let error = ParquetWriter::new(Full, [("n".to_owned(), Kind::Number)])
            .and_then(|mut writer| {
                writer.columns()[0].push_number(1);
                writer.write()?;
                writer.finish()
            })
            .err()
            .unwrap();
        assert_eq!(error.kind(), io::ErrorKind::StorageFull);
    }
}
