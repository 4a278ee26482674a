//! Rows that nobody has seen become literals: for each quantity of rows, whether its two ends reach each number that it
//! is compared with.
//!
//! What holds between quantities is said here as far as two of them can tell: fewer rows in fewer days, as many days as
//! rows at most. What takes more than two is found when rows are made up ([`crate::rows`]), and said then.

use qualify_plan::{Event, EventId, Plan, Rows, Type, Window};

use crate::gates::Circuit;
use crate::shapes::{Shapes, attribute_of};
use crate::solver::Lit;
use crate::survey::{Counted, Tally};

/// One quantity of rows: an interval between two unknown ends.
#[derive(Debug, Clone)]
pub(crate) struct Ladder {
    pub(crate) tally: Tally,
    /// For each cut, ascending: whether the lower end is at least that.
    pub(crate) lo: Vec<(i128, Lit)>,
    /// For each cut, ascending: whether the upper end is at least that.
    pub(crate) hi: Vec<(i128, Lit)>,
}

/// All that is asked of the rows of one event.
#[derive(Debug, Clone)]
pub(crate) struct StreamVariables {
    /// Whether its rows are collected.
    pub(crate) collected: Lit,
    pub(crate) ladders: Vec<Ladder>,
    pub(crate) shapes: Shapes,
}

impl StreamVariables {
    /// Unknown rows of an event.
    pub(crate) fn new(
        circuit: &mut Circuit,
        plan: &Plan,
        today: qualify_plan::Date,
        event: EventId,
        tallies: &[Tally],
    ) -> Self {
        let collected = circuit.free();
        let shapes = Shapes::of(plan, today, event, tallies);
        let declared = plan.events.get(event.index());
        let ladders = tallies.iter().map(|tally| Ladder::new(circuit, declared, collected, &shapes, tally));
        let variables = Self { collected, ladders: ladders.collect(), shapes };
        variables.relate(circuit);
        variables
    }

    /// The literals that say how many rows there are, as far as some ladders look.
    pub(crate) fn literals(&self, ladders: &[usize]) -> Vec<Lit> {
        let ladders = ladders.iter().filter_map(|at| self.ladders.get(*at));
        let ends = ladders.flat_map(|ladder| ladder.lo.iter().chain(&ladder.hi));
        ends.map(|(_, lit)| *lit).chain([self.collected]).collect()
    }

    /// The ladder of a quantity.
    pub(crate) fn ladder(
        &self,
        counted: Counted,
        rows: &Rows,
        fade: Option<qualify_plan::Fade>,
    ) -> Option<&Ladder> {
        self.ladders.iter().find(|ladder| {
            let tally = &ladder.tally;
            tally.counted == counted && tally.rows == *rows && tally.fade == fade
        })
    }

    fn relate(&self, circuit: &mut Circuit) {
        for (at, small) in self.ladders.iter().enumerate() {
            for (other, large) in self.ladders.iter().enumerate() {
                if at != other && self.is_at_most(&small.tally, &large.tally) {
                    below(circuit, &small.lo, &large.lo);
                    below(circuit, &small.hi, &large.hi);
                }
                if self.has_any_with(&small.tally, &large.tally) {
                    let some = |ends: &[(i128, Lit)]| ends.iter().find(|(cut, _)| *cut == 1).map(|end| end.1);
                    if let (Some(some), Some(any)) = (some(&small.lo), some(&large.lo)) {
                        circuit.imply(some, any);
                    }
                    if let (Some(some), Some(any)) = (some(&small.hi), some(&large.hi)) {
                        circuit.imply(some, any);
                    }
                }
            }
        }
    }

    /// Whether one quantity can never be more than another.
    fn is_at_most(&self, small: &Tally, large: &Tally) -> bool {
        let kinds = match (small.counted, large.counted) {
            (Counted::Rows, Counted::Rows) | (Counted::Days | Counted::Distinct(_), Counted::Rows) => true,
            (Counted::Days, Counted::Days) => true,
            (Counted::Distinct(a), Counted::Distinct(b)) => a == b,
            _ => false,
        };
        kinds && !is_weighted(small, large) && self.shapes.is_within(&small.rows, &large.rows)
    }

    /// Whether something of one quantity is something of another.
    fn has_any_with(&self, small: &Tally, large: &Tally) -> bool {
        let counts = |tally: &Tally| !matches!(tally.counted, Counted::Sum(_));
        counts(small)
            && counts(large)
            && !is_weighted(small, large)
            && self.shapes.is_within(&small.rows, &large.rows)
    }
}

fn is_weighted(a: &Tally, b: &Tally) -> bool {
    a.fade.is_some() || b.fade.is_some()
}

/// Demands that one end is at most another.
fn below(circuit: &mut Circuit, small: &[(i128, Lit)], large: &[(i128, Lit)]) {
    for (cut, reached) in large {
        let at = small.partition_point(|(known, _)| known < cut);
        if let Some((_, beyond)) = small.get(at) {
            circuit.imply(*beyond, *reached);
        }
    }
}

