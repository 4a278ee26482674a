//! `[review]` of `qualify.toml` becomes the gates that changes of the rules must pass.

use std::fmt;

use qualify_plan::Date;
use toml::de::{DeTable, DeValue};

use super::Reader;

/// What a project demands of a change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gates {
    /// `because`: changed rules say why.
    pub because: bool,
    /// `approval`: owners who approve changes of what they own.
    pub approval: Vec<String>,
    /// `max_drop`: how many of the leads may go down or out.
    pub max_drop: Option<Share>,
    /// `forbid`: moves that no possible lead may make, as in `SQL -> *`.
    pub forbid: Vec<String>,
    /// `max`: how many of the leads may make a move.
    pub max: Vec<(String, Share)>,
    /// `[[review.pass]]`: gates that need not be passed for a while, and why.
    pub pass: Vec<Waiver>,
}

/// A gate that need not be passed for a while.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The setting of the gate, such as `max_drop`.
    pub gate: String,
    /// Why.
    pub because: String,
    /// The last day.
    pub until: Date,
}

/// A share of leads, in hundredths of a percent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(u64);

impl Share {
    /// Reads `1%`, `0.5%`, `12.25%`.
    ///
    /// ```
    /// # use qualify::project::Share;
    /// let share = Share::parse("0.5%").unwrap();
    /// assert!(share.holds(5, 1_000) && !share.holds(6, 1_000));
    /// assert_eq!(share.to_string(), "0.5%");
    /// assert_eq!(Share::parse("101%"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let number = text.trim().strip_suffix('%')?.trim();
        let (whole, part) = number.split_once('.').unwrap_or((number, ""));
        let is_number = |digits: &str| digits.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || part.len() > 2 || !is_number(whole) || !is_number(part) {
            return None;
        }
        let hundredths: u64 = format!("{part:0<2}").parse().ok()?;
        let share = whole.parse::<u64>().ok()?.checked_mul(100)?.checked_add(hundredths)?;
        (share <= 10_000).then_some(Self(share))
    }

    /// Whether so many leads of all are at most this share.
    pub fn holds(self, leads: u64, all: u64) -> bool {
        u128::from(leads) * 10_000 <= u128::from(all) * u128::from(self.0)
    }
}

impl fmt::Display for Share {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, part) = (self.0 / 100, self.0 % 100);
        match part {
            0 => write!(f, "{whole}%"),
            part if part % 10 == 0 => write!(f, "{whole}.{}%", part / 10),
            part => write!(f, "{whole}.{part:02}%"),
        }
    }
}

const SETTINGS: &[&str] = &["because", "approval", "max_drop", "forbid", "max", "pass"];

impl Reader<'_> {
    /// `[review]`.
    pub(super) fn gates(&mut self, at: usize, value: &DeValue<'_>) -> Gates {
        let mut gates = Gates::default();
        let Some(table) = value.as_table() else {
            self.error(
                at,
                "`review` is a table: `[review]`, then for example `max_drop = \"1%\"`.".to_owned(),
            );
            return gates;
        };
        for (key, value) in table {
            let at = key.span().start;
            let value = value.get_ref();
            match key.get_ref().as_ref() {
                "because" => match value.as_bool() {
                    Some(is_wanted) => gates.because = is_wanted,
                    None => self.error(at, "`because` is `true` or `false`, without quotes.".to_owned()),
                },
                "approval" => gates.approval = self.texts(at, "approval", value),
                "max_drop" => gates.max_drop = self.share(at, "max_drop", value),
                "forbid" => {
                    let moves = self.texts(at, "forbid", value);
                    gates.forbid = moves.into_iter().filter(|moved| self.is_move(at, moved)).collect();
                }
                "max" => gates.max = self.most(at, value),
                "pass" => gates.pass = self.waivers(at, value),
                other => self.unknown(at, other, SETTINGS, "review"),
            }
        }
        gates
    }

    fn texts(&mut self, at: usize, name: &str, value: &DeValue<'_>) -> Vec<String> {
        if let Some(text) = value.as_str() {
            return vec![text.to_owned()];
        }
        let items = value
            .as_array()
            .map(|items| items.iter().map(|item| item.get_ref().as_str()).collect::<Option<Vec<_>>>());
        match items.flatten() {
            Some(texts) => texts.into_iter().map(str::to_owned).collect(),
            None => {
                self.error(
                    at,
                    format!("`{name}` is a text or a list of texts, such as `{name} = [\"...\"]`."),
                );
                Vec::new()
            }
        }
    }

    fn share(&mut self, at: usize, name: &str, value: &DeValue<'_>) -> Option<Share> {
        let share = value.as_str().and_then(Share::parse);
        if share.is_none() {
            self.error(
                at,
                format!("`{name}` is a share of the leads from 0% to 100%, such as `{name} = \"1%\"`."),
            );
        }
        share
    }

    fn is_move(&mut self, at: usize, moved: &str) -> bool {
        let is_move =
            moved.split_once("->").is_some_and(|(from, to)| !from.trim().is_empty() && !to.trim().is_empty());
        if !is_move {
            self.error(
                at,
                format!(
                    "`{moved}` is no move. Write two results with an arrow, as in `SQL -> *`; `*` is any."
                ),
            );
        }
        is_move
    }

    fn most(&mut self, at: usize, value: &DeValue<'_>) -> Vec<(String, Share)> {
        let Some(table) = value.as_table() else {
            self.error(at, "`max` is a table: `[review.max]`, then `\"MQL -> *\" = \"1%\"`.".to_owned());
            return Vec::new();
        };
        let mut most = Vec::new();
        for (key, value) in table {
            let (at, moved) = (key.span().start, key.get_ref().to_string());
            if self.is_move(at, &moved)
                && let Some(share) = self.share(at, &moved, value.get_ref())
            {
                most.push((moved, share));
            }
        }
        most
    }

    fn waivers(&mut self, at: usize, value: &DeValue<'_>) -> Vec<Waiver> {
        let Some(items) = value.as_array() else {
            self.error(
                at,
                "`pass` is written `[[review.pass]]`, with `gate`, `because` and `until` below it."
                    .to_owned(),
            );
            return Vec::new();
        };
        let tables =
            items.iter().filter_map(|item| item.get_ref().as_table().map(|table| (item.span().start, table)));
        tables.collect::<Vec<_>>().into_iter().filter_map(|(at, table)| self.waiver(at, table)).collect()
    }

    fn waiver(&mut self, at: usize, table: &DeTable<'_>) -> Option<Waiver> {
        let text = |name: &str| {
            table
                .iter()
                .find(|(key, _)| key.get_ref() == name)
                .and_then(|(_, value)| value.get_ref().as_str())
        };
        let gate = text("gate").filter(|gate| SETTINGS.contains(gate) && *gate != "pass");
        let because = text("because").filter(|because| !because.trim().is_empty());
        let until = text("until").and_then(Date::parse);
        match (gate, because, until) {
            (Some(gate), Some(because), Some(until)) => {
                Some(Waiver { gate: gate.to_owned(), because: because.to_owned(), until })
            }
            _ => {
                self.error(
                    at,
                    "A gate is passed over with `gate = \"max_drop\"`, `because = \"...\"` and `until = \"2026-12-31\"`.".to_owned(),
                );
                None
            }
        }
    }
}
