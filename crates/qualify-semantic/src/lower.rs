//! A checked program becomes a plan: ids of names become indexes, conditions become shared expressions in the order
//! in which they can be evaluated.
//!
//! Lowering cannot fail. Where it looks something up that the checker has recorded, a missing entry would mean that
//! the checker reported a mistake, and then nobody lowers.

mod conditions;
mod declarations;
mod scores;

use std::collections::HashMap;

use qualify_diagnostics::Sources;
use qualify_plan::{Expr, ExprId, Origin, Place, Plan, Program, Rule, RuleId, StageId, Step};
use qualify_syntax::ast;

use crate::check::{Checked, Node};
use crate::hir;
use crate::source_map::SourceMap;
use crate::types::Types;

/// What lowering gives.
#[derive(Debug, Clone)]
pub struct Lowered {
    /// The executable form.
    pub plan: Plan,
    /// Which place in the text became what of the plan.
    pub source_map: SourceMap,
}

/// Makes the plan of a program that has no mistakes.
pub fn lower(sources: &Sources, program: &hir::Program, checked: &Checked, origin: Program) -> Lowered {
    let rule_order = rule_order(program);
    let mut lowerer = Lowerer {
        program,
        types: &checked.types,
        plan: Plan {
            language: 1,
            program: origin,
            fields: checked.types.fields.clone(),
            events: checked.types.events.clone(),
            sets: checked.types.sets.clone(),
            scores: Vec::new(),
            grades: Vec::new(),
            stages: Vec::new(),
            exits: Vec::new(),
            outcomes: Vec::new(),
            rules: Vec::new(),
            exprs: Vec::new(),
            steps: Vec::new(),
        },
        expr_ids: HashMap::new(),
        defines: vec![None; program.defines.len()],
        filters: vec![None; program.filters.len()],
        source_map: SourceMap::new(rule_order.clone()),
        rule_order,
        rule_truths: vec![None; program.rules.len()],
        by_place: rules_by_place(program),
    };
    lowerer.declare();
    for node in &checked.order {
        lowerer.lower_node(*node);
    }
    lowerer.finish_rules(sources);
    let Lowerer { plan, mut source_map, defines, filters, .. } = lowerer;
    source_map.finish(defines, filters);
    Lowered { plan, source_map }
}

/// Where an expression is evaluated.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Scope {
    /// Once a lead: a step.
    Lead,
    /// Once a row, as part of an event test: no step.
    Row,
}

struct Lowerer<'a> {
    program: &'a hir::Program,
    types: &'a Types,
    plan: Plan,
    source_map: SourceMap,
    // Only looked up, never walked.
    expr_ids: HashMap<Expr, ExprId>,
    defines: Vec<Option<ExprId>>,
    filters: Vec<Option<ExprId>>,
    // For each rule of the hir, its id in the plan: rules of a plan are in the order of their names.
    rule_order: Vec<RuleId>,
    // `when`, `unless` and truth of each rule of the hir that has been lowered.
    rule_truths: Vec<Option<RuleExprs>>,
    by_place: HashMap<Place, Vec<usize>>,
}

#[derive(Clone, Copy)]
struct RuleExprs {
    when: ExprId,
    unless: Option<ExprId>,
    truth: ExprId,
}

fn rule_order(program: &hir::Program) -> Vec<RuleId> {
    let mut by_name: Vec<usize> = (0..program.rules.len()).collect();
    by_name.sort_by_key(|index| program.rules.get(*index).map(|rule| rule.name.as_str()));
    let mut order = vec![RuleId(0); by_name.len()];
    for (rank, index) in by_name.into_iter().enumerate() {
        if let Some(slot) = order.get_mut(index) {
            *slot = RuleId::from_index(rank);
        }
    }
    order
}

fn rules_by_place(program: &hir::Program) -> HashMap<Place, Vec<usize>> {
    let mut by_place: HashMap<Place, Vec<usize>> = HashMap::new();
    for (index, rule) in program.rules.iter().enumerate() {
        for conclusion in &rule.concludes {
            if let hir::Conclusion::Place(place) = conclusion {
                by_place.entry(*place).or_default().push(index);
            }
        }
    }
    by_place
}

