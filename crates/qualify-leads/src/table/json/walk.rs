//! One line of a block to the places of its cells, if it is a flat object: from mark to mark.

use crate::table::json::names::Names;

/// Takes the cells of an object, one by one.
pub(super) trait PutCells {
    /// Puts a cell in its place; `None` if there is one already.
    fn put(&mut self, column: usize, start: usize, end: usize) -> Option<()>;

    /// Where texts are added that are written with escapes; offsets go on from those of the text of all lines.
    fn decoded(&mut self) -> &mut String;
}

/// Reads one line. All parts give `None` for what is not flat, and for what is not JSON.
pub(super) struct Walk<'a> {
    text: &'a str,
    marks: &'a [u32],
    at: usize,
    // INVARIANT: the first mark that is not before `at`.
    mark: usize,
}

impl<'a> Walk<'a> {
    /// From a line, and the first mark that is not before it.
    pub(super) fn new(text: &'a str, marks: &'a [u32], at: usize, mark: usize) -> Self {
        Self { text, marks, at, mark }
    }

    /// How far it came.
    pub(super) fn place(&self) -> (usize, usize) {
        (self.at, self.mark)
    }

    /// Reads the line to its end.
    pub(super) fn object(&mut self, names: &mut Names, row: &mut impl PutCells) -> Option<()> {
        self.pass(b'{')?;
        let mut name = None;
        loop {
            self.pass_spaces();
            let found = self.name(name, names)?;
            name = Some(found);
            self.pass_spaces();
            let (start, end) = self.value(row)?;
            row.put(names.column(found)?, start, end)?;
            self.pass_spaces();
            match self.byte()? {
                b',' => self.at += 1,
                b'}' => break,
                _ => return None,
            }
        }
        self.at += 1;
        self.line_end()
    }

    /// The name of a member that stands behind another, and its colon.
    #[inline(always)]
    fn name(&mut self, before: Option<usize>, names: &mut Names) -> Option<usize> {
        if let Some((found, length)) = names.expect(before, self.text.as_bytes().get(self.at..)?) {
            self.at += length;
            // Its quotes.
            self.mark += 2;
            return Some(found);
        }
        self.other_name(before, names)
    }

    #[inline(never)]
    fn other_name(&mut self, before: Option<usize>, names: &mut Names) -> Option<usize> {
        let (start, end) = self.plain_text()?;
        let found = names.find(before, self.text.get(start..end)?)?;
        self.pass_spaces();
        self.pass(b':')?;
        Some(found)
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    #[inline]
    fn pass(&mut self, byte: u8) -> Option<()> {
        (self.byte()? == byte).then(|| self.at += 1)
    }

    #[inline]
    fn pass_spaces(&mut self) {
        while self.byte() == Some(b' ') {
            self.at += 1;
        }
    }

    /// The next mark, if it is this byte.
    #[inline]
    fn pass_mark(&mut self, byte: u8) -> Option<usize> {
        let at = *self.marks.get(self.mark)? as usize;
        if self.text.as_bytes().get(at) != Some(&byte) {
            return None;
        }
        self.mark += 1;
        Some(at)
    }

    /// The inside of a text without escapes.
    #[inline]
    fn plain_text(&mut self) -> Option<(usize, usize)> {
        self.pass(b'"')?;
        let start = self.at;
        // INVARIANT: the quote just passed is the first of the two marks.
        self.mark += 1;
        let end = self.pass_mark(b'"')?;
        self.at = end + 1;
        Some((start, end))
    }

    #[inline(always)]
    fn value(&mut self, row: &mut impl PutCells) -> Option<(usize, usize)> {
        let start = self.at;
        match self.byte()? {
            b'"' => {
                let mark = self.mark;
                let plain = self.plain_text();
                if plain.is_some() {
                    return plain;
                }
                (self.at, self.mark) = (start, mark);
                return self.escaped_text(row);
            }
            b'-' | b'0'..=b'9' => self.number()?,
            b't' => self.word("true")?,
            b'f' => self.word("false")?,
            b'n' => {
                self.word("null")?;
                return Some((start, start));
            }
            _ => return None,
        }
        Some((start, self.at))
    }

    /// The text is decoded by serde_json.
    #[cold]
    fn escaped_text(&mut self, row: &mut impl PutCells) -> Option<(usize, usize)> {
        let start = self.at;
        self.mark += 1;
        let end = loop {
            if let Some(end) = self.pass_mark(b'"') {
                break end;
            }
            let escape = self.pass_mark(b'\\')?;
            // What is escaped is no mark of its own.
            if self.marks.get(self.mark).is_some_and(|mark| *mark as usize == escape + 1) {
                self.mark += 1;
            }
        };
        self.at = end + 1;
        let text: String = serde_json::from_str(self.text.get(start..self.at)?).ok()?;
        let decoded = row.decoded();
        let from = self.text.len() + decoded.len();
        decoded.push_str(&text);
        Some((from, from + text.len()))
    }

    fn number(&mut self) -> Option<()> {
        let _ = self.pass(b'-');
        if self.pass(b'0').is_none() {
            self.digits()?;
        }
        if self.pass(b'.').is_some() {
            self.digits()?;
        }
        if matches!(self.byte()?, b'e' | b'E') {
            self.at += 1;
            if matches!(self.byte()?, b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }

    /// At least one.
    #[inline]
    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while self.byte()?.is_ascii_digit() {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn word(&mut self, word: &str) -> Option<()> {
        let is_there = self.text.as_bytes().get(self.at..)?.starts_with(word.as_bytes());
        is_there.then(|| self.at += word.len())
    }

    fn line_end(&mut self) -> Option<()> {
        if self.pass(b'\r').is_some() {
            self.mark += 1;
        }
        self.pass(b'\n')?;
        self.mark += 1;
        Some(())
    }
}
