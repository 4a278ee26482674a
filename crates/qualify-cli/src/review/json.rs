//! A review becomes JSON: its data as it is, with the version of this form.

use qualify_review::Review;
use serde::Serialize;

/// Another form of the data needs another number here.
const FORM: u32 = 1;

#[derive(Serialize)]
struct Told<'a> {
    form: u32,
    tool: &'static str,
    #[serde(flatten)]
    review: &'a Review,
}

/// The review as one JSON object.
pub(crate) fn render(review: &Review) -> String {
    let told = Told { form: FORM, tool: concat!("qualify ", env!("CARGO_PKG_VERSION")), review };
    serde_json::to_string_pretty(&told).map_or_else(|_| String::new(), |text| text + "\n")
}
