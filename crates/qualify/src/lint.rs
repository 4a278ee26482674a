//! A compilation becomes the findings of the lints.

use qualify_diagnostics::Diagnostic;
use qualify_lint::{Checkable, Context, Found, Sample, Settings};
use qualify_plan::Date;

use crate::Compilation;

/// What the lints find in a program on a day: by file and place, with the severities that the project wants; nothing in a
/// program with mistakes, because lints look at what rules do.
///
/// ```
/// # use std::collections::BTreeMap;
/// # use qualify::lints::Settings;
/// let text = "stages: - Lead - MQL field job is text when job contains \"cto\" then MQL";
/// let files = BTreeMap::from([("inbound.rules".to_owned(), text.as_bytes().to_vec())]);
/// let compilation = qualify::compile(&files, "inbound.rules");
/// let today = qualify::plan::Date::parse("2026-03-02").unwrap();
/// let found = qualify::lint(&compilation, &Settings::default(), today, None);
/// assert_eq!(found[0].code.name(), "short-contains");
/// ```
pub fn lint(
    compilation: &Compilation,
    settings: &Settings,
    today: Date,
    sample: Option<&Sample>,
) -> Vec<Diagnostic> {
    look(compilation, settings, today, sample).findings
}

/// What the lints find, as in [`lint`], and how many of their questions could not be decided.
pub fn look(compilation: &Compilation, settings: &Settings, today: Date, sample: Option<&Sample>) -> Found {
    let Some(program) = &compilation.program else { return Found::default() };
    let checkable = Checkable {
        sources: &compilation.sources,
        files: &compilation.files,
        hir: &compilation.hir,
        checked: &compilation.checked,
        plan: &program.plan,
        source_map: &program.source_map,
        examples: &program.examples,
    };
    qualify_lint::run(&Context::new(checkable, settings, today, sample))
}
