//! Accounts as a Salesforce-like report has them: every cell in quotes, streets over two lines, ids in which only
//! the case of a letter differs, and a footer that is no data.

use crate::calendar::Day;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{Layout, Quotes, Table};

const REPORT: Layout = Layout {
    quotes: Quotes::Everywhere,
    ending: "\n\n\"Target accounts by tier\"\n\"Copyright (c) 2000-2026 a maker of customer databases. All rights reserved.\"\n\"Confidential Information - Do Not Distribute\"\n",
    ..Layout::PLAIN
};

const HEADER: [&str; 14] = [
    "Account Name",
    "Account Id",
    "Billing Street",
    "Country",
    "Annual Revenue",
    "Number of Employees",
    "Account Tier",
    "Title",
    "Email",
    "Buying roles met",
    "Open opportunity",
    "Security review",
    "Create Date",
    "Account Owner",
];

const TOPICS: [(&str, u64); 7] = [
    ("zero trust", 5),
    ("Zero Trust", 3),
    ("sso", 4),
    ("identity governance", 4),
    ("backup", 3),
    ("hiring", 2),
    ("payroll, global", 2),
];

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("enterprise_abm");
    let mut leads = Table::new(REPORT, &HEADER);
    let mut meetings = Table::new(Layout::PLAIN, &["Account Id", "date", "level", "Subject"]);
    let mut intent = Table::new(Layout::MARKED, &["Week", "Account Id", "Topic", "Surge"]);
    for number in 0..200 {
        let id = account_id(number);
        let warmth = random.weighted(&[(0_i64, 40), (1, 30), (2, 30)]);
        leads.push(account(&mut random, &id, warmth));
        for _ in 0..random.between(0, 3 * warmth) {
            let day = Day::ago(random.between(0, 110)).iso();
            let level = random.weighted(&[("practitioner", 5), ("manager", 4), ("Executive", 3), ("", 1)]);
            meetings.push(row![
                id,
                day,
                level,
                random.pick(&["Briefing", "Round table, \"Zürich\"", "Call"])
            ]);
        }
        for _ in 0..random.between(0, 6 * warmth) {
            let week = Day::ago(7 * random.between(0, 4)).iso();
            let surge = random.between(25, 98).or(&mut random, 4, "n/a");
            intent.push(row![week, id, random.weighted(&TOPICS), surge]);
        }
    }
    vec![
        SampleFile::new("leads.csv", leads.bytes()),
        SampleFile::new("meetings.csv", meetings.bytes()),
        SampleFile::new("intent_topics.csv", intent.bytes()),
    ]
}

/// Two neighbours share all letters and differ in the case of one.
fn account_id(number: i64) -> String {
    let letter = if number % 2 == 0 { 'k' } else { 'K' };
    format!("0015g00000Qx{:04}{letter}EAA", number / 2)
}

fn account(random: &mut Random, id: &str, warmth: i64) -> Vec<String> {
    let person = Person::invent(random);
    let street =
        format!("{} {}", random.pick(&["Lindenallee", "Kade", "Bahnhofstrasse"]), random.between(1, 90));
    let revenue = random.weighted(&[(120_i64, 20), (450, 15), (700, 30), (1_900, 25)]) * 1_000_000;
    let roles = roles_met(random, warmth);
    row![
        person.company,
        id,
        street.or(random, 15, format!("{street}\nc/o Reception, 2nd floor")),
        random.weighted(&[
            ("DE", 34),
            ("CH", 14),
            ("AT", 12),
            ("nl", 16),
            ("FR", 8),
            ("US", 6),
            ("Germany", 3),
            ("", 5)
        ]),
        match random.below(12) {
            0 => String::new(),
            1 => "€2.500.000,00".to_owned(),
            2 => format!("EUR {revenue}"),
            3 => format!("{revenue}.0"),
            _ => revenue.to_string(),
        },
        (revenue / 210_000).gap(random, 10),
        random.weighted(&[("tier_1", 30), ("tier_2", 40), ("tier_3", 18), ("n/a", 6), ("", 3)]),
        random.weighted(&[("CISO", 3), ("Head of IT", 4), ("Procurement Lead", 2), ("", 2)]),
        person.email.gap(random, 6),
        roles,
        random.weighted(&[("false", 60), ("true", 12), ("", 28)]),
        security_review(random, warmth),
        Day::ago(random.between(40, 900)).with_time(random.below(1_440)),
        random.pick(&["Dana Li", "Ömer Acar", "Pat O'Shea"]),
    ]
}

fn roles_met(random: &mut Random, warmth: i64) -> String {
    let all = ["champion", "technical_buyer", "economic_buyer", "legal"];
    let met: Vec<&str> = all.into_iter().filter(|_| random.chance(12 + 22 * warmth.unsigned_abs())).collect();
    if met.is_empty() { "".or(random, 40, "[]") } else { met.join(";").or(random, 4, "champion;gatekeeper") }
}

fn security_review(random: &mut Random, warmth: i64) -> &'static str {
    match warmth {
        0 => random.weighted(&[("not_started", 60), ("", 38), ("failed", 2)]),
        1 => random.weighted(&[("not_started", 40), ("running", 30), ("", 25), ("failed", 5)]),
        _ => random.weighted(&[("running", 30), ("passed", 45), ("", 18), ("failed", 5), ("waived", 2)]),
    }
}
