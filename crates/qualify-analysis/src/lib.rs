//! A plan and a question become a proof, a lead that shows the answer, or an honest "could not decide".

mod analysis;
mod cells;
mod demand;
mod facts;
mod find;
mod gates;
mod implied;
mod ladder;
mod lead;
mod linear;
mod local;
mod model;
mod overlap;
mod parts;
mod placed;
mod points;
mod ranges;
mod reach;
mod rows;
mod scores;
mod shapes;
mod solver;
mod steps;
mod survey;
mod text;
mod together;
mod witness;

pub use analysis::{Analysis, Answer, CONFLICTS};
pub use demand::Demand;
pub use implied::Redundant;
pub use overlap::{Conflict, Conflicts};
pub use parts::IdlePart;
pub use scores::ScoreEnd;
pub use survey::Depth;
pub use together::Together;
pub use witness::{Known, Nobody, describe};
