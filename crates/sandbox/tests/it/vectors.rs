use super::cage;
use sallyport_query::{
    Evaluator,
    template::{Expression, Part, Template, text_of},
};
use sallyport_sandbox::Cage;
use serde_json::Value;
use std::collections::BTreeMap;

const VECTORS: [&str; 3] = [
    include_str!("../../../../spec/vectors/expressions/text.json"),
    include_str!("../../../../spec/vectors/expressions/paths.json"),
    include_str!("../../../../spec/vectors/expressions/expressions.json"),
];

async fn value(cage: &Cage, expression: &Expression, values: &BTreeMap<String, Value>) -> Value {
    let leaf = |path: &sallyport_query::template::Path| {
        let text = path.to_string();
        let value = values.get(&text).cloned();
        value.map(|value| (text, value))
    };
    let leaves = expression.leaves().iter().filter_map(leaf).collect();
    cage.evaluate(expression.source(), &leaves)
        .await
        .unwrap_or_else(|error| panic!("{}: {error:?}", expression.source()))
}

#[tokio::test]
async fn every_shared_case_has_the_result_that_it_says() {
    let cage = cage();
    let cases = VECTORS
        .iter()
        .flat_map(|text| serde_json::from_str::<Vec<Value>>(text).unwrap());

    for case in cases.filter(|case| case.get("result").is_some()) {
        let template = Template::parse(case["template"].as_str().unwrap()).unwrap();
        let values = serde_json::from_value(case["values"].clone()).unwrap();
        let found = if let Some(single) = template.single() {
            value(&cage, single, &values).await
        } else {
            let mut text = String::new();
            for part in template.parts() {
                match part {
                    Part::Text(plain) => text.push_str(plain),
                    Part::Expression(expression) => {
                        text.push_str(&text_of(&value(&cage, expression, &values).await));
                    }
                }
            }
            text.into()
        };
        assert_eq!(found, case["result"], "{case}");
    }
}
