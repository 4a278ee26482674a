//! `qualify man`: manual pages, to read or to install.

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory as _};

use crate::arguments::Arguments;
use crate::output::Output;
use crate::stop::{Ended, Exit, Stop, reason};

/// Write the manual pages
///
/// Without a folder, one page goes to standard output: that of the command, or
/// of a verb.
///
/// Examples:
///   qualify man run | man -l -
///   qualify man --folder ~/.local/share/man/man1
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Man {
    /// The verb whose page is wanted.
    #[arg(value_name = "VERB")]
    verb: Option<String>,
    /// Write all pages into this folder, which is made if need be.
    #[arg(long, value_name = "FOLDER", conflicts_with = "verb")]
    folder: Option<PathBuf>,
}

impl Man {
    pub(crate) fn run(&self) -> Ended {
        let mut command = Arguments::command();
        command.build();
        match &self.folder {
            Some(folder) => write_all(&command, folder)?,
            None => {
                let mut out = Output::standard();
                out.put(&page(chosen(&command, self.verb.as_deref())?)?)?;
                out.finish()?;
            }
        }
        Ok(Exit::Fine)
    }
}

fn chosen<'a>(command: &'a Command, verb: Option<&str>) -> Result<&'a Command, Stop> {
    let Some(verb) = verb else {
        return Ok(command);
    };
    command
        .get_subcommands()
        .find(|subcommand| subcommand.get_name() == verb)
        .ok_or_else(|| Stop::usage(format!("There is no command `{verb}`. `qualify --help` lists them.")))
}

fn write_all(command: &Command, folder: &Path) -> Result<(), Stop> {
    fs::create_dir_all(folder).map_err(|error| {
        Stop::unreadable(format!("`{}` cannot be made: {}.", folder.display(), reason(&error)))
    })?;
    for command in std::iter::once(command).chain(command.get_subcommands()) {
        let name = command.get_display_name().unwrap_or_else(|| command.get_name());
        let mut out = Output::file(&folder.join(format!("{name}.1")))?;
        out.put(&page(command)?)?;
        out.finish()?;
    }
    Ok(())
}

fn page(command: &Command) -> Result<String, Stop> {
    let mut page = Vec::new();
    clap_mangen::Man::new(command.clone())
        .source(concat!("qualify ", env!("CARGO_PKG_VERSION")))
        .manual("Qualify")
        .render(&mut page)
        .map_err(|error| Stop::writing("The page", &error))?;
    Ok(String::from_utf8_lossy(&page).into_owned())
}
