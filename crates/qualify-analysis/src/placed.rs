//! Rows, one after the other, become numbers of days and values: as many different ones as were counted.

use std::collections::BTreeMap;

use qualify_plan::Truth;

use crate::shapes::Measured;

/// How many rows have got a day and a value, where those are counted.
#[derive(Debug, Default)]
pub(crate) struct Placed {
    values: BTreeMap<(usize, Measured), Given>,
    days: BTreeMap<(usize, i64), Given>,
}

/// How many sure rows and other rows there were so far.
#[derive(Debug, Default, Clone, Copy)]
struct Given {
    sure: i128,
    maybe: i128,
}

impl Placed {
    /// Which value the next row gets: the first `sure` are for rows that surely count, up to `all` for the others.
    pub(crate) fn next(&mut self, of: (usize, Measured), state: Truth, sure: i128, all: i128) -> i128 {
        self.values.entry(of).or_default().next(state, sure, all)
    }

    /// Which day the next row gets, likewise.
    pub(crate) fn next_day(&mut self, of: (usize, i64), state: Truth, sure: i128, all: i128) -> i128 {
        self.days.entry(of).or_default().next(state, sure, all)
    }
}

impl Given {
    fn next(&mut self, state: Truth, sure: i128, all: i128) -> i128 {
        if state == Truth::Yes {
            self.sure += 1;
            return (self.sure - 1).min(sure - 1).max(0);
        }
        self.maybe += 1;
        let fresh = sure + self.maybe - 1;
        if fresh < all { fresh } else { 0 }
    }
}
