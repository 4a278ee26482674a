//! A name that is not there to the most similar one that is.

use qualify_plan::fold;

/// The candidate whose spelling is closest to the name; the first of equals; none if none is close.
///
/// One letter in four may differ, and one of three: `Industri` is close to `Industry`, and `Company` is not to `Company size`, which
/// holds something else.
pub fn closest<'a>(name: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let name = letters(name);
    let length = name.chars().count();
    let mut best: Option<(usize, &str)> = None;
    for candidate in candidates {
        let other = letters(candidate);
        let other_length = other.chars().count();
        let longest = length.max(other_length);
        let allowed = if longest == 3 { 1 } else { longest / 4 };
        if length.abs_diff(other_length) > allowed {
            continue;
        }
        let distance = strsim::osa_distance(&name, &other);
        if distance <= allowed && best.is_none_or(|(least, _)| distance < least) {
            best = Some((distance, candidate));
        }
    }
    best.map(|(_, candidate)| candidate)
}

fn letters(name: &str) -> String {
    fold(name).replace(['_', '-', '.', ' '], "")
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
        assert_eq!(closest("Company size", ["Company"]), None);
        assert_eq!(closest("company", ["Company size", "Compnay"]), Some("Compnay"));
    }
}
