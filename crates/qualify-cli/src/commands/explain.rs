//! `qualify explain NAME`: the page of an error.

use clap::Args;
use qualify::diagnostics::Code;
use qualify::{pages, similar};

use crate::markdown;
use crate::stop::{Ended, Exit, Stop};
use crate::terminal::{self, style, text};

/// Tell what an error means, why it matters, and what to write instead
///
/// Every error has a name, which stands in square brackets, as in
/// `error[unknown-name]`. Without a name, all names are listed.
///
/// Example: qualify explain mixed-and-or
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Explain {
    /// The name of an error, such as `unknown-name`.
    #[arg(value_name = "NAME")]
    name: Option<String>,
}

impl Explain {
    pub(crate) fn run(&self) -> Ended {
        let width = terminal::width();
        match &self.name {
            None => terminal::show(&all(width))?,
            Some(name) => terminal::show(&markdown::render(page(name)?, width))?,
        }
        Ok(Exit::Fine)
    }
}

fn all(width: usize) -> String {
    let mut codes = Code::ERRORS.to_vec();
    codes.sort_by_key(|code| code.name());
    let longest = codes.iter().map(|code| code.name().len()).max().unwrap_or(0);
    let line = |code: &Code| {
        let summary = text::hang(&" ".repeat(longest + 2), code.summary(), width);
        format!(
            "{}{}\n",
            style::accent(&text::pad(code.name(), longest)),
            summary.get(longest..).unwrap_or_default()
        )
    };
    codes.iter().map(line).collect()
}

fn page(name: &str) -> Result<&'static str, Stop> {
    let asked = name.trim().trim_start_matches("error[").trim_end_matches(']').to_lowercase();
    pages::page(&asked).ok_or_else(|| {
        let hint = match similar::closest(&asked, Code::ERRORS.iter().map(|code| code.name())) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "`qualify explain` lists all names.".to_owned(),
        };
        Stop::usage(format!("There is no error called `{}`. {hint}", text::clean(name)))
    })
}
