//! Picks become small programs whose leads can all be listed: few facts with few cells, all kinds of conclusions.

use qualify_eval::testing::{Builder, Picks, today};
use qualify_plan::{
    AttributeId, BandValue, Choices, Combine, Comparison, Conclusion, Country, DateTest, Day, Decimal, Each,
    EachOf, EventId, EventTest, ExitId, Expr, ExprId, FactRef, Fade, FieldId, FirstOf, GradeId, Line,
    Measure, Membership, OutcomeId, Place, Plan, Predicate, Rows, ScoreId, Sign, StageId, Table, TableBand,
    TextTest, Type, Value, Values, Window,
};

/// Picks for a seed.
pub(crate) fn picks(seed: u64) -> Picks {
    let number = |at: u64| {
        let mut x = (seed * 1_000_003 + at + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        x ^= x >> 29;
        x = x.wrapping_mul(0xBF58_476D_1CE4_E5B9);
        u16::try_from((x ^ (x >> 32)) & 0xFFFF).unwrap_or(0)
    };
    Picks::new((0..4_000).map(number).collect())
}

/// What kind of programs to make.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Profile {
    /// At least so many fields, and one more perhaps.
    fields: usize,
    /// Whether there are texts and weights that halve.
    all_kinds: bool,
    /// Days of windows.
    windows: [u32; 2],
    /// Besides those of small programs.
    more_rules: usize,
    /// Besides those of small programs.
    more_lines: usize,
}

impl Profile {
    /// Programs all of whose leads can be listed.
    pub(crate) const SMALL: Self =
        Self { fields: 2, all_kinds: true, windows: [2, 5], more_rules: 0, more_lines: 0 };
    /// Programs with more of everything, but texts.
    #[allow(dead_code, reason = "not all tests make programs of all kinds")]
    pub(crate) const WIDE: Self =
        Self { fields: 4, all_kinds: false, windows: [7, 30], more_rules: 2, more_lines: 2 };
}

/// A program.
pub(crate) fn program(picks: &mut Picks, profile: Profile) -> Plan {
    let mut builder = Builder::default();
    for at in 0..profile.fields + picks.below(2) {
        let mut ty = field_type(picks);
        if ty == Type::Text && !profile.all_kinds {
            ty = Type::YesNo;
        }
        let default = picks.chance(1, 6).then(|| default_value(picks, &ty));
        builder.field_or(&format!("field_{at}"), ty, default);
    }
    let event =
        picks.chance(1, if profile.all_kinds { 2 } else { 1 }).then(|| declare_event(picks, &mut builder));
    builder.outcome("desk", Combine::OneValue, &["east", "west", "north"]);
    builder.outcome("speed", Combine::HighestWins, &["slow", "soon"]);
    builder.outcome("tags", Combine::KeepAll, &["red", "blue"]);
    let mut maker = Maker {
        profile,
        builder,
        event,
        places: Vec::new(),
        scores: Vec::new(),
        grades: Vec::new(),
        old: Vec::new(),
    };
    maker.declare(picks);
    maker.builder.finish()
}

fn field_type(picks: &mut Picks) -> Type {
    match picks.below(12) {
        0 | 1 => Type::YesNo,
        2 | 3 => Type::Choice(choices(3, false)),
        4 => Type::Choice(choices(3, true)),
        5 | 6 => Type::Count,
        7 => Type::Number,
        8 => Type::Date,
        9 => Type::Text,
        10 => Type::Country,
        _ => match picks.below(2) {
            0 => Type::List(Some(choices(3, false))),
            _ => Type::List(None),
        },
    }
}

fn choices(count: usize, ordered: bool) -> Choices {
    Choices { values: ["x", "y", "z"].iter().take(count).map(|name| (*name).to_owned()).collect(), ordered }
}

fn declare_event(picks: &mut Picks, builder: &mut Builder) -> EventId {
    let mut attributes = Vec::new();
    for name in ["first", "second"].iter().take(picks.below(3)) {
        let ty = match picks.below(7) {
            0 | 1 => Type::YesNo,
            2 | 3 => Type::Choice(choices(2, false)),
            4 => Type::List(None),
            _ => Type::Count,
        };
        let default = picks.chance(1, 5).then(|| default_value(picks, &ty));
        attributes.push((*name, ty, default));
    }
    builder.event("visit", attributes)
}

