//! In which order things can be evaluated, and the circles that leave none.
//!
//! Depth-first search with an explicit stack (Tarjan, *Depth-first search and linear graph algorithms*, 1972): a
//! node is finished after all that it needs, so the finishing order is an evaluation order, and an edge to a node
//! that is still open closes a circle.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Sources, Span};
use qualify_plan::{ExitId, GradeId, Place, ScoreId, StageId};

use crate::hir::{
    Conclusion, Condition, ConditionKind, DefineId, Program, ScoreLine, ScoreLineKind, TestKind,
};

const MAX_CHAIN: usize = 64;

/// Something that is evaluated once and may need others.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Node {
    /// A named condition.
    Define(DefineId),
    /// A score.
    Score(ScoreId),
    /// A grade.
    Grade(GradeId),
    /// A stage or exit.
    Place(Place),
}

type Needs = BTreeMap<Node, Vec<(Node, Span)>>;

/// Every node after all that it needs, and a diagnostic for each circle and each chain that is too long.
pub fn order(sources: &Sources, program: &Program) -> (Vec<Node>, Vec<Diagnostic>) {
    let needs = all_needs(program);
    let mut search = Search { needs: &needs, depth: BTreeMap::new(), order: Vec::new(), circles: Vec::new() };
    for node in needs.keys() {
        search.visit(*node);
    }
    let mut out: Vec<Diagnostic> =
        search.circles.iter().map(|circle| describe(sources, program, circle)).collect();
    if out.is_empty() {
        out.extend(long_chain(program, &needs, &search.depth));
    }
    let order = if out.is_empty() { search.order } else { Vec::new() };
    (order, out)
}

struct Search<'a> {
    needs: &'a Needs,
    // Finished nodes: how many defines and scores hang together below and including them.
    depth: BTreeMap<Node, usize>,
    order: Vec<Node>,
    circles: Vec<Vec<(Node, Span)>>,
}

impl Search<'_> {
    fn visit(&mut self, root: Node) {
        if self.depth.contains_key(&root) {
            return;
        }
        // Each open node with the edges it has still to follow.
        let mut path: Vec<(Node, usize)> = vec![(root, 0)];
        let mut open: BTreeMap<Node, usize> = BTreeMap::from([(root, 0)]);
        while let Some((node, next)) = path.last_mut() {
            let edges = self.needs.get(node).map_or(&[] as &[_], Vec::as_slice);
            let Some((target, _)) = edges.get(*next).copied() else {
                let node = *node;
                path.pop();
                open.remove(&node);
                self.finish(node);
                continue;
            };
            *next += 1;
            if let Some(start) = open.get(&target) {
                let circle = path.iter().skip(*start).filter_map(|(node, next)| {
                    let edge = self.needs.get(node)?.get(next.checked_sub(1)?)?;
                    Some((*node, edge.1))
                });
                self.circles.push(circle.collect());
            } else if !self.depth.contains_key(&target) {
                open.insert(target, path.len());
                path.push((target, 0));
            }
        }
    }

    fn finish(&mut self, node: Node) {
        let below = self.needs.get(&node).into_iter().flatten();
        let deepest = below.filter_map(|(target, _)| self.depth.get(target)).max().copied().unwrap_or(0);
        let own = usize::from(matches!(node, Node::Define(_) | Node::Score(_)));
        self.depth.insert(node, deepest + own);
        self.order.push(node);
    }
}

fn long_chain(program: &Program, needs: &Needs, depth: &BTreeMap<Node, usize>) -> Option<Diagnostic> {
    let too_long = |node: &&Node| depth.get(node).is_some_and(|depth| *depth == MAX_CHAIN + 1);
    let node = needs.keys().find(too_long)?;
    let message = format!(
        "`{}` is the end of a chain of more than 64 names that need each other. Say some of them directly.",
        name(program, *node)
    );
    Some(Diagnostic::new(Code::TooLarge, span(program, *node)?, message))
}

fn describe(sources: &Sources, program: &Program, circle: &[(Node, Span)]) -> Diagnostic {
    let Some((first, at)) = circle.first().copied() else {
        return Diagnostic::new(Code::Circle, Span::new(qualify_diagnostics::SourceId(0), 0, 0), "A circle.");
    };
    let line = |span: Span| {
        let (path, position) = sources.position(span);
        match span.source == at.source {
            true => format!("line {}", position.line),
            false => format!("{path}:{}", position.line),
        }
    };
    let targets = circle.iter().skip(1).map(|(node, _)| *node).chain([first]);
    let steps: Vec<String> = circle
        .iter()
        .zip(targets)
        .map(|((node, span), target)| {
            format!("{} needs {} ({})", name(program, *node), name(program, target), line(*span))
        })
        .collect();
    let message = match steps.as_slice() {
        [one] => format!("This goes round in a circle: {one}. Say it without itself."),
        [one, two] => format!("These two go round in a circle: {one} and {two}."),
        more => format!("These {} go round in a circle: {}.", more.len(), more.join(", ")),
    };
    Diagnostic::new(Code::Circle, at, message)
}

