//! A `missing when` token that is also a value becomes a finding: the value can never be read.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_plan::{Type, fold};
use qualify_syntax::ast::{FactDecl, OptKind, Text};

use crate::words::read_off;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct TokenIsAChoice;

impl Lint for TokenIsAChoice {
    fn code(&self) -> Code {
        Code::TokenIsAChoice
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        let fields = ctx.hir.fields.iter().map(|field| &field.decl).zip(&ctx.plan.fields);
        let events = ctx.hir.events.iter().zip(&ctx.plan.events);
        let attributes = events.flat_map(|(hir, plan)| hir.decl.attributes.iter().zip(&plan.attributes));
        for (decl, fact) in fields.chain(attributes) {
            let values = values(fact);
            let taken = tokens(decl).find(|token| values.contains(&fold(&token.text)));
            out.extend(taken.map(|token| finding(decl, token)));
        }
    }
}

fn tokens(decl: &FactDecl) -> impl Iterator<Item = &Text> {
    let lists = decl.options.iter().filter_map(|option| match &option.kind {
        OptKind::MissingWhen(tokens) => Some(tokens),
        _ => None,
    });
    lists.flatten()
}

/// The folded cells that would be read as a value.
fn values(fact: &qualify_plan::Fact) -> Vec<String> {
    let words = |given: &Option<Vec<String>>, default: [&str; 4]| {
        given.clone().unwrap_or_else(|| default.map(str::to_owned).to_vec())
    };
    match &fact.ty {
        Type::Choice(choices) | Type::List(Some(choices)) => {
            choices.values.iter().map(|value| fold(value)).collect()
        }
        Type::YesNo => {
            let mut tokens = words(&fact.reading.yes_when, ["yes", "true", "y", "1"]);
            tokens.extend(words(&fact.reading.no_when, ["no", "false", "n", "0"]));
            tokens
        }
        Type::Country
        | Type::Count
        | Type::Number
        | Type::Percent
        | Type::Money(_)
        | Type::Date
        | Type::Text
        | Type::Email
        | Type::List(None) => Vec::new(),
    }
}

fn finding(decl: &FactDecl, token: &Text) -> Diagnostic {
    let (name, value) = (&decl.name.text, &token.text);
    let message = format!(
        "\"{value}\" counts as missing here, so no lead can have the value `{value}` of `{name}`. Leave it out of \
         `missing when`, or out of the values."
    );
    let known = format!("\"{value}\" is a value of `{name}` and a token of `missing when`");
    read_off(Code::TokenIsAChoice, token.span, format!("field {name}"), message, known)
}
