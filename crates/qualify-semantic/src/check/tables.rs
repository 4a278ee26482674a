//! Point tables: which values each band holds, and that each value is in exactly one.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, Span};
use qualify_plan::{BandValue, Choices, Country, Decimal, FieldId, Type};
use qualify_syntax::ast::{self, LiteralKind};

use super::Checker;
use super::operands::{Left, literal_words, type_words, written};

const MAX_POINTS: i64 = 10_000;

/// A numeric band with both ends included; `None` is no limit.
#[derive(Clone, Copy)]
struct Numbers {
    low: Option<Decimal>,
    high: Option<Decimal>,
    span: Span,
}

impl Checker<'_> {
    pub(super) fn table(&mut self, field: FieldId, bands: &[ast::BandDecl], span: Span) {
        let Some(fact) = self.facts.fields.get(field.index()) else { return };
        let (ty, name) = (&fact.ty, &fact.name);
        let Some(declared) = self.program.fields.get(field.index()).map(|field| field.decl.ty.span) else {
            return;
        };
        for band in bands {
            self.band_points(&band.points);
        }
        let has_otherwise = self.one_of_each(bands);
        let left = Left { name, declared: Some(declared), rewrite: None };
        let head = Span { end: bands.first().map_or(span.end, |band| band.span.start), ..span };
        let head = self.trimmed(head);
        match ty {
            Type::Count | Type::Number | Type::Percent | Type::Money(_) => {
                self.number_table(ty, bands, has_otherwise, head, &left);
            }
            Type::Choice(choices) => self.choice_table(choices, bands, has_otherwise, head, &left),
            Type::Country => self.country_table(bands, has_otherwise, head, &left),
            Type::YesNo => self.yes_no_table(bands, has_otherwise, head, &left),
            Type::Date | Type::Text | Type::Email | Type::List(_) => {
                let message = format!(
                    "`{name}` is {}. Tables give points by a number, a choice, a country or a yes/no.",
                    type_words(ty)
                );
                self.report(Code::WrongType, head, message);
            }
        }
    }

    fn trimmed(&self, span: Span) -> Span {
        let text = self.sources.text(span).trim_end();
        Span::new(span.source, span.start as usize, span.start as usize + text.len())
    }

    fn band_points(&mut self, literal: &ast::Literal) {
        let Some(points) = self.whole(literal, "Points") else { return };
        if points.abs() > MAX_POINTS {
            let message = format!("Points of a band are between -10,000 and 10,000, and this is {points}.");
            self.report(Code::TooLarge, literal.span, message);
        }
        self.types.numbers.insert(literal.span, points);
    }

    /// Checks that `otherwise` and `unknown` stand at most once; gives whether `otherwise` does.
    fn one_of_each(&mut self, bands: &[ast::BandDecl]) -> bool {
        for (kind, word) in [(ast::BandValue::Otherwise, "otherwise"), (ast::BandValue::Unknown, "unknown")] {
            let mut found = bands.iter().filter(|band| band.value == kind);
            if let (Some(first), Some(second)) = (found.next(), found.next()) {
                let message = format!("`{word}` stands twice in this table. Keep one.");
                let diagnostic = Diagnostic::new(Code::DeclaredTwice, second.span, message);
                self.out.push(diagnostic.with_related(first.span, "the first one"));
            }
        }
        bands.iter().any(|band| band.value == ast::BandValue::Otherwise)
    }

    fn number_table(
        &mut self,
        ty: &Type,
        bands: &[ast::BandDecl],
        has_otherwise: bool,
        head: Span,
        left: &Left<'_>,
    ) {
        let mut numbers = Vec::new();
        let mut complete = true;
        for band in bands {
            if matches!(band.value, ast::BandValue::Otherwise | ast::BandValue::Unknown) {
                continue;
            }
            match self.number_band(ty, band, left) {
                Some(band) => numbers.push(band),
                None => complete = false,
            }
        }
        numbers.sort_by_key(|band| (band.low.is_some(), band.low, band.span));
        let overlaps = self.overlaps(ty, &numbers);
        if complete && !overlaps && !has_otherwise {
            self.gaps(ty, &numbers, head, left);
        }
    }

    fn number_band(&mut self, ty: &Type, band: &ast::BandDecl, left: &Left<'_>) -> Option<Numbers> {
        let step = step(ty);
        let below = |limit: Decimal| Decimal::from_units(i128::from(limit.units()) - step);
        let (low, high) = match &band.value {
            ast::BandValue::From(low) => (Some(self.number(ty, low, left)?), None),
            ast::BandValue::Below(high) => (None, Some(below(self.number(ty, high, left)?)?)),
            ast::BandValue::ToBelow(low, high) => {
                let (low, high) = (self.number(ty, low, left), self.number(ty, high, left));
                (Some(low?), Some(below(high?)?))
            }
            ast::BandValue::To(low, high) => {
                let (low, high) = (self.number(ty, low, left), self.number(ty, high, left));
                (Some(low?), Some(high?))
            }
            ast::BandValue::Value(value) => {
                let value = self.number(ty, value, left)?;
                (Some(value), Some(value))
            }
            ast::BandValue::Values(_) => {
                let message =
                    format!("`{}` is a number, so its bands are ranges: `-- 50 to 199: 10`.", left.name);
                self.report(Code::WrongType, band.span, message);
                return None;
            }
            ast::BandValue::Otherwise | ast::BandValue::Unknown => return None,
        };
        let lowest = lowest(ty);
        let empty = match (low.max(lowest), high) {
            (Some(low), Some(high)) => low > high,
            _ => false,
        };
        if empty {
            let message =
                "No value can be in this band: its first end is above its second, or it is below 0.";
            self.report(Code::EmptyBand, band.span, message);
            return None;
        }
        self.types.bands.insert(band.span, BandValue::Numbers(low, high));
        Some(Numbers { low, high, span: band.span })
    }

    fn overlaps(&mut self, ty: &Type, sorted: &[Numbers]) -> bool {
        let mut found = false;
        for pair in sorted.windows(2) {
            let [first, second] = pair else { continue };
            let meet = match (first.high, second.low) {
                (Some(high), Some(low)) => low <= high,
                _ => true,
            };
            if !meet {
                continue;
            }
            found = true;
            let shared = second.low.or(second.high).or(first.high).unwrap_or_default();
            let (earlier, later) = if first.span < second.span { (first, second) } else { (second, first) };
            let shown = show(shared, ty);
            let touching = first.high == second.low;
            let next = Decimal::from_units(i128::from(shared.units()) + step(ty)).unwrap_or(shared);
            let advice = match (first.low, touching) {
                (Some(low), true) if *ty == Type::Count => format!(
                    " Both ends of `A to B` are included: start the second at {}, or write `{} to below {shown}`.",
                    show(next, ty),
                    show(low, ty)
                ),
                (Some(low), true) => format!(
                    " Both ends of `A to B` are included: write `{} to below {shown}` for the first.",
                    show(low, ty)
                ),
                _ => " Each value belongs to one band.".to_owned(),
            };
            let message = format!("{shown} is in two bands.{advice}");
            let diagnostic = Diagnostic::new(Code::OverlappingBands, later.span, message);
            self.out.push(diagnostic.with_related(earlier.span, "the other band"));
        }
        found
    }

    fn gaps(&mut self, ty: &Type, sorted: &[Numbers], head: Span, left: &Left<'_>) {
        let mut gaps = Vec::new();
        let mut next = lowest(ty);
        let mut open_below = next.is_none();
        for band in sorted {
            if let Some(low) = band.low {
                let before = Decimal::from_units(i128::from(low.units()) - step(ty)).unwrap_or(low);
                match next {
                    None if open_below => gaps.push(format!("below {}", show(low, ty))),
                    Some(next) if next < low => gaps.push(range(next, before, low, ty)),
                    _ => {}
                }
            }
            open_below = false;
            match band.high.and_then(|high| Decimal::from_units(i128::from(high.units()) + step(ty))) {
                Some(after) => next = Some(after),
                None => return self.report_gaps(&gaps, head, left),
            }
        }
        match next {
            Some(next) => gaps.push(format!("{} and more", show(next, ty))),
            None => gaps.push("any value".to_owned()),
        }
        self.report_gaps(&gaps, head, left);
    }

    fn report_gaps(&mut self, gaps: &[String], head: Span, left: &Left<'_>) {
        if gaps.is_empty() {
            return;
        }
        let shown = gaps.iter().take(4).cloned().collect::<Vec<_>>().join(" and ");
        let message =
            format!("Nothing says what {shown} {} give. Add the bands, or `-- otherwise: 0`.", left.name);
        self.report(Code::GapInBands, head, message);
    }

    /// The written values of a band of names.
    fn band_values<'b>(&mut self, band: &'b ast::BandDecl, left: &Left<'_>) -> Option<Vec<&'b ast::Literal>> {
        match &band.value {
            ast::BandValue::Value(value) => Some(vec![value]),
            ast::BandValue::Values(values) => Some(values.iter().collect()),
            ast::BandValue::Otherwise | ast::BandValue::Unknown => None,
            ast::BandValue::From(_)
            | ast::BandValue::Below(_)
            | ast::BandValue::ToBelow(..)
            | ast::BandValue::To(..) => {
                let message = format!(
                    "`{}` is not a number, so its bands are values: `-- a: 10` or `-- [a, b]: 10`.",
                    left.name
                );
                self.report(Code::WrongType, band.span, message);
                None
            }
        }
    }

    fn in_one_band<T: Ord + Copy>(&mut self, seen: &mut BTreeMap<T, Span>, value: T, literal: &ast::Literal) {
        if let Some(first) = seen.insert(value, literal.span) {
            let message = format!("{} is in two bands. Each value belongs to one.", written(&literal.kind));
            let diagnostic = Diagnostic::new(Code::OverlappingBands, literal.span, message);
            self.out.push(diagnostic.with_related(first, "the other band"));
        }
    }

    fn choice_table(
        &mut self,
        choices: &Choices,
        bands: &[ast::BandDecl],
        has_otherwise: bool,
        head: Span,
        left: &Left<'_>,
    ) {
        let mut seen = BTreeMap::new();
        for band in bands {
            let Some(values) = self.band_values(band, left) else { continue };
            let mut indexes = Vec::new();
            for value in values {
                let Some(index) = self.choice(choices, value, left) else { return };
                self.in_one_band(&mut seen, index, value);
                indexes.push(index);
            }
            indexes.sort_unstable();
            indexes.dedup();
            self.types.bands.insert(band.span, BandValue::Choices(indexes));
        }
        if !has_otherwise {
            let unnamed = choices
                .values
                .iter()
                .enumerate()
                .filter(|(index, _)| u32::try_from(*index).is_ok_and(|index| !seen.contains_key(&index)));
            let gaps: Vec<String> = unnamed.map(|(_, value)| format!("`{value}`")).collect();
            if !gaps.is_empty() {
                let shown = gaps.iter().take(4).cloned().collect::<Vec<_>>().join(", ");
                let more = if gaps.len() > 4 { " and others" } else { "" };
                let message =
                    format!("Nothing says what {shown}{more} give. Add the bands, or `-- otherwise: 0`.");
                self.report(Code::GapInBands, head, message);
            }
        }
    }

    fn country_table(&mut self, bands: &[ast::BandDecl], has_otherwise: bool, head: Span, left: &Left<'_>) {
        let mut seen: BTreeMap<Country, Span> = BTreeMap::new();
        for band in bands {
            let Some(values) = self.band_values(band, left) else { continue };
            let mut countries = Vec::new();
            for value in values {
                let Some(country) = self.country(value, left) else { return };
                self.in_one_band(&mut seen, country, value);
                countries.push(country);
            }
            countries.sort_unstable();
            countries.dedup();
            self.types.bands.insert(band.span, BandValue::Countries(countries));
        }
        if !has_otherwise && seen.len() < Country::COUNT {
            let message = "Nothing says what the other countries give. Add `-- otherwise: 0`.";
            self.report(Code::GapInBands, head, message);
        }
    }

    fn yes_no_table(&mut self, bands: &[ast::BandDecl], has_otherwise: bool, head: Span, left: &Left<'_>) {
        let mut seen = BTreeMap::new();
        for band in bands {
            let Some(values) = self.band_values(band, left) else { continue };
            let [literal] = values.as_slice() else {
                let message = format!("`{}` is yes or no: give each a line of its own.", left.name);
                self.report(Code::WrongType, band.span, message);
                return;
            };
            let value = match self.constant(literal) {
                LiteralKind::Yes => true,
                LiteralKind::No => false,
                other => {
                    let message =
                        format!("`{}` is yes or no, and this is {}.", left.name, literal_words(other));
                    self.report(Code::WrongType, literal.span, message);
                    return;
                }
            };
            self.in_one_band(&mut seen, value, literal);
            self.types.bands.insert(band.span, BandValue::YesNo(value));
        }
        if !has_otherwise {
            for (value, word) in [(true, "yes"), (false, "no")] {
                if !seen.contains_key(&value) {
                    let message = format!(
                        "Nothing says what `{word}` gives. Add `-- {word}: 0`, or `-- otherwise: 0`."
                    );
                    self.report(Code::GapInBands, head, message);
                }
            }
        }
    }
}

/// The distance of two neighbouring values, in ten-thousandths.
fn step(ty: &Type) -> i128 {
    if *ty == Type::Count { i128::from(Decimal::SCALE) } else { 1 }
}

fn lowest(ty: &Type) -> Option<Decimal> {
    (*ty == Type::Count).then_some(Decimal::ZERO)
}

fn show(value: Decimal, ty: &Type) -> String {
    let kind = match ty {
        Type::Percent => LiteralKind::Percent(value.to_string()),
        Type::Money(currency) => {
            LiteralKind::Money { amount: value.to_string(), currency: currency.to_string() }
        }
        _ => LiteralKind::Number(value.to_string()),
    };
    written(&kind)
}

fn range(from: Decimal, to: Decimal, next: Decimal, ty: &Type) -> String {
    match ty {
        Type::Count if from == to => show(from, ty),
        Type::Count => format!("{} to {}", show(from, ty), show(to, ty)),
        _ => format!("{} to below {}", show(from, ty), show(next, ty)),
    }
}
