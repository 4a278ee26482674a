//! Flags and settings become leads at hand for the lints, read once however often the rules are checked.

use std::cell::RefCell;
use std::rc::Rc;

use qualify::leads::LeadReader;
use qualify::lints::Sample;
use qualify::plan::Plan;

use crate::arguments::LeadFlags;
use crate::inputs::{Inputs, unreadable};
use crate::progress::Progress;
use crate::seen::Seen;
use crate::stop::Stop;
use crate::terminal::{self, text};
use crate::workspace::Workspace;

/// The leads of all programs that are checked.
#[derive(Debug)]
pub(super) struct AtHand<'a> {
    flags: &'a LeadFlags,
    wanted: Wanted,
    read: RefCell<Vec<Read>>,
    notes: RefCell<Vec<String>>,
}

/// Whether leads are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Those of the flags, else those of the project.
    Leads,
    /// None.
    Nothing,
}

/// Leads as they were when they were read; none if they could not be.
#[derive(Debug)]
struct Read {
    inputs: Inputs,
    seen: Seen,
    sample: Option<Rc<Sample>>,
}

impl<'a> AtHand<'a> {
    /// Nothing is read yet.
    pub(super) fn new(flags: &'a LeadFlags, wanted: Wanted) -> Self {
        Self { flags, wanted, read: RefCell::default(), notes: RefCell::default() }
    }

    /// The leads for a program. Leads of the project that cannot be read stop nothing: a note says so.
    pub(super) fn of(&self, workspace: &Workspace, plan: &Plan) -> Result<Option<Rc<Sample>>, Stop> {
        let is_named = self.flags.names_leads();
        if self.wanted == Wanted::Nothing || (!is_named && workspace.settings.leads.file.is_none()) {
            return Ok(None);
        }
        let found = Inputs::find(workspace, plan, self.flags).and_then(|inputs| self.of_inputs(inputs, plan));
        match found {
            Err(Stop::Because(_, message)) if !is_named => {
                self.note(format!("{message}\nSo nothing is said about leads."));
                Ok(None)
            }
            found => found,
        }
    }

    fn of_inputs(&self, inputs: Inputs, plan: &Plan) -> Result<Option<Rc<Sample>>, Stop> {
        let is_same = |read: &&Read| {
            let fits = read.sample.as_ref().is_none_or(|sample| sample.fits(plan));
            read.inputs == inputs && fits && read.seen == read.seen.again()
        };
        if let Some(read) = self.read.borrow().iter().find(is_same) {
            return Ok(read.sample.clone());
        }
        let seen = inputs.seen();
        let with_events = if inputs.events.is_empty() { "" } else { " and its events" };
        let files = format!("{}{with_events}", inputs.leads.name());
        let sample = read(&inputs, plan);
        let kept = sample.as_ref().ok().cloned().map(Rc::new);
        self.read.borrow_mut().retain(|read| read.inputs != inputs);
        self.read.borrow_mut().push(Read { inputs, seen, sample: kept.clone() });
        if let Some(sample) = kept.as_ref().filter(|sample| sample.lost() > 0) {
            let verb = if sample.lost() == 1 { "is" } else { "are" };
            self.note(format!(
                "{} of {files} could not be read and {verb} left out here; `qualify run` tells which.",
                text::counted(sample.lost(), "row"),
            ));
        }
        sample.map(|_| kept)
    }

    fn note(&self, note: String) {
        let mut notes = self.notes.borrow_mut();
        if !notes.contains(&note) {
            notes.push(note);
        }
    }

    /// Says what could not be read, each once.
    pub(super) fn tell(&self) {
        self.notes.take().iter().for_each(|note| terminal::warn(note));
    }

    /// The files of leads and events, as they were before they were read.
    pub(super) fn seen(&self) -> Seen {
        let mut seen = Seen::default();
        self.read.borrow().iter().for_each(|read| seen.join(&read.seen));
        seen
    }
}

fn read(inputs: &Inputs, plan: &Plan) -> Result<Sample, Stop> {
    let progress = Progress::start();
    progress.expect(inputs.length());
    let sample = read_files(inputs, plan, &progress);
    progress.finish();
    sample
}

fn read_files(inputs: &Inputs, plan: &Plan, progress: &Progress) -> Result<Sample, Stop> {
    let open = |file| inputs.open(file, plan, progress, None);
    let mut files = inputs.leads.files().iter();
    // What is wrong with the leads is told before what is wrong with the events.
    let mut next = files.next().map(open).transpose()?;
    let mut events = inputs.read_events(plan, progress)?;
    let mut sample = Sample::new(plan, inputs.leads.name(), &events);
    while let Some(mut leads) = next.take() {
        sample.add(&mut leads, &mut events).map_err(unreadable)?;
        if leads.report().leads == 0 {
            none_read(&leads)?;
        }
        next = files.next().map(open).transpose()?;
    }
    Ok(sample)
}

/// Rows of which none can be read are as good as no file. What is wrong with the first is mostly wrong with all.
fn none_read(leads: &LeadReader) -> Result<(), Stop> {
    let (name, problems) = (leads.table().name(), leads.table().problems());
    let Some(first) = problems.first().first() else { return Ok(()) };
    let rows = match problems.count() {
        1 => "The only row".to_owned(),
        count => format!("None of the {}", text::counted(count, "row")),
    };
    let verb = if problems.count() == 1 { "cannot" } else { "can" };
    Err(Stop::unreadable(format!("{rows} of {name} {verb} be read. Line {}: {}", first.line, first.message)))
}
