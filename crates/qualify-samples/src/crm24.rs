//! A number of rows into a stream of leads with 24 columns, as customer databases have them, for measuring.
//!
//! Enumerations in several spellings, free-text titles, numbers and money with gaps, dates, yes and no. The rows are
//! made one by one and written at once, so that a file of any length needs no memory.

use std::io::{self, Write};

use crate::calendar::Day;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;

/// The columns, in the order of the file.
pub const COLUMNS: [&str; 24] = [
    "lead_id",
    "created_on",
    "email",
    "job_title",
    "company",
    "country",
    "industry",
    "lead_source",
    "employees",
    "annual_revenue",
    "budget",
    "page_views",
    "downloads",
    "emails_opened",
    "emails_clicked",
    "last_activity_on",
    "trial_started_on",
    "buying_by",
    "plan",
    "need_confirmed",
    "has_authority",
    "is_customer",
    "do_not_contact",
    "interests",
];

const TITLES: [&str; 20] = [
    "VP Sales",
    "Vice President, Operations",
    "CTO",
    "Chief Financial Officer",
    "CEO & Founder",
    "Director of Marketing",
    "Sales Director EMEA",
    "Head of IT",
    "Engineering Manager",
    "Product Manager",
    "Account Executive",
    "Software Engineer",
    "Senior Data Analyst",
    "Controller",
    "HR Business Partner",
    "Student",
    "Marketing Intern",
    "Office Assistant",
    "Consultant (freelance)",
    "Procurement Specialist",
];

const INDUSTRIES: [(&str, u64); 10] = [
    ("software", 20),
    ("Software", 4),
    ("Computer Software", 8),
    ("fintech", 10),
    ("healthcare", 12),
    ("Retail", 12),
    ("manufacturing", 12),
    ("education", 8),
    ("Mining & Metals", 4),
    ("", 10),
];

const SOURCES: [&str; 8] = [
    "Organic Search",
    "Paid Search",
    "Referral",
    "Direct Traffic",
    "Email",
    "Social Media",
    "Event",
    "Partner",
];

/// How the rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// A header, then commas.
    Csv,
    /// One JSON object a line, every value a text.
    JsonLines,
}

/// Writes so many leads.
///
/// # Errors
/// When `out` cannot be written.
pub fn write(out: &mut impl Write, format: Format, rows: u64, seed: u64) -> io::Result<()> {
    let mut random = Random::new(seed);
    if format == Format::Csv {
        writeln!(out, "{}", COLUMNS.join(","))?;
    }
    for number in 1..=rows {
        let cells = lead(&mut random, number);
        match format {
            Format::Csv => write_csv(out, &cells)?,
            Format::JsonLines => write_json(out, &cells)?,
        }
    }
    Ok(())
}

fn write_csv(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    for (at, cell) in cells.iter().enumerate() {
        let comma = if at == 0 { "" } else { "," };
        if cell.contains([',', '"']) {
            write!(out, "{comma}\"{}\"", cell.replace('"', "\"\""))?;
        } else {
            write!(out, "{comma}{cell}")?;
        }
    }
    writeln!(out)
}

fn write_json(out: &mut impl Write, cells: &[String]) -> io::Result<()> {
    let members: Vec<(&str, serde_json::Value)> =
        COLUMNS.into_iter().zip(cells).map(|(column, cell)| (column, cell.as_str().into())).collect();
    out.write_all(crate::json_lines::line(&members).as_bytes())
}

fn lead(random: &mut Random, number: u64) -> Vec<String> {
    let person = Person::invent(random);
    let size = random.weighted(&[(10_i64, 25), (60, 30), (400, 30), (4_000, 15)]) + random.between(0, 200);
    row![
        format!("L-{number:07}"),
        Day::ago(random.between(0, 900)).iso(),
        person
            .email_at(random.weighted(&[("gmail.com", 15), ("rival.example", 2), (&person.domain, 83)]))
            .gap(random, 5),
        random.pick(&TITLES).gap(random, 10),
        person.company,
        random.weighted(&[
            ("US", 30),
            ("GB", 12),
            ("DE", 14),
            ("FR", 10),
            ("SE", 6),
            ("in", 8),
            ("BR", 6),
            ("", 8)
        ]),
        random.weighted(&INDUSTRIES),
        random.pick(&SOURCES).gap(random, 6),
        size.gap(random, 20),
        (size * random.between(80, 260) * 1_000).gap(random, 40),
        (random.between(1, 90) * 1_000).gap(random, 60),
        random.between(0, 40).gap(random, 8),
        random.weighted(&[("0", 50), ("1", 20), ("2", 12), ("3", 6), ("7", 2), ("", 10)]),
        random.between(0, 20).gap(random, 15),
        random.between(0, 6).gap(random, 15),
        Day::ago(random.between(0, 200)).iso().gap(random, 10),
        Day::ago(random.between(0, 120)).iso().gap(random, 70),
        Day::ago(-random.between(-30, 400)).iso().gap(random, 65),
        random.weighted(&[("free", 50), ("trial", 20), ("team", 15), ("business", 5), ("", 10)]),
        random.weighted(&[("yes", 20), ("no", 20), ("", 60)]),
        random.weighted(&[("true", 20), ("false", 20), ("", 60)]),
        random.weighted(&[("no", 85), ("yes", 6), ("", 9)]),
        random.weighted(&[("no", 90), ("yes", 3), ("", 7)]),
        random.weighted(&[("crm", 25), ("crm;billing", 15), ("reports;sso", 10), ("billing", 10), ("", 40)]),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_24_cells_and_the_seed_decides_them() {
        let written = |seed| {
            let mut out = Vec::new();
            write(&mut out, Format::Csv, 50, seed).expect("writing to memory");
            out
        };
        assert_eq!(written(1), written(1));
        assert_ne!(written(1), written(2));
        let file = written(1);
        let rows: Vec<_> = csv::Reader::from_reader(file.as_slice()).into_records().collect();
        assert_eq!(rows.len(), 50);
        assert!(rows.iter().all(|row| row.as_ref().is_ok_and(|row| row.len() == 24)));
    }

    #[test]
    fn json_lines_hold_the_same_cells() {
        let mut out = Vec::new();
        write(&mut out, Format::JsonLines, 3, 1).expect("writing to memory");
        let text = String::from_utf8(out).expect("text");
        let rows: Vec<serde_json::Value> =
            text.lines().map(|line| serde_json::from_str(line).expect("an object")).collect();
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[2]["lead_id"], "L-0000003");
    }
}
