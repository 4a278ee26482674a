//! All that a review found becomes its first sentence.

use qualify::lints::grouped;
use serde::Serialize;

use crate::moves::{Direction, Move, Moves, Open};
use crate::sample::Sample;

/// How far the first sentence is proved.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Proof {
    /// No possible lead gets another verdict.
    NothingChanges,
    /// The rules judge the same; some facts are read differently, which only a sample of leads can show.
    OnlyReading,
    /// No possible lead gets another result or outcome; for some, what is open is another.
    OnlyWhatIsOpen,
    /// Some lead moves, and all moves that are possible are listed.
    SomeMove,
    /// Some lead moves; other moves could not be ruled out.
    SomeMoveAtLeast,
    /// No move was found, and some could not be ruled out.
    Undecided,
    /// A version has mistakes and could not be compared.
    NotCompared,
}

/// The first sentence.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Headline {
    /// How far it is proved.
    pub proof: Proof,
    /// In words.
    pub sentence: String,
}

/// What the first sentence is made of.
pub(crate) struct Told<'a> {
    pub(crate) moves: Option<&'a Moves>,
    pub(crate) sample: Option<&'a Sample>,
    /// Facts of one name that the versions read in different ways.
    pub(crate) read_differently: &'a [String],
    /// Why there is nothing to compare.
    pub(crate) mistakes: &'a [String],
}

