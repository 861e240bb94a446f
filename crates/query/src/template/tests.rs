use super::{
    Expression, MAX_EXPRESSIONS, MAX_TEMPLATE_BYTES, Part, Path, Template, TemplateFault, text_of,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const VECTORS: [&str; 4] = [
    include_str!("../../../../spec/vectors/expressions/text.json"),
    include_str!("../../../../spec/vectors/expressions/paths.json"),
    include_str!("../../../../spec/vectors/expressions/expressions.json"),
    include_str!("../../../../spec/vectors/expressions/faults.json"),
];

fn vectors() -> Vec<Value> {
    VECTORS
        .iter()
        .flat_map(|text| serde_json::from_str::<Vec<Value>>(text).unwrap())
        .collect()
}

fn texts(paths: &[Path]) -> Vec<String> {
    paths.iter().map(ToString::to_string).collect()
}

fn leaves(source: &str) -> Vec<String> {
    texts(Expression::parse(source).unwrap().leaves())
}

fn fault(source: &str) -> TemplateFault {
    Expression::parse(source).unwrap_err().fault
}

fn shape(part: &Part, expected: &Value) -> Value {
    let expression = match part {
        Part::Text(text) => return json!({ "text": text }),
        Part::Expression(expression) => expression,
    };
    let mut shape =
        json!({"expression": expression.source(), "leaves": texts(expression.leaves())});
    if !expression.calls().is_empty() {
        shape["calls"] = json!(expression.calls());
    }
    if let Some(path) = expression.path().filter(|_| expected.get("path").is_some()) {
        shape["path"] = json!(path);
    }
    shape
}

#[test]
fn there_are_enough_shared_cases() {
    assert!(vectors().len() >= 80);
}

#[test]
fn every_shared_case_is_read_as_it_says() {
    for case in vectors() {
        let source = case["template"].as_str().unwrap();
        match (Template::parse(source), case.get("error")) {
            (Ok(template), None) => {
                let expected = case["parts"].as_array().unwrap();
                let found: Vec<Value> = template
                    .parts()
                    .iter()
                    .enumerate()
                    .map(|(at, part)| shape(part, expected.get(at).unwrap_or(&Value::Null)))
                    .collect();
                assert_eq!(&found, expected, "{source}");
                assert_eq!(template.to_string(), source);
            }
            (Err(error), Some(code)) => assert_eq!(code, error.fault.as_str(), "{source}: {error}"),
            (result, _) => panic!("{source}: {result:?}"),
        }
    }
}

#[test]
fn a_shared_case_of_paths_alone_gives_its_result_without_an_engine() {
    for case in vectors().iter().filter(|case| case.get("result").is_some()) {
        let template = Template::parse(case["template"].as_str().unwrap()).unwrap();
        let value =
            |expression: &Expression| Some(case["values"][expression.path()?.to_string()].clone());
        let found = match template.single() {
            Some(single) => value(single),
            None => template
                .parts()
                .iter()
                .map(|part| match part {
                    Part::Text(text) => Some(text.clone()),
                    Part::Expression(expression) => value(expression).map(|value| text_of(&value)),
                })
                .collect::<Option<String>>()
                .map(Value::from),
        };
        if let Some(found) = found {
            assert_eq!(found, case["result"], "{case}");
        }
    }
}

#[test]
fn what_does_more_than_compute_is_refused() {
    for source in [
        "a = 1",
        "a.b = 1",
        "a.b += 1",
        "a.b++",
        "--a.b",
        "[a.b] = [1]",
        "({ x: a.b } = { x: 1 })",
        "({ a } = { a: 1 })",
        "delete a.b",
        "a?.b && (a[c.d] = 1)",
        "Math.x = 1",
        "(() => { for (a.b of [1]); })()",
        "import('os')",
        "import.meta",
        "this.x",
        "eval('1')",
        "Function('return 1')()",
        "new Function('x')",
        "globalThis.x",
        "arguments[0]",
        "async () => 1",
        "await x.y",
        "(async function () {})()",
        "(() => this)()",
    ] {
        assert_eq!(fault(source), TemplateFault::Forbidden, "{source}");
    }
}

#[test]
fn an_expression_may_change_what_is_its_own() {
    for source in [
        "(() => { let n = 1; n += 2; const o = {}; o.x = n; delete o.x; return o })()",
        "rows.data.map((row) => { row = 1; return row })",
        "(function () { return this })()",
        "new (class { #x = 1; get() { return this.#x } })().get()",
        "(() => { const [a] = [1]; var { b } = { b: 2 }; [a.x] = [1]; return a + b })()",
    ] {
        assert!(
            Expression::parse(source).is_ok(),
            "{source}: {:?}",
            Expression::parse(source)
        );
    }
}

#[test]
fn statements_around_an_expression_are_no_expression() {
    for source in [
        "yield 1", "1; 2", "}) => (1", "a)(b", "...a", "super.x", "a => {", "010", "with",
    ] {
        assert_eq!(fault(source), TemplateFault::Syntax, "{source}");
    }
}

#[test]
fn a_leaf_within_another_is_not_listed() {
    assert_eq!(leaves("a.list[a.list.length - 1]"), ["a.list"]);
    assert_eq!(leaves("user.name + f(user)"), ["user"]);
    let template = Template::parse("{{ a.b.c }} {{ a.b }} {{ a.bc }}").unwrap();
    assert_eq!(texts(&template.leaves()), ["a.b", "a.bc"]);
}

#[test]
fn a_bound_name_hides_the_page() {
    assert_eq!(leaves("((a) => a.b + c.d)(1)"), ["c.d"]);
    assert_eq!(
        leaves("(() => { var a = 1; return () => a.b })()"),
        Vec::<String>::new()
    );
    assert_eq!(leaves("(function f(n = x.y) { return f(n) })()"), ["x.y"]);
}

#[test]
fn every_spelling_of_a_step_has_one_text() {
    assert_eq!(leaves("a['b'][\"c\"][`d`.x]"), ["a.b.c"]);
    assert_eq!(
        leaves("a[0x10] + b['1'] + c['01'] + d[1.0]"),
        ["a[16]", "b[1]", "c[\"01\"]", "d[1]"]
    );
    assert_eq!(leaves("a[-1] + b[1.5] + c[x.y]"), ["a", "b", "c", "x.y"]);
    assert_eq!(leaves("a['\\ud800']"), ["a"]);
}

#[test]
fn a_path_reads_what_it_writes() {
    for (text, canonical) in [
        ("a.b.0.c", "a.b[0].c"),
        ("a[0][1]", "a[0][1]"),
        (r#"a["x y"].z"#, r#"a["x y"].z"#),
        (r#"a["]"]["\""]"#, r#"a["]"]["\""]"#),
        ("ä.ö", "ä.ö"),
    ] {
        let path: Path = text.parse().unwrap();
        assert_eq!(path.to_string(), canonical);
        assert_eq!(canonical.parse::<Path>().unwrap(), path);
    }
    for text in [
        "", ".a", "a.", "a..b", "a[", "a[]", "a[01]", "a[-1]", "a b", "a['b']", "1a", "a[\"b\"",
        "a.b c",
    ] {
        assert!(text.parse::<Path>().is_err(), "{text}");
    }
}

#[test]
fn a_path_follows_own_fields_only() {
    let root = json!({"list": ["x", {"n": 1}], "text": "añ", "length": 7});
    for (path, expected) in [
        ("r.list[1].n", json!(1)),
        ("r.list.length", json!(2)),
        ("r.text.length", json!(2)),
        ("r.text[1]", json!("ñ")),
        ("r.length", json!(7)),
        ("r.list.map", json!(null)),
        ("r.constructor", json!(null)),
        ("r.list[9].n", json!(null)),
        ("r.text.length.x", json!(null)),
    ] {
        assert_eq!(
            path.parse::<Path>().unwrap().follow(&root),
            expected,
            "{path}"
        );
    }
}

#[test]
fn an_error_says_where_and_what_to_do() {
    let error = Template::parse("select {{ a + }}").unwrap_err();

    assert!((10..16).contains(&error.offset), "{error:?}");
    assert!(error.message.starts_with("not an expression: "), "{error}");
    assert!(!error.message.ends_with('.') && error.hint.is_some());
    assert_eq!(Template::parse("ab {{ eval(x) }}").unwrap_err().offset, 6);
}

#[test]
fn sizes_are_bounded() {
    assert_eq!(
        Template::parse(&"x".repeat(100_001)).unwrap_err().fault,
        TemplateFault::TooLarge
    );
    assert_eq!(
        fault(&format!("'{}'", "x".repeat(10_000))),
        TemplateFault::TooLarge
    );
    let many = "{{ a.b }}".repeat(501);
    assert_eq!(
        Template::parse(&many).unwrap_err().fault,
        TemplateFault::TooLarge
    );
}

/// As many of a text as a template may have.
fn filled(piece: &str, most: usize) -> String {
    piece.repeat((MAX_TEMPLATE_BYTES / piece.len()).min(most))
}

#[test]
fn a_text_in_which_every_brace_could_be_an_end_is_refused_before_it_takes_long() {
    for expression in [
        format!("{{{{ x['{}'] }}}}", "}".repeat(100)),
        format!("{{{{ x['{}{}'] }}}}", " ".repeat(80), "}".repeat(100)),
        format!("{{{{ [{}1] }}}}", "{a:{}},".repeat(98)),
        format!(
            "{{{{ [{}1] }}}}",
            "{a:{b:'                    '}},".repeat(98)
        ),
        format!(
            "{{{{ ['{}',{}1] }}}}",
            "x".repeat(9_000),
            "{a:{}},".repeat(98)
        ),
    ] {
        assert!(Template::parse(&expression).is_ok(), "{expression:.40}");
        let refused = Template::parse(&filled(&expression, MAX_EXPRESSIONS)).err();
        assert!(refused.is_some_and(|error| error.message.contains("`}}`")));
    }
    // Many short tries are too many as well.
    let short = format!("{{{{ x['{}'] }}}}", "}".repeat(100));
    assert!(Template::parse(&filled(&short, 10)).is_ok());
    let error = Template::parse(&filled(&short, 11)).unwrap_err();
    assert_eq!(error.fault, TemplateFault::TooLarge, "{error}");
    assert!(error.hint.is_some());
    // Objects in as many expressions as there may be are no such text.
    let usual = filled("{{ ({a:{b:x.y}}).a.b }} ", MAX_EXPRESSIONS);
    assert_eq!(
        Template::parse(&usual).unwrap().expressions().count(),
        MAX_EXPRESSIONS
    );
}

#[test]
fn thousands_of_braces_are_no_work() {
    for piece in [
        "{{",
        "}}",
        "{{}}",
        "{{{",
        "}}}",
        "{{ a }} }}",
        "{{ '}}",
        "{{ `}}",
        "}}{{",
        "{{ {{",
    ] {
        let _ = Template::parse(&filled(piece, usize::MAX));
        let _ = Template::parse(&format!("{{{{{}", filled(piece, 30_000)));
    }
    let _ = Template::parse(&format!("{}{}", "{{".repeat(20_000), "}}".repeat(20_000)));
}

#[test]
fn deep_nesting_neither_overflows_nor_hangs() {
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("[", "", "]"),
        ("{a:", "1", "}"),
        ("!", "a.b", ""),
        ("-+", "1", ""),
        ("a=>", "1", ""),
        ("a.b?", "1", ":2"),
        ("2**", "2", ""),
        ("typeof ", "a", ""),
        ("new ", "a", ""),
        ("`${", "1", "}`"),
        ("(a,", "b", ")=>c"),
        ("x.y(", "", ")"),
        ("a.", "b", ""),
        ("a[", "0", "]"),
        ("()=>{", "", "}"),
        ("1+", "1", ""),
        ("(", "", ""),
        ("{", "", ""),
        ("class extends ", "a", "{}"),
    ] {
        for times in [40, 190, 5_000] {
            let times = times.min(9_900 / (open.len() + close.len()));
            let source = format!("{}{middle}{}", open.repeat(times), close.repeat(times));
            let _ = Expression::parse(&source);
        }
    }
}

#[test]
fn a_function_is_a_function_and_nothing_else() {
    assert!(Expression::parse_function("(a) => a + 1").is_ok());
    assert!(Expression::parse_function("function (a) { return a }").is_ok());
    assert!(Expression::parse_function("1 + 1").is_err());
    assert!(Expression::parse_function("(() => 1)()").is_err());
}

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in ".{0,200}") {
        let _ = Template::parse(&text);
    }

    #[test]
    fn no_mixture_of_the_languages_pieces_makes_the_parser_panic(
        pieces in prop::collection::vec(
            prop::sample::select(vec![
                "{{", "}}", "{", "}", "(", ")", "[", "]", "a", ".b", "?.", "=>", "'", "\"", "`",
                "${", " ", "\n", "//", "/*", "*/", "+", "=", ",", ";", "1", "async ", "function ",
                "class ", "ä", "😀", "\\", "/", "...", "#x", "new ", "this", "\u{2028}",
            ]),
            0..40,
        ),
    ) {
        let text = pieces.concat();
        if let Ok(template) = Template::parse(&text) {
            prop_assert_eq!(template.to_string(), text.clone());
            prop_assert_eq!(Template::parse(&text).unwrap().leaves(), template.leaves());
            for leaf in template.leaves() {
                prop_assert_eq!(leaf.to_string().parse::<Path>().unwrap(), leaf);
            }
        }
    }
}
