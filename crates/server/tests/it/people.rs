//! People as administrators see them: found, described, deleted.

use crate::support::{TestServer, Visitor, both, unique};
use sallyport_policy::Outcome;
use serde_json::{Value, json};

const PEOPLE: &str = "/api/v1/people";

async fn found(who: &Visitor<'_>, filter: &str) -> Vec<String> {
    let list = who
        .get(&format!("{PEOPLE}?limit=200&{filter}"))
        .await
        .is(200)
        .json();
    let ids = list["items"].as_array().unwrap().iter();
    ids.map(|item| item["id"].as_str().unwrap().to_owned())
        .collect()
}

both! {
    async fn people_are_found_by_name_address_status_role_and_group(t) {
        let (administrator, developer, stranger) = (t.administrator().await, t.developer().await, t.stranger().await);
        let group = administrator.post("/api/v1/groups", &json!({ "name": "Staff" })).await.is(201).json();
        let group = group["id"].as_str().unwrap();
        let of = |who: &Visitor<'_>| who.person.unwrap().to_string();
        let path = format!("{PEOPLE}/{}", of(&stranger));
        administrator.patch(&path, &json!({ "name": "Zoë Quick", "groups": [group], "status": "disabled" })).await.is(200);

        assert_eq!(found(&administrator, "search=quick").await, [of(&stranger)]);
        let email = t.email_of(&developer).await;
        assert_eq!(found(&administrator, &format!("search={email}")).await, [of(&developer)]);
        assert_eq!(found(&administrator, "status=disabled").await, [of(&stranger)]);
        assert_eq!(found(&administrator, "role=administrator").await, [of(&administrator)]);
        assert_eq!(found(&administrator, &format!("group={group}&status=disabled")).await, [of(&stranger)]);
        assert!(found(&administrator, &format!("group={group}&status=active")).await.is_empty());
        administrator.get(&format!("{PEOPLE}?role=emperor")).await.is_problem("invalid_request");
    }

    async fn people_are_found_by_whether_they_have_a_second_factor_that_counts(t) {
        t.asks(|policy| policy.second_factor.email_codes = true).await;
        let (administrator, developer) = (t.administrator().await, t.developer().await);
        let by_app = t.enrolled(&t.stranger().await).await.visitor;
        let by_mail = t.with_codes_by_mail(&t.stranger().await).await;
        let of = |who: &Visitor<'_>| who.person.unwrap().to_string();
        let sorted = async |filter: &str| {
            let mut ids = found(&administrator, filter).await;
            ids.sort();
            ids
        };
        let mut both = vec![of(&by_app), of(&by_mail)];
        both.sort();
        assert_eq!(sorted("second_factor=present").await, both);
        t.asks(|policy| policy.second_factor.email_codes = false).await;

        assert_eq!(sorted("second_factor=present").await, [of(&by_app)]);
        let missing = sorted("second_factor=missing").await;
        assert!(missing.contains(&of(&by_mail)) && missing.contains(&of(&administrator)) && !missing.contains(&of(&by_app)));
        assert_eq!(missing.len() + 1, found(&administrator, "").await.len());

        // A slice at a time, each is there once; and what the list says of each is what it was found by.
        let (mut slices, mut cursor) = (Vec::new(), String::new());
        loop {
            let path = format!("{PEOPLE}?second_factor=missing&limit=2{cursor}");
            let slice = administrator.get(&path).await.is(200).json();
            for item in slice["items"].as_array().unwrap() {
                assert_eq!(item["second_factor"], "missing");
                slices.push(item["id"].as_str().unwrap().to_owned());
            }
            match slice["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        slices.sort();
        assert_eq!(slices, missing);
        let one = administrator.get(&format!("{PEOPLE}/{}", of(&by_app))).await.is(200).json();
        assert_eq!(one["second_factor"], "present");

        // Who lacks one is told to nobody who would have use for it.
        developer.get(&format!("{PEOPLE}?second_factor=missing")).await.is_problem("invalid_request");
        let list = developer.get(PEOPLE).await.is(200).json();
        assert!(list["items"].as_array().unwrap().iter().all(|item| item["second_factor"].is_null()));
        administrator.get(&format!("{PEOPLE}?second_factor=perhaps")).await.is_problem("invalid_request");
    }

    async fn what_is_known_of_a_person_is_kept_and_shown_to_them(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let path = format!("{PEOPLE}/{}", person.person.unwrap());
        let manager = administrator.person.unwrap().to_string();
        let known = json!({ "department": "Support", "manager": manager, "floor": 3, "remote": true });

        administrator.patch(&path, &json!({ "attributes": known })).await.is(200);

        assert_eq!(administrator.get(&path).await.is(200).json()["attributes"], known);
        assert_eq!(person.get("/api/v1/session").await.json()["person"]["attributes"], known);
        let program = json!({ "name": "Deployment", "description": "", "roles": [], "groups": [] });
        let program = administrator.post("/api/v1/service-accounts", &program).await.is(201).json();
        let many: serde_json::Map<String, Value> = (0..51).map(|number| (format!("a{number}"), json!(1))).collect();
        for wrong in [
            json!({ "department": 3 }),
            json!({ "manager": format!("person_{}", unique()) }),
            json!({ "manager": "Ada" }),
            json!({ "manager": program["id"] }),
            json!({ "a b": 1 }),
            json!({ "Upper": 1 }),
            json!({ "list": [1] }),
            json!({ "nothing": null }),
            json!({ "long": "x".repeat(501) }),
            Value::Object(many),
        ] {
            administrator.patch(&path, &json!({ "attributes": wrong })).await.is_problem("invalid_request");
        }
        assert_eq!(administrator.get(&path).await.json()["attributes"], known);
    }

    async fn a_deleted_person_is_gone_and_what_they_did_stays(t) {
        let (administrator, app) = (t.administrator().await, t.world.console.app);
        let person = t.owner(app).await;
        let (id, email) = (person.person.unwrap(), t.email_of(&person).await);
        person.patch(&format!("/api/v1/apps/{app}"), &json!({ "name": "Their app" })).await.is(200);
        let path = format!("{PEOPLE}/{id}");

        administrator.delete(&path).await.is(204);

        person.get("/api/v1/session").await.is_problem("unauthenticated");
        let body = json!({ "email": email, "password": crate::support::PASSWORD });
        t.anonymous().post("/api/v1/session", &body).await.is_problem("sign_in_failed");
        administrator.get(&path).await.is_not_found();
        administrator.delete(&path).await.is_not_found();
        let grants = administrator.get(&format!("/api/v1/apps/{app}/grants")).await.is(200);
        assert!(!grants.text().contains(&id.to_string()));
        let renamed = t.audit().of(Outcome::Allowed, "app.rename", app).await;
        assert_eq!(renamed[0].actor.id, Some(id.to_string()));
        let deleted = t.audit().of(Outcome::Allowed, "person.delete", id).await;
        assert_eq!(deleted[0].detail["email"], email.as_str());
    }

    async fn whoever_is_deleted_is_nobodys_manager_any_more(t) {
        let (administrator, manager) = (t.administrator().await, t.stranger().await);
        let (one, other) = (t.stranger().await, t.stranger().await);
        let path = |who: &Visitor<'_>| format!("{PEOPLE}/{}", who.person.unwrap());
        let gone = manager.person.unwrap().to_string();
        let stays = json!({ "manager": administrator.person.unwrap().to_string(), "badge": gone });
        administrator.patch(&path(&one), &json!({ "attributes": { "manager": gone, "floor": 3 } })).await.is(200);
        administrator.patch(&path(&other), &json!({ "attributes": stays })).await.is(200);

        administrator.delete(&path(&manager)).await.is(204);

        assert_eq!(administrator.get(&path(&one)).await.is(200).json()["attributes"], json!({ "floor": 3 }));
        assert_eq!(one.get("/api/v1/session").await.json()["person"]["attributes"], json!({ "floor": 3 }));
        assert_eq!(administrator.get(&path(&other)).await.is(200).json()["attributes"], stays);
        let records = t.audit().of(Outcome::Allowed, "person.delete", &gone).await;
        assert_eq!(records[0].detail["manager_of"], 1);
        // And nothing keeps them from being described anew.
        administrator.patch(&path(&one), &json!({ "attributes": { "floor": 4 } })).await.is(200);
    }

    async fn the_last_administrator_is_not_deleted(t) {
        let last = t.administrator().await;
        let path = format!("{PEOPLE}/{}", last.person.unwrap());

        last.delete(&path).await.is_problem("in_use");

        let another = t.administrator().await;
        another.delete(&path).await.is(204);
        last.get("/api/v1/session").await.is_problem("unauthenticated");
    }
}
