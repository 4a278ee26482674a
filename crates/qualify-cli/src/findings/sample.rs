//! For tests: findings of every kind, with texts that try to break out of the formats.

use qualify::Compilation;
use qualify::diagnostics::{Code, Diagnostic, Effect, Evidence, Span};

use super::list::{Finding, list};
use crate::workspace::{Asked, Workspace};

const TEXT: &str = "\
stages: - Lead - MQL
field n is count
field job is text
rule \"Many, 100%: <b>@team</b>\":
  when n >= 20 and n >= 2 then MQL
rule \"C-level\":
  when job contains \"cto\"
    or job contains \"ß` ceo\"
  then MQL
when m is 1 then MQL
";

/// Two programs in a folder that is gone: one with an error and two warnings, one with nothing to say.
pub(crate) fn checked() -> Vec<(Workspace, Compilation)> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let program = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("the temporary folder can be written");
        let workspace =
            Workspace::find(Asked { project: None, rules: Some(&path) }).expect("a file of rules");
        let workspace = workspace.shown_from_its_root();
        let compilation = workspace.compile();
        (workspace, compilation)
    };
    let mut broken = program("a b.rules", TEXT);
    broken.1.diagnostics.extend(warnings(&broken.1));
    broken.1.diagnostics.sort_by_key(|diagnostic| diagnostic.span.start);
    vec![broken, program("fine.rules", "stages: - Lead\n")]
}

/// What a format makes of them.
pub(crate) fn rendered(render: impl Fn(&[Finding<'_>]) -> String) -> String {
    render(&list(&checked()))
}

fn warnings(compilation: &Compilation) -> Vec<Diagnostic> {
    let source = compilation.files.first().expect("a file").source;
    let span = |words: &str| {
        let at = TEXT.find(words).expect("words of the text");
        Span::new(source, at, at + words.len())
    };
    let mut idle = Diagnostic::new(
        Code::IdleCondition,
        span("n >= 2 "),
        "`n >= 2` never matters here, because `n >= 20` asks for more.",
    )
    .about("rule \"Many, 100%: <b>@team</b>\"")
    .because(Evidence::Proof("implied by `n >= 20` in \"Many, 100%: <b>@team</b>\"".to_owned()))
    .with_related(span("n >= 20"), "this asks for more")
    .with_fix("Remove `and n >= 2`", span(" and n >= 2"), "");
    if let Some(fix) = &mut idle.fix {
        fix.effect = Effect::KeepsVerdicts;
    }
    let short = Diagnostic::new(
        Code::ShortContains,
        span("job contains \"cto\"\n    or job contains \"ß` ceo\""),
        "Four letters\nor fewer are found inside other words:\u{1b}[2J \"cto\" is in \"director\".",
    )
    .about("rule \"C-level\"")
    .because(Evidence::Lead("job is \"Director, see https://x.example #1\"".to_owned()))
    .with_fix("Write `has word \"cto\"`", span("contains \"cto\""), "has word \"cto\"");
    vec![idle, short]
}
