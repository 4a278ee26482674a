//! The name of an error or a lint becomes the page that explains it.
//!
//! The pages of errors are the Markdown files in `pages/` of this crate, one for each; those of lints stand beside their
//! lints.

macro_rules! pages {
    ($($name:literal,)*) => {
        /// The page of a name, as Markdown.
        ///
        /// ```
        /// assert!(qualify::pages::page("unknown-name").unwrap().starts_with("# unknown-name"));
        /// assert!(qualify::pages::page("short-contains").unwrap().starts_with("# short-contains"));
        /// ```
        pub fn page(name: &str) -> Option<&'static str> {
            match name {
                $($name => Some(include_str!(concat!("../pages/", $name, ".md"))),)*
                _ => qualify_lint::page(name),
            }
        }
    };
}

pages! {
    "unknown-name",
    "reversed-operator",
    "mixed-and-or",
    "comma-in-number",
    "money-without-currency",
    "wrong-currency",
    "currency-sign",
    "unknown-value",
    "missing-then",
    "rule-starts-with-when",
    "no-patterns",
    "no-null",
    "months-differ",
    "event-is-not-a-number",
    "bullets-expected",
    "wrong-depth",
    "two-words",
    "circle",
    "never-true",
    "overlap",
    "points-in-words",
    "set-is-not-a-condition",
    "reserved-word",
    "empty-promise",
    "unclosed-text",
    "fact-first",
    "curly-quotes",
    "unknown-exit",
    "overlapping-bands",
    "gap-in-bands",
    "comma-before-option",
    "from-is-a-date",
    "not-ordered",
    "where-takes-comparison",
    "fact-to-fact",
    "block-in-score",
    "declared-twice",
    "duplicate-value",
    "wrong-type",
    "wrong-test",
    "unknown-attribute",
    "not-an-event",
    "nested-event",
    "nested-group",
    "empty-between",
    "empty-band",
    "at-least-out-of-range",
    "bad-length",
    "grade-without-otherwise",
    "set-without-values",
    "missing-file",
    "use-circle",
    "outside-project",
    "unknown-language",
    "ambiguous-date",
    "percent-sign",
    "number-for-choice",
    "until-before-from",
    "else-after-then",
    "bad-format",
    "bad-date",
    "not-yet",
    "incomplete",
    "unreadable",
    "bad-option",
    "too-large",
}

#[cfg(test)]
mod tests {
    use qualify_diagnostics::Code;

    use super::page;

    #[test]
    fn every_code_has_its_page() {
        for code in Code::ERRORS {
            let text = page(code.name()).unwrap_or_else(|| panic!("{code} has no page"));
            assert!(text.starts_with(&format!("# {code}\n")), "{code}");
        }
    }
}