/// A default: any value but `never`.
fn default_value(picks: &mut Picks, ty: &Type) -> Value {
    match ty {
        Type::YesNo => Value::YesNo(picks.chance(1, 2)),
        Type::Choice(choices) => Value::Choice(index(picks, choices.values.len())),
        Type::Count => Value::Number(whole(picks.between(0, 3))),
        Type::Number | Type::Percent | Type::Money(_) => Value::Number(half(picks)),
        Type::Date => Value::Date(day(picks)),
        Type::Text | Type::Email => Value::Text("a b".to_owned()),
        Type::Country => countries().first().copied().map_or(Value::Never, Value::Country),
        Type::List(Some(_)) => Value::Choices(vec![0]),
        Type::List(None) => Value::Texts(vec!["a".to_owned()]),
    }
}

fn index(picks: &mut Picks, count: usize) -> u32 {
    u32::try_from(picks.below(count)).unwrap_or(0)
}

fn whole(n: i64) -> Decimal {
    Decimal::whole(n).unwrap_or_default()
}

fn half(picks: &mut Picks) -> Decimal {
    Decimal::from_units(i128::from(picks.between(-1, 4) * Decimal::SCALE / 2)).unwrap_or_default()
}

fn day(picks: &mut Picks) -> qualify_plan::Date {
    today().plus_days(i32::try_from(picks.between(-3, 1)).unwrap_or(0))
}

fn countries() -> Vec<Country> {
    ["DE", "FR", "NO"].into_iter().filter_map(Country::parse).collect()
}

fn comparison<T: Ord>(picks: &mut Picks, mut value: impl FnMut(&mut Picks) -> T) -> Comparison<T> {
    let first = value(picks);
    match picks.below(7) {
        0 | 1 => Comparison::AtLeast(first),
        2 => Comparison::Is(first),
        3 => Comparison::MoreThan(first),
        4 => Comparison::AtMost(first),
        5 => Comparison::LessThan(first),
        _ => {
            let second = value(picks);
            if first <= second {
                Comparison::Between(first, second)
            } else {
                Comparison::Between(second, first)
            }
        }
    }
}

/// What is declared so far and may be looked at.
struct Maker {
    profile: Profile,
    builder: Builder,
    event: Option<EventId>,
    places: Vec<Place>,
    scores: Vec<ScoreId>,
    grades: Vec<GradeId>,
    /// Conditions of earlier rules, which later ones use again.
    old: Vec<ExprId>,
}

impl Maker {
    fn declare(&mut self, picks: &mut Picks) {
        let stage = |at| Place::Stage(StageId(at));
        let exit = |at| Place::Exit(ExitId(at));
        let order = match picks.below(3) {
            0 => [exit(0), stage(1), stage(2), exit(1)],
            1 => [stage(1), exit(1), exit(0), stage(2)],
            _ => [exit(1), stage(2), exit(0), stage(1)],
        };
        let scores = picks.below(3);
        if picks.chance(1, 8) {
            self.places.push(stage(0));
        }
        for (at, place) in order.into_iter().enumerate() {
            if at < scores {
                self.score(picks, at);
            }
            for _ in
                0..picks.below(if matches!(place, Place::Stage(_)) { 4 + self.profile.more_rules } else { 2 })
            {
                let mut concludes = vec![Conclusion::Place(place)];
                if picks.chance(1, 3) {
                    concludes.push(outcome(picks));
                }
                if at < 3 && picks.chance(1, 8) {
                    concludes.extend(order.get(3).map(|last| Conclusion::Place(*last)));
                }
                self.rule(picks, &concludes);
            }
            self.places.push(place);
        }
        for _ in 0..picks.below(5) + self.profile.more_rules {
            let concludes = vec![outcome(picks)];
            self.rule(picks, &concludes);
        }
    }

    fn rule(&mut self, picks: &mut Picks, concludes: &[Conclusion]) {
        let when = self.when(picks);
        self.old.push(when);
        let unless = picks.chance(1, 5).then(|| self.condition(picks, 1));
        let rule = self.builder.rule(when, unless, concludes);
        let days = |picks: &mut Picks| i32::try_from(picks.between(-1, 1)).unwrap_or(0);
        let from = picks.chance(1, 12).then(|| today().plus_days(days(picks)));
        let until = picks.chance(1, 12).then(|| today().plus_days(days(picks)));
        if let Some(rule) = self.builder.rule_mut(rule) {
            (rule.from, rule.until) = (from, until);
        }
    }

    /// A condition that often says something of those of earlier rules.
    fn when(&mut self, picks: &mut Picks) -> ExprId {
        let old = picks.one(&self.old).copied();
        match (picks.below(6), old) {
            (0, Some(old)) => {
                let new = self.condition(picks, 1);
                self.builder.expr(Expr::All(vec![old, new]))
            }
            (1, Some(old)) => {
                let new = self.condition(picks, 1);
                self.builder.expr(Expr::Any(vec![old, new]))
            }
            (2, Some(old)) if picks.chance(1, 3) => old,
            _ => self.condition(picks, 2),
        }
    }

