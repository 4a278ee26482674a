//! Numbers that stand for names; each indexes one vector of the [`Plan`](crate::Plan).

/// Declares ids: numbers that index one vector each, and cannot be mixed up.
///
/// ```
/// qualify_plan::ids! {
///     DeskId, "Index into `Office::desks`.";
/// }
/// assert_eq!(DeskId::from_index(3).index(), 3);
/// ```
#[macro_export]
macro_rules! ids {
    ($($name:ident, $what:literal;)*) => { $(
        #[doc = $what]
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::serde::Serialize, ::serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl $name {
            /// The id of an index; at most 100,000 declarations exist, so `u32` is enough.
            pub fn from_index(index: usize) -> Self {
                Self(u32::try_from(index).unwrap_or(u32::MAX))
            }

            /// The index.
            pub fn index(self) -> usize {
                self.0 as usize
            }
        }
    )* };
}

ids! {
    FieldId, "Index into `Plan::fields`.";
    EventId, "Index into `Plan::events`.";
    AttributeId, "Index into `Event::attributes`.";
    SetId, "Index into `Plan::sets`.";
    ExprId, "Index into `Plan::exprs`.";
    ScoreId, "Index into `Plan::scores`.";
    GradeId, "Index into `Plan::grades`.";
    StageId, "Index into `Plan::stages`; a higher stage has a higher index.";
    ExitId, "Index into `Plan::exits`; a stronger exit has a lower index.";
    OutcomeId, "Index into `Plan::outcomes`.";
    RuleId, "Index into `Plan::rules`.";
}
