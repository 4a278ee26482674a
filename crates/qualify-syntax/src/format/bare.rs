//! A tree loses what says nothing: places, redundant brackets, the order of options, the spelling of values.
//!
//! Two trees that are equal when bare mean the same. The work is done without the printer, so that a mistake of the
//! printer shows.

use qualify_diagnostics::{SourceId, Span};

use super::options::rank;
use super::vocabulary::Vocabulary;
use crate::ast::{
    BandDecl, BandValue, Broken, Combine, CompareOp, Conclusion, Condition, ConditionKind, DayOp, DayRef,
    DefineBody, DefineDecl, Each, EventDecl, ExampleDecl, ExampleLine, ExampleLineKind, Expect, ExpectKind,
    FactDecl, Fade, Filter, Given, GradeBand, GradeDecl, Item, ItemKind, Join, JoinKind, Literal, Measure,
    Name, Opt, OptKind, OutcomeDecl, PlaceDecl, Predicate, PredicateKind, Quantifier, RowDay, RuleDecl,
    RuleHead, ScoreDecl, ScoreLine, ScoreLineKind, SetDecl, SetRef, SetValues, Sign, Test, Text, TextOp,
    TextOperand, TypeDecl, TypeKind, ValueDecl, Window,
};

/// Something that can lose what says nothing.
pub(super) trait Bare: Sized {
    /// Loses it.
    fn bare(&mut self, words: &Vocabulary);

    /// Puts parts whose order says nothing into one order.
    fn arrange(_parts: &mut [Self]) {}
}

/// All parts of a struct become bare.
macro_rules! parts {
    ($($type:ident { $($part:ident),* })*) => {$(
        impl Bare for $type {
            fn bare(&mut self, words: &Vocabulary) {
                let Self { $($part),* } = self;
                $($part.bare(words);)*
            }
        }
    )*};
}

/// All parts of all variants of an enum become bare.
macro_rules! kinds {
    ($($type:ident { $($variant:ident $(($($item:ident),*))? $({$($part:ident),*})?;)* })*) => {$(
        impl Bare for $type {
            fn bare(&mut self, words: &Vocabulary) {
                match self {$(
                    Self::$variant $(($($item),*))? $({$($part),*})? => {
                        $($($item.bare(words);)*)?
                        $($($part.bare(words);)*)?
                    }
                )*}
            }
        }
    )*};
}

/// These say something in all they are.
macro_rules! whole {
    ($($type:ident)*) => {$(
        impl Bare for $type {
            fn bare(&mut self, _: &Vocabulary) {}
        }
    )*};
}

whole! { bool String Sign Combine JoinKind CompareOp TextOp DayOp }

impl<T: Bare> Bare for Vec<T> {
    fn bare(&mut self, words: &Vocabulary) {
        self.iter_mut().for_each(|part| part.bare(words));
        T::arrange(self);
    }
}

impl<T: Bare> Bare for Option<T> {
    fn bare(&mut self, words: &Vocabulary) {
        self.iter_mut().for_each(|part| part.bare(words));
    }
}

impl<T: Bare> Bare for Box<T> {
    fn bare(&mut self, words: &Vocabulary) {
        self.as_mut().bare(words);
    }
}

impl<A: Bare, B: Bare> Bare for (A, B) {
    fn bare(&mut self, words: &Vocabulary) {
        self.0.bare(words);
        self.1.bare(words);
    }
}

impl Bare for Span {
    fn bare(&mut self, _: &Vocabulary) {
        *self = Self::new(SourceId(0), 0, 0);
    }
}

impl Bare for Name {
    fn bare(&mut self, words: &Vocabulary) {
        self.span.bare(words);
        self.text = words.one_name(&self.text);
    }
}

impl Bare for Literal {
    fn bare(&mut self, words: &Vocabulary) {
        self.span.bare(words);
        words.one_spelling(&mut self.kind);
    }
}

impl Bare for Opt {
    fn bare(&mut self, words: &Vocabulary) {
        self.span.bare(words);
        self.kind.bare(words);
    }

    fn arrange(options: &mut [Self]) {
        options.sort_by_key(|option| rank(&option.kind));
    }
}

impl Bare for Condition {
    fn bare(&mut self, words: &Vocabulary) {
        self.span.bare(words);
        self.kind.bare(words);
        let nothing = ConditionKind::Chain { parts: Vec::new(), joins: Vec::new() };
        self.kind = match std::mem::replace(&mut self.kind, nothing) {
            ConditionKind::Brackets(inner) => inner.kind,
            ConditionKind::Chain { parts, joins } => one_chain(parts, joins),
            kind @ (ConditionKind::Not(_) | ConditionKind::Block { .. } | ConditionKind::Test(_)) => kind,
        };
    }
}

