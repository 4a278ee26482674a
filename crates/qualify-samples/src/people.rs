//! Word lists into people and companies that do not exist.

use crate::random::Random;

const FIRST: [&str; 40] = [
    "Ana", "Bo", "Chiara", "Dmitri", "Élodie", "Femi", "Greta", "Hana", "Ivo", "Jasmin", "Kofi", "Leïla",
    "Mats", "Nour", "Oskar", "Priya", "Quentin", "Rosa", "Søren", "Tomasz", "Uma", "Viktor", "Wanda",
    "Ximena", "Yara", "Zoë", "Aoife", "Bilal", "Carmen", "Dario", "Esther", "Finn", "Gizem", "Hugo", "Inés",
    "Jonas", "Katja", "Luca", "Mei", "Nils",
];

const LAST: [&str; 40] = [
    "Aebischer",
    "Brandt",
    "Castellano",
    "Dvořák",
    "Eriksen",
    "Fofana",
    "Grünwald",
    "Horvat",
    "Ibsen",
    "Janssen",
    "Kowalczyk",
    "Lindqvist",
    "Moreau",
    "Nowak",
    "O'Brien",
    "Petrov",
    "Quist",
    "Rossi",
    "Schäfer",
    "Tanaka",
    "Underhill",
    "Varga",
    "Weiß",
    "Xu",
    "Yıldız",
    "Zimmermann",
    "Almeida",
    "Bianchi",
    "Costa",
    "Duarte",
    "Engel",
    "Fischer",
    "García",
    "Haddad",
    "Iyer",
    "Jensen",
    "Keller",
    "Lopes",
    "Meyer",
    "Novák",
];

const COMPANY: [&str; 36] = [
    "Alder", "Basalt", "Cobalt", "Drumlin", "Ember", "Fjord", "Granite", "Harbour", "Indigo", "Juniper",
    "Kestrel", "Linden", "Meadow", "Nimbus", "Osprey", "Pebble", "Quartz", "Rowan", "Saffron", "Tundra",
    "Umber", "Violet", "Willow", "Yarrow", "Zephyr", "Acorn", "Bramble", "Cedar", "Dune", "Elm", "Flint",
    "Gorse", "Heron", "Iris", "Jade", "Kelp",
];

const TRADE: [&str; 24] = [
    "Analytics",
    "Bakeries",
    "Capital",
    "Dental",
    "Energy",
    "Foods",
    "Garments",
    "Health",
    "Insurance",
    "Joinery",
    "Kitchens",
    "Logistics",
    "Media",
    "Networks",
    "Optics",
    "Packaging",
    "Retail",
    "Software",
    "Travel",
    "Utilities",
    "Ventures",
    "Works",
    "Yachts",
    "Systems",
];

const FORM: [&str; 8] = [" GmbH", " Ltd", ", Inc.", " AG", " S.A.", " BV", " & Söhne", ""];

/// Someone who does not exist, at a company that does not exist.
#[derive(Debug, Clone)]
pub struct Person {
    /// Given name.
    pub first: &'static str,
    /// Family name.
    pub last: &'static str,
    /// The company as it writes itself.
    pub company: String,
    /// Its mail domain, which ends in `.example`.
    pub domain: String,
    /// The person's address at that domain.
    pub email: String,
}

impl Person {
    /// The next person.
    pub fn invent(random: &mut Random) -> Self {
        let (first, last) = (random.pick(&FIRST), random.pick(&LAST));
        let (company, trade) = (random.pick(&COMPANY), random.pick(&TRADE));
        let domain = format!("{}{}.example", plain(company), plain(trade));
        Self {
            first,
            last,
            company: format!("{company} {trade}{}", random.pick(&FORM)),
            email: format!("{}.{}@{domain}", plain(first), plain(last)),
            domain,
        }
    }

    /// The person's address at another domain.
    #[must_use]
    pub fn email_at(&self, domain: &str) -> String {
        format!("{}.{}@{domain}", plain(self.first), plain(self.last))
    }
}

/// Small letters a to z only, accents taken off: `Dvořák` is `dvorak`.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter_map(without_accent).collect()
}

fn without_accent(letter: char) -> Option<char> {
    match letter {
        'a'..='z' => Some(letter),
        'á' | 'ä' => Some('a'),
        'é' | 'ë' => Some('e'),
        'í' | 'ï' | 'ı' => Some('i'),
        'ø' | 'ó' | 'ö' => Some('o'),
        'ü' => Some('u'),
        'ř' => Some('r'),
        'ß' => Some('s'),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_plain_and_cannot_exist() {
        let mut random = Random::new(1);
        for _ in 0..500 {
            let email = Person::invent(&mut random).email;
            assert!(email.is_ascii() && email.ends_with(".example"), "{email}");
        }
        assert_eq!(plain("Dvořák"), "dvorak");
        assert_eq!(plain("O'Brien"), "obrien");
    }
}
