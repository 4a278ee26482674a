//! Applications of trade houses, as a Zoho-like export has them: 17-digit ids, dates in words with a comma inside,
//! the same header twice, yes in German.

use crate::calendar::Day;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{Layout, Table};

const HEADER: [&str; 20] = [
    "LEADID",
    "Account Name",
    "Contact Name",
    "Email",
    "Country Code",
    "Business Type",
    "Requested Incoterm",
    "Certificates",
    "Makes Represented",
    "Annual Turnover",
    "Credit Rating",
    "Service Technicians",
    "Packaging Share",
    "Machines per Year",
    "Showroom",
    "Rival Contract Ends",
    "Refused On",
    "Remark",
    "Created Time",
    "Remark",
];

const COUNTRIES: [(&str, u64); 15] = [
    ("PL", 16),
    ("CZ", 12),
    ("SK", 6),
    ("hu", 8),
    ("RO", 7),
    ("AT", 7),
    ("CH", 6),
    ("DE", 6),
    ("US", 9),
    ("MX", 5),
    ("ZA", 4),
    ("IR", 2),
    ("SY", 1),
    ("Polska", 2),
    ("", 3),
];

const FAIRS: [(&str, u64); 5] =
    [("FachPack", 5), ("Taropak, Poznań", 4), ("Interpack", 3), ("PackExpo", 2), ("Village fête", 1)];

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("exporter");
    let mut leads = Table::new(Layout::MARKED, &HEADER);
    let mut talks = Table::new(Layout::PLAIN, &["LEADID", "Fair Day", "Fair", "Minutes"]);
    let mut quotations = Table::new(
        Layout::PLAIN,
        &["QUOTEID", "LEADID", "Created Time", "Product", "Grand Total", "Valid Till", "Answered"],
    );
    let mut visits = Table::new(Layout::PLAIN, &["LEADID", "date", "Plant"]);
    for number in 0..240 {
        let id = (25_842_000_000_262_376_i64 + 131 * number).to_string();
        let warmth = random.weighted(&[(0_i64, 30), (1, 35), (2, 35)]);
        leads.push(trade_house(&mut random, &id, warmth));
        for _ in 0..random.between(0, 2 * warmth) {
            let day = Day::ago(random.between(10, 480)).iso();
            let minutes = random.weighted(&[("40", 4), ("25", 4), ("15", 2), ("5", 3), ("", 1), ("long", 1)]);
            talks.push(row![id, day, random.weighted(&FAIRS), minutes]);
        }
        for _ in 0..random.between(0, 3 * warmth) {
            quotations.push(quotation(&mut random, &id));
        }
        if random.chance(35 * warmth.unsigned_abs()) {
            let plant = random.pick(&["Dairy in Kempten", "Bakery in Brno", "Pharmacy, Wels"]);
            visits.push(row![id, Day::ago(random.between(5, 420)).iso(), plant]);
        }
    }
    vec![
        SampleFile::new("leads.csv", leads.bytes()),
        SampleFile::new("booth_talks.csv", talks.bytes()),
        SampleFile::new("quotations.csv", quotations.bytes()),
        SampleFile::new("reference_visits.csv", visits.bytes()),
    ]
}

fn trade_house(random: &mut Random, id: &str, warmth: i64) -> Vec<String> {
    let person = Person::invent(random);
    let thin = 22 - 8 * warmth.unsigned_abs();
    row![
        id,
        person.company,
        format!("{} {}", person.first, person.last),
        person.email,
        random.weighted(&COUNTRIES),
        random.weighted(&[
            ("Distributor", 45),
            ("Integrator", 15),
            ("Agent", 18),
            ("End User", 12),
            ("Broker", 4),
            ("", 4)
        ]),
        random.weighted(&[
            ("FCA", 25),
            ("EXW", 20),
            ("FOB", 12),
            ("CIF", 12),
            ("DAP", 12),
            ("DDP", 8),
            ("tbd", 5),
            ("franco", 2),
            ("", 6)
        ]),
        random.weighted(&[
            ("ISO 9001;CE", 25),
            ("CE", 18),
            ("ISO 9001", 15),
            ("UL;CSA", 8),
            ("EAC;GOST", 4),
            ("[]", 8),
            ("", 16)
        ]),
        random.weighted(&[
            ("Northwrap", 20),
            ("Northwrap, Sealwell", 10),
            ("Carton King", 8),
            ("Boxolino,Northwrap", 4),
            ("[]", 25),
            ("", 14)
        ]),
        turnover(random).gap(random, thin),
        random.weighted(&[("A", 28), ("AA", 10), ("B", 25), ("C", 8), ("n/r", 10), ("", 10)]),
        random
            .weighted(&[
                ("0", 8),
                ("1", 14),
                ("2", 16),
                ("3", 16),
                ("6", 14),
                ("14.0", 4),
                ("a few", 2),
                ("", 14)
            ])
            .gap(random, thin),
        random
            .weighted(&[("5%", 10), ("12.5%", 14), ("35 %", 14), ("45%", 16), ("70", 12), ("100%", 6)])
            .gap(random, thin),
        random.weighted(&[("0", 8), ("2", 16), ("6", 16), ("9", 12), ("20", 4)]).gap(random, thin),
        random.weighted(&[("ja", 30), ("nein", 35), ("X", 10), ("im Bau", 2), ("", 15)]),
        Day::ago(-random.between(-100, 500)).iso().gap(random, 72),
        Day::ago(random.between(20, 900)).iso().gap(random, 88),
        random.weighted(&[("", 8), ("Sent by our customer \"Käserei\nWangen\"", 1), ("met at the fair", 2)]),
        Day::ago(random.between(5, 420)).in_words(),
        "",
    ]
}

fn turnover(random: &mut Random) -> String {
    let amount = random.weighted(&[(200_000_i64, 10), (900_000, 25), (3_500_000, 35), (28_000_000, 12)])
        + random.between(0, 99) * 1_000;
    match random.below(12) {
        0 => format!("€{amount}"),
        1 => format!("EUR {amount}"),
        2 => format!("{amount} EUR"),
        3 => format!("{amount}.00"),
        _ => amount.to_string(),
    }
}

fn quotation(random: &mut Random, id: &str) -> Vec<String> {
    let (number, age) = (random.between(100, 999), random.between(1, 220));
    row![
        format!("Q-{number}"),
        id,
        Day::ago(age).in_words(),
        random.weighted(&[("cartoner", 5), ("Palletiser", 3), ("labeller", 3), ("spares", 3), ("robot", 1)]),
        (random.between(8, 140) * 1_000).or(random, 5, "on request"),
        Day::ago(age - random.between(30, 120)).iso(),
        random.weighted(&[("yes", 6), ("no", 3), ("", 1)]),
    ]
}
