//! The first bytes of a file to a sentence that says why it cannot be a table, if it cannot.

/// Why a file that begins with these bytes is not read, in sentences.
pub(crate) fn refusal(start: &[u8]) -> Option<String> {
    if start.trim_ascii().is_empty() {
        return Some("The file is empty.".into());
    }
    MAGIC
        .iter()
        .find(|(magic, _)| start.starts_with(magic))
        .map(|(_, sentence)| (*sentence).to_owned())
        .or_else(|| archive(start))
        .or_else(|| markup(start))
        .or_else(|| binary(start))
}

/// What a reader without places cannot give.
pub(crate) const NO_FILE: &str = "Parquet is read from a file only, because its parts are looked up in their places: not from \
                                  standard input, and not from inside of other compressed data.";

const MAGIC: [(&[u8], &str); 10] = [
    (
        b"PAR1",
        "This is Parquet, which is read for leads and events, from a file of its own: not from standard input, not from inside \
         of other compressed data. Values of sets are read from text and CSV.",
    ),
    (b"%PDF-", "This is a PDF document. Export the leads as CSV UTF-8 instead."),
    (b"{\\rtf", "This is a text document with formatting (RTF). Export the leads as CSV UTF-8 instead."),
    (
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
        "This is an old spreadsheet (xls), whatever its name says. Open it in your spreadsheet program and save it as \
         CSV UTF-8.",
    ),
    (b"\xFF\xFE", "This text is in UTF-16. Save it as CSV UTF-8 in the program that wrote it."),
    (b"\xFE\xFF", "This text is in UTF-16. Save it as CSV UTF-8 in the program that wrote it."),
    (
        b"BZh",
        "This is compressed with bzip2. Unpack it, or compress it with gzip or zstd, which are read as they are.",
    ),
    (
        b"\xFD7zXZ\0",
        "This is compressed with xz. Unpack it, or compress it with gzip or zstd, which are read as they are.",
    ),
    (b"7z\xBC\xAF\x27\x1C", "This is a 7z archive. Unpack it first."),
    (b"\x1F\x8B", "This is compressed twice. Unpack it once, then it is read as it is."),
];

/// `PK`: spreadsheets of today are zip archives too.
fn archive(start: &[u8]) -> Option<String> {
    let is_archive =
        [b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"].iter().any(|magic| start.starts_with(*magic));
    let holds = |needle: &[u8]| memchr::memmem::find(start, needle).is_some();
    is_archive.then(|| {
        if holds(b"xl/") || holds(b"[Content_Types].xml") || holds(b"opendocument.spreadsheet") {
            "This is a spreadsheet, whatever its name says. Open it in your spreadsheet program and save it as CSV \
             UTF-8."
        } else {
            "This is a zip archive. If it is a spreadsheet, save it as CSV UTF-8 in your spreadsheet program; \
             otherwise unpack it first."
        }
        .to_owned()
    })
}

fn markup(start: &[u8]) -> Option<String> {
    let mut letters = start.trim_ascii_start().iter();
    let opens = letters.next() == Some(&b'<');
    let named = letters.next().is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'!' | b'?'));
    (opens && named).then(|| {
        "This is a web page or XML, not a table. Some programs give that name an ending such as .csv or .xls: open it \
         in your spreadsheet program and save it as CSV UTF-8. If you downloaded it, it may be a login page."
            .into()
    })
}

fn binary(start: &[u8]) -> Option<String> {
    start.contains(&0).then(|| {
        "This file is not text: it has zero bytes in it. Save it as CSV UTF-8 in the program that wrote it.".into()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_the_file_is() {
        for (start, word) in [
            (b"".as_slice(), "empty"),
            (b" \r\n\n", "empty"),
            (b"PK\x03\x04....xl/worksheets/sheet1.xml", "spreadsheet, whatever"),
            (b"PK\x03\x04....leads.csv", "zip archive"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "xls"),
            (b"\n<!DOCTYPE html><html>", "web page"),
            (b"<?xml version='1.0'?>", "XML"),
            (b"%PDF-1.7", "PDF"),
            (b"PAR1\x15", "from a file of its own"),
            (b"\xFF\xFEa\0,\0", "UTF-16"),
            (b"a\0,\0b\0", "not text"),
            (b"BZh91AY", "bzip2"),
        ] {
            let sentence = refusal(start).unwrap();
            assert!(sentence.contains(word), "{sentence}");
        }
    }

    #[test]
    fn lets_text_through() {
        for start in [b"Email,Name\n".as_slice(), b"< 5,more\n", b"PK,name\n", b"\xE9t\xE9;a\n", b"{\"a\":1}"]
        {
            assert_eq!(refusal(start), None);
        }
    }
}
