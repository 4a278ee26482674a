//! Plans and leads for tests: built by hand, or at random from a sequence of picks.
//!
//! Everything random comes from [`Picks`]: the same picks give the same plan and lead, and smaller picks simpler
//! ones, so that a failing case shrinks to one that people can read.

mod builder;
mod conditions;
mod leads;
mod picks;
mod plans;

pub use builder::Builder;
pub use leads::{Gap, fill_gaps, gaps, lead};
pub use picks::Picks;
pub use plans::plan;

use qualify_plan::Date;

/// The day on which random leads are evaluated: 2026-03-02.
pub fn today() -> Date {
    Date::parse("2026-03-02").unwrap_or(Date::from_civil(Default::default()))
}
