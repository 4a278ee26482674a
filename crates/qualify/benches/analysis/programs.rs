//! A seed and a number of rules become a program as large companies have them.
#![expect(clippy::indexing_slicing, reason = "each index is below the length of its list")]

use std::fmt::Write as _;

use qualify::plan::{Decimal, Lead, Plan, Type, Value};

/// Numbers that look random and are the same everywhere (xorshift64*, Marsaglia 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % n
    }
}

/// A program of narrow rules.
pub(crate) fn narrow(seed: u64, rules: usize) -> String {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut text = String::from(
        "stages:\n  - Lead\n  - MQL\n  - SAL\n  - SQL\nexits:\n  - Junk\n  - Partner\n\
         event visit, plural visits, kept 400 days:\n  - page is one of [home, pricing, docs, blog, jobs]\n  - seconds is count\n\
         event download, plural downloads, kept 400 days:\n  - paper is one of [guide, report, price_list]\n",
    );
    for field in 0..40 {
        // 12 of 40 fields may be missing and have no default.
        let default =
            |value: &str| if field % 10 < 3 { String::new() } else { format!(", missing means {value}") };
        let _ = match field % 4 {
            0 => writeln!(text, "field choice_{field} is one of [a, b, c, d, e, f, g, h]{}", default("h")),
            1 => writeln!(text, "field count_{field} is count{}", default("0")),
            2 => writeln!(text, "field flag_{field} is yes/no{}", default("no")),
            _ => writeln!(text, "field amount_{field} is money in USD{}", default("0 USD")),
        };
    }
    score(&mut dice, &mut text);
    for rule in 0..rules {
        let conclusion = match dice.below(20) {
            0 => "Junk",
            1 => "Partner",
            2..=9 => "MQL",
            10..=15 => "SAL",
            _ => "SQL",
        };
        let mut used = Vec::new();
        let conditions: Vec<String> =
            (0..5 + dice.below(5)).map(|_| condition(&mut dice, &mut used)).collect();
        let _ = writeln!(text, "rule \"R{rule}\":\n  when {} then {conclusion}", conditions.join(" and "));
    }
    text
}

/// A lead that knows two facts of three.
pub(crate) fn lead(seed: u64, plan: &Plan) -> Lead {
    let mut dice = Dice((seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let mut lead = Lead::empty(plan);
    for (slot, field) in lead.values.iter_mut().zip(&plan.fields) {
        let units = |n: usize| Decimal::whole(n as i64).unwrap_or_default();
        let value = match field.ty {
            Type::Choice(_) => Value::Choice(dice.below(8) as u32),
            Type::Count => Value::Number(units(dice.below(40))),
            Type::YesNo => Value::YesNo(dice.below(2) == 0),
            _ => Value::Number(units(1_000 * dice.below(60))),
        };
        *slot = (dice.below(3) > 0).then_some(value);
    }
    lead
}

fn score(dice: &mut Dice, text: &mut String) {
    text.push_str("score fit from -50 to 200:\n");
    for _ in 0..30 {
        let points = 5 * (1 + dice.below(4));
        let sign = if dice.below(5) == 0 { "subtract" } else { "add" };
        let condition = fact(dice, &mut Vec::new());
        let _ = writeln!(text, "  - {sign} {points} points when {condition}");
    }
}

/// A condition on facts that no other condition of the rule looks at: else every sixth rule would contradict itself.
fn condition(dice: &mut Dice, used: &mut Vec<usize>) -> String {
    match dice.below(20) {
        0 => format!("fit >= {}", 10 * (1 + dice.below(12))),
        1 => {
            let (a, b) = (fact(dice, used), fact(dice, used));
            format!("({a} or {b})")
        }
        _ => fact(dice, used),
    }
}

fn fact(dice: &mut Dice, used: &mut Vec<usize>) -> String {
    let looked_at = |field: usize| match field {
        40..=42 | 44 => 40,
        43 | 45 => 41,
        other => other,
    };
    let mut field = dice.below(46);
    while used.contains(&looked_at(field)) {
        field = dice.below(46);
    }
    used.push(looked_at(field));
    if field >= 40 {
        let days = [7, 14, 30, 90][dice.below(4)];
        let count = 1 + dice.below(5);
        return match field {
            40 => format!("count of visits within {days} days >= {count}"),
            41 => format!("count of visits where page is pricing within {days} days >= {count}"),
            42 => format!("days with visits within {days} days >= {count}"),
            43 => format!("count of downloads within {days} days >= {count}"),
            44 => format!("no visits within {days} days"),
            _ => format!("any downloads where paper is price_list within {days} days"),
        };
    }
    let value = |dice: &mut Dice| ["a", "b", "c", "d", "e", "f", "g", "h"][dice.below(8)];
    match field % 4 {
        0 => match dice.below(3) {
            0 => format!("choice_{field} is {}", value(dice)),
            1 => format!("choice_{field} is not {}", value(dice)),
            _ => {
                let first = dice.below(5);
                let values: Vec<&str> =
                    ["a", "b", "c", "d", "e", "f", "g", "h"].into_iter().skip(first).take(3).collect();
                format!("choice_{field} in [{}]", values.join(", "))
            }
        },
        1 => format!("count_{field} {} {}", [">=", "<"][dice.below(2)], 1 + dice.below(40)),
        2 => format!("{}flag_{field}", ["", "not "][dice.below(2)]),
        _ => format!("amount_{field} {} {}k USD", [">=", "<"][dice.below(2)], 1 + dice.below(60)),
    }
}
