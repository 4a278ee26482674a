//! A CSV file into two numbers, as plainly as the csv crate allows: the peer that `qualify run` is measured against.

use std::io::Read;

/// How much a file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Rows without the header.
    pub rows: u64,
    /// Cells of those rows.
    pub cells: u64,
    /// Bytes of those cells, without quotes and delimiters.
    pub bytes: u64,
}

/// Reads every cell and keeps none.
///
/// # Errors
/// When the input cannot be read or a row has another number of cells than the header.
pub fn count(input: impl Read) -> Result<Counts, csv::Error> {
    let mut reader = csv::Reader::from_reader(input);
    let mut row = csv::ByteRecord::new();
    let mut counts = Counts::default();
    while reader.read_byte_record(&mut row)? {
        counts.rows += 1;
        counts.cells += row.len() as u64;
        counts.bytes += row.iter().map(|cell| cell.len() as u64).sum::<u64>();
    }
    Ok(counts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_is_there() {
        let counts = count("a,b\n1,\"x,y\"\n2,\n".as_bytes()).expect("a good file");
        assert_eq!(counts, Counts { rows: 2, cells: 4, bytes: 5 });
    }
}
