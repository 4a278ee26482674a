//! Bytes that were read become a bar on the terminal, when the work takes longer than a second.

use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal;

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the work is.
#[derive(Debug)]
pub(crate) struct Progress {
    started: Instant,
    read: Arc<AtomicU64>,
    total: Arc<AtomicU64>,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), read: Arc::default(), total: Arc::default(), bar: None }
    }

    /// The same reader, whose bytes count; `length` is how many there will be.
    pub(crate) fn watch<R: Read>(&self, reader: R, length: Option<u64>) -> Watched<R> {
        self.total.fetch_add(length.unwrap_or(0), Ordering::Relaxed);
        Watched { reader, read: Arc::clone(&self.read) }
    }

    /// Draws the bar, if it is time and somebody looks.
    pub(crate) fn tick(&mut self, what: &str) {
        if self.bar.is_none() && self.started.elapsed() > PATIENCE && terminal::is_watched() {
            self.bar = Some(bar(self.total.load(Ordering::Relaxed)));
        }
        if let Some(bar) = &self.bar {
            bar.set_message(what.to_owned());
            bar.set_position(self.read.load(Ordering::Relaxed));
        }
    }

    /// Takes the bar away; how long the work took.
    pub(crate) fn finish(self) -> Duration {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        self.started.elapsed()
    }
}

fn bar(total: u64) -> ProgressBar {
    let (bar, template) = match total {
        0 => (ProgressBar::new_spinner(), "{spinner} {bytes} read, {elapsed}, {msg}"),
        total => (ProgressBar::new(total), "{bar:30} {percent:>3} %, {eta} left, {msg}"),
    };
    bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
    // The template is one of two constants; without it the bar only looks different.
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style.progress_chars("█▌ "));
    }
    bar
}

/// A reader whose bytes are counted.
#[derive(Debug)]
pub(crate) struct Watched<R> {
    reader: R,
    read: Arc<AtomicU64>,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}
