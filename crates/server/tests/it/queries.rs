//! What runs, for whom, and what the server fills in itself.

use crate::support::{TestServer, Visitor, both};
use sallyport_kernel::id::QueryId;
use sallyport_policy::Outcome;
use serde_json::{Value, json};

async fn run(
    t: &TestServer,
    who: &Visitor<'_>,
    query: QueryId,
    inputs: &Value,
) -> crate::support::Reply {
    let path = format!("/api/v1/apps/{}/queries/{query}/runs", t.world.console.app);
    who.post(&path, &json!({ "inputs": inputs })).await
}

both! {
    async fn a_viewer_runs_a_query_by_its_id_and_its_inputs_and_never_sees_its_text(t) {
        let viewer = t.viewer(t.world.console.app).await;

        let reply = run(t, &viewer, t.world.console.customers, &json!({ "search.value": "%a%" })).await.is(200);
        let view = viewer.get(&format!("/api/v1/apps/{}", t.world.console.app)).await.is(200);

        let result = reply.json();
        assert_eq!(result["rows"], json!([[1, "Ada"], [2, "Grace"]]));
        assert_eq!(result["columns"][1]["name"], "name");
        assert_eq!(result["end"]["status"], "ok");
        assert_eq!(result["end"]["row_count"], 2);
        assert!(!view.text().to_lowercase().contains("select"), "{}", view.text());
        assert!(!view.text().contains(&t.world.datasource.to_string()));
        let queries = view.json()["queries"].clone();
        let customers = queries.as_array().unwrap().iter().find(|query| query["name"] == "customers").unwrap();
        assert_eq!(customers["inputs"], json!(["search.value"]));
    }

    async fn whoever_may_not_run_a_query_gets_neither_it_nor_its_button(t) {
        let console = t.world.console;
        let (agent, lead, owner) = (t.viewer(console.app).await, t.viewer(console.app).await, t.owner(console.app).await);
        let path = format!("/api/v1/apps/{}", console.app);
        let principal = json!({ "type": "person", "id": lead.person });
        let grants = format!("{path}/queries/{}/grants", console.refund);
        owner.put(&grants, &json!({ "principal": principal, "level": "use" })).await.is(204);

        let for_agent = agent.get(&path).await.is(200).text();
        let for_lead = lead.get(&path).await.is(200).text();

        for id in [console.refund.to_string(), console.button.to_string()] {
            assert!(!for_agent.contains(&id), "the agent gets {id}");
            assert!(for_lead.contains(&id), "the lead does not get {id}");
        }
        let inputs = json!({ "search.value": "Ada" });
        run(t, &agent, console.refund, &inputs).await.is_not_found();
        t.audit().denied("query.run", console.refund).await;
        run(t, &lead, console.refund, &inputs).await.is(200);
        owner.put(&grants, &json!({ "principal": principal, "level": null })).await.is(204);
        run(t, &lead, console.refund, &inputs).await.is_not_found();
    }

    async fn what_the_server_knows_it_fills_in_itself_and_takes_from_nobody(t) {
        let viewer = t.viewer(t.world.console.app).await;
        let mine = t.world.console.mine;

        let honest = run(t, &viewer, mine, &json!({})).await.is(200);
        let forged = run(t, &viewer, mine, &json!({ "user.email": "boss@example.com" })).await;

        assert_eq!(honest.json()["rows"], json!([[t.email_of(&viewer).await]]));
        forged.is(422).is_problem("invalid_inputs");
    }

    async fn a_run_takes_exactly_the_inputs_that_its_query_declares(t) {
        let viewer = t.viewer(t.world.console.app).await;
        let customers = t.world.console.customers;

        for inputs in [json!({}), json!({ "search.value": "a", "more": 1 }), json!({ "search": "a" })] {
            run(t, &viewer, customers, &inputs).await.is_problem("invalid_inputs");
        }
        for inputs in [json!({ "search.value": [1] }), json!({ "search.value": { "a": 1 } })] {
            let status = run(t, &viewer, customers, &inputs).await.status;
            assert!(!status.is_server_error(), "{inputs}: {status}");
        }
    }

    async fn an_input_is_a_value_and_never_becomes_sql(t) {
        let viewer = t.viewer(t.world.console.app).await;

        let attack = json!({ "search.value": "' or 1=1; drop table customer --" });
        let reply = run(t, &viewer, t.world.console.customers, &attack).await;

        assert_eq!(reply.is(200).json()["rows"], json!([]));
        let all = run(t, &viewer, t.world.console.customers, &json!({ "search.value": "%" })).await;
        assert_eq!(all.json()["rows"].as_array().unwrap().len(), 3);
    }

    async fn a_run_that_fails_before_it_reaches_its_source_leaves_a_record_too(t) {
        let console = t.world.console;
        let viewer = t.viewer(console.app).await;
        let path = format!("/api/v1/apps/{}/queries/{}/runs", console.app, console.customers);
        let page = "page_00000000000000000000000000000001";

        let reply = viewer.post(&path, &json!({ "inputs": { "search.value": "%" }, "page": page })).await.is(422);

        assert_eq!(reply.json()["errors"][0]["path"], "page");
        let records = t.audit().of(Outcome::Failed, "query.run", console.customers).await;
        let failed = records.iter().find(|record| record.detail["code"] == "invalid_request");
        assert_eq!(failed.unwrap().detail["app"], console.app.to_string());
    }

    async fn every_run_leaves_a_record_that_names_everything_but_values(t) {
        let viewer = t.viewer(t.world.console.app).await;
        let customers = t.world.console.customers;

        run(t, &viewer, customers, &json!({ "search.value": "Gra%" })).await.is(200);

        let records = t.audit().of(Outcome::Allowed, "query.run", customers).await;
        let done = records.iter().find(|record| record.detail.contains_key("rows")).unwrap();
        assert_eq!(done.actor.id.as_deref(), Some(viewer.person.unwrap().to_string().as_str()));
        assert_eq!(done.detail["rows"], 1);
        assert_eq!(done.detail["app"], t.world.console.app.to_string());
        assert_eq!(done.detail["datasource"], t.world.datasource.to_string());
        assert_eq!(done.detail["environment"], "production");
        assert!(done.detail.contains_key("elapsed_ms"));
        assert_eq!(done.request.address.as_deref(), Some("127.0.0.1"));
        let whole = serde_json::to_string(&records).unwrap();
        assert!(!whole.contains("Gra%") && !whole.contains("Grace") && !whole.contains("select id"), "{whole}");
    }
}
