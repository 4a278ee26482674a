//! `qualify fmt`: rules in their canonical form.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use clap::Args;
use qualify::Compilation;
use qualify::diagnostics::{Diagnostic, SourceId, Sources};
use qualify::syntax::format::{self, Vocabulary};
use qualify::syntax::{ast, parse};

use crate::difference;
use crate::findings::{self, Findings};
use crate::output::Output;
use crate::stop::{self, Ended, Exit, Stop, reason};
use crate::terminal;
use crate::workspace::{Asked, Workspace};

/// Largest text that is read from standard input.
const LARGEST: u64 = 16 * 1024 * 1024;

/// Write rules in their canonical form
///
/// Without file names, all files of the project's program are formatted.
/// Comments stay where they are, and so does whatever cannot be read. A file is
/// written whole or not at all, and only after proof that it still says the
/// same.
///
/// Examples:
///   qualify fmt
///   qualify fmt --check            for a build: exit code 1 if a file would change
///   qualify fmt --diff             show what would change
///   qualify fmt - < inbound.rules  from standard input to standard output
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Fmt {
    /// Files of rules; else all files of the project's program. `-` is standard input.
    #[arg(value_name = "RULES")]
    rules: Vec<PathBuf>,
    /// Write nothing; name the files that would change. Exit code 1 if there are any.
    #[arg(long)]
    check: bool,
    /// Write nothing; show what would change. Exit code 1 if anything would.
    #[arg(long)]
    diff: bool,
}

/// A file and its canonical form.
struct Formatted {
    /// The path for the compiler.
    path: String,
    old: String,
    new: String,
    /// What could not be read and so stays as it is.
    mistakes: Vec<Diagnostic>,
}

impl Formatted {
    fn changes(&self) -> bool {
        self.old != self.new
    }
}

impl Fmt {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        if let [only] = self.rules.as_slice()
            && only.as_os_str() == "-"
        {
            return standard_input();
        }
        let asked: Vec<Option<&Path>> = match self.rules.as_slice() {
            [] => vec![None],
            rules => rules.iter().map(|path| Some(path.as_path())).collect(),
        };
        let mut exit = Exit::Fine;
        let mut done: Vec<Workspace> = Vec::new();
        for rules in asked {
            rules.map_or(Ok(()), refuse_pipe)?;
            let workspace = Workspace::find(Asked { project, rules })?;
            if done.iter().any(|other| other.is_same(&workspace)) {
                continue;
            }
            if self.program(&workspace, rules)? == Exit::Findings {
                exit = Exit::Findings;
            }
            done.push(workspace);
        }
        Ok(exit)
    }

    fn program(&self, workspace: &Workspace, named: Option<&Path>) -> Ended {
        let compilation = workspace.compile();
        let count = if named.is_some() { 1 } else { compilation.files.len() };
        let trees: Vec<&ast::File> = compilation.files.iter().collect();
        let words = Vocabulary::of(&trees);
        if trees.is_empty() {
            say(workspace, &compilation.sources, &compilation.diagnostics);
            return Ok(Exit::Unreadable);
        }
        let files =
            trees.iter().take(count).map(|tree| formatted(workspace, &compilation.sources, tree, &words));
        let files = files.collect::<Result<Vec<_>, Stop>>()?;
        says_the_same(workspace, &compilation, &files)?;
        let mut exit = Exit::Fine;
        for file in &files {
            say(workspace, &compilation.sources, &file.mistakes);
            if !file.mistakes.is_empty() || (file.changes() && (self.check || self.diff)) {
                exit = Exit::Findings;
            }
            if file.changes() {
                // Files are formatted, and the exit code told, also if nobody reads the answer.
                stop::answered(self.deliver(workspace, file), Exit::Fine)?;
            }
        }
        Ok(exit)
    }

    fn deliver(&self, workspace: &Workspace, file: &Formatted) -> Result<(), Stop> {
        let shown = workspace.shown(&file.path);
        if self.diff {
            return terminal::show(&difference(&shown, file));
        }
        if self.check {
            return terminal::show(&format!("{shown} is not in canonical form\n"));
        }
        let mut out = Output::file(&workspace.on_disk(&file.path))?;
        out.put(&file.new)?;
        out.finish()?;
        terminal::show(&format!("{shown} formatted\n"))
    }
}

