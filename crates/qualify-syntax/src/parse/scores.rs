//! Productions for scores and grades become declarations.

use qualify_grammar::Rule;

use crate::ast::{
    BandDecl, BandValue, Each, Fade, GradeBand, GradeDecl, Literal, ScoreDecl, ScoreLine, ScoreLineKind, Sign,
};

use super::conditions::{parse_condition, parse_where, parse_window};
use super::items::parse_options;
use super::literals::{parse_literal, parse_values};
use super::node::{Node, Parts};

/// `score S from A to B, options: - lines`
pub(super) fn parse_score(node: &Node<'_>) -> Option<ScoreDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_score);
    let name = parts.one(Rule::name)?.name();
    parts.has(Rule::k_from);
    let from = parse_literal(&parts.one(Rule::whole)?)?;
    parts.has(Rule::k_to);
    let to = parse_literal(&parts.one(Rule::whole)?)?;
    let options = parse_options(&mut parts)?;
    let lines = parts.several(Rule::score_b1, parse_line)?;
    Some(ScoreDecl { name, from, to, options, lines })
}

/// A line with its bullet.
fn parse_line(bullet: &Node<'_>) -> Option<ScoreLine> {
    Some(ScoreLine { kind: parse_line_kind(&bullet.first()?)?, span: bullet.span() })
}

fn parse_line_kind(node: &Node<'_>) -> Option<ScoreLineKind> {
    match node.rule() {
        Rule::points_l => parse_line_kind(&node.first()?),
        Rule::points_w => parse_when_line(node.parts()),
        Rule::points_e => parse_each_line(node.parts()),
        Rule::add_score => Some(ScoreLineKind::AddScore(node.parts().last()?.name())),
        Rule::group => parse_group(node.parts()),
        Rule::first_of2 | Rule::first_of3 => Some(ScoreLineKind::FirstOf(parse_lines(node.parts())?)),
        Rule::best_of2 | Rule::best_of3 => Some(ScoreLineKind::BestOf(parse_lines(node.parts())?)),
        Rule::table2 | Rule::table3 => parse_table(node.parts()),
        _ => None,
    }
}

/// The lines of `first of` and `best of`.
fn parse_lines(mut parts: Parts<'_>) -> Option<Vec<ScoreLine>> {
    parts.next()?;
    parts.map(|bullet| parse_line(&bullet)).collect()
}

fn parse_group(mut parts: Parts<'_>) -> Option<ScoreLineKind> {
    parts.has(Rule::k_group);
    let title = parts.one(Rule::string)?.quoted();
    let cap = parse_cap(&parts.one(Rule::cap)?)?;
    let lines = parts.several(Rule::score_b2, parse_line)?;
    Some(ScoreLineKind::Group { title, cap, lines })
}

fn parse_cap(node: &Node<'_>) -> Option<Literal> {
    let mut parts = node.parts();
    parts.has(Rule::k_at_most);
    parse_literal(&parts.one(Rule::quantity)?)
}

/// `add 10 points`
fn parse_points(parts: &mut Parts<'_>) -> Option<(Sign, Literal)> {
    let sign = match parts.one(Rule::sign)?.first()?.rule() {
        Rule::k_add => Sign::Add,
        _ => Sign::Subtract,
    };
    let points = parse_literal(&parts.one(Rule::quantity)?)?;
    parts.has(Rule::k_points);
    Some((sign, points))
}

fn parse_when_line(mut parts: Parts<'_>) -> Option<ScoreLineKind> {
    let (sign, points) = parse_points(&mut parts)?;
    parts.has(Rule::k_when);
    let condition = parse_condition(&parts.next()?)?;
    Some(ScoreLineKind::When { sign, points, condition })
}

