//! A path becomes a program: read, parse, resolve, check, lower, prove.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Diagnostic, SourceId, Sources, Span};
use qualify_lint::{Checkable, Found};
use qualify_plan::Plan;
use qualify_semantic::{Checked, Example, Lowered, SourceMap, hir};
use qualify_syntax::ast;
use qualify_syntax::format::Vocabulary;

use crate::load::load;

/// Where files come from. Paths are relative to the project, with `/`, without `.` and `..`.
pub trait Files {
    /// The content of a file.
    ///
    /// # Errors
    /// Says why it cannot be read.
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError>;
}

/// Files in memory, by path.
impl Files for std::collections::BTreeMap<String, Vec<u8>> {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.get(path).cloned().ok_or(FileError::NotFound)
    }
}

/// Why a file cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FileError {
    /// There is no such file.
    NotFound,
    /// It is larger than the language allows.
    TooLarge,
    /// It is not inside the project, for example behind a link.
    Outside,
    /// Anything else, in the system's words.
    Other(String),
}

/// All that compiling a program gives.
#[derive(Debug, Clone)]
pub struct Compilation {
    /// Every file that was read.
    pub sources: Sources,
    /// The trees, the compiled file first.
    pub files: Vec<ast::File>,
    /// The program with ids instead of names; has gaps where there are mistakes.
    pub hir: hir::Program,
    /// The meaning of everything written; has gaps where there are mistakes.
    pub checked: Checked,
    /// All mistakes, by file and place.
    pub diagnostics: Vec<Diagnostic>,
    /// Mistakes that are found by proof, and how many questions about them could not be decided.
    pub undecided: Vec<(Code, u64)>,
    /// The program, if there was no mistake.
    pub program: Option<Program>,
}

/// A program that can be run.
#[derive(Debug, Clone)]
pub struct Program {
    /// The executable form.
    pub plan: Plan,
    /// Which place in the text became what of the plan.
    pub source_map: SourceMap,
    /// The examples in its files.
    pub examples: Vec<Example>,
}

/// Compiles the program of one file: the file and all that it reaches by `use`.
///
/// ```
/// # use std::collections::BTreeMap;
/// let text = "stages: - Lead - MQL field downloads is count when downloads >= 2 then MQL";
/// let files = BTreeMap::from([("inbound.rules".to_owned(), text.as_bytes().to_vec())]);
/// let compilation = qualify::compile(&files, "inbound.rules");
/// assert!(compilation.diagnostics.is_empty());
/// assert_eq!(compilation.program.unwrap().plan.rules.len(), 1);
/// ```
pub fn compile(files: &dyn Files, path: &str) -> Compilation {
    let loaded = load(files, path);
    let trees: Vec<&ast::File> = loaded.order.iter().filter_map(|index| loaded.files.get(*index)).collect();
    let vocabulary = Vocabulary::of(&trees);
    let (hir, unresolved) = qualify_semantic::resolve(&trees, &vocabulary, &loaded.set_files);
    let (checked, unfit) = qualify_semantic::check(&loaded.sources, &hir, &vocabulary);
    let mended: BTreeSet<_> = loaded.diagnostics.iter().map(|found| start_of(found.span)).collect();
    let mut diagnostics = loaded.diagnostics;
    diagnostics.iter_mut().for_each(|found| guess_better(found, &unresolved));
    let of_meaning = unresolved.into_iter().chain(unfit);
    // Where the words were mended, what they came to mean is a guess: one cause, one diagnostic.
    diagnostics.extend(of_meaning.filter(|found| !mended.contains(&start_of(found.span))));
    diagnostics.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    diagnostics.dedup();
    let mut program = diagnostics.is_empty().then(|| {
        let origin =
            qualify_plan::Program { file: path.to_owned(), digest: loaded.digest, rules: Vec::new() };
        let Lowered { plan, source_map } = qualify_semantic::lower(&loaded.sources, &hir, &checked, origin);
        Program { plan, source_map, examples: checked.examples.clone() }
    });
    let mut undecided = Vec::new();
    if let Some(Program { plan, source_map, examples }) = &program {
        let (sources, files) = (&loaded.sources, loaded.files.as_slice());
        let (hir, checked) = (&hir, &checked);
        let checkable = Checkable { sources, files, hir, checked, plan, source_map, examples };
        Found { findings: diagnostics, undecided } = qualify_lint::errors(&checkable);
    }
    program = program.filter(|_| diagnostics.is_empty());
    Compilation {
        sources: loaded.sources,
        files: loaded.files,
        hir,
        checked,
        diagnostics,
        undecided,
        program,
    }
}

/// Where words were mended to a name that is declared nowhere, proposes one that is, or says how it is declared.
fn guess_better(found: &mut Diagnostic, unresolved: &[Diagnostic]) {
    let is_same = |of_meaning: &&Diagnostic| {
        of_meaning.code == Code::UnknownName && start_of(of_meaning.span) == start_of(found.span)
    };
    let guess = found.message.split_once(": did you mean `").filter(|_| found.code == Code::TwoWords);
    let (Some((start, guess)), Some(unknown)) = (guess, unresolved.iter().find(is_same)) else { return };
    let Some((_, advice)) = unknown.message.split_once("`. ") else { return };
    found.message = match (&unknown.fix, guess.strip_suffix("`?")) {
        (Some(_), _) => format!("{start}. {advice}"),
        (None, Some(guess)) => format!("{start}, and nothing is called `{guess}` either. {advice}"),
        (None, None) => return,
    };
    found.fix.clone_from(&unknown.fix);
}

fn start_of(span: Span) -> (SourceId, u32) {
    (span.source, span.start)
}
