//! A bullet whose indentation puts it elsewhere than its dashes.

use qualify_diagnostics::Span;
use qualify_syntax::ast::Item;

use super::Misled;

/// A bullet that begins its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bullet {
    dashes: usize,
    column: usize,
    start: usize,
}

/// The first bullet of an item that misleads. Bullets that all begin in one column suggest nothing.
pub(super) fn misled(text: &str, item: &Item) -> Option<Misled> {
    let bullets = bullets(text, item)?;
    let first = bullets.first()?;
    if bullets.iter().all(|bullet| bullet.column == first.column) {
        return None;
    }
    // The bullets that are open, each with more dashes than the one before.
    let mut open: Vec<Bullet> = Vec::new();
    for bullet in bullets {
        let deeper = open.last().is_some_and(|last| last.dashes < bullet.dashes);
        while open.last().is_some_and(|last| last.dashes > bullet.dashes) {
            open.pop();
        }
        let wrong = match open.last() {
            Some(above) if deeper && bullet.column <= above.column => Some(
                "This bullet has more dashes than the one above it, so it belongs to that one, and yet it is not indented \
                 deeper.",
            ),
            Some(same) if !deeper && same.dashes == bullet.dashes && same.column != bullet.column => Some(
                "This bullet has as many dashes as others of its list, so it stands beside them, and yet it is indented \
                 otherwise.",
            ),
            Some(_) | None => None,
        };
        if let Some(message) = wrong {
            let span = Span::new(item.span.source, bullet.start, bullet.start + bullet.dashes);
            return Some(Misled { span, message: message.to_owned() });
        }
        if !deeper {
            open.pop();
        }
        open.push(bullet);
    }
    None
}

/// The bullets that begin a line; none if tabs and spaces are mixed, because then columns depend on the editor.
fn bullets(text: &str, item: &Item) -> Option<Vec<Bullet>> {
    let (start, end) = (item.span.start as usize, item.span.end as usize);
    let mut found = Vec::new();
    let mut indented_with = None;
    let mut at = text.get(..start)?.rfind('\n').map_or(0, |at| at + 1);
    for line in text.get(at..end)?.split_inclusive('\n') {
        let bare = line.trim_start_matches([' ', '\t']);
        let column = line.len() - bare.len();
        let dashes = bare.chars().take_while(|c| *c == '-').count();
        let is_bullet =
            (1..=3).contains(&dashes) && !bare.chars().nth(dashes).is_some_and(|c| c.is_ascii_digit());
        if is_bullet && at + column >= start {
            for letter in line.chars().take(column) {
                if *indented_with.get_or_insert(letter) != letter {
                    return None;
                }
            }
            found.push(Bullet { dashes, column, start: at + column });
        }
        at += line.len();
    }
    Some(found)
}
