//! One lead at a time: the prepared evaluator of Qualify against ZEN and CEL, which are given the same criteria as expressions.
//!
//! `one-lead RULES EXPRESSIONS LEADS TODAY TURNS` reads the program, the expressions and facts that `compare.py` wrote, and the leads of the CSV file;
//! compares the results lead by lead; and prints a table of medians. Programs are compiled before, and leads are in memory as the engine wants
//! them. ZEN and CEL ask the exits first, one expression each, and stop at the first that holds; then the score and the stages that other rules
//! name are computed once and become facts of the lead; then the stages are asked, the highest first.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{self, File};
use std::hint::black_box;
use std::path::Path;
use std::time::Instant;

use qualify::eval::Evaluator;
use qualify::leads::{LeadOptions, LeadReader, Table, TableOptions};
use qualify::plan::{Date, Lead, Place, Plan};
use serde::Deserialize;
use serde_json::Value;
use zen_expression::expression::Standard;
use zen_expression::vm::VM;
use zen_expression::{Expression, Isolate, Variable};

type Failure = Box<dyn Error>;

/// The steps of a program for one engine: names with expressions.
#[derive(Deserialize)]
struct Steps {
    exits: Vec<(String, String)>,
    facts: Vec<(String, String)>,
    stages: Vec<(String, String)>,
    lowest: String,
}

#[derive(Deserialize)]
struct Input {
    zen: Steps,
    cel: Steps,
    leads: Vec<serde_json::Map<String, Value>>,
}

/// Steps that are compiled.
struct Compiled<E> {
    exits: Vec<(String, E)>,
    facts: Vec<(String, E)>,
    stages: Vec<(String, E)>,
    lowest: String,
}

impl<E> Compiled<E> {
    fn of(steps: Steps, mut compile: impl FnMut(&str) -> Result<E, Failure>) -> Result<Self, Failure> {
        let mut all = |steps: Vec<(String, String)>| -> Result<Vec<(String, E)>, Failure> {
            steps.into_iter().map(|(name, text)| Ok((name, compile(&text)?))).collect()
        };
        Ok(Self { exits: all(steps.exits)?, facts: all(steps.facts)?, stages: all(steps.stages)?, lowest: steps.lowest })
    }
}

type ZenProgram = Compiled<Expression<Standard>>;
type CelProgram = Compiled<cel::Program>;

fn zen<'p>(program: &'p ZenProgram, lead: &Variable, vm: &mut VM) -> &'p str {
    let holds = |expression: &Expression<Standard>, vm: &mut VM| match expression.evaluate_with(lead.clone(), vm) {
        Ok(Variable::Bool(holds)) => holds,
        other => panic!("ZEN answers {other:?}"),
    };
    for (name, expression) in &program.exits {
        if holds(expression, vm) {
            return name;
        }
    }
    for (name, expression) in &program.facts {
        let value = expression.evaluate_with(lead.clone(), vm).expect("ZEN computes a fact");
        lead.dot_insert(name, value);
    }
    for (name, expression) in &program.stages {
        if holds(expression, vm) {
            return name;
        }
    }
    &program.lowest
}

fn cel<'p>(program: &'p CelProgram, lead: &cel::Context<'_, '_>) -> &'p str {
    let holds = |expression: &cel::Program, lead: &cel::Context<'_, '_>| match expression.execute(lead) {
        Ok(cel::Value::Bool(holds)) => holds,
        other => panic!("CEL answers {other:?}"),
    };
    for (name, expression) in &program.exits {
        if holds(expression, lead) {
            return name;
        }
    }
    let mut lead = lead.new_inner_scope();
    for (name, expression) in &program.facts {
        let value = expression.execute(&lead).expect("CEL computes a fact");
        lead.add_variable_from_value(name.as_str(), value);
    }
    for (name, expression) in &program.stages {
        if holds(expression, &lead) {
            return name;
        }
    }
    &program.lowest
}

/// A value as CEL wants it: whole numbers are `int`.
fn cel_value(value: &Value) -> cel::Value {
    match value {
        Value::Null => cel::Value::Null,
        Value::Bool(yes) => cel::Value::Bool(*yes),
        Value::Number(number) => cel::Value::Int(number.as_i64().expect("a whole number")),
        Value::String(text) => text.as_str().into(),
        Value::Array(items) => items.iter().map(cel_value).collect::<Vec<_>>().into(),
        Value::Object(_) => panic!("facts are no objects"),
    }
}

