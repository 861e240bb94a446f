use super::{cage, config, evaluate, value};
use sallyport_query::EvaluationError;
use sallyport_sandbox::{Cage, CageConfig};
use serde_json::json;
use std::sync::Arc;

#[tokio::test]
async fn an_expression_sees_its_leaves() {
    let cage = cage();
    let leaves = json!({"search.value": "ann", "rows[0].id": 7, "rows[0].tags": ["a", "b"]});

    let found = evaluate(
        &cage,
        "search.value + rows[0].id + rows[0].tags.join()",
        leaves,
    )
    .await;

    assert_eq!(found, Ok(json!("ann7a,b")));
}

#[tokio::test]
async fn values_come_back_as_json() {
    let cage = cage();
    for (source, expected) in [
        ("undefined", json!(null)),
        ("null", json!(null)),
        ("NaN", json!(null)),
        ("1 / 0", json!(null)),
        ("10n ** 20n", json!("100000000000000000000")),
        ("[1n]", json!(["1"])),
        (
            "({a: undefined, b: [undefined], c: () => 1})",
            json!({"b": [null]}),
        ),
        ("new Date(0)", json!("1970-01-01T00:00:00.000Z")),
        ("0.1 + 0.2", json!(0.1 + 0.2)),
        ("'\\u{1f600}'", json!("😀")),
        ("{a: {b: 1}}", json!({"a": {"b": 1}})),
        ("1 // a remark", json!(1)),
        ("(1, 2)", json!(2)),
    ] {
        assert_eq!(
            evaluate(&cage, source, json!({})).await,
            Ok(expected),
            "{source}"
        );
    }
}

#[tokio::test]
async fn what_is_not_data_has_no_value() {
    let cage = cage();
    for source in [
        "() => 1",
        "Symbol('x')",
        "(() => { throw 1 })()",
        "missing.value",
        "(() => { const a = []; a.push(a); return a })()",
        "1 +",
        "({ toJSON() { throw 1 } })",
        "new Proxy({}, { ownKeys() { throw 1 } })",
        "(function f() { return f() })()",
    ] {
        let found = evaluate(&cage, source, json!({})).await;
        assert_eq!(found, Err(EvaluationError::Threw), "{source}");
    }
}

#[tokio::test]
async fn leaves_cannot_be_changed() {
    let leaves = json!({"a.list": [{"n": 1}]});

    for source in [
        "a.list.push(1)",
        "a.list[0].n = 2",
        "a.x = 1",
        "delete a.list",
    ] {
        let found = evaluate(&cage(), source, leaves.clone()).await;
        assert_eq!(found, Err(EvaluationError::Threw), "{source}");
    }
}

#[tokio::test]
async fn a_leaf_with_a_prototypes_name_is_only_data() {
    let leaves = json!({"a": {"__proto__": {"x": 1}, "constructor": 2}});

    let found = evaluate(
        &cage(),
        "[a.x, a.constructor, ({}).x, Object.keys(a)]",
        leaves,
    )
    .await;

    assert_eq!(
        found,
        Ok(json!([null, 2, null, ["__proto__", "constructor"]]))
    );
}

#[tokio::test]
async fn a_run_leaves_nothing_for_the_next() {
    let cage = Cage::start(CageConfig {
        children: 1,
        ..config()
    })
    .unwrap();
    let poison = "(() => { globalThis.left = 1; Array.prototype.map = () => 'bad'; \
                  Object.prototype.left = 2; JSON.stringify = () => '666'; return 0 })()";

    assert_eq!(evaluate(&cage, poison, json!({})).await, Ok(json!(0)));

    let after = evaluate(
        &cage,
        "[typeof left, [1].map((x) => x), ({}).left, JSON.stringify(1)]",
        json!({}),
    );
    assert_eq!(after.await, Ok(json!(["undefined", [1], null, "1"])));
}

#[tokio::test]
async fn there_is_no_host_to_reach() {
    let names = "['process', 'require', 'fetch', 'setTimeout', 'std', 'os', 'console', 'print', \
                 'Deno', 'window', 'scriptArgs', 'performance']";

    assert_eq!(
        value("[].constructor.constructor('return typeof process')()").await,
        Ok(json!("undefined"))
    );
    assert_eq!(
        value("(() => { try { return [].constructor.constructor('return process')() } catch (e) { return e.name } })()").await,
        Ok(json!("ReferenceError"))
    );
    let names = value(&format!("{names}.filter((name) => name in globalThis)")).await;
    assert!(
        matches!(names.as_ref(), Ok(found) if *found == json!([]) || *found == json!(["performance"])),
        "{names:?}"
    );
    let imported = value(
        "(() => { let s = 'none'; import('os').then(() => { s = 'got' }, () => {}); return s })()",
    )
    .await;
    assert_eq!(imported, Ok(json!("none")));
}

#[tokio::test]
async fn a_hundred_runs_at_once_each_get_their_own_value() {
    let cage = Arc::new(
        Cage::start(CageConfig {
            children: 4,
            ..config()
        })
        .unwrap(),
    );

    let runs = (0..100).map(|n| {
        let cage = Arc::clone(&cage);
        tokio::spawn(async move { evaluate(&cage, "a.n * 2", json!({"a.n": n})).await })
    });

    for (n, run) in runs.collect::<Vec<_>>().into_iter().enumerate() {
        assert_eq!(run.await.unwrap(), Ok(json!(n * 2)));
    }
}
