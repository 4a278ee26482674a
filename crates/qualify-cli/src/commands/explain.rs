//! `qualify explain NAME`: the page of an error or a lint.

use clap::Args;
use qualify::diagnostics::Code;
use qualify::{pages, similar};

use crate::markdown;
use crate::stop::{Ended, Exit, Stop};
use crate::terminal::{self, style, text};

/// Tell what an error or a warning means, why it matters, and what to write instead
///
/// Every error and every warning has a name, which stands in square brackets, as
/// in `error[unknown-name]`. Without a name, all names are listed.
///
/// Example: qualify explain mixed-and-or
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Explain {
    /// The name of an error or a warning, such as `unknown-name`.
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

/// Errors and warnings, each kind by name.
fn all(width: usize) -> String {
    let names = Code::ERRORS.iter().chain(Code::LINTS).map(|code| code.name().len());
    let longest = names.max().unwrap_or(0);
    let list = |codes: &[Code]| -> String {
        let mut codes = codes.to_vec();
        codes.sort_by_key(|code| code.name());
        codes.iter().map(|code| line(*code, longest, width)).collect()
    };
    let (errors, lints) = (list(Code::ERRORS), list(Code::LINTS));
    format!("{}\n{errors}\n{}\n{lints}", style::heading("Errors"), style::heading("Warnings"))
}

fn line(code: Code, longest: usize, width: usize) -> String {
    let summary = text::hang(&" ".repeat(longest + 2), code.summary(), width);
    let name = style::accent(&text::pad(code.name(), longest));
    format!("{name}{}\n", summary.get(longest..).unwrap_or_default())
}

fn page(name: &str) -> Result<&'static str, Stop> {
    let asked = name.trim().trim_start_matches("error[").trim_start_matches("warning[");
    let asked = asked.trim_end_matches(']').to_lowercase();
    pages::page(&asked).ok_or_else(|| {
        let known = Code::ERRORS.iter().chain(Code::LINTS);
        let hint = match similar::closest(&asked, known.map(|code| code.name())) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => "`qualify explain` lists all names.".to_owned(),
        };
        Stop::usage(format!("There is no error or warning called `{}`. {hint}", text::clean(name)))
    })
}
