//! A file of leads becomes counts: each lead is judged by both versions, as each of them reads it.

use std::cmp::Ordering;

use qualify::Compilation;
use qualify::leads::{Events, LeadReader, Record};
use qualify::plan::{Date, Plan};
use qualify_review::{Counted, Counter};

use crate::arguments::LeadFlags;
use crate::commands::run::lead;
use crate::inputs::{Inputs, files, unreadable};
use crate::progress::Progress;
use crate::stop::Stop;
use crate::terminal::{self, text};
use crate::workspace::Workspace;

/// Counts the leads of the flags, else those of qualify.toml; nothing if neither names any or the file is not here, as exports
/// seldom are in the repository, or if a version has mistakes.
pub(crate) fn count(
    workspace: &Workspace,
    flags: &LeadFlags,
    compiled: [&Compilation; 2],
    today: Date,
) -> Result<Option<Counted>, Stop> {
    let [Some(old), Some(new)] = compiled.map(|compilation| compilation.program.as_ref()) else {
        return Ok(None);
    };
    if !flags.names_leads() && workspace.settings.leads.file.is_none() {
        return Ok(None);
    }
    if !flags.names_leads()
        && let Some(file) = &workspace.settings.leads.file
        && !files::places(workspace, &[]).iter().any(|place| place.exists())
    {
        let (file, place) = (workspace.shown(&file.text), workspace.setting_place(file.line));
        terminal::note(&format!(
            "{place}: there is no file `{}` here, so no leads are counted.",
            text::clean(&file)
        ));
        return Ok(None);
    }
    let (old, new) = (&old.plan, &new.plan);
    let after = Inputs::find(workspace, new, flags)?;
    if after.read_stdin() {
        return Err(Stop::usage(
            "Leads are read twice here, once by each version, which standard input cannot be. Save them in a file.",
        ));
    }
    let before = after.for_version(new, old);
    let progress = Progress::start();
    progress.expect(2 * after.length());
    let counted = (|| {
        let mut counter = Counter::new(old, new, today);
        let after_files = after.leads.name();
        let mut before = Reader::open(&before, old, &progress)?;
        let mut after = Reader::open(&after, new, &progress)?;
        together(&mut before, &mut after, &mut counter)?;
        Ok(counter.finish(after_files))
    })();
    progress.finish();
    counted.map(Some)
}

/// The leads as one version reads them.
struct Reader<'a> {
    inputs: &'a Inputs,
    plan: &'a Plan,
    progress: &'a Progress,
    /// The file that is being read.
    file: usize,
    leads: Option<LeadReader>,
    events: Events,
    next: Option<Record>,
}

impl<'a> Reader<'a> {
    fn open(inputs: &'a Inputs, plan: &'a Plan, progress: &'a Progress) -> Result<Self, Stop> {
        let mut reader = Self {
            inputs,
            plan,
            progress,
            file: 0,
            leads: None,
            events: Events::not_collected(plan),
            next: None,
        };
        reader.open_file()?;
        reader.events = inputs.read_events(plan, progress)?;
        reader.advance()?;
        Ok(reader)
    }

    fn open_file(&mut self) -> Result<(), Stop> {
        let open = |file| self.inputs.open(file, self.plan, self.progress, None);
        self.leads = self.inputs.leads.files().get(self.file).map(open).transpose()?;
        Ok(())
    }

    fn advance(&mut self) -> Result<(), Stop> {
        while let Some(leads) = &mut self.leads {
            self.next = leads.next().transpose().map_err(unreadable)?;
            if self.next.is_some() {
                return Ok(());
            }
            self.file += 1;
            self.open_file()?;
        }
        self.next = None;
        Ok(())
    }
}

/// Walks both readers line by line; a line that one of them could not read is counted as that.
fn together(before: &mut Reader<'_>, after: &mut Reader<'_>, counter: &mut Counter<'_>) -> Result<(), Stop> {
    loop {
        let order = match (&before.next, &after.next) {
            (None, None) => return Ok(()),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(one), Some(other)) => (before.file, one.line).cmp(&(after.file, other.line)),
        };
        match order {
            Ordering::Less => {
                counter.refuse(1);
                before.advance()?;
            }
            Ordering::Greater => {
                counter.refuse(0);
                after.advance()?;
            }
            Ordering::Equal => {
                if let (Some(old), Some(new)) = (&mut before.next, &mut after.next) {
                    let key = new.key.clone();
                    match (lead(&mut before.events, old)?, lead(&mut after.events, new)?) {
                        (Ok(old), Ok(new)) => counter.add(&key, &old, &new),
                        (old, new) => {
                            (0..2)
                                .zip([old.is_err(), new.is_err()])
                                .filter(|(_, is_lost)| *is_lost)
                                .for_each(|(at, _)| counter.refuse(at));
                        }
                    }
                }
                before.advance()?;
                after.advance()?;
            }
        }
    }
}
