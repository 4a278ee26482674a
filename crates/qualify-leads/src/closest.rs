//! A name that is not there to the most similar one that is.

use qualify_plan::fold;

/// How alike two names have to be, from 0 to 1.
const ALIKE: f64 = 0.8;

/// The candidate that is most like the name; the first of equals; none if none is alike.
pub(crate) fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = letters(name);
    let mut best: Option<(f64, &str)> = None;
    for candidate in candidates {
        let likeness = strsim::jaro_winkler(&name, &letters(candidate));
        if likeness >= ALIKE && best.is_none_or(|(most, _)| likeness > most) {
            best = Some((likeness, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(name: &str) -> String {
    fold(name).replace(['_', '-', '.'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_misspelt_headers_and_keeps_quiet_otherwise() {
        let headers = ["Lead Source", "E-mail", "Total Visits"];
        assert_eq!(closest("email", headers), Some("E-mail"));
        assert_eq!(closest("total_visit", headers), Some("Total Visits"));
        assert_eq!(closest("budget", headers), None);
    }
}
