//! The command as people and scripts meet it: what it prints, what it writes, and how it ends.
#![expect(
    clippy::expect_used,
    clippy::disallowed_methods,
    unreachable_pub,
    reason = "a test fails loudly, and works in folders of its own"
)]

#[path = "cli/sandbox.rs"]
mod sandbox;

#[path = "cli/check.rs"]
mod check;
#[path = "cli/check_fix.rs"]
mod check_fix;
#[path = "cli/check_formats.rs"]
mod check_formats;
#[path = "cli/check_leads.rs"]
mod check_leads;
#[path = "cli/check_watch.rs"]
mod check_watch;
#[path = "cli/diff.rs"]
mod diff;
#[path = "cli/events.rs"]
mod events;
#[path = "cli/explain.rs"]
mod explain;
#[path = "cli/fmt.rs"]
mod fmt;
#[path = "cli/hostile.rs"]
mod hostile;
#[path = "cli/init.rs"]
mod init;
#[path = "cli/keep_going.rs"]
mod keep_going;
#[path = "cli/lint.rs"]
mod lint;
#[path = "cli/open.rs"]
mod open;
#[path = "cli/parquet.rs"]
mod parquet;
#[path = "cli/run.rs"]
mod run;
#[path = "cli/several_files.rs"]
mod several_files;
#[path = "cli/strange_files.rs"]
mod strange_files;
#[path = "cli/test.rs"]
mod test;
#[path = "cli/usage.rs"]
mod usage;
#[path = "cli/why.rs"]
mod why;
#[path = "cli/with_input.rs"]
mod with_input;
