//! The names of all errors. A name is never reused for something else.

use std::fmt;

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($($variant:ident = $name:literal, $summary:literal;)*) => {
        /// The name of an error, as `qualify explain` takes it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $summary] $variant,)* }

        impl Code {
            /// Every name, in the order of the language reference.
            pub const ALL: &[Code] = &[$(Code::$variant,)*];

            /// The kebab-case name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* }
            }

            /// What it is about, in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* }
            }
        }
    };
}

codes! {
    UnknownName = "unknown-name", "A word that is declared nowhere.";
    ReversedOperator = "reversed-operator", "`=>` or `=<` instead of `>=` or `<=`.";
    MixedAndOr = "mixed-and-or", "`and` and `or` in one chain without brackets.";
    CommaInNumber = "comma-in-number", "A comma inside a number.";
    MoneyWithoutCurrency = "money-without-currency", "A bare number where an amount of money is needed.";
    WrongCurrency = "wrong-currency", "An amount in another currency than the field's.";
    CurrencySign = "currency-sign", "A currency sign instead of a currency code.";
    UnknownValue = "unknown-value", "A value that is not among the choices.";
    MissingThen = "missing-then", "A rule whose condition is not followed by `then`.";
    RuleStartsWithWhen = "rule-starts-with-when", "A rule that starts with `if`.";
    NoPatterns = "no-patterns", "A pattern (`matches`, `like`), which the language does not have.";
    NoNull = "no-null", "`null` or `empty` instead of `unknown`.";
    MonthsDiffer = "months-differ", "A window in months, quarters or years.";
    EventIsNotANumber = "event-is-not-a-number", "An event used as if it were a number.";
    BulletsExpected = "bullets-expected", "A list whose lines do not start with a dash.";
    WrongDepth = "wrong-depth", "A bullet with too many or too few dashes.";
    TwoWords = "two-words", "A name of two words.";
    Circle = "circle", "Names that need each other.";
    NeverTrue = "never-true", "A condition that no lead can meet.";
    Overlap = "overlap", "Two rules that can give one outcome two values.";
    PointsInWords = "points-in-words", "`+10` instead of `add 10 points`.";
    SetIsNotACondition = "set-is-not-a-condition", "A set where a condition is needed.";
    ReservedWord = "reserved-word", "A word of the language used as a name.";
    EmptyPromise = "empty-promise", "An example without `expect`.";
    UnclosedText = "unclosed-text", "A text without its closing quote.";
    FactFirst = "fact-first", "A comparison that starts with the value.";
    CurlyQuotes = "curly-quotes", "Quotes as word processors make them.";
    UnknownExit = "unknown-exit", "A conclusion that is no stage and no exit.";
    OverlappingBands = "overlapping-bands", "A value that is in two bands of a table.";
    GapInBands = "gap-in-bands", "A value that is in no band of a table.";
    CommaBeforeOption = "comma-before-option", "An option without the comma before it.";
    FromIsADate = "from-is-a-date", "`from` used for a column.";
    NotOrdered = "not-ordered", "An order test on a choice without order.";
    WhereTakesComparison = "where-takes-comparison", "A `where` that swallowed the comparison of its count.";
    FactToFact = "fact-to-fact", "A fact compared with another fact.";
    BlockInScore = "block-in-score", "A list of conditions inside a score.";
    DeclaredTwice = "declared-twice", "A name, list or option that is given twice.";
    DuplicateValue = "duplicate-value", "A value that is listed twice.";
    WrongType = "wrong-type", "A value of another type than the fact.";
    WrongTest = "wrong-test", "A test that the fact's type does not have.";
    UnknownAttribute = "unknown-attribute", "A name that is no attribute of the event.";
    NotAnEvent = "not-an-event", "A name that is no event where an event is needed.";
    NestedEvent = "nested-event", "A test on events inside a `where`.";
    NestedGroup = "nested-group", "A group inside a group.";
    EmptyBetween = "empty-between", "`between` with its ends the wrong way round.";
    EmptyBand = "empty-band", "A band that no value can be in.";
    AtLeastOutOfRange = "at-least-out-of-range", "`at least k of` with a k that the list does not allow.";
    BadLength = "bad-length", "A length that is not 1 to 3650 days.";
    GradeWithoutOtherwise = "grade-without-otherwise", "A grade without exactly one `otherwise`.";
    SetWithoutValues = "set-without-values", "A set without values.";
    MissingFile = "missing-file", "A file that cannot be read.";
    UseCircle = "use-circle", "Files that use each other.";
    OutsideProject = "outside-project", "A path that leads out of the project.";
    UnknownLanguage = "unknown-language", "A version of the language that is not known.";
    AmbiguousDate = "ambiguous-date", "A date that could be read in two ways.";
    PercentSign = "percent-sign", "A number without `%` where a percent is needed.";
    NumberForChoice = "number-for-choice", "A bare number among choices or texts.";
    UntilBeforeFrom = "until-before-from", "A rule that ends before it begins.";
    ElseAfterThen = "else-after-then", "An `else` in a rule.";
    BadFormat = "bad-format", "A date format or other option that cannot work.";
    BadDate = "bad-date", "A date that is not in the calendar.";
    NotYet = "not-yet", "Something that is reserved for a later version of the language.";
    Incomplete = "incomplete", "A declaration or rule in which a word or a sign is missing.";
    Unreadable = "unreadable", "Words that the language does not have, or says in another way.";
    BadOption = "bad-option", "An option that this declaration does not have.";
    TooLarge = "too-large", "Something beyond the limits of the language.";
}

impl Code {
    /// The code of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
