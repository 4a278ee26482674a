//! The words on the command line: verbs, flags, and the help that explains them.

use std::num::NonZero;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands;

/// The heading of what goes with every command.
const EVERYWHERE: &str = "With every command";
/// Written under the help of the command.
const EXIT_CODES: &str = "\
A first project:
  qualify init leads.csv   write qualify.toml and rules for the columns
  qualify check            look for errors
  qualify test             hold the rules to their examples
  qualify run              judge every lead
  qualify why L-1041       tell why one lead came out as it did
  qualify diff main        show what a change does to leads

Exit codes:
  0  all is well
  1  findings: errors in rules, failed examples, files that fmt would change,
     a change that fails a gate
  2  wrong usage or configuration
  3  input that cannot be read, even a single row of it; or output that
     cannot be written (rows of events that name no lead are only counted)

The answer goes to standard output, everything else to standard error.";

/// Lead qualification in rules that everybody can read.
///
/// Qualify reads criteria such as `when industry in ICP and downloads >= 2 then MQL`, applies them to a file of
/// leads, and says for every lead what it is, why, and what is missing for more.
///
/// A folder with a `qualify.toml` is a project: it says which rules, leads and events belong together, and then no
/// command needs flags. The file is looked for next to the rules and in the folders above.
#[derive(Debug, Parser)]
#[command(name = "qualify", version, after_help = EXIT_CODES, arg_required_else_help = true)]
#[command(disable_help_subcommand = true, infer_subcommands = false)]
pub(crate) struct Arguments {
    /// The project: a folder with a qualify.toml, or that file; for init, the folder to write to.
    #[arg(long, global = true, value_name = "FOLDER", help_heading = EVERYWHERE)]
    pub(crate) project: Option<PathBuf>,
    /// When to use colours: auto, always or never.
    #[arg(hide_possible_values = true)]
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", help_heading = EVERYWHERE)]
    pub(crate) color: Color,
    /// What to do.
    #[command(subcommand)]
    pub(crate) verb: Verb,
}

/// When to use colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

/// The verbs.
#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Init(commands::init::Init),
    Check(commands::check::Check),
    Fmt(commands::fmt::Fmt),
    Test(commands::test::Test),
    Run(commands::run::Run),
    Why(commands::why::Why),
    Diff(commands::diff::Diff),
    Log(commands::log::Log),
    Textconv(commands::textconv::Textconv),
    Explain(commands::explain::Explain),
    Completions(commands::completions::Completions),
    Man(commands::man::Man),
}

/// Which leads and events to read, and how.
#[derive(Debug, Args)]
pub(crate) struct LeadFlags {
    /// The file of leads; `-` is standard input. May be given several times, and be a pattern in quotes: 'leads/*.csv'.
    #[arg(long, value_name = "FILE")]
    pub(crate) leads: Vec<PathBuf>,
    /// The column that names the lead.
    #[arg(long, value_name = "COLUMN")]
    pub(crate) key: Option<String>,
    /// The rows of an event: its name or plural, `=`, and a file. May be given several times.
    #[arg(long = "events", value_name = "NAME=FILE")]
    pub(crate) events: Vec<std::ffi::OsString>,
    /// How many MB of memory the rows of all events may take; 256 if nothing is said. More rows wait in a temporary file.
    #[arg(long, value_name = "MB")]
    pub(crate) events_memory: Option<NonZero<u32>>,
    /// How the letters of the leads file are written: utf-8 or latin-1.
    #[arg(long, value_name = "NAME")]
    pub(crate) encoding: Option<String>,
    /// What separates the cells of the leads file: one character, or `tab`.
    #[arg(long, value_name = "CHARACTER")]
    pub(crate) delimiter: Option<String>,
    /// How the rows of the leads file are written: csv, jsonl or parquet. Else the file tells.
    #[arg(long, value_name = "FORMAT")]
    pub(crate) leads_format: Option<String>,
    /// The day on which the leads are judged, as YYYY-MM-DD. Else the day on the system's clock.
    #[arg(long, value_name = "DATE")]
    pub(crate) today: Option<String>,
}

impl LeadFlags {
    /// Whether any of them says which leads or events to read, or how.
    pub(crate) fn names_leads(&self) -> bool {
        let Self { leads, key, events, events_memory: _, encoding, delimiter, leads_format, today: _ } = self;
        let words = [key, encoding, delimiter, leads_format];
        !leads.is_empty() || !events.is_empty() || words.iter().any(|word| word.is_some())
    }
}
