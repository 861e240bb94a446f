//! The tenant's accounts at a glance.

use crate::support::{PASSWORD, TestServer, Visitor, both};
use serde_json::{Value, json};
use std::time::Duration;

const OVERVIEW: &str = "/api/v1/security-overview";
const SESSION: &str = "/api/v1/session";

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

fn names(list: &Value, who: &Visitor<'_>) -> bool {
    let id = json!(who.person.unwrap());
    list.as_array().unwrap().iter().any(|one| one["id"] == id)
}

both! {
    async fn an_administrator_sees_the_tenants_accounts_at_a_glance(t) {
        let (administrator, disabled) = (t.administrator().await, t.disabled().await);
        let before = administrator.get(OVERVIEW).await.is(200).json();

        let newcomers = [t.stranger().await, t.stranger().await];
        let after = administrator.get(OVERVIEW).await.is(200).json();

        let grew = |name: &str| after[name].as_u64().unwrap() - before[name].as_u64().unwrap();
        assert_eq!((grew("people"), grew("active"), grew("without_second_factor_count")), (2, 2, 2));
        assert!(after["people"].as_u64() > after["active"].as_u64());
        assert!(names(&after["without_second_factor"], &newcomers[0]));
        let named = |list: &Value| list.as_array().unwrap().len();
        assert_eq!(named(&after["without_second_factor"]), named(&before["without_second_factor"]) + 2);
        assert!(!names(&after["without_second_factor"], &disabled));
        assert_eq!(after["without_second_factor"][0]["required"], false);
        assert_eq!(after["inactive_count"], 0);
    }

    async fn a_factor_that_no_longer_counts_is_none_and_a_program_needs_none(t) {
        t.asks(|policy| policy.second_factor.email_codes = true).await;
        let administrator = t.administrator().await;
        let by_mail = t.with_codes_by_mail(&t.stranger().await).await;
        let by_app = t.enrolled(&t.stranger().await).await.visitor;
        let before = administrator.get(OVERVIEW).await.is(200).json();
        assert!(!names(&before["without_second_factor"], &by_mail));

        t.asks(|policy| policy.second_factor.email_codes = false).await;
        let body = json!({ "name": "Deployment", "description": "", "roles": [], "groups": [] });
        let account = administrator.post("/api/v1/service-accounts", &body).await.is(201).json();

        let after = administrator.get(OVERVIEW).await.is(200).json();
        let without = &after["without_second_factor"];
        assert!(names(without, &by_mail) && !names(without, &by_app));
        assert!(!without.as_array().unwrap().iter().any(|one| one["id"] == account["id"]));
        assert_eq!(after["people"], before["people"]);
        let grew = |name: &str| after[name].as_u64().unwrap() - before[name].as_u64().unwrap();
        assert_eq!(grew("without_second_factor_count"), 1);
    }

    async fn whoever_has_not_signed_in_for_ninety_days_is_inactive(t) {
        let (person, other) = (t.stranger().await, t.stranger().await);
        t.clock.advance(89 * DAY);
        let body = json!({ "email": t.email_of(&other).await, "password": PASSWORD });
        t.anonymous().post(SESSION, &body).await.is(200);
        let early = t.administrator().await.get(OVERVIEW).await.is(200).json();

        t.clock.advance(DAY);

        let late = t.administrator().await.get(OVERVIEW).await.is(200).json();
        assert!(!names(&early["inactive"], &person));
        assert!(names(&late["inactive"], &person) && !names(&late["inactive"], &other));
        assert_eq!(late["inactive_count"], late["inactive"].as_array().unwrap().len());
    }

    async fn failed_sign_ins_are_counted_by_day_for_thirty_days(t) {
        let email = t.email_of(&t.stranger().await).await;
        let fail = async |times: usize| {
            for _ in 0..times {
                let body = json!({ "email": email, "password": "not the password" });
                t.anonymous().post(SESSION, &body).await.is_problem("sign_in_failed");
            }
        };
        fail(1).await;
        t.clock.advance(DAY);
        fail(3).await;
        t.clock.advance(29 * DAY);
        fail(2).await;

        let overview = t.administrator().await.get(OVERVIEW).await.is(200).json();

        let days = overview["failed_sign_ins"].as_array().unwrap();
        assert_eq!(days.len(), 30);
        assert_eq!(days[0], json!({ "day": "2026-01-02", "count": 3 }));
        assert_eq!(days[1]["count"], 0);
        assert_eq!(days[29], json!({ "day": "2026-01-31", "count": 2 }));
        assert_eq!(overview["failed_sign_ins_complete"], true);
    }

    async fn sessions_are_counted_by_the_place_that_they_began_from(t) {
        let (administrator, person) = (t.administrator().await, t.stranger().await);
        let body = json!({ "email": t.email_of(&person).await, "password": PASSWORD });
        for _ in 0..2 {
            t.anonymous().post(SESSION, &body).await.is(200);
        }

        let sessions = administrator.get(OVERVIEW).await.is(200).json()["sessions"].clone();

        let places = sessions["by_place"].as_array().unwrap();
        let here = places.iter().find(|place| place["address"] == "127.0.0.1").unwrap();
        assert_eq!((&here["sessions"], &here["people"]), (&json!(2), &json!(1)));
        let all: u64 = places.iter().map(|place| place["sessions"].as_u64().unwrap()).sum();
        assert_eq!(sessions["total"], all);
        t.clock.advance(DAY);
        let later = t.administrator().await.get(OVERVIEW).await.is(200).json();
        assert_eq!(later["sessions"]["total"], 1);
    }
}
