//! People and groups in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_model::entity::{Group, Person, PersonStatus};
use sallyport_store::{PeopleRead, PeopleWrite, StoreError};
use serde_json::Value as Json;

const PERSON: &str = "SELECT id, email, name, status, roles, group_ids, attributes, password_hash, \
                      password_set_at, email_verified_at, created_at, last_sign_in_at FROM person";

fn person(mut f: Fields) -> Result<Person, StoreError> {
    Ok(Person {
        id: f.parsed("id")?,
        email: f.text("email")?,
        name: f.text("name")?,
        status: f.word("status", PersonStatus::parse)?,
        roles: f.json("roles")?,
        groups: f.json("group_ids")?,
        attributes: f.json("attributes")?,
        password_hash: f.optional_text("password_hash")?,
        password_set_at: f.optional_at("password_set_at")?,
        email_verified_at: f.optional_at("email_verified_at")?,
        created_at: f.at("created_at")?,
        last_sign_in_at: f.optional_at("last_sign_in_at")?,
    })
}

fn group(mut f: Fields) -> Result<Group, StoreError> {
    Ok(Group {
        id: f.parsed("id")?,
        name: f.text("name")?,
        created_at: f.at("created_at")?,
    })
}

fn roles_json(person: &Person) -> String {
    person
        .roles
        .iter()
        .map(String::as_str)
        .collect::<Json>()
        .to_string()
}

fn groups_json(person: &Person) -> String {
    crate::access::ids_json(&person.groups)
}

fn attributes_json(person: &Person) -> String {
    Json::Object(person.attributes.clone()).to_string()
}

#[async_trait]
impl<D: Driver> PeopleRead for View<D> {
    async fn person(&mut self, id: PersonId) -> Result<Option<Person>, StoreError> {
        self.row("person", &format!("{PERSON} WHERE id = $1"), params![id])
            .await?
            .map(person)
            .transpose()
    }

    async fn person_by_email(&mut self, email: &str) -> Result<Option<Person>, StoreError> {
        self.row(
            "person",
            &format!("{PERSON} WHERE email = $1"),
            params![email],
        )
        .await?
        .map(person)
        .transpose()
    }

    async fn people(
        &mut self,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, StoreError> {
        let rows = match after {
            None => {
                let sql = format!("{PERSON} ORDER BY name, id LIMIT $1");
                self.rows("person", &sql, params![i64::from(limit)]).await?
            }
            Some(after) => {
                self.must_have("person", "person", after).await?;
                let sql = format!(
                    "{PERSON} WHERE (name, id) > (SELECT name, id FROM person WHERE id = $1) ORDER BY name, id LIMIT $2"
                );
                self.rows("person", &sql, params![after, i64::from(limit)])
                    .await?
            }
        };
        rows.map(person).collect()
    }

    async fn group(&mut self, id: GroupId) -> Result<Option<Group>, StoreError> {
        let sql = "SELECT id, name, created_at FROM person_group WHERE id = $1";
        self.row("person_group", sql, params![id])
            .await?
            .map(group)
            .transpose()
    }

    async fn groups(&mut self) -> Result<Vec<Group>, StoreError> {
        let sql = "SELECT id, name, created_at FROM person_group ORDER BY name, id";
        self.rows("person_group", sql, &[])
            .await?
            .map(group)
            .collect()
    }
}

impl<D: Changer> View<D> {
    async fn must_have_groups_of(&mut self, person: &Person) -> Result<(), StoreError> {
        for group in &person.groups {
            self.must_have("group", "person_group", group).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl<D: Changer> PeopleWrite for View<D> {
    async fn add_person(&mut self, person: &Person) -> Result<(), StoreError> {
        self.must_have_groups_of(person).await?;
        let sql = "INSERT INTO person (id, email, name, status, roles, group_ids, attributes, password_hash, \
                   password_set_at, email_verified_at, created_at, last_sign_in_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) \
                   ON CONFLICT DO NOTHING";
        let params = params![
            person.id,
            &person.email,
            &person.name,
            person.status.as_str(),
            roles_json(person),
            groups_json(person),
            attributes_json(person),
            person.password_hash.as_deref(),
            person.password_set_at,
            person.email_verified_at,
            person.created_at,
            person.last_sign_in_at,
        ];
        self.insert("address", sql, params).await?;
        self.raise().await
    }

    async fn put_person(&mut self, person: &Person) -> Result<(), StoreError> {
        self.must_have("person", "person", person.id).await?;
        self.must_have_groups_of(person).await?;
        let sql = "SELECT 1 FROM person WHERE email = $1 AND id <> $2";
        if self.any(sql, params![&person.email, person.id]).await? {
            return Err(StoreError::Taken("address"));
        }
        let sql = "UPDATE person SET email = $1, name = $2, status = $3, roles = $4, group_ids = $5, \
                   attributes = $6, password_hash = $7, password_set_at = $8, email_verified_at = $9, \
                   created_at = $10, last_sign_in_at = $11 WHERE id = $12";
        let params = params![
            &person.email,
            &person.name,
            person.status.as_str(),
            roles_json(person),
            groups_json(person),
            attributes_json(person),
            person.password_hash.as_deref(),
            person.password_set_at,
            person.email_verified_at,
            person.created_at,
            person.last_sign_in_at,
            person.id,
        ];
        self.change("person", sql, params).await?;
        self.raise().await
    }

    async fn note_sign_in(&mut self, id: PersonId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE person SET last_sign_in_at = $1 WHERE id = $2";
        self.change("person", sql, params![at, id]).await
    }

    async fn add_group(&mut self, group: &Group) -> Result<(), StoreError> {
        let sql = "INSERT INTO person_group (id, name, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
        self.insert(
            "name",
            sql,
            params![group.id, &group.name, group.created_at],
        )
        .await?;
        self.raise().await
    }
}
