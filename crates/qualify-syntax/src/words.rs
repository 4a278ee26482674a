//! A word becomes a name, a word of the language, or neither.

/// The words that no declaration may be named after, in the order of the language reference.
const RESERVED: &[&str] = &[
    "when",
    "then",
    "unless",
    "because",
    "rule",
    "stages",
    "exits",
    "outcome",
    "field",
    "event",
    "set",
    "define",
    "score",
    "grade",
    "example",
    "expect",
    "use",
    "language",
    "owner",
    "and",
    "or",
    "not",
    "includes",
    "in",
    "is",
    "of",
    "all",
    "any",
    "none",
    "no",
    "yes",
    "known",
    "unknown",
    "between",
    "within",
    "since",
    "where",
    "contains",
    "today",
    "add",
    "subtract",
    "points",
    "before",
    "after",
    "otherwise",
    "from",
    "until",
    "below",
    "by",
    "group",
];

/// Whether a word belongs to the language, so that nothing can be named after it.
///
/// ```
/// assert!(qualify_syntax::is_reserved("outcome"));
/// assert!(!qualify_syntax::is_reserved("Outcome"));
/// ```
pub fn is_reserved(word: &str) -> bool {
    RESERVED.contains(&word)
}

/// Whether a text can be written as a name: a letter, then letters, digits and `_`, and not a reserved word.
///
/// ```
/// assert!(qualify_syntax::is_name("größe_2"));
/// assert!(!qualify_syntax::is_name("company size"));
/// assert!(!qualify_syntax::is_name("when"));
/// ```
pub fn is_name(text: &str) -> bool {
    let mut characters = text.chars();
    characters.next().is_some_and(unicode_ident::is_xid_start)
        && characters.all(unicode_ident::is_xid_continue)
        && !is_reserved(text)
}
