//! Predicates by the type of their fact (the table of section 2.1 of the language).

use qualify_diagnostics::{Code, Span};
use qualify_plan::{
    Choices, Comparison, DateTest, Day, Decimal, FactRef, Membership, Predicate, TextTest, Type, fold,
};
use qualify_syntax::ast::{
    self, CompareOp, DayOp, DayRef, LiteralKind, PredicateKind, SetRef, TextOp, TextOperand,
};

use super::Checker;
use super::operands::{Left, type_words, written, written_value};
use super::sets::Target;
use super::tests::example_test;
use crate::hir;
use crate::types::{TypedKind, TypedTest};

/// A predicate, and whether the test is its `not`.
type Asked<T> = Option<(bool, T)>;

impl Checker<'_> {
    /// What a predicate asks of a fact of a type.
    pub(super) fn predicate(
        &mut self,
        ty: &Type,
        fact: FactRef,
        predicate: &ast::Predicate,
        left: &Left<'_>,
    ) -> Asked<Predicate> {
        match &predicate.kind {
            PredicateKind::Known => return Some((false, Predicate::Known)),
            PredicateKind::Unknown => return Some((true, Predicate::Known)),
            _ => {}
        }
        match ty {
            Type::Choice(choices) => self.choice_predicate(choices, fact, predicate, left),
            Type::Country => self.country_predicate(predicate, left),
            Type::YesNo => self.yes_no_predicate(predicate, left),
            Type::Count | Type::Number | Type::Percent | Type::Money(_) => {
                let (negated, comparison) = self.comparison(ty, predicate, left)?;
                Some((negated, Predicate::Number(comparison)))
            }
            Type::Date => self.date_predicate(predicate, left),
            Type::Text | Type::Email => self.text_predicate(ty, predicate, left),
            Type::List(choices) => self.list_predicate(choices.as_ref(), fact, predicate, left),
        }
    }

    fn wrong_test(&mut self, ty: &Type, span: Span, left: &Left<'_>) {
        let message = format!(
            "`{}` is {}, which has no such test. Write for example {}.",
            left.name,
            type_words(ty),
            example_test(ty, left.name)
        );
        self.report(Code::WrongTest, span, message);
    }

    fn choice_predicate(
        &mut self,
        choices: &Choices,
        fact: FactRef,
        predicate: &ast::Predicate,
        left: &Left<'_>,
    ) -> Asked<Predicate> {
        let target = Target::Choices(fact);
        match &predicate.kind {
            PredicateKind::Is(value) | PredicateKind::IsNot(value) => {
                let index = self.choice(choices, value, left)?;
                let set = self.one_choice(index);
                Some((matches!(predicate.kind, PredicateKind::IsNot(_)), Predicate::In(set)))
            }
            PredicateKind::In(set) => {
                Some((false, Predicate::In(self.set(set, target, Some(choices), left)?)))
            }
            PredicateKind::NotIn(set) => {
                Some((true, Predicate::In(self.set(set, target, Some(choices), left)?)))
            }
            PredicateKind::Compare(op, value) => {
                let rank = self.rank(choices, predicate.span, value, left)?;
                Some((false, Predicate::Rank(compare(*op, rank))))
            }
            PredicateKind::Between(low, high) => {
                let low_rank = self.rank(choices, predicate.span, low, left)?;
                let high_rank = self.rank(choices, predicate.span, high, left)?;
                self.between(low_rank, high_rank, high.span)?;
                Some((false, Predicate::Rank(Comparison::Between(low_rank, high_rank))))
            }
            _ => {
                self.wrong_test(&Type::Choice(choices.clone()), predicate.span, left);
                None
            }
        }
    }

    fn rank(&mut self, choices: &Choices, span: Span, value: &ast::Literal, left: &Left<'_>) -> Option<u32> {
        if !choices.ordered {
            let values: Vec<String> =
                choices.values.iter().take(3).map(|value| written_value(value)).collect();
            let message = format!(
                "`{}` has no order. Declare `ordered one of [{}]`, lowest first, or list the ones you mean: `{} in [...]`.",
                left.name,
                values.join(", "),
                left.name
            );
            self.report(Code::NotOrdered, span, message);
            return None;
        }
        self.choice(choices, value, left)
    }

    fn between<T: PartialOrd>(&mut self, low: T, high: T, span: Span) -> Option<()> {
        if low > high {
            let message =
                "The first end is above the second, so nothing is between them. Write the lower one first.";
            self.report(Code::EmptyBetween, span, message);
            return None;
        }
        Some(())
    }

    fn country_predicate(&mut self, predicate: &ast::Predicate, left: &Left<'_>) -> Asked<Predicate> {
        match &predicate.kind {
            PredicateKind::Is(value) | PredicateKind::IsNot(value) => {
                let country = self.country(value, left)?;
                let set = self.one_country(country);
                Some((matches!(predicate.kind, PredicateKind::IsNot(_)), Predicate::In(set)))
            }
            PredicateKind::In(set) => {
                Some((false, Predicate::In(self.set(set, Target::Countries, None, left)?)))
            }
            PredicateKind::NotIn(set) => {
                Some((true, Predicate::In(self.set(set, Target::Countries, None, left)?)))
            }
            _ => {
                self.wrong_test(&Type::Country, predicate.span, left);
                None
            }
        }
    }

    fn yes_no_predicate(&mut self, predicate: &ast::Predicate, left: &Left<'_>) -> Asked<Predicate> {
        let (value, is_not) = match &predicate.kind {
            PredicateKind::Is(value) => (value, false),
            PredicateKind::IsNot(value) => (value, true),
            _ => {
                self.wrong_test(&Type::YesNo, predicate.span, left);
                return None;
            }
        };
        match self.constant(value).clone() {
            LiteralKind::Yes => Some((is_not, Predicate::Yes)),
            LiteralKind::No => Some((!is_not, Predicate::Yes)),
            LiteralKind::Name(word) if self.is_fact(&word) => {
                self.fact_to_fact(&word, value.span);
                None
            }
            other => {
                let shown = written(&other);
                let message =
                    format!("`{0}` is yes or no, not `{shown}`. Write `{0}` or `not {0}`.", left.name);
                self.report(Code::UnknownValue, value.span, message);
                None
            }
        }
    }

    fn is_fact(&self, word: &str) -> bool {
        use crate::names::Def;
        matches!(self.program.names.get(word), Some(Def::Field(_) | Def::Score(_) | Def::Grade(_)))
    }

    /// A comparison of a number.
    pub(super) fn comparison(
        &mut self,
        ty: &Type,
        predicate: &ast::Predicate,
        left: &Left<'_>,
    ) -> Asked<Comparison<Decimal>> {
        match &predicate.kind {
            PredicateKind::Is(value) => Some((false, Comparison::Is(self.number(ty, value, left)?))),
            PredicateKind::IsNot(value) => Some((true, Comparison::Is(self.number(ty, value, left)?))),
            PredicateKind::Compare(op, value) => Some((false, compare(*op, self.number(ty, value, left)?))),
            PredicateKind::Between(low, high) => {
                let (low_number, high_number) = (self.number(ty, low, left), self.number(ty, high, left));
                let (low_number, high_number) = (low_number?, high_number?);
                self.between(low_number, high_number, high.span)?;
                Some((false, Comparison::Between(low_number, high_number)))
            }
            _ => {
                self.wrong_test(ty, predicate.span, left);
                None
            }
        }
    }

    fn date_predicate(&mut self, predicate: &ast::Predicate, left: &Left<'_>) -> Asked<Predicate> {
        let (negated, test) = match &predicate.kind {
            PredicateKind::Is(value) => (false, self.on_date(value)?),
            PredicateKind::IsNot(value) => (true, self.on_date(value)?),
            PredicateKind::Between(low, high) => {
                let (low_date, high_date) = (self.date(low), self.date(high));
                let (low_date, high_date) = (low_date?, high_date?);
                self.between(low_date, high_date, high.span)?;
                (false, DateTest::Between(low_date, high_date))
            }
            PredicateKind::Within { negated, next: false, length } => {
                (*negated, DateTest::Within(self.length(length)?))
            }
            PredicateKind::Within { negated, next: true, length } => {
                (*negated, DateTest::WithinNext(self.length(length)?))
            }
            PredicateKind::MoreThanAgo(length) => (false, DateTest::MoreThanAgo(self.length(length)?)),
            PredicateKind::Day(op, day) => {
                let day = match day {
                    DayRef::Today(_) => Day::Today,
                    DayRef::Literal(literal) => Day::Date(self.date(literal)?),
                };
                let test = match op {
                    DayOp::Before => DateTest::Before(day),
                    DayOp::After => DateTest::After(day),
                    DayOp::OnOrBefore => DateTest::OnOrBefore(day),
                    DayOp::OnOrAfter => DateTest::OnOrAfter(day),
                };
                (false, test)
            }
            PredicateKind::Compare(op, value) => {
                let words = match op {
                    CompareOp::AtLeast => "on or after",
                    CompareOp::AtMost => "on or before",
                    CompareOp::MoreThan => "after",
                    CompareOp::LessThan => "before",
                };
                let shown = written(&value.kind);
                let message = format!("Dates are compared in words: `{} {words} {shown}`.", left.name);
                self.report(Code::WrongTest, predicate.span, message);
                return None;
            }
            _ => {
                self.wrong_test(&Type::Date, predicate.span, left);
                return None;
            }
        };
        Some((negated, Predicate::Date(test)))
    }

    fn on_date(&mut self, value: &ast::Literal) -> Option<DateTest> {
        match &value.kind {
            LiteralKind::Name(word) if word == "never" => Some(DateTest::Never),
            _ => Some(DateTest::On(Day::Date(self.date(value)?))),
        }
    }

    fn text_predicate(&mut self, ty: &Type, predicate: &ast::Predicate, left: &Left<'_>) -> Asked<Predicate> {
        match &predicate.kind {
            PredicateKind::Is(value) | PredicateKind::IsNot(value) => {
                let text = self.text(value, left)?;
                let set = self.one_text(fold(&text));
                Some((matches!(predicate.kind, PredicateKind::IsNot(_)), Predicate::In(set)))
            }
            PredicateKind::In(set) => Some((false, Predicate::In(self.set(set, Target::Texts, None, left)?))),
            PredicateKind::NotIn(set) => {
                Some((true, Predicate::In(self.set(set, Target::Texts, None, left)?)))
            }
            PredicateKind::Text { negated, op, of } => {
                let (test, target) = match op {
                    TextOp::Contains => (TextTest::Contains, Target::Texts),
                    TextOp::StartsWith => (TextTest::StartsWith, Target::Texts),
                    TextOp::EndsWith => (TextTest::EndsWith, Target::Texts),
                    TextOp::HasWord => (TextTest::HasWord, Target::Words),
                };
                let set = match of {
                    TextOperand::AnyOf(set) => self.set(set, target, None, left)?,
                    TextOperand::One(value) => {
                        let text = self.text(value, left)?;
                        let text = match op {
                            TextOp::HasWord => self.has_words(&text, value)?,
                            _ => fold(&text),
                        };
                        self.one_text(text)
                    }
                };
                Some((*negated, Predicate::Text(test, set)))
            }
            PredicateKind::Includes(_)
            | PredicateKind::IncludesAny(_)
            | PredicateKind::IncludesAll(_)
            | PredicateKind::IncludesNone(_) => {
                let message = format!(
                    "`{0}` is one text, not a list. Write `{0} contains ...` or `{0} in [...]`.",
                    left.name
                );
                self.report(Code::WrongTest, predicate.span, message);
                None
            }
            _ => {
                self.wrong_test(ty, predicate.span, left);
                None
            }
        }
    }

    fn list_predicate(
        &mut self,
        choices: Option<&Choices>,
        fact: FactRef,
        predicate: &ast::Predicate,
        left: &Left<'_>,
    ) -> Asked<Predicate> {
        let target = if choices.is_some() { Target::Choices(fact) } else { Target::Texts };
        let (membership, set) = match &predicate.kind {
            PredicateKind::Includes(value) => {
                let set = match choices {
                    Some(choices) => {
                        let index = self.choice(choices, value, left)?;
                        self.one_choice(index)
                    }
                    None => {
                        let text = self.text(value, left)?;
                        self.one_text(fold(&text))
                    }
                };
                return Some((false, Predicate::Includes(Membership::Any, set)));
            }
            PredicateKind::IncludesAny(set) => (Membership::Any, set),
            PredicateKind::IncludesAll(set) => (Membership::All, set),
            PredicateKind::IncludesNone(set) => (Membership::None, set),
            _ => {
                let message = format!(
                    "`{0}` is a list. Ask what is in it: `{0} includes ...` or `{0} includes any of [...]`.",
                    left.name
                );
                self.report(Code::WrongTest, predicate.span, message);
                return None;
            }
        };
        Some((false, Predicate::Includes(membership, self.set(set, target, choices, left)?)))
    }

    /// A test on a grade: the bands that pass.
    pub(super) fn grade_test(
        &mut self,
        grade: &hir::Grade,
        name: &ast::Name,
        predicate: Option<&ast::Predicate>,
    ) -> Option<TypedTest> {
        let choices = Choices { values: super::scores::ranked_bands(grade, self), ordered: true };
        let left = Left { name: &name.text, declared: Some(grade.decl.name.span), rewrite: None };
        let Some(predicate) = predicate else {
            let message = format!(
                "`{}` is a grade, so say which: {}.",
                name.text,
                example_test(&Type::Choice(choices), &name.text)
            );
            self.report(Code::WrongTest, name.span, message);
            return None;
        };
        let count = u32::try_from(choices.values.len()).unwrap_or(u32::MAX);
        let passing =
            |passes: &dyn Fn(u32) -> bool| (0..count).filter(|rank| passes(*rank)).collect::<Vec<u32>>();
        let (negated, bands) = match &predicate.kind {
            PredicateKind::Is(value) => (false, vec![self.choice(&choices, value, &left)?]),
            PredicateKind::IsNot(value) => (true, vec![self.choice(&choices, value, &left)?]),
            PredicateKind::In(SetRef::Values(values, _))
            | PredicateKind::NotIn(SetRef::Values(values, _)) => {
                let ranks: Option<Vec<u32>> =
                    values.iter().map(|value| self.choice(&choices, value, &left)).collect();
                let ranks = ranks?;
                (matches!(predicate.kind, PredicateKind::NotIn(_)), passing(&|rank| ranks.contains(&rank)))
            }
            PredicateKind::Compare(op, value) => {
                let comparison = compare(*op, self.choice(&choices, value, &left)?);
                (false, passing(&|rank| holds(comparison, rank)))
            }
            PredicateKind::Between(low, high) => {
                let (low_rank, high_rank) =
                    (self.choice(&choices, low, &left)?, self.choice(&choices, high, &left)?);
                self.between(low_rank, high_rank, high.span)?;
                (false, passing(&|rank| holds(Comparison::Between(low_rank, high_rank), rank)))
            }
            _ => {
                let message = format!(
                    "`{}` is a grade, which has no such test. Write for example {}, or list grades in brackets.",
                    name.text,
                    example_test(&Type::Choice(choices.clone()), &name.text)
                );
                self.report(Code::WrongTest, predicate.span, message);
                return None;
            }
        };
        Some(TypedTest { negated, kind: TypedKind::Grade(bands) })
    }
}

fn compare<T>(op: CompareOp, value: T) -> Comparison<T> {
    match op {
        CompareOp::AtLeast => Comparison::AtLeast(value),
        CompareOp::AtMost => Comparison::AtMost(value),
        CompareOp::MoreThan => Comparison::MoreThan(value),
        CompareOp::LessThan => Comparison::LessThan(value),
    }
}

fn holds(comparison: Comparison<u32>, rank: u32) -> bool {
    match comparison {
        Comparison::Is(value) => rank == value,
        Comparison::AtLeast(value) => rank >= value,
        Comparison::MoreThan(value) => rank > value,
        Comparison::AtMost(value) => rank <= value,
        Comparison::LessThan(value) => rank < value,
        Comparison::Between(low, high) => (low..=high).contains(&rank),
    }
}
