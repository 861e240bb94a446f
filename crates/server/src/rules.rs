//! What apps must know of queries, told by the crate that knows.

use sallyport_apps::QueryRules;
use sallyport_model::document::{Fault, QueryRecord};
use sallyport_query::Plan;

/// The rules of the query proxy.
#[derive(Debug, Clone, Copy)]
pub struct Rules;

impl QueryRules for Rules {
    fn check(&self, query: &QueryRecord) -> Result<(), Vec<Fault>> {
        Plan::compile(&query.body).map(drop).map_err(|error| {
            let message = match error.hint() {
                Some(hint) => format!("{error}: {hint}"),
                None => error.to_string(),
            };
            vec![Fault {
                path: format!("{}.body", query.id),
                message,
            }]
        })
    }

    fn inputs(&self, query: &QueryRecord) -> Vec<String> {
        Plan::compile(&query.body)
            .map(|plan| plan.inputs().map(str::to_owned).collect())
            .unwrap_or_default()
    }
}
