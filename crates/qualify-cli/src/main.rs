//! The command `qualify`: words on a command line become answers on a terminal.
//!
//! Each verb lives in `commands/<verb>.rs`. Everything that touches files, the clock, the environment or the
//! terminal is in this crate and nowhere else.
#![allow(clippy::disallowed_methods, reason = "this crate is where files, clock and environment are touched")]

mod arguments;
mod clock;
mod commands;
mod difference;
mod disk;
mod findings;
mod git;
mod inputs;
mod interrupt;
mod markdown;
mod memory;
mod output;
mod program;
mod progress;
mod review;
mod seen;
mod stop;
mod tell;
mod terminal;
mod usage;
mod versions;
mod workspace;

use std::process::ExitCode;

fn main() -> ExitCode {
    keep_quiet_about_damaged_files();
    interrupt::clean_up_when_asked_to_stop();
    let ended = usage::parse(std::env::args_os()).and_then(commands::run);
    stop::report(ended).into()
}

/// A panic that becomes a sentence about a damaged file is told by that sentence alone.
fn keep_quiet_about_damaged_files() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !qualify::leads::is_contained() {
            usual(panic);
        }
    }));
}
