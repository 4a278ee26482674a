//! A project becomes a program that can be run, or the list of its errors.

use std::path::Path;

use qualify::diagnostics::Sources;
use qualify::{Compilation, Program};

use crate::findings::Findings;
use crate::stop::{Exit, Stop};
use crate::terminal;
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

/// Finds and compiles the rules. Errors go to standard error: what was asked for cannot be answered.
pub(crate) fn load(project: Option<&Path>, rules: Option<&Path>) -> Result<Loaded, Stop> {
    let workspace = Workspace::find(Asked { project, rules })?;
    let Compilation { sources, diagnostics, program, .. } = workspace.compile();
    match program {
        Some(program) => Ok(Loaded { workspace, sources, program }),
        None => {
            let findings = Findings { workspace: &workspace, sources: &sources, diagnostics: &diagnostics };
            terminal::note(&format!("{}{}", findings.for_people(terminal::width()), findings.count()));
            Err(Stop::Said(Exit::Findings))
        }
    }
}
