//! Picks become conditions and lines of scores: every kind of test, measure, window and line.

use qualify_plan::{
    AttributeId, BandValue, Comparison, DateTest, Day, Decimal, Each, EachOf, EventId, EventTest, Expr,
    ExprId, FactRef, Fade, FieldId, FirstOf, GradeId, Line, Measure, Membership, Place, Predicate, Rows,
    ScoreId, Sign, Subject, Table, TableBand, Test, TextTest, Type, Values, Window,
};

use super::leads::{choice, countries, day, number, text};
use super::{Builder, Picks};

/// What a condition may look at: places, scores and grades that do not depend on it.
#[derive(Debug, Clone, Default)]
pub(super) struct Scope {
    pub(super) places: Vec<Place>,
    pub(super) scores: Vec<ScoreId>,
    pub(super) grades: Vec<GradeId>,
}

/// A condition about the lead.
pub(super) fn condition(picks: &mut Picks, builder: &mut Builder, scope: &Scope, depth: usize) -> ExprId {
    let test = depth == 0 || picks.chance(2, 5);
    if test {
        return lead_test(picks, builder, scope);
    }
    parts(picks, builder, depth, &mut |picks, builder, depth| condition(picks, builder, scope, depth))
}

/// A condition about one row of an event.
fn row_condition(picks: &mut Picks, builder: &mut Builder, event: EventId, depth: usize) -> Option<ExprId> {
    let attributes = builder.plan().events.get(event.index()).map_or(0, |event| event.attributes.len());
    if attributes == 0 {
        return None;
    }
    Some(row_part(picks, builder, event, depth))
}

fn row_part(picks: &mut Picks, builder: &mut Builder, event: EventId, depth: usize) -> ExprId {
    if depth == 0 || picks.chance(3, 5) {
        let attributes = builder.plan().events.get(event.index()).map_or(0, |event| event.attributes.len());
        let fact = FactRef::Attribute(event, AttributeId::from_index(picks.below(attributes)));
        return fact_test(picks, builder, fact);
    }
    parts(picks, builder, depth, &mut |picks, builder, depth| row_part(picks, builder, event, depth))
}

fn parts(
    picks: &mut Picks,
    builder: &mut Builder,
    depth: usize,
    part: &mut dyn FnMut(&mut Picks, &mut Builder, usize) -> ExprId,
) -> ExprId {
    let kind = picks.below(4);
    let parts = match kind {
        0 => vec![part(picks, builder, depth - 1)],
        _ => picks.several(2, 4, |picks| part(picks, builder, depth - 1)),
    };
    let expr = match (kind, parts.as_slice()) {
        (0, [one]) => Expr::Not(*one),
        (1, _) => Expr::All(parts),
        (2, _) => Expr::Any(parts),
        _ => Expr::AtLeast(u32::try_from(picks.between(1, parts.len() as i64)).unwrap_or(1), parts),
    };
    builder.expr(expr)
}

fn lead_test(picks: &mut Picks, builder: &mut Builder, scope: &Scope) -> ExprId {
    let (places, scores, grades) = (scope.places.clone(), scope.scores.clone(), scope.grades.clone());
    match picks.below(9) {
        0..=3 => {
            let field = FieldId::from_index(picks.below(builder.plan().fields.len()));
            fact_test(picks, builder, FactRef::Field(field))
        }
        4 | 5 => event_test(picks, builder),
        6 if !places.is_empty() => {
            let place = picks.one(&places).copied().unwrap_or(Place::Stage(qualify_plan::StageId(0)));
            builder.expr(Expr::Place(place))
        }
        7 if !scores.is_empty() => {
            let score = picks.one(&scores).copied().unwrap_or(ScoreId(0));
            let comparison = comparison(picks, |picks| whole(picks.between(-5, 15)));
            builder.expr(Expr::Score(score, comparison))
        }
        8 if !grades.is_empty() => {
            let grade = picks.one(&grades).copied().unwrap_or(GradeId(0));
            let passing = (0..3).filter(|_| picks.chance(1, 2)).collect();
            builder.expr(Expr::Grade(grade, passing))
        }
        _ => event_test(picks, builder),
    }
}

fn whole(n: i64) -> Decimal {
    Decimal::whole(n).unwrap_or_default()
}