    fn condition(&mut self, picks: &mut Picks, depth: usize) -> ExprId {
        if depth == 0 || picks.chance(2, 5) {
            return self.test(picks);
        }
        let expr = match picks.below(5) {
            0 => Expr::Not(self.condition(picks, depth - 1)),
            1 | 2 => Expr::All(self.parts(picks, depth)),
            3 => Expr::Any(self.parts(picks, depth)),
            _ => {
                let parts = self.parts(picks, depth);
                Expr::AtLeast(1 + index(picks, parts.len()), parts)
            }
        };
        self.builder.expr(expr)
    }

    fn parts(&mut self, picks: &mut Picks, depth: usize) -> Vec<ExprId> {
        (0..2 + picks.below(2)).map(|_| self.condition(picks, depth - 1)).collect()
    }

    fn test(&mut self, picks: &mut Picks) -> ExprId {
        let (places, scores, grades) = (self.places.clone(), self.scores.clone(), self.grades.clone());
        match (picks.below(10), self.event) {
            (0..=2, Some(event)) => self.event_test(picks, event),
            (3, _) if !places.is_empty() => {
                let place = picks.one(&places).copied().unwrap_or(Place::Stage(StageId(0)));
                self.builder.expr(Expr::Place(place))
            }
            (4, _) if !scores.is_empty() => {
                let score = picks.one(&scores).copied().unwrap_or(ScoreId(0));
                let comparison = comparison(picks, |picks| whole(picks.between(-2, 7)));
                self.builder.expr(Expr::Score(score, comparison))
            }
            (5, _) if !grades.is_empty() => {
                let grade = picks.one(&grades).copied().unwrap_or(GradeId(0));
                let passing = (0..3).filter(|_| picks.chance(1, 2)).collect();
                self.builder.expr(Expr::Grade(grade, passing))
            }
            _ => {
                let field = FieldId::from_index(picks.below(self.builder.plan().fields.len()));
                self.fact_test(picks, FactRef::Field(field))
            }
        }
    }

    fn type_of(&self, fact: FactRef) -> Type {
        let plan = self.builder.plan();
        let declared = match fact {
            FactRef::Field(field) => plan.fields.get(field.index()),
            FactRef::Attribute(event, attribute) => {
                plan.events.get(event.index()).and_then(|event| event.attributes.get(attribute.index()))
            }
        };
        declared.map_or(Type::YesNo, |fact| fact.ty.clone())
    }

    fn fact_test(&mut self, picks: &mut Picks, fact: FactRef) -> ExprId {
        let ty = self.type_of(fact);
        if picks.chance(1, 7) {
            return self.builder.test(fact, Predicate::Known);
        }
        let predicate = self.predicate(picks, &ty);
        let test = self.builder.test(fact, predicate);
        if picks.chance(1, 5) { self.builder.not(test) } else { test }
    }

    fn predicate(&mut self, picks: &mut Picks, ty: &Type) -> Predicate {
        let builder = &mut self.builder;
        match ty {
            Type::YesNo => Predicate::Yes,
            Type::Choice(choices) if choices.ordered => {
                Predicate::Rank(comparison(picks, |picks| index(picks, choices.values.len())))
            }
            Type::Choice(choices) => {
                let values = picks.several(1, 2, |picks| index(picks, choices.values.len()));
                Predicate::In(builder.set(Values::Choices(values)))
            }
            Type::Country => {
                let values = picks.several(1, 2, |picks| picks.one(&countries()).copied());
                Predicate::In(builder.set(Values::Countries(values.into_iter().flatten().collect())))
            }
            Type::Count => Predicate::Number(comparison(picks, |picks| whole(picks.between(0, 3)))),
            Type::Number | Type::Percent | Type::Money(_) => Predicate::Number(comparison(picks, half)),
            Type::Date => Predicate::Date(date_test(picks)),
            Type::Text | Type::Email => {
                let pieces = ["a", "b", "a b", "ab", "ba"];
                let values =
                    picks.several(1, 2, |picks| picks.one(&pieces).copied().unwrap_or("a").to_owned());
                let set = builder.set(Values::Texts(values));
                match picks.below(6) {
                    0 => Predicate::In(set),
                    1 | 2 => Predicate::Text(TextTest::Contains, set),
                    3 => Predicate::Text(TextTest::StartsWith, set),
                    4 => Predicate::Text(TextTest::EndsWith, set),
                    _ => Predicate::Text(TextTest::HasWord, set),
                }
            }
            Type::List(choices) => {
                let all = [Membership::Any, Membership::All, Membership::None];
                let membership = picks.one(&all).copied().unwrap_or(Membership::Any);
                let set = match choices {
                    Some(choices) => {
                        Values::Choices(picks.several(1, 2, |picks| index(picks, choices.values.len())))
                    }
                    None => Values::Texts(picks.several(1, 2, |picks| ["a", "b"][picks.below(2)].to_owned())),
                };
                Predicate::Includes(membership, builder.set(set))
            }
        }
    }

