//! What the servers of this process say in the log of what is wrong with them.

use std::io;
use std::sync::{Mutex, Once, PoisonError};
use tracing_subscriber::filter::LevelFilter;

static SAID: Mutex<String> = Mutex::new(String::new());

struct Keep;

impl io::Write for Keep {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
        said.push_str(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Keeps errors from now on.
pub(crate) fn keep_errors() {
    static BEGUN: Once = Once::new();
    BEGUN.call_once(|| {
        tracing_subscriber::fmt()
            .with_max_level(LevelFilter::ERROR)
            .with_ansi(false)
            .with_writer(|| Keep)
            .init();
    });
}

/// How many errors said that.
pub(crate) fn errors_with(words: &str) -> usize {
    let said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    said.lines().filter(|line| line.contains(words)).count()
}
