//! Bytes as the text of a rules file.

use std::collections::BTreeMap;

use qualify::diagnostics::{Sources, Span};
use qualify::syntax::format::{self, Vocabulary};

/// Parsing gives a tree and places inside the text; what is formatted parses again and formats to itself; compiling
/// ends with a program or with at least one message.
pub fn parser(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut sources = Sources::default();
    let source = sources.add("fuzz.rules", text.as_ref());
    let (file, mistakes) = qualify::syntax::parse(source, &text);
    for mistake in &mistakes {
        inside(&text, mistake.span);
        mistake.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| inside(&text, edit.span));
        let shown = qualify::diagnostics::report::plain(&sources, mistake);
        assert!(shown.contains(mistake.code.name()), "{shown}");
    }
    let words = Vocabulary::of(&[&file]);
    if let Err(refused) = format::checked(&text, &file, &mistakes, &words) {
        panic!("formatting is refused: {:?}", refused.fault);
    }
    let files = BTreeMap::from([("fuzz.rules".to_owned(), data.to_vec())]);
    let compilation = qualify::compile(&files, "fuzz.rules");
    assert_eq!(compilation.program.is_none(), !compilation.diagnostics.is_empty());
}

fn inside(text: &str, span: Span) {
    assert!(text.get(span.start as usize..span.end as usize).is_some(), "{span:?} is not inside the text");
}
