//! Two versions of the rules, and leads at hand, become a review: data that commands show as text, Markdown, JSON or HTML.

use qualify::analysis::names_days;
use qualify::diagnostics::Severity;
use qualify::plan::{Date, Plan};
use qualify::project::Gates;
use serde::Serialize;

use crate::criteria::{self, Change, Kind, read_differently};
use crate::findings::{self, Finding, Findings};
use crate::gates::{self, Gate, Looked, Standing};
use crate::headline::{Headline, Proof, Told};
use crate::mask::{Privacy, is_personal, mask};
use crate::moves::{Asked, Fact, Moves, Open, Ordinary, Witness};
use crate::people::{self, Owner};
use crate::promises::{self, ChangedExample};
use crate::sample::{Counted, Sample};
use crate::side::Side;
use crate::step::Step;

/// What a review is made of.
pub struct Request<'a> {
    /// The version of before.
    pub base: &'a Side<'a>,
    /// The version of after.
    pub head: &'a Side<'a>,
    /// The day.
    pub today: Date,
    /// The counts of leads at hand.
    pub counted: Option<&'a Counted>,
    /// The findings of `check` in both versions.
    pub findings: [Vec<Finding>; 2],
    /// What both versions demand of changes.
    pub gates: [&'a Gates; 2],
    /// Who approved the change.
    pub approved: &'a [String],
    /// What is shown of people.
    pub privacy: Privacy,
    /// Is told how far the review is; what it does changes nothing.
    pub steps: &'a dyn Fn(Step),
}

/// A version, as it is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Version {
    /// What people call it.
    pub name: String,
    /// The file that was compiled.
    pub file: String,
    /// The digest of all files; none if there are mistakes.
    pub digest: Option<String>,
    /// How many mistakes there are.
    pub errors: usize,
}

/// What a change does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Review {
    /// The version of before.
    pub base: Version,
    /// The version of after.
    pub head: Version,
    /// The day on which leads are judged.
    pub today: String,
    /// Whether the rules name days of the calendar, so that another day may have another answer.
    pub depends_on_day: bool,
    /// The first sentence.
    pub headline: Headline,
    /// Moves of possible leads; none if a version has mistakes.
    pub moves: Option<Moves>,
    /// The criteria that are others.
    pub criteria: Vec<Change>,
    /// Findings that the change brings and mends.
    pub findings: Findings,
    /// Examples that are others.
    pub examples: Vec<ChangedExample>,
    /// Counts of leads at hand.
    pub sample: Option<Sample>,
    /// Who should look.
    pub owners: Vec<Owner>,
    /// What the project demands.
    pub gates: Vec<Gate>,
    /// What a reader should know besides.
    pub remarks: Vec<String>,
}

impl Review {
    /// Reviews a change.
    pub fn of(request: Request<'_>) -> Self {
        let plans = [request.base, request.head].map(|side| side.plan());
        let both = match plans {
            [Some(old), Some(new)] => Some((old, new)),
            _ => None,
        };
        let mut criteria = criteria::changes(&request, both.map(|(old, _)| old));
        if request.privacy == Privacy::Masked {
            criteria.iter_mut().for_each(hide_members);
        }
        let sample = request.counted.map(|counted| told_sample(&counted.sample, &criteria, request.privacy));
        let mut moves = both.map(|(old, new)| request.moves(old, new));
        if let (Some(moves), Some(sample)) = (&mut moves, &sample) {
            count(moves, sample);
        }
        let unrelated = moves.as_ref().map_or(&[][..], |moves| &moves.unrelated);
        let mut read_differently = both.map_or_else(Vec::new, |(old, new)| read_differently(old, new));
        read_differently.retain(|name| !unrelated.contains(name));
        let mistakes = request.mistakes();
        let told = Told {
            moves: moves.as_ref(),
            sample: sample.as_ref(),
            read_differently: &read_differently,
            mistakes: &mistakes,
        };
        let headline = told.headline();
        let owners = people::owners(&criteria, plans);
        let names: Vec<String> = owners.iter().map(|owner| owner.name.clone()).collect();
        let looked = Looked {
            plans: both,
            read_differently: &read_differently,
            moves: moves.as_ref(),
            sample: sample.as_ref(),
            criteria: &criteria,
            owners: &names,
            approved: request.approved,
            today: request.today,
        };
        let gates = gates::gates(request.gates, &looked);
        let remarks = request.remarks(moves.as_ref(), &read_differently, both);
        let programs = [request.base, request.head].map(|side| side.compilation.program.as_ref());
        let examples = match programs {
            [Some(old), Some(new)] => promises::changed(old, new, request.today),
            _ => Vec::new(),
        };
        let [before, after] = request.findings;
        Self {
            base: request.base.told(),
            head: request.head.told(),
            today: request.today.to_string(),
            depends_on_day: both.is_some_and(|(old, new)| names_days(old) || names_days(new)),
            headline,
            moves,
            criteria,
            findings: findings::compared(before, after),
            examples,
            sample,
            owners,
            gates,
            remarks,
        }
    }

    /// Whether there is nothing to look at: no text is another, no finding, no gate that failed.
    pub fn is_quiet(&self) -> bool {
        let Self { headline, criteria, findings, examples, gates, .. } = self;
        headline.proof == Proof::NothingChanges
            && criteria.is_empty()
            && findings.new.is_empty()
            && examples.is_empty()
            && !gates.iter().any(|gate| gate.standing == Standing::Failed)
    }

    /// Whether a gate failed.
    pub fn has_failed(&self) -> bool {
        self.gates.iter().any(|gate| gate.standing == Standing::Failed)
    }
}

