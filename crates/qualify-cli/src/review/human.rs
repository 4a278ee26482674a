//! A review becomes text for a terminal.

use qualify_review::{Change, Effect, How, Move, Moves, Open, Proof, Review, Sample, Standing};

use super::words;
use crate::terminal::table::{Side, Table};
use crate::terminal::{style, text};

/// The review, for lines of that many columns.
pub(crate) fn render(review: &Review, width: usize) -> String {
    let sections = [
        head(review, width),
        review.moves.as_ref().map(|moves| told_moves(moves, width)).unwrap_or_default(),
        review.sample.as_ref().map(|sample| matrix(sample, width)).unwrap_or_default(),
        criteria(review, width),
        list("Examples", examples(review), width),
        list(
            "Findings that the change brings",
            review.findings.new.iter().map(words::finding).collect(),
            width,
        ),
        list("Findings that it mends", review.findings.fixed.iter().map(words::finding).collect(), width),
        list("Who should look", owners(review), width),
        gates(review, width),
        list("Note", review.remarks.clone(), width),
    ];
    let told: Vec<String> = sections.into_iter().filter(|section| !section.is_empty()).collect();
    told.join("\n")
}

fn head(review: &Review, width: usize) -> String {
    let sentence = text::clean(&review.headline.sentence).into_owned();
    let lines = text::wrap(&sentence, width).join("\n");
    let painted = match review.headline.proof {
        Proof::NothingChanges => style::good(&lines),
        Proof::SomeMove | Proof::SomeMoveAtLeast | Proof::OnlyWhatIsOpen | Proof::OnlyReading => {
            style::heading(&lines)
        }
        Proof::Undecided => style::warning(&lines),
        Proof::NotCompared => style::error(&lines),
    };
    let versions = format!(
        "From {} to {}: {}, leads judged as of {}.",
        review.base.name, review.head.name, review.head.file, review.today
    );
    format!("{painted}\n{}\n", style::quiet(&text::wrap(&text::clean(&versions), width).join("\n")))
}

fn told_moves(moves: &Moves, width: usize) -> String {
    let mut out = String::new();
    for told in &moves.results {
        out += &one_move(told, width);
    }
    for told in &moves.outcomes {
        let name = format!("{}: {} → {}", told.outcome, told.from, told.to);
        out += &titled(&name, words::leads(told.counted), &[]);
        match &told.witness {
            Some(witness) => {
                out += &line("shown by ", &words::witness(witness), width);
                out += &line("before: ", &words::outcomes_said(&witness.before, &told.outcome), width);
                out += &line("after:  ", &words::outcomes_said(&witness.after, &told.outcome), width);
            }
            None => out += &line("", "could not decide whether a lead moves so", width),
        }
    }
    match &moves.open {
        Open::Stays => {}
        Open::Undecided => out += "  Whether what is open stays could not be decided.\n",
        Open::Changes(witness) => {
            out += &titled(
                "What some leads could become or meet changes, while result and outcomes stay",
                None,
                &[],
            );
            out += &line("shown by ", &words::witness(witness), width);
            out += &line("before: ", &words::open_said(&witness.before), width);
            out += &line("after:  ", &words::open_said(&witness.after), width);
        }
    }
    for score in &moves.scores {
        out += &format!("{}\n", text::item(2, &text::clean(&words::score(score)), width));
    }
    let ruled_out = words::ruled_out(moves.impossible, moves.results.len());
    out += &ruled_out
        .map_or_else(String::new, |told| format!("{}\n", style::quiet(&text::item(2, &told, width))));
    if out.is_empty() { out } else { format!("{}\n{out}", style::heading("Moves")) }
}

fn one_move(told: &Move, width: usize) -> String {
    let mut out = titled(&format!("{} → {}", told.from, told.to), words::leads(told.counted), &told.keys);
    match &told.witness {
        Some(witness) => {
            out += &line("shown by ", &words::witness(witness), width);
            out += &line("before: ", &words::said(&witness.before), width);
            out += &line("after:  ", &words::said(&witness.after), width);
        }
        None => out += &line("", "could not decide whether a lead moves so", width),
    }
    if let Some(others) = words::others(&told.others) {
        out += &line("also:   ", &others, width);
    }
    out
}

fn titled(name: &str, counted: Option<String>, keys: &[String]) -> String {
    let keys = match keys {
        [] => String::new(),
        keys => format!(", such as {}", keys.iter().take(3).cloned().collect::<Vec<_>>().join(", ")),
    };
    let counted = counted.map_or_else(String::new, |counted| format!("  {counted}{keys}"));
    format!("  {}{}\n", style::accent(&text::clean(name)), style::quiet(&text::clean(&counted)))
}

