//! A plan and a question become a proof, a lead that shows the answer, or an honest "could not decide".

mod cells;
mod facts;
mod gates;
mod ladder;
mod linear;
mod model;
mod points;
mod ranges;
mod rows;
mod shapes;
mod solver;
mod steps;
mod survey;
mod text;
