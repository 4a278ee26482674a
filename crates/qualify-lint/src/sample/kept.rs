//! A stream of leads becomes a bounded number of them, spread evenly over the stream.

use qualify_plan::{Lead, Plan};

/// Most leads that are kept: enough for shares that are off by less than one in a hundred.
const MOST: usize = 10_000;
/// Fewest, however large the program is.
const FEWEST: usize = 500;
/// How many conditions are evaluated for all kept leads together: below a second.
const EFFORT: usize = 5_000_000;

/// Leads with a step between them that doubles whenever there are too many.
///
/// ```text
/// step 1   0 1 2 3           four at most
/// step 2   0   2   4   6
/// step 4   0       4       8       12
/// ```
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// The leads, in the order of the file.
    pub(crate) leads: Vec<Lead>,
    /// One in so many is kept: 1, 2, 4, 8 ...
    pub(crate) every: u64,
    most: usize,
}

impl Kept {
    /// As many as can be judged quickly by a program of this size.
    pub(crate) fn for_plan(plan: &Plan) -> Self {
        Self::at_most((EFFORT / (plan.exprs.len() + 1)).clamp(FEWEST, MOST))
    }

    fn at_most(most: usize) -> Self {
        Self { leads: Vec::new(), every: 1, most }
    }

    /// Whether the lead with this number, from 0, is to be kept; makes room for it.
    pub(crate) fn wants(&mut self, number: u64) -> bool {
        if self.leads.len() == self.most && number.is_multiple_of(self.every) {
            let mut at = 0_usize;
            self.leads.retain(|_| {
                at += 1;
                at % 2 == 1
            });
            self.every *= 2;
        }
        number.is_multiple_of(self.every)
    }

    /// Keeps a lead.
    pub(crate) fn add(&mut self, lead: Lead) {
        self.leads.push(lead);
    }
}

#[cfg(test)]
mod tests {
    use qualify_plan::{Decimal, Value};

    use super::*;

    #[test]
    fn the_leads_that_are_kept_are_spread_over_all() {
        for (leads, expected) in [
            (3, vec![0, 1, 2]),
            (4, vec![0, 1, 2, 3]),
            (5, vec![0, 2, 4]),
            (9, vec![0, 4, 8]),
            (16, vec![0, 4, 8, 12]),
        ] {
            let mut kept = Kept::at_most(4);
            for number in 0..leads {
                if kept.wants(number) {
                    let number = Decimal::whole(i64::try_from(number).unwrap()).unwrap();
                    kept.add(Lead { values: vec![Some(Value::Number(number))], events: Vec::new() });
                }
            }
            let numbers: Vec<i64> = kept
                .leads
                .iter()
                .map(|lead| match &lead.values[0] {
                    Some(Value::Number(number)) => number.to_string().parse().unwrap(),
                    other => panic!("{other:?}"),
                })
                .collect();
            assert_eq!(numbers, expected, "of {leads}");
        }
    }
}
