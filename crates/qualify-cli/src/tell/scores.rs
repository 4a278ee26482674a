//! Scores line by line: what each line gives and what it depends on.

use qualify::eval::{End, Interval, LineFinding};
use qualify::names::listed;
use qualify::plan::Score;

use super::{Story, facts};
use crate::terminal::{style, text};

/// Columns of the points before a line.
const POINTS: usize = 10;

/// All scores of the program, if it has any.
pub(super) fn told(story: &Story<'_>) -> String {
    let points = &story.verdict.found.scores;
    let lines = &story.explanation.scores;
    let scores: Vec<String> = story
        .plan
        .scores
        .iter()
        .zip(points)
        .zip(lines)
        .map(|((score, points), lines)| {
            heading(score, &facts::points(*points)) + &block(lines, 4, story.width)
        })
        .collect();
    let grades: Vec<String> = story
        .plan
        .grades
        .iter()
        .zip(&story.verdict.found.grades)
        .map(|(grade, bands)| {
            let names = bands.iter().filter_map(|band| grade.bands.get(*band as usize));
            let names: Vec<&str> = names.map(|band| band.name.as_str()).collect();
            format!("  {} is {}\n", style::heading(&grade.name), names.join(" or "))
        })
        .collect();
    match scores.is_empty() {
        true => String::new(),
        false => format!("{}\n{}{}", style::heading("Scores"), scores.concat(), grades.concat()),
    }
}

fn heading(score: &Score, points: &str) -> String {
    let range = format!("of {} to {}", score.from, score.to);
    format!("  {} is {points} {}\n", style::heading(&score.name), style::quiet(&range))
}

fn block(lines: &[LineFinding], indent: usize, width: usize) -> String {
    lines.iter().map(|line| one(line, indent, width)).collect()
}

fn one(line: &LineFinding, indent: usize, width: usize) -> String {
    let points = interval(line.points);
    let needs = match line.needs.as_slice() {
        [] => String::new(),
        needs => format!(" (depends on {})", listed(needs.iter().cloned(), "")),
    };
    let first = format!("{}{}  ", " ".repeat(indent), text::pad_left(&points, POINTS));
    let told = text::hang(&first, &text::clean(&format!("{}{needs}", line.text)), width);
    let told = if line.points == Interval::exactly(0) { style::quiet(&told) } else { told };
    format!("{told}\n{}", block(&line.lines, indent + 2, width))
}

/// `+10`, `0`, `0 to +10`, `-20 to 0`.
fn interval(points: Interval) -> String {
    let end = |end: End| match end {
        End::At(n) if n > 0 => format!("+{n}"),
        End::At(n) => n.to_string(),
        End::Lowest => "any".to_owned(),
        End::Highest => "any".to_owned(),
    };
    match points.lo() == points.hi() {
        true => end(points.lo()),
        false => format!("{} to {}", end(points.lo()), end(points.hi())),
    }
}