impl Request<'_> {
    fn moves(&self, old: &Plan, new: &Plan) -> Moves {
        let ordinary = |from: Option<&str>| -> Option<Ordinary> {
            let known = &self.counted?.ordinary;
            match from {
                Some(from) => known.get(from).cloned(),
                None => known.values().next().cloned(),
            }
        };
        let mut moves = Asked { old, new, today: self.today, ordinary: &ordinary, steps: self.steps }.moves();
        if self.privacy == Privacy::Masked {
            hide(&mut moves);
        }
        moves
    }

    fn mistakes(&self) -> Vec<String> {
        let sides = [self.base, self.head].into_iter();
        let wrong = sides.filter(|side| side.compilation.program.is_none());
        wrong
            .map(|side| {
                let errors = side.told().errors;
                format!("{} has {errors} {}", side.name, if errors == 1 { "error" } else { "errors" })
            })
            .collect()
    }

    fn remarks(
        &self,
        moves: Option<&Moves>,
        read_differently: &[String],
        both: Option<(&Plan, &Plan)>,
    ) -> Vec<String> {
        let mut remarks = Vec::new();
        if let Some((old, new)) = both
            && (names_days(old) || names_days(new))
        {
            remarks.push(format!(
                "The rules name days of the calendar. All this holds for leads judged on {}; `--today` asks about \
                 another day.",
                self.today
            ));
        }
        if let Some(moves) = moves
            && !moves.unrelated.is_empty()
        {
            remarks.push(format!(
                "{} not of the same type in both versions. What is proved holds for whatever each version reads; moves \
                 that need a value of them are not decided.",
                are(&moves.unrelated)
            ));
        }
        if !read_differently.is_empty() {
            remarks.push(format!(
                "{} read differently: what is proved is about values as they were read, and the sample shows what the \
                 reading does.",
                are(read_differently)
            ));
        }
        if let Some(counted) = self.counted {
            let [before, after] = counted.sample.unread;
            if before + after > 0 {
                remarks.push(format!(
                    "Rows that could not be read: {before} by {}, {after} by {}. They are not counted.",
                    self.base.name, self.head.name
                ));
            }
        }
        remarks
    }
}

impl Side<'_> {
    fn plan(&self) -> Option<&Plan> {
        self.compilation.program.as_ref().map(|program| &program.plan)
    }

    fn told(&self) -> Version {
        let errors = self.compilation.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        Version {
            name: self.name.to_owned(),
            file: self.main.to_owned(),
            digest: self.plan().map(|plan| plan.program.digest.clone()),
            errors: errors.count(),
        }
    }
}

fn are(names: &[String]) -> String {
    let verb = if names.len() == 1 { "is" } else { "are" };
    format!("{} {verb}", qualify::names::listed(names.iter().map(|name| format!("`{name}`")), "nothing"))
}

/// The counts of each move.
fn count(moves: &mut Moves, sample: &Sample) {
    for told in &mut moves.results {
        let cell = sample.cell(&told.from, &told.to);
        told.counted = Some(cell.map_or(0, |cell| cell.leads));
        told.keys = cell.map_or_else(Vec::new, |cell| cell.keys.clone());
    }
    for told in &mut moves.outcomes {
        let same = |cell: &&crate::sample::OutcomeCell| {
            (&cell.outcome, &cell.from, &cell.to) == (&told.outcome, &told.from, &told.to)
        };
        told.counted = Some(sample.outcomes.iter().find(same).map_or(0, |cell| cell.leads));
    }
}

/// The sample with the blanks of fields that changed criteria name, and with keys that name nobody.
fn told_sample(sample: &Sample, criteria: &[Change], privacy: Privacy) -> Sample {
    let mut sample = sample.clone();
    let texts: Vec<String> = criteria
        .iter()
        .flat_map(|change| change.words.iter().map(|words| words.told()).chain([change.name.clone()]))
        .collect();
    let is_word = |letter: char| letter.is_alphanumeric() || letter == '_';
    sample.blanks.retain(|blank| {
        blank.leads > 0
            && texts.iter().any(|text| text.split(|letter| !is_word(letter)).any(|word| word == blank.field))
    });
    if privacy == Privacy::Masked {
        for key in sample.matrix.iter_mut().flat_map(|cell| &mut cell.keys) {
            *key = mask(key);
        }
    }
    sample
}

/// A list may name people.
fn hide_members(change: &mut Change) {
    if change.kind == Kind::Set {
        let texts = change.words.iter_mut().flat_map(|words| words.was.iter_mut().chain(&mut words.is));
        texts.for_each(|text| *text = mask(text));
    }
}

fn hide(moves: &mut Moves) {
    let results = moves.results.iter_mut().filter_map(|told| told.witness.as_mut());
    let outcomes = moves.outcomes.iter_mut().filter_map(|told| told.witness.as_mut());
    let open = match &mut moves.open {
        Open::Changes(witness) => Some(witness.as_mut()),
        Open::Stays | Open::Undecided => None,
    };
    results.chain(outcomes).chain(open).for_each(hide_witness);
}

fn hide_witness(witness: &mut Witness) {
    for Fact { name, value, instead_of } in &mut witness.facts {
        *value = mask(value);
        // What is made up names nobody; what a lead of the sample has does.
        *instead_of = match is_personal(name) && instead_of != "unknown" {
            true => "•••".to_owned(),
            false => mask(instead_of),
        };
    }
    if let Some(key) = &mut witness.like {
        *key = mask(key);
    }
}