fn name(plan: &Plan, place: Option<Place>) -> &str {
    match place {
        Some(Place::Stage(stage)) => &plan.stages[stage.index()].name,
        Some(Place::Exit(exit)) => &plan.exits[exit.index()].name,
        None => "none",
    }
}

fn our_leads(plan: &Plan, path: &str, count: usize) -> Result<Vec<Lead>, Failure> {
    let table = Table::open(Box::new(File::open(path)?), &TableOptions::named(path))?;
    let options = LeadOptions { key: Some("lead_id".to_owned()), ..LeadOptions::default() };
    let reader = LeadReader::new(plan, table, &options)?;
    reader.take(count).map(|record| Ok(Lead { values: record?.values, ..Lead::empty(plan) })).collect()
}

fn main() -> Result<(), Failure> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [rules, expressions, leads, today, turns] = arguments.as_slice() else {
        return Err("usage: one-lead RULES EXPRESSIONS LEADS TODAY TURNS".into());
    };
    let turns: usize = turns.parse()?;
    let file = Path::new(rules).file_name().and_then(|name| name.to_str()).ok_or("the rules are a file")?;
    let files = BTreeMap::from([(file.to_owned(), fs::read(rules)?)]);
    let compilation = qualify::compile(&files, file);
    let plan = &compilation.program.as_ref().ok_or("the rules have errors")?.plan;
    let input: Input = serde_json::from_slice(&fs::read(expressions)?)?;

    let ours = our_leads(plan, leads, input.leads.len())?;
    let zen_leads: Vec<Variable> = input.leads.iter().map(|lead| Value::Object(lead.clone()).into()).collect();
    let mut cel_leads = Vec::new();
    for lead in &input.leads {
        let mut context = cel::Context::default();
        for (fact, value) in lead {
            context.add_variable_from_value(fact.as_str(), cel_value(value));
        }
        cel_leads.push(context);
    }
    let mut evaluator = Evaluator::new(plan, Date::parse(today).ok_or("no date")?);
    let mut isolate = Isolate::new();
    let zen_program = Compiled::of(input.zen, |text| {
        isolate.compile_standard(text).map_err(|error| format!("ZEN cannot read {text}: {error}").into())
    })?;
    let cel_program = Compiled::of(input.cel, |text| {
        cel::Program::compile(text).map_err(|error| format!("CEL cannot read {text}: {error}").into())
    })?;
    let mut vm = VM::new();

    for (at, lead) in ours.iter().enumerate() {
        let result = name(plan, evaluator.result(lead));
        assert_eq!(zen(&zen_program, &zen_leads[at], &mut vm), result, "ZEN, lead {}", at + 1);
        assert_eq!(cel(&cel_program, &cel_leads[at]), result, "CEL, lead {}", at + 1);
    }

    let mut taken = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..turns {
        taken[0].push(median(&ours, 20, |lead| _ = black_box(evaluator.result(lead))));
        taken[1].push(median(&zen_leads, 3, |lead| _ = black_box(zen(&zen_program, lead, &mut vm))));
        taken[2].push(median(&cel_leads, 3, |lead| _ = black_box(cel(&cel_program, lead))));
    }
    let middle = taken.map(|mut all| {
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    });
    println!("{} leads, the results of all three alike.\n", ours.len());
    println!("| | median us a lead | times ours |\n|---|--:|--:|");
    for (engine, one) in ["qualify", "ZEN expressions", "CEL"].into_iter().zip(middle) {
        println!("| {engine} | {one:.2} | {:.1} |", one / middle[0]);
    }
    Ok(())
}

/// The median over leads of the microseconds that one takes.
fn median<L>(leads: &[L], rounds: u32, mut judge: impl FnMut(&L)) -> f64 {
    let mut all: Vec<f64> = leads
        .iter()
        .map(|lead| {
            let start = Instant::now();
            (0..rounds).for_each(|_| judge(lead));
            start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds)
        })
        .collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
