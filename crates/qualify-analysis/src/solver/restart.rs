//! The spreads of learnt clauses become the decision to begin again from the assumptions.
//!
//! As in Glucose: when the last clauses join clearly more levels than clauses do on the whole, the search is in a
//! part where little is to be learnt. All numbers are whole.

/// How many clauses are "the last ones".
const WINDOW: usize = 50;

#[derive(Clone, Debug, Default)]
pub(super) struct Restarts {
    /// The spreads since the last restart, the last `WINDOW` at most; `next` is overwritten next.
    recent: Vec<u32>,
    next: usize,
    recent_sum: u64,
    all_sum: u64,
    count: u64,
}

impl Restarts {
    /// A clause was learnt.
    pub(super) fn record(&mut self, spread: u32) {
        self.count += 1;
        self.all_sum += u64::from(spread);
        self.recent_sum += u64::from(spread);
        match self.recent.get_mut(self.next) {
            Some(oldest) => self.recent_sum -= u64::from(std::mem::replace(oldest, spread)),
            None => self.recent.push(spread),
        }
        self.next = (self.next + 1) % WINDOW;
    }

    /// Whether the mean of the last spreads, times 4/5, is above the mean of all.
    pub(super) fn is_due(&self) -> bool {
        self.recent.len() == WINDOW && 4 * self.recent_sum * self.count > 5 * WINDOW as u64 * self.all_sum
    }

    pub(super) fn restart(&mut self) {
        self.recent.clear();
        self.next = 0;
        self.recent_sum = 0;
    }
}
