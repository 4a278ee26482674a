//! Files of leads become batches, one file after the other, and a report of each file at its end.

use std::sync::mpsc::{Receiver, SyncSender};

use qualify::leads::{
    Caution, Columns, Events, InputRows, LeadBatch, LeadReader, LeadReport, Place, Problems, TableError,
};
use qualify::plan::{FieldId, Plan};

use super::join::join;
use super::summary::Odd;
use crate::inputs::source::Source;
use crate::inputs::{Inputs, standing, unreadable};
use crate::progress::Progress;
use crate::stop::{Exit, Stop};
use crate::terminal::text;

/// How many leads are judged at once: as many as stay in the caches of a processor.
const AT_ONCE: usize = 8_192;

/// What is done with files that cannot be read to their end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Damage {
    /// The first of them ends all.
    Stops,
    /// They are told, and what can be read of them is judged.
    IsTold,
}

/// Some leads of a file.
pub(super) struct Part {
    pub(super) leads: LeadBatch,
    /// The same as they are written, if that is wanted.
    pub(super) rows: InputRows,
    /// Those that have too many rows of events, and so are not judged, each with a sentence about it.
    pub(super) refused: Vec<(usize, String)>,
}

impl Part {
    /// For leads of a plan; empty.
    pub(super) fn new(plan: &Plan) -> Self {
        Self { leads: LeadBatch::new(plan), rows: InputRows::default(), refused: Vec::new() }
    }
}

/// What comes from the files, in this order.
pub(super) enum Read {
    Leads(Box<Part>),
    EndOfFile(Box<FileReport>),
    Failed(Stop),
}

/// What was met in a file of leads.
pub(crate) struct FileReport {
    /// The file, if it is one of several, so that its rows are told apart from those of others.
    file: Option<String>,
    pub(super) place: Place,
    pub(super) leads: LeadReport,
    pub(super) problems: Problems,
    pub(super) cautions: Vec<Caution>,
    pub(super) columns: Columns,
    pub(super) headers: Vec<String>,
    pub(super) footer_lines: Vec<u64>,
    pub(super) odd: Odd,
    /// Why it could not be read to its end.
    pub(super) damage: Option<String>,
}

impl FileReport {
    /// `line 5`; of one of several files `leads.csv:5`.
    pub(super) fn row(&self, line: u64) -> String {
        match &self.file {
            Some(file) => standing(file, self.place, line),
            None => format!("{} {line}", self.place),
        }
    }

    /// The same with what was odd about its leads.
    pub(super) fn with(self, odd: Odd) -> Self {
        Self { odd, ..self }
    }

    /// The name, if it is one of several files.
    pub(super) fn file(&self) -> Option<&str> {
        self.file.as_deref()
    }

    fn of(leads: &LeadReader, file: Option<String>, damage: Option<String>) -> Self {
        let table = leads.table();
        Self {
            file,
            place: table.place(),
            leads: leads.report().clone(),
            problems: table.problems().clone(),
            cautions: leads.cautions(),
            columns: leads.columns(),
            headers: table.headers().to_vec(),
            footer_lines: table.footer_lines().to_vec(),
            odd: Odd::default(),
            damage,
        }
    }

    /// Of a file that could not even be opened.
    fn unopened(file: Option<String>, why: String) -> Self {
        Self {
            file,
            place: Place::Line,
            leads: LeadReport::default(),
            problems: Problems::default(),
            cautions: Vec::new(),
            columns: Columns::default(),
            headers: Vec::new(),
            footer_lines: Vec::new(),
            odd: Odd::default(),
            damage: Some(why),
        }
    }
}

/// Reads all files.
pub(super) struct Reading<'i> {
    pub(super) inputs: &'i Inputs,
    pub(super) plan: &'i Plan,
    pub(super) progress: &'i Progress,
    pub(super) damage: Damage,
    /// The only file, which is open already.
    pub(super) first: Option<LeadReader>,
    /// Whether leads are wanted as they are written.
    pub(super) keeps_rows: bool,
    /// How many leads of each file are shown with their key, if no others need one.
    pub(super) keyed: Option<u64>,
    /// The fields of which only the domain is of use.
    pub(super) by_domain: Vec<FieldId>,
    /// What each lead gets its rows of.
    pub(super) events: Events,
    /// Room for leads that is not used yet.
    pub(super) spare: Option<Box<Part>>,
}

