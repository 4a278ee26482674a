//! `qualify fmt`
use crate::stop::{Ended, Exit};
use clap::Args;
use std::path::Path;
/// x
#[derive(Debug, Args)]
pub(crate) struct Fmt {}
impl Fmt {
    pub(crate) fn run(&self, _project: Option<&Path>) -> Ended {
        Ok(Exit::Fine)
    }
}
