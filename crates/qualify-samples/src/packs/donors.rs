//! Friends of a river, from the membership database of a small Swiss charity: a `;` file with German headers, dates
//! as `2.3.2026`, `k.A.` for what nobody knows, a dagger for the dead, empty cells that are answers.

use crate::calendar::Day;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{self, BYTE_ORDER_MARK, Layout, Table};

const LAYOUT: Layout =
    Layout { delimiter: ';', line_end: "\r\n", mark: BYTE_ORDER_MARK, ending: "\r\n", ..Layout::PLAIN };

/// The notes of talks come from an older program, which writes Latin-1.
const OLD_LAYOUT: Layout = Layout { mark: "", ..LAYOUT };

const HEADER: [&str; 17] = [
    "Nr",
    "Name",
    "E-Mail",
    "Land",
    "Sprache",
    "Wealth band",
    "Mitglied seit",
    "Werbung",
    "Kanäle",
    "Arbeitgeber",
    "Sperre am",
    "Verstorben",
    "Legat",
    "Helferstunden",
    "Anteil online",
    "Letzter Besuch",
    "Nächster Besuch",
];

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("donors");
    let mut leads = Table::new(LAYOUT, &HEADER);
    let mut gifts = Table::new(LAYOUT, &["Nr", "Valuta", "Betrag", "Zweck", "Dauerauftrag"]);
    let mut days = Table::new(LAYOUT, &["Nr", "Datum"]);
    let mut talks = Table::new(OLD_LAYOUT, &["Nr", "Datum", "Mit", "Gut", "Thema"]);
    for number in 0..230 {
        let id = format!("{:06}", 700 + 13 * number);
        let warmth = random.weighted(&[(0_i64, 30), (1, 35), (2, 35)]);
        leads.push(friend(&mut random, &id, warmth));
        for _ in 0..random.between(0, 4 * warmth) {
            gifts.push(gift(&mut random, &id, warmth));
        }
        for _ in 0..random.between(0, warmth) {
            days.push(row![id, Day::ago(random.between(2, 500)).dotted()]);
        }
        for _ in 0..random.between(0, warmth) {
            talks.push(talk(&mut random, &id));
        }
    }
    vec![
        SampleFile::new("leads.csv", leads.bytes()),
        SampleFile::new("gifts.csv", gifts.bytes()),
        SampleFile::new("bank_days.csv", days.bytes()),
        SampleFile::new("talks.csv", table::latin_1(&talks.bytes())),
    ]
}

fn friend(random: &mut Random, id: &str, warmth: i64) -> Vec<String> {
    let person = Person::invent(random);
    row![
        id,
        person.last,
        person.email.gap(random, 25),
        random.weighted(&[("CH", 70), ("LI", 4), ("AT", 8), ("DE", 10), ("Schweiz", 2), ("", 5)]),
        random.weighted(&[("de", 55), ("FR", 20), ("it", 10), ("en", 5), ("rm", 3), ("", 6)]),
        if warmth > 0 {
            random.weighted(&[
                ("middle", 30),
                ("comfortable", 26),
                ("wealthy", 30),
                ("modest", 12),
                ("k.A.", 12),
                ("", 10),
            ])
        } else {
            random.weighted(&[("k.A.", 40), ("nicht erhoben", 20), ("modest", 10), ("", 20)])
        },
        Day::ago(random.between(5, 6_500)).dotted().gap(random, 25),
        random.weighted(&[
            ("street", 30),
            ("letter", 24),
            ("web", 20),
            ("festival", 10),
            ("bequest_talk", 6),
            ("k.A.", 8)
        ]),
        random.weighted(&[
            ("post", 30),
            ("post|email", 24),
            ("email", 18),
            ("post|phone|visit", 14),
            ("fax", 2),
            ("", 12)
        ]),
        random.weighted(&[
            ("Seebank", 8),
            ("Brunner Maschinen AG", 8),
            ("Schule, Aarburg", 10),
            ("pensioniert", 50),
            ("", 8)
        ]),
        Day::ago(random.between(-10, 900)).dotted().gap(random, 94),
        random.weighted(&[("nein", 50), ("†", 4), ("", 40)]),
        random.weighted(&[("nein", 50), ("ja", 18), ("vielleicht", 3), ("", 22)]),
        random.weighted(&[("0", 10), ("3.5", 8), ("12", 8), ("48.25", 3), ("4,5", 2), ("", 50)]),
        random.weighted(&[("0%", 20), ("20%", 14), ("66.5%", 8), ("100 %", 14), ("", 16)]),
        Day::ago(random.between(10, 900)).dotted().gap(random, 60),
        Day::ago(-random.between(3, 200)).dotted().gap(random, 15),
    ]
}

fn gift(random: &mut Random, id: &str, warmth: i64) -> Vec<String> {
    let large = if warmth > 1 { 20 } else { 2 };
    row![
        id,
        Day::ago(random.weighted(&[(0, 2), (30, 5), (300, 4), (600, 2)]) + random.between(0, 300)).dotted(),
        random.weighted(&[
            ("20.00", 20),
            ("50", 20),
            ("120.00", 16),
            ("CHF 300", 8),
            ("1200.00", large),
            ("6000", large / 2),
            ("10'000.-", 1)
        ]),
        random.weighted(&[("free", 40), ("project", 20), ("Emergency", 14), ("", 20)]),
        random.weighted(&[("no", 50), ("yes", 16), ("", 14)]),
    ]
}

fn talk(random: &mut Random, id: &str) -> Vec<String> {
    row![
        id,
        Day::ago(random.between(3, 400)).dotted(),
        random.weighted(&[("volunteer", 6), ("officer", 6), ("director", 5), ("", 1)]),
        random.weighted(&[("yes", 10), ("no", 2), ("", 2)]),
        random.weighted(&[
            ("Hochwasser am Wehr", 4),
            ("Legat", 3),
            ("Fischtreppe; Kosten für die Böschung", 3),
            ("", 1)
        ]),
    ]
}
