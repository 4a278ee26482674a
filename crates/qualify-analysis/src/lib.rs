//! A plan and a question become a proof, a lead that shows the answer, or an honest "could not decide".

mod analysis;
mod baseline;
mod cells;
mod cone;
mod demand;
mod facts;
mod find;
mod gates;
mod implied;
mod ladder;
mod lead;
mod linear;
mod model;
mod nearest;
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
mod witness;

pub use analysis::{Analysis, Answer, CONFLICTS};
pub use demand::Demand;
pub use implied::Redundant;
pub use nearest::Ways;
pub use overlap::{Conflict, Conflicts};
pub use parts::{Constant, ConstantKind, IdlePart};
pub use scores::ScoreEnd;
pub use witness::{Known, Nobody, describe};
