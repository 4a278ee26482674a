//! What a project demands of changes becomes gates, each passed, failed, waived with a reason, or not counted.

use qualify::analysis::names_days;
use qualify::names::listed;
use qualify::plan::{Date, Plan};
use qualify::project::{Gates, Share, Waiver};
use serde::Serialize;

use crate::criteria::{Change, Effect, How};
use crate::moves::{Direction, Moves, direction};
use crate::sample::Sample;

/// What became of a gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// The change is as demanded.
    Passed,
    /// It is not.
    Failed,
    /// It is not, and somebody wrote down why it may be so.
    Waived {
        /// The reason.
        because: String,
        /// The last day of the waiver.
        until: String,
    },
    /// It needs leads, and there are none.
    NotCounted,
}

/// A gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gate {
    /// Its setting under `[review]`.
    pub gate: String,
    /// What it demands, in words.
    pub demands: String,
    /// What was found, in words.
    pub found: String,
    /// Whether that is as demanded.
    pub standing: Standing,
}

/// What gates look at.
pub(crate) struct Looked<'a> {
    pub(crate) plans: Option<(&'a Plan, &'a Plan)>,
    pub(crate) read_differently: &'a [String],
    pub(crate) moves: Option<&'a Moves>,
    pub(crate) sample: Option<&'a Sample>,
    pub(crate) criteria: &'a [Change],
    pub(crate) owners: &'a [String],
    pub(crate) approved: &'a [String],
    pub(crate) today: Date,
}

/// The gates of both versions: what the version of before demands holds for the change that takes it away.
pub(crate) fn gates(settings: [&Gates; 2], looked: &Looked<'_>) -> Vec<Gate> {
    let mut gates: Vec<Gate> = Vec::new();
    for of in settings {
        for gate in looked.of(of) {
            if !gates.iter().any(|known| (&known.gate, &known.demands) == (&gate.gate, &gate.demands)) {
                gates.push(gate);
            }
        }
    }
    let [_, head] = settings;
    for gate in &mut gates {
        if let (Standing::Failed, Some(waiver)) = (&gate.standing, looked.waiver(head, &gate.gate)) {
            let (because, until) = (waiver.because.clone(), waiver.until.to_string());
            gate.standing = Standing::Waived { because, until };
        }
    }
    gates
}

