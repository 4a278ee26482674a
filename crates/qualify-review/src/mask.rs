//! Values of people become values that name nobody.

/// How much a review shows of the people behind the leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy {
    /// Values of personal fields are masked, and everything that looks like an e-mail address or a phone number.
    Masked,
    /// All values are shown, as somebody asked for.
    Shown,
}

/// Words in the names of fields that hold what people are called and where they are reached.
const PERSONAL: &[&str] = &[
    "name", "surname", "email", "mail", "phone", "mobile", "tel", "fax", "address", "street", "birth",
    "birthday", "linkedin", "twitter", "iban", "passport", "ssn",
];
/// Words that are written together with others: `firstname`, `workemail`.
const PERSONAL_ENDS: &[&str] = &["name", "mail", "phone"];
/// Fields that have such a word in their name and are about companies or things.
const OF_COMPANIES: &[&str] =
    &["company", "account", "campaign", "domain", "event", "product", "file", "page"];
/// Digits from which a run of them, with what people write between, is taken for a phone number.
const PHONE_DIGITS: usize = 8;

/// Whether a field is about a person.
pub(crate) fn is_personal(field: &str) -> bool {
    let words = words(field);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    let is_joined = |word: &String| {
        let before = PERSONAL_ENDS.iter().filter_map(|end| word.strip_suffix(end));
        before.into_iter().any(|before| !OF_COMPANIES.contains(&before))
    };
    (has(PERSONAL) || words.iter().any(is_joined)) && !has(OF_COMPANIES)
}

/// The words of a name, lower case: `work_email`, `workEmail` and `Work Email` have two.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for letter in name.chars() {
        let is_gap = matches!(letter, '_' | ' ' | '-');
        if is_gap || letter.is_uppercase() && was_lower {
            words.push(String::new());
        }
        if let (false, Some(word)) = (is_gap, words.last_mut()) {
            word.extend(letter.to_lowercase());
        }
        was_lower = letter.is_lowercase();
    }
    words
}

/// The text without the local parts of e-mail addresses and without phone numbers.
///
/// ```
/// use qualify_review::mask;
/// assert_eq!(mask("ann.lee@example.com"), "•••@example.com");
/// assert_eq!(mask("+49 (30) 1234-5678"), "•••");
/// assert_eq!(mask("L-1041 since 2026-03-02"), "L-1041 since 2026-03-02");
/// ```
pub fn mask(text: &str) -> String {
    phones(&mails(text))
}

fn mails(text: &str) -> String {
    let mut out = String::new();
    for piece in text.split_inclusive(|letter: char| letter.is_whitespace() || ",;<>()\"".contains(letter)) {
        match piece.split_once('@') {
            Some((local, domain)) if !local.is_empty() && domain.contains('.') => {
                out += &format!("•••@{domain}")
            }
            Some(_) | None => out += piece,
        }
    }
    out
}

fn phones(text: &str) -> String {
    let mut out = String::new();
    let mut run = String::new();
    for letter in text.chars() {
        let begins = letter.is_ascii_digit() || letter == '+' || (letter == '(' && run.is_empty());
        let goes_on = letter.is_ascii_digit() || (!run.is_empty() && " -/().".contains(letter));
        if begins || goes_on {
            run.push(letter);
        } else {
            out += &settle(&run);
            run.clear();
            out.push(letter);
        }
    }
    out + &settle(&run)
}

/// A run of digits and what stands between them: masked if it is long enough and is not a day.
fn settle(run: &str) -> String {
    let digits = run.chars().filter(char::is_ascii_digit).count();
    let trimmed = run.trim_end_matches([' ', '-', '/', '(', ')', '.']);
    let behind = run.strip_prefix(trimmed).unwrap_or_default();
    let is_plain = trimmed.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
    let is_day = qualify::plan::Date::parse(trimmed).is_some();
    match digits >= PHONE_DIGITS && !is_day && (!is_plain || digits >= 10) {
        true => format!("•••{behind}"),
        false => run.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_fields_tell_of_people_however_they_are_written() {
        for name in
            ["last_name", "lastname", "lastName", "First Name", "surname", "workemail", "mobile-phone"]
        {
            assert!(is_personal(name), "{name}");
        }
        for name in ["company_name", "companyname", "campaignName", "downloads", "last_visit_page", "domain"]
        {
            assert!(!is_personal(name), "{name}");
        }
    }
}
