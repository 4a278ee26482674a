//! Pages of texts whose lengths stand before them: a look at how many there are said to be.
//!
//! The reader of Parquet makes room for as many lengths as a page says, and only then looks for them. A damaged number would ask
//! for more memory than any machine has, which ends the process. So pages that are written in one of these two ways are looked at
//! before: none may have more lengths than values.
//!
//! ```text
//! DELTA_LENGTH_BYTE_ARRAY   levels | lengths | texts
//! DELTA_BYTE_ARRAY          levels | lengths shared with the text before | other lengths | rests of texts
//!
//! lengths:  values in a block, parts of a block, how many, first, blocks
//! block:    smallest difference, bits of each part, parts
//! ```

use std::sync::Arc;

use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader as _};
use parquet::errors::ParquetError;
use parquet::file::metadata::ColumnChunkMetaData;
use parquet::file::serialized_reader::SerializedPageReader;

use super::file::SharedFile;

/// Looks at all pages of a column that are written so.
pub(super) fn check(file: &SharedFile, chunk: &ColumnChunkMetaData, rows: usize) -> Result<(), ParquetError> {
    if !chunk.encodings().any(|encoding| lists(encoding) > 0) {
        return Ok(());
    }
    let mut pages = SerializedPageReader::new(Arc::new(file.clone()), chunk, rows, None)?;
    while let Some(page) = pages.get_next_page()? {
        let (lists, most) = (lists(page.encoding()), u64::from(page.num_values()));
        if !page.is_data_page() || lists == 0 {
            continue;
        }
        let texts = after_levels(&page, chunk);
        let is_fine = texts.and_then(|mut texts| (0..lists).try_for_each(|_| lengths(&mut texts, most)));
        is_fine.ok_or_else(|| ParquetError::General("more lengths of texts than texts".into()))?;
    }
    Ok(())
}

/// How many lists of lengths stand before the texts.
fn lists(encoding: Encoding) -> usize {
    match encoding {
        Encoding::DELTA_LENGTH_BYTE_ARRAY => 1,
        Encoding::DELTA_BYTE_ARRAY => 2,
        _ => 0,
    }
}

/// The bytes behind those that say which values there are.
fn after_levels<'p>(page: &'p Page, chunk: &ColumnChunkMetaData) -> Option<&'p [u8]> {
    let bytes: &[u8] = page.buffer();
    match page {
        Page::DataPageV2 { def_levels_byte_len, rep_levels_byte_len, .. } => {
            bytes.get(*def_levels_byte_len as usize..)?.get(*rep_levels_byte_len as usize..)
        }
        Page::DataPage { .. } | Page::DictionaryPage { .. } => {
            let column = chunk.column_descr();
            let levels =
                [column.max_rep_level(), column.max_def_level()].into_iter().filter(|most| *most > 0);
            let mut rest = bytes;
            for _ in levels {
                let (length, behind) = rest.split_first_chunk::<4>()?;
                rest = behind.get(u32::from_le_bytes(*length) as usize..)?;
            }
            Some(rest)
        }
    }
}

/// Passes a list of at most so many lengths; none if there are more, or it ends too early.
fn lengths(bytes: &mut &[u8], most: u64) -> Option<()> {
    let [block, parts, count, _first] = [number(bytes)?, number(bytes)?, number(bytes)?, number(bytes)?];
    let values = block.checked_div(parts).filter(|values| *values > 0)?;
    if count > most {
        return None;
    }
    // The first stands before the blocks.
    let mut left = count.saturating_sub(1);
    while left > 0 {
        number(bytes)?;
        let (bits, rest) = bytes.split_at_checked(usize::try_from(parts).ok()?)?;
        *bytes = rest;
        for bits in bits {
            if left == 0 {
                break;
            }
            let length = values.checked_mul(u64::from(*bits))?.div_ceil(8);
            *bytes = bytes.get(usize::try_from(length).ok()?..)?;
            left = left.saturating_sub(values);
        }
    }
    Some(())
}

/// Takes a number of seven bits a byte off the front.
fn number(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte & 0x80 == 0 {
            return Some(number);
        }
    }
    None
}
