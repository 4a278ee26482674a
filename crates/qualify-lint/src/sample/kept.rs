//! A stream of leads becomes a bounded number of them, drawn evenly from all of it.

use qualify_plan::{Lead, Plan};

/// Most leads that are kept: enough for shares that are off by less than one in a hundred.
const MOST: usize = 10_000;
/// Fewest, however large the program is.
const FEWEST: usize = 500;
/// How many conditions are evaluated for all kept leads together: below a second.
const EFFORT: usize = 5_000_000;

/// Leads that were drawn: each time there are too many, half of them go.
///
/// Whether a lead stays depends on nothing but its number: the number is mixed (SplitMix64, after Steele, Lea and Flood,
/// "Fast splittable pseudorandom number generators", 2014), and its last bits must be 0, one more bit each time. So the
/// same file gives the same leads, and what comes up in every fourth row (leads are handed out to people in turns) is
/// neither always drawn nor never.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    // In the order of the file, each with its number.
    leads: Vec<(u64, Lead)>,
    bits: u32,
    most: usize,
}

impl Kept {
    /// As many as can be judged quickly by a program of this size.
    pub(crate) fn for_plan(plan: &Plan) -> Self {
        Self::at_most((EFFORT / (plan.exprs.len() + 1)).clamp(FEWEST, MOST))
    }

    fn at_most(most: usize) -> Self {
        Self { leads: Vec::new(), bits: 0, most }
    }

    /// Whether the lead with this number is to be kept; makes room for it.
    pub(crate) fn wants(&mut self, number: u64) -> bool {
        while self.leads.len() >= self.most && is_drawn(number, self.bits) {
            self.bits += 1;
            let bits = self.bits;
            self.leads.retain(|(number, _)| is_drawn(*number, bits));
        }
        is_drawn(number, self.bits)
    }

    /// Keeps a lead.
    pub(crate) fn add(&mut self, number: u64, lead: Lead) {
        self.leads.push((number, lead));
    }

    /// The leads, in the order of the file.
    pub(crate) fn leads(&self) -> impl Iterator<Item = &Lead> {
        self.leads.iter().map(|(_, lead)| lead)
    }
}

fn is_drawn(number: u64, bits: u32) -> bool {
    mixed(number).trailing_zeros() >= bits
}

fn mixed(number: u64) -> u64 {
    let mut bits = number.wrapping_add(1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(most: usize, of: u64) -> Vec<u64> {
        let mut kept = Kept::at_most(most);
        for number in 0..of {
            if kept.wants(number) {
                kept.add(number, Lead::default());
            }
        }
        kept.leads.iter().map(|(number, _)| *number).collect()
    }

    #[test]
    fn all_are_kept_as_long_as_there_is_room() {
        assert_eq!(drawn(100, 100), (0..100).collect::<Vec<u64>>());
    }

    #[test]
    fn what_is_drawn_is_spread_over_the_file_and_over_turns() {
        let drawn = drawn(1_000, 50_000);
        assert!((400..=1_000).contains(&drawn.len()), "{}", drawn.len());
        for part in 0..4 {
            let share = drawn.len() / 4;
            let in_turn = drawn.iter().filter(|number| **number % 4 == part).count();
            let in_quarter = drawn.iter().filter(|number| **number / 12_500 == part).count();
            assert!(in_turn.abs_diff(share) < share / 3, "turn {part}: {in_turn} of {}", drawn.len());
            assert!(
                in_quarter.abs_diff(share) < share / 3,
                "quarter {part}: {in_quarter} of {}",
                drawn.len()
            );
        }
    }
}
