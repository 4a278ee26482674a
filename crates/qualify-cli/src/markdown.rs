//! A page of Markdown becomes lines for a terminal: headings, paragraphs, lists, code.

use crate::terminal::{style, text};

/// Renders the page, wrapped at that many columns.
pub(crate) fn render(page: &str, columns: usize) -> String {
    let mut out = String::new();
    let mut paragraph = String::new();
    let mut in_code = false;
    for line in page.lines() {
        if line.trim_start().starts_with("```") {
            end_paragraph(&mut out, &mut paragraph, columns);
            in_code = !in_code;
        } else if in_code {
            out += &format!("    {}\n", style::accent(line));
        } else {
            prose(&mut out, &mut paragraph, line, columns);
        }
    }
    end_paragraph(&mut out, &mut paragraph, columns);
    out
}

fn prose(out: &mut String, paragraph: &mut String, line: &str, columns: usize) {
    let hashes = line.chars().take_while(|c| *c == '#').count();
    if line.trim().is_empty() {
        end_paragraph(out, paragraph, columns);
        out.push('\n');
    } else if hashes > 0 {
        end_paragraph(out, paragraph, columns);
        *out += &format!("{}\n", style::heading(line.trim_start_matches('#').trim()));
    } else if line.starts_with("- ") || line.starts_with('|') {
        end_paragraph(out, paragraph, columns);
        paragraph.push_str(line);
    } else {
        paragraph.push(' ');
        paragraph.push_str(line.trim());
    }
}

fn end_paragraph(out: &mut String, paragraph: &mut String, columns: usize) {
    let words = std::mem::take(paragraph);
    match words.strip_prefix("- ") {
        Some(item) => *out += &format!("{}\n", text::hang("- ", item, columns)),
        None if words.is_empty() => {}
        None => *out += &format!("{}\n", text::wrap(&words, columns).join("\n")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_is_wrapped_and_its_code_is_not() {
        let page = "# two-words\n\nA name has a space in it, and names\nare one word.\n\n```rules\nwhen company size >= 50 then MQL\n```\n\n- one item that is long\n";
        let plain = anstream::adapter::strip_str(&render(page, 20)).to_string();
        assert_eq!(
            plain,
            "two-words\n\nA name has a space\nin it, and names are\none word.\n\n    when company size >= 50 then MQL\n\n\
             - one item that is\n  long\n"
        );
    }
}
