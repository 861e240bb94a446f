//! What the audit log of a test's server says.

use super::server::TestServer;
use sallyport_policy::Outcome;
use sallyport_store::AuditRecord;
use sallyport_store::audit::AuditFilter;
use std::fmt::Display;

/// The audit log of the tenant.
pub(crate) struct Audit<'t>(&'t TestServer);

impl TestServer {
    pub(crate) fn audit(&self) -> Audit<'_> {
        Audit(self)
    }
}

impl Audit<'_> {
    /// The records of that outcome about an act on a thing, the newest first.
    pub(crate) async fn of(
        &self,
        outcome: Outcome,
        action: &str,
        on: impl Display,
    ) -> Vec<AuditRecord> {
        let filter = AuditFilter {
            action: Some(action.to_owned()),
            object: Some(on.to_string()),
            outcome: Some(outcome),
            ..AuditFilter::default()
        };
        let mut read = self.0.store.read_log(self.0.home).await.unwrap();
        let found = read.records(&filter, None, 200).await.unwrap();
        found
            .iter()
            .map(|record| serde_json::from_slice(&record.body).unwrap())
            .collect()
    }

    /// The act was refused, and the log says so.
    #[track_caller]
    pub(crate) fn denied(
        &self,
        action: &'static str,
        on: impl Display,
    ) -> impl Future<Output = ()> {
        self.says(Outcome::Denied, action, on.to_string())
    }

    #[track_caller]
    fn says(&self, outcome: Outcome, action: &'static str, on: String) -> impl Future<Output = ()> {
        let asked = std::panic::Location::caller();
        async move {
            let found = self.of(outcome, action, &on).await;
            assert!(
                !found.is_empty(),
                "{asked}: the log has no {} `{action}` on {on}",
                outcome.as_str()
            );
        }
    }

    /// Every record there is, as it is kept.
    pub(crate) async fn everything(&self) -> Vec<AuditRecord> {
        let (mut all, mut before) = (Vec::new(), None);
        loop {
            let mut read = self.0.store.read_log(self.0.home).await.unwrap();
            let found = read
                .records(&AuditFilter::default(), before, 200)
                .await
                .unwrap();
            let Some(last) = found.last() else { return all };
            before = Some(last.sequence);
            all.extend(
                found
                    .iter()
                    .map(|record| serde_json::from_slice::<AuditRecord>(&record.body).unwrap()),
            );
        }
    }
}
