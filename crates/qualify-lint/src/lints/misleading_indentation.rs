//! Indentation that suggests another structure than the dashes give becomes a finding.
//!
//! Two things mislead: a bullet that stands where its dashes do not put it, and an `and` or `or` that stands outside of
//! the bullet to which it belongs.
//!
//! ```text
//! when any of:              when any of:
//!   - a                       - a
//!     - b    <- one dash      - b
//! then X                    and c    <- belongs to the bullet `b`
//! ```

mod bullets;
mod joins;

use qualify_diagnostics::{Code, Diagnostic, Edit, Effect, Fix, Span};
use qualify_syntax::ast::File;
use qualify_syntax::format::{self, Vocabulary};

use crate::words::read_off;
use crate::{Context, Lint};

/// The lint.
pub(crate) struct MisleadingIndentation;

impl Lint for MisleadingIndentation {
    fn code(&self) -> Code {
        Code::MisleadingIndentation
    }

    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>) {
        for file in ctx.files {
            let Some(text) = ctx.source(file.source).map(|source| source.text()) else { continue };
            let misled: Vec<Misled> = file
                .items
                .iter()
                .filter_map(|item| bullets::misled(text, item).or_else(|| joins::misled(text, item)))
                .collect();
            if misled.is_empty() {
                continue;
            }
            let fix = laid_out(ctx, file, text);
            out.extend(misled.into_iter().map(|misled| finding(misled, fix.clone())));
        }
    }
}

/// A place that misleads, and why.
struct Misled {
    span: Span,
    message: String,
}

fn finding(misled: Misled, fix: Option<Fix>) -> Diagnostic {
    let known = "indentation and dashes do not agree";
    let message = format!("{} `qualify fmt` lays it out as it is read.", misled.message);
    Diagnostic { fix, ..read_off(Code::MisleadingIndentation, misled.span, "", message, known) }
}

/// The whole file in its canonical layout, which was proved to say the same.
fn laid_out(ctx: &Context<'_>, file: &File, text: &str) -> Option<Fix> {
    let files: Vec<&File> = ctx.files.iter().collect();
    let laid_out = format::checked(text, file, &[], &Vocabulary::of(&files)).ok()?;
    let edits = vec![Edit { span: Span::new(file.source, 0, text.len()), text: laid_out }];
    Some(Fix {
        title: "Lay the file out as `qualify fmt` does".to_owned(),
        edits,
        effect: Effect::KeepsVerdicts,
    })
}
