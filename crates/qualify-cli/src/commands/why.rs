//! `qualify why`
use crate::stop::{Ended, Exit};
use clap::Args;
use std::path::Path;
/// x
#[derive(Debug, Args)]
pub(crate) struct Why {}
impl Why {
    pub(crate) fn run(&self, _project: Option<&Path>) -> Ended {
        Ok(Exit::Fine)
    }
}
