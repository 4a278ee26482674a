//! A reader to a window of bytes that grows on demand and moves on.

use std::io::{self, Read};

/// How many bytes are asked for at a time.
const CHUNK: usize = 128 * 1024;

/// The bytes of a reader that were read and not yet used up.
pub(crate) struct Input {
    reader: Box<dyn Read + Send>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
}

impl Input {
    /// Nothing is read before [`Input::grow`].
    pub(crate) fn new(reader: Box<dyn Read + Send>) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, ended: false }
    }

    /// What was read and not yet used up.
    pub(crate) fn unread(&self) -> &[u8] {
        self.buffer.get(self.start..).unwrap_or_default()
    }

    /// Whether the reader has nothing more to give.
    pub(crate) fn ended(&self) -> bool {
        self.ended
    }

    /// Uses up bytes from the front.
    pub(crate) fn consume(&mut self, length: usize) {
        self.start = (self.start + length).min(self.buffer.len());
    }

    /// Reads more: at least as much as is unread, so that looking again and again at a long row stays linear.
    pub(crate) fn grow(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.start);
        self.start = 0;
        let wanted = self.buffer.len().max(CHUNK);
        let got = self.reader.by_ref().take(wanted as u64).read_to_end(&mut self.buffer)?;
        self.ended = got < wanted;
        Ok(())
    }

    /// Reads until `length` bytes are unread or the reader ends.
    pub(crate) fn fill(&mut self, length: usize) -> io::Result<()> {
        while self.unread().len() < length && !self.ended {
            self.grow()?;
        }
        Ok(())
    }

    /// The reader with the unread bytes put back in front.
    pub(crate) fn into_reader(mut self) -> Box<dyn Read + Send> {
        self.buffer.drain(..self.start);
        Box::new(io::Cursor::new(self.buffer).chain(self.reader))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_every_byte_once_however_it_is_asked() {
        let bytes: Vec<u8> = (0..300_000_u32).map(|n| n.to_le_bytes()[0]).collect();
        let mut input = Input::new(Box::new(io::Cursor::new(bytes.clone())));
        let mut seen = Vec::new();
        while !input.ended() || !input.unread().is_empty() {
            input.fill(1_000).unwrap();
            let some = input.unread().len().min(777);
            seen.extend_from_slice(&input.unread()[..some]);
            input.consume(some);
        }
        assert_eq!(seen, bytes);
    }

    #[test]
    fn puts_back_what_was_not_used() {
        let mut input = Input::new(Box::new(io::Cursor::new(b"abcdef".to_vec())));
        input.fill(4).unwrap();
        input.consume(2);
        let mut rest = String::new();
        input.into_reader().read_to_string(&mut rest).unwrap();
        assert_eq!(rest, "cdef");
    }
}
