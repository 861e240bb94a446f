//! The broker: names are resolved once, and every address counts.

use async_trait::async_trait;
use sallyport_connectors::egress::{Resolve, Tls};
use sallyport_connectors::{Allowance, Egress};
use sallyport_query::RunError;
use sallyport_query::target::parse_host;
use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Answers with the next of its answers each time, as a name does that is made to change.
struct Changing {
    answers: Vec<Vec<&'static str>>,
    asked: AtomicUsize,
}

#[async_trait]
impl Resolve for Changing {
    async fn resolve(&self, _: &str) -> std::io::Result<Vec<IpAddr>> {
        let turn = self.asked.fetch_add(1, Ordering::SeqCst);
        Ok(self.answers[turn.min(self.answers.len() - 1)]
            .iter()
            .map(|text| text.parse().unwrap())
            .collect())
    }
}

fn broker(answers: Vec<Vec<&'static str>>, allowances: &[&str]) -> (Egress, Arc<Changing>) {
    let resolver = Arc::new(Changing {
        answers,
        asked: AtomicUsize::new(0),
    });
    let allowances = allowances
        .iter()
        .map(|text| text.parse::<Allowance>().unwrap())
        .collect();
    (
        Egress::with(resolver.clone(), allowances, Tls::system()),
        resolver,
    )
}

#[tokio::test]
async fn one_inner_address_among_public_ones_spoils_the_name() {
    let (egress, _) = broker(vec![vec!["93.184.216.34", "10.0.0.1"]], &[]);

    let result = egress
        .connect(&parse_host("a.example.com").unwrap(), 80)
        .await;

    assert!(matches!(
        result,
        Err(RunError::DestinationRefused {
            reason: "private address"
        })
    ));
}

#[tokio::test]
async fn a_name_is_resolved_once_and_the_connection_goes_to_what_was_checked() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let allowed = format!("a.example.com:{port}");
    let (egress, resolver) = broker(
        vec![vec!["127.0.0.1"], vec!["169.254.169.254"]],
        &[&allowed],
    );
    let host = parse_host("a.example.com").unwrap();

    let stream = egress.connect(&host, port).await.unwrap();

    assert_eq!(stream.peer_addr().unwrap().ip().to_string(), "127.0.0.1");
    assert_eq!(resolver.asked.load(Ordering::SeqCst), 1);
    // An allowed name does not lead to the metadata service.
    assert!(matches!(
        egress.connect(&host, port).await,
        Err(RunError::DestinationRefused { .. })
    ));
}

#[tokio::test]
async fn a_name_without_addresses_is_unreachable() {
    let (egress, _) = broker(vec![vec![]], &[]);

    let result = egress
        .connect(&parse_host("a.example.com").unwrap(), 80)
        .await;

    assert!(matches!(result, Err(RunError::Unreachable { .. })));
}