    fn event_test(&mut self, picks: &mut Picks, event: EventId) -> ExprId {
        let rows = self.rows(picks, event);
        let measure = match (picks.below(6), self.attribute(picks, event, |ty| !matches!(ty, Type::List(_))))
        {
            (0, _) => Measure::Days,
            (1, Some(attribute)) => Measure::Distinct(attribute),
            (2, _) => match self.attribute(picks, event, |ty| *ty == Type::Count) {
                Some(attribute) => Measure::Sum(attribute),
                None => Measure::Count,
            },
            _ => Measure::Count,
        };
        let comparison = comparison(picks, |picks| whole(picks.between(0, 2)));
        self.builder.events_test(EventTest { measure, rows, comparison })
    }

    fn attribute(
        &self,
        picks: &mut Picks,
        event: EventId,
        fits: impl Fn(&Type) -> bool,
    ) -> Option<AttributeId> {
        let attributes = &self.builder.plan().events.get(event.index())?.attributes;
        let fitting: Vec<AttributeId> = (0..attributes.len())
            .filter(|at| fits(&attributes[*at].ty))
            .map(AttributeId::from_index)
            .collect();
        picks.one(&fitting).copied()
    }

    fn rows(&mut self, picks: &mut Picks, event: EventId) -> Rows {
        let filter = match self.attribute(picks, event, |_| true) {
            Some(attribute) if picks.chance(1, 2) => {
                let first = self.fact_test(picks, FactRef::Attribute(event, attribute));
                Some(match (picks.below(4), self.attribute(picks, event, |_| true)) {
                    (0, Some(other)) => {
                        let second = self.fact_test(picks, FactRef::Attribute(event, other));
                        self.builder.expr(Expr::Any(vec![first, second]))
                    }
                    _ => first,
                })
            }
            _ => None,
        };
        let window = match (picks.below(4), self.field_of(picks, |ty| *ty == Type::Date)) {
            (0, _) => Window::Within(self.profile.windows[0]),
            (1, _) => Window::Within(self.profile.windows[1]),
            (2, Some(field)) => Window::Since(field),
            _ => Window::Always,
        };
        Rows { event, filter, window }
    }

    fn field_of(&self, picks: &mut Picks, fits: impl Fn(&Type) -> bool) -> Option<FieldId> {
        let fields = &self.builder.plan().fields;
        let fitting: Vec<FieldId> =
            (0..fields.len()).filter(|at| fits(&fields[*at].ty)).map(FieldId::from_index).collect();
        picks.one(&fitting).copied()
    }

    fn score(&mut self, picks: &mut Picks, number: usize) {
        let lines = (0..1 + picks.below(3) + self.profile.more_lines).map(|_| self.line(picks, 2)).collect();
        let (from, to) = (picks.between(-4, 0), picks.between(2, 8));
        let score = self.builder.score(&format!("score_{number}"), from, to, lines);
        self.scores.push(score);
        if picks.chance(1, 2) {
            let warm = picks.between(-1, 3);
            let bands = [("warm", warm), ("hot", warm + picks.between(1, 3))];
            self.grades.push(self.builder.grade(&format!("grade_{number}"), score, "cold", &bands));
        }
    }

    /// A line of a score; `depth` is 2 at the top, 1 in a group, 0 in `best of`.
    fn line(&mut self, picks: &mut Picks, depth: usize) -> Line {
        match picks.below([5, 8, 10][depth]) {
            1 => self.each(picks),
            2 if !self.scores.is_empty() => {
                Line::Score(picks.one(&self.scores).copied().unwrap_or(ScoreId(0)))
            }
            5 => self.table(picks),
            6 => Line::FirstOf(
                (0..1 + picks.below(3))
                    .map(|_| FirstOf { points: picks.between(-2, 4), condition: self.condition(picks, 1) })
                    .collect(),
            ),
            7 => Line::BestOf((0..1 + picks.below(3)).map(|_| self.line(picks, 0)).collect()),
            8 | 9 => Line::Group {
                title: "some".to_owned(),
                cap: picks.between(0, 5),
                lines: (0..1 + picks.below(3)).map(|_| self.line(picks, 1)).collect(),
            },
            _ => Line::When { points: picks.between(-2, 4), condition: self.condition(picks, 1) },
        }
    }

