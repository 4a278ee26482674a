//! `qualify textconv`: rules in their canonical form, for `git diff`.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use qualify::diagnostics::SourceId;
use qualify::syntax::format::{self, Vocabulary};
use qualify::syntax::parse;

use crate::output::Output;
use crate::stop::{Ended, Exit};

/// Show rules in canonical form to git diff
///
/// git diff then shows what changed in the criteria, and not how their lines
/// were broken. It never fails: what cannot be read as rules is shown as it is.
/// Say once what git should do with rules, then diff as ever:
///
/// Examples:
///   echo '*.rules diff=qualify' >> .gitattributes
///   git config diff.qualify.textconv 'qualify textconv'
///   git diff main -- inbound.rules
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Textconv {
    /// The file; git names it.
    #[arg(value_name = "FILE")]
    file: PathBuf,
}

impl Textconv {
    pub(crate) fn run(&self) -> Ended {
        let bytes = fs::read(&self.file).unwrap_or_default();
        let told = match std::str::from_utf8(&bytes) {
            Ok(text) => canonical(text).unwrap_or_else(|| text.to_owned()),
            Err(_) => String::from_utf8_lossy(&bytes).into_owned(),
        };
        let mut out = Output::standard();
        out.put(&told)?;
        out.finish()?;
        Ok(Exit::Fine)
    }
}

fn canonical(text: &str) -> Option<String> {
    let (file, mistakes) = parse(SourceId(0), text);
    let words = Vocabulary::of(&[&file]);
    format::checked(text, &file, &mistakes, &words).ok()
}
