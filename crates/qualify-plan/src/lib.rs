//! The executable form of a program: what a `.rules` file means, without names to look up and without places in text.
//!
//! Everything behind the compiler (evaluation, analysis, queries) sees only this crate. [`Plan`] is the program,
//! [`Lead`] is what it is asked about, [`Truth`] is what a condition answers.

mod batch;
mod columns;
mod country;
mod date;
mod date_format;
mod decimal;
mod dictionary;
mod fold;
mod ids;
mod lead;
mod plan;
pub mod print;
mod score;
mod short;
mod test;
mod text_map;
mod truth;
mod types;
mod value;

pub use batch::{Batch, Column, Known, bit};
pub use columns::{Codes, ColumnBuilder, Columns, Gaps, SharedCodes};
pub use country::Country;
pub use date::Date;
pub use date_format::DateFormat;
pub use decimal::Decimal;
pub use dictionary::{Dictionary, Entry};
pub use fold::{each_word, fold, fold_into, words};
pub use ids::{
    AttributeId, EventId, ExitId, ExprId, FieldId, GradeId, OutcomeId, RuleId, ScoreId, SetId, StageId,
};
pub use lead::{Lead, Row, Stream};
pub use plan::{
    Band, Combine, Conclusion, Event, Exit, Expr, Fact, Grade, Origin, Outcome, OutcomeValue, Plan, Program,
    Reading, Rule, Set, Stage, Step, Values,
};
pub use score::{BandValue, Each, EachOf, Fade, FirstOf, Line, Score, Sign, Table, TableBand};
pub use short::ShortText;
pub use test::{
    Comparison, DateTest, Day, EventTest, FactRef, Measure, Membership, Place, Predicate, Rows, Subject,
    Test, TextTest, Window,
};
pub use text_map::TextMap;
pub use truth::Truth;
pub use types::{Choices, Currency, Type};
pub use value::Value;
