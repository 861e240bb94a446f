//! Bad input on every operation, made from `spec/openapi.json`: whatever is sent, the answer is a problem whose code
//! is in `spec/problems.md`, and never the server's own fault.

use crate::support::{Reply, Sample, TestServer, Things, Visitor, unique};
use bytes::Bytes;
use http::Method;
use http_body_util::Full;
use sallyport_http::api::Route;
use sallyport_http::endpoints::api;
use serde_json::{Map, Value, json};
use std::collections::HashMap;
use std::sync::LazyLock;

static SPEC: LazyLock<Value> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../../spec/openapi.json")).unwrap());

/// The codes that there are, with their statuses.
static CODES: LazyLock<HashMap<&str, u16>> = LazyLock::new(|| {
    let rows = include_str!("../../../../spec/problems.md")
        .lines()
        .filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        let mut cells = row.split('|').map(str::trim).skip(1);
        (
            cells.next().unwrap().trim_matches('`'),
            cells.next().unwrap().parse().unwrap(),
        )
    })
    .collect()
});

/// What an answer to bad input must be; anything else is a fault.
fn fault(what: &str, reply: &Reply) -> Option<String> {
    let code = reply.code();
    let known = CODES.get(code.as_str()) == Some(&reply.status.as_u16());
    if reply.status.is_client_error() && known {
        reply.clone().is_problem(&code);
        return None;
    }
    Some(format!(
        "{what}: {} {}",
        reply.status,
        reply.text().chars().take(300).collect::<String>()
    ))
}

/// The same, for input that may also be taken as it is.
fn odd(what: &str, reply: &Reply) -> Option<String> {
    if reply.status.is_success() {
        None
    } else {
        fault(what, reply)
    }
}

/// Follows references.
fn resolved(schema: &Value) -> &Value {
    match schema["$ref"].as_str() {
        Some(name) => resolved(SPEC.pointer(&name[1..]).unwrap()),
        None => schema,
    }
}

fn schema_of(route: &Route) -> Option<&'static Value> {
    let method = route.method.as_str().to_lowercase();
    let operation = &SPEC["paths"][format!("/api/v1{}", route.path)][method];
    assert!(
        !operation.is_null(),
        "{} is not in spec/openapi.json",
        route.id
    );
    operation
        .pointer("/requestBody/content/application~1json/schema")
        .map(resolved)
}

