//! The environments that a datasource is configured for.

crate::words! {
    /// Where a query runs: each environment has its own configuration and credentials.
    pub enum Environment {
        /// What builders work against.
        Development = "development",
        /// A rehearsal of production.
        Staging = "staging",
        /// What people use.
        Production = "production",
    }
}
