//! A plan and a question become a proof, a lead that shows the answer, or an honest "could not decide".

mod analysis;
mod cells;
mod demand;
mod facts;
mod find;
mod gates;
mod ladder;
mod lead;
mod linear;
mod model;
mod placed;
mod points;
mod ranges;
mod rows;
mod shapes;
mod solver;
mod steps;
mod survey;
mod text;

pub use analysis::{Analysis, Answer, CONFLICTS};
pub use demand::Demand;
