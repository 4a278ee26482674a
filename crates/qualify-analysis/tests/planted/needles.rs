//! A program and a lead become the same program with a condition more that only such leads meet.

use qualify_eval::testing::{Picks, today};
use qualify_plan::{
    Comparison, DateTest, Day, Decimal, EventId, EventTest, Expr, ExprId, FactRef, FieldId, Lead, Line,
    Measure, Plan, Predicate, Rows, ScoreId, Set, SetId, Step, Stream, Subject, Test, Type, Value, Values,
    Window,
};

/// The program after a rule was widened or narrowed by all that is known of a lead, or a score got a line for it.
pub(crate) fn planted(picks: &mut Picks, plan: &Plan, lead: &Lead) -> Option<Plan> {
    let mut new = plan.clone();
    let score = (!plan.scores.is_empty()).then(|| picks.below(plan.scores.len()));
    let rule = (!plan.rules.is_empty()).then(|| picks.below(plan.rules.len()));
    match (picks.below(3), score, rule) {
        (0, Some(at), _) => {
            let mut needle = Needle::before(&new, Step::Score(ScoreId::from_index(at)))?;
            let condition = needle.of(&mut new, lead)?;
            let points = if picks.chance(1, 2) { 3 } else { -3 };
            new.scores.get_mut(at)?.lines.push(Line::When { points, condition });
        }
        (1, _, Some(at)) => {
            let (truth, when) = new.rules.get(at).map(|rule| (rule.truth, rule.when))?;
            let mut needle = Needle::before(&new, Step::Expr(truth))?;
            let condition = needle.of(&mut new, lead)?;
            let either = needle.expr(&mut new, Expr::Any(vec![when, condition]));
            new.rules.get_mut(at)?.when = either;
        }
        (_, _, Some(at)) => {
            let (truth, unless) = new.rules.get(at).map(|rule| (rule.truth, rule.unless))?;
            let mut needle = Needle::before(&new, Step::Expr(truth))?;
            let condition = needle.of(&mut new, lead)?;
            let either = match unless {
                Some(unless) => needle.expr(&mut new, Expr::Any(vec![unless, condition])),
                None => condition,
            };
            new.rules.get_mut(at)?.unless = Some(either);
        }
        (_, _, None) => return None,
    }
    Some(new)
}

/// Where conditions are added, before what is going to ask them.
struct Needle {
    place: usize,
}

impl Needle {
    fn before(plan: &Plan, step: Step) -> Option<Self> {
        let place = plan.steps.iter().position(|other| *other == step)?;
        Some(Self { place })
    }

    fn expr(&mut self, plan: &mut Plan, expr: Expr) -> ExprId {
        let id = ExprId::from_index(plan.exprs.len());
        plan.exprs.push(expr);
        plan.steps.insert(self.place, Step::Expr(id));
        self.place += 1;
        id
    }

    /// Each field has the value of the lead, and there are as many rows in ten days as it has.
    fn of(&mut self, plan: &mut Plan, lead: &Lead) -> Option<ExprId> {
        let mut parts = Vec::new();
        for (at, value) in lead.values.iter().enumerate() {
            parts.extend(self.value(plan, FieldId::from_index(at), value.as_ref()));
        }
        for (at, stream) in lead.events.iter().enumerate() {
            if let Stream::Rows(rows) = stream {
                let first = today().plus_days(-10);
                let recent = rows.iter().filter(|row| first <= row.date && row.date <= today()).count();
                let number = Decimal::whole(i64::try_from(recent).ok()?)?;
                let rows = Rows { event: EventId::from_index(at), filter: None, window: Window::Within(10) };
                let comparison = Comparison::Is(number);
                parts.push(
                    self.expr(plan, Expr::Events(EventTest { measure: Measure::Count, rows, comparison })),
                );
            }
        }
        (!parts.is_empty()).then(|| self.expr(plan, Expr::All(parts)))
    }

    fn value(&mut self, plan: &mut Plan, field: FieldId, value: Option<&Value>) -> Option<ExprId> {
        let ty = plan.fields.get(field.index())?.ty.clone();
        let test = |needle: &mut Self, plan: &mut Plan, predicate: Predicate| {
            let subject = Subject { fact: FactRef::Field(field), domain: false };
            needle.expr(plan, Expr::Test(Test { subject, predicate }))
        };
        let predicate = match (value, ty) {
            (None, _) => {
                let known = test(self, plan, Predicate::Known);
                return Some(self.expr(plan, Expr::Not(known)));
            }
            (Some(Value::YesNo(false)), _) => {
                let yes = test(self, plan, Predicate::Yes);
                return Some(self.expr(plan, Expr::Not(yes)));
            }
            (Some(Value::YesNo(true)), _) => Predicate::Yes,
            (Some(Value::Number(number)), _) => Predicate::Number(Comparison::Is(*number)),
            (Some(Value::Never), Type::Date) => Predicate::Date(DateTest::Never),
            (Some(Value::Date(day)), _) => Predicate::Date(DateTest::On(Day::Date(*day))),
            (Some(Value::Choice(choice)), Type::Choice(choices)) if choices.ordered => {
                Predicate::Rank(Comparison::Is(*choice))
            }
            (Some(Value::Choice(choice)), _) => Predicate::In(set(plan, Values::Choices(vec![*choice]))),
            (Some(Value::Country(country)), _) => Predicate::In(set(plan, Values::Countries(vec![*country]))),
            (Some(Value::Text(text)), _) => Predicate::In(set(plan, Values::Texts(vec![text.clone()]))),
            (Some(Value::Choices(_) | Value::Texts(_) | Value::Never), _) => return None,
        };
        Some(test(self, plan, predicate))
    }
}

fn set(plan: &mut Plan, values: Values) -> SetId {
    plan.sets.push(Set { name: None, values });
    SetId::from_index(plan.sets.len() - 1)
}
