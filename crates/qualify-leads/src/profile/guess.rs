//! What the values of a column have in common to the type that would read them.

use qualify_plan::Currency;

use crate::profile::Guess;
use crate::profile::collect::{self, Fits, Kind};

/// More different values than this are no choice.
const MOST_CHOICES: usize = 40;

/// A sample of fewer cells is small: more of its values may be news each time.
const SMALL: u64 = 50;

/// More different values than this are no choice in a small sample.
const MOST_IN_SMALL: usize = 8;

/// Texts between semicolons that are longer than this are no items but, for example, descriptions of browsers.
const LONGEST_ITEM: usize = 60;

/// What is known of a column.
pub(super) struct Column<'a> {
    /// The folded header, with spaces for underscores and hyphens.
    pub(super) header: &'a str,
    /// The values that are no gaps.
    pub(super) names: &'a [(String, u64)],
    /// Whether these are all and short enough for names.
    pub(super) few: bool,
    /// The values split at semicolons.
    pub(super) items: &'a [(String, u64)],
    /// Whether these are all and short enough for names.
    pub(super) few_items: bool,
    /// The length of the longest item.
    pub(super) longest_item: usize,
    /// How many cells are JSON lists.
    pub(super) lists: u64,
    /// How many cells are JSON that no type reads.
    pub(super) json: u64,
    /// How many values each type reads.
    pub(super) fits: &'a Fits,
}

/// The first type in this order that reads all values.
pub(super) fn guess(column: &Column<'_>) -> Guess {
    let fits = column.fits;
    if fits.values == 0 && column.lists == 0 {
        return Guess::Nothing;
    }
    list(column)
        .or_else(|| (column.json > 0).then_some(Guess::Text))
        .or_else(|| yes_no(column))
        .or_else(|| fits.all(Kind::Date).then_some(Guess::Date(None)))
        .or_else(|| fits.dates.guess())
        .or_else(|| number(column))
        .or_else(|| money(column))
        .or_else(|| fits.all(Kind::Email).then_some(Guess::Email))
        .or_else(|| (fits.all(Kind::Country) && column.header.contains("country")).then_some(Guess::Country))
        .or_else(|| choice(column))
        .unwrap_or(Guess::Text)
}

/// JSON lists, or texts of which one in twenty has several items, all of them short.
fn list(column: &Column<'_>) -> Option<Guess> {
    let has_items = column.fits.splits * 20 > column.fits.values && column.longest_item <= LONGEST_ITEM;
    let is_list = column.lists > 0 && column.fits.values == 0 || has_items;
    is_list.then(|| {
        let count: u64 = column.items.iter().map(|(_, count)| count).sum();
        let few = column.few_items && are_few(column.items.len(), count) && column.json == 0;
        let items = if few { collect::names(column.items) } else { Vec::new() };
        Guess::List { split_by: ";".into(), items }
    })
}

/// The usual words; of 0 and 1 both have to occur, for else it may as well be a count.
fn yes_no(column: &Column<'_>) -> Option<Guess> {
    let is_digit = |digit: &str| column.names.iter().any(|(name, _)| name == digit);
    let is_count = column.fits.all(Kind::Count) && !(is_digit("0") && is_digit("1"));
    (column.fits.all(Kind::YesNo) && !is_count).then_some(Guess::YesNo)
}

fn number(column: &Column<'_>) -> Option<Guess> {
    let fits = column.fits;
    if fits.with_percent_sign > 0 && fits.all(Kind::Percent) {
        return Some(Guess::Percent);
    }
    if !fits.all(Kind::Number) {
        return None;
    }
    if fits.leading_zeros > 0 || is_number_of_something(column.header) {
        return Some(Guess::Text);
    }
    Some(if fits.all(Kind::Count) { Guess::Count } else { Guess::Number })
}

/// Whether the header speaks of numbers that are names, which nobody adds or compares.
fn is_number_of_something(header: &str) -> bool {
    const WORDS: [&str; 9] = ["id", "ids", "key", "phone", "mobile", "fax", "zip", "postcode", "code"];
    let named = header.split(' ').any(|word| WORDS.contains(&word));
    named || header.ends_with(" number") || header.ends_with("id") && !header.contains(' ')
}

fn money(column: &Column<'_>) -> Option<Guess> {
    let fits = column.fits;
    let code = fits.currency.as_deref().filter(|_| fits.with_currency == fits.values)?;
    Currency::parse(code).map(Guess::Money)
}

/// Few values that occur again and again.
fn choice(column: &Column<'_>) -> Option<Guess> {
    let (names, cells) = (column.names, column.fits.values);
    let is_choice = column.few && are_few(names.len(), cells) && come_again(names, cells);
    is_choice.then(|| Guess::Choice(collect::names(names)))
}

/// Whether so many different values are few for so many cells.
fn are_few(different: usize, cells: u64) -> bool {
    different <= MOST_CHOICES && different as u64 * 2 <= cells
}

/// Whether the values come again and again; in a small sample a list of names or titles has a few that do, too.
fn come_again(values: &[(String, u64)], cells: u64) -> bool {
    let different = values.len();
    let once = values.iter().filter(|(_, count)| *count == 1).count();
    let often = different as u64 * 4 <= cells || once * 3 <= different;
    cells >= SMALL || different <= MOST_IN_SMALL && often
}
