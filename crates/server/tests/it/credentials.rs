//! Credentials go in and never come out.

use crate::support::{TestServer, both};
use serde_json::{Value, json};

const CANARY: &str = "canary-5f1e8c-credential";

fn postgres(host: &str, port: u16) -> Value {
    json!({ "kind": "postgres", "host": host, "port": port, "database": "crm", "username": "reader", "tls": "verify_full" })
}

/// A postgres datasource whose production has a credential; the path of that environment.
async fn configured(t: &TestServer) -> String {
    let administrator = t.administrator().await;
    let made = administrator
        .post(
            "/api/v1/datasources",
            &json!({ "name": "crm", "kind": "postgres" }),
        )
        .await
        .is(201);
    let path = format!(
        "/api/v1/datasources/{}/environments/production",
        made.json()["id"].as_str().unwrap()
    );
    let body = json!({ "settings": postgres("db.example.com", 5432), "credential": { "password": CANARY } });
    administrator.put(&path, &body).await.is(200);
    path
}

both! {
    async fn a_credential_stays_only_as_long_as_its_destination(t) {
        let path = configured(t).await;
        let administrator = t.administrator().await;

        for (host, port) in [("elsewhere.example.com", 5432), ("db.example.com", 5433), ("127.0.0.1", 5432)] {
            let moved = administrator.put(&path, &json!({ "settings": postgres(host, port) })).await;
            moved.is(422).is_problem("credential_bound_to_destination");
        }
        let mut other_user = postgres("DB.example.com.", 5432);
        other_user["username"] = json!("writer");
        let kept = administrator.put(&path, &json!({ "settings": other_user })).await.is(200);
        assert_eq!(kept.json()["environments"][0]["has_credential"], true);
        let elsewhere = postgres("elsewhere.example.com", 5432);
        let removed = administrator.put(&path, &json!({ "settings": elsewhere, "credential": null })).await.is(200);
        assert_eq!(removed.json()["environments"][0]["has_credential"], false);
    }

    async fn a_credential_is_in_no_answer_and_no_record(t) {
        let path = configured(t).await;
        let administrator = t.administrator().await;
        let of_datasource = path.split("/environments").next().unwrap();

        let unsuitable = json!({ "settings": postgres("db.example.com", 5432), "credential": { "bearer": CANARY } });
        let replies = [
            administrator.get("/api/v1/datasources").await,
            administrator.get(of_datasource).await,
            administrator.put(&path, &unsuitable).await.is_problem("invalid_request"),
            administrator.put(&path, &json!({ "settings": {}, "credential": { "password": CANARY } })).await.is(422),
            administrator.put(&path, &json!({ "settings": postgres("a", 1), "credential": { "pass": CANARY } })).await.is(422),
            administrator.put(&path, &json!({ "settings": postgres("a", 1), "credential": CANARY })).await.is(422),
            administrator.post(&format!("{path}/test"), &json!(null)).await,
            administrator.send(http::Method::POST, &format!("{path}/test"), None).await.is(200),
        ];

        for reply in replies {
            assert!(!reply.text().contains(CANARY), "{}", reply.text());
        }
        let records = serde_json::to_string(&t.audit().everything().await).unwrap();
        assert!(!records.contains(CANARY));
        let mut read = t.store.read(t.home).await.unwrap();
        let kept = format!("{:?}", read.datasources().await.unwrap());
        assert!(!kept.contains(CANARY));
    }

    async fn a_destination_on_the_servers_own_network_is_refused_when_it_is_reached_for(t) {
        let administrator = t.administrator().await;
        let made = administrator.post("/api/v1/datasources", &json!({ "name": "inside", "kind": "rest" })).await.is(201);
        let path = format!("/api/v1/datasources/{}/environments/production", made.json()["id"].as_str().unwrap());

        for host in ["127.0.0.1", "localhost", "169.254.169.254", "[::1]", "10.0.0.1", "2130706433", "[::ffff:127.0.0.1]"] {
            let settings = json!({ "kind": "rest", "base_url": format!("http://{host}:9/"), "headers": [] });
            administrator.put(&path, &json!({ "settings": settings })).await.is(200);
            let report = administrator.send(http::Method::POST, &format!("{path}/test"), None).await.is(200).json();
            assert_eq!(report["ok"], false, "{host}");
            assert_eq!(report["problem"]["code"], "destination_refused", "{host}: {report}");
        }
    }
}
