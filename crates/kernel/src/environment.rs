//! The environments that a datasource is configured for.

use serde::{Deserialize, Serialize};
use std::fmt;

/// Where a query runs: each environment has its own configuration and credentials.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Environment {
    /// What builders work against.
    Development,
    /// A rehearsal of production.
    Staging,
    /// What people use.
    Production,
}

impl Environment {
    /// All environments, in the order of promotion.
    pub const ALL: [Self; 3] = [Self::Development, Self::Staging, Self::Production];

    /// The word that stands for it in the API, the store and the audit log.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Development => "development",
            Self::Staging => "staging",
            Self::Production => "production",
        }
    }

    /// The environment of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|environment| environment.as_str() == name)
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
