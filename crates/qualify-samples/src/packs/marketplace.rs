//! Makers who apply at a marketplace, as an open data set of such leads looks: `TRUE` and `True`, whole numbers as
//! `24.0`, two animals in one cell, a range that a spreadsheet turned into `May-20`, days before months.

use crate::calendar::Day;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::{Random, Sometimes};
use crate::row;
use crate::table::{Layout, Table};

const HEADER: [&str; 20] = [
    "mql_id",
    "shop_name",
    "first_contact_date",
    "business_segment",
    "lead_type",
    "lead_behaviour_profile",
    "has_company",
    "has_gtin",
    "average_stock",
    "declared_product_catalog_size",
    "declared_monthly_revenue",
    "handmade_share",
    "days_to_dispatch",
    "ships_to",
    "rating_elsewhere",
    "photos_ok",
    "phone_checked",
    "id_checked",
    "banned_before",
    "about",
];

const STORIES: [(&str, u64); 7] = [
    ("Small batch stoneware, thrown with my own hands", 5),
    ("I make toys from beech, all handmade", 5),
    ("Knitted by hand in the north; \"slow\" is the word", 4),
    ("We wholesale 4,000 articles", 2),
    ("dropship partner for gifts", 1),
    ("Candles and more", 4),
    ("", 4),
];

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("marketplace");
    let mut leads = Table::new(Layout::PLAIN, &HEADER);
    let mut listings = Table::new(Layout::PLAIN, &["mql_id", "created", "price", "segment", "has_video"]);
    let mut orders = Table::new(Layout::PLAIN, &["mql_id", "date", "days_taken", "stars"]);
    let mut messages = Table::new(Layout::PLAIN, &["mql_id", "sent", "answered in (hours)"]);
    let mut workshops = Table::new(Layout::PLAIN, &["mql_id", "date"]);
    let mut disputes = Table::new(Layout::PLAIN, &["mql_id", "date", "lost", "amount"]);
    for _ in 0..220 {
        let id = format!("{:016x}", random.bits());
        let warmth = random.weighted(&[(0_i64, 30), (1, 30), (2, 40)]);
        let segment = random.weighted(&SEGMENTS);
        leads.push(maker(&mut random, &id, segment, warmth));
        for _ in 0..random.between(0, 7 * warmth) {
            listings.push(listing(&mut random, &id, segment));
        }
        for _ in 0..random.between(0, 2 * warmth) {
            let taken = random.weighted(&[("3", 5), ("6", 4), ("11", 2), ("", 1)]);
            let stars = random.weighted(&[("5", 6), ("4", 4), ("3.5", 2), ("", 1)]);
            orders.push(row![id, Day::ago(random.between(3, 220)).iso(), taken, stars]);
        }
        for _ in 0..random.between(0, 3 * warmth) {
            let hours = random.weighted(&[("2", 5), ("11.5", 4), ("30", 3), ("96", 2), ("", 1)]);
            messages.push(row![id, Day::ago(random.between(0, 70)).with_time(random.below(1_440)), hours]);
        }
        if random.chance(12 * warmth.unsigned_abs()) {
            workshops.push(row![id, Day::ago(random.between(0, 300)).iso()]);
        }
        if random.chance(14) {
            let lost = random.weighted(&[("TRUE", 4), ("FALSE", 5), ("", 3)]);
            disputes.push(row![
                id,
                Day::ago(random.between(5, 300)).iso(),
                lost,
                random.between(2, 40) * 100
            ]);
        }
    }
    vec![
        SampleFile::new("leads.csv", leads.bytes()),
        SampleFile::new("listings.csv", listings.bytes()),
        SampleFile::new("test_orders.csv", orders.bytes()),
        SampleFile::new("messages.csv", messages.bytes()),
        SampleFile::new("workshops.csv", workshops.bytes()),
        SampleFile::new("disputes.csv", disputes.bytes()),
    ]
}

const SEGMENTS: [(&str, u64); 8] = [
    ("pottery", 20),
    ("woodwork", 18),
    ("jewellery", 14),
    ("Knitwear", 12),
    ("leather", 8),
    ("prints", 8),
    ("candles", 10),
    ("car_accessories", 5),
];

fn maker(random: &mut Random, id: &str, segment: &str, warmth: i64) -> Vec<String> {
    let person = Person::invent(random);
    let thin = 30 - 13 * warmth.unsigned_abs();
    row![
        id,
        format!("{}'s {}", person.first, segment.to_lowercase()).or(random, 8, "Clay & Kiln, \"No. 4\""),
        Day::ago(random.between(5, 200)).day_first_short(),
        segment,
        random.weighted(&[
            ("maker", 60),
            ("reseller", 7),
            ("manufacturer", 10),
            ("#N/A", 8),
            ("", 10),
            ("artist", 2)
        ]),
        random.weighted(&[
            ("cat", 20),
            ("cat, wolf", 6),
            ("eagle", 14),
            ("shark", 4),
            ("eagle,cat", 8),
            ("", 20)
        ]),
        random.weighted(&[("TRUE", 50), ("True", 14), ("FALSE", 14), ("", 12)]),
        random.weighted(&[("FALSE", 20), ("TRUE", 4), ("", 20)]),
        random.weighted(&[
            ("5-20", 22),
            ("20-50", 18),
            ("1-5", 14),
            ("50-200", 10),
            ("200+", 5),
            ("May-20", 5),
            ("unknown", 8),
            ("", 10),
        ]),
        format!("{}.0", random.between(3, 90)).gap(random, thin),
        random.weighted(&[("0.0", 14), ("250.0", 12), ("700.0", 16), ("1500.0", 16), ("£900", 3), ("", 10)]),
        random.weighted(&[("100%", 30), ("80", 18), ("50%", 12), ("10%", 10)]).gap(random, thin),
        random
            .weighted(&[("0", 4), ("2", 18), ("3", 14), ("5", 14), ("10", 8), ("2 weeks", 2)])
            .gap(random, thin),
        random.weighted(&[
            ("uk", 22),
            ("uk;eu", 24),
            ("uk;eu;us", 10),
            ("uk;eu;us;world", 6),
            (";uk", 3),
            ("", 10)
        ]),
        random.weighted(&[("4.8", 20), ("4.5", 14), ("4.1", 14), ("3.2", 6), ("n/a", 3), ("", 16)]),
        random.weighted(&[("TRUE", 60), ("FALSE", 14), ("", 10)]),
        random.weighted(&[("yes", 40), ("never reached", 10), ("no", 8), ("", 20)]),
        random.weighted(&[("TRUE", 54), ("FALSE", 8), ("", 18)]),
        random.weighted(&[("FALSE", 60), ("TRUE", 2), ("", 30)]),
        random.weighted(&STORIES),
    ]
}

fn listing(random: &mut Random, id: &str, segment: &str) -> Vec<String> {
    let craft = segment.or(random, 20, "prints");
    row![
        id,
        Day::ago(random.between(0, 80)).iso(),
        random.weighted(&[("12.50", 4), ("28", 5), ("65.00", 4), ("240", 2), ("3", 1), ("950", 1)]),
        craft,
        random.weighted(&[("TRUE", 3), ("FALSE", 5), ("", 3)]),
    ]
}
