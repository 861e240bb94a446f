//! Groups of people, which can be in other groups.

use crate::people::valid_name;
use crate::{Identity, IdentityError};
use sallyport_kernel::id::GroupId;
use sallyport_model::entity::Group;
use sallyport_policy::action::{group, tenant};
use sallyport_policy::{ObjectRef, Permit};
use sallyport_store::{StoreError, Transaction};
use serde_json::json;
use std::collections::BTreeSet;

/// What changes of a group; `None` leaves as it is.
#[derive(Debug, Default)]
pub struct GroupChange {
    /// Another name.
    pub name: Option<String>,
    /// All groups that it is in, in place of those before.
    pub parents: Option<Vec<GroupId>>,
}

/// The groups of the tenant, by name.
pub async fn list(
    identity: &Identity,
    permit: Permit<tenant::ListGroups>,
) -> Result<Vec<Group>, IdentityError> {
    Ok(identity.store.read(permit.tenant()).await?.groups().await?)
}

/// Makes a group.
pub async fn create(
    identity: &Identity,
    permit: Permit<tenant::CreateGroup>,
    name: &str,
) -> Result<Group, IdentityError> {
    let id = GroupId::random(&*identity.random);
    let group = Group {
        id,
        name: valid_name(name)?,
        parents: Vec::new(),
        created_at: permit.actor().at(),
    };
    let mut change = identity.store.begin(permit.tenant()).await?;
    change.add_group(&group).await?;
    let made = ObjectRef {
        kind: "group".to_owned(),
        id: id.to_string(),
        name: Some(group.name.clone()),
    };
    change.commit(permit.receipt().made(made)).await?;
    Ok(group)
}

/// Renames a group, or puts it into others. Its people are in those as well from their next request on.
pub async fn update(
    identity: &Identity,
    permit: Permit<group::Update>,
    wanted: GroupChange,
) -> Result<Group, IdentityError> {
    let mut change = identity.store.begin(permit.tenant()).await?;
    let before = change.group(permit.on().id).await?;
    let before = before.ok_or(StoreError::Missing("group"))?;
    let mut after = before.clone();
    if let Some(name) = wanted.name {
        after.name = valid_name(&name)?;
    }
    if let Some(parents) = wanted.parents {
        let parents: BTreeSet<GroupId> = parents.into_iter().collect();
        after.parents = parents.into_iter().collect();
        no_circle(&mut *change, &after).await?;
    }
    change.put_group(&after).await?;
    let shown = |group: &Group| json!({ "name": group.name, "parents": group.parents });
    let receipt = permit.receipt().named(after.name.clone()).with(
        "change",
        json!({ "before": shown(&before), "after": shown(&after) }),
    );
    change.commit(receipt).await?;
    Ok(after)
}

/// Deletes a group; its people lose what it was given. One that the policy of sign-ins asks a second factor of stays,
/// since nobody would be asked for it any more.
pub async fn delete(
    identity: &Identity,
    permit: Permit<group::Delete>,
) -> Result<(), IdentityError> {
    let id = permit.on().id;
    let mut change = identity.store.begin(permit.tenant()).await?;
    let group = change.group(id).await?;
    let group = group.ok_or(StoreError::Missing("group"))?;
    if change
        .sign_in_policy()
        .await?
        .second_factor
        .groups
        .contains(&id)
    {
        return Err(StoreError::InUse("group").into());
    }
    change.remove_group(id).await?;
    change.commit(permit.receipt().named(group.name)).await?;
    Ok(())
}

/// Refused if whoever goes up from the group comes back to it. All parents must be there.
async fn no_circle(change: &mut dyn Transaction, group: &Group) -> Result<(), IdentityError> {
    let mut seen = BTreeSet::new();
    let mut open = group.parents.clone();
    while let Some(id) = open.pop() {
        if id == group.id {
            return Err(IdentityError::GroupCircle);
        }
        if seen.insert(id) {
            let above = change.group(id).await?;
            open.extend(above.ok_or(IdentityError::UnknownGroup)?.parents);
        }
    }
    Ok(())
}
