//! How texts are compared: folding, and the words of a text.

use std::borrow::Cow;

use icu_casemap::CaseMapper;
use icu_normalizer::ComposingNormalizerBorrowed;
use icu_properties::{CodePointMapData, props::GeneralCategory};

/// The form in which all texts and choices are compared.
///
/// NFKC, full case folding, NFKC again; then runs of white space become one space and the ends are trimmed.
///
/// ```
/// # use qualify_plan::fold;
/// assert_eq!(fold("  Computer\u{00A0} SOFTWARE "), "computer software");
/// assert_eq!(fold("STRASSE"), fold("Straße"));
/// ```
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    fold_into(&mut out, text);
    out
}

/// Adds the folded form of a text, as [`fold`] gives it, to the end of another.
pub fn fold_into(out: &mut String, text: &str) {
    let start = out.len();
    if is_plain(text) {
        out.push_str(text);
    } else {
        fold_words(out, text);
    }
    // What is not ASCII was folded before.
    if let Some(added) = out.get_mut(start..) {
        added.make_ascii_lowercase();
    }
}

fn fold_words(out: &mut String, text: &str) {
    let folded = if text.is_ascii() { Cow::Borrowed(text) } else { fold_unicode(text) };
    for (at, word) in folded.split_whitespace().enumerate() {
        if at > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
}

/// Whether folding changes nothing but capitals: ASCII letters and signs, and single spaces between them.
fn is_plain(text: &str) -> bool {
    let bytes = text.as_bytes();
    if !bytes.is_empty() && bytes.iter().fold(true, |plain, byte| plain & (0x21..0x7F).contains(byte)) {
        return true;
    }
    let mut before = b' ';
    let mut is_plain = true;
    for byte in bytes.iter().copied() {
        is_plain &= (0x20..0x7F).contains(&byte) & !(byte == b' ' && before == b' ');
        before = byte;
    }
    is_plain && before != b' '
}

fn fold_unicode(text: &str) -> Cow<'_, str> {
    let nfkc = ComposingNormalizerBorrowed::new_nfkc();
    let composed = nfkc.normalize(text);
    let folded = CaseMapper::new().fold_string(&composed);
    Cow::Owned(nfkc.normalize(&folded).into_owned())
}

/// The words of a folded text: its longest runs of letters and numbers (Unicode categories L and N).
///
/// ```
/// # use qualify_plan::{fold, words};
/// assert_eq!(words(&fold("VP, Sales & Marketing")), ["vp", "sales", "marketing"]);
/// ```
pub fn words(folded: &str) -> Vec<&str> {
    each_word(folded).collect()
}

/// The words of a folded text, one after the other.
pub fn each_word(folded: &str) -> impl Iterator<Item = &str> + Clone {
    folded.split(|c: char| !is_word(c)).filter(|word| !word.is_empty())
}

fn is_word(c: char) -> bool {
    use GeneralCategory as G;
    if c.is_ascii() {
        return c.is_ascii_alphanumeric();
    }
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    matches!(
        category,
        G::UppercaseLetter
            | G::LowercaseLetter
            | G::TitlecaseLetter
            | G::ModifierLetter
            | G::OtherLetter
            | G::DecimalNumber
            | G::LetterNumber
            | G::OtherNumber
    )
}
