//! A credential stays with the destination that it was entered for, and with the protection that it was entered under.

use crate::support::{TestServer, both};
use serde_json::{Value, json};

fn settings(tls: &str) -> Value {
    json!({
        "kind": "postgres", "host": "db.example.com", "port": 5432, "database": "crm", "username": "reader", "tls": tls,
    })
}

both! {
    async fn a_credential_does_not_go_along_when_its_encryption_is_changed(t) {
        let administrator = t.administrator().await;
        let made = administrator.post("/api/v1/datasources", &json!({ "name": "crm", "kind": "postgres" })).await.is(201);
        let id = made.json()["id"].as_str().unwrap().to_owned();
        let path = format!("/api/v1/datasources/{id}/environments/production");

        for (entered_for, others) in [
            ("verify_full", ["require", "disable"]),
            ("require", ["disable", "verify_full"]),
            ("disable", ["require", "verify_full"]),
        ] {
            let body = json!({ "settings": settings(entered_for), "credential": { "password": "correct horse" } });
            administrator.put(&path, &body).await.is(200);
            for other in others {
                let moved = administrator.put(&path, &json!({ "settings": settings(other) })).await;
                moved.is(422).is_problem("credential_bound_to_destination");
            }
            let kept = administrator.get(&format!("/api/v1/datasources/{id}")).await.is(200).json();
            assert_eq!(kept["environments"][0]["settings"]["tls"], entered_for);
        }

        // Entered again, or given up, it may change.
        let again = json!({ "settings": settings("verify_full"), "credential": { "password": "correct horse" } });
        administrator.put(&path, &again).await.is(200);
        let removed = json!({ "settings": settings("require"), "credential": null });
        let removed = administrator.put(&path, &removed).await.is(200).json();
        assert_eq!(removed["environments"][0]["has_credential"], false);
    }

    async fn a_credential_goes_along_to_another_database_and_login_of_the_same_server(t) {
        let administrator = t.administrator().await;
        let made = administrator.post("/api/v1/datasources", &json!({ "name": "crm", "kind": "postgres" })).await.is(201);
        let path = format!("/api/v1/datasources/{}/environments/production", made.json()["id"].as_str().unwrap());
        let body = json!({ "settings": settings("verify_full"), "credential": { "password": "correct horse" } });
        administrator.put(&path, &body).await.is(200);

        let mut changed = settings("verify_full");
        changed["database"] = json!("crm_archive");
        changed["username"] = json!("archivist");
        let kept = administrator.put(&path, &json!({ "settings": changed })).await.is(200).json();

        assert_eq!(kept["environments"][0]["has_credential"], true);
    }
}
