//! Numbers that were read as the language says become a caution where the writer may have meant others.

use qualify_plan::{Decimal, Fact, Type, Value};

use crate::cases::Cases;

/// A column of numbers that may have been meant otherwise. Nothing is lost: each value was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Caution {
    /// A point with exactly three digits after it, wherever there is a point: it may separate thousands.
    Thousands {
        /// The fact.
        fact: String,
        /// The cells.
        cells: Cases,
        /// What the first of them was read as.
        read_as: Decimal,
    },
    /// All percentages are between 0 and 1, not all of them whole: they may be shares of one.
    Shares {
        /// The fact.
        fact: String,
        /// How many values there are.
        values: u64,
        /// Line and text of the first that is not whole.
        such_as: (u64, String),
    },
}

/// Looks at the cells of one fact, while they are read.
#[derive(Debug, Clone)]
pub(crate) struct Watch {
    points: Points,
    shares: Option<Shares>,
}

/// Whether a point could separate thousands: true until one surely does not.
#[derive(Debug, Clone, Default)]
struct Points {
    cells: Cases,
    first: Decimal,
    is_decimal: bool,
}

/// Whether percentages could be shares of one: true until one surely is not.
#[derive(Debug, Clone, Default)]
struct Shares {
    values: u64,
    fraction: Option<(u64, String)>,
    is_percent: bool,
}

impl Watch {
    /// For facts with a fraction; others have no doubts.
    pub(crate) fn of(ty: &Type) -> Option<Self> {
        match ty {
            Type::Number | Type::Money(_) => Some(Self { points: Points::default(), shares: None }),
            Type::Percent => Some(Self { points: Points::default(), shares: Some(Shares::default()) }),
            Type::Count
            | Type::Choice(_)
            | Type::Country
            | Type::YesNo
            | Type::Date
            | Type::Text
            | Type::Email
            | Type::List(_) => None,
        }
    }

    /// Looks at a cell and the value that it was read as.
    pub(crate) fn see(&mut self, line: u64, text: &str, value: &Value) {
        let Value::Number(number) = value else { return };
        self.points.see(line, text, *number);
        if let Some(shares) = &mut self.shares {
            shares.see(line, text, *number);
        }
    }

    /// As [`Watch::see`], of a number in ten-thousandths.
    pub(crate) fn see_units(&mut self, line: u64, text: &str, units: i64) {
        if let Some(number) = Decimal::from_units(i128::from(units)) {
            self.see(line, text, &Value::Number(number));
        }
    }

    /// Whether it looks at numbers that were kept as numbers.
    pub(crate) fn sees_numbers(&self) -> bool {
        self.shares.is_some()
    }

    /// Looks at numbers that were kept as numbers, so that no point in them separates thousands; `line` is that of the
    /// first.
    pub(crate) fn see_numbers(&mut self, line: u64, units: &[i64], is_known: impl Fn(usize) -> bool) {
        let Some(shares) = &mut self.shares else { return };
        for ((row, units), line) in units.iter().enumerate().zip(line..) {
            if shares.is_percent {
                return;
            }
            if let Some(number) = Decimal::from_units(i128::from(*units)).filter(|_| is_known(row)) {
                shares.see(line, &number.to_string(), number);
            }
        }
    }

    /// What there is to say about the fact.
    pub(crate) fn cautions(&self, fact: &Fact) -> Vec<Caution> {
        let shares = self.shares.as_ref().and_then(|shares| shares.caution(fact));
        self.points.caution(fact).into_iter().chain(shares).collect()
    }
}

impl Points {
    fn see(&mut self, line: u64, text: &str, number: Decimal) {
        // Nearly all numbers have none, and bytes are looked at faster than letters.
        if !text.as_bytes().contains(&b'.') {
            return;
        }
        let Some((before, after)) = text.split_once('.') else { return };
        let after = after.chars().take_while(char::is_ascii_digit).count();
        let before = before.chars().rev().take_while(char::is_ascii_digit);
        let (digits, first) = before.fold((0, '0'), |(count, _), digit| (count + 1, digit));
        if after != 3 || first == '0' || digits > 3 {
            self.is_decimal = true;
            return;
        }
        if self.cells.count() == 0 {
            self.first = number;
        }
        self.cells.add(line, text.trim());
    }

    fn caution(&self, fact: &Fact) -> Option<Caution> {
        let is_doubtful = !self.is_decimal && self.cells.count() > 0;
        is_doubtful.then(|| Caution::Thousands {
            fact: fact.name.clone(),
            cells: self.cells.clone(),
            read_as: self.first,
        })
    }
}

impl Shares {
    fn see(&mut self, line: u64, text: &str, number: Decimal) {
        self.values += 1;
        let one = i128::from(Decimal::SCALE);
        let is_share = (0..=one).contains(&i128::from(number.units())) && !text.contains('%');
        self.is_percent |= !is_share;
        if self.fraction.is_none() && number.to_whole().is_none() {
            self.fraction = Some((line, text.trim().to_owned()));
        }
    }

    fn caution(&self, fact: &Fact) -> Option<Caution> {
        let such_as = self.fraction.clone().filter(|_| !self.is_percent)?;
        Some(Caution::Shares { fact: fact.name.clone(), values: self.values, such_as })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::fact;

    fn cautions(ty: Type, cells: &[&str]) -> Vec<Caution> {
        let mut watch = Watch::of(&ty).unwrap();
        let reader = crate::CellReader::of(&fact("a", ty.clone()), &crate::Zone::default());
        for (line, cell) in (2..).zip(cells) {
            if let crate::CellValue::Known(value) = reader.read_text(cell) {
                watch.see(line, cell, &value);
            }
        }
        watch.cautions(&fact("a", ty))
    }

    #[test]
    fn points_before_three_digits_are_doubtful() {
        let euros = Type::Money(qualify_plan::Currency(*b"EUR"));
        let found = cautions(euros.clone(), &["500", "35.000", "120.000 EUR", "1.5 apples"]);
        let [Caution::Thousands { cells, read_as, .. }] = found.as_slice() else { panic!("{found:?}") };
        assert_eq!((cells.count(), read_as.to_string().as_str()), (2, "35"));
        assert_eq!(cells.first()[0], (3, "35.000".to_owned()));
        for clear in [&["35.000", "12.5"][..], &["0.125"], &["1234.567"], &["35"], &["35.00"]] {
            assert_eq!(cautions(euros.clone(), clear), [], "{clear:?}");
        }
    }

    #[test]
    fn percentages_up_to_one_are_doubtful() {
        let found = cautions(Type::Percent, &["0", "0.4", "1"]);
        assert_eq!(found, [Caution::Shares { fact: "a".into(), values: 3, such_as: (3, "0.4".into()) }]);
        for clear in [&["0", "1"][..], &["0.4", "40"], &["0.4%"], &["0.4", "-1"], &[]] {
            assert_eq!(cautions(Type::Percent, clear), [], "{clear:?}");
        }
    }
}
