//! A review becomes one page that needs nothing else: no script, no picture, no request; readable on paper and on a phone.
//!
//! Everything from rules and leads is escaped. The page forbids itself whatever it does not need: its only style is known
//! by its digest, and there are no style attributes.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use qualify_review::{Change, Effect, Moves, Open, Proof, Review, Sample, Standing, Witness};
use sha2::{Digest as _, Sha256};

use super::words;
use crate::terminal::text;

const STYLE: &str = include_str!("page.css");

/// The whole page.
pub(crate) fn render(review: &Review) -> String {
    let digest = STANDARD.encode(Sha256::digest(STYLE.as_bytes()));
    let sentence = escape(&review.headline.sentence);
    let sections = [
        section("Gates", &gates(review)),
        review.moves.as_ref().map(moves).unwrap_or_default(),
        review.sample.as_ref().map(sample).unwrap_or_default(),
        section("Criteria", &criteria(review)),
        section("Examples", &list(examples(review))),
        section(
            "Findings that the change brings",
            &list(review.findings.new.iter().map(words::finding).collect()),
        ),
        section("Findings that it mends", &list(review.findings.fixed.iter().map(words::finding).collect())),
        section("Who should look", &list(owners(review))),
        section("Note", &list(review.remarks.clone())),
    ];
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'sha256-{digest}'; \
         base-uri 'none'; form-action 'none'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n\
         <title>Review: {sentence}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n\
         <header class=\"{}\">\n<h1>{sentence}</h1>\n<p>{}</p>\n</header>\n{}</main>\n</body>\n</html>\n",
        tone(review.headline.proof),
        versions(review),
        sections.concat()
    )
}

fn tone(proof: Proof) -> &'static str {
    match proof {
        Proof::NothingChanges => "same",
        Proof::OnlyReading | Proof::OnlyWhatIsOpen | Proof::SomeMove | Proof::SomeMoveAtLeast => "moves",
        Proof::Undecided | Proof::NotCompared => "unsure",
    }
}

fn versions(review: &Review) -> String {
    format!(
        "From <b>{}</b> to <b>{}</b>: <code>{}</code>, leads judged as of {}.",
        escape(&review.base.name),
        escape(&review.head.name),
        escape(&review.head.file),
        escape(&review.today)
    )
}

fn section(title: &str, inside: &str) -> String {
    match inside.is_empty() {
        true => String::new(),
        false => format!("<section>\n<h2>{}</h2>\n{inside}</section>\n", escape(title)),
    }
}

fn list(items: Vec<String>) -> String {
    let lines: String = items.iter().map(|item| format!("<li>{}</li>\n", prose(item))).collect();
    if lines.is_empty() { lines } else { format!("<ul>\n{lines}</ul>\n") }
}

fn gates(review: &Review) -> String {
    let lines = review.gates.iter().map(|gate| {
        let tone = match gate.standing {
            Standing::Passed => "same",
            Standing::Failed => "failed",
            Standing::Waived { .. } | Standing::NotCounted => "unsure",
        };
        format!("<li class=\"{tone}\">{}</li>\n", prose(&words::gate(gate)))
    });
    let lines: String = lines.collect();
    if lines.is_empty() { lines } else { format!("<ul>\n{lines}</ul>\n") }
}

fn moves(moves: &Moves) -> String {
    let most = moves.results.iter().filter_map(|told| told.counted).max().unwrap_or(0);
    let mut out = String::new();
    for told in &moves.results {
        let title = format!("{} → {}", told.from, told.to);
        let bar = told.counted.map_or_else(String::new, |count| bar(count, most));
        let keys = match told.keys.as_slice() {
            [] => String::new(),
            keys => format!("<p class=\"keys\">such as {}</p>\n", escape(&keys.join(", "))),
        };
        let said = [words::said, words::said];
        out += &card(
            &title,
            &format!("{bar}{keys}"),
            told.witness.as_ref(),
            said.map(|said| move |witness: &_| said(witness)),
            words::others(&told.others),
        );
    }
    for told in &moves.outcomes {
        let title = format!("{}: {} → {}", told.outcome, told.from, told.to);
        let counted =
            words::leads(told.counted).map_or_else(String::new, |told| format!("<p>{}</p>\n", escape(&told)));
        let said = |said: &qualify_review::Said| words::outcomes_said(said, &told.outcome);
        out += &card(&title, &counted, told.witness.as_ref(), [said, said], None);
    }
    match &moves.open {
        Open::Stays => {}
        Open::Undecided => out += "<p>Whether what is still open stays could not be decided.</p>\n",
        Open::Changes(witness) => {
            let title = "What some leads could become or meet changes, while result and outcomes stay";
            out += &card(title, "", Some(witness), [words::open_said, words::open_said], None);
        }
    }
    out = if out.is_empty() { out } else { format!("<div class=\"cards\">\n{out}</div>\n") };
    for score in &moves.scores {
        out += &format!("<p>{}.</p>\n", prose(&words::score(score)));
    }
    if let Some(told) = words::ruled_out(moves.impossible, moves.results.len()) {
        out += &format!("<p class=\"same\">{}</p>\n", escape(&told));
    }
    section("Moves", &out)
}