/// Takes chains of the same join into the chain that they are parts of.
fn one_chain(parts: Vec<Condition>, joins: Vec<Join>) -> ConditionKind {
    let Some(join) = joins.first().copied().filter(|join| joins.iter().all(|other| other.kind == join.kind))
    else {
        return ConditionKind::Chain { parts, joins };
    };
    let mut all = Vec::with_capacity(parts.len());
    for part in parts {
        match part.kind {
            ConditionKind::Chain { parts, joins } if joins.iter().all(|other| other.kind == join.kind) => {
                all.extend(parts);
            }
            kind => all.push(Condition { kind, span: part.span }),
        }
    }
    let joins = vec![join; all.len().saturating_sub(1)];
    ConditionKind::Chain { parts: all, joins }
}

parts! {
    Text { text, span }
    Item { kind, span }
    Broken { word, names }
    PlaceDecl { name, options, span }
    OutcomeDecl { name, combine, options, values }
    ValueDecl { value, options, span }
    FactDecl { name, ty, options, span }
    TypeDecl { kind, span }
    EventDecl { name, options, attributes }
    SetDecl { name, of, options, values }
    DefineDecl { name, of, options, body }
    ScoreDecl { name, from, to, options, lines }
    ScoreLine { kind, span }
    BandDecl { value, points, span }
    GradeDecl { name, of, options, bands }
    GradeBand { name, floor, span }
    RuleDecl { head, when, then, unless, because, when_span }
    RuleHead { name, options }
    Join { kind, span }
    Filter { condition, span }
    Predicate { kind, span }
    ExampleDecl { name, lines, expects }
    ExampleLine { kind, span }
    Expect { kind, span }
}

kinds! {
    ItemKind {
        Language(version); Use(path); Owner(name); Stages(places); Exits(places); Outcome(decl); Field(decl);
        Event(decl); Set(decl); Define(decl); Score(decl); Grade(decl); Rule(decl); Example(decl); Broken(broken);
    }
    OptKind {
        Label(text); Owner(name); Deprecated(text); Column(columns); Format(text); MissingMeans(value);
        MissingWhen(tokens); EmptyMeans(value); YesWhen(tokens); NoWhen(tokens); ElseMeans(value); SplitBy(text);
        Required; Plural(name); Kept(length); DateColumn(columns); LeadColumn(columns); File(path); From(date);
        Until(date); ReviewBy(date);
    }
    Given { One(value); List(values, span); }
    TypeKind {
        Choice(values); OrderedChoice(values); Country; YesNo; Count; Number; Percent; Money(currency); Date; Text;
        Email; ListOfText; ListOf(values);
    }
    SetValues { Absent; Bullets(values); Brackets(values); }
    DefineBody { Condition(condition); Constant(value); }
    ScoreLineKind {
        Group { title, cap, lines };
        FirstOf(lines);
        BestOf(lines);
        Table { field, bands };
        When { sign, points, condition };
        Each { sign, points, each, filter, window, fade, cap };
        AddScore(name);
    }
    Each { Name(name); Day(event); Distinct(attribute, event); }
    Fade { Over(length); HalvingEvery(length); }
    BandValue {
        Otherwise; Unknown; From(low); Below(high); ToBelow(low, high); To(low, high); Values(values); Value(value);
    }
    Conclusion { Place(name); Outcome(name, value); }
    ConditionKind {
        Chain { parts, joins };
        Not(condition);
        Brackets(condition);
        Block { quantifier, parts };
        Test(test);
    }
    Quantifier { All; Any; None; AtLeast(least); }
    Test {
        Fact { domain, name, predicate };
        Events { measure, event, filter, window, comparison };
    }
    Measure { Count; Days; Distinct(attribute); Sum(attribute); Any; No; }
    Window { Within(length); Since(field); }
    PredicateKind {
        Known; Unknown; Is(value); IsNot(value); Compare(op, value); In(set); NotIn(set); Between(low, high);
        Text { negated, op, of };
        Includes(value); IncludesAny(set); IncludesAll(set); IncludesNone(set);
        Within { negated, next, length };
        MoreThanAgo(length); Day(op, day);
    }
    TextOperand { One(value); AnyOf(set); }
    DayRef { Today(span); Literal(date); }
    SetRef { Name(name); Values(values, span); }
    ExampleLineKind {
        Today(date); Fact(name, value); Unknown(name); NotCollected(event);
        Rows { count, event, when, attributes };
    }
    RowDay { DaysAgo(days); On(date); Today; }
    ExpectKind {
        Result { negated, place };
        Meets { negated, stages };
        By(rule);
        Open { name, needs };
        Range(score, low, high);
        NoValue(outcome);
        Value(name, value);
    }
}
