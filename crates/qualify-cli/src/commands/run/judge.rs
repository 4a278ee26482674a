//! Leads are read by one thread and judged by another, batch by batch, in the order of the file.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, channel, sync_channel};
use std::thread;

use qualify::analysis::Ways;
use qualify::eval::Columnar;
use qualify::eval::csv::Column;
use qualify::leads::{Events, LeadBatch, LeadReader, TableError};
use qualify::plan::{Date, Plan, Stream};

use super::Judged;
use super::summary::Summary;
use super::verdicts::{Told, Verdicts};
use crate::inputs::unreadable;
use crate::stop::Stop;

/// How many leads are judged at once: as many as stay in the caches of a processor.
const AT_ONCE: usize = 4_096;

/// How many batches are read ahead.
const AHEAD: usize = 1;

/// What leads are judged with, and what becomes of their verdicts.
pub(super) struct Judge<'p> {
    pub(super) plan: &'p Plan,
    pub(super) today: Date,
    pub(super) events: Events,
    pub(super) verdicts: Verdicts,
    pub(super) summary: Summary<'p>,
    /// What is told of each lead.
    pub(super) columns: Vec<Column>,
    pub(super) ways: Option<Ways<'p>>,
}

impl<'p> Judge<'p> {
    /// Judges all leads.
    pub(super) fn run(mut self, leads: LeadReader) -> Result<Judged<'p>, Stop> {
        let mut columnar = Columnar::new(self.plan, self.today);
        let (judged, leads) = thread::scope(|scope| {
            let (full, read) = sync_channel(AHEAD);
            let (used, empty) = channel();
            for _ in 0..AHEAD + 1 {
                // The receiver is at hand.
                let _ = used.send(LeadBatch::new(self.plan));
            }
            let reading = scope.spawn(move || read_all(leads, &empty, &full));
            let mut judged = Ok(());
            for batch in read {
                judged = batch.map_err(unreadable).and_then(|mut batch| {
                    self.batch(&mut columnar, &mut batch)?;
                    // Once the last lead is read nobody takes batches any more.
                    let _ = used.send(batch);
                    Ok(())
                });
                if judged.is_err() {
                    break;
                }
            }
            drop(used);
            (judged, reading.join())
        });
        judged?;
        let leads = leads.unwrap_or_else(|panic| std::panic::resume_unwind(panic));
        let guarded = self.verdicts.guarded();
        let (summary, events) = (self.summary, self.events);
        Ok(Judged { summary, leads, events, guarded, output: self.verdicts.close()? })
    }

    fn batch(&mut self, columnar: &mut Columnar<'p>, leads: &mut LeadBatch) -> Result<(), Stop> {
        let refused = self.join(leads);
        self.summary.add_cells(leads, &refused);
        let judged: Vec<usize> = (0..leads.leads()).filter(|lead| !refused.contains(lead)).collect();
        leads.columns.with_batch(|batch| {
            if self.columns == [Column::Result] {
                let results = columnar.results(batch);
                self.summary.add_results(leads, &results, &judged);
                return self.verdicts.add_results(self.plan, leads, &results, &judged);
            }
            let verdicts = columnar.verdicts(batch);
            self.summary.add(leads, &verdicts, &judged);
            let told = Told { plan: self.plan, today: self.today, ways: self.ways.as_ref(), leads, batch };
            self.verdicts.add(&told, &verdicts, &judged)
        })
    }

    /// Gives each lead its rows of events; the leads that have too many are not judged.
    fn join(&mut self, leads: &mut LeadBatch) -> BTreeSet<usize> {
        let mut refused = BTreeSet::new();
        if self.plan.events.is_empty() {
            return refused;
        }
        // Where a wrong column names the leads, thousands of them have the same rows.
        let mut of_key: HashMap<&str, Result<Arc<Vec<Stream>>, String>> = HashMap::new();
        let mut streams: Vec<Arc<Vec<Stream>>> = Vec::with_capacity(leads.leads());
        for lead in 0..leads.leads() {
            let key = leads.key(lead);
            let joined = of_key
                .entry(key)
                .or_insert_with(|| self.events.streams(key).map(Arc::new).map_err(|error| error.to_string()));
            streams.push(joined.clone().unwrap_or_else(|error| {
                self.summary.refuse(leads.line(lead), error);
                refused.insert(lead);
                Arc::default()
            }));
        }
        leads.columns.set_streams(streams);
        refused
    }
}

/// Reads to the end of the file, or until nobody wants more; gives the reader back, who knows what was met.
fn read_all(
    mut leads: LeadReader,
    empty: &Receiver<LeadBatch>,
    full: &SyncSender<Result<LeadBatch, TableError>>,
) -> LeadReader {
    while let Ok(mut batch) = empty.recv() {
        let read = leads.fill(&mut batch, AT_ONCE);
        let is_last = !matches!(read, Ok(true));
        let sent = match read {
            Ok(true) => full.send(Ok(batch)),
            Ok(false) => Ok(()),
            Err(error) => full.send(Err(error)),
        };
        if is_last || sent.is_err() {
            break;
        }
    }
    leads
}