/// The JSON types that a schema takes; empty if it takes anything, or says so in a way that is not read here.
fn types(schema: &Value) -> Vec<&str> {
    let schema = resolved(schema);
    if let Some(any) = schema["oneOf"].as_array() {
        let each: Vec<_> = any.iter().map(types).collect();
        return if each.iter().any(Vec::is_empty) {
            Vec::new()
        } else {
            each.concat()
        };
    }
    match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(many) => many.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// A value of each type that the schema does not take.
fn wrong_values(schema: &Value) -> Vec<Value> {
    let taken = types(schema);
    if taken.is_empty() {
        return Vec::new();
    }
    let all = [
        ("null", json!(null)),
        ("boolean", json!(true)),
        ("integer", json!(7)),
        ("number", json!(7.5)),
        ("string", json!("seven")),
        ("array", json!([7])),
        ("object", json!({ "seven": 7 })),
    ];
    let taken_as =
        |kind: &str| taken.contains(&kind) || (kind == "integer" && taken.contains(&"number"));
    let mut wrong: Vec<_> = all
        .into_iter()
        .filter(|(kind, _)| !taken_as(kind))
        .map(|(_, value)| value)
        .collect();
    if taken.contains(&"integer") {
        wrong.extend([json!(-1), json!(1e300), json!(u64::MAX)]);
    }
    if resolved(schema)["enum"].is_array() || resolved(schema)["pattern"].is_string() {
        wrong.push(json!("nothing of the kind"));
    }
    wrong
}

/// Every body that differs from a good one in one place so that it fits the schema no more, with words for it.
fn violations(schema: &Value, good: &Value) -> Vec<(String, Value)> {
    let (schema, mut bad) = (resolved(schema), Vec::new());
    let Value::Object(members) = good else {
        return bad;
    };
    if schema["additionalProperties"] == json!(false) {
        let mut more = members.clone();
        more.insert("no_such_member".to_owned(), json!(1));
        bad.push(("an unknown member".to_owned(), Value::Object(more)));
    }
    for required in schema["required"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
    {
        let mut less = members.clone();
        less.remove(required);
        bad.push((format!("without `{required}`"), Value::Object(less)));
    }
    let none = Map::new();
    for (name, member) in schema["properties"].as_object().unwrap_or(&none) {
        let mut with = |value: Value, words: String| {
            let mut changed = members.clone();
            changed.insert(name.clone(), value);
            bad.push((words, Value::Object(changed)));
        };
        for wrong in wrong_values(member) {
            let words = format!("`{name}`: {wrong}");
            with(wrong, words);
        }
        for (words, inner) in members
            .get(name)
            .map(|good| violations(member, good))
            .unwrap_or_default()
        {
            with(inner, format!("`{name}` {words}"));
        }
    }
    bad
}

/// Bodies that fit the schema, at the edge of what anyone should send.
fn oddities(good: &Value) -> Vec<(String, Value)> {
    let Value::Object(members) = good else {
        return Vec::new();
    };
    let texts = [
        "",
        " ",
        "\u{0}",
        "a\u{0}b",
        "\u{202e}abc",
        "🦀",
        "'; drop table person; --",
        "../../etc/passwd",
        "{{ user.email }}",
    ];
    let long = "x".repeat(100_000);
    let mut odd = Vec::new();
    for name in members
        .iter()
        .filter(|(_, value)| value.is_string())
        .map(|(name, _)| name)
    {
        for text in texts.into_iter().chain([long.as_str()]) {
            let mut changed = members.clone();
            changed.insert(name.clone(), json!(text));
            odd.push((
                format!("`{name}`: {:.20}", text.escape_debug().to_string()),
                Value::Object(changed),
            ));
        }
    }
    odd
}

async fn send_bytes(
    t: &TestServer,
    who: &Visitor<'_>,
    sample: &Sample,
    kind: Option<&str>,
    body: Vec<u8>,
) -> Reply {
    let mut builder = who.request(sample.method.clone(), &sample.path);
    if let Some(kind) = kind {
        builder = builder.header("content-type", kind);
    }
    t.send(builder.body(Full::new(Bytes::from(body))).unwrap())
        .await
}

/// Goes through every operation with a good request on things of its own.
async fn each(t: &TestServer, who: &Visitor<'_>) -> Vec<(&'static Route, Sample, Things)> {
    static ROUTES: LazyLock<sallyport_http::api::Api> = LazyLock::new(api);
    let mut all = Vec::new();
    for route in ROUTES.routes() {
        let on = t.things().await;
        all.push((route, t.sample(route, &on, who).await, on));
    }
    all
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_body_that_does_not_fit_the_schema_is_refused_with_a_known_problem() {
    let t = TestServer::start().await;
    let (who, mut faults, mut tried) = (t.administrator().await, Vec::new(), 0);
    for (route, sample, _) in each(&t, &who).await {
        let Some(good) = &sample.body else { continue };
        for (words, body) in violations(schema_of(route).unwrap(), good) {
            let reply = who
                .send(sample.method.clone(), &sample.path, Some(&body))
                .await;
            faults.extend(fault(&format!("{} {words}", route.id), &reply));
            tried += 1;
        }
        for (words, body) in oddities(good) {
            let reply = who
                .send(sample.method.clone(), &sample.path, Some(&body))
                .await;
            faults.extend(odd(&format!("{} {words}", route.id), &reply));
        }
    }
    assert!(
        faults.is_empty(),
        "{} of {tried}:\n{}",
        faults.len(),
        faults.join("\n")
    );
    assert!(tried > 200, "only {tried}: has the file lost its schemas?");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_no_json_or_too_much_of_it_is_refused_with_a_known_problem() {
    let t = TestServer::start().await;
    let (who, mut faults) = (t.administrator().await, Vec::new());
    for (route, sample, _) in each(&t, &who).await {
        if route.id == "sign_out" {
            continue;
        }
        let json = Some("application/json");
        let good = sample
            .body
            .as_ref()
            .map(Value::to_string)
            .unwrap_or_default();
        let mut bad: Vec<(&str, Option<&str>, Vec<u8>)> = vec![
            ("half an object", json, b"{\"name\": ".to_vec()),
            ("no UTF-8", json, vec![b'"', 0xff, 0xfe, b'"']),
            ("deeply nested", json, vec![b'['; 5_000]),
            ("a second value", json, format!("{good}{{}}").into_bytes()),
            ("more than it takes", json, vec![b' '; route.max_body + 1]),
            (
                "another kind",
                Some("text/plain"),
                if good.is_empty() {
                    b"x".to_vec()
                } else {
                    good.clone().into()
                },
            ),
            (
                "a form",
                Some("application/x-www-form-urlencoded"),
                b"name=x".to_vec(),
            ),
        ];
        if route.takes_body {
            bad.push(("nothing", json, Vec::new()));
            bad.push(("no kind", None, good.clone().into()));
            bad.push((
                "a member twice",
                json,
                good.replacen('{', "{\"x\":1,\"x\":1,", 1).into(),
            ));
        }
        for (words, kind, body) in bad {
            let reply = send_bytes(&t, &who, &sample, kind, body).await;
            faults.extend(fault(&format!("{} {words}", route.id), &reply));
            // Nobody turns another's key, so that no body of this administrator's is read.
            let read = route.id != "rotate_own_key";
            if words == "more than it takes" && read && reply.code() != "too_large" {
                faults.push(format!("{} {words}: {}", route.id, reply.code()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_id_that_is_malformed_unknown_or_of_another_tenant_is_not_found() {
    let t = TestServer::start().await;
    let (who, mut faults, mut tried) = (t.administrator().await, Vec::new(), 0);
    let other = &t.world.other;
    let foreign = HashMap::from([
        ("app", other.console.app.to_string()),
        ("query", other.console.customers.to_string()),
        ("workspace", other.workspace.to_string()),
        ("datasource", other.datasource.to_string()),
        ("person", other.administrator.to_string()),
        ("record", other.record.to_string()),
    ]);
    for (route, sample, _) in each(&t, &who).await {
        let names: Vec<&str> = route.path.split('/').collect();
        let at: Vec<usize> = (0..names.len())
            .filter(|at| names[*at].starts_with('{'))
            .collect();
        for place in at {
            let name = names[place].trim_matches(['{', '}']);
            let mut wrong: Vec<String> = [
                "x",
                "%00",
                "%ff",
                "..%2f..%2fetc",
                "-1",
                "99999999999999999999",
                "null",
                "{app}",
            ]
            .map(|text| text.replace('{', "%7B").replace('}', "%7D"))
            .to_vec();
            wrong.push("x".repeat(5_000));
            wrong.extend(foreign.get(name).cloned());
            let mut segments: Vec<String> = sample.path.split('/').map(str::to_owned).collect();
            if let Some((prefix, digits)) = segments[place + 2].clone().split_once('_') {
                wrong.push(format!("{prefix}_{}", unique()));
                wrong.push(format!("other_{digits}"));
                wrong.push(format!("{prefix}_{}", digits.to_uppercase()).replace(digits, "0"));
            }
            for text in wrong {
                segments[place + 2].clone_from(&text);
                let reply = who
                    .send(
                        sample.method.clone(),
                        &segments.join("/"),
                        sample.body.as_ref(),
                    )
                    .await;
                let words = format!("{} {name}={text:.60}", route.id);
                faults.extend(fault(&words, &reply));
                if reply.status != 404 {
                    faults.push(format!("{words}: {}", reply.status));
                }
                tried += 1;
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    assert!(tried > 200, "only {tried}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn parameters_that_an_operation_does_not_take_are_refused_with_a_known_problem() {
    let t = TestServer::start().await;
    let (who, mut faults) = (t.administrator().await, Vec::new());
    for (route, sample, _) in each(&t, &who).await {
        let ask = async |query: &str| {
            who.send(
                sample.method.clone(),
                &format!("{}?{query}", sample.path),
                sample.body.as_ref(),
            )
            .await
        };
        for query in [
            "no_such_parameter=1",
            "=",
            "%00=%00",
            "limit=1&limit=2",
            "__proto__=1",
        ] {
            faults.extend(fault(&format!("{} ?{query}", route.id), &ask(query).await));
        }
    }
    let lists = [
        (
            "/api/v1/people",
            &[
                "limit=0",
                "limit=-1",
                "limit=201",
                "limit=x",
                "limit=1e3",
                "cursor=x",
                "cursor=%00",
                "limit=",
                "search=%00",
                "role=emperor",
                "status=maybe",
                "group=x",
            ][..],
        ),
        (
            "/api/v1/audit/records",
            &[
                "limit=0",
                "limit=70000",
                "cursor=x",
                "from=yesterday",
                "to=1",
                "outcome=maybe",
                "outcome=",
                "from=2026-13-01T00:00:00Z",
            ],
        ),
        (
            "/api/v1/mail",
            &["limit=0", "cursor=x", "cursor=%00", "state=maybe"],
        ),
    ];
    for (path, queries) in lists {
        for query in queries {
            let reply = who.get(&format!("{path}?{query}")).await;
            faults.extend(fault(&format!("{path}?{query}"), &reply));
        }
        for text in ["%27%20or%201=1", "%25", "%00", "%ff", &"x".repeat(5_000)] {
            let reply = who
                .get(&format!(
                    "/api/v1/audit/records?actor={text}&action={text}&object={text}"
                ))
                .await;
            faults.extend(odd(&format!("actor={text:.30}"), &reply));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[tokio::test]
async fn an_address_or_method_that_is_none_is_refused_with_a_known_problem() {
    let t = TestServer::start().await;
    let (who, mut faults) = (t.administrator().await, Vec::new());
    for path in [
        "/api/v1/nothing",
        "/api/v2/apps",
        "/api/",
        "/api/v1/apps/",
        "/api/v1//apps",
        "/api/v1/apps/../people",
    ] {
        for method in [Method::GET, Method::POST, Method::DELETE] {
            let reply = who.send(method.clone(), path, None).await;
            faults.extend(fault(&format!("{method} {path}"), &reply));
        }
    }
    for method in [
        Method::OPTIONS,
        Method::TRACE,
        Method::from_bytes(b"BREW").unwrap(),
        Method::PUT,
    ] {
        let reply = who.send(method.clone(), "/api/v1/apps", None).await;
        faults.extend(fault(&format!("{method} /api/v1/apps"), &reply));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