    fn each(&mut self, picks: &mut Picks) -> Line {
        let sign = if picks.chance(1, 3) { Sign::Subtract } else { Sign::Add };
        let cap = picks.chance(2, 3).then(|| picks.between(0, 5));
        let least = i64::from(!picks.chance(1, 10));
        let points = picks.between(least, 3);
        let count = self.field_of(picks, |ty| *ty == Type::Count);
        let (of, fade) = match (self.event, count, picks.below(4)) {
            (_, Some(field), 0) | (None, Some(field), _) => (EachOf::Field(field), None),
            (Some(event), _, kind) => {
                let rows = self.rows(picks, event);
                let fade = match picks.below(5) {
                    0 => Some(Fade::Over(3)),
                    1 if self.profile.all_kinds => Some(Fade::HalvingEvery(2)),
                    _ => None,
                };
                match (kind, self.attribute(picks, event, |ty| !matches!(ty, Type::List(_)))) {
                    (1, _) => (EachOf::Days(rows), fade),
                    (2, Some(attribute)) => (EachOf::Distinct(attribute, rows), fade),
                    _ => (EachOf::Rows(rows), fade),
                }
            }
            (None, None, _) => return Line::When { points, condition: self.condition(picks, 1) },
        };
        Line::Each(Each { sign, points, of, fade, cap })
    }

    fn table(&mut self, picks: &mut Picks) -> Line {
        let banded = |ty: &Type| {
            matches!(ty, Type::Choice(_) | Type::Count | Type::YesNo | Type::Country | Type::Number)
        };
        let Some(field) = self.field_of(picks, banded) else {
            return Line::When { points: 1, condition: self.condition(picks, 1) };
        };
        let ty = self.type_of(FactRef::Field(field));
        let all = bands(picks, &ty);
        let count = all.len();
        let mut bands: Vec<TableBand> = Vec::new();
        for value in all {
            if picks.chance(4, 5) {
                bands.push(TableBand { value, points: picks.between(-2, 4) });
            }
        }
        let open = bands.len() < count || ty == Type::Country;
        let otherwise = (open || picks.chance(1, 4)).then(|| picks.between(-2, 4));
        let unknown = picks.chance(1, 2).then(|| picks.between(-2, 4));
        Line::Table(Table { field, bands, otherwise, unknown })
    }
}

/// Bands that share no value and, but for countries, name every value.
fn bands(picks: &mut Picks, ty: &Type) -> Vec<BandValue> {
    match ty {
        Type::Choice(_) => vec![BandValue::Choices(vec![0]), BandValue::Choices(vec![1, 2])],
        Type::Country => countries().into_iter().map(|country| BandValue::Countries(vec![country])).collect(),
        Type::YesNo => vec![BandValue::YesNo(true), BandValue::YesNo(false)],
        _ => {
            let step = if *ty == Type::Count { Decimal::SCALE } else { 1 };
            let (low, high) = (whole(picks.between(0, 1)), whole(picks.between(2, 3)));
            let below = |limit: Decimal| Decimal::from_units(i128::from(limit.units() - step));
            let lowest = BandValue::Numbers(None, below(low));
            let middle = BandValue::Numbers(Some(low), below(high));
            vec![lowest, middle, BandValue::Numbers(Some(high), None)]
        }
    }
}

fn date_test(picks: &mut Picks) -> DateTest {
    let days = 1 + index(picks, 4);
    let kind = picks.below(10);
    let on = if picks.chance(1, 2) { Day::Today } else { Day::Date(day(picks)) };
    match kind {
        0 => DateTest::Within(days),
        1 => DateTest::WithinNext(days),
        2 => DateTest::MoreThanAgo(days),
        3 => DateTest::Never,
        4 => DateTest::On(on),
        5 => DateTest::Before(on),
        6 => DateTest::After(on),
        7 => DateTest::OnOrBefore(on),
        8 => DateTest::OnOrAfter(on),
        _ => {
            let (a, b) = (day(picks), day(picks));
            DateTest::Between(a.min(b), a.max(b))
        }
    }
}

fn outcome(picks: &mut Picks) -> Conclusion {
    let outcome = [0, 0, 1, 2][picks.below(4)];
    let values = if outcome == 0 { 3 } else { 2 };
    Conclusion::Outcome(OutcomeId(outcome), index(picks, values))
}