impl Told<'_> {
    pub(crate) fn headline(&self) -> Headline {
        let Some(moves) = self.moves else {
            let sentence = format!("The versions could not be compared: {}.", self.mistakes.join(", and "));
            return Headline { proof: Proof::NotCompared, sentence };
        };
        let proof = self.proof(moves);
        let sentence = match proof {
            Proof::NothingChanges => "Proved: no lead changes.".to_owned(),
            Proof::OnlyReading => format!(
                "The rules judge every lead as before, but {} {} read differently{}.",
                listed(self.read_differently),
                if self.read_differently.len() == 1 { "is" } else { "are" },
                self.counted_moves().map_or_else(
                    || ": only leads can show what that does".to_owned(),
                    |counted| format!(": {counted}")
                )
            ),
            Proof::OnlyWhatIsOpen => format!(
                "Proved: no lead changes its result or an outcome; for some, what they could become or meet besides does{}.",
                self.counted_open()
            ),
            Proof::SomeMove => format!("{} Proved: no other move is possible.", self.moved(moves)),
            Proof::SomeMoveAtLeast => {
                format!("{} {}", self.moved(moves), self.beyond(moves))
            }
            Proof::Undecided => {
                "No lead was found that changes, and it could not be proved that none does.".to_owned()
            }
            Proof::NotCompared => String::new(),
        };
        Headline { proof, sentence }
    }

    fn proof(&self, moves: &Moves) -> Proof {
        let is_shown = moves.results.iter().any(|told| told.witness.is_some())
            || moves.outcomes.iter().any(|told| told.witness.is_some());
        let is_open = moves.results.iter().any(|told| told.witness.is_none())
            || moves.outcomes.iter().any(|told| told.witness.is_none());
        let is_unrelated = !moves.unrelated.is_empty() || !self.read_differently.is_empty();
        match (is_shown, is_open, &moves.open) {
            (true, false, _) if !is_unrelated => Proof::SomeMove,
            (true, _, _) => Proof::SomeMoveAtLeast,
            (false, true, _) | (false, false, Open::Undecided) => Proof::Undecided,
            (false, false, Open::Changes(_)) if !is_unrelated => Proof::OnlyWhatIsOpen,
            (false, false, Open::Stays) if !is_unrelated => Proof::NothingChanges,
            (false, false, Open::Stays) if moves.unrelated.is_empty() => Proof::OnlyReading,
            (false, false, Open::Changes(_) | Open::Stays) => Proof::Undecided,
        }
    }

    /// Why other moves than those that are shown are not ruled out.
    fn beyond(&self, moves: &Moves) -> String {
        let is_listed = moves.results.iter().any(|told| told.witness.is_none())
            || moves.outcomes.iter().any(|told| told.witness.is_none());
        match self.read_differently {
            names @ [_, ..] if !is_listed => format!(
                "What moves besides because {} {} read differently, only leads can show.",
                listed(names),
                if names.len() == 1 { "is" } else { "are" }
            ),
            _ if is_listed => "Other moves could not be ruled out; they are listed below.".to_owned(),
            _ => format!("Moves that need a value of {} are not decided.", listed(&moves.unrelated)),
        }
    }

    /// What moves, and how many of the sample do.
    fn moved(&self, moves: &Moves) -> String {
        let shown: Vec<&Move> = moves.results.iter().filter(|told| told.witness.is_some()).collect();
        let Some(first) = shown.first() else { return self.outcomes(moves) };
        let is_down = |told: &&Move| matches!(told.direction, Direction::Down | Direction::Out);
        let is_up = |told: &&Move| matches!(told.direction, Direction::Up | Direction::In);
        let (down, up) = (shown.iter().all(is_down), shown.iter().all(is_up));
        let same_from = shown.iter().all(|told| told.from == first.from);
        let same_to = shown.iter().all(|told| told.to == first.to);
        match (down, up) {
            (true, _) if same_from => {
                format!("{} gets stricter{}.", first.from, self.stops_and_starts(&first.from))
            }
            (_, true) if same_to => {
                format!("{} gets looser{}.", first.to, self.stops_and_starts(&first.to))
            }
            (true, _) => format!("The criteria get stricter{}.", self.of_the_sample()),
            (_, true) => format!("The criteria get looser{}.", self.of_the_sample()),
            (false, false) if shown.iter().any(is_down) && shown.iter().any(is_up) => {
                format!("Some leads go up and some down or out{}.", self.of_the_sample())
            }
            (false, false) => format!("Some leads get another result{}.", self.of_the_sample()),
        }
    }

    fn outcomes(&self, moves: &Moves) -> String {
        let mut names: Vec<String> = moves.outcomes.iter().map(|told| told.outcome.clone()).collect();
        names.sort();
        names.dedup();
        let counted = self.sample.map_or_else(String::new, |sample| {
            let leads: u64 = sample.outcomes.iter().map(|cell| cell.leads).sum();
            format!(": {} of {} sample leads", grouped(leads), grouped(sample.leads))
        });
        format!(
            "Results stay; {} {} another{counted}.",
            listed(&names),
            if names.len() == 1 { "is" } else { "are" }
        )
    }

    /// `: 41 of 5,000 sample leads stop being MQL, none starts`
    fn stops_and_starts(&self, place: &str) -> String {
        let Some(sample) = self.sample else { return String::new() };
        let sum = |which: &dyn Fn(&str, &str) -> bool| -> u64 {
            sample.matrix.iter().filter(|cell| which(&cell.from, &cell.to)).map(|cell| cell.leads).sum()
        };
        let stop = sum(&|from, to| from == place && to != place);
        let start = sum(&|from, to| from != place && to == place);
        let verb = |count: u64, one: &str, more: &str| match count {
            0 => format!("none {one}"),
            1 => format!("1 {one}"),
            count => format!("{} {more}", grouped(count)),
        };
        let all = grouped(sample.leads);
        match (stop, start) {
            (0, start) => {
                format!(": of {all} sample leads {} {place}, none stops", verb(start, "becomes", "become"))
            }
            (stop, start) => format!(
                ": of {all} sample leads {} being {place}, {}",
                verb(stop, "stops", "stop"),
                verb(start, "starts", "start")
            ),
        }
    }

    fn of_the_sample(&self) -> String {
        self.counted_moves().map_or_else(String::new, |counted| format!(": {counted}"))
    }

    fn counted_moves(&self) -> Option<String> {
        let sample = self.sample?;
        let verb = if sample.moved == 1 { "moves" } else { "move" };
        Some(format!("{} of {} sample leads {verb}", grouped(sample.moved), grouped(sample.leads)))
    }

    fn counted_open(&self) -> String {
        self.sample.map_or_else(String::new, |sample| {
            format!(": {} of {} sample leads", grouped(sample.open_changed), grouped(sample.leads))
        })
    }
}

/// `a`, `b` and `c` in backticks.
fn listed(names: &[String]) -> String {
    qualify::names::listed(names.iter().map(|name| format!("`{name}`")), "nothing")
}