fn comparison<T: Ord>(picks: &mut Picks, mut value: impl FnMut(&mut Picks) -> T) -> Comparison<T> {
    let first = value(picks);
    match picks.below(6) {
        0 => Comparison::AtLeast(first),
        1 => Comparison::Is(first),
        2 => Comparison::MoreThan(first),
        3 => Comparison::AtMost(first),
        4 => Comparison::LessThan(first),
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

fn type_of(builder: &Builder, fact: FactRef) -> Type {
    let plan = builder.plan();
    let declared = match fact {
        FactRef::Field(field) => plan.fields.get(field.index()),
        FactRef::Attribute(event, attribute) => {
            plan.events.get(event.index()).and_then(|event| event.attributes.get(attribute.index()))
        }
    };
    declared.map_or(Type::YesNo, |fact| fact.ty.clone())
}

fn fact_test(picks: &mut Picks, builder: &mut Builder, fact: FactRef) -> ExprId {
    let ty = type_of(builder, fact);
    if picks.chance(1, 6) {
        return builder.test(fact, Predicate::Known);
    }
    let domain = ty == Type::Email && picks.chance(1, 2);
    let predicate = predicate(picks, builder, &ty, domain);
    let test = builder.expr(Expr::Test(Test { subject: Subject { fact, domain }, predicate }));
    if picks.chance(1, 5) { builder.not(test) } else { test }
}

fn predicate(picks: &mut Picks, builder: &mut Builder, ty: &Type, domain: bool) -> Predicate {
    match ty {
        Type::YesNo => Predicate::Yes,
        Type::Choice(choices) if choices.ordered && picks.chance(2, 3) => {
            Predicate::Rank(comparison(picks, |picks| choice(picks, choices)))
        }
        Type::Choice(choices) => {
            let values = picks.several(1, 2, |picks| choice(picks, choices));
            Predicate::In(builder.set(Values::Choices(values)))
        }
        Type::Country => {
            let values = picks.several(1, 2, |picks| picks.one(&countries()).copied());
            Predicate::In(builder.set(Values::Countries(values.into_iter().flatten().collect())))
        }
        Type::Count | Type::Number | Type::Percent | Type::Money(_) => {
            Predicate::Number(comparison(picks, |picks| number(picks, ty)))
        }
        Type::Date => Predicate::Date(date_test(picks)),
        Type::Text | Type::Email => text_predicate(picks, builder, ty, domain),
        Type::List(choices) => {
            let membership =
                *picks.one(&[Membership::Any, Membership::All, Membership::None]).unwrap_or(&Membership::Any);
            let values = match choices {
                Some(choices) => Values::Choices(picks.several(1, 2, |picks| choice(picks, choices))),
                None => Values::Texts(picks.several(1, 2, |picks| text(picks, ty))),
            };
            Predicate::Includes(membership, builder.set(values))
        }
    }
}

fn text_predicate(picks: &mut Picks, builder: &mut Builder, ty: &Type, domain: bool) -> Predicate {
    let words = ["a", "b", "a b", "io"];
    let domains = ["a.io", "b.io"];
    let kind = picks.below(5);
    let values = picks.several(1, 2, |picks| match (kind, domain) {
        (0, true) => picks.one(&domains).copied().unwrap_or("a.io").to_owned(),
        (0, false) => text(picks, ty),
        _ => picks.one(&words).copied().unwrap_or("a").to_owned(),
    });
    let set = builder.set(Values::Texts(values));
    match kind {
        0 => Predicate::In(set),
        1 => Predicate::Text(TextTest::Contains, set),
        2 => Predicate::Text(TextTest::StartsWith, set),
        3 => Predicate::Text(TextTest::EndsWith, set),
        _ => Predicate::Text(TextTest::HasWord, set),
    }
}

fn date_test(picks: &mut Picks) -> DateTest {
    let days = length(picks);
    let kind = picks.below(10);
    let on = match picks.below(2) {
        0 => Day::Today,
        _ => Day::Date(day(picks)),
    };
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

fn length(picks: &mut Picks) -> u32 {
    u32::try_from(picks.between(1, 15)).unwrap_or(1)
}

fn event_test(picks: &mut Picks, builder: &mut Builder) -> ExprId {
    let rows = rows(picks, builder);
    let measured = attributes(builder, rows.event);
    let summed: Vec<_> = measured.iter().filter(|(_, ty)| ty.is_numeric()).cloned().collect();
    let (measure, ty) = match picks.below(4) {
        2 if !measured.is_empty() => {
            let id = picks.one(&measured).map_or(AttributeId(0), |(id, _)| *id);
            (Measure::Distinct(id), Type::Count)
        }
        3 if !summed.is_empty() => {
            let (id, ty) = picks.one(&summed).cloned().unwrap_or((AttributeId(0), Type::Count));
            (Measure::Sum(id), ty)
        }
        1 => (Measure::Days, Type::Count),
        _ => (Measure::Count, Type::Count),
    };
    let comparison = comparison(picks, |picks| number(picks, &ty));
    builder.events_test(EventTest { measure, rows, comparison })
}

/// The attributes whose values can be told apart and counted: all but lists.
fn attributes(builder: &Builder, event: EventId) -> Vec<(AttributeId, Type)> {
    let attributes = builder.plan().events.get(event.index()).map_or(&[][..], |event| &event.attributes);
    let all = attributes.iter().enumerate().map(|(at, fact)| (AttributeId::from_index(at), fact.ty.clone()));
    all.filter(|(_, ty)| !matches!(ty, Type::List(_))).collect()
}

fn rows(picks: &mut Picks, builder: &mut Builder) -> Rows {
    let event = EventId::from_index(picks.below(builder.plan().events.len()));
    let filter = if picks.chance(3, 5) { row_condition(picks, builder, event, 2) } else { None };
    let dates = fields(builder, |ty| *ty == Type::Date);
    let window = match (picks.below(3), picks.one(&dates)) {
        (1, _) => Window::Within(length(picks)),
        (2, Some(field)) => Window::Since(*field),
        _ => Window::Always,
    };
    Rows { event, filter, window }
}

fn fields(builder: &Builder, fits: impl Fn(&Type) -> bool) -> Vec<FieldId> {
    let fields = builder.plan().fields.iter().enumerate().filter(|(_, field)| fits(&field.ty));
    fields.map(|(at, _)| FieldId::from_index(at)).collect()
}

/// A line of a score; `depth` is 2 at the top, 1 in a group, 0 in `best of`.
pub(super) fn line(picks: &mut Picks, builder: &mut Builder, scope: &Scope, depth: usize) -> Line {
    let kind = picks.below(match depth {
        0 => 5,
        1 => 8,
        _ => 9,
    });
    match kind {
        1 | 2 => Line::Each(each(picks, builder)),
        3 if !scope.scores.is_empty() => Line::Score(picks.one(&scope.scores).copied().unwrap_or(ScoreId(0))),
        5 => table(picks, builder).map_or_else(|| when(picks, builder, scope), Line::Table),
        6 => Line::FirstOf(picks.several(1, 4, |picks| FirstOf {
            points: picks.between(-3, 8),
            condition: condition(picks, builder, scope, 1),
        })),
        7 => Line::BestOf(picks.several(1, 3, |picks| line(picks, builder, scope, 0))),
        8 => Line::Group {
            title: "some".to_owned(),
            cap: picks.between(0, 12),
            lines: picks.several(1, 3, |picks| line(picks, builder, scope, 1)),
        },
        _ => when(picks, builder, scope),
    }
}

fn when(picks: &mut Picks, builder: &mut Builder, scope: &Scope) -> Line {
    Line::When { points: picks.between(-4, 10), condition: condition(picks, builder, scope, 1) }
}

fn each(picks: &mut Picks, builder: &mut Builder) -> Each {
    let counts = fields(builder, |ty| *ty == Type::Count);
    let rows = rows(picks, builder);
    let measured = attributes(builder, rows.event);
    let of = match (picks.below(4), picks.one(&counts), picks.one(&measured)) {
        (1, _, _) => EachOf::Days(rows),
        (2, _, Some((attribute, _))) => EachOf::Distinct(*attribute, rows),
        (3, Some(field), _) => EachOf::Field(*field),
        _ => EachOf::Rows(rows),
    };
    let fade = match (picks.below(3), of) {
        (0, _) | (_, EachOf::Field(_)) => None,
        (1, _) => Some(Fade::Over(length(picks))),
        _ => Some(Fade::HalvingEvery(length(picks))),
    };
    let sign = if picks.chance(1, 3) { Sign::Subtract } else { Sign::Add };
    let cap = picks.chance(1, 2).then(|| picks.between(0, 12));
    Each { sign, points: picks.between(0, 6), of, fade, cap }
}

fn table(picks: &mut Picks, builder: &mut Builder) -> Option<Table> {
    let in_bands = |ty: &Type| ty.is_numeric() || matches!(ty, Type::Choice(_) | Type::Country | Type::YesNo);
    let field = *picks.one(&fields(builder, in_bands))?;
    let all = all_bands(picks, &type_of(builder, FactRef::Field(field)));
    let count = all.len();
    let bands: Vec<TableBand> = all
        .into_iter()
        .filter_map(|value| picks.chance(4, 5).then(|| TableBand { value, points: picks.between(-5, 10) }))
        .collect();
    let needs_otherwise = bands.is_empty() || bands.len() < count || picks.chance(1, 3);
    let otherwise = needs_otherwise.then(|| picks.between(-5, 10));
    let unknown = picks.chance(1, 2).then(|| picks.between(-5, 10));
    Some(Table { field, bands, otherwise, unknown })
}

/// Bands that share no value and together hold every value that leads have.
fn all_bands(picks: &mut Picks, ty: &Type) -> Vec<BandValue> {
    match ty {
        Type::Choice(_) => vec![BandValue::Choices(vec![0]), BandValue::Choices(vec![1, 2])],
        Type::Country => countries().into_iter().map(|country| BandValue::Countries(vec![country])).collect(),
        Type::YesNo => vec![BandValue::YesNo(true), BandValue::YesNo(false)],
        _ => {
            let step = if *ty == Type::Count { Decimal::SCALE } else { Decimal::STEP.units() };
            let (low, high) = (whole(picks.between(0, 2)), whole(picks.between(3, 4)));
            let below = |limit: Decimal| Decimal::from_units(i128::from(limit.units() - step));
            vec![
                BandValue::Numbers(None, below(low)),
                BandValue::Numbers(Some(low), below(high)),
                BandValue::Numbers(Some(high), None),
            ]
        }
    }
}
