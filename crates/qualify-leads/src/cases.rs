//! Cases that are counted, with the first different ones kept as samples.

/// How many there are, and the first different ones with their lines.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Cases {
    count: u64,
    first: Vec<(u64, String)>,
}

impl Cases {
    /// How many samples are kept.
    pub const KEPT: usize = 3;

    /// How many there are.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Line and text of the first different ones, in the order of the file. Empty texts are never alike.
    pub fn first(&self) -> &[(u64, String)] {
        &self.first
    }

    /// Counts one more.
    pub fn add(&mut self, line: u64, text: &str) {
        self.count += 1;
        let is_new = || text.is_empty() || self.first.iter().all(|(_, known)| known != text);
        if self.first.len() < Self::KEPT && is_new() {
            self.first.push((line, text.to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_different_and_few() {
        let mut cases = Cases::default();
        for (line, text) in (2..).zip(["a", "a", "b", "c", "d"]) {
            cases.add(line, text);
        }
        assert_eq!(cases.count(), 5);
        assert_eq!(cases.first(), [(2, "a".to_owned()), (4, "b".to_owned()), (5, "c".to_owned())]);
    }
}
