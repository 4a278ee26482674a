//! The names of members to columns, guessed from the order of the lines before.

use std::collections::HashMap;

use qualify_plan::fold;

/// How many different names a file has at most.
pub(crate) const MOST_NAMES: usize = 10_000;

/// How many members may be left out before a name is looked up anew.
const GUESSES: usize = 6;

/// The names of a file in the order in which they show up; those that fold alike are one column.
#[derive(Debug)]
pub(crate) struct Names {
    headers: Vec<String>,
    by_folded: HashMap<String, usize>,
    /// Names as they were written, so that few are folded.
    written: Vec<Written>,
    by_written: HashMap<String, usize>,
    /// The name that began the line in which that was last looked up.
    first: usize,
}

#[derive(Debug)]
struct Written {
    name: String,
    /// With quotes around it and a colon behind; `None` if that is not how it is written.
    in_object: Option<Box<[u8]>>,
    column: usize,
    /// The name that came behind this one when that was last looked up.
    follower: usize,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            headers: Vec::new(),
            by_folded: HashMap::new(),
            written: Vec::new(),
            by_written: HashMap::new(),
            first: usize::MAX,
        }
    }
}

impl Names {
    /// One for each column.
    pub(crate) fn headers(&self) -> &[String] {
        &self.headers
    }

    /// The column of the name that folds to this.
    pub(crate) fn find_folded(&self, folded: &str) -> Option<usize> {
        self.by_folded.get(folded).copied()
    }

    /// The column of a name, a new one if it is new and there is room.
    pub(crate) fn index(&mut self, name: &str) -> Option<usize> {
        if let Some(written) = self.by_written.get(name) {
            return self.column(*written);
        }
        let folded = fold(name);
        let known = self.by_folded.get(&folded).copied();
        if known.is_none() && self.headers.len() >= MOST_NAMES {
            return None;
        }
        let column = known.unwrap_or_else(|| {
            self.headers.push(name.trim().to_owned());
            self.by_folded.insert(folded, self.headers.len() - 1);
            self.headers.len() - 1
        });
        if self.by_written.len() < MOST_NAMES {
            self.by_written.insert(name.to_owned(), self.written.len());
            let (name, in_object) = (name.to_owned(), in_object(name));
            self.written.push(Written { name, in_object, column, follower: usize::MAX });
        }
        Some(column)
    }

    /// The column of a name that was found.
    #[inline]
    pub(crate) fn column(&self, found: usize) -> Option<usize> {
        Some(self.written.get(found)?.column)
    }

    /// The name that is expected behind another, if an object goes on with it and a colon: and how many bytes they are.
    #[inline(always)]
    pub(crate) fn expect(&self, before: Option<usize>, text: &[u8]) -> Option<(usize, usize)> {
        let mut guess = self.guess(before)?;
        for _ in 0..GUESSES {
            let written = self.written.get(guess)?;
            let expected = written.in_object.as_deref()?;
            if is_same(text.get(..expected.len())?, expected) {
                return Some((guess, expected.len()));
            }
            guess = written.follower;
        }
        None
    }

    #[inline]
    fn guess(&self, before: Option<usize>) -> Option<usize> {
        match before {
            Some(before) => Some(self.written.get(before)?.follower),
            None => Some(self.first),
        }
    }

    /// Finds a name that was met before, and which stands behind another in an object.
    ///
    /// Most often the same name stood behind it the last time, or one behind that when members were left out.
    #[inline]
    pub(crate) fn find(&mut self, before: Option<usize>, name: &str) -> Option<usize> {
        let mut guess = self.guess(before)?;
        for _ in 0..GUESSES {
            let Some(written) = self.written.get(guess) else { break };
            if is_same(written.name.as_bytes(), name.as_bytes()) {
                return Some(guess);
            }
            guess = written.follower;
        }
        self.look_up(before, name)
    }

    #[cold]
    fn look_up(&mut self, before: Option<usize>, name: &str) -> Option<usize> {
        let found = *self.by_written.get(name)?;
        match before {
            Some(before) => self.written.get_mut(before)?.follower = found,
            None => self.first = found,
        }
        Some(found)
    }
}

/// How a name is written in an object, if it needs no escapes.
fn in_object(name: &str) -> Option<Box<[u8]>> {
    let is_plain = name.bytes().all(|byte| byte >= b' ' && !matches!(byte, b'"' | b'\\'));
    is_plain.then(|| format!("\"{name}\":").into_bytes().into())
}

/// Whether the bytes are the same: names are short, and a call to compare them would take most of the time.
#[inline(always)]
fn is_same(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    // The last bytes overlap with those before: some are compared twice, and none one by one if there are eight.
    match (a.last_chunk::<16>(), b.last_chunk::<16>()) {
        (Some(a_last), Some(b_last)) => {
            let (a, b) = (a.as_chunks::<16>().0, b.as_chunks::<16>().0);
            a.iter().zip(b).all(|(a, b)| u128::from_le_bytes(*a) == u128::from_le_bytes(*b))
                && u128::from_le_bytes(*a_last) == u128::from_le_bytes(*b_last)
        }
        (None, _) | (_, None) => is_same_short(a, b),
    }
}

/// Fewer than 16, and as many of both.
#[inline(always)]
fn is_same_short(a: &[u8], b: &[u8]) -> bool {
    match (a.first_chunk::<8>(), b.first_chunk::<8>(), a.last_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(a), Some(b), Some(a_last), Some(b_last)) => {
            u64::from_le_bytes(*a) == u64::from_le_bytes(*b)
                && u64::from_le_bytes(*a_last) == u64::from_le_bytes(*b_last)
        }
        _ => a.iter().zip(b).all(|(a, b)| a == b),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::is_same;

    proptest! {
        #[test]
        fn names_are_the_same_if_every_byte_is(name in prop::collection::vec(any::<u8>(), 0..40), at: prop::sample::Index, byte: u8) {
            prop_assert!(is_same(&name, &name.clone()));
            let mut other = name.clone();
            if let Some(place) = other.get_mut(at.index(name.len().max(1))) {
                *place = byte;
            }
            prop_assert_eq!(is_same(&name, &other), name == other);
            other.push(byte);
            prop_assert_eq!(is_same(&name, &other), name == other);
        }
    }
}