impl Lowerer<'_> {
    /// The id of an expression; equal expressions share one. Its parts must have ids already.
    fn intern(&mut self, expr: Expr, scope: Scope) -> ExprId {
        if let Some(id) = self.expr_ids.get(&expr) {
            return *id;
        }
        let id = ExprId::from_index(self.plan.exprs.len());
        self.plan.exprs.push(expr.clone());
        self.expr_ids.insert(expr, id);
        if scope == Scope::Lead {
            self.plan.steps.push(Step::Expr(id));
        }
        id
    }

    fn lower_node(&mut self, node: Node) {
        match node {
            Node::Define(id) => {
                let Some(define) = self.program.defines.get(id.index()) else { return };
                let expr = self.lower_condition(&define.condition, Scope::Lead);
                if let Some(slot) = self.defines.get_mut(id.index()) {
                    *slot = Some(expr);
                }
            }
            Node::Score(id) => {
                self.lower_score(id);
                self.plan.steps.push(Step::Score(id));
            }
            Node::Grade(_) => {}
            Node::Place(place) => self.lower_place(place),
        }
    }

    /// The truth of a stage or exit: always for the lowest stage, else any of its rules.
    fn lower_place(&mut self, place: Place) {
        let truth = if place == Place::Stage(StageId(0)) {
            self.intern(Expr::All(Vec::new()), Scope::Lead)
        } else {
            let mut rules = self.by_place.get(&place).cloned().unwrap_or_default();
            rules.sort_by_key(|index| self.rule_order.get(*index));
            rules.dedup();
            let truths = rules.into_iter().map(|index| self.lower_rule(index)).collect();
            self.intern(Expr::Any(truths), Scope::Lead)
        };
        match place {
            Place::Stage(id) => {
                if let Some(stage) = self.plan.stages.get_mut(id.index()) {
                    stage.truth = truth;
                }
            }
            Place::Exit(id) => {
                if let Some(exit) = self.plan.exits.get_mut(id.index()) {
                    exit.truth = truth;
                }
            }
        }
    }

    /// The truth of a rule: its `when` and not its `unless`.
    fn lower_rule(&mut self, index: usize) -> ExprId {
        if let Some(exprs) = self.rule_truths.get(index).copied().flatten() {
            return exprs.truth;
        }
        let (Some(rule), Some(id)) = (self.program.rules.get(index), self.rule_order.get(index).copied())
        else {
            return ExprId(0);
        };
        let when = self.lower_condition(&rule.when, Scope::Lead);
        let unless = rule.unless.as_ref().map(|condition| self.lower_condition(condition, Scope::Lead));
        let truth = self.intern(Expr::Rule(id), Scope::Lead);
        if let Some(slot) = self.rule_truths.get_mut(index) {
            *slot = Some(RuleExprs { when, unless, truth });
        }
        truth
    }

    /// Lowers the rules that conclude no place, and lists all in the order of their names.
    fn finish_rules(&mut self, sources: &Sources) {
        let mut rules: Vec<(RuleId, Rule, Origin)> = Vec::with_capacity(self.program.rules.len());
        for index in 0..self.program.rules.len() {
            self.lower_rule(index);
            let (Some(rule), Some(id)) = (self.program.rules.get(index), self.rule_order.get(index).copied())
            else {
                continue;
            };
            let Some(exprs) = self.rule_truths.get(index).copied().flatten() else { continue };
            let (file, position) = sources.position(rule.span);
            let origin = Origin { file: file.to_owned(), line: position.line };
            rules.push((id, self.finish_rule(rule, exprs), origin));
        }
        rules.sort_by_key(|(id, ..)| *id);
        for (_, rule, origin) in rules {
            self.plan.rules.push(rule);
            self.plan.program.rules.push(origin);
        }
    }

    fn finish_rule(&self, rule: &hir::Rule, exprs: RuleExprs) -> Rule {
        let date = |wanted: fn(&ast::OptKind) -> Option<&ast::Literal>| {
            let literal = rule.options.iter().find_map(|option| wanted(&option.kind))?;
            self.types.dates.get(&literal.span).copied()
        };
        Rule {
            name: rule.name.clone(),
            text: rule.text.clone(),
            owner: crate::check::owner(&rule.options, rule.file_owner.as_ref()),
            from: date(|kind| if let ast::OptKind::From(literal) = kind { Some(literal) } else { None }),
            until: date(|kind| if let ast::OptKind::Until(literal) = kind { Some(literal) } else { None }),
            review_by: date(
                |kind| if let ast::OptKind::ReviewBy(literal) = kind { Some(literal) } else { None },
            ),
            when: exprs.when,
            unless: exprs.unless,
            truth: exprs.truth,
            concludes: rule
                .concludes
                .iter()
                .filter_map(|conclusion| self.lower_conclusion(conclusion))
                .collect(),
            because: rule.because.clone(),
        }
    }
}
