//! A whole plan becomes text, for people who want to see what a program was compiled to.

use std::fmt::{self, Write};

use super::{expr, line, name, value};
use crate::{
    Combine, Conclusion, Country, Expr, Fact, Line, Outcome, OutcomeId, Place, Plan, Rule, Set, Step, Type,
    Values,
};

/// The whole plan as compact text: declarations, rules, then the steps of an evaluation.
pub fn plan(plan: &Plan) -> String {
    let mut out = String::new();
    // Writing to a string cannot fail.
    let _ = write_plan(&mut out, plan);
    out
}

fn write_plan(out: &mut String, plan: &Plan) -> fmt::Result {
    writeln!(
        out,
        "plan of language {}, {} rules, {} steps",
        plan.language,
        plan.rules.len(),
        plan.steps.len()
    )?;
    section(out, "fields", &plan.fields, write_fact)?;
    section(out, "events", &plan.events, |out, event| {
        write!(out, "{}, plural {}", event.name, event.plural)?;
        event.attributes.iter().try_for_each(|attribute| {
            out.push_str("\n    ");
            write_fact(out, attribute)
        })
    })?;
    section(out, "sets", &plan.sets, write_set)?;
    section(out, "stages", &plan.stages, |out, stage| {
        write!(out, "{} = e{}", stage.name, stage.truth.index())
    })?;
    section(out, "exits", &plan.exits, |out, exit| write!(out, "{} = e{}", exit.name, exit.truth.index()))?;
    section(out, "outcomes", &plan.outcomes, write_outcome)?;
    section(out, "scores", &plan.scores, |out, score| {
        write!(out, "{} from {} to {}", score.name, score.from, score.to)?;
        score.lines.iter().try_for_each(|line| write_line(out, plan, line, 4))
    })?;
    section(out, "grades", &plan.grades, |out, grade| {
        let score = plan.scores.get(grade.score.index()).map_or("", |score| score.name.as_str());
        write!(out, "{} of {score}:", grade.name)?;
        let bands = grade.bands.iter().map(|band| match band.floor {
            Some(floor) => format!("{} from {floor}", name(&band.name)),
            None => format!("{} otherwise", name(&band.name)),
        });
        write!(out, " {}", bands.collect::<Vec<_>>().join(", "))
    })?;
    section(out, "rules", &plan.rules, |out, rule| write_rule(out, plan, rule))?;
    section(out, "steps", &plan.steps, |out, step| write_step(out, plan, *step))
}

/// A heading and its items by number; nothing if there are none.
fn section<T>(
    out: &mut String,
    title: &str,
    items: &[T],
    write_item: impl Fn(&mut String, &T) -> fmt::Result,
) -> fmt::Result {
    if !items.is_empty() {
        writeln!(out, "\n{title}")?;
    }
    for (index, item) in items.iter().enumerate() {
        write!(out, "  {index}: ")?;
        write_item(out, item)?;
        out.push('\n');
    }
    Ok(())
}

fn write_fact(out: &mut String, fact: &Fact) -> fmt::Result {
    write!(out, "{} is {}", fact.name, type_text(&fact.ty))?;
    match &fact.default {
        Some(default) => write!(out, ", missing means {}", value(&fact.ty, default)),
        None => Ok(()),
    }
}

fn type_text(ty: &Type) -> String {
    let values = |values: &[String]| values.iter().map(|value| name(value)).collect::<Vec<_>>().join(", ");
    match ty {
        Type::Choice(choices) if choices.ordered => format!("ordered one of [{}]", values(&choices.values)),
        Type::Choice(choices) => format!("one of [{}]", values(&choices.values)),
        Type::Country => "country".to_owned(),
        Type::YesNo => "yes/no".to_owned(),
        Type::Count => "count".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Percent => "percent".to_owned(),
        Type::Money(currency) => format!("money in {currency}"),
        Type::Date => "date".to_owned(),
        Type::Text => "text".to_owned(),
        Type::Email => "email".to_owned(),
        Type::List(None) => "list of text".to_owned(),
        Type::List(Some(choices)) => format!("list of [{}]", values(&choices.values)),
    }
}

