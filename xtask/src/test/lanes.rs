//! Lanes: stages of one come one after another, lanes run side by side, and a stage waits for what it needs of another.

use std::{
    sync::{Condvar, Mutex, MutexGuard, PoisonError},
    thread,
    time::{Duration, Instant},
};

use super::{Lane, Stage, Surroundings};
use crate::stage::{Ending, Line, seconds};

/// Do them all; how each ended, in the order in which they did.
pub(super) fn run(chosen: &[&'static Stage], surroundings: &Surroundings) -> Vec<Line> {
    let board = Board::default();
    thread::scope(|scope| {
        for lane in [Lane::Cargo, Lane::Web] {
            let board = &board;
            scope.spawn(move || {
                for stage in chosen.iter().filter(|stage| stage.lane == lane) {
                    board.wait_for(stage, chosen);
                    board.note(attempt(stage, board.missing(stage), surroundings));
                }
            });
        }
    });
    board
        .lines
        .into_inner()
        .unwrap_or_else(PoisonError::into_inner)
}

/// What has ended, and how.
#[derive(Default)]
struct Board {
    lines: Mutex<Vec<Line>>,
    noted: Condvar,
}

impl Board {
    fn lines(&self) -> MutexGuard<'_, Vec<Line>> {
        self.lines.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, line: Line) {
        self.lines().push(line);
        self.noted.notify_all();
    }

    /// Until everything before it has ended that is to be done at all.
    fn wait_for(&self, stage: &Stage, chosen: &[&'static Stage]) {
        let awaited = |lines: &[Line]| {
            stage.needs.iter().chain(stage.after).any(|before| {
                chosen.iter().any(|stage| stage.name == *before)
                    && !lines.iter().any(|line| line.name == *before)
            })
        };
        let mut lines = self.lines();
        while awaited(&lines) {
            lines = self
                .noted
                .wait(lines)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// A stage that it needs and that did not pass.
    fn missing(&self, stage: &Stage) -> Option<&'static str> {
        let lines = self.lines();
        let failed = lines
            .iter()
            .find(|line| line.ending != Ending::Passed && stage.needs.contains(&line.name));
        failed.map(|line| line.name)
    }
}

fn attempt(stage: &Stage, missing: Option<&str>, surroundings: &Surroundings) -> Line {
    let name = stage.name;
    if let Some(need) = missing {
        eprintln!("\x1b[33m– {name}: not run, because {need} did not pass\x1b[0m");
        return Line {
            name,
            ending: Ending::NotRun,
            took: Duration::ZERO,
        };
    }
    eprintln!("\x1b[1m▸ {name}\x1b[0m {}", stage.about);
    let began = Instant::now();
    let done = (stage.work)(surroundings);
    let took = began.elapsed();
    let ending = match done {
        Ok(said) => {
            eprintln!("{said}\x1b[32m✓ {name}\x1b[0m {}", seconds(took));
            Ending::Passed
        }
        Err(error) => {
            eprintln!("\x1b[31m✗ {name}\x1b[0m {}\n{error:#}", seconds(took));
            Ending::Failed
        }
    };
    Line { name, ending, took }
}

#[cfg(test)]
mod tests {
    use super::{Ending, Lane, Stage, Surroundings, run};

    const FINE: Stage = Stage {
        name: "fine",
        about: "",
        lane: Lane::Cargo,
        needs: &[],
        after: &[],
        work: |_| Ok(String::new()),
    };
    const BAD: Stage = Stage {
        name: "bad",
        work: |_| anyhow::bail!("a fault"),
        ..FINE
    };

    #[test]
    fn a_stage_waits_for_those_of_other_lanes_and_is_not_tried_without_what_it_needs() {
        const FIRST: Stage = Stage {
            name: "first",
            lane: Lane::Web,
            needs: &["fine"],
            ..FINE
        };
        const NEEDS_BAD: Stage = Stage {
            name: "needs bad",
            lane: Lane::Web,
            needs: &["bad"],
            ..FINE
        };
        const AFTER_BAD: Stage = Stage {
            name: "after bad",
            lane: Lane::Web,
            after: &["bad", "needs bad", "one that is not to be done"],
            ..FINE
        };
        let chosen = [&FIRST, &NEEDS_BAD, &AFTER_BAD, &FINE, &BAD];

        let lines = run(&chosen, &Surroundings { postgres: None });

        let ended = |name| lines.iter().position(|line| line.name == name);
        assert!(ended("fine") < ended("first"));
        assert!(ended("bad") < ended("needs bad"));
        let mut endings: Vec<_> = lines.iter().map(|line| (line.name, line.ending)).collect();
        endings.sort_by_key(|(name, _)| *name);
        let wanted = [
            ("after bad", Ending::Passed),
            ("bad", Ending::Failed),
            ("fine", Ending::Passed),
            ("first", Ending::Passed),
            ("needs bad", Ending::NotRun),
        ];
        assert_eq!(endings, wanted);
    }
}
