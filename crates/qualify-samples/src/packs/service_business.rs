//! Enquiries and customers of a facilities company, from its dispatch program: tabs, TRUE and FALSE, moments in UTC
//! that are the next day in Berlin.

use crate::calendar::Day;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{Layout, Table};

const TABS: Layout = Layout { delimiter: '\t', ..Layout::PLAIN };

const HEADER: [&str; 11] = [
    "Enquiry",
    "Company",
    "Contact",
    "Postcode",
    "Site area",
    "Is customer",
    "Contract ends",
    "Satisfaction",
    "Open complaints",
    "Last visit by us",
    "Remark",
];

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("service_business");
    let mut leads = Table::new(TABS, &HEADER);
    let mut tickets = Table::new(Layout::PLAIN, &["Enquiry", "date", "wish"]);
    let mut quotes = Table::new(Layout::PLAIN, &["Enquiry", "date", "service", "sites"]);
    let mut calls = Table::new(Layout::PLAIN, &["Enquiry", "date", "answered"]);
    for number in 0..220 {
        let id = format!("{}", 4_100 + number);
        let customer = random.chance(40);
        leads.push(enquiry(&mut random, &id, customer));
        if customer && random.chance(45) {
            let wish = random.weighted(&[("more_sites", 3), ("new_service", 4), ("price", 3), ("fault", 5)]);
            tickets.push(row![id, Day::ago(random.between(0, 120)).in_utc(random.below(1_440)), wish]);
        }
        for _ in 0..random.weighted(&[(0, 35), (1, 45), (2, 20)]) {
            let service =
                random.weighted(&[("cleaning", 5), ("hvac", 4), ("Security", 3), ("pest_control", 2)]);
            let sites = random.weighted(&[("1", 6), ("2", 4), ("3", 3), ("6", 1), ("", 3), ("several", 1)]);
            quotes.push(row![id, Day::ago(random.between(0, 90)).iso(), service, sites]);
        }
        if random.chance(65) {
            let day = Day::ago(random.between(0, 18)).in_utc(random.pick(&[600, 870, 1_410]));
            calls.push(row![id, day, random.weighted(&[("yes", 6), ("no", 3), ("", 1)])]);
        }
    }
    vec![
        SampleFile::new("leads.tsv", leads.bytes()),
        SampleFile::new("support_tickets.csv", tickets.bytes()),
        SampleFile::new("quote_requests.csv", quotes.bytes()),
        SampleFile::new("calls.csv", calls.bytes()),
    ]
}

fn enquiry(random: &mut Random, id: &str, customer: bool) -> Vec<String> {
    let person = Person::invent(random);
    let postcode = random.weighted(&[
        ("10115", 20),
        ("12043", 20),
        ("13353", 15),
        ("14467", 10),
        ("20095", 14),
        ("", 10),
    ]);
    let ends = Day::ago(-random.between(-60, 500));
    let visit = Day::ago(random.between(5, 200));
    row![
        id,
        person.company,
        format!("{} {}", person.first, person.last),
        postcode.or(random, 5, "D-10999"),
        random.weighted(&[
            ("180", 12),
            ("420", 18),
            ("900", 18),
            ("1600.5", 15),
            ("5200", 10),
            ("1,200", 2),
            ("ca. 400", 3),
            ("", 16)
        ]),
        if customer { "TRUE".or(random, 10, "True") } else { "FALSE".gap(random, 50) },
        if customer { ends.iso().gap(random, 10) } else { String::new() },
        if customer {
            random.weighted(&[("9", 5), ("7.5", 5), ("6", 4), ("3", 2), ("", 3)]).to_owned()
        } else {
            String::new()
        },
        random.weighted(&[("0", 6), ("1", 1), ("", 5)]),
        if customer { visit.in_utc(1_410).gap(random, 12) } else { String::new() },
        random.weighted(&[("", 8), ("asked for \"Frau Weiß\"", 1), ("call after 5, please", 1)]),
    ]
}
