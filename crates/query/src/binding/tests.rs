//! What a saved query becomes, and what a value can and cannot do to it.

use super::*;
use crate::evaluate::EvaluationError;
use async_trait::async_trait;
use proptest::prelude::*;
use sallyport_model::document::SqlBody;
use serde_json::json;

/// Gives back what it was asked, so that tests see it.
struct Echo;

#[async_trait]
impl Evaluator for Echo {
    async fn evaluate(
        &self,
        source: &str,
        leaves: &BTreeMap<String, Value>,
    ) -> Result<Value, EvaluationError> {
        Ok(json!({ "source": source, "leaves": leaves }))
    }
}

fn sql(statement: &str) -> Result<Plan, CompileError> {
    Plan::compile(&QueryBody::Sql(SqlBody {
        statement: statement.to_owned(),
    }))
}

fn refused(statement: &str) -> ErrorKind {
    match sql(statement) {
        Err(CompileError::Query(kind)) => kind,
        other => panic!("{statement}: {other:?}"),
    }
}

fn rest(path: &str) -> RestBody {
    RestBody {
        method: RestMethod::Post,
        path: path.to_owned(),
        query: vec![],
        headers: vec![],
        body: None,
    }
}

fn inputs(values: Value) -> Inputs {
    match values {
        Value::Object(map) => map.into_iter().collect(),
        other => panic!("{other}"),
    }
}

fn trusted() -> Trusted {
    Trusted {
        user: json!({ "email": "ada@example.com", "groups": ["support"] }),
        ..Trusted::default()
    }
}

fn bind(plan: &Plan, values: Value) -> Result<BoundQuery, RunError> {
    futures::executor::block_on(plan.bind(inputs(values), &trusted(), &Echo, false))
}

fn bind_sql(statement: &str, values: Value) -> BoundSql {
    match bind(&sql(statement).unwrap(), values).unwrap().body {
        BoundBody::Sql(bound) => bound,
        BoundBody::Http(_) => panic!("not a statement"),
    }
}

fn bind_http(body: RestBody, values: Value) -> Result<BoundHttp, RunError> {
    let plan = Plan::compile(&QueryBody::Rest(body)).unwrap();
    Ok(match bind(&plan, values)?.body {
        BoundBody::Http(bound) => bound,
        BoundBody::Sql(_) => panic!("not a request"),
    })
}

#[test]
fn equal_expressions_are_one_parameter() {
    let bound = bind_sql(
        "select {{ a.b }}, {{c.d}} where x = {{a.b}}",
        json!({ "a.b": 1, "c.d": "two" }),
    );

    assert_eq!(&*bound.dollar, "select  $1 ,  $2  where x =  $1 ");
    assert_eq!(&*bound.question, "select  ?1 ,  ?2  where x =  ?1 ");
    assert_eq!(bound.params, [json!(1), json!("two")]);
}

#[test]
fn a_placeholder_where_no_value_can_be_is_refused_on_save() {
    for (statement, kind) in [
        ("select '{{a.b}}'", ErrorKind::InsideLiteral),
        ("select 'it''s {{a.b}}'", ErrorKind::InsideLiteral),
        (r"select e'\' {{a.b}}'", ErrorKind::InsideLiteral),
        ("select $$ {{a.b}} $$", ErrorKind::InsideLiteral),
        ("select $x$ $$ {{a.b}} $x$", ErrorKind::InsideLiteral),
        ("select * from \"{{a.b}}\"", ErrorKind::InsideIdentifier),
        ("select 1 -- {{a.b}}", ErrorKind::InsideComment),
        ("select /* /* */ {{a.b}} */ 1", ErrorKind::InsideComment),
        ("select $1", ErrorKind::OwnPlaceholder),
        ("select 'open", ErrorKind::Unterminated),
        ("select 1; drop table t", ErrorKind::SeveralStatements),
        ("select 1; {{a.b}}", ErrorKind::SeveralStatements),
        ("  -- nothing\n", ErrorKind::Empty),
        ("/* */ SET role postgres", ErrorKind::ConnectionStatement),
        ("begin", ErrorKind::ConnectionStatement),
    ] {
        assert_eq!(refused(statement), kind, "{statement}");
    }
}

