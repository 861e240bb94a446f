//! People and groups in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Timestamp;
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_model::entity::{Group, Person, PersonKind, PersonStatus};
use sallyport_store::{PeopleFilter, PeopleRead, PeopleWrite, StoreError};
use serde_json::{Map, Value as Json};

pub(crate) const PERSON: &str = "SELECT id, kind, email, name, status, roles, group_ids, attributes, description, \
                      password_hash, password_set_at, email_verified_at, created_at, last_sign_in_at FROM person";

pub(crate) fn person(mut f: Fields) -> Result<Person, StoreError> {
    Ok(Person {
        id: f.parsed("id")?,
        kind: f.word("kind", PersonKind::parse)?,
        email: f.text("email")?,
        name: f.text("name")?,
        status: f.word("status", PersonStatus::parse)?,
        roles: f.json("roles")?,
        groups: f.json("group_ids")?,
        attributes: f.json("attributes")?,
        description: f.text("description")?,
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
        parents: f.json("parents")?,
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
        self.find_people(&PeopleFilter::default(), after, limit)
            .await
    }

    async fn people_by_password(
        &mut self,
        after: Timestamp,
        until: Timestamp,
    ) -> Result<Vec<Person>, StoreError> {
        let sql = format!(
            "{PERSON} WHERE kind = 'person' AND status = 'active' AND password_hash IS NOT NULL \
             AND password_set_at > $1 AND password_set_at <= $2 ORDER BY password_set_at, id"
        );
        let rows = self.rows("person", &sql, params![after, until]).await?;
        rows.map(person).collect()
    }

    async fn find_people(
        &mut self,
        filter: &PeopleFilter,
        after: Option<PersonId>,
        limit: u16,
    ) -> Result<Vec<Person>, StoreError> {
        // Names are sorted by bytes, so that nothing comes before the empty one.
        let (name, id) = match after {
            None => (String::new(), String::new()),
            Some(after) => {
                let after = self.person(after).await?;
                let after = after.ok_or(StoreError::Missing("person"))?;
                (after.name, after.id.to_string())
            }
        };
        let position = D::POSITION;
        let sql = format!(
            "{PERSON} WHERE kind = 'person' AND (name, id) > ($1, $2) \
             AND ($3 = '' OR {position}(lower(name), $3) > 0 OR {position}(email, $3) > 0) \
             AND ($4 = '' OR status = $4) AND ($5 = '' OR {position}(roles, $5) > 0) \
             AND ($6 = '' OR {position}(group_ids, $6) > 0) \
             AND ($7 = '' OR ($7 = 'present') = EXISTS (SELECT 1 FROM factor \
             WHERE factor.person = person.id AND {position}($8, ',' || factor.kind || ',') > 0)) \
             ORDER BY name, id LIMIT $9"
        );
        // In JSON a whole role stands in quotes, so that none is found in another.
        let role = filter.role.as_ref().map(|role| format!("\"{role}\""));
        let search = filter.search.as_ref().map(|text| text.to_ascii_lowercase());
        let factor = filter.factor.as_ref();
        let kinds = factor.map(|(_, kinds)| crate::factors::list_of(kinds));
        let params = params![
            name,
            id,
            search.unwrap_or_default(),
            filter.status.map_or("", PersonStatus::as_str),
            role.unwrap_or_default(),
            filter.group.map(|id| id.to_string()).unwrap_or_default(),
            factor.map_or("", |(state, _)| state.as_str()),
            kinds.unwrap_or_default(),
            i64::from(limit),
        ];
        self.rows("person", &sql, params)
            .await?
            .map(person)
            .collect()
    }

    async fn group(&mut self, id: GroupId) -> Result<Option<Group>, StoreError> {
        let sql = "SELECT id, name, parents, created_at FROM person_group WHERE id = $1";
        self.row("person_group", sql, params![id])
            .await?
            .map(group)
            .transpose()
    }

    async fn groups(&mut self) -> Result<Vec<Group>, StoreError> {
        let sql = "SELECT id, name, parents, created_at FROM person_group ORDER BY name, id";
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

    async fn must_have_parents_of(&mut self, group: &Group) -> Result<(), StoreError> {
        for parent in &group.parents {
            self.must_have("group", "person_group", parent).await?;
        }
        Ok(())
    }

    /// Takes a group out of every list of groups in that column.
    async fn take_out(
        &mut self,
        table: &'static str,
        column: &'static str,
        group: GroupId,
    ) -> Result<(), StoreError> {
        let sql = format!(
            "SELECT id, {column} FROM {table} WHERE {}({column}, $1) > 0",
            D::POSITION
        );
        let lists: Vec<(String, Vec<GroupId>)> = self
            .rows(table, &sql, params![group])
            .await?
            .map(|mut f| Ok((f.text("id")?, f.json(column)?)))
            .collect::<Result<_, StoreError>>()?;
        let sql = format!("UPDATE {table} SET {column} = $1 WHERE id = $2");
        for (id, mut groups) in lists {
            groups.retain(|one| *one != group);
            let groups = crate::access::ids_json(&groups);
            self.driver.execute(&sql, params![groups, id]).await?;
        }
        Ok(())
    }
}

#[async_trait]
impl<D: Changer> PeopleWrite for View<D> {
    async fn add_person(&mut self, person: &Person) -> Result<(), StoreError> {
        self.must_have_groups_of(person).await?;
        let sql = "INSERT INTO person (id, kind, email, name, status, roles, group_ids, attributes, description, \
                   password_hash, password_set_at, email_verified_at, created_at, last_sign_in_at) \
                   VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) \
                   ON CONFLICT DO NOTHING";
        let params = params![
            person.id,
            person.kind.as_str(),
            &person.email,
            &person.name,
            person.status.as_str(),
            roles_json(person),
            groups_json(person),
            attributes_json(person),
            &person.description,
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
                   attributes = $6, description = $7, password_hash = $8, password_set_at = $9, \
                   email_verified_at = $10, created_at = $11, last_sign_in_at = $12 WHERE id = $13";
        let params = params![
            &person.email,
            &person.name,
            person.status.as_str(),
            roles_json(person),
            groups_json(person),
            attributes_json(person),
            &person.description,
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

    async fn remove_person(&mut self, id: PersonId) -> Result<(), StoreError> {
        self.must_have("person", "person", id).await?;
        let grants = "DELETE FROM access_grant WHERE (principal_kind = 'person' AND principal_id = $1) \
                      OR (on_kind = 'person' AND on_id = $1)";
        let sessions = "DELETE FROM person_session WHERE person = $1";
        // What else is theirs goes along by the references of its tables.
        let person = "DELETE FROM person WHERE id = $1";
        for sql in [grants, sessions, person] {
            self.driver.execute(sql, params![id]).await?;
        }
        self.raise().await
    }

    async fn take_out_attribute(&mut self, name: &str, text: &str) -> Result<u64, StoreError> {
        let sql = format!(
            "SELECT id, attributes FROM person WHERE {}(attributes, $1) > 0 ORDER BY id",
            D::POSITION
        );
        let value = Json::from(text);
        let described: Vec<(String, Map<String, Json>)> = self
            .rows("person", &sql, params![value.to_string()])
            .await?
            .map(|mut f| Ok((f.text("id")?, f.json("attributes")?)))
            .collect::<Result<_, StoreError>>()?;
        let mut taken = 0;
        for (id, mut attributes) in described {
            if attributes.get(name) != Some(&value) {
                continue;
            }
            attributes.remove(name);
            let sql = "UPDATE person SET attributes = $1 WHERE id = $2";
            let attributes = Json::Object(attributes).to_string();
            taken += self.driver.execute(sql, params![attributes, id]).await?;
        }
        if taken > 0 {
            self.raise().await?;
        }
        Ok(taken)
    }

    async fn note_sign_in(&mut self, id: PersonId, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE person SET last_sign_in_at = $1 WHERE id = $2";
        self.change("person", sql, params![at, id]).await
    }

    async fn add_group(&mut self, group: &Group) -> Result<(), StoreError> {
        self.must_have_parents_of(group).await?;
        let sql = "INSERT INTO person_group (id, name, parents, created_at) VALUES ($1, $2, $3, $4) \
                   ON CONFLICT DO NOTHING";
        let parents = crate::access::ids_json(&group.parents);
        let params = params![group.id, &group.name, parents, group.created_at];
        self.insert("name", sql, params).await?;
        self.raise().await
    }

    async fn put_group(&mut self, group: &Group) -> Result<(), StoreError> {
        self.must_have("group", "person_group", group.id).await?;
        self.must_have_parents_of(group).await?;
        let sql = "SELECT 1 FROM person_group WHERE name = $1 AND id <> $2";
        if self.any(sql, params![&group.name, group.id]).await? {
            return Err(StoreError::Taken("name"));
        }
        let sql = "UPDATE person_group SET name = $1, parents = $2 WHERE id = $3";
        let parents = crate::access::ids_json(&group.parents);
        let params = params![&group.name, parents, group.id];
        self.change("group", sql, params).await?;
        self.raise().await
    }

    async fn remove_group(&mut self, id: GroupId) -> Result<(), StoreError> {
        self.must_have("group", "person_group", id).await?;
        for (table, column) in [("person", "group_ids"), ("person_group", "parents")] {
            self.take_out(table, column, id).await?;
        }
        let grants = "DELETE FROM access_grant WHERE (principal_kind = 'group' AND principal_id = $1) \
                      OR (on_kind = 'group' AND on_id = $1)";
        for sql in [grants, "DELETE FROM person_group WHERE id = $1"] {
            self.driver.execute(sql, params![id]).await?;
        }
        self.raise().await
    }
}
