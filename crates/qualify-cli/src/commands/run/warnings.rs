//! What makes the whole answer doubtful becomes warnings.

use qualify::leads::{EventRows, Unjoined, guess_key};
use qualify::plan::Plan;

use super::Judged;
use crate::inputs::Inputs;
use crate::terminal::{style, text};

/// Warnings about how events find their leads, and programs the rows.
pub(crate) struct Warnings {
    keyless: Option<String>,
    stray: Vec<String>,
    guarded: Option<String>,
}

impl Warnings {
    /// Looks at keys and at who has events.
    pub(crate) fn of(plan: &Plan, inputs: &Inputs, judged: &Judged<'_>) -> Self {
        Self {
            keyless: keyless(inputs, judged),
            stray: stray(plan, inputs, judged),
            guarded: guarded(judged.guarded),
        }
    }

    /// All of them, in sentences for standard error.
    pub(crate) fn all(&self) -> impl Iterator<Item = &String> {
        self.keyless.iter().chain(&self.stray).chain(&self.guarded)
    }

    /// Those that stand above the results; empty if there are none.
    pub(crate) fn above(&self, width: usize) -> String {
        let lines = self.stray.iter().map(|line| format!("{}\n", text::item(2, line, width)));
        match self.stray.is_empty() {
            true => String::new(),
            false => format!("{}\n{}", style::error("Events that nobody has"), lines.collect::<String>()),
        }
    }
}

/// Events of which not a single row belongs to a lead.
fn stray(plan: &Plan, inputs: &Inputs, judged: &Judged<'_>) -> Vec<String> {
    let stray = inputs.events.iter().filter_map(|(id, source)| {
        let plural = plan.events.get(id.index()).map_or("", |event| &event.plural);
        stray_rows(
            plural,
            source.name(),
            (judged.events.rows(*id)?, judged.unjoined.get(id.index())?),
            judged.files.iter().find_map(|file| file.leads.first_key.as_deref())?,
        )
    });
    stray.collect()
}

/// Without a column of keys nothing can be joined to leads, and only lines name them.
fn keyless(inputs: &Inputs, judged: &Judged<'_>) -> Option<String> {
    let first = judged.files.first()?;
    let meant =
        guess_key(&first.headers).map(|header| format!(" Is it `--key \"{}\"`?", text::clean(header)));
    inputs.key.is_none().then(|| {
        let told = format!(
            "No column of the leads is named as their key, so the numbers of their {}s stand as keys, and events cannot be \
             joined.",
            first.place
        );
        told + meant.as_deref().unwrap_or(" `--key \"Lead ID\"` names one.")
    })
}

/// Who joins by the key has to know that some are not written as they are.
fn guarded(leads: u64) -> Option<String> {
    let rows = text::counted(leads, "lead");
    (leads > 0).then(|| {
        format!(
            "An apostrophe stands in the rows of {rows} before what a spreadsheet would run as a formula. `--raw` writes the \
             texts as they are, for programs that join by them."
        )
    })
}

/// Most likely such rows are joined by the wrong column.
fn stray_rows(
    plural: &str,
    name: &str,
    (rows, unjoined): (&EventRows, &Unjoined),
    lead: &str,
) -> Option<String> {
    let key = unjoined.first.first().filter(|_| unjoined.rows == rows.report().rows)?;
    let column = rows.report().lead_column.as_deref().unwrap_or_default();
    let (key, lead) = (text::cut(&text::clean(key), 30), text::cut(&text::clean(lead), 30));
    Some(format!(
        "No row of {name} belongs to any of these leads, so nobody has {plural}: is `{}` the right column? Keys there look \
         like `{key}`, keys of the leads like `{lead}`.",
        text::clean(column)
    ))
}
