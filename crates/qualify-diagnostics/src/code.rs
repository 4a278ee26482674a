//! The names of all errors and lints. A name is never reused for something else.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::Severity;

macro_rules! codes {
    (
        errors { $($variant:ident = $name:literal, $summary:literal;)* }
        lints { $($lint:ident = $lint_name:literal, $lint_summary:literal;)* }
    ) => {
        /// The name of an error or a lint, as `qualify explain` takes it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code { $(#[doc = $summary] $variant,)* $(#[doc = $lint_summary] $lint,)* }

        impl Code {
            /// The names of all errors, in the order of the language reference.
            pub const ERRORS: &[Code] = &[$(Code::$variant,)*];
            /// The names of all lints, in the order of the language reference.
            pub const LINTS: &[Code] = &[$(Code::$lint,)*];

            /// The kebab-case name.
            pub fn name(self) -> &'static str {
                match self { $(Code::$variant => $name,)* $(Code::$lint => $lint_name,)* }
            }

            /// What it is about, in one line.
            pub fn summary(self) -> &'static str {
                match self { $(Code::$variant => $summary,)* $(Code::$lint => $lint_summary,)* }
            }

            /// How much it weighs unless the project says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$variant => Severity::Error,)* $(Code::$lint => Severity::Warning,)* }
            }
        }
    };
}

codes! {
    errors {
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
    lints {
        UnreachableRule = "unreachable-rule", "A rule that can never be surely met.";
        RedundantRule = "redundant-rule", "A rule that others with the same conclusion make unnecessary.";
        IdleCondition = "idle-condition", "A part of a condition that never matters inside its rule.";
        TrueForEveryValue = "true-for-every-value", "A condition that every value passes.";
        StageWithoutRule = "stage-without-rule", "A stage, exit or value that no rule concludes.";
        RuleForLowestStage = "rule-for-lowest-stage", "A rule for the stage that every lead has anyway.";
        StageAlwaysPassed = "stage-always-passed", "A stage that never is the result, because a higher one always comes with it.";
        LadderGap = "ladder-gap", "A way to a higher stage that leaves out the stage below it, when all others do not.";
        ShortContains = "short-contains", "`contains` with four letters or fewer.";
        NegativeTestOnGaps = "negative-test-on-gaps", "A negated test on a fact that many leads lack.";
        GapPromotes = "gap-promotes", "`is unknown` used to qualify.";
        DefaultInExit = "default-in-exit", "An assumed value that can make a lead leave.";
        WindowLongerThanKept = "window-longer-than-kept", "A window that reaches back further than the event is kept.";
        NeverSeenValue = "never-seen-value", "A choice that the leads at hand never show.";
        TokenIsAChoice = "token-is-a-choice", "A `missing when` token that is also a choice.";
        SimilarValues = "similar-values", "Values that differ only in dashes, underscores or plural.";
        UnusedDeclaration = "unused-declaration", "A declaration that nothing uses.";
        RepeatedTest = "repeated-test", "The same test in three or more rules.";
        NearThresholds = "near-thresholds", "Nearly equal limits for one fact in rules of one stage.";
        ThresholdOutOfReach = "threshold-out-of-reach", "A limit that a score or grade never reaches.";
        ThresholdAlwaysMet = "threshold-always-met", "A limit that a score or grade always passes.";
        ForEachWithoutCap = "for-each-without-cap", "Points for each event without an upper limit.";
        IdleCap = "idle-cap", "A cap that is never reached, or that one event reaches.";
        FadeLongerThanWindow = "fade-longer-than-window", "Points that fade for longer than the window counts.";
        DoubleCounting = "double-counting", "A score limit and the facts behind it in one rule.";
        UnreachableOtherwise = "unreachable-otherwise", "An `otherwise` when the bands name every value.";
        FirstOfShadowed = "first-of-shadowed", "A line of `first of` behind one that always decides.";
        MisleadingIndentation = "misleading-indentation", "Indentation that suggests another structure than the dashes give.";
        ReviewDue = "review-due", "A rule whose day of review has come.";
        RuleExpired = "rule-expired", "A rule that has ended.";
        NoOwner = "no-owner", "A rule without an owner, where the project asks for one.";
        NoRuleName = "no-rule-name", "A rule without a name, where the project asks for one.";
        ExitWithoutReason = "exit-without-reason", "A rule for an exit without `because`, where the project asks for one.";
        UntestedStage = "untested-stage", "A stage that no example has.";
        UntestedExit = "untested-exit", "An exit that no example has.";
        UntestedRule = "untested-rule", "A rule that no example meets.";
        DeprecatedName = "deprecated-name", "Use of something deprecated.";
        LeadsNeverSettle = "leads-never-settle", "Most verdicts stay open for lack of a fact.";
        BadSuppression = "bad-suppression", "A comment that should silence a lint and does not.";
        RuleNeverActs = "rule-never-acts", "A rule that exits always silence.";
        PointInThousands = "point-in-thousands", "A point before three digits, as in `10.000`, which is ten.";
    }
}

impl Code {
    /// The code of a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ERRORS.iter().chain(Self::LINTS).copied().find(|code| code.name() == name)
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