impl Looked<'_> {
    fn of(&self, gates: &Gates) -> Vec<Gate> {
        let because = gates.because.then(|| self.because());
        let approvals = gates.approval.iter().filter_map(|owner| self.approval(owner));
        let drop = gates.max_drop.as_ref().map(|most| self.drop(*most));
        let forbidden = gates.forbid.iter().map(|moved| self.forbidden(moved));
        let most = gates.max.iter().map(|(moved, most)| self.most(moved, *most));
        because.into_iter().chain(approvals).chain(drop).chain(forbidden).chain(most).collect()
    }

    fn waiver<'g>(&self, gates: &'g Gates, gate: &str) -> Option<&'g Waiver> {
        gates.pass.iter().find(|waiver| waiver.gate == gate && self.today <= waiver.until)
    }

    fn because(&self) -> Gate {
        let silent: Vec<String> = self
            .criteria
            .iter()
            .filter(|change| change.has_reason == Some(false))
            .filter(|change| !matches!(change.how, How::Moved | How::Renamed))
            .filter(|change| !matches!(change.effect, Effect::ChangesNothing | Effect::NoCriterion))
            .map(|change| format!("`{}`", change.name))
            .collect();
        let found = match silent.as_slice() {
            [] => "every changed rule has one".to_owned(),
            silent => format!("without: {}", silent.join(", ")),
        };
        Gate::new("because", "changed rules say `because`".to_owned(), found, silent.is_empty())
    }

    fn approval(&self, owner: &str) -> Option<Gate> {
        self.owners.iter().any(|other| other == owner).then(|| {
            let is_given = self.approved.iter().any(|name| name == owner);
            let found = if is_given { "approved" } else { "not approved yet" };
            let demands = format!("{owner} approves changes of what they own");
            Gate::new("approval", demands, found.to_owned(), is_given)
        })
    }

    fn drop(&self, most: Share) -> Gate {
        let demands = format!("at most {most} of the leads go down or out");
        // Leads may drop because they are read differently, too, which no proof tells of.
        let is_drop = |from: &str, to: &str| {
            let way = self.plans.filter(|_| from != to).map(|(old, new)| direction(old, new, from, to));
            matches!(way, Some(Direction::Down | Direction::Out))
        };
        self.counted("max_drop", demands, most, &is_drop)
    }

    fn most(&self, moved: &str, most: Share) -> Gate {
        let demands = format!("at most {most} of the leads move {moved}");
        if let Some(unknown) = self.unknown_result(moved) {
            return Gate::new("max", demands, unknown, false);
        }
        self.counted("max", demands, most, &|from, to| from != to && matches(moved, from, to))
    }

    fn counted(
        &self,
        gate: &str,
        demands: String,
        most: Share,
        is_counted: &dyn Fn(&str, &str) -> bool,
    ) -> Gate {
        let Some(sample) = self.sample else {
            let found = "no leads to count: give `--leads`".to_owned();
            return Gate { gate: gate.to_owned(), demands, found, standing: Standing::NotCounted };
        };
        let cells = sample.matrix.iter().filter(|cell| is_counted(&cell.from, &cell.to));
        let leads: u64 = cells.map(|cell| cell.leads).sum();
        let found = format!("{leads} of {}", sample.leads);
        Gate::new(gate, demands, found, most.holds(leads, sample.leads))
    }

    fn forbidden(&self, moved: &str) -> Gate {
        let demands = format!("no possible lead moves {moved}");
        let Some(moves) = self.moves else {
            let found = "the versions could not be compared".to_owned();
            return Gate::new("forbid", demands, found, false);
        };
        if let Some(unknown) = self.unknown_result(moved) {
            return Gate::new("forbid", demands, unknown, false);
        }
        let told = moves.results.iter().filter(|told| matches(moved, &told.from, &told.to));
        let mut found: Vec<String> = told
            .map(|told| match told.witness {
                Some(_) => format!("{} → {} is possible", told.from, told.to),
                None => format!("{} → {} could not be ruled out", told.from, told.to),
            })
            .collect();
        found.extend(self.seen(moved, moves));
        if found.is_empty() && !self.read_differently.is_empty() {
            let names = listed(self.read_differently.iter().map(|name| format!("`{name}`")), "nothing");
            found.push(format!("not ruled out, as cells become other values of {names}"));
        }
        match found.is_empty() {
            true => Gate::new("forbid", demands, self.proved(), true),
            false => Gate::new("forbid", demands, found.join(", "), false),
        }
    }

    /// Moves that leads at hand make though no proof tells of them.
    fn seen(&self, moved: &str, moves: &Moves) -> Vec<String> {
        let cells = self.sample.into_iter().flat_map(|sample| &sample.matrix);
        let is_told =
            |from: &str, to: &str| moves.results.iter().any(|told| told.from == from && told.to == to);
        let seen = cells.filter(|cell| {
            cell.from != cell.to && matches(moved, &cell.from, &cell.to) && !is_told(&cell.from, &cell.to)
        });
        seen.map(|cell| format!("{} → {} in {} of the leads", cell.from, cell.to, cell.leads)).collect()
    }

    /// What is proved holds on one day, if the rules name days.
    fn proved(&self) -> String {
        match self.plans.is_some_and(|(old, new)| names_days(old) || names_days(new)) {
            true => format!("proved for leads judged on {}", self.today),
            false => "proved".to_owned(),
        }
    }

    /// That a move names something which is a result of neither version, if it does.
    fn unknown_result(&self, moved: &str) -> Option<String> {
        let (old, new) = self.plans?;
        let is_result = |name: &str| {
            let stages = [old, new].into_iter().flat_map(|plan| &plan.stages).map(|stage| &stage.name);
            let exits = [old, new].into_iter().flat_map(|plan| &plan.exits).map(|exit| &exit.name);
            stages.chain(exits).any(|known| known == name)
        };
        let (from, to) = moved.split_once("->")?;
        let unknown = [from.trim(), to.trim()].into_iter().find(|name| *name != "*" && !is_result(name))?;
        Some(format!("`{unknown}` is no stage and no exit: write the name as the rules declare it"))
    }
}

impl Gate {
    fn new(gate: &str, demands: String, found: String, holds: bool) -> Self {
        let standing = if holds { Standing::Passed } else { Standing::Failed };
        Self { gate: gate.to_owned(), demands, found, standing }
    }
}

/// Whether a move is one of a pattern such as `SQL -> *`.
fn matches(pattern: &str, from: &str, to: &str) -> bool {
    let fits = |pattern: &str, name: &str| pattern == "*" || pattern == name;
    pattern
        .split_once("->")
        .is_some_and(|(before, after)| fits(before.trim(), from) && fits(after.trim(), to))
}
