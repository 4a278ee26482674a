//! `qualify test`
use std::path::Path;
use clap::Args;
use crate::stop::{Ended, Exit};
/// x
#[derive(Debug, Args)]
pub(crate) struct Test {}
impl Test {
    pub(crate) fn run(&self, _project: Option<&Path>) -> Ended { Ok(Exit::Fine) }
}