fn line(first: &str, rest: &str, width: usize) -> String {
    let rest = text::clean(rest);
    format!("{}\n", text::hang(&format!("    {first}"), &rest, width))
}

/// Results before against results after; what stays is muted.
fn matrix(sample: &Sample, width: usize) -> String {
    let named = |name: &&String| sample.matrix.iter().any(|cell| cell.from == **name || cell.to == **name);
    let results: Vec<&String> = sample.results.iter().filter(named).collect();
    let head = format!("{} of {}", text::counted(sample.leads, "lead"), text::clean(&sample.file));
    let mut table = Table::new(
        [("before \\ after", Side::Left)]
            .into_iter()
            .chain(results.iter().map(|name| (name.as_str(), Side::Right))),
    );
    for from in &results {
        let cells = results.iter().map(|to| match sample.count(from, to) {
            0 => "·".to_owned(),
            count if from == to => format!("({})", text::grouped(count)),
            count => text::grouped(count),
        });
        table.row([(*from).clone()].into_iter().chain(cells));
    }
    let mut out = format!("{}\n{}", style::heading(&head), table.lay_out(2, width));
    let moved = format!("{}; those in brackets stay.", words::moved(sample.moved, sample.leads));
    out += &format!("{}\n", style::quiet(&text::item(2, &moved, width)));
    if sample.open_changed > 0 {
        let open = words::open_changed(sample.open_changed);
        out += &format!("{}\n", style::quiet(&text::item(2, &open, width)));
    }
    for blank in &sample.blanks {
        let share = words::share(blank.leads, sample.leads);
        let told = format!("{} is blank in {share} of the leads.", blank.field);
        out += &format!("{}\n", style::quiet(&text::item(2, &text::clean(&told), width)));
    }
    out
}

fn criteria(review: &Review, width: usize) -> String {
    let mut out = String::new();
    for change in &review.criteria {
        let head = format!("{} {} {}", change.how.word(), change.kind.word(), change.name);
        let head = text::hang("  ", &text::clean(&head), width);
        let effect = match change.effect {
            Effect::ChangesVerdicts | Effect::ReadsDifferently => style::warning(change.effect.told()),
            Effect::ChangesNothing | Effect::NoCriterion => style::good(change.effect.told()),
            Effect::WithOthers | Effect::Undecided | Effect::NotAsked => change.effect.told().to_owned(),
        };
        out += &format!("{head}\n    {} {effect}\n", style::quiet(&text::clean(&place(change))));
        for told in told_words(change) {
            out += &line("", &told, width);
        }
    }
    if out.is_empty() { out } else { format!("{}\n{out}", style::heading("Criteria")) }
}

fn place(change: &Change) -> String {
    format!("{}:{}", change.file, change.line)
}

fn told_words(change: &Change) -> Vec<String> {
    match change.how {
        How::New | How::Gone => Vec::new(),
        How::Changed | How::Renamed | How::Moved | How::Split | How::Merged => {
            change.words.iter().map(|words| words.told()).collect()
        }
    }
}

fn examples(review: &Review) -> Vec<String> {
    let told = |example: &qualify_review::ChangedExample| {
        let mut out = format!("`{}`: {}", example.name, words::fares(example.before, example.after));
        let made = |sign: &str, promises: &[String]| -> String {
            promises.iter().map(|promise| format!("; {sign} {promise}")).collect()
        };
        out += &made("-", &example.promised);
        out += &made("+", &example.promises);
        out += &example.came.iter().map(|came| format!("; but {came}")).collect::<String>();
        out
    };
    review.examples.iter().map(told).collect()
}

fn owners(review: &Review) -> Vec<String> {
    review.owners.iter().map(|owner| format!("{}: {}", owner.name, owner.owns.join(", "))).collect()
}

fn gates(review: &Review, width: usize) -> String {
    let lines = review.gates.iter().map(|gate| {
        let told = text::item(2, &text::clean(&words::gate(gate)), width);
        let told = match gate.standing {
            Standing::Passed => style::good(&told),
            Standing::Failed => style::error(&told),
            Standing::Waived { .. } | Standing::NotCounted => style::warning(&told),
        };
        format!("{told}\n")
    });
    let out: String = lines.collect();
    if out.is_empty() { out } else { format!("{}\n{out}", style::heading("Gates")) }
}

fn list(title: &str, items: Vec<String>, width: usize) -> String {
    let lines: String =
        items.iter().map(|item| format!("{}\n", text::item(2, &text::clean(item), width))).collect();
    if lines.is_empty() { lines } else { format!("{}\n{lines}", style::heading(title)) }
}
