//! `qualify completions SHELL`: a script that completes the command's words in a shell.

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;

use crate::arguments::Arguments;
use crate::output::Output;
use crate::stop::{Ended, Exit};

/// Write a script that completes qualify's words in your shell
///
/// Examples:
///   qualify completions zsh > ~/.zfunc/_qualify
///   source <(qualify completions bash)
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Completions {
    /// The shell: bash, zsh, fish, elvish or powershell.
    #[arg(value_name = "SHELL", hide_possible_values = true)]
    shell: Shell,
}

impl Completions {
    pub(crate) fn run(&self) -> Ended {
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut Arguments::command(), "qualify", &mut script);
        let mut out = Output::standard();
        out.put(&String::from_utf8_lossy(&script))?;
        out.finish()?;
        Ok(Exit::Fine)
    }
}
