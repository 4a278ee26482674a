//! Headers become names of the language, none twice.

use std::collections::BTreeSet;

use qualify::syntax::{is_name, is_reserved};

/// Longest name that is made of a header.
const LONGEST: usize = 40;

/// The names given so far, lower case: names that differ only in case are one name too many.
pub(super) struct Names {
    taken: BTreeSet<String>,
    /// Words that several headers become.
    shared: BTreeSet<String>,
}

impl Names {
    /// For the columns with these headers. The names of the stages are taken.
    pub(super) fn of<'h>(headers: impl Iterator<Item = &'h str>) -> Self {
        let mut words = BTreeSet::new();
        let again = headers.map(one_word).filter(|word| !words.insert(word.clone()));
        Self { shared: again.collect(), taken: ["lead", "mql"].map(str::to_owned).into() }
    }

    /// Whether another header becomes the same word, so that a name alone does not say which column is meant.
    pub(super) fn is_shared(&self, header: &str) -> bool {
        self.shared.contains(&one_word(header))
    }

    /// `What is your current occupation` becomes `what_is_your_current_occupation`.
    pub(super) fn name(&mut self, header: &str) -> String {
        let word = one_word(header);
        let is_free = |word: &str| is_name(word) && !is_reserved(word) && !self.taken.contains(word);
        let name = std::iter::once(word.clone())
            .chain(std::iter::once(format!("lead_{word}")))
            .chain((2..).map(|n| format!("lead_{word}_{n}")))
            .find(|word| is_free(word))
            .unwrap_or(word);
        self.taken.insert(name.clone());
        name
    }
}

fn one_word(header: &str) -> String {
    let mut word = String::new();
    for c in header.chars().flat_map(char::to_lowercase) {
        // After an `x` whatever may stand within a name is a name.
        match is_name(&format!("x{c}")) {
            true => word.push(c),
            false if !word.is_empty() && !word.ends_with('_') => word.push('_'),
            false => {}
        }
    }
    let short: String = word.chars().take(LONGEST).collect();
    let short = short.trim_matches('_');
    if short.is_empty() { "column".to_owned() } else { short.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_header_gets_a_name_of_its_own() {
        let headers = [
            "Lead Source",
            "lead source",
            "Lead",
            "outcome",
            "2nd call?",
            "E-Mail",
            "Größe",
            "###",
            "Country/Region",
            "Industry",
        ];
        let mut names = Names::of(headers.into_iter());
        assert!(names.is_shared("Lead Source") && !names.is_shared("outcome"));
        let named: Vec<String> = headers.iter().map(|header| names.name(header)).collect();
        assert_eq!(
            named,
            [
                "lead_source",
                "lead_lead_source",
                "lead_lead",
                "lead_outcome",
                "lead_2nd_call",
                "e_mail",
                "größe",
                "column",
                "country_region",
                "industry"
            ]
        );
    }
}
