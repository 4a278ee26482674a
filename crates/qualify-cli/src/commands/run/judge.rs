//! Leads are read and given their rows by one thread and judged by another, batch by batch, in the order of the files.

use std::collections::BTreeSet;
use std::sync::mpsc::{channel, sync_channel};
use std::thread;

use qualify::analysis::Ways;
use qualify::eval::Columnar;
use qualify::eval::csv::Column;
use qualify::plan::{Date, Plan};

use super::Judged;
use super::read::{FileReport, Part, Read, Reading};
use super::summary::Summary;
use super::verdicts::{Told, Verdicts};
use crate::inputs::unreadable;
use crate::memory;
use crate::stop::Stop;

/// How many batches are read ahead.
const AHEAD: usize = 1;

/// What leads are judged with, and what becomes of their verdicts.
pub(super) struct Judge<'p> {
    pub(super) plan: &'p Plan,
    pub(super) today: Date,
    pub(super) verdicts: Verdicts,
    pub(super) summary: Summary<'p>,
    /// What is told of each lead.
    pub(super) columns: Vec<Column>,
    pub(super) ways: Option<Ways<'p>>,
}

impl<'p> Judge<'p> {
    /// Judges all leads.
    pub(super) fn run(mut self, reading: Reading<'_>) -> Result<Judged<'p>, Stop> {
        memory::keep_freed();
        let mut columnar = Columnar::new(self.plan, self.today);
        let mut files: Vec<FileReport> = Vec::new();
        let (judged, events) = thread::scope(|scope| {
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
            let events = reading.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            (judged, events)
        });
        judged?;
        let mut events = events;
        let guarded = self.verdicts.guarded();
        let unjoined = events.unjoined().map_err(unreadable)?;
        let summary = self.summary;
        Ok(Judged { summary, files, events, unjoined, guarded, output: self.verdicts.close()? })
    }

    fn batch(&mut self, columnar: &mut Columnar<'p>, part: &mut Part) -> Result<(), Stop> {
        let Part { leads, rows, refused } = part;
        for (lead, sentence) in refused.iter() {
            self.summary.refuse(leads.line(*lead), sentence.clone());
        }
        let refused: BTreeSet<usize> = refused.iter().map(|(lead, _)| *lead).collect();
        self.summary.add_cells(leads, &refused);
        let judged: Vec<usize> = (0..leads.leads()).filter(|lead| !refused.contains(lead)).collect();
        let (leads, rows) = (&*leads, &*rows);
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
}
