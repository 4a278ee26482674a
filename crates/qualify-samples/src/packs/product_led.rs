//! Workspaces as a product's own database hands them over: JSON Lines with numbers, `null` and keys left out;
//! sessions as JSON Lines too, the rest as tables.

use serde_json::Value;

use crate::calendar::Day;
use crate::json_lines::line;
use crate::packs::SampleFile;
use crate::people::Person;
use crate::random::Random;
use crate::row;
use crate::table::{Layout, Table};

/// The files of the pack.
pub(super) fn files() -> Vec<SampleFile> {
    let mut random = Random::named("product_led");
    let (mut leads, mut sessions) = (String::new(), String::new());
    let mut activations = Table::new(Layout::PLAIN, &["workspace_id", "date", "feature"]);
    let mut upgrades = Table::new(Layout::PLAIN, &["workspace_id", "date"]);
    let mut invoices = Table::new(Layout::PLAIN, &["workspace_id", "date", "amount"]);
    for number in 0..180 {
        let id = format!("ws_{:06x}", 0x00a1_37f0 + number * 0x1b3);
        let warmth = random.weighted(&[(0_i64, 35), (1, 35), (2, 30)]);
        let plan =
            random.weighted(&[("free", 40), ("trial", 30), ("team", 18), ("business", 10), ("legacy", 2)]);
        leads.push_str(&workspace(&mut random, &id, plan));
        for _ in 0..random.between(0, 11 * warmth) {
            sessions.push_str(&session(&mut random, &id));
        }
        for _ in 0..random.between(0, 4 * warmth) {
            let feature =
                random.weighted(&[("import", 5), ("invite", 4), ("integrate", 3), ("export", 3), ("sso", 1)]);
            activations.push(row![id, Day::ago(random.between(0, 60)).in_utc(random.below(1_440)), feature]);
        }
        if random.chance(30 * warmth.unsigned_abs()) {
            upgrades.push(row![id, Day::ago(random.between(0, 12)).iso()]);
        }
        if matches!(plan, "team" | "business") {
            invoices.push(row![id, Day::ago(random.between(2, 80)).iso(), random.between(4, 70) * 100]);
        }
    }
    vec![
        SampleFile::new("leads.jsonl", leads.into_bytes()),
        SampleFile::new("sessions.jsonl", sessions.into_bytes()),
        SampleFile::new("activations.csv", activations.bytes()),
        SampleFile::new("upgrade_page_views.csv", upgrades.bytes()),
        SampleFile::new("invoices.csv", invoices.bytes()),
    ]
}

fn workspace(random: &mut Random, id: &str, plan: &str) -> String {
    let person = Person::invent(random);
    let email = match random.below(20) {
        0 => person.email_at("mailinator.com"),
        1 => person.email_at("gmail.com"),
        2 => person.email_at("tempmail.example"),
        _ => person.email.clone(),
    };
    let seats = random.weighted(&[(3_i64, 40), (12, 30), (40, 30)]) + random.between(0, 9);
    let mut members = vec![
        ("workspace_id", Value::from(id)),
        ("email", Value::from(email)),
        ("company", Value::from(person.company)),
        ("plan", Value::from(plan)),
        ("seats", if random.chance(12) { Value::Null } else { Value::from(seats) }),
    ];
    if random.chance(70) {
        let used = random.between(150, 1_000);
        members.push(("seat_usage", Value::from(format!("{}.{}%", used / 10, used % 10))));
    }
    if plan == "trial" || random.chance(20) {
        members.push(("trial_started", Value::from(Day::ago(random.between(1, 90)).iso())));
    }
    let payment = random.weighted(&[("ok", 70), ("past_due", 5), ("failed", 4), ("", 15), ("disputed", 2)]);
    members.push(("payment_failed", Value::from(payment)));
    members.push(("is_demo", Value::from(false)));
    line(&members)
}

fn session(random: &mut Random, id: &str) -> String {
    let day = Day::ago(random.weighted(&[(0, 5), (7, 4), (15, 2), (40, 2)]) + random.between(0, 6));
    let minutes = if random.chance(8) { Value::Null } else { Value::from(random.between(2, 240)) };
    line(&[
        ("workspace_id", Value::from(id)),
        ("date", Value::from(day.in_utc(random.below(1_440)))),
        ("minutes", minutes),
        ("user", Value::from(format!("u{}", random.between(1, 6)))),
    ])
}
