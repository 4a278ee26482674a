//! The options that many declarations share.

use qualify_syntax::ast::{Opt, OptKind};

/// `label TEXT`.
pub(crate) fn label(options: &[Opt]) -> Option<String> {
    options.iter().find_map(|option| match &option.kind {
        OptKind::Label(text) => Some(text.text.clone()),
        _ => None,
    })
}

/// `owner NAME`, else the owner of the file.
pub(crate) fn owner(options: &[Opt], file_owner: Option<&String>) -> Option<String> {
    let own = options.iter().find_map(|option| match &option.kind {
        OptKind::Owner(name) => Some(name.text.clone()),
        _ => None,
    });
    own.or_else(|| file_owner.cloned())
}
