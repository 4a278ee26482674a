//! Rules: dates and the values they conclude.

use std::collections::BTreeSet;

use qualify_diagnostics::{Code, Span};
use qualify_plan::{Conclusion as Concluded, Date};
use qualify_syntax::ast;

use super::Checker;
use crate::hir::{Conclusion, Rule};

impl Checker<'_> {
    pub(super) fn check_rules(&mut self) {
        let program = self.program;
        for rule in &program.rules {
            self.options_once(&rule.options);
            self.check_dates(rule);
            self.check_conclusions(rule);
        }
    }

    fn check_dates(&mut self, rule: &Rule) {
        let (mut from, mut until): (Option<Date>, Option<(Date, Span)>) = (None, None);
        for option in &rule.options {
            let (ast::OptKind::From(literal)
            | ast::OptKind::Until(literal)
            | ast::OptKind::ReviewBy(literal)) = &option.kind
            else {
                continue;
            };
            let Some(date) = self.date(literal) else { continue };
            self.types.dates.insert(literal.span, date);
            match &option.kind {
                ast::OptKind::From(_) => from = Some(date),
                ast::OptKind::Until(_) => until = Some((date, literal.span)),
                _ => {}
            }
        }
        if let (Some(from), Some((until, span))) = (from, until)
            && until < from
        {
            let message =
                format!("This rule would end on {until}, before it begins on {from}. Swap the dates.");
            self.report(Code::UntilBeforeFrom, span, message);
        }
    }

    fn check_conclusions(&mut self, rule: &Rule) {
        let mut seen = BTreeSet::new();
        for conclusion in &rule.concludes {
            let concluded = match conclusion {
                Conclusion::Place(place) => Some(Concluded::Place(*place)),
                Conclusion::Outcome(id, literal) => {
                    let program = self.program;
                    let Some(outcome) = program.outcomes.get(id.index()) else { continue };
                    self.value_of_outcome(&outcome.decl, literal).map(|index| {
                        self.types.numbers.insert(literal.span, i64::from(index));
                        Concluded::Outcome(*id, index)
                    })
                }
            };
            if let Some(concluded) = concluded
                && !seen.insert(concluded)
            {
                self.report(
                    Code::DuplicateValue,
                    rule.span,
                    "This rule concludes the same thing twice. Keep one.",
                );
            }
        }
    }
}