fn name(program: &Program, node: Node) -> String {
    let name = match node {
        Node::Define(id) => program.defines.get(id.index()).map(|define| &define.name),
        Node::Score(id) => program.scores.get(id.index()).map(|score| &score.name),
        Node::Grade(id) => program.grades.get(id.index()).map(|grade| &grade.decl.name),
        Node::Place(Place::Stage(id)) => program.stages.get(id.index()).map(|place| &place.decl.name),
        Node::Place(Place::Exit(id)) => program.exits.get(id.index()).map(|place| &place.decl.name),
    };
    name.map_or_else(String::new, |name| name.text.clone())
}

fn span(program: &Program, node: Node) -> Option<Span> {
    let name = match node {
        Node::Define(id) => &program.defines.get(id.index())?.name,
        Node::Score(id) => &program.scores.get(id.index())?.name,
        Node::Grade(id) => &program.grades.get(id.index())?.decl.name,
        Node::Place(Place::Stage(id)) => &program.stages.get(id.index())?.decl.name,
        Node::Place(Place::Exit(id)) => &program.exits.get(id.index())?.decl.name,
    };
    Some(name.span)
}

fn all_needs(program: &Program) -> Needs {
    let mut needs = Needs::new();
    for (index, define) in program.defines.iter().enumerate() {
        let edges = needs.entry(Node::Define(DefineId::from_index(index))).or_default();
        condition_needs(program, &define.condition, edges);
    }
    for (index, score) in program.scores.iter().enumerate() {
        let edges = needs.entry(Node::Score(ScoreId::from_index(index))).or_default();
        score.lines.iter().for_each(|line| line_needs(program, line, edges));
    }
    for (index, grade) in program.grades.iter().enumerate() {
        let edges = needs.entry(Node::Grade(GradeId::from_index(index))).or_default();
        edges.extend(grade.score.map(|score| (Node::Score(score), grade.decl.of.span)));
    }
    let stages = (0..program.stages.len()).map(|index| Place::Stage(StageId::from_index(index)));
    let exits = (0..program.exits.len()).map(|index| Place::Exit(ExitId::from_index(index)));
    for place in stages.chain(exits) {
        needs.entry(Node::Place(place)).or_default();
    }
    for rule in &program.rules {
        for conclusion in &rule.concludes {
            let Conclusion::Place(place) = conclusion else { continue };
            // The lowest stage is always met, whatever its rules say.
            if *place == Place::Stage(StageId(0)) {
                continue;
            }
            let edges = needs.entry(Node::Place(*place)).or_default();
            condition_needs(program, &rule.when, edges);
            rule.unless.iter().for_each(|condition| condition_needs(program, condition, edges));
        }
    }
    needs
}

fn condition_needs(program: &Program, condition: &Condition, out: &mut Vec<(Node, Span)>) {
    match &condition.kind {
        ConditionKind::All(parts)
        | ConditionKind::Any(parts)
        | ConditionKind::None(parts)
        | ConditionKind::AtLeast(_, parts) => {
            parts.iter().for_each(|part| condition_needs(program, part, out))
        }
        ConditionKind::Not(inner) => condition_needs(program, inner, out),
        ConditionKind::Test(id) => {
            let Some(test) = program.tests.get(id.index()) else { return };
            let node = match &test.kind {
                TestKind::Define(id) => Node::Define(*id),
                TestKind::Score(id, ..) => Node::Score(*id),
                TestKind::Grade(id, ..) => Node::Grade(*id),
                TestKind::Place(place) => Node::Place(*place),
                TestKind::Field(_) | TestKind::Attribute(_) | TestKind::Events { .. } => return,
            };
            out.push((node, test.span));
        }
        ConditionKind::Broken => {}
    }
}

fn line_needs(program: &Program, line: &ScoreLine, out: &mut Vec<(Node, Span)>) {
    match &line.kind {
        ScoreLineKind::Group { lines, .. } | ScoreLineKind::FirstOf(lines) | ScoreLineKind::BestOf(lines) => {
            lines.iter().for_each(|line| line_needs(program, line, out));
        }
        ScoreLineKind::When { condition, .. } => condition_needs(program, condition, out),
        ScoreLineKind::AddScore(Some(score)) => out.push((Node::Score(*score), line.span)),
        ScoreLineKind::AddScore(None) | ScoreLineKind::Table { .. } | ScoreLineKind::Each { .. } => {}
    }
}
