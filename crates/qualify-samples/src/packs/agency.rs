//! Enquiries from an agency's web form, kept in a spreadsheet: no line end after the last row, bands of money as
//! text, several services in one cell with commas, "don't know" as an answer.

use crate::calendar::Day;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{Layout, Table};

const SHEET: Layout = Layout { line_end: "\r\n", ending: "", ..Layout::PLAIN };

const HEADER: [&str; 21] = [
    "Enquiry",
    "Company",
    "Name",
    "E-mail",
    "Sector",
    "Country",
    "Budget",
    "Wanted start",
    "Services",
    "Your role",
    "How did you find us",
    "Message",
    "Budget confirmed",
    "Who decides and how",
    "Rival of a client",
    "Team load in wanted month",
    "Newsletter since",
    "Lost on",
    "Lost because",
    "Times lost",
    "Partner away",
];

const MESSAGES: [(&str, u64); 7] = [
    ("We need a new website before the season.", 6),
    ("Please call me, mornings are best", 5),
    ("A relaunch, a campaign,\r\nand someone who answers.", 3),
    ("Is there a free audit?", 2),
    ("My application for an internship", 1),
    ("unsubscribe", 1),
    ("", 4),
];

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("agency");
    let mut leads = Table::new(SHEET, &HEADER);
    let mut calls =
        Table::new(Layout::PLAIN, &["Enquiry", "date", "State", "Minutes", "Decider on the call"]);
    let mut pages = Table::new(Layout::PLAIN, &["Enquiry", "Seen at", "Path"]);
    let mut letters = Table::new(Layout::PLAIN, &["Enquiry", "date"]);
    for number in 0..210 {
        let id = format!("A{}", 1_101 + number);
        let warmth = random.weighted(&[(0_i64, 30), (1, 35), (2, 35)]);
        leads.push(enquiry(&mut random, &id, warmth));
        for _ in 0..random.between(0, 3 * warmth) {
            calls.push(call(&mut random, &id));
        }
        for _ in 0..random.between(0, 3 * warmth) {
            let seen = Day::ago(random.between(0, 70)).with_time(random.below(1_440));
            pages.push(row![
                id,
                seen,
                random.pick(&["/", "/cases/bergblick", "/cases/kelp-foods", "/team", "/prices"])
            ]);
        }
        for _ in 0..random.between(0, warmth) {
            letters.push(row![id, Day::ago(random.between(0, 300)).iso()]);
        }
    }
    vec![
        SampleFile::new("leads.csv", leads.bytes()),
        SampleFile::new("calls.csv", calls.bytes()),
        SampleFile::new("pages.csv", pages.bytes()),
        SampleFile::new("letters.csv", letters.bytes()),
    ]
}

fn enquiry(random: &mut Random, id: &str, warmth: i64) -> Vec<String> {
    let person = Person::invent(random);
    let lost = random.chance(12);
    row![
        id,
        person.company,
        format!("{} {}", person.first, person.last),
        person.email,
        random.weighted(&[
            ("food", 18),
            ("Travel", 16),
            ("health", 14),
            ("software", 12),
            ("energy", 8),
            ("fashion", 12),
            ("political", 3),
            ("gambling", 3),
            ("Circus", 4),
            ("", 5),
        ]),
        random.weighted(&[("AT", 40), ("DE", 35), ("ch", 15), ("Österreich", 2), ("", 6)]),
        random.weighted(&[
            ("5-15k", 28),
            ("15-50k", 30),
            ("50k+", 10),
            ("below 5k", 14),
            ("don't know", 12),
            ("10000", 2),
            ("", 4)
        ]),
        Day::ago(-random.between(-20, 230)).iso().gap(random, 10),
        random.weighted(&[
            ("Website", 20),
            ("Website, Campaign", 16),
            ("Brand identity,Website", 14),
            ("Content", 10),
            ("SEO audit", 6),
            ("Paid media, SEO audit", 8),
            ("Printing", 4),
            ("", 8),
        ]),
        random.weighted(&[
            ("Founder", 16),
            ("Owner, managing director", 12),
            ("CMO", 10),
            ("Head of Marketing", 16),
            ("Marketing manager", 14),
            ("Procurement", 8),
            ("Assistant", 8),
            ("", 8),
        ]),
        random.weighted(&[
            ("client_referral", 20),
            ("partner", 14),
            ("paid_search", 22),
            ("directory", 12),
            ("cold_list", 10),
            ("a friend", 8),
            ("", 6),
        ]),
        random.weighted(&MESSAGES),
        if warmth > 1 {
            random.weighted(&[("yes", 6), ("no", 2), ("", 3)]).to_owned()
        } else {
            String::new()
        },
        if warmth > 0 {
            random.pick(&["both owners", "board, twice a month", "CMO alone"]).gap(random, 20)
        } else {
            String::new()
        },
        random.weighted(&[("no", 60), ("yes", 5), ("", 25), ("maybe", 1)]),
        random.weighted(&[("65%", 20), ("80", 20), ("92.5%", 18), ("100%", 8), ("", 10)]),
        Day::ago(random.between(20, 900)).iso().gap(random, 60),
        if lost { Day::ago(random.between(20, 500)).iso() } else { String::new() },
        if lost { random.pick(&["price", "in_house", "timing", ""]).to_owned() } else { String::new() },
        if lost { random.between(1, 3).to_string() } else { String::new() },
        random.weighted(&[("no", 60), ("yes", 4), ("", 36)]),
    ]
}

fn call(random: &mut Random, id: &str) -> Vec<String> {
    row![
        id,
        Day::ago(random.between(0, 130)).iso(),
        random.weighted(&[("held", 12), ("moved", 3), ("no_show", 2), ("Booked", 2), ("", 1)]),
        random.weighted(&[("35", 5), ("20", 4), ("4", 2), ("", 1)]),
        random.weighted(&[("yes", 5), ("no", 3), ("", 2)]),
    ]
}
