//! Bytes that were read become a bar on the terminal, when the work takes longer than a second.

mod steps;

use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::terminal;

pub(crate) use steps::Steps;

/// How long nothing is shown.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far the work is. Whatever is read through [`Progress::watch`] moves it on.
#[derive(Debug, Clone)]
pub(crate) struct Progress {
    state: Arc<Mutex<State>>,
}

#[derive(Debug)]
struct State {
    started: Instant,
    read: u64,
    total: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        let state = State { started: Instant::now(), read: 0, total: 0, bar: None };
        Self { state: Arc::new(Mutex::new(state)) }
    }

    /// Says how many bytes will be read, all files together.
    pub(crate) fn expect(&self, bytes: u64) {
        self.with(|state| state.total += bytes);
    }

    /// The same reader, whose bytes count.
    pub(crate) fn watch<R: Read>(&self, reader: R) -> Watched<R> {
        Watched { reader, progress: self.clone() }
    }

    /// Counts bytes that are done with.
    pub(crate) fn advance(&self, bytes: u64) {
        self.with(|state| state.advance(bytes));
    }

    /// Takes the bar away; how long the work took.
    pub(crate) fn finish(&self) -> Duration {
        self.with(|state| {
            if let Some(bar) = state.bar.take() {
                bar.finish_and_clear();
            }
            state.started.elapsed()
        })
    }

    fn with<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        change(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl State {
    fn advance(&mut self, bytes: u64) {
        self.read += bytes;
        if self.bar.is_none() && terminal::is_watched() && self.started.elapsed() > PATIENCE {
            self.bar = Some(bar(self.total));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.read);
        }
    }
}

fn bar(total: u64) -> ProgressBar {
    let (bar, template) = match total {
        0 => (ProgressBar::new_spinner(), "{spinner} {bytes} read in {elapsed}"),
        total => (ProgressBar::new(total), "{bar:40} {percent:>3} %  {eta} left"),
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
    progress: Progress,
}

impl<R: Read> Read for Watched<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.reader.read(buffer)?;
        self.progress.advance(count as u64);
        Ok(count)
    }
}
