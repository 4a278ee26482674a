//! Files of leads are opened to learn what columns they have, before any lead is judged.

use qualify::leads::{Headers, LeadReader};
use qualify::plan::Plan;

use super::read::Damage;
use crate::inputs::Inputs;
use crate::inputs::source::Source;
use crate::progress::Progress;
use crate::stop::{Exit, Stop};

/// The headers of a file of leads.
pub(super) struct FileHeaders {
    /// The file.
    pub(super) name: String,
    /// Its headers; none if they are known only when the last row is read.
    pub(super) headers: Option<Vec<String>>,
}

/// Opens the only file, or looks at the headers of several, so that what is wrong with the last of them is told before the first
/// is judged.
pub(super) fn look_into(
    plan: &Plan,
    inputs: &Inputs,
    progress: &Progress,
    damage: Damage,
) -> Result<(Option<LeadReader>, Vec<FileHeaders>), Stop> {
    let headers = |leads: &LeadReader| {
        let table = leads.table();
        (table.header_kind() == Headers::Fixed).then(|| table.headers().to_vec())
    };
    let name = |source: &Source| source.name().to_owned();
    if let [only] = inputs.leads.files() {
        let leads = inputs.open(only, plan, progress, None)?;
        let headers = headers(&leads);
        return Ok((Some(leads), vec![FileHeaders { name: name(only), headers }]));
    }
    let mut files = Vec::new();
    for source in inputs.leads.files() {
        if !source.is_file() {
            files.push(FileHeaders { name: name(source), headers: None });
            continue;
        }
        match inputs.open(source, plan, &Progress::start(), None) {
            Ok(leads) => files.push(FileHeaders { name: name(source), headers: headers(&leads) }),
            Err(Stop::Because(Exit::Unreadable, _)) if damage == Damage::IsTold => {}
            Err(Stop::Because(Exit::Unreadable, why)) => {
                return Err(Stop::unreadable(format!("{why} `--keep-going` judges the other files.")));
            }
            Err(stop) => return Err(stop),
        }
    }
    Ok((None, files))
}
