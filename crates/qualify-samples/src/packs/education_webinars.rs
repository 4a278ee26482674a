//! Enquiries of a business school, as its German-speaking office exports them: semicolons, quotes everywhere,
//! no line end after the last row, decimal commas that nobody asked for.

use crate::calendar::Day;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{Layout, Quotes, Table};

const LAYOUT: Layout = Layout { delimiter: ';', quotes: Quotes::Everywhere, ending: "", ..Layout::PLAIN };

const HEADER: [&str; 13] = [
    "Enquiry",
    "Given name",
    "Family name",
    "E-mail",
    "Programme",
    "Highest degree",
    "Years of work",
    "English level",
    "Start term",
    "Consent",
    "Consented on",
    "Source",
    "Emails opened",
];

const TOPICS: [&str; 6] =
    ["Careers in data", "Paying for an MBA", "Night shifts", "Portfolio; how?", "Visas", "Alumni"];

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("education_webinars");
    let mut leads = Table::new(LAYOUT, &HEADER);
    let mut webinars = Table::new(Layout::PLAIN, &["Enquiry", "date", "minutes", "topic"]);
    let mut plain = ["brochures.csv", "email_clicks.csv", "campus_tours.csv", "applications_started.csv"]
        .map(|name| (name, Table::new(Layout::PLAIN, &["Enquiry", "date"])));
    for number in 0..240 {
        let id = format!("E-{:05}", 20_310 + number * 3);
        let warmth = random.weighted(&[(0_i64, 35), (1, 35), (2, 30)]);
        leads.push(enquiry(&mut random, &id));
        for _ in 0..random.between(0, 2 * warmth) {
            let minutes =
                random.weighted(&[("45", 5), ("62.5", 3), ("12", 4), ("3", 2), ("", 1), ("ca. 30", 1)]);
            webinars.push(row![id, Day::ago(random.between(1, 250)).iso(), minutes, random.pick(&TOPICS)]);
        }
        let most = [2 * warmth, 6 * warmth, warmth, i64::from(warmth > 1 && random.chance(75))];
        for ((_, table), most) in plain.iter_mut().zip(most) {
            for _ in 0..random.between(0, most) {
                table.push(row![id, Day::ago(random.between(0, 140)).iso()]);
            }
        }
    }
    let mut files =
        vec![SampleFile::new("leads.csv", leads.bytes()), SampleFile::new("webinars.csv", webinars.bytes())];
    files.extend(plain.into_iter().map(|(name, table)| SampleFile::new(name, table.bytes())));
    files
}

fn enquiry(random: &mut Random, id: &str) -> Vec<String> {
    let person = Person::invent(random);
    let consent = random.weighted(&[("yes", 70), ("Yes", 10), ("no", 8), ("", 10), ("per phone", 2)]);
    let start = Day::ago(-random.weighted(&[(120, 4), (210, 4), (420, 2)]) - random.between(0, 60));
    row![
        id,
        person.first,
        person.last,
        person.email.gap(random, 4),
        random.weighted(&[
            ("mba", 25),
            ("MBA", 5),
            ("data_science", 25),
            ("nursing", 18),
            ("design", 15),
            ("Data Science", 2),
            ("", 5)
        ]),
        random.weighted(&[
            ("bachelor", 40),
            ("master", 18),
            ("school", 20),
            ("none_yet", 5),
            ("", 14),
            ("Diplom", 3)
        ]),
        random.weighted(&[
            ("0", 10),
            ("1", 15),
            ("2", 12),
            ("3.5", 10),
            ("4", 14),
            ("7", 12),
            ("12", 6),
            ("2,5", 4),
            ("", 17)
        ]),
        random.weighted(&[("B2", 24), ("C1", 24), ("c1", 6), ("C2", 10), ("B1", 16), ("a2", 5), ("", 15)]),
        start.iso().gap(random, 25),
        consent,
        if consent.eq_ignore_ascii_case("yes") {
            Day::ago(random.between(5, 300)).iso()
        } else {
            String::new()
        },
        random.weighted(&[
            ("web", 40),
            ("fair", 18),
            ("Referral", 15),
            ("agent", 10),
            ("podcast", 5),
            ("", 12)
        ]),
        random.between(0, 14).gap(random, 12),
    ]
}