#[test]
fn a_placeholder_behind_a_literal_or_comment_is_a_value() {
    for statement in [
        "select '%' || {{a.b}} || '%'",
        "select '\\' || {{a.b}}",
        "select \"q\"\"q\" + {{a.b}}",
        "select 1 -- it's\n + {{a.b}};",
        "select /* ' */ {{a.b}} ; -- end",
        "select $x$ ' $x$ || {{a.b}}",
        "select tab$le + {{a.b}}",
    ] {
        assert!(sql(statement).is_ok(), "{statement}");
    }
}

#[test]
fn the_page_sends_exactly_the_declared_leaves() {
    let plan =
        sql("select {{ search.value }}, {{ user.email }}, {{ a.b + user.groups[0] }}").unwrap();

    assert_eq!(plan.inputs().collect::<Vec<_>>(), ["a.b", "search.value"]);
    let error = |values| match bind(&plan, values) {
        Err(RunError::Input(error)) => error,
        other => panic!("{other:?}"),
    };
    assert_eq!(
        error(json!({ "a.b": 1 })),
        InputError::Missing("search.value".to_owned())
    );
    assert_eq!(
        error(json!({ "a.b": 1, "search.value": 2, "user.email": "x" })),
        InputError::Trusted("user.email".to_owned())
    );
    assert_eq!(
        error(json!({ "a.b": 1, "search.value": 2, "other": 3 })),
        InputError::Unknown("other".to_owned())
    );
}

#[test]
fn the_server_fills_in_what_it_knows_and_a_script_gets_its_leaves() {
    let bound = bind_sql(
        "select {{ user.email }}, {{ user.groups[0] }}, {{ user.nothing.here }}, {{ a.b + user.email }}",
        json!({ "a.b": 5 }),
    );

    assert_eq!(bound.params[0], "ada@example.com");
    assert_eq!(bound.params[1], "support");
    assert_eq!(bound.params[2], Value::Null);
    assert_eq!(
        bound.params[3],
        json!({ "source": "a.b + user.email", "leaves": { "a.b": 5, "user.email": "ada@example.com" } })
    );
}

#[test]
fn a_value_cannot_add_or_climb_segments() {
    for value in ["..", ".", "", "%2e%2e"] {
        let result = bind_http(rest("/users/{{a.b}}/orders"), json!({ "a.b": value }));
        match result {
            Ok(bound) => assert_eq!(bound.segments, ["users", "%252e%252e", "orders"]),
            Err(RunError::Bind(BindError::PathSegment)) => {}
            Err(other) => panic!("{other:?}"),
        }
    }
    assert!(bind_http(rest("/a/.{{a.b}}"), json!({ "a.b": "." })).is_err());
    assert!(bind_http(rest("/a/%2e{{a.b}}"), json!({ "a.b": "." })).is_err());
    assert!(bind_http(rest("/a/{{a.b}}"), json!({ "a.b": null })).is_err());
}

#[test]
fn a_path_that_a_value_could_complete_to_an_escape_is_refused() {
    for path in [
        "/a/%{{a.b}}",
        "/a/%2{{a.b}}",
        "/a?x={{a.b}}",
        "/a#{{a.b}}",
        "/a/../b",
        "/a/%2E%2e/b",
    ] {
        assert!(
            Plan::compile(&QueryBody::Rest(rest(path))).is_err(),
            "{path}"
        );
    }
}

