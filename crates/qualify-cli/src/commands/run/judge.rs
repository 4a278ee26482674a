//! Leads are read by one thread and judged by another, batch by batch, in the order of the files.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use qualify::analysis::Ways;
use qualify::eval::Columnar;
use qualify::eval::csv::Column;
use qualify::leads::{Events, LeadBatch};
use qualify::plan::{Date, Plan, Stream};

use super::Judged;
use super::read::{FileReport, Part, Read, Reading};
use super::summary::Summary;
use super::verdicts::{Told, Verdicts};
use crate::stop::Stop;

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
    pub(super) fn run(mut self, reading: Reading<'_>) -> Result<Judged<'p>, Stop> {
        let mut columnar = Columnar::new(self.plan, self.today);
        let mut files: Vec<FileReport> = Vec::new();
        thread::scope(|scope| {
            let (full, read) = sync_channel(AHEAD);
            let (used, empty) = channel();
            for _ in 0..AHEAD + 1 {
                // The receiver is at hand.
                let _ = used.send(Box::new(Part::new(self.plan)));
            }
            let reading = scope.spawn(move || reading.run(&empty, &full));
            let judged = read.into_iter().try_for_each(|read| match read {
                Read::Failed(stop) => Err(stop),
                Read::EndOfFile(report) => {
                    files.push(report.with(self.summary.end_file()));
                    Ok(())
                }
                Read::Leads(mut part) => {
                    self.batch(&mut columnar, &mut part)?;
                    // Once the last lead is read nobody takes batches any more.
                    let _ = used.send(part);
                    Ok(())
                }
            });
            drop(used);
            if let Err(panic) = reading.join() {
                std::panic::resume_unwind(panic);
            }
            judged
        })?;
        let guarded = self.verdicts.guarded();
        let (summary, events) = (self.summary, self.events);
        Ok(Judged { summary, files, events, guarded, output: self.verdicts.close()? })
    }

    fn batch(&mut self, columnar: &mut Columnar<'p>, part: &mut Part) -> Result<(), Stop> {
        let refused = self.join(&mut part.leads);
        self.summary.add_cells(&part.leads, &refused);
        let judged: Vec<usize> = (0..part.leads.leads()).filter(|lead| !refused.contains(lead)).collect();
        let (leads, rows) = (&part.leads, &part.rows);
        leads.columns.with_batch(|batch| {
            let told =
                Told { plan: self.plan, today: self.today, ways: self.ways.as_ref(), leads, rows, batch };
            if self.columns == [Column::Result] {
                let results = columnar.results(batch);
                self.summary.add_results(leads, &results, &judged);
                return self.verdicts.add_results(&told, &results, &judged);
            }
            let verdicts = columnar.verdicts(batch);
            self.summary.add(leads, &verdicts, &judged);
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
