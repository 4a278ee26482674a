//! Invented leads, the same ones every time: the sample data of the packs in `rules/`, and large files for measuring.
//!
//! Nothing here is real. Names, companies and mail domains are put together from word lists, and every domain ends
//! in `.example`. The *shape* of the files is real: headers, marks, quotes, line ends and oddities are those that
//! customer databases export.
//!
//! Everything is a function of fixed seeds and of one fixed day, [`calendar::TODAY`], never of the clock.

pub mod calendar;
pub mod crm24;
pub mod json_lines;
pub mod packs;
pub mod people;
pub mod random;
pub mod read;
pub mod table;
pub mod visits;
