//! What the tenant asks of sign-ins, and what everybody may know of it.

use crate::support::{TestServer, both};
use sallyport_model::account::SignInPolicy;
use sallyport_policy::Outcome;
use serde_json::{Value, json};

const POLICY: &str = "/api/v1/sign-in-policy";
const OPTIONS: &str = "/api/v1/sign-in-options";

/// The whole policy, with these parts in it.
fn with(parts: &Value) -> Value {
    let mut whole = json!(SignInPolicy::default());
    merge(&mut whole, parts);
    whole
}

fn merge(into: &mut Value, parts: &Value) {
    match (into, parts) {
        (Value::Object(into), Value::Object(parts)) => {
            for (name, part) in parts {
                merge(into.get_mut(name).unwrap(), part);
            }
        }
        (into, part) => *into = part.clone(),
    }
}

both! {
    async fn the_policy_is_set_as_a_whole_and_read_as_it_was_set(t) {
        let administrator = t.administrator().await;
        let before = administrator.get(POLICY).await.is(200).json();
        assert_eq!(before, json!(SignInPolicy::default()));
        let mut after = before.clone();
        after["registration"] = json!({ "open_to": "domains", "domains": ["example.com"] });
        after["sessions"]["idle_minutes"] = json!(15);
        after["second_factor"]["roles"] = json!(["developer"]);

        let reply = administrator.put(POLICY, &after).await.is(200).json();

        assert_eq!(reply, after);
        assert_eq!(t.developer().await.get(POLICY).await.is(200).json(), after);
        let records = t.audit().of(Outcome::Allowed, "sign_in_policy.set", t.home).await;
        assert_eq!(records[0].detail["change"], json!({ "before": before, "after": after }));
    }

    async fn a_policy_with_a_part_left_out_is_refused(t) {
        let administrator = t.administrator().await;
        let mut policy = json!(SignInPolicy::default());
        policy["sessions"].as_object_mut().unwrap().remove("most");

        let reply = administrator.put(POLICY, &policy).await.is_problem("invalid_request");

        assert!(reply.text().contains("sessions.most"), "{}", reply.text());
    }

    async fn what_is_out_of_range_is_refused_place_by_place(t) {
        let administrator = t.administrator().await;
        let cases = [
            ("passwords.min_alone", json!({ "passwords": { "min_alone": 7 } })),
            ("passwords.min_with_factor", json!({ "passwords": { "min_with_factor": 65 } })),
            ("passwords.expires_after_days", json!({ "passwords": { "expires_after_days": 0 } })),
            ("passwords.history", json!({ "passwords": { "history": 25 } })),
            ("second_factor.grace_days", json!({ "second_factor": { "grace_days": 91 } })),
            ("second_factor.roles", json!({ "second_factor": { "roles": ["king"] } })),
            ("second_factor.groups", json!({ "second_factor": { "groups": [format!("group_{:032}", 0)] } })),
            ("sessions.idle_minutes", json!({ "sessions": { "idle_minutes": 4 } })),
            ("sessions.absolute_hours", json!({ "sessions": { "absolute_hours": 721 } })),
            ("sessions.most", json!({ "sessions": { "most": 0 } })),
            ("sessions.proof_minutes", json!({ "sessions": { "proof_minutes": 61 } })),
            ("rates.key.burst", json!({ "rates": { "key": { "per_minute": 1, "burst": 0 } } })),
            ("registration.domains", json!({ "registration": { "open_to": "domains" } })),
            ("registration.domains", json!({ "registration": { "domains": ["Example.com"] } })),
        ];
        for (path, body) in cases {
            let reply = administrator.put(POLICY, &with(&body)).await.is_problem("invalid_request").json();
            let paths: Vec<&Value> = reply["errors"].as_array().unwrap().iter().map(|fault| &fault["path"]).collect();
            assert!(paths.contains(&&json!(path)), "{path}: {reply}");
        }
        assert_eq!(administrator.get(POLICY).await.json(), json!(SignInPolicy::default()));
    }

    async fn a_policy_that_would_lock_its_maker_out_is_refused(t) {
        let administrator = t.administrator().await;
        let at_once = json!({ "second_factor": { "everyone": true, "grace_days": 0 } });
        let by_role = json!({ "second_factor": { "roles": ["administrator"], "grace_days": 0 } });
        let rate = json!({ "rates": { "person": { "per_minute": 1, "burst": 1 } } });

        for body in [&at_once, &by_role, &rate] {
            let reply = administrator.put(POLICY, &with(body)).await.is_problem("invalid_request");
            assert!(reply.text().contains("second factor of your own") || reply.text().contains("lock you out"), "{}", reply.text());
        }

        let others = json!({ "second_factor": { "roles": ["developer"], "grace_days": 0 } });
        administrator.put(POLICY, &with(&others)).await.is(200);
        let later = json!({ "second_factor": { "everyone": true, "grace_days": 1 } });
        administrator.put(POLICY, &with(&later)).await.is(200);
    }

    async fn the_sign_in_page_learns_what_it_has_to_offer_and_no_more(t) {
        let administrator = t.administrator().await;
        let policy = json!({ "registration": { "open_to": "domains", "domains": ["example.com"] }, "passwords": { "min_alone": 20 } });
        administrator.put(POLICY, &with(&policy)).await.is(200);

        let options = t.anonymous().get(OPTIONS).await.is(200);

        let json = options.json();
        assert_eq!(json["registration"], "domains");
        assert_eq!(json["min_password"], 20);
        assert!(json["tenant"].is_string());
        assert_eq!(json.as_object().unwrap().len(), 5);
        assert!(!options.text().contains("example.com"));
    }
}
