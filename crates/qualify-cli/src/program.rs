//! A project becomes a program that can be run, or the list of its errors.

use std::path::Path;

use qualify::diagnostics::Sources;
use qualify::{Compilation, Program};

use crate::findings::Findings;
use crate::git::Repository;
use crate::stop::{Exit, Stop};
use crate::terminal;
use crate::versions;
use crate::workspace::{Asked, Workspace};

/// A program without errors, and where it came from.
pub(crate) struct Loaded {
    /// The project.
    pub(crate) workspace: Workspace,
    /// The files.
    pub(crate) sources: Sources,
    /// What can be run.
    pub(crate) program: Program,
}

/// The same with the rules as they were at a revision; leads are still those of the project as it is.
pub(crate) fn load_at(project: Option<&Path>, rules: Option<&Path>, revision: &str) -> Result<Loaded, Stop> {
    let workspace = Workspace::find(Asked { project, rules })?;
    let repository = Repository::of(&workspace.root)?;
    let commit = repository.commit(revision)?;
    let version = versions::of_commit(&repository, &commit, revision, &workspace)?;
    loaded(version.compile(), workspace)
}

/// Finds and compiles the rules. Errors go to standard error: what was asked for cannot be answered.
pub(crate) fn load(project: Option<&Path>, rules: Option<&Path>) -> Result<Loaded, Stop> {
    let workspace = Workspace::find(Asked { project, rules })?;
    loaded(workspace.compile(), workspace)
}

fn loaded(compilation: Compilation, workspace: Workspace) -> Result<Loaded, Stop> {
    let Compilation { sources, diagnostics, program, .. } = compilation;
    match program {
        Some(program) => Ok(Loaded { workspace, sources, program }),
        None => {
            let findings = Findings { workspace: &workspace, sources: &sources, diagnostics: &diagnostics };
            terminal::note(&format!("{}{}", findings.for_people(terminal::width()), findings.count()));
            Err(Stop::Said(Exit::Findings))
        }
    }
}
