//! A piece that pest refuses becomes named mistakes, most with a repair.
//!
//! Recognisers look at the tokens around one spot. Those of [`ANYWHERE`] know a mistake wherever it stands; those of
//! [`HERE`] are asked about the spot at which pest could not go on.

mod brackets;
mod bullets;
mod compounds;
mod fallback;
mod halves;
mod names;
mod not_yet;
mod numbers;
mod operators;
mod options;
mod phrases;
mod quotes;
mod rules;
mod scores;
mod several;
mod slips;
mod small_words;
mod spoken;
mod spot;
mod unknown;
mod windows;

use std::ops::Range;

use qualify_diagnostics::{Code, Diagnostic};

use super::draft::{Draft, Repair};

pub(super) use fallback::fallback;
pub(super) use rules::misspelt_item_word;
pub(super) use spot::Spot;
pub(super) use unknown::{is_gap_word, no_null};

/// Something wrong in a draft.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mistake {
    /// Its name.
    pub(super) code: Code,
    /// Where the caret stands, in the draft.
    pub(super) at: Range<usize>,
    /// What to say.
    pub(super) message: String,
    /// What makes the draft readable, so that the rest of it can be read.
    pub(super) repairs: Vec<Repair>,
    /// What the repair does, if it is certain enough to offer.
    pub(super) title: Option<String>,
}

impl Mistake {
    fn new(code: Code, at: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, at, message: shortened(&message.into()), repairs: Vec::new(), title: None }
    }

    /// Adds a repair that is only a guess, to read on.
    fn guess(mut self, at: Range<usize>, text: impl Into<String>) -> Self {
        self.repairs.push(Repair { at, text: text.into() });
        self
    }

    /// Adds a repair that is offered as a fix.
    fn fix(mut self, title: impl Into<String>, at: Range<usize>, text: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self.guess(at, text)
    }

    /// As it is told to people.
    pub(super) fn diagnostic(&self, draft: &Draft) -> Diagnostic {
        let mut diagnostic = Diagnostic::new(self.code, draft.span(&self.at), self.message.clone());
        if let Some(title) = &self.title {
            let edit = |repair: &Repair| qualify_diagnostics::Edit {
                span: draft.span(&repair.at),
                text: repair.text.clone(),
            };
            let edits = self.repairs.iter().map(edit).collect();
            diagnostic.fix = Some(qualify_diagnostics::Fix {
                title: title.clone(),
                edits,
                effect: qualify_diagnostics::Effect::MayChangeVerdicts,
            });
        }
        diagnostic
    }
}

/// A message in which what the author wrote is cut where it is too long to read.
fn shortened(message: &str) -> String {
    const LONGEST: usize = 80;
    if message.len() <= LONGEST {
        return message.to_owned();
    }
    let cut = |part: (usize, &str)| match part {
        (n, quoted) if n % 2 == 1 && quoted.chars().count() > LONGEST => {
            quoted.chars().take(LONGEST).chain(['…']).collect()
        }
        (_, part) => part.to_owned(),
    };
    message.split('`').enumerate().map(cut).collect::<Vec<String>>().join("`")
}

type Recogniser = fn(&Spot<'_>) -> Option<Mistake>;

/// Mistakes that are known wherever they stand in a piece that pest refuses.
const ANYWHERE: &[Recogniser] = &[
    quotes::unclosed_text,
    quotes::strange_quotes,
    compounds::compound,
    numbers::ambiguous_date,
    numbers::currency_sign,
    numbers::comma_in_number,
    numbers::points_in_number,
    numbers::months_differ,
    numbers::percent_in_words,
    operators::reversed_operator,
    operators::other_operator,
    operators::invisible_character,
    operators::no_patterns,
    bullets::strange_bullet,
    unknown::no_null,
    scores::points_in_words,
];

/// Mistakes that explain why pest could not go on, the surest first.
const HERE: &[Recogniser] = &[
    names::upper_case_word,
    halves::half_test,
    halves::list_without_any_of,
    halves::number_before_name,
    several::values_without_brackets,
    several::list_after_is,
    scores::points_last,
    windows::length_in_words,
    windows::glued_length,
    names::name_with_digit_first,
    names::header_as_name,
    windows::stretch_of_past_days,
    windows::older_than,
    slips::needs_joined,
    slips::otherwise_first,
    options::column_left_out,
    phrases::phrase,
    slips::idle_sign,
    slips::loose_scale,
    slips::loose_sign,
    slips::other_comment,
    options::comma_before_option,
    windows::late_window,
    windows::events_without_count,
    windows::within_last,
    windows::missing_unit,
    slips::range_with_to,
    spoken::idle_is,
    spoken::said_operator,
    compounds::value_of_words,
    compounds::text_without_quotes,
    compounds::name_in_quotes,
    names::reserved_word,
    numbers::fact_first,
    rules::where_takes_comparison,
    rules::missing_comparison,
    scores::block_in_score,
    scores::nested_group,
    scores::bands_too_shallow,
    not_yet::not_yet,
    bullets::wrong_depth,
    rules::else_after_then,
    rules::unless_too_early,
    slips::conclusions_joined,
    options::from_is_a_date,
    options::bad_option,
    slips::misspelt_word,
    bullets::bullets_expected,
    small_words::missing_colon,
    small_words::missing_of,
    small_words::missing_is,
    small_words::missing_as,
    small_words::missing_from,
    names::unknown_type,
    names::number_for_choice,
    slips::round_list,
    brackets::unclosed_list,
    brackets::unclosed_bracket,
    brackets::idle_bracket,
    numbers::lower_case_currency,
    rules::missing_then,
    rules::missing_join,
    names::two_words,
    rules::empty_promise,
];

/// At most so many mistakes are told of one piece at once.
const MOST: usize = 20;

/// All mistakes of a draft that are known wherever they stand.
pub(super) fn anywhere(draft: &Draft) -> Vec<Mistake> {
    let mut done = 0;
    let mut found = Vec::new();
    for (at, token) in draft.words.iter().enumerate() {
        if token.start < done {
            continue;
        }
        let spot = Spot::new(draft, at);
        if let Some(mistake) = ANYWHERE.iter().find_map(|recognise| recognise(&spot)) {
            let ends = mistake.repairs.iter().map(|repair| repair.at.end);
            done = ends.chain([mistake.at.end]).max().unwrap_or(done);
            found.push(mistake);
        }
        if found.len() == MOST {
            break;
        }
    }
    found
}

/// What is wrong at the token at which pest could not go on.
pub(super) fn here(draft: &Draft, at: usize) -> Option<Mistake> {
    let spot = Spot::new(draft, at);
    HERE.iter().find_map(|recognise| recognise(&spot))
}
