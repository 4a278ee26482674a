//! Unknown facts become literals: whether a field is known, and in which of its cells its value is.

use qualify_plan::{Date, Membership, Plan, Predicate, Type, Value};

use crate::cells::{Asked, Cells, Line, Texts, answer, items, pieces_of};
use crate::gates::Circuit;
use crate::solver::Lit;
use crate::survey::FieldQuestions;
use crate::text::{self, Piece};

/// Most pieces of text of one fact whose relations are spelled out.
const MOST_PIECES: usize = 600;

/// An unknown field.
#[derive(Debug, Clone)]
pub(crate) struct FieldVariables {
    /// Whether the lead has a value of its own.
    pub(crate) known: Lit,
    pub(crate) cells: CellVariables,
    /// `missing means`.
    pub(crate) default: Option<Value>,
}

/// In which cell a value is.
#[derive(Debug, Clone)]
pub(crate) enum CellVariables {
    /// Whether the value is at least each cut; for days, whether it is `never`.
    Line { line: Line, at_least: Vec<Lit>, never: Lit },
    /// In which group of values it is: exactly one.
    Groups { groups: Vec<Vec<Value>>, chosen: Vec<Lit> },
    /// Which named text it is, or which pieces it has.
    Texts(Box<TextVariables>),
    /// Which values a list has.
    Lists { values: Vec<Value>, has: Vec<Lit> },
}

/// What is unknown of a text.
#[derive(Debug, Clone)]
pub(crate) struct TextVariables {
    pub(crate) texts: Texts,
    /// Which named text it is; the last is none of them.
    pub(crate) named: Vec<Lit>,
    /// Which named domain it has, if the text is none of the named; the last is none of them.
    pub(crate) domains: Vec<Lit>,
    /// Which pieces it has, if it is none of the named.
    pub(crate) pieces: Vec<Lit>,
    /// Which pieces its domain has, if that is none of the named.
    pub(crate) domain_pieces: Vec<Lit>,
}

impl FieldVariables {
    /// An unknown field, as far as questions tell values apart.
    pub(crate) fn new(
        circuit: &mut Circuit,
        plan: &Plan,
        today: Date,
        (ty, default): (&Type, Option<Value>),
        questions: &FieldQuestions<'_>,
    ) -> Self {
        let known = circuit.free();
        let cells = match Cells::of(plan, today, ty, &questions.asked) {
            Cells::Line(mut line) => {
                questions.cuts.iter().for_each(|cut| line.cut_at(*cut));
                line.finish();
                line_variables(circuit, line, ty)
            }
            Cells::Groups(groups) => {
                let chosen: Vec<Lit> = groups.iter().map(|_| circuit.free()).collect();
                circuit.exactly_one(&chosen);
                CellVariables::Groups { groups, chosen }
            }
            Cells::Texts(texts) => CellVariables::Texts(Box::new(TextVariables::new(circuit, texts))),
            Cells::Lists(values) => {
                let has = values.iter().map(|_| circuit.free()).collect();
                CellVariables::Lists { values, has }
            }
        };
        Self { known, cells, default }
    }

    /// Whether the value, if there is one, gives Yes to a question.
    pub(crate) fn holds(&self, circuit: &mut Circuit, plan: &Plan, today: Date, asked: Asked<'_>) -> Lit {
        match &self.cells {
            CellVariables::Line { line, at_least, never } => match line.span(asked, today) {
                None => *never,
                Some((from, to)) if from > to => circuit.no(),
                Some((from, to)) => {
                    let reaches = line_at_least(circuit, line, at_least, from);
                    let beyond = line_at_least(circuit, line, at_least, to + line.step);
                    circuit.and([!*never, reaches, !beyond])
                }
            },
            CellVariables::Groups { groups, chosen } => {
                let passing = groups.iter().zip(chosen).filter(|(group, _)| {
                    group.first().is_some_and(|value| answer(plan, today, asked, value))
                });
                let passing: Vec<Lit> = passing.map(|(_, chosen)| *chosen).collect();
                circuit.or(passing)
            }
            CellVariables::Texts(texts) => texts.holds(circuit, plan, today, asked),
            CellVariables::Lists { values, has } => list_holds(circuit, plan, values, has, asked),
        }
    }

    /// Whether the number, if there is one, is at least so many units.
    pub(crate) fn at_least(&self, circuit: &Circuit, units: i128) -> Lit {
        match &self.cells {
            CellVariables::Line { line, at_least, .. } => line_at_least(circuit, line, at_least, units),
            CellVariables::Groups { .. } | CellVariables::Texts(_) | CellVariables::Lists { .. } => {
                circuit.no()
            }
        }
    }

    /// The literals that say in which cell the field is.
    pub(crate) fn literals(&self) -> Vec<Lit> {
        let mut literals = vec![self.known];
        match &self.cells {
            CellVariables::Line { at_least, never, .. } => {
                literals.extend(at_least);
                literals.push(*never);
            }
            CellVariables::Groups { chosen, .. } => literals.extend(chosen),
            CellVariables::Texts(texts) => {
                let TextVariables { named, domains, pieces, domain_pieces, .. } = &**texts;
                literals.extend(named.iter().chain(domains).chain(pieces).chain(domain_pieces));
            }
            CellVariables::Lists { has, .. } => literals.extend(has),
        }
        literals
    }
}

fn line_variables(circuit: &mut Circuit, line: Line, ty: &Type) -> CellVariables {
    let at_least: Vec<Lit> = line.cuts.iter().map(|_| circuit.free()).collect();
    for (lower, higher) in at_least.iter().zip(at_least.iter().skip(1)) {
        circuit.imply(*higher, *lower);
    }
    let never = if *ty == Type::Date { circuit.free() } else { circuit.no() };
    CellVariables::Line { line, at_least, never }
}

