//! What a change of the rules does to leads: moves that are possible, proved for every lead and shown on one; criteria in
//! words; counts of leads at hand.
//!
//! ```text
//! two versions ──► criteria in words, each with its effect
//!      │
//!      ├─ both plans ──► moves, each with a witness ──► headline
//!      │                                      ▲
//!      └─ leads at hand ──► counts ───────────┴──► gates
//! ```
//!
//! Nothing here reads files or prints; the command does.

mod criteria;
mod drift;
mod findings;
mod gates;
mod headline;
mod mask;
mod moves;
mod people;
mod promises;
mod review;
mod sample;
mod side;
mod step;

pub use criteria::{Change, Effect, How, Kind, Wording};
pub use drift::Drift;
pub use findings::{Finding, Findings};
pub use gates::{Gate, Standing};
pub use headline::{Headline, Proof};
pub use mask::{Privacy, mask};
pub use moves::{
    Direction, Fact, Move, Moves, Open, Others, OutcomeMove, RuleRef, RuleRefs, Said, ScoreMove, Witness,
};
pub use people::Owner;
pub use promises::{ChangedExample, Fares};
pub use review::{Request, Review, Version};
pub use sample::{Blank, Cell, Counted, Counter, OutcomeCell, Sample};
pub use side::Side;
pub use step::{Doing, Step};