/// A pipe can be read once and not be written back to.
fn refuse_pipe(path: &Path) -> Result<(), Stop> {
    match std::fs::metadata(path) {
        Ok(about) if !about.is_file() && !about.is_dir() => Err(Stop::usage(format!(
            "`{}` is a pipe or a device, and `fmt` writes files. Give the rules on standard input instead: \
             `qualify fmt - < inbound.rules` writes them to standard output.",
            path.display()
        ))),
        Ok(_) | Err(_) => Ok(()),
    }
}

fn formatted(
    workspace: &Workspace,
    sources: &Sources,
    tree: &ast::File,
    words: &Vocabulary,
) -> Result<Formatted, Stop> {
    let source = sources.get(tree.source);
    let (path, old) =
        source.map(|source| (source.path().to_owned(), source.text().to_owned())).unwrap_or_default();
    if workspace.read(&path).ok().as_deref() != Some(old.as_bytes()) {
        let shown = workspace.shown(&path);
        return Err(Stop::unreadable(format!(
            "{shown} is not text in UTF-8, so it stays as it is. Save it as UTF-8 (most editors have \"Save with \
             encoding\")."
        )));
    }
    let (tree, mistakes) = parse(tree.source, &old);
    let new = format::checked(&old, &tree, &mistakes, words).map_err(|refused| {
        let place = workspace.shown(&sources.place(refused.span));
        Stop::because(Exit::Findings, format!("{place}: {refused}"))
    })?;
    Ok(Formatted { path, old, new, mistakes })
}

/// The proof with the whole compiler: the program that is written is the program that was there.
fn says_the_same(workspace: &Workspace, before: &Compilation, files: &[Formatted]) -> Result<(), Stop> {
    let Some(program) = &before.program else { return Ok(()) };
    if !files.iter().any(Formatted::changes) {
        return Ok(());
    }
    let texts = files.iter().filter_map(|file| Some((workspace.real(&file.path)?, file.new.clone())));
    let after = workspace.compile_with(&texts.collect());
    let same =
        after.program.is_some_and(|after| after.plan.without_origin() == program.plan.without_origin());
    match same {
        true => Ok(()),
        false => Err(Stop::because(
            Exit::Findings,
            "Formatting would change what the rules mean, so nothing is written. The mistake is in `fmt`, not in the \
             rules.",
        )),
    }
}

fn say(workspace: &Workspace, sources: &Sources, diagnostics: &[Diagnostic]) {
    if !diagnostics.is_empty() {
        let found = Findings { workspace, sources, diagnostics };
        terminal::note(&format!("{}{}", found.for_people(terminal::width()), found.count()));
    }
}

fn difference(shown: &str, file: &Formatted) -> String {
    difference::unified((shown, &file.old), (&format!("{shown} (canonical)"), &file.new))
}

/// From standard input to standard output, for editors.
fn standard_input() -> Ended {
    let mut bytes = Vec::new();
    let read = std::io::stdin().take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| Stop::unreadable(format!("Standard input cannot be read: {}.", reason(&error))))?;
    if bytes.len() as u64 > LARGEST {
        return Err(Stop::unreadable(
            "Standard input has more than 16 MiB, the most that a file of rules may have.",
        ));
    }
    let old =
        String::from_utf8(bytes).map_err(|_| Stop::unreadable("Standard input is not text in UTF-8."))?;
    let mut sources = Sources::default();
    let id: SourceId = sources.add("standard input", old.clone());
    let (tree, mistakes) = parse(id, &old);
    let new = format::checked(&old, &tree, &mistakes, &Vocabulary::of(&[&tree]))
        .map_err(|refused| Stop::because(Exit::Findings, refused.to_string()))?;
    let mut out = Output::standard();
    let written = out.put(&new).and_then(|()| out.finish());
    if mistakes.is_empty() {
        return stop::answered(written, Exit::Fine);
    }
    terminal::note(&findings::count(&mistakes, &sources));
    stop::answered(written, Exit::Findings)
}
