use super::{cage, config, evaluate};
use sallyport_query::EvaluationError;
use sallyport_sandbox::{Cage, CageConfig};
use serde_json::json;
use std::{sync::Arc, time::Duration};

/// A cage of one child that is soon at the end of its patience.
fn strict() -> Cage {
    let deadline = Duration::from_millis(300);
    Cage::start(CageConfig {
        children: 1,
        deadline,
        ..config()
    })
    .unwrap()
}

#[tokio::test]
async fn what_does_not_end_is_killed() {
    // The last three never come back to the engine's own interrupt.
    for source in [
        "(() => { for (;;) {} })()",
        "(() => { try { for (;;) {} } finally { for (;;) {} } })()",
        "(() => { const a = (1n << 500000n) - 1n; for (;;) if (a * a % 7n === 9n) return })()",
        "'a'.repeat(2 ** 24).indexOf('a'.repeat(2 ** 23) + 'b')",
        "/(a+)+b/.test('a'.repeat(40))",
    ] {
        let cage = strict();

        let found = evaluate(&cage, source, json!({})).await;

        assert_eq!(found, Err(EvaluationError::TimedOut), "{source}");
    }
}

#[tokio::test]
async fn the_next_run_after_a_kill_has_a_new_child() {
    // Long enough for a busy machine to start a child in.
    let deadline = Duration::from_secs(3);
    let cage = Cage::start(CageConfig {
        children: 1,
        deadline,
        ..config()
    })
    .unwrap();

    for _ in 0..2 {
        let endless = evaluate(&cage, "(() => { for (;;) {} })()", json!({})).await;
        assert_eq!(endless, Err(EvaluationError::TimedOut));
        assert_eq!(evaluate(&cage, "1 + 1", json!({})).await, Ok(json!(2)));
    }
}

#[tokio::test]
async fn what_eats_memory_is_stopped_and_its_child_replaced() {
    let cage = Cage::start(CageConfig {
        children: 1,
        ..config()
    })
    .unwrap();
    for source in [
        "(() => { const a = []; for (;;) a.push(new Array(1000).fill(a.length)) })()",
        "(() => { let s = 'x'; for (;;) s += s + Math.random() })()",
        "new ArrayBuffer(2 ** 31)",
        "'x'.repeat(2 ** 29)",
    ] {
        let found = evaluate(&cage, source, json!({})).await;

        let refused = [EvaluationError::OutOfMemory, EvaluationError::Threw];
        assert!(
            matches!(&found, Err(error) if refused.contains(error)),
            "{source}: {found:?}"
        );
        assert_eq!(
            evaluate(&cage, "1 + 1", json!({})).await,
            Ok(json!(2)),
            "after {source}"
        );
    }
}

#[tokio::test]
async fn a_value_that_is_too_large_does_not_come_out() {
    let cage = Cage::start(CageConfig {
        max_output: 1_000,
        ..config()
    })
    .unwrap();

    assert!(evaluate(&cage, "'x'.repeat(900)", json!({})).await.is_ok());
    assert_eq!(
        evaluate(&cage, "'x'.repeat(1100)", json!({})).await,
        Err(EvaluationError::OutOfMemory)
    );
    assert!(evaluate(&cage, "'x'.repeat(900)", json!({})).await.is_ok());
}

#[tokio::test]
async fn a_value_that_is_too_deep_does_not_come_out() {
    let deep = "(() => { let a = 1; for (let i = 0; i < 5000; i++) a = [a]; return a })()";

    assert!(evaluate(&cage(), deep, json!({})).await.is_err());
}

#[tokio::test]
async fn leaves_that_are_too_large_are_refused_before_they_are_sent() {
    let large = "x".repeat(17 * 1024 * 1024);

    let found = evaluate(&cage(), "a.length", json!({ "a": large })).await;

    assert_eq!(found, Err(EvaluationError::OutOfMemory));
}

#[tokio::test]
async fn a_run_that_is_killed_costs_no_other_its_value() {
    let deadline = Duration::from_secs(5);
    let cage = Arc::new(
        Cage::start(CageConfig {
            children: 2,
            deadline,
            ..config()
        })
        .unwrap(),
    );
    let endless = {
        let cage = Arc::clone(&cage);
        tokio::spawn(async move { evaluate(&cage, "(() => { for (;;) {} })()", json!({})).await })
    };

    for n in 0..20 {
        assert_eq!(
            evaluate(&cage, "a.n + 1", json!({"a.n": n})).await,
            Ok(json!(n + 1))
        );
    }

    assert_eq!(endless.await.unwrap(), Err(EvaluationError::TimedOut));
}

#[tokio::test]
async fn a_caller_that_goes_away_does_not_take_the_cage_along() {
    let cage = Arc::new(
        Cage::start(CageConfig {
            children: 1,
            ..config()
        })
        .unwrap(),
    );
    let endless = {
        let cage = Arc::clone(&cage);
        tokio::spawn(async move { evaluate(&cage, "(() => { for (;;) {} })()", json!({})).await })
    };
    tokio::task::yield_now().await;
    endless.abort();

    assert_eq!(evaluate(&cage, "1 + 1", json!({})).await, Ok(json!(2)));
}

#[tokio::test]
async fn a_child_is_replaced_when_it_is_worn() {
    let cage = Cage::start(CageConfig {
        children: 1,
        runs_per_child: 2,
        ..config()
    })
    .unwrap();

    for n in 0..6 {
        assert_eq!(evaluate(&cage, "a", json!({"a": n})).await, Ok(json!(n)));
    }
}

#[tokio::test]
async fn a_program_that_is_no_cage_gives_no_values() {
    let cage = Cage::start(CageConfig {
        children: 1,
        ..CageConfig::new("/bin/true", [])
    })
    .unwrap();

    let found = evaluate(&cage, "1 + 1", json!({})).await;

    assert_eq!(found, Err(EvaluationError::Unavailable));
}
