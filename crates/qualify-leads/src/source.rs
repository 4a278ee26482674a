//! A reader of any bytes to a reader of UTF-8 text: unpacked, without byte order mark, known not to be something else.

use std::io::{self, Read};

use encoding_rs::{CoderResult, Decoder, WINDOWS_1252};

use crate::input::Input;
use crate::refuse::refusal;
use crate::report::TableError;

/// How many bytes are looked at to tell what a file is.
const LOOK: usize = 8 * 1024;

/// How the letters of a text are written as bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// Windows-1252, which Latin-1 is part of. A byte order mark of UTF-8 overrides it.
    Latin1,
}

/// Unpacks, looks at the first bytes, refuses what is no table, and turns Latin-1 into UTF-8.
pub(crate) fn open(
    reader: Box<dyn Read + Send>,
    name: &str,
    encoding: Encoding,
) -> Result<Input, TableError> {
    let failed = |error: io::Error| TableError::from_io(name, &error);
    let mut input = unpack(Input::new(reader)).map_err(failed)?;
    input.fill(LOOK).map_err(failed)?;
    let marked = input.unread().starts_with(b"\xEF\xBB\xBF");
    if marked {
        input.consume(3);
    }
    let look = input.unread();
    if let Some(sentence) = refusal(look.get(..LOOK).unwrap_or(look)) {
        return Err(TableError::new(name, sentence));
    }
    match encoding {
        Encoding::Latin1 if !marked => Ok(Input::new(Box::new(Latin1::new(input.into_reader())))),
        Encoding::Latin1 | Encoding::Utf8 => Ok(input),
    }
}

fn unpack(mut input: Input) -> io::Result<Input> {
    input.fill(4)?;
    let look = input.unread();
    if look.starts_with(b"\x1F\x8B") {
        Ok(Input::new(Box::new(flate2::read::MultiGzDecoder::new(input.into_reader()))))
    } else if look.starts_with(b"\x28\xB5\x2F\xFD") {
        Ok(Input::new(Box::new(zstd::stream::read::Decoder::new(input.into_reader())?)))
    } else {
        Ok(input)
    }
}

/// Windows-1252 to UTF-8.
struct Latin1 {
    reader: Box<dyn Read + Send>,
    decoder: Decoder,
    raw: Vec<u8>,
    text: Vec<u8>,
    given: usize,
}

impl Latin1 {
    fn new(reader: Box<dyn Read + Send>) -> Self {
        let decoder = WINDOWS_1252.new_decoder_without_bom_handling();
        Self { reader, decoder, raw: Vec::new(), text: Vec::new(), given: 0 }
    }

    /// Decodes the next piece; nothing is left afterwards only at the end.
    fn refill(&mut self) -> io::Result<()> {
        self.raw.clear();
        self.reader.by_ref().take(LOOK as u64).read_to_end(&mut self.raw)?;
        // One byte gives at most three.
        self.text.resize(self.raw.len() * 3 + 16, 0);
        let (result, _, written, _) = self.decoder.decode_to_utf8(&self.raw, &mut self.text, false);
        debug_assert_eq!(result, CoderResult::InputEmpty);
        self.text.truncate(written);
        self.given = 0;
        Ok(())
    }
}

impl Read for Latin1 {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.given == self.text.len() {
            self.refill()?;
        }
        let count = self.text.get(self.given..).unwrap_or_default().read(buffer)?;
        self.given += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn text_of(bytes: &[u8], encoding: Encoding) -> Result<String, String> {
        let input = open(Box::new(io::Cursor::new(bytes.to_vec())), "leads.csv", encoding)
            .map_err(|e| e.to_string())?;
        let mut out = Vec::new();
        input
            .into_reader()
            .read_to_end(&mut out)
            .map_err(|e| TableError::from_io("leads.csv", &e).to_string())?;
        String::from_utf8(out).map_err(|e| e.to_string())
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn unpacks_gzip_and_zstd_and_drops_the_byte_order_mark() {
        let text = b"\xEF\xBB\xBFEmail\nana@acme.example\n";
        let plain = "Email\nana@acme.example\n";
        assert_eq!(text_of(text, Encoding::Utf8).as_deref(), Ok(plain));
        assert_eq!(text_of(&gzip(text), Encoding::Utf8).as_deref(), Ok(plain));
        let packed = zstd::encode_all(text.as_slice(), 1).unwrap();
        assert_eq!(text_of(&packed, Encoding::Utf8).as_deref(), Ok(plain));
        let twice = [gzip(b"a\n"), gzip(b"b\n")].concat();
        assert_eq!(text_of(&twice, Encoding::Utf8).as_deref(), Ok("a\nb\n"));
    }

    #[test]
    fn says_when_packed_data_is_cut_off_or_damaged_or_packed_twice() {
        let long = "abcdefgh,ijklmnop\n".repeat(10_000);
        let packed = gzip(long.as_bytes());
        let cut = text_of(&packed[..packed.len() / 2], Encoding::Utf8).unwrap_err();
        assert!(cut.contains("not whole"), "{cut}");
        let packed = zstd::encode_all(long.as_bytes(), 1).unwrap();
        let cut = text_of(&packed[..packed.len() - 5], Encoding::Utf8).unwrap_err();
        assert!(cut.contains("not whole"), "{cut}");
        let twice = text_of(&gzip(&gzip(b"a\n")), Encoding::Utf8).unwrap_err();
        assert!(twice.contains("twice"), "{twice}");
    }

    #[test]
    fn reads_latin_1_when_told() {
        let text = b"M\xFCller & S\xF6hne \x80 5\n";
        assert_eq!(text_of(text, Encoding::Latin1).as_deref(), Ok("Müller & Söhne € 5\n"));
        let long: Vec<u8> = std::iter::repeat_n(0xFC, 50_000).collect();
        assert_eq!(text_of(&long, Encoding::Latin1), Ok("ü".repeat(50_000)));
        let marked = "\u{FEFF}Müller".as_bytes();
        assert_eq!(text_of(marked, Encoding::Latin1).as_deref(), Ok("Müller"));
    }
}
