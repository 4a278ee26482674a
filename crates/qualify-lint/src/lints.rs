//! The lints, one file and one page each.

pub(crate) mod default_in_exit;
pub(crate) mod deprecated_name;
pub(crate) mod double_counting;
pub(crate) mod exit_without_reason;
pub(crate) mod fade_longer_than_window;
pub(crate) mod for_each_without_cap;
pub(crate) mod gap_promotes;
pub(crate) mod misleading_indentation;
pub(crate) mod near_thresholds;
pub(crate) mod no_owner;
pub(crate) mod no_rule_name;
pub(crate) mod repeated_test;
pub(crate) mod review_due;
pub(crate) mod rule_expired;
pub(crate) mod rule_for_lowest_stage;
pub(crate) mod short_contains;
pub(crate) mod similar_values;
pub(crate) mod stage_without_rule;
pub(crate) mod token_is_a_choice;
pub(crate) mod untested_exit;
pub(crate) mod untested_rule;
pub(crate) mod untested_stage;
pub(crate) mod unused_declaration;
pub(crate) mod window_longer_than_kept;
