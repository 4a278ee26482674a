//! Rules that others make unnecessary become findings that name the others.

use qualify_diagnostics::{Code, Diagnostic, Edit, Fix, Span};
use qualify_semantic::{PromiseKind, hir::Rule};
use qualify_syntax::ast::ItemKind;

use crate::proofs::proved;
use crate::suppress::without_comments_of;
use crate::words::{listed, rule_name, rule_subject};
use crate::{Context, Lint};

/// The lint.
pub(crate) struct RedundantRule;

impl Lint for RedundantRule {
    fn code(&self) -> Code {
        Code::RedundantRule
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let proofs = ctx.proofs();
        for redundant in proofs.analysis().redundant(proofs.met()) {
            let Some(rule) = ctx.hir_rule(redundant.rule) else { continue };
            let mut others: Vec<&Rule> = redundant.by.iter().filter_map(|id| ctx.hir_rule(*id)).collect();
            others.sort_by_key(|other| other.span);
            out.push(finding(ctx, rule, &others));
        }
    }
}

fn finding(ctx: &Context<'_>, rule: &Rule, others: &[&Rule]) -> Diagnostic {
    let names: Vec<String> = others.iter().map(|other| rule_name(other)).collect();
    let (names, give) = (listed(&names), if names.len() == 1 { "gives" } else { "give" });
    let message = format!(
        "{} changes nothing: whenever it speaks, {names} {give} the same. Leave it out, or say what makes it different.",
        rule_name(rule)
    );
    let by = format!("implied by {names}");
    let mut finding = proved(Code::RedundantRule, rule.span, rule_subject(rule), message, by);
    finding.fix = fix(ctx, rule);
    others.iter().fold(finding, |finding, other| finding.with_related(other.span, "this gives the same"))
}

/// Removes the rule with the comments that allow something of it, unless an example names it.
fn fix(ctx: &Context<'_>, rule: &Rule) -> Option<Fix> {
    let mut promises = ctx.examples.iter().flat_map(|example| &example.promises);
    let is_named =
        promises.any(|promise| matches!(&promise.kind, PromiseKind::By(id) if names(ctx, *id, rule)));
    if is_named {
        return None;
    }
    let file = ctx.files.iter().find(|file| file.source == rule.span.source)?;
    let item = file.items.iter().find(|item| {
        matches!(item.kind, ItemKind::Rule(_)) && (item.span.start..item.span.end).contains(&rule.span.start)
    })?;
    let text = ctx.source(file.source)?.text();
    let rest = text.get(item.span.end as usize..)?;
    let gap = rest.len() - rest.trim_start_matches([' ', '\t']).len();
    let is_alone = text.get(..item.span.start as usize)?.ends_with('\n');
    let line_break = match rest.get(gap..)? {
        after if after.starts_with("\r\n") && is_alone => gap + 2,
        after if after.starts_with('\n') && is_alone => gap + 1,
        _ => 0,
    };
    let span = Span::new(file.source, item.span.start as usize, item.span.end as usize + line_break);
    // A comment that allows something of this rule would speak of the next.
    let mut edits = without_comments_of(ctx, file, item);
    edits.retain(|edit| edit.span.end <= span.start || span.end <= edit.span.start);
    edits.push(Edit { span, text: String::new() });
    Some(Fix { title: "Remove the rule".to_owned(), edits, effect: ctx.proofs().effect() })
}

fn names(ctx: &Context<'_>, id: qualify_plan::RuleId, rule: &Rule) -> bool {
    ctx.hir_rule(id).is_some_and(|named| named.span == rule.span)
}