fn parse_each_line(mut parts: Parts<'_>) -> Option<ScoreLineKind> {
    let (sign, points) = parse_points(&mut parts)?;
    let mut parts = parts.one(Rule::per_each)?.parts();
    parts.has(Rule::k_for_each);
    let each = parse_each(&parts.next()?)?;
    let filter = parse_where(&mut parts)?;
    let window = parse_window(&mut parts)?;
    let fade = match parts.one(Rule::fade) {
        Some(fade) => Some(parse_fade(&fade)?),
        None => None,
    };
    let cap = match parts.one(Rule::cap) {
        Some(cap) => Some(parse_cap(&cap)?),
        None => None,
    };
    Some(ScoreLineKind::Each { sign, points, each, filter, window, fade, cap })
}

fn parse_each(node: &Node<'_>) -> Option<Each> {
    let mut parts = node.parts();
    match node.rule() {
        Rule::e_day => Some(Each::Day(parts.last()?.name())),
        Rule::e_distinct => {
            parts.has(Rule::k_distinct);
            let attribute = parts.one(Rule::name)?.name();
            Some(Each::Distinct(attribute, parts.last()?.name()))
        }
        _ => Some(Each::Name(node.name())),
    }
}

fn parse_fade(node: &Node<'_>) -> Option<Fade> {
    let mut parts = node.parts();
    let how = parts.next()?.rule();
    let length = parse_literal(&parts.one(Rule::length)?)?;
    Some(if how == Rule::k_fading_over { Fade::Over(length) } else { Fade::HalvingEvery(length) })
}

/// `points by F: bands`
fn parse_table(mut parts: Parts<'_>) -> Option<ScoreLineKind> {
    parts.has(Rule::k_points_by);
    let field = parts.one(Rule::name)?.name();
    Some(ScoreLineKind::Table { field, bands: parts.map(|band| parse_band(&band)).collect::<Option<_>>()? })
}

fn parse_band(bullet: &Node<'_>) -> Option<BandDecl> {
    let mut parts = bullet.first()?.parts();
    let value = parse_band_value(parts.one(Rule::band)?.parts())?;
    let points = parse_literal(&parts.one(Rule::whole)?)?;
    Some(BandDecl { value, points, span: bullet.span() })
}

fn parse_band_value(mut parts: Parts<'_>) -> Option<BandValue> {
    let first = parts.next()?;
    match first.rule() {
        Rule::k_otherwise => Some(BandValue::Otherwise),
        Rule::k_unknown => Some(BandValue::Unknown),
        Rule::k_from => Some(BandValue::From(parse_literal(&parts.next()?)?)),
        Rule::k_below => Some(BandValue::Below(parse_literal(&parts.next()?)?)),
        Rule::values => Some(BandValue::Values(parse_values(&first)?)),
        _ => parse_range(parse_literal(&first)?, parts),
    }
}

/// One value, `A to B` or `A to below B`.
fn parse_range(low: Literal, mut parts: Parts<'_>) -> Option<BandValue> {
    if !parts.has(Rule::k_to) {
        return Some(BandValue::Value(low));
    }
    let below = parts.has(Rule::k_below);
    let high = parse_literal(&parts.next()?)?;
    Some(if below { BandValue::ToBelow(low, high) } else { BandValue::To(low, high) })
}

/// `grade G of S, options: - bands`
pub(super) fn parse_grade(node: &Node<'_>) -> Option<GradeDecl> {
    let mut parts = node.parts();
    parts.has(Rule::k_grade);
    let name = parts.one(Rule::name)?.name();
    parts.has(Rule::k_of);
    let of = parts.one(Rule::name)?.name();
    let options = parse_options(&mut parts)?;
    let bands = parts.several(Rule::band_g, parse_grade_band)?;
    Some(GradeDecl { name, of, options, bands })
}

fn parse_grade_band(node: &Node<'_>) -> Option<GradeBand> {
    let mut parts = node.parts();
    let name = parts.one(Rule::name)?.name();
    let floor = match parts.next()?.rule() {
        Rule::k_from => Some(parse_literal(&parts.next()?)?),
        _ => None,
    };
    Some(GradeBand { name, floor, span: node.span() })
}
