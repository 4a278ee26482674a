//! A program without `stages:` whose rules lead to stages.

use qualify_diagnostics::{Code, Diagnostic};
use qualify_syntax::ast;

use super::Resolver;
use crate::names::Def;

/// So many stages are proposed at most.
const MOST: usize = 6;

impl Resolver<'_> {
    /// Says once that the stages are missing, and nothing more about any of them.
    pub(super) fn miss_stages(&mut self, files: &[&ast::File]) {
        let items = || files.iter().flat_map(|file| &file.items);
        let uses = items().filter(|item| matches!(item.kind, ast::ItemKind::Use(_))).count();
        // The stages may be in a list or a file that could not be read.
        if self.stages_at.is_some() || uses >= files.len() || items().any(is_broken_list) {
            return;
        }
        let places = items().flat_map(places);
        let mut missed: Vec<&ast::Name> = Vec::new();
        for name in places.filter(|name| self.is_unheard_of(name)) {
            if missed.iter().all(|known| known.text != name.text) {
                missed.push(name);
            }
        }
        let Some(first) = missed.first() else { return };
        if items().any(is_empty_list) {
            return missed.into_iter().for_each(|name| self.declare(name, Def::Broken));
        }
        let lowest = ["Lead", "Start"].into_iter().find(|name| self.program.names.get(name).is_none());
        let lowest = lowest.filter(|lowest| missed.iter().all(|name| name.text != *lowest));
        let names = lowest.into_iter().chain(missed.iter().take(MOST).map(|name| name.text.as_str()));
        let list: Vec<String> = names.map(|name| format!("- {name}")).collect();
        let message = format!(
            "There is no stage `{}`, because no `stages:` are declared. Write them once, the lowest first: `stages: {}`.",
            first.text,
            list.join(" ")
        );
        self.out.push(Diagnostic::new(Code::UnknownExit, first.span, message));
        missed.into_iter().for_each(|name| self.declare(name, Def::Broken));
    }

    /// Whether a name is declared nowhere and is not like that of an exit.
    fn is_unheard_of(&self, name: &ast::Name) -> bool {
        let names = &self.program.names;
        names.get(&name.text).is_none()
            && names.suggestion(&name.text, |def| matches!(def, Def::Exit(_))).is_none()
    }
}

/// Whether an item may declare the stages and could not be read.
fn is_broken_list(item: &ast::Item) -> bool {
    let declares = |broken: &ast::Broken| match broken.word.as_str() {
        "use" => true,
        word => word == "stages" && !broken.names.is_empty(),
    };
    matches!(&item.kind, ast::ItemKind::Broken(broken) if declares(broken))
}

/// Whether an item is a `stages:` with nothing behind it, which is told already.
fn is_empty_list(item: &ast::Item) -> bool {
    matches!(&item.kind, ast::ItemKind::Broken(broken) if broken.word == "stages" && broken.names.is_empty())
}

/// The names that an item uses as stages or exits.
fn places(item: &ast::Item) -> Vec<&ast::Name> {
    match &item.kind {
        ast::ItemKind::Rule(rule) => rule.then.iter().filter_map(concluded).collect(),
        ast::ItemKind::Example(example) => example.expects.iter().flat_map(promised).collect(),
        _ => Vec::new(),
    }
}

fn concluded(conclusion: &ast::Conclusion) -> Option<&ast::Name> {
    match conclusion {
        ast::Conclusion::Place(name) => Some(name),
        ast::Conclusion::Outcome(..) => None,
    }
}

fn promised(expect: &ast::Expect) -> Vec<&ast::Name> {
    match &expect.kind {
        ast::ExpectKind::Result { place, .. } => vec![place],
        ast::ExpectKind::Meets { stages, .. } => stages.iter().collect(),
        ast::ExpectKind::By(_)
        | ast::ExpectKind::Open { .. }
        | ast::ExpectKind::Range(..)
        | ast::ExpectKind::NoValue(_)
        | ast::ExpectKind::Value(..) => Vec::new(),
    }
}