/// A literal that holds iff the value on the line is at least `value`; exact for values that are cuts.
pub(crate) fn line_at_least(circuit: &Circuit, line: &Line, at_least: &[Lit], value: i128) -> Lit {
    if value <= line.min {
        return circuit.yes();
    }
    let at = line.cuts.partition_point(|cut| *cut < value);
    at_least.get(at).copied().unwrap_or(circuit.no())
}

fn list_holds(circuit: &mut Circuit, plan: &Plan, values: &[Value], has: &[Lit], asked: Asked<'_>) -> Lit {
    let Asked::Value(Predicate::Includes(membership, set)) = asked else { return circuit.no() };
    let lit = |value: &Value| {
        let at = values.iter().position(|known| known == value);
        at.and_then(|at| has.get(at)).copied()
    };
    let wanted: Vec<Lit> = items(plan.sets.get(set.index())).iter().filter_map(lit).collect();
    match membership {
        Membership::Any => circuit.or(wanted),
        Membership::All => circuit.and(wanted),
        Membership::None => {
            let any = circuit.or(wanted);
            !any
        }
    }
}

impl TextVariables {
    fn new(circuit: &mut Circuit, texts: Texts) -> Self {
        let mut some = |count: usize| -> Vec<Lit> { (0..count).map(|_| circuit.free()).collect() };
        let (named, domains) = (some(texts.named.len() + 1), some(texts.domains.len() + 1));
        let (pieces, domain_pieces) = (some(texts.pieces.len()), some(texts.domain_pieces.len()));
        circuit.exactly_one(&named);
        circuit.exactly_one(&domains);
        relate(circuit, &texts.pieces, &pieces);
        relate(circuit, &texts.domain_pieces, &domain_pieces);
        let variables = Self { texts, named, domains, pieces, domain_pieces };
        variables.relate_domains(circuit);
        variables
    }

    /// What a named domain says of the pieces of the whole address.
    fn relate_domains(&self, circuit: &mut Circuit) {
        for (group, chosen) in self.texts.domains.iter().zip(&self.domains) {
            let Some(domain) = group.first().filter(|_| group.len() == 1) else { continue };
            for (piece, has) in self.texts.pieces.iter().zip(&self.pieces) {
                match piece {
                    Piece::Contains(w) | Piece::EndsWith(w) if !w.contains('@') => {
                        if text::passes(domain, piece) {
                            circuit.imply(*chosen, *has);
                        } else if matches!(piece, Piece::EndsWith(_)) {
                            circuit.imply(*chosen, !*has);
                        }
                    }
                    Piece::Contains(_)
                    | Piece::EndsWith(_)
                    | Piece::StartsWith(_)
                    | Piece::HasWord(_)
                    | Piece::Equals(_) => {}
                }
            }
        }
    }

    fn holds(&self, circuit: &mut Circuit, plan: &Plan, today: Date, asked: Asked<'_>) -> Lit {
        let named = self.texts.named.iter().zip(&self.named);
        let is_yes = |text: &String| answer(plan, today, asked, &Value::Text(text.clone()));
        let of_named: Vec<Lit> =
            named.filter(|(group, _)| group.first().is_some_and(is_yes)).map(|(_, chosen)| *chosen).collect();
        let other = self.named.last().copied().unwrap_or(circuit.yes());
        let of_other = match asked {
            Asked::Value(predicate) => self.has_piece(circuit, plan, predicate),
            Asked::Domain(predicate) => self.domain_holds(circuit, plan, today, predicate),
            Asked::Band(_) => circuit.no(),
        };
        let of_other = circuit.and([other, of_other]);
        circuit.or(of_named.into_iter().chain([of_other]))
    }

    fn has_piece(&self, circuit: &mut Circuit, plan: &Plan, predicate: &Predicate) -> Lit {
        let pieces = pieces_of(plan, predicate);
        let found: Vec<Lit> = literals_of(&self.texts.pieces, &self.pieces, &pieces);
        circuit.or(found)
    }

    fn domain_holds(&self, circuit: &mut Circuit, plan: &Plan, today: Date, predicate: &Predicate) -> Lit {
        let is_yes = |domain: &String| {
            answer(plan, today, Asked::Domain(predicate), &Value::Text(format!("@{domain}")))
        };
        let named = self.texts.domains.iter().zip(&self.domains);
        let of_named: Vec<Lit> =
            named.filter(|(group, _)| group.first().is_some_and(is_yes)).map(|(_, chosen)| *chosen).collect();
        let other = self.domains.last().copied().unwrap_or(circuit.yes());
        let pieces = pieces_of(plan, predicate);
        let found = literals_of(&self.texts.domain_pieces, &self.domain_pieces, &pieces);
        let of_other = circuit.or(found);
        let of_other = circuit.and([other, of_other]);
        circuit.or(of_named.into_iter().chain([of_other]))
    }
}

fn literals_of(known: &[Piece], literals: &[Lit], wanted: &[Piece]) -> Vec<Lit> {
    let lit = |piece: &Piece| known.binary_search(piece).ok().and_then(|at| literals.get(at).copied());
    wanted.iter().filter_map(lit).collect()
}

/// What one piece says of another.
fn relate(circuit: &mut Circuit, pieces: &[Piece], has: &[Lit]) {
    if pieces.len() > MOST_PIECES {
        return;
    }
    for (at, (a, has_a)) in pieces.iter().zip(has).enumerate() {
        for (other, (b, has_b)) in pieces.iter().zip(has).enumerate() {
            if at != other && text::implies(a, b) {
                circuit.imply(*has_a, *has_b);
            } else if at < other && text::excludes(a, b) {
                circuit.demand(&[!*has_a, !*has_b]);
            }
        }
    }
}
