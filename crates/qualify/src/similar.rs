//! A misspelt word becomes the words that were probably meant.

use std::collections::BTreeSet;

/// The candidate that is most like the word, if one is near enough to be meant.
///
/// ```
/// # use qualify::similar;
/// assert_eq!(similar::closest("rulez", ["leads", "rules"]), Some("rules"));
/// assert_eq!(similar::closest("banana", ["leads", "rules"]), None);
/// ```
pub fn closest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    closest_few(word, candidates, 1).first().copied()
}

/// Up to `limit` candidates that are near enough, the nearest first; ties by code point.
pub fn closest_few<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    limit: usize,
) -> Vec<&'a str> {
    let mut search = Search::new(word, limit);
    for candidate in candidates {
        search.offer(candidate, || candidate);
    }
    search.best.into_iter().map(|(_, candidate)| candidate).collect()
}

/// The best candidates of a stream that is too long to keep.
#[derive(Debug, Clone)]
pub struct Search<T> {
    word: String,
    length: usize,
    limit: usize,
    best: BTreeSet<(usize, T)>,
}

impl<T: Ord> Search<T> {
    /// A search for words like `word` that keeps the best `limit`.
    pub fn new(word: &str, limit: usize) -> Self {
        let word = word.to_lowercase();
        Self { length: word.chars().count(), word, limit, best: BTreeSet::new() }
    }

    /// Looks at one candidate; `keep` makes what is kept of it.
    pub fn offer(&mut self, candidate: &str, keep: impl FnOnce() -> T) {
        let allowed = (self.length / 3).clamp(1, 4);
        if candidate.len() > 4 * (self.length + allowed)
            || candidate.chars().count().abs_diff(self.length) > allowed
        {
            return;
        }
        let distance = strsim::osa_distance(&self.word, &candidate.to_lowercase());
        if distance > allowed {
            return;
        }
        self.best.insert((distance, keep()));
        if self.best.len() > self.limit {
            self.best.pop_last();
        }
    }

    /// What was kept, the nearest first; ties in their order.
    pub fn finish(self) -> Vec<T> {
        self.best.into_iter().map(|(_, kept)| kept).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_nearest_and_no_more() {
        assert_eq!(
            closest_few("L-1041", ["L-1042", "L-10", "L-1141", "X-2052", "l-1041"], 2),
            ["l-1041", "L-1042"]
        );
    }

    #[test]
    fn a_word_of_one_letter_may_be_another_letter() {
        assert_eq!(closest("n", ["m", "name"]), Some("m"));
    }
}
