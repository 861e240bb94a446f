//! Stages: named pieces of work, announced, timed and summed up.

use std::time::{Duration, Instant};

use anyhow::Result;

/// Do a named piece of work, and say how long it took.
pub(crate) fn stage<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("\x1b[1m▸ {name}\x1b[0m");
    let began = Instant::now();
    let done = work();
    let took = seconds(began.elapsed());
    match &done {
        Ok(_) => eprintln!("\x1b[32m✓ {name}\x1b[0m {took}"),
        Err(_) => eprintln!("\x1b[31m✗ {name}\x1b[0m {took}"),
    }
    done
}

/// A duration for people.
pub(crate) fn seconds(duration: Duration) -> String {
    let all = duration.as_secs_f64();
    if all < 60.0 {
        format!("{all:.1} s")
    } else {
        format!(
            "{} min {:02} s",
            duration.as_secs() / 60,
            duration.as_secs() % 60
        )
    }
}

/// How a stage ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Ending {
    /// It did what it should.
    Passed,
    /// It found a fault.
    Failed,
    /// It could not be tried, because an earlier one failed.
    NotRun,
}

/// One line of the summary.
pub(crate) struct Line {
    /// The stage's name.
    pub(crate) name: &'static str,
    /// How it ended.
    pub(crate) ending: Ending,
    /// How long it took.
    pub(crate) took: Duration,
}

/// Print the summary; whether everything passed.
pub(crate) fn sum_up(lines: &[Line], whole: Duration) -> bool {
    eprintln!("\n\x1b[1mSummary\x1b[0m");
    for line in lines {
        let (sign, word) = match line.ending {
            Ending::Passed => ("\x1b[32m✓\x1b[0m", "passed"),
            Ending::Failed => ("\x1b[31m✗\x1b[0m", "FAILED"),
            Ending::NotRun => ("\x1b[33m–\x1b[0m", "not run"),
        };
        eprintln!(
            "  {sign} {:<12} {:<8} {:>12}",
            line.name,
            word,
            seconds(line.took)
        );
    }
    let good = lines.iter().all(|line| line.ending == Ending::Passed);
    eprintln!(
        "  {} in {}",
        if good {
            "everything passed"
        } else {
            "something failed"
        },
        seconds(whole)
    );
    good
}
