//! Groups that stand in groups: who is in one is in all that it is in.

use crate::support::{TestServer, Visitor, both, unique};
use serde_json::{Value, json};

const GROUPS: &str = "/api/v1/groups";

async fn group(who: &Visitor<'_>, name: &str) -> String {
    let made = who
        .post(GROUPS, &json!({ "name": name }))
        .await
        .is(201)
        .json();
    made["id"].as_str().unwrap().to_owned()
}

fn path(group: &str) -> String {
    format!("{GROUPS}/{group}")
}

async fn put_into(administrator: &Visitor<'_>, person: &Visitor<'_>, group: &str) {
    let path = format!("/api/v1/people/{}", person.person.unwrap());
    administrator
        .patch(&path, &json!({ "groups": [group] }))
        .await
        .is(200);
}

async fn grant(t: &TestServer, administrator: &Visitor<'_>, group: &str) {
    let grants = format!("/api/v1/apps/{}/grants", t.world.console.app);
    let principal = json!({ "type": "group", "id": group });
    administrator
        .put(&grants, &json!({ "principal": principal, "level": "use" }))
        .await
        .is(204);
}

both! {
    async fn what_a_group_may_do_those_may_who_are_in_a_group_within_it(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let (all, staff, leads) = (group(&administrator, "All").await, group(&administrator, "Staff").await, group(&administrator, "Leads").await);
        let app = format!("/api/v1/apps/{}", t.world.console.app);
        grant(t, &administrator, &all).await;
        put_into(&administrator, &person, &leads).await;
        person.get(&app).await.is_not_found();

        administrator.patch(&path(&leads), &json!({ "parents": [staff] })).await.is(200);
        person.get(&app).await.is_not_found();
        administrator.patch(&path(&staff), &json!({ "parents": [all] })).await.is(200);

        person.get(&app).await.is(200);
        let groups = person.get("/api/v1/session").await.json()["person"]["groups"].clone();
        assert_eq!(groups, json!(["All", "Leads", "Staff"]));
        administrator.patch(&path(&leads), &json!({ "parents": [] })).await.is(200);
        person.get(&app).await.is_not_found();
    }

    async fn a_group_is_never_in_itself_however_long_the_way(t) {
        let administrator = t.administrator().await;
        let (all, staff, leads) = (group(&administrator, "All").await, group(&administrator, "Staff").await, group(&administrator, "Leads").await);
        administrator.patch(&path(&leads), &json!({ "parents": [staff] })).await.is(200);
        administrator.patch(&path(&staff), &json!({ "parents": [all] })).await.is(200);

        for (which, parent) in [(&all, &leads), (&all, &all), (&staff, &leads)] {
            let refused = administrator.patch(&path(which), &json!({ "parents": [parent] })).await.is_problem("invalid_request").json();
            assert_eq!(refused["errors"][0]["path"], "parents");
        }
        administrator.patch(&path(&all), &json!({ "parents": [format!("group_{}", unique())] })).await.is_problem("invalid_request");
    }

    async fn a_group_is_renamed_and_deleted_with_what_it_was_given(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let (staff, other) = (group(&administrator, "Staff").await, group(&administrator, "Other").await);
        let app = format!("/api/v1/apps/{}", t.world.console.app);
        grant(t, &administrator, &staff).await;
        put_into(&administrator, &person, &staff).await;

        let renamed = administrator.patch(&path(&staff), &json!({ "name": "Everyone" })).await.is(200).json();
        assert_eq!(renamed["name"], "Everyone");
        administrator.patch(&path(&other), &json!({ "name": "Everyone" })).await.is_problem("taken");
        person.get(&app).await.is(200);
        administrator.delete(&path(&staff)).await.is(204);

        person.get(&app).await.is_not_found();
        administrator.delete(&path(&staff)).await.is_not_found();
        let names: Vec<Value> = administrator.get(GROUPS).await.json()["items"].as_array().unwrap().iter().map(|group| group["name"].clone()).collect();
        assert_eq!(names, ["Other"]);
    }

    async fn a_group_that_must_have_a_second_factor_is_not_deleted(t) {
        let administrator = t.administrator().await;
        let staff = group(&administrator, "Staff").await;
        let mut change = t.store.begin(t.home).await.unwrap();
        let mut policy = change.sign_in_policy().await.unwrap();
        policy.second_factor.groups = vec![staff.parse().unwrap()];
        change.put_sign_in_policy(&policy).await.unwrap();
        let permit = sallyport_policy::SystemPermit::because("a test sets the policy");
        change.commit(permit.receipt(t.home, t.now(), "test.prepare", None)).await.unwrap();

        administrator.delete(&path(&staff)).await.is_problem("in_use");
    }
}
