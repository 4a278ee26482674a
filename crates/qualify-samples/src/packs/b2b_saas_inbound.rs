//! Contacts as a HubSpot-like export has them: byte order mark, CRLF, ids joined by `;` after merges, an empty last
//! column, four spellings of an industry, money in four dresses.

use crate::calendar::{Day, TODAY};
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{Layout, Table};

const HEADER: [&str; 18] = [
    "Record ID",
    "First Name",
    "Last Name",
    "Email",
    "Job title",
    "Company Name",
    "Industry",
    "Number of Employees",
    "Country/Region",
    "Downloads",
    "Budget",
    "Need confirmed",
    "Has authority",
    "Buying by",
    "Recycled on",
    "Create Date",
    "Merged Record IDs",
    "",
];

const TITLES: [(&str, u64); 14] = [
    ("VP of Engineering", 4),
    ("CTO", 4),
    ("Chief Executive Officer (CEO)", 3),
    ("Director of Finance", 7),
    ("Director, Operations", 5),
    ("Head of Projects", 8),
    ("Project Manager", 12),
    ("Controller", 8),
    ("Student", 5),
    ("Marketing Intern", 3),
    ("Trainee, Accounting", 2),
    ("Assistant", 5),
    ("Consultant", 5),
    ("", 10),
];

const INDUSTRIES: [(&str, u64); 12] = [
    ("software", 14),
    ("Software", 5),
    ("COMPUTER SOFTWARE", 8),
    ("Computer Software", 6),
    ("fintech", 10),
    ("Fintech ", 2),
    ("Healthcare", 10),
    ("retail", 12),
    ("Mining & Metals", 5),
    ("Agriculture", 4),
    ("other", 5),
    ("", 12),
];

const ASSETS: [&str; 7] =
    ["guide", "checklist", "roi-sheet", "benchmark", "webinar-slides", "case-study", "template"];

const PAGES: [(&str, u64); 8] = [
    ("/", 20),
    ("/pricing", 18),
    ("/pricing/eu", 8),
    ("/product/projects", 16),
    ("/blog/cash-flow", 12),
    ("/careers", 6),
    ("/careers/backend", 4),
    ("/docs?topic=\"import\",csv", 4),
];

/// How much a contact does.
#[derive(Debug, Clone, Copy, Default)]
enum Mood {
    #[default]
    Silent,
    Curious,
    Keen,
}

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("b2b_saas_inbound");
    let mut leads = Table::new(Layout::MARKED, &HEADER);
    let mut visits = Table::new(Layout::PLAIN, &["Contact ID", "Visited at", "Page URL", "is_bot"]);
    let mut demos = Table::new(Layout::PLAIN, &["Contact ID", "date", "form"]);
    let mut downloads = Table::new(Layout::PLAIN, &["Contact ID", "date", "asset"]);
    for number in 0..260 {
        let id = format!("{}", 25_842_000_000_262_376_i64 + number * 7);
        let mood = random.weighted(&[(Mood::Silent, 45), (Mood::Curious, 35), (Mood::Keen, 20)]);
        leads.push(contact(&mut random, &id, mood));
        add_events(&mut random, &id, mood, [&mut visits, &mut demos, &mut downloads]);
    }
    vec![
        SampleFile::new("leads.csv", leads.bytes()),
        SampleFile::new("visits.csv", visits.bytes()),
        SampleFile::new("demo_requests.csv", demos.bytes()),
        SampleFile::new("asset_downloads.csv", downloads.bytes()),
    ]
}

fn contact(random: &mut Random, id: &str, mood: Mood) -> Vec<String> {
    let person = Person::invent(random);
    let email = match random.below(100) {
        0..=9 => person.email_at("gmail.com"),
        10..=13 => person.email_at("rival.example"),
        14..=15 => format!("{} (old)", person.email),
        16..=17 => String::new(),
        _ => person.email.clone(),
    };
    let size = random.weighted(&[(20, 20), (120, 30), (640, 25), (3_000, 8)]);
    let employees = (size + random.between(-15, 90)).max(1);
    let talked = matches!(mood, Mood::Keen) && random.chance(80);
    row![
        id,
        person.first,
        person.last.or(random, 3, format!("{}, PhD", person.last)),
        email,
        random.weighted(&TITLES),
        person.company.or(random, 2, "Söhne &\nCo. KG"),
        random.weighted(&INDUSTRIES),
        random.weighted(&[
            (employees.to_string().as_str(), 80),
            ("0", 4),
            ("-", 3),
            ("201-500", 3),
            ("", 10)
        ]),
        random.weighted(&[("US", 30), ("GB", 12), ("de", 14), ("NO", 8), ("SE", 8), ("Canada", 3), ("", 8)]),
        random.weighted(&[("0", 35), ("1", 16), ("2", 12), ("3", 7), ("5.0", 3), ("", 27)]),
        budget(random, talked),
        if talked { random.pick(&["Yes", "yes", "no"]).gap(random, 12) } else { String::new() },
        if talked { random.pick(&["TRUE", "FALSE", "True"]).gap(random, 15) } else { String::new() },
        if talked { Day::ago(-random.between(10, 320)).day_first().gap(random, 15) } else { String::new() },
        Day::ago(random.between(30, 400)).iso().or(random, 92, ""),
        Day::ago(random.between(3, 700)).with_time(random.below(1_440)),
        format!("{id};{}", random.between(76_226_001, 78_971_951)).or(random, 94, ""),
        "",
    ]
}

fn budget(random: &mut Random, talked: bool) -> String {
    if !talked {
        return "unknown yet".or(random, 95, "");
    }
    let amount = random.between(4, 60) * 1_000;
    match random.below(10) {
        0 => String::new(),
        1 => format!("${amount}"),
        2 => format!("USD {amount}"),
        3 | 4 => format!("{amount}.00"),
        _ => amount.to_string(),
    }
}

fn add_events(random: &mut Random, id: &str, mood: Mood, [visits, demos, downloads]: [&mut Table; 3]) {
    let (most_visits, demo, most_assets) = match mood {
        Mood::Silent => (1, 0, 0),
        Mood::Curious => (4, 3, 2),
        Mood::Keen => (14, 35, 5),
    };
    for _ in 0..random.between(0, most_visits) {
        let day =
            Day::ago(random.weighted(&[(1, 3), (4, 4), (12, 4), (28, 3), (90, 2)]) + random.between(0, 6));
        let page = random.weighted(&PAGES);
        visits.push(row![id, day.with_time(random.below(1_440)), page, "FALSE".or(random, 4, "TRUE")]);
    }
    if random.chance(demo) {
        demos.push(row![id, TODAY.plus(-random.between(0, 45)).iso(), random.pick(&["demo", "Demo, short"])]);
    }
    for _ in 0..random.between(0, most_assets) {
        downloads.push(row![id, Day::ago(random.between(0, 80)).iso(), random.pick(&ASSETS)]);
    }
}