#[test]
fn a_body_takes_values_as_json() {
    let body = |text: &str| RestBody {
        body: Some(text.to_owned()),
        ..rest("/")
    };
    let sent = |text: &str, values| {
        let bytes = bind_http(body(text), values).unwrap().body.unwrap();
        serde_json::from_slice::<Value>(&bytes).unwrap()
    };

    let value = json!({ "role": "admin\",\"x\":\"" });
    assert_eq!(sent("{{ a.b }}", json!({ "a.b": value })), value);
    assert_eq!(
        sent(
            r#"{"name": {{a.b}}, "n": [{{a.b}}]}"#,
            json!({ "a.b": value })
        ),
        json!({ "name": value, "n": [value] })
    );
    assert_eq!(
        sent(
            r#"{"name": "<{{a.b}}{{a.b}}>"}"#,
            json!({ "a.b": "\",\"x\":1" })
        ),
        json!({ "name": "<\",\"x\":1\",\"x\":1>" })
    );
    for text in [
        "{ {{a.b}}: 1 }",
        r#"{"k{{a.b}}": 1}"#,
        "{{a.b}} {{a.b}}",
        r#"{"a": "\{{a.b}}"}"#,
        r#"{"a": "\u0000"}"#,
    ] {
        assert!(
            Plan::compile(&QueryBody::Rest(body(text))).is_err(),
            "{text}"
        );
    }
}

#[test]
fn a_header_cannot_be_broken_and_the_connectors_own_are_not_for_queries() {
    let header = |name: &str| RestBody {
        headers: vec![Named {
            name: name.to_owned(),
            value: "v{{a.b}}".to_owned(),
        }],
        ..rest("/")
    };

    assert!(bind_http(header("x-a"), json!({ "a.b": "fine" })).is_ok());
    for value in ["a\r\nx: y", "a\nb", "a\0b", "a\rb"] {
        let result = bind_http(header("x-a"), json!({ "a.b": value }));
        assert!(
            matches!(result, Err(RunError::Bind(BindError::HeaderCharacter))),
            "{value:?}"
        );
    }
    for name in [
        "Host",
        "authorization",
        "Transfer-Encoding",
        "content-length",
        "cookie",
        "a b",
        "",
    ] {
        assert!(
            Plan::compile(&QueryBody::Rest(header(name))).is_err(),
            "{name}"
        );
    }
}

#[test]
fn an_absent_filter_is_left_out_unless_the_server_should_know_it() {
    let pair = |template: &str| RestBody {
        query: vec![Named {
            name: "q".to_owned(),
            value: template.to_owned(),
        }],
        ..rest("/")
    };

    assert_eq!(
        bind_http(pair("{{a.b}}"), json!({ "a.b": null }))
            .unwrap()
            .query,
        []
    );
    assert!(bind_http(pair("{{user.attributes.region}}"), json!({})).is_err());
    let many = bind_http(pair("{{a.b}}"), json!({ "a.b": ["x&y=1", 2] }))
        .unwrap()
        .query;
    assert_eq!(
        many,
        [
            ("q".to_owned(), "x&y=1".to_owned()),
            ("q".to_owned(), "2".to_owned())
        ]
    );
}

proptest! {
    #[test]
    fn no_value_changes_the_text_of_a_statement(value in any::<String>()) {
        let plain = bind_sql("select {{a.b}}", json!({ "a.b": "x" }));
        let bound = bind_sql("select {{a.b}}", json!({ "a.b": value }));

        prop_assert_eq!(bound.dollar, plain.dollar);
        prop_assert_eq!(bound.params, [Value::String(value)]);
    }

    #[test]
    fn any_segment_is_decoded_to_the_value_and_stays_one(value in any::<String>()) {
        if let Ok(bound) = bind_http(rest("/a/{{a.b}}/c"), json!({ "a.b": value })) {
            prop_assert_eq!(bound.segments.len(), 3);
            let url = url::Url::parse(&format!("http://h/{}", bound.segments.join("/"))).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 3);
            let decoded = percent_encoding::percent_decode_str(segments[1]).decode_utf8().unwrap();
            prop_assert_eq!(decoded.as_ref(), value.as_str());
        } else {
            prop_assert!(matches!(value.as_str(), "" | "." | ".."));
        }
    }

    #[test]
    fn the_scan_of_any_statement_ends_without_a_panic(text in "[ -~\n]{0,40}") {
        let _ = sql(&text);
    }
}
