//! A number of rows into a stream of visits of a web site, as trackers export them, for measuring how events are joined.
//!
//! The rows come by time, so the rows of a lead stand all over the file. A few leads have most of the visits and most have
//! few or none; visitors without a name, names that the leads do not have, a robot with more rows than a lead may have,
//! addresses of pages that are seldom alike, and days in several spellings are all there.

use std::io::{self, Write};

use crate::calendar::Day;
use crate::random::{Random, Sometimes};

/// The columns, in the order of the file.
pub const COLUMNS: [&str; 5] = ["visited_at", "lead_id", "page", "seconds", "kind"];

const PAGES: [&str; 12] = [
    "/",
    "/pricing",
    "/pricing/enterprise",
    "/blog/how-we-work",
    "/blog/a-short-history-of-forms",
    "/docs/start",
    "/docs/reference",
    "/customers",
    "/security",
    "/careers",
    "/demo",
    "/webinars/march",
];

const KINDS: [(&str, u64); 6] =
    [("page view", 80), ("Page View", 5), ("download", 6), ("form", 4), ("webinar", 2), ("", 3)];

/// The key of a robot, which no lead has.
pub const ROBOT: &str = "crawler@monitor.example";

/// Over how many days the visits go, back from today.
const DAYS: i64 = 400;

/// Writes so many visits by the leads that [`crate::crm24`] writes of the same number.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(out: &mut impl Write, rows: u64, leads: u64, seed: u64) -> io::Result<()> {
    let mut random = Random::new(seed);
    writeln!(out, "{}", COLUMNS.join(","))?;
    for number in 0..rows {
        let [day, lead, page, seconds, kind] = visit(&mut random, number, rows, leads);
        writeln!(out, "{day},{lead},{page},{seconds},{kind}")?;
    }
    Ok(())
}

fn visit(random: &mut Random, number: u64, rows: u64, leads: u64) -> [String; 5] {
    let from_the_end = u128::from(rows - number) * u128::from(DAYS.unsigned_abs()) / u128::from(rows.max(1));
    let day = Day::ago(i64::try_from(from_the_end).unwrap_or_default());
    let minute = random.below(24 * 60);
    let day = match random.below(100) {
        0 => "(not set)".to_owned(),
        1..20 => day.iso(),
        20..40 => day.with_time(minute),
        _ => day.in_utc(minute),
    };
    let page = random.pick(&PAGES);
    let page = match random.below(10) {
        0 => format!("\"{page}?utm_source=mail,{}\"", random.below(leads.max(1))),
        1 => format!("{page}?session={:08x}", random.below(1 << 32)),
        _ => page.to_owned(),
    };
    let seconds = (random.below(40) * random.below(40)).gap(random, 8);
    [day, lead(random, leads), page, seconds, random.weighted(&KINDS).to_owned()]
}

/// The visitor's key. Of two numbers the smaller is taken twice, so that the first leads have far more visits than the last.
fn lead(random: &mut Random, leads: u64) -> String {
    match random.below(100) {
        0..8 => String::new(),
        8..11 => format!("anonymous-{:012x}", random.below(1 << 48)),
        11..14 => ROBOT.to_owned(),
        at => {
            let pick = random.below(leads).min(random.below(leads)).min(random.below(leads));
            let space = if at == 14 { " " } else { "" };
            format!("{space}L-{:07}", pick + 1)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_cell_for_each_column_and_the_seed_decides_them() {
        let written = |seed| {
            let mut out = Vec::new();
            write(&mut out, 500, 50, seed).expect("writing to memory");
            out
        };
        assert_eq!(written(1), written(1));
        assert_ne!(written(1), written(2));
        let file = written(1);
        let rows: Vec<_> = csv::Reader::from_reader(file.as_slice()).into_records().collect();
        assert_eq!(rows.len(), 500);
        let rows: Vec<_> = rows.into_iter().map(|row| row.expect("a good row")).collect();
        assert!(rows.iter().all(|row| row.len() == COLUMNS.len()));
        let keys = |key: &str| rows.iter().filter(|row| row.get(1) == Some(key)).count();
        assert!(keys("") > 10 && keys(ROBOT) > 3 && keys("L-0000001") > 3);
    }
}
