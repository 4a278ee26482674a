//! A review becomes what people and programs read: text, Markdown, JSON, HTML.

pub(crate) mod html;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod markdown;
mod words;
