//! A review becomes Markdown for a comment on a pull request or the summary of a job.
//!
//! Everything that comes from rules and leads is hostile: it cannot end its line, begin markup, make a link or call
//! somebody by name. What looks like an e-mail address or a phone number is masked, whatever was asked for. A comment that
//! would be too long loses whole sections from its end, and says so.

use qualify_review::{Moves, Open, Review, Sample, mask};

use super::words;
use crate::findings::markdown::{code, escape, prose};
use crate::terminal::text;

/// By this the comment is found again that is to be updated.
pub(crate) const MARK: &str = "<!-- qualify-review -->";
/// Longest report, in bytes: comments of GitHub hold 65,536 characters, a mark and a link may be added.
const LONGEST: usize = 60_000;

/// The whole report.
pub(crate) fn render(review: &Review) -> String {
    let mut out = format!("{MARK}\n### {}\n\n{}\n", sentence(&review.headline.sentence), versions(review));
    if review.is_quiet() {
        return out;
    }
    let sections = [
        section("Gates", gates(review)),
        review.moves.as_ref().map(moves).unwrap_or_default(),
        review.sample.as_ref().map(matrix).unwrap_or_default(),
        section("Criteria", criteria(review)),
        section("Examples", examples(review)),
        section("Findings that the change brings", review.findings.new.iter().map(words::finding).collect()),
        section("Findings that it mends", review.findings.fixed.iter().map(words::finding).collect()),
        section("Who should look", owners(review)),
        section("Note", review.remarks.clone()),
    ];
    let mut left_out = 0;
    for section in sections.iter().filter(|section| !section.is_empty()) {
        match out.len() + section.len() <= LONGEST {
            true => out += &format!("\n{section}"),
            false => left_out += 1,
        }
    }
    match left_out {
        0 => out,
        1 => out + "\n_One section is left out, as a comment may not be longer. `qualify diff` shows it._\n",
        more => format!(
            "{out}\n_{more} sections are left out, as a comment may not be longer. `qualify diff` shows them._\n"
        ),
    }
}

/// A sentence of ours with names in it that others chose.
fn sentence(text: &str) -> String {
    prose(&mask(text))
}

fn versions(review: &Review) -> String {
    sentence(&format!(
        "From `{}` to `{}`: `{}`, leads judged as of {}.",
        review.base.name, review.head.name, review.head.file, review.today
    ))
}

fn section(title: &str, items: Vec<String>) -> String {
    let lines: String = items.iter().map(|item| format!("- {}\n", sentence(item))).collect();
    if lines.is_empty() { lines } else { format!("#### {title}\n\n{lines}") }
}

fn gates(review: &Review) -> Vec<String> {
    review.gates.iter().map(words::gate).collect()
}

fn moves(moves: &Moves) -> String {
    let mut rows = String::new();
    let mut details = String::new();
    for told in &moves.results {
        let name = format!("{} → {}", cell(&told.from), cell(&told.to));
        let counted = told.counted.map_or_else(|| "not counted".to_owned(), text::grouped);
        let shown = told.witness.as_ref().map_or_else(|| "could not decide".to_owned(), words::witness);
        rows += &format!("| {name} | {counted} | {} |\n", sentence(&shown));
        if let Some(witness) = &told.witness {
            details +=
                &detail(&name, &words::said(&witness.before), &words::said(&witness.after), &told.keys);
        }
        if let Some(others) = words::others(&told.others) {
            details += &format!("  - also: {}\n", sentence(&others));
        }
    }
    for told in &moves.outcomes {
        let name = format!("{}: {} → {}", cell(&told.outcome), cell(&told.from), cell(&told.to));
        let counted = told.counted.map_or_else(|| "not counted".to_owned(), text::grouped);
        let shown = told.witness.as_ref().map_or_else(|| "could not decide".to_owned(), words::witness);
        rows += &format!("| {name} | {counted} | {} |\n", sentence(&shown));
        if let Some(witness) = &told.witness {
            let said = |said| words::outcomes_said(said, &told.outcome);
            details += &detail(&name, &said(&witness.before), &said(&witness.after), &[]);
        }
    }
    let mut out = String::new();
    if !rows.is_empty() {
        out += &format!("#### Moves\n\n| move | sample leads | shown by |\n|---|--:|---|\n{rows}");
    }
    match &moves.open {
        Open::Stays => {}
        Open::Undecided => out += "\nWhether what is still open stays could not be decided.\n",
        Open::Changes(witness) => {
            out += &format!(
                "\nWhat some leads could become or meet changes, while result and outcomes stay. Shown by {}.\n",
                sentence(&words::witness(witness))
            );
            details += &detail(
                "What they could become or meet",
                &words::open_said(&witness.before),
                &words::open_said(&witness.after),
                &[],
            );
        }
    }
    for score in &moves.scores {
        out += &format!("\n{}.\n", sentence(&words::score(score)));
    }
    if let Some(told) = words::ruled_out(moves.impossible, moves.results.len()) {
        out += &format!("\n{told}\n");
    }
    if !details.is_empty() {
        out += &format!("\n<details><summary>Which rules decided</summary>\n\n{details}\n</details>\n");
    }
    out
}

