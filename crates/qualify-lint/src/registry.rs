//! The lints in their order, and what running them gives.

use qualify_diagnostics::{Code, Diagnostic, Evidence};
use qualify_plan::Date;

use crate::settings::Level;
use crate::{Context, lints, suppress};

/// One thing that is looked for.
pub trait Lint: Sync {
    /// Its name.
    fn code(&self) -> Code;

    /// Adds what it finds.
    fn check(&self, ctx: &Context<'_>, out: &mut Vec<Diagnostic>);

    /// Whether its silence says something about the rules. A comment that allows a lint which could not look, or only a part,
    /// or which speaks of leads or days that are others tomorrow, is not called useless.
    fn can_look(&self, _ctx: &Context<'_>) -> bool {
        true
    }
}

macro_rules! lints {
    ($($module:ident::$lint:ident = $name:literal,)*) => {
        /// All lints, in the order of the language reference.
        pub const LINTS: &[&dyn Lint] = &[$(&lints::$module::$lint,)*];

        const PAGES: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("lints/", $name, ".md"))),)*
            ("bad-suppression", include_str!("lints/bad-suppression.md")),
        ];
    };
}

lints! {
    unreachable_rule::UnreachableRule = "unreachable-rule",
    redundant_rule::RedundantRule = "redundant-rule",
    idle_condition::IdleCondition = "idle-condition",
    true_for_every_value::TrueForEveryValue = "true-for-every-value",
    stage_without_rule::StageWithoutRule = "stage-without-rule",
    rule_for_lowest_stage::RuleForLowestStage = "rule-for-lowest-stage",
    stage_always_passed::StageAlwaysPassed = "stage-always-passed",
    ladder_gap::LadderGap = "ladder-gap",
    short_contains::ShortContains = "short-contains",
    negative_test_on_gaps::NegativeTestOnGaps = "negative-test-on-gaps",
    gap_promotes::GapPromotes = "gap-promotes",
    default_in_exit::DefaultInExit = "default-in-exit",
    window_longer_than_kept::WindowLongerThanKept = "window-longer-than-kept",
    never_seen_value::NeverSeenValue = "never-seen-value",
    token_is_a_choice::TokenIsAChoice = "token-is-a-choice",
    similar_values::SimilarValues = "similar-values",
    unused_declaration::UnusedDeclaration = "unused-declaration",
    repeated_test::RepeatedTest = "repeated-test",
    near_thresholds::NearThresholds = "near-thresholds",
    threshold_out_of_reach::ThresholdOutOfReach = "threshold-out-of-reach",
    threshold_always_met::ThresholdAlwaysMet = "threshold-always-met",
    for_each_without_cap::ForEachWithoutCap = "for-each-without-cap",
    idle_cap::IdleCap = "idle-cap",
    fade_longer_than_window::FadeLongerThanWindow = "fade-longer-than-window",
    double_counting::DoubleCounting = "double-counting",
    unreachable_otherwise::UnreachableOtherwise = "unreachable-otherwise",
    first_of_shadowed::FirstOfShadowed = "first-of-shadowed",
    misleading_indentation::MisleadingIndentation = "misleading-indentation",
    review_due::ReviewDue = "review-due",
    rule_expired::RuleExpired = "rule-expired",
    no_owner::NoOwner = "no-owner",
    no_rule_name::NoRuleName = "no-rule-name",
    exit_without_reason::ExitWithoutReason = "exit-without-reason",
    untested_stage::UntestedStage = "untested-stage",
    untested_exit::UntestedExit = "untested-exit",
    untested_rule::UntestedRule = "untested-rule",
    deprecated_name::DeprecatedName = "deprecated-name",
    leads_never_settle::LeadsNeverSettle = "leads-never-settle",
    rule_never_acts::RuleNeverActs = "rule-never-acts",
    point_in_thousands::PointInThousands = "point-in-thousands",
}

/// The page of a lint, as Markdown.
///
/// ```
/// assert!(qualify_lint::page("short-contains").unwrap().starts_with("# short-contains"));
/// assert_eq!(qualify_lint::page("no-such-lint"), None);
/// ```
pub fn page(name: &str) -> Option<&'static str> {
    PAGES.iter().find(|(known, _)| *known == name).map(|(_, page)| *page)
}

/// What looking gives.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Found {
    /// All findings: by file and place, none twice, without those that comments allow, as heavy as the project wants them.
    pub findings: Vec<Diagnostic>,
    /// What had questions that could not be decided, and how many.
    pub undecided: Vec<(Code, u64)>,
}

/// Runs every lint that is not off.
pub fn run(ctx: &Context<'_>) -> Found {
    let (mut found, mut undecided) = (Vec::new(), Vec::new());
    for lint in LINTS {
        if ctx.settings.level(lint.code()) != Level::Off {
            let before = ctx.proofs().undecided();
            lint.check(ctx, &mut found);
            let open = ctx.proofs().undecided().saturating_sub(before);
            undecided.extend((open > 0).then_some((lint.code(), open)));
        }
    }
    sort(&mut found);
    suppress::apply(ctx, &mut found, &undecided);
    sort(&mut found);
    if !ctx.proofs().hold_on_every_day() {
        found.iter_mut().for_each(|finding| say_the_day(finding, ctx.today));
    }
    found.retain_mut(|finding| match ctx.settings.level(finding.code).severity() {
        Some(severity) => {
            finding.severity = severity;
            true
        }
        None => false,
    });
    Found { findings: found, undecided }
}

/// What is proved with the dates of one day is said to be so.
fn say_the_day(finding: &mut Diagnostic, today: Date) {
    if let Some(Evidence::Proof(how)) = &mut finding.evidence {
        *how = format!("as of {today}, {how}");
    }
}

/// By file and place, none twice.
pub(crate) fn sort(found: &mut Vec<Diagnostic>) {
    found.sort_by(|a, b| (a.span, a.code, &a.message).cmp(&(b.span, b.code, &b.message)));
    found.dedup_by(|a, b| (a.span, a.code) == (b.span, b.code));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lints_stand_in_the_order_of_the_reference() {
        let order: Vec<Code> = LINTS.iter().map(|lint| lint.code()).collect();
        let mut sorted = order.clone();
        sorted.sort();
        assert_eq!(order, sorted);
    }

    #[test]
    fn pages_belong_to_their_lints() {
        let names: Vec<&str> =
            LINTS.iter().map(|lint| lint.code().name()).chain(["bad-suppression"]).collect();
        assert_eq!(PAGES.iter().map(|(name, _)| *name).collect::<Vec<_>>(), names);
        for (name, text) in PAGES {
            assert!(text.starts_with(&format!("# {name}\n")), "{name}");
        }
    }
}
