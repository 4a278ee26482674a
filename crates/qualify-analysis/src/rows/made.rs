//! Numbers of rows become rows: each with a day, and with values that differ where values are counted.

use std::collections::BTreeMap;

use qualify_plan::{AttributeId, Date, Decimal, Row, Truth, Value};

use super::Wanted;
use super::draft::{Batch, Draft};
use crate::cells::day;
use crate::linear::Column;
use crate::placed::Placed;
use crate::shapes::Measured;
use crate::survey::Counted;

/// Most rows that are made up.
const MOST_ROWS: i128 = 100_000;

impl<'d> Draft<'d> {
    /// Rows with the numbers of a solution; none if they are too many.
    pub(super) fn rows(&self, wanted: &Wanted<'d>, values: &[i128]) -> Option<Vec<Row>> {
        let value = |column: Column| values.get(column.index()).copied().unwrap_or(0);
        if self.rows.iter().map(|rows| value(rows.count)).sum::<i128>() > MOST_ROWS {
            return None;
        }
        let mut placed = Placed::default();
        let mut made = Vec::new();
        for rows in &self.rows {
            let mut sums: BTreeMap<AttributeId, i128> =
                rows.sums.iter().map(|(attribute, sum)| (*attribute, value(*sum))).collect();
            let count = value(rows.count);
            for nth in 0..count {
                let mut row = Row { date: wanted.today, values: rows.shape.values.clone() };
                self.share_sums(wanted, rows, &mut sums, count - nth, &mut row);
                self.pick_values(wanted, rows, &value, &mut placed, &mut row);
                row.date = self.pick_day(wanted, rows, &value, &mut placed);
                made.push(row);
            }
        }
        Some(made)
    }

    /// Gives a row its share of what is left of each sum.
    fn share_sums(
        &self,
        wanted: &Wanted<'d>,
        rows: &Batch<'d>,
        sums: &mut BTreeMap<AttributeId, i128>,
        left: i128,
        row: &mut Row,
    ) {
        for (attribute, sum) in sums {
            let Measured::Number { from, to, step } = wanted.stream.shapes.measured(rows.shape, *attribute)
            else {
                continue;
            };
            let share = sum.div_euclid(left.max(1)).clamp(from.div_euclid(*step), to.div_euclid(*step));
            *sum -= share;
            let slot = row.values.get_mut(attribute.index());
            if let (Some(slot @ Some(_)), Some(number)) = (slot, Decimal::from_units(share * step)) {
                *slot = Some(Value::Number(number));
            }
        }
    }

    /// Lets values differ where distinct values are counted.
    fn pick_values(
        &self,
        wanted: &Wanted<'d>,
        rows: &Batch<'d>,
        value: &dyn Fn(Column) -> i128,
        placed: &mut Placed,
        row: &mut Row,
    ) {
        let shapes = &wanted.stream.shapes;
        for (at, ladder) in wanted.ladders().iter().enumerate() {
            let Counted::Distinct(attribute) = ladder.tally.counted else { continue };
            let cell = shapes.measured(rows.shape, attribute);
            let state = wanted.state(ladder, rows.shape, rows.ages);
            let Some(spread) = self.values.get(&(at, cell.clone())).filter(|_| state != Truth::No) else {
                continue;
            };
            let (sure, all) = (value(spread.sure), value(spread.all));
            let nth = placed.next((at, cell.clone()), state, sure, all);
            let other = shapes.another(wanted.plan, wanted.today, wanted.event, rows.shape, attribute, nth);
            if let (Some(slot @ Some(_)), Some(other)) = (row.values.get_mut(attribute.index()), other) {
                *slot = Some(other);
            }
            return;
        }
    }

    /// Lets days differ where days are counted.
    fn pick_day(
        &self,
        wanted: &Wanted<'d>,
        rows: &Batch<'d>,
        value: &dyn Fn(Column) -> i128,
        placed: &mut Placed,
    ) -> Date {
        let today = i128::from(wanted.today.day_number());
        let youngest = today - i128::from(rows.ages.first);
        for (at, ladder) in wanted.ladders().iter().enumerate() {
            let state = wanted.state(ladder, rows.shape, rows.ages);
            let Some(spread) = self.days.get(&(at, rows.ages.first)).filter(|_| state != Truth::No) else {
                continue;
            };
            let nth = placed.next_day((at, rows.ages.first), state, value(spread.sure), value(spread.all));
            return day(youngest - nth);
        }
        day(youngest)
    }
}