fn detail(name: &str, before: &str, after: &str, keys: &[String]) -> String {
    let keys = match keys {
        [] => String::new(),
        keys => {
            let keys: Vec<String> = keys.iter().map(|key| code(&text::clean(&mask(key)))).collect();
            format!("\n  - leads that move so: {}", keys.join(", "))
        }
    };
    format!("- {name}\n  - before: {}\n  - after: {}{keys}\n", sentence(before), sentence(after))
}

fn cell(name: &str) -> String {
    escape(&text::clean(&mask(name)).replace(['\n', '\r', '\t'], " "))
}

fn matrix(sample: &Sample) -> String {
    let named = |name: &&String| sample.matrix.iter().any(|cell| cell.from == **name || cell.to == **name);
    let results: Vec<&String> = sample.results.iter().filter(named).collect();
    let mut out = format!(
        "#### {} of {}\n\n| before \\\\ after |",
        text::counted(sample.leads, "lead"),
        code(&text::clean(&mask(&sample.file)))
    );
    out += &results.iter().map(|name| format!(" {} |", cell(name))).collect::<String>();
    out += &format!("\n|---|{}\n", "--:|".repeat(results.len()));
    for from in &results {
        out += &format!("| {} |", cell(from));
        for to in &results {
            out += &match sample.count(from, to) {
                0 => " · |".to_owned(),
                count if from == to => format!(" <sub>{}</sub> |", text::grouped(count)),
                count => format!(" **{}** |", text::grouped(count)),
            };
        }
        out.push('\n');
    }
    out += &format!("\n{}.\n", words::moved(sample.moved, sample.leads));
    if sample.open_changed > 0 {
        out += &format!("{}\n", words::open_changed(sample.open_changed));
    }
    for blank in &sample.blanks {
        let share = words::share(blank.leads, sample.leads);
        out += &format!("{} is blank in {share} of the leads.\n", code(&text::clean(&blank.field)));
    }
    out
}

fn criteria(review: &Review) -> Vec<String> {
    let told = |change: &qualify_review::Change| {
        let words: String =
            change.words.iter().map(|words| format!("; `{}`", words.told().replace('`', "'"))).collect();
        let place = format!("{}:{}", change.file, change.line);
        let (how, kind, name) = (change.how.word(), change.kind.word(), change.name.replace('`', "'"));
        format!("{how} {kind} `{name}` ({place}): {}{words}", change.effect.told())
    };
    review.criteria.iter().map(told).collect()
}

fn examples(review: &Review) -> Vec<String> {
    let told = |example: &qualify_review::ChangedExample| {
        let came: String = example.came.iter().map(|came| format!("; but {came}")).collect();
        format!("`{}`: {}{came}", example.name.replace('`', "'"), words::fares(example.before, example.after))
    };
    review.examples.iter().map(told).collect()
}

fn owners(review: &Review) -> Vec<String> {
    review.owners.iter().map(|owner| format!("{}: {}", owner.name, owner.owns.join(", "))).collect()
}
