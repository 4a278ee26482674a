//! Text becomes words, texts, numbers, dashes, signs and comments, each with its place.
//!
//! This is only to cut a file into pieces and to recognise mistakes; what is accepted, the grammar alone decides.

/// One word on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// Its first byte.
    pub(crate) start: usize,
    /// One past its last byte.
    pub(crate) end: usize,
}

impl Token {
    /// The token as written in `text`, the text that it was cut from.
    pub(crate) fn text(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum TokenKind {
    /// A name or a word of the language.
    Word,
    /// `"..."`
    Text,
    /// `"...` up to the end of its line.
    OpenText,
    /// `“...”`, `'...'` and the like, closed on its line.
    StrangeText,
    /// What starts with a digit: `20`, `20_000.5k`, `2026-03-02`.
    Number,
    /// `-`, `--`, `---` and longer.
    Dashes,
    /// `>=`, `,`, or any other character.
    Sign,
    /// `# ...`
    Comment,
}

/// Signs of two characters; the longest wins.
const DOUBLE_SIGNS: &[&str] = &["=>", "=<", ">=", "<=", "==", "!=", "<>", "&&", "||"];

/// Quotes that are not the quotes of the language, with what closes them.
const STRANGE_QUOTES: &[(char, &[char])] = &[
    ('“', &['”', '“', '"']),
    ('”', &['”', '“', '"']),
    ('„', &['“', '”', '"']),
    ('«', &['»']),
    ('‘', &['’', '\'']),
    ('’', &['’', '\'']),
    ('\'', &['\'']),
    ('`', &['`']),
];

/// Cuts a text into tokens; every character but white space is in one of them.
pub(crate) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(first) = rest(text, at).chars().next() {
        if is_space(first) {
            at += first.len_utf8();
            continue;
        }
        let (kind, length) = token_at(rest(text, at), first);
        let end = at + length.max(first.len_utf8());
        found.push(Token { kind, start: at, end });
        at = end;
    }
    found
}

/// White space between words.
pub(crate) fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{FEFF}' | '\u{A0}')
}

/// The text from a byte on; empty past the end.
fn rest(text: &str, at: usize) -> &str {
    text.get(at..).unwrap_or_default()
}

/// Kind and length of the token that `text` starts with.
fn token_at(text: &str, first: char) -> (TokenKind, usize) {
    match first {
        '#' => (TokenKind::Comment, line_length(text)),
        '"' => text_at(text),
        '-' => (TokenKind::Dashes, length_while(text, |c| c == '-')),
        '0'..='9' => (TokenKind::Number, number_length(text)),
        _ if unicode_ident::is_xid_start(first) => {
            (TokenKind::Word, length_while(text, unicode_ident::is_xid_continue))
        }
        _ if strange_text_length(text, first).is_some() => {
            (TokenKind::StrangeText, strange_text_length(text, first).unwrap_or_default())
        }
        _ => {
            let double = DOUBLE_SIGNS.iter().find(|sign| text.starts_with(**sign));
            (TokenKind::Sign, double.map_or(first.len_utf8(), |sign| sign.len()))
        }
    }
}

fn line_length(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

fn length_while(text: &str, holds: impl Fn(char) -> bool) -> usize {
    text.find(|c| !holds(c)).unwrap_or(text.len())
}

fn text_at(text: &str) -> (TokenKind, usize) {
    match rest(text, 1).find(['"', '\n', '\r']) {
        Some(at) if rest(text, at + 1).starts_with('"') => (TokenKind::Text, at + 2),
        Some(at) => (TokenKind::OpenText, at + 1),
        None => (TokenKind::OpenText, text.len()),
    }
}

/// The length of a text in other quotes, if it is closed on its line.
fn strange_text_length(text: &str, first: char) -> Option<usize> {
    let (open, closing) = STRANGE_QUOTES.iter().find(|(open, _)| *open == first)?;
    let inner = rest(text, open.len_utf8());
    let line = inner.get(..line_length(inner))?;
    let (at, close) = line.char_indices().find(|(_, c)| closing.contains(c))?;
    Some(open.len_utf8() + at + close.len_utf8())
}

/// `20`, `20_000.5k`, `2026-03-02`
fn number_length(text: &str) -> usize {
    let mut length = length_while(text, unicode_ident::is_xid_continue);
    let starts_with_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    for separator in ['-', '-', '.'] {
        let dated = length == 4 || length == 7;
        let next = rest(text, length);
        if next.starts_with(separator) && starts_with_digit(rest(next, 1)) && (separator == '.' || dated) {
            length += 1 + length_while(rest(next, 1), unicode_ident::is_xid_continue);
        }
    }
    length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<(TokenKind, &str)> {
        tokens(text).into_iter().map(|token| (token.kind, token.text(text))).collect()
    }

    #[test]
    fn words_numbers_and_signs() {
        use TokenKind::*;
        assert_eq!(
            shown("when a=>20_000.5k # why\n-- 2026-03-02"),
            [
                (Word, "when"),
                (Word, "a"),
                (Sign, "=>"),
                (Number, "20_000.5k"),
                (Comment, "# why"),
                (Dashes, "--"),
                (Number, "2026-03-02"),
            ]
        );
    }

    #[test]
    fn texts_end_with_their_line() {
        use TokenKind::*;
        assert_eq!(shown("\"a # b\" \"c\nd"), [(Text, "\"a # b\""), (OpenText, "\"c"), (Word, "d")]);
    }
}
