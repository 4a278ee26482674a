//! Steps of a review become a line on the terminal, when the work takes longer than a second.

use std::cell::OnceCell;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use qualify_review::Step;

use super::PATIENCE;
use crate::terminal;

/// Shows steps; nothing is left of them at its end.
#[derive(Debug)]
pub(crate) struct Steps {
    started: Instant,
    bar: OnceCell<ProgressBar>,
}

impl Steps {
    /// Starts the clock.
    pub(crate) fn start() -> Self {
        Self { started: Instant::now(), bar: OnceCell::new() }
    }

    /// Tells that a step begins.
    pub(crate) fn tell(&self, step: Step) {
        if terminal::is_watched() && self.started.elapsed() > PATIENCE {
            self.bar.get_or_init(line).set_message(told(step));
        }
    }
}

impl Drop for Steps {
    fn drop(&mut self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

fn told(Step { doing, done, of }: Step) -> String {
    match of {
        0 => doing.told().to_owned(),
        of => format!("{}: {} of {of}", doing.told(), done + 1),
    }
}

fn line() -> ProgressBar {
    let line = ProgressBar::new_spinner();
    line.set_draw_target(ProgressDrawTarget::stderr_with_hz(8));
    // The template is a constant; without it the line only looks different.
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg}, {elapsed}") {
        line.set_style(style);
    }
    line.enable_steady_tick(PATIENCE / 8);
    line
}

#[cfg(test)]
mod tests {
    use qualify_review::Doing;

    use super::*;

    #[test]
    fn steps_are_told_with_their_number_where_there_is_one() {
        let step = |doing, done, of| told(Step { doing, done, of });
        assert_eq!(step(Doing::Witnesses, 2, 12), "looking for leads that show moves: 3 of 12");
        assert_eq!(step(Doing::Moves, 0, 0), "asking which moves are possible");
    }
}