impl Reading<'_> {
    /// Reads to the end of the last file, or until nobody wants more; gives the events back, who know which leads came up.
    pub(super) fn run(mut self, empty: &Receiver<Box<Part>>, full: &SyncSender<Read>) -> Events {
        self.read_files(empty, full);
        self.events
    }

    fn read_files(&mut self, empty: &Receiver<Box<Part>>, full: &SyncSender<Read>) {
        let mut earlier: Option<LeadReader> = None;
        for source in self.inputs.leads.files() {
            let file = self.inputs.leads.are_several().then(|| source.name().to_owned());
            let mut leads = match self.open(source, earlier.as_mut()) {
                Ok(leads) => leads,
                Err(Stop::Because(Exit::Unreadable, why)) if self.is_passed_over() => {
                    let _ = full.send(Read::EndOfFile(Box::new(FileReport::unopened(file, why))));
                    continue;
                }
                Err(stop) => {
                    let _ = full.send(Read::Failed(stop));
                    return;
                }
            };
            let Some(ended) = self.read(&mut leads, empty, full) else { return };
            let damage = match (ended, self.damage) {
                (Ok(()), _) => None,
                (Err(error), Damage::IsTold) => Some(damage(&leads, &error)),
                (Err(error), Damage::Stops) => {
                    let _ = full.send(Read::Failed(stopped(&leads, error)));
                    return;
                }
            };
            let _ = full.send(Read::EndOfFile(Box::new(FileReport::of(&leads, file, damage))));
            earlier = Some(leads);
        }
    }

    fn open(&mut self, source: &Source, earlier: Option<&mut LeadReader>) -> Result<LeadReader, Stop> {
        let mut leads = match self.first.take() {
            Some(first) => first,
            None => self.inputs.open(source, self.plan, self.progress, earlier)?,
        };
        if self.keeps_rows {
            leads.keep_rows();
        }
        if let Some(keyed) = self.keyed {
            leads.need_keys_of(keyed);
        }
        leads.need_only_domains_of(&self.by_domain);
        Ok(leads)
    }

    fn is_passed_over(&self) -> bool {
        self.damage == Damage::IsTold && self.inputs.leads.are_several()
    }

    fn join(&mut self, part: &mut Part) -> Result<(), TableError> {
        if !self.plan.events.is_empty() {
            part.refused = join(&mut self.events, &mut part.leads)?;
        }
        Ok(())
    }

    /// Reads one file; none if nobody wants more.
    fn read(
        &mut self,
        leads: &mut LeadReader,
        empty: &Receiver<Box<Part>>,
        full: &SyncSender<Read>,
    ) -> Option<Result<(), TableError>> {
        loop {
            let mut part = match self.spare.take() {
                Some(part) => part,
                None => empty.recv().ok()?,
            };
            let ended = leads.fill(&mut part.leads, AT_ONCE);
            leads.swap_rows(&mut part.rows);
            // Before an error there may be leads all the same.
            if part.leads.leads() > 0 && (ended.is_ok() || self.damage == Damage::IsTold) {
                if let Err(error) = self.join(&mut part) {
                    let _ = full.send(Read::Failed(unreadable(error)));
                    return None;
                }
                full.send(Read::Leads(part)).ok()?;
            } else {
                self.spare = Some(part);
            }
            match ended {
                Ok(true) => {}
                Ok(false) => return Some(Ok(())),
                Err(error) => return Some(Err(error)),
            }
        }
    }
}

/// What is wrong with a file of which leads are judged all the same.
fn damage(leads: &LeadReader, error: &TableError) -> String {
    let read = leads.report().leads;
    let rest =
        leads.table().rows_told().map(|rows| rows.saturating_sub(read + leads.table().problems().count()));
    let (read, rest) = (text::counted(read, "lead"), rest.map(|rest| text::counted(rest, "row")));
    match rest {
        Some(rest) => format!("{error} {read} of it can be read, {rest} cannot."),
        None => format!("{error} {read} of it can be read; how many follow is unknown."),
    }
}

/// What is wrong with a file that ends all, and what to do if that is no reason.
fn stopped(leads: &LeadReader, error: TableError) -> Stop {
    let read = leads.report().leads;
    match read {
        0 => unreadable(error),
        read => Stop::unreadable(format!(
            "{error} `--keep-going` judges what can be read, here the {} before this.",
            text::counted(read, "lead")
        )),
    }
}
