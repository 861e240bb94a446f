//! How fast records and commits are: what `cargo bench` of an adapter measures.
#![allow(clippy::print_stdout, reason = "a measurement")]

use super::{Case, fixtures};
use sallyport_store::Store;
use std::sync::Arc;
use std::time::Instant;

/// Measures records by their callers, and commits, and prints what it finds.
pub async fn records(store: Arc<dyn Store>) {
    let case = Arc::new(Case::start(store).await);
    for callers in [1_u32, 8, 32, 256, 1024] {
        let each = (20_000 / callers).min(2_000);
        let (start, before) = (Instant::now(), processor_seconds());
        let tasks: Vec<_> = (0..callers)
            .map(|caller| {
                let case = Arc::clone(&case);
                tokio::spawn(async move {
                    for number in 0..each {
                        let on = Some((
                            "query",
                            "query_0193f0c20193f0c20193f0c20193f0c2",
                            "customers",
                        ));
                        let at = i64::from(caller + number);
                        let receipt = fixtures::receipt_of(case.tenant, "query.run", at, on)
                            .with("rows", number);
                        case.store.record(receipt).await.unwrap();
                    }
                })
            })
            .collect();
        for task in tasks {
            task.await.unwrap();
        }
        let rate = f64::from(callers * each) / start.elapsed().as_secs_f64();
        let busy = processor_seconds() - before;
        let of_processor = f64::from(callers * each) / busy;
        println!(
            "{callers:5} callers: {rate:8.0} records/s, {of_processor:8.0} per second of processor time"
        );
    }
    let mut times = Vec::new();
    for number in 0..300 {
        let mut tx = case.begin().await;
        tx.add_workspace(&fixtures::workspace(&format!("Workspace {number}")))
            .await
            .unwrap();
        let start = Instant::now();
        case.commit(tx).await;
        times.push(start.elapsed());
    }
    times.sort();
    println!("commit: p50 {:?}, p99 {:?}", times[150], times[297]);
}

/// What this process has used, beside which the rate on a busy machine can be judged.
fn processor_seconds() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap();
    let fields: Vec<&str> = stat
        .rsplit_once(')')
        .unwrap()
        .1
        .split_whitespace()
        .collect();
    let ticks: u32 = fields[11].parse::<u32>().unwrap() + fields[12].parse::<u32>().unwrap();
    f64::from(ticks) / 100.0
}
