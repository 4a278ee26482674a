//! The one name space of a program: every declared word, what it stands for, and what a misspelt one may mean.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{EventId, ExitId, FieldId, GradeId, OutcomeId, ScoreId, StageId};
use qualify_syntax::ast;

use crate::hir::{ConstantId, DefineId, FilterId, SetDefId};

/// What a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Def {
    /// A field of the lead.
    Field(FieldId),
    /// An event, by its name or plural.
    Event(EventId),
    /// A set.
    Set(SetDefId),
    /// A named condition.
    Define(DefineId),
    /// A named filter of events.
    Filter(FilterId),
    /// A constant.
    Constant(ConstantId),
    /// A score.
    Score(ScoreId),
    /// A grade.
    Grade(GradeId),
    /// A stage.
    Stage(StageId),
    /// An exit.
    Exit(ExitId),
    /// An outcome.
    Outcome(OutcomeId),
    /// Something that is declared by an item with mistakes: nothing is said about its uses.
    Broken,
}

impl Def {
    /// The kind with its article, for messages: `a field`.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Field(_) => "a field",
            Self::Event(_) => "an event",
            Self::Set(_) => "a set",
            Self::Define(_) => "a named condition",
            Self::Filter(_) => "a named filter of events",
            Self::Constant(_) => "a constant",
            Self::Score(_) => "a score",
            Self::Grade(_) => "a grade",
            Self::Stage(_) => "a stage",
            Self::Exit(_) => "an exit",
            Self::Outcome(_) => "an outcome",
            Self::Broken => "a name",
        }
    }

    fn noun(self) -> &'static str {
        let kind = self.kind();
        kind.split_once(' ').map_or(kind, |(_, noun)| noun)
    }
}

/// All declared names of a program.
#[derive(Debug, Clone, Default)]
pub struct Names {
    entries: BTreeMap<String, (Def, Span)>,
    // Lower-case form to the name as declared.
    by_case: BTreeMap<String, String>,
}

impl Names {
    /// Declares a name; says so if it, or one that differs only in case, is declared already.
    pub fn declare(&mut self, name: &ast::Name, def: Def, out: &mut Vec<Diagnostic>) {
        let lower = name.text.to_lowercase();
        if let Some(first) = self.by_case.get(&lower) {
            let Some((old, span)) = self.entries.get(first).copied() else { return };
            if old == def && *first == name.text || old == Def::Broken || def == Def::Broken {
                return;
            }
            let message = if *first == name.text {
                format!(
                    "`{first}` is declared twice: it is {} already. Give one of them another name.",
                    old.kind()
                )
            } else {
                format!(
                    "`{}` and `{first}` differ only in capital letters, which readers mix up. Give one of them another \
                     name.",
                    name.text
                )
            };
            out.push(
                Diagnostic::new(Code::DeclaredTwice, name.span, message).with_related(span, "the first one"),
            );
            return;
        }
        self.by_case.insert(lower, name.text.clone());
        self.entries.insert(name.text.clone(), (def, name.span));
    }

    /// What a name stands for.
    pub fn get(&self, name: &str) -> Option<Def> {
        self.entries.get(name).map(|(def, _)| *def)
    }

    /// Where a name is declared.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.entries.get(name).map(|(_, span)| *span)
    }

    /// `` Did you mean the field `industry`? `` for the nearest declared name that `fits`.
    pub fn suggestion(&self, name: &str, fits: impl Fn(Def) -> bool) -> Option<(String, String)> {
        let candidates = self.entries.iter().filter(|(_, (def, _))| *def != Def::Broken && fits(*def));
        let best = nearest(name, candidates.map(|(text, _)| text.as_str()))?;
        let def = self.get(best)?;
        Some((format!("Did you mean the {} `{best}`?", def.noun()), best.to_owned()))
    }

    /// The error for a name that is declared nowhere.
    pub fn unknown(&self, name: &ast::Name, wanted: Wanted) -> Diagnostic {
        let start = format!("I don't know anything called `{}`.", name.text);
        match self.suggestion(&name.text, |def| wanted.fits(def)) {
            Some((question, better)) => Diagnostic::new(
                Code::UnknownName,
                name.span,
                format!("{start} {question}"),
            )
            .with_fix(format!("Write `{better}`"), name.span, better),
            None => Diagnostic::new(
                Code::UnknownName,
                name.span,
                format!("{start} {}", wanted.declared(&name.text)),
            ),
        }
    }
}

/// What a name that is declared nowhere should have stood for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Anything that a condition can test.
    Test,
    /// A field.
    Field,
    /// An event.
    Event,
    /// A field or an event.
    Fact,
    /// A score.
    Score,
    /// An outcome.
    Outcome,
    /// A score, a grade or an outcome.
    Promise,
}

impl Wanted {
    fn fits(self, def: Def) -> bool {
        match self {
            Self::Test => !matches!(def, Def::Constant(_) | Def::Outcome(_)),
            Self::Field => matches!(def, Def::Field(_)),
            Self::Event => matches!(def, Def::Event(_)),
            Self::Fact => matches!(def, Def::Field(_) | Def::Event(_)),
            Self::Score => matches!(def, Def::Score(_)),
            Self::Outcome => matches!(def, Def::Outcome(_)),
            Self::Promise => matches!(def, Def::Score(_) | Def::Grade(_) | Def::Outcome(_)),
        }
    }

    /// How such a thing is declared.
    fn declared(self, name: &str) -> String {
        match self {
            Self::Test | Self::Field | Self::Fact => {
                format!(
                    "Facts are declared first: `field {name} is count` (or `text`, `yes/no`, `one of [...]`)."
                )
            }
            Self::Event => format!("Events are declared first: `event visit, plural {name}`."),
            Self::Score => format!("Scores are declared first: `score {name} from 0 to 100:` and its lines."),
            Self::Outcome => {
                format!("Outcomes are declared first: `outcome {name}, one value:` and its values.")
            }
            Self::Promise => {
                "Promised are results, stages, scores, grades, outcomes and `status`.".to_owned()
            }
        }
    }
}

/// The candidate that is most like `name`, if any is like it enough to be meant.
///
/// Optimal string alignment distance of the lower-case forms; at most a third of the letters may differ.
pub(crate) fn nearest<'a>(name: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let name = name.to_lowercase();
    let length = name.chars().count();
    if length > 60 {
        return None;
    }
    let close = candidates
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= 3)
        .map(|candidate| (strsim::osa_distance(&name, &candidate.to_lowercase()), candidate));
    let (distance, best) = close.min_by_key(|(distance, candidate)| (*distance, *candidate))?;
    (distance <= (length / 3).max(1) && distance < length).then_some(best)
}