fn card(
    title: &str,
    inside: &str,
    witness: Option<&Witness>,
    [before, after]: [impl Fn(&qualify_review::Said) -> String; 2],
    others: Option<String>,
) -> String {
    let others = others.map(|others| format!("<dt>also</dt><dd>{}</dd>", prose(&others))).unwrap_or_default();
    let shown = match witness {
        None => "<p class=\"unsure\">Could not decide whether a lead moves so.</p>\n".to_owned(),
        Some(witness) => {
            let facts = witness.facts.iter().map(|fact| {
                let instead = match &witness.like {
                    Some(_) => format!(" <small>instead of {}</small>", escape(&fact.instead_of)),
                    None => String::new(),
                };
                format!("<tr><th>{}</th><td>{}{instead}</td></tr>\n", escape(&fact.name), escape(&fact.value))
            });
            let facts: String = facts.collect();
            let like = match &witness.like {
                Some(key) => format!(
                    "Shown by a lead like <b>{}</b>{}",
                    escape(key),
                    if facts.is_empty() { "." } else { ", but with" }
                ),
                None if facts.is_empty() => "Shown by a lead of which nothing is known.".to_owned(),
                None => "Shown by a lead of which only this is known:".to_owned(),
            };
            let table =
                if facts.is_empty() { facts } else { format!("<table class=\"facts\">\n{facts}</table>\n") };
            format!(
                "<p>{like}</p>\n{table}<dl><dt>before</dt><dd>{}</dd><dt>after</dt><dd>{}</dd>{others}</dl>\n",
                prose(&before(&witness.before)),
                prose(&after(&witness.after))
            )
        }
    };
    format!("<article>\n<h3>{}</h3>\n{inside}{shown}</article>\n", escape(title))
}

/// A bar as a drawing: style attributes are forbidden here.
fn bar(count: u64, most: u64) -> String {
    let width = (u128::from(count) * 100).checked_div(u128::from(most)).unwrap_or(0);
    let width = if count > 0 { width.max(1) } else { 0 };
    format!(
        "<p class=\"count\"><svg viewBox=\"0 0 100 6\" preserveAspectRatio=\"none\" aria-hidden=\"true\">\
         <rect width=\"{width}\" height=\"6\"/></svg> {}</p>\n",
        escape(&text::counted(count, "lead"))
    )
}

fn sample(sample: &Sample) -> String {
    let named = |name: &&String| sample.matrix.iter().any(|cell| cell.from == **name || cell.to == **name);
    let results: Vec<&String> = sample.results.iter().filter(named).collect();
    let heads: String =
        results.iter().map(|name| format!("<th scope=\"col\">{}</th>", escape(name))).collect();
    let mut rows = String::new();
    for from in &results {
        let cells = results.iter().map(|to| match sample.count(from, to) {
            0 => "<td class=\"none\">·</td>".to_owned(),
            count if from == to => format!("<td class=\"stays\">{}</td>", text::grouped(count)),
            count => format!("<td class=\"moved\">{}</td>", text::grouped(count)),
        });
        rows += &format!("<tr><th scope=\"row\">{}</th>{}</tr>\n", escape(from), cells.collect::<String>());
    }
    let mut out = format!(
        "<div class=\"wide\"><table class=\"matrix\">\n<tr><th>before \\ after</th>{heads}</tr>\n{rows}</table></div>\n\
         <p>{}.</p>\n",
        escape(&words::moved(sample.moved, sample.leads))
    );
    if sample.open_changed > 0 {
        out += &format!("<p>{}</p>\n", escape(&words::open_changed(sample.open_changed)));
    }
    for blank in &sample.blanks {
        let share = words::share(blank.leads, sample.leads);
        out += &format!(
            "<p><code>{}</code> is blank in {} of the leads.</p>\n",
            escape(&blank.field),
            escape(&share)
        );
    }
    section(&format!("{} of {}", text::counted(sample.leads, "lead"), sample.file), &out)
}

fn criteria(review: &Review) -> String {
    let items = review.criteria.iter().map(|change| {
        let words: String =
            change.words.iter().map(|words| format!("<li>{}</li>\n", escape(&words.told()))).collect();
        let words = if words.is_empty() { words } else { format!("<ul>\n{words}</ul>\n") };
        format!(
            "<li><b>{} {}</b> <code>{}</code> <small>{}</small> <span class=\"{}\">{}</span>\n{words}</li>\n",
            change.how.word(),
            change.kind.word(),
            escape(&change.name),
            escape(&place(change)),
            effect(change.effect),
            change.effect.told()
        )
    });
    let items: String = items.collect();
    if items.is_empty() { items } else { format!("<ul class=\"criteria\">\n{items}</ul>\n") }
}

fn effect(effect: Effect) -> &'static str {
    match effect {
        Effect::ChangesVerdicts | Effect::ReadsDifferently => "moves",
        Effect::ChangesNothing | Effect::NoCriterion => "same",
        Effect::WithOthers | Effect::Undecided | Effect::NotAsked => "unsure",
    }
}

fn place(change: &Change) -> String {
    format!("{}:{}", change.file, change.line)
}

fn examples(review: &Review) -> Vec<String> {
    let told = |example: &qualify_review::ChangedExample| {
        let came: String = example.came.iter().map(|came| format!("; but {came}")).collect();
        format!("{}: {}{came}", example.name, words::fares(example.before, example.after))
    };
    review.examples.iter().map(told).collect()
}

fn owners(review: &Review) -> Vec<String> {
    review.owners.iter().map(|owner| format!("{}: {}", owner.name, owner.owns.join(", "))).collect()
}

/// A sentence of ours; what stands in backticks becomes code.
fn prose(sentence: &str) -> String {
    let parts: Vec<&str> = sentence.split('`').collect();
    if parts.len().is_multiple_of(2) {
        return escape(sentence);
    }
    let pieces = parts.iter().enumerate().map(|(at, part)| match at % 2 {
        0 => escape(part),
        _ => format!("<code>{}</code>", escape(part)),
    });
    pieces.collect()
}

/// Text that stays text.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for letter in text::clean(text).chars() {
        match letter {
            '&' => out += "&amp;",
            '<' => out += "&lt;",
            '>' => out += "&gt;",
            '"' => out += "&quot;",
            '\'' => out += "&#39;",
            _ => out.push(letter),
        }
    }
    out
}
