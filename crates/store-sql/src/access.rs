//! Who may do what, in SQL.

use crate::fields::Fields;
use crate::value::params;
use crate::view::{Changer, Driver, View};
use async_trait::async_trait;
use sallyport_kernel::Environment;
use sallyport_kernel::id::{GroupId, PersonId};
use sallyport_model::entity::{PersonKind, PersonStatus};
use sallyport_policy::access::Member;
use sallyport_policy::{Access, Grant, Level, Principal, ResourceRef, Role};
use sallyport_store::{AccessRead, AccessWrite, StoreError};
use std::collections::{BTreeSet, HashMap};
use std::fmt::Display;

/// Ids as a JSON array of texts, for [`Driver::members`].
pub(crate) fn ids_json<T: Display>(ids: &[T]) -> String {
    ids.iter()
        .map(ToString::to_string)
        .collect::<serde_json::Value>()
        .to_string()
}

fn principal_parts(principal: Principal) -> (&'static str, String) {
    match principal {
        Principal::Person(id) => ("person", id.to_string()),
        Principal::Group(id) => ("group", id.to_string()),
    }
}

fn principal(kind: &str, id: &str) -> Option<Principal> {
    match kind {
        "person" => id.parse().ok().map(Principal::Person),
        "group" => id.parse().ok().map(Principal::Group),
        _ => None,
    }
}

fn resource(kind: &str, id: &str) -> Option<ResourceRef> {
    match kind {
        "tenant" if id == "tenant" => Some(ResourceRef::Tenant),
        "workspace" => id.parse().ok().map(ResourceRef::Workspace),
        "app" => id.parse().ok().map(ResourceRef::App),
        "query" => id.parse().ok().map(ResourceRef::Query),
        "datasource" => id.parse().ok().map(ResourceRef::Datasource),
        "destination" => {
            let (datasource, environment) = id.split_once('/')?;
            Some(ResourceRef::Destination(
                datasource.parse().ok()?,
                Environment::parse(environment)?,
            ))
        }
        "person" => id.parse().ok().map(ResourceRef::Person),
        "group" => id.parse().ok().map(ResourceRef::Group),
        "service_account" => id.parse().ok().map(ResourceRef::ServiceAccount),
        "key" => id.parse().ok().map(ResourceRef::Key),
        _ => None,
    }
}

fn grant(mut f: Fields) -> Result<Grant, StoreError> {
    let (principal_kind, principal_id) = (f.text("principal_kind")?, f.text("principal_id")?);
    let (on_kind, on_id) = (f.text("on_kind")?, f.text("on_id")?);
    Ok(Grant {
        principal: principal(&principal_kind, &principal_id)
            .ok_or_else(|| f.corrupt("principal_id"))?,
        on: resource(&on_kind, &on_id).ok_or_else(|| f.corrupt("on_id"))?,
        level: f.word("level", Level::parse)?,
    })
}

fn member(mut f: Fields) -> Result<(PersonId, Member), StoreError> {
    let id = f.parsed("id")?;
    let service = f.word("kind", PersonKind::parse)? == PersonKind::Service;
    let email = f.text("email")?;
    let name = f.text("name")?;
    let active = f.word("status", PersonStatus::parse)? == PersonStatus::Active;
    // A role that this release does not know gives nothing.
    let roles: Vec<String> = f.json("roles")?;
    let roles = roles.iter().filter_map(|role| Role::parse(role)).collect();
    let groups: BTreeSet<GroupId> = f.json("group_ids")?;
    let attributes = f.json("attributes")?;
    Ok((
        id,
        Member {
            name,
            email,
            active,
            service,
            roles,
            groups,
            attributes,
        },
    ))
}

/// The groups with all that they are in, however far up. A circle, which nothing makes, ends where it began.
fn with_parents(
    groups: &BTreeSet<GroupId>,
    parents: &HashMap<GroupId, Vec<GroupId>>,
) -> BTreeSet<GroupId> {
    let mut all = BTreeSet::new();
    let mut open: Vec<GroupId> = groups.iter().copied().collect();
    while let Some(group) = open.pop() {
        if all.insert(group) {
            open.extend(parents.get(&group).into_iter().flatten());
        }
    }
    all
}

#[async_trait]
impl<D: Driver> AccessRead for View<D> {
    async fn access(&mut self) -> Result<Access, StoreError> {
        let sql = "SELECT access_version FROM tenant_state WHERE id = 1";
        let missing = || StoreError::Corrupt {
            table: "tenant_state",
            column: "id",
            row: "1".to_owned(),
        };
        let version = self
            .row("tenant_state", sql, &[])
            .await?
            .ok_or_else(missing)?
            .number("access_version")?;
        let sql = "SELECT id, name, parents FROM person_group";
        let rows: Vec<(GroupId, String, Vec<GroupId>)> = self
            .rows("person_group", sql, &[])
            .await?
            .map(|mut f| Ok((f.parsed("id")?, f.text("name")?, f.json("parents")?)))
            .collect::<Result<_, StoreError>>()?;
        let (mut groups, mut parents) = (Vec::new(), HashMap::new());
        for (id, name, above) in rows {
            groups.push((id, name));
            parents.insert(id, above);
        }
        let sql = "SELECT id, kind, email, name, status, roles, group_ids, attributes FROM person";
        let mut people: Vec<_> = self
            .rows("person", sql, &[])
            .await?
            .map(member)
            .collect::<Result<_, _>>()?;
        for (_, member) in &mut people {
            member.groups = with_parents(&member.groups, &parents);
        }
        let sql = "SELECT principal_kind, principal_id, on_kind, on_id, level FROM access_grant \
                   ORDER BY principal_kind, principal_id, on_kind, on_id";
        let grants: Vec<_> = self
            .rows("access_grant", sql, &[])
            .await?
            .map(grant)
            .collect::<Result<_, _>>()?;
        Ok(Access::new(self.tenant, version, people, groups, grants))
    }
}

#[async_trait]
impl<D: Changer> AccessWrite for View<D> {
    async fn put_grant(&mut self, grant: &Grant) -> Result<(), StoreError> {
        match grant.principal {
            Principal::Person(id) => self.must_have("person", "person", id).await?,
            Principal::Group(id) => self.must_have("group", "person_group", id).await?,
        }
        let (kind, id) = principal_parts(grant.principal);
        let sql = "INSERT INTO access_grant (principal_kind, principal_id, on_kind, on_id, level) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (principal_kind, principal_id, on_kind, on_id) \
                   DO UPDATE SET level = excluded.level";
        let params = params![
            kind,
            id,
            grant.on.kind(),
            grant.on.to_string(),
            grant.level.as_str()
        ];
        self.driver.execute(sql, params).await?;
        self.raise().await
    }

    async fn remove_grant(
        &mut self,
        principal: Principal,
        on: ResourceRef,
    ) -> Result<(), StoreError> {
        let (kind, id) = principal_parts(principal);
        let sql = "DELETE FROM access_grant \
                   WHERE principal_kind = $1 AND principal_id = $2 AND on_kind = $3 AND on_id = $4";
        if self
            .driver
            .execute(sql, params![kind, id, on.kind(), on.to_string()])
            .await?
            > 0
        {
            self.raise().await?;
        }
        Ok(())
    }
}
