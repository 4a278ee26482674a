//! A lead becomes numbers of its rows, for tools that look into events.

use qualify_plan::{Date, EachOf, Fade, Lead, Measure, Plan, Rows};

use crate::events;
use crate::interval::Interval;
use crate::ops;
use crate::row::{Assumptions, Evaluation};
use crate::score;

/// Something that is counted of rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quantity {
    /// As in a test: whole rows, days and values in ones, sums in ten-thousandths.
    Measure(Measure, Rows),
    /// As in a line of a score: the sum of weights, in [`ops::weight_unit`] parts of one.
    Weights(EachOf, Option<Fade>),
}

/// What the rows of a lead come to, with assumptions, in the order asked.
pub fn quantities(plan: &Plan, today: Date, lead: &Lead, wanted: &[Quantity]) -> Vec<Interval> {
    let evaluation = Evaluation::run(plan, today, lead, Assumptions::Made);
    let of = |quantity: &Quantity| match quantity {
        Quantity::Measure(measure, rows) => {
            let interval = events::measure(&evaluation, *measure, rows);
            match measure {
                Measure::Sum(_) => interval,
                Measure::Count | Measure::Days | Measure::Distinct(_) => interval.divided(ops::SCALE),
            }
        }
        Quantity::Weights(of, fade) => score::weights(&evaluation, *of, *fade),
    };
    wanted.iter().map(of).collect()
}
