//! The verbs of the command, one file each.

pub(crate) mod check;
pub(crate) mod completions;
pub(crate) mod diff;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod init;
pub(crate) mod log;
pub(crate) mod man;
pub(crate) mod run;
pub(crate) mod test;
pub(crate) mod textconv;
pub(crate) mod why;

use crate::arguments::{Arguments, Verb};
use crate::stop::Ended;

/// Does what the arguments ask for.
pub(crate) fn run(arguments: Arguments) -> Ended {
    let project = arguments.project.as_deref();
    match arguments.verb {
        Verb::Init(init) => init.run(project),
        Verb::Check(check) => check.run(project),
        Verb::Fmt(fmt) => fmt.run(project),
        Verb::Test(test) => test.run(project),
        Verb::Run(run) => run.run(project),
        Verb::Diff(diff) => diff.run(project),
        Verb::Log(log) => log.run(project),
        Verb::Textconv(textconv) => textconv.run(),
        Verb::Why(why) => why.run(project),
        Verb::Explain(explain) => explain.run(),
        Verb::Completions(completions) => completions.run(),
        Verb::Man(man) => man.run(),
    }
}
