//! What is wrong with a document, all of it at once.

use serde::Serialize;
use std::fmt;

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fault {
    /// Where, as in `records.widget_….layout.w`.
    pub path: String,
    /// What, in lower case, with the author's words in backticks.
    pub message: String,
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

/// A collection of faults while it grows; it keeps the first hundred.
#[derive(Debug, Default)]
pub struct Faults(Vec<Fault>);

impl Faults {
    /// How many faults are told at the most.
    pub const MOST: usize = 100;

    /// Notes one.
    pub fn add(&mut self, path: impl Into<String>, message: impl Into<String>) {
        if self.0.len() < Self::MOST {
            self.0.push(Fault {
                path: path.into(),
                message: message.into(),
            });
        }
    }

    /// Notes one unless `holds`.
    pub fn require(&mut self, holds: bool, path: &str, message: impl FnOnce() -> String) {
        if !holds {
            self.add(path, message());
        }
    }

    /// `Err` if there is any.
    pub fn into_result(self) -> Result<(), Vec<Fault>> {
        if self.0.is_empty() {
            Ok(())
        } else {
            Err(self.0)
        }
    }
}