fn write_set(out: &mut String, set: &Set) -> fmt::Result {
    let (kind, values): (_, Vec<String>) = match &set.values {
        Values::Choices(indexes) => ("choices", indexes.iter().map(ToString::to_string).collect()),
        Values::Countries(countries) => ("countries", countries.iter().map(Country::to_string).collect()),
        Values::Texts(texts) => ("texts", texts.iter().map(|text| format!("\"{text}\"")).collect()),
    };
    let shown = values.iter().take(20).map(String::as_str).collect::<Vec<_>>().join(", ");
    let more = values.len().saturating_sub(20);
    write!(out, "{}, {kind}: {shown}", set.name.as_deref().unwrap_or("in brackets"))?;
    if more > 0 { write!(out, " and {more} more") } else { Ok(()) }
}

fn write_outcome(out: &mut String, outcome: &Outcome) -> fmt::Result {
    let combine = match outcome.combine {
        Combine::OneValue => "one value",
        Combine::HighestWins => "highest wins",
        Combine::KeepAll => "keep all",
    };
    let values: Vec<String> = outcome.values.iter().map(|value| name(&value.name)).collect();
    write!(out, "{}, {combine}: {}", outcome.name, values.join(", "))
}

fn write_line(out: &mut String, plan: &Plan, of: &Line, indent: usize) -> fmt::Result {
    write!(out, "\n{:indent$}", "")?;
    match of {
        Line::BestOf(lines) | Line::Group { lines, .. } => {
            write!(out, "{}:", super::line_head(plan, of))?;
            lines.iter().try_for_each(|part| write_line(out, plan, part, indent + 2))
        }
        Line::When { .. } | Line::Each(_) | Line::Table(_) | Line::Score(_) | Line::FirstOf(_) => {
            out.write_str(&line(plan, of))
        }
    }
}

fn write_rule(out: &mut String, plan: &Plan, rule: &Rule) -> fmt::Result {
    write!(out, "{} = e{}", rule.text, rule.truth.index())?;
    if rule.name != rule.text {
        write!(out, "\n    named \"{}\"", rule.name)?;
    }
    let concludes: Vec<String> = rule.concludes.iter().map(|c| conclusion(plan, *c)).collect();
    write!(out, "\n    concludes {}", concludes.join(", "))?;
    let (from, until) =
        (rule.from.map(|from| format!("from {from}")), rule.until.map(|until| format!("until {until}")));
    let dates: Vec<String> = from.into_iter().chain(until).collect();
    if dates.is_empty() { Ok(()) } else { write!(out, "\n    active {}", dates.join(" ")) }
}

fn conclusion(plan: &Plan, conclusion: Conclusion) -> String {
    match conclusion {
        Conclusion::Place(place) => place_name(plan, place).to_owned(),
        Conclusion::Outcome(OutcomeId(outcome), value) => {
            let Some(outcome) = plan.outcomes.get(outcome as usize) else { return String::new() };
            let value = outcome.values.get(value as usize).map_or(String::new(), |value| name(&value.name));
            format!("{} is {value}", outcome.name)
        }
    }
}

fn place_name(plan: &Plan, place: Place) -> &str {
    match place {
        Place::Stage(stage) => plan.stages.get(stage.index()).map_or("", |stage| stage.name.as_str()),
        Place::Exit(exit) => plan.exits.get(exit.index()).map_or("", |exit| exit.name.as_str()),
    }
}

fn write_step(out: &mut String, plan: &Plan, step: Step) -> fmt::Result {
    match step {
        Step::Score(score) => {
            write!(out, "score {}", plan.scores.get(score.index()).map_or("", |score| score.name.as_str()))
        }
        Step::Expr(id) => {
            write!(out, "e{} = ", id.index())?;
            let parts = |parts: &[crate::ExprId]| {
                parts.iter().map(|part| format!("e{}", part.index())).collect::<Vec<_>>().join(", ")
            };
            match plan.exprs.get(id.index()) {
                Some(Expr::Not(part)) => write!(out, "not e{}", part.index()),
                Some(Expr::All(of)) if of.is_empty() => out.write_str("always"),
                Some(Expr::Any(of)) if of.is_empty() => out.write_str("never"),
                Some(Expr::All(of)) => write!(out, "all of {}", parts(of)),
                Some(Expr::Any(of)) => write!(out, "any of {}", parts(of)),
                Some(Expr::AtLeast(k, of)) => write!(out, "at least {k} of {}", parts(of)),
                Some(Expr::Rule(rule)) => write!(out, "rule {}", rule.index()),
                Some(_) => out.write_str(&expr(plan, id)),
                None => Ok(()),
            }
        }
    }
}