impl Ladder {
    fn new(
        circuit: &mut Circuit,
        event: Option<&Event>,
        collected: Lit,
        shapes: &Shapes,
        tally: &Tally,
    ) -> Self {
        let limits = Limits::of(event, tally);
        let end = |circuit: &mut Circuit| -> Vec<(i128, Lit)> {
            let reach = |cut: &i128| match (limits.least.is_some_and(|least| *cut <= least), limits.most) {
                (true, _) => (*cut, circuit.yes()),
                (false, Some(most)) if *cut > most => (*cut, circuit.no()),
                (false, Some(_) | None) => (*cut, circuit.free()),
            };
            tally.cuts.iter().map(reach).collect()
        };
        let (lo, hi) = (end(circuit), end(circuit));
        let ladder = Self { tally: tally.clone(), lo, hi };
        ladder.order(circuit);
        ladder.if_not_collected(circuit, collected, &limits);
        let plain = matches!(tally.counted, Counted::Rows | Counted::Days) && shapes.is_certain(&tally.rows);
        if plain {
            for ((_, lo), (_, hi)) in ladder.lo.iter().zip(&ladder.hi) {
                circuit.demand(&[!collected, !*hi, *lo]);
            }
        }
        ladder
    }

    /// Each end reaches a number only with all numbers below it; the upper end reaches what the lower one does.
    fn order(&self, circuit: &mut Circuit) {
        for ends in [&self.lo, &self.hi] {
            for ((_, lower), (_, higher)) in ends.iter().zip(ends.iter().skip(1)) {
                circuit.imply(*higher, *lower);
            }
        }
        for ((_, lo), (_, hi)) in self.lo.iter().zip(&self.hi) {
            circuit.imply(*lo, *hi);
        }
    }

    fn if_not_collected(&self, circuit: &mut Circuit, collected: Lit, limits: &Limits) {
        for (cut, lo) in &self.lo {
            if limits.least.is_none_or(|least| *cut > least) {
                circuit.imply(*lo, collected);
            }
        }
        for (cut, hi) in &self.hi {
            if limits.open_most.is_none_or(|most| *cut <= most) {
                circuit.demand(&[collected, *hi]);
            }
        }
        if let Some(most) = limits.collected_most {
            for (_, hi) in self.hi.iter().filter(|(cut, _)| *cut > most) {
                circuit.demand(&[!collected, !*hi]);
            }
        }
    }

    /// The literal of "the lower end is at least", for a number that is one of the cuts.
    pub(crate) fn lo_at_least(&self, circuit: &Circuit, number: i128) -> Lit {
        at_least(circuit, &self.lo, number)
    }

    /// The literal of "the upper end is at least", for a number that is one of the cuts.
    pub(crate) fn hi_at_least(&self, circuit: &Circuit, number: i128) -> Lit {
        at_least(circuit, &self.hi, number)
    }
}

fn at_least(circuit: &Circuit, ends: &[(i128, Lit)], number: i128) -> Lit {
    let at = ends.partition_point(|(cut, _)| *cut < number);
    ends.get(at).map_or(circuit.no(), |(_, lit)| *lit)
}

/// How small and large a quantity can be at all.
struct Limits {
    /// At least this, whatever is collected.
    least: Option<i128>,
    /// At most this, whatever is collected.
    most: Option<i128>,
    /// The upper end if the event is not collected; `None` is no end.
    open_most: Option<i128>,
    /// At most this if the event is collected.
    collected_most: Option<i128>,
}

impl Limits {
    fn of(event: Option<&Event>, tally: &Tally) -> Self {
        let attribute = attribute_of(tally.counted)
            .and_then(|attribute| event.and_then(|event| event.attributes.get(attribute.index())));
        let unit = qualify_eval::ops::weight_unit(tally.fade);
        match tally.counted {
            Counted::Rows => Self { least: Some(0), most: None, open_most: None, collected_most: None },
            Counted::Days => {
                let days = match tally.rows.window {
                    Window::Within(days) if tally.fade.is_none() => Some(i128::from(days) + 1),
                    Window::Within(_) | Window::Always | Window::Since(_) => None,
                };
                Self { least: Some(0), most: None, open_most: None, collected_most: days }
            }
            Counted::Distinct(_) => {
                let values = attribute.and_then(|fact| fact.ty.value_count());
                let most = values.and_then(|count| i128::try_from(count).ok()).map(|count| count * unit);
                Self { least: Some(0), most, open_most: most, collected_most: None }
            }
            Counted::Sum(_) => {
                let is_count = attribute.is_some_and(|fact| fact.ty == Type::Count);
                Self { least: is_count.then_some(0), most: None, open_most: None, collected_most: None }
            }
        }
    }
}
