//! Choosing a password: the rules, the earlier ones, and what an account keeps of it.

use super::rules::{Context, Fault, judge};
use crate::factors::usable;
use crate::{Identity, IdentityError};
use sallyport_kernel::id::{PersonId, TenantId};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::entity::Person;
use sallyport_store::{StoreError, Transaction};

/// Whose password it is to be.
#[derive(Debug, Clone, Copy)]
pub struct PasswordOwner<'a> {
    /// The account, if there is one already: its earlier passwords may be closed.
    pub person: Option<PersonId>,
    /// The address.
    pub email: &'a str,
    /// The name.
    pub name: &'a str,
    /// Whether a second factor stands beside it; then it may be shorter. For an account that is there already it is
    /// looked up: `false` says no more than that nobody knows.
    pub second_factor: bool,
}

/// A password that the rules let through, hashed: for one account, once.
#[derive(Debug)]
pub struct ChosenPassword {
    hash: Secret<String>,
    earlier: u16,
}

impl Identity {
    /// Whether a password may be one's own by the tenant's rules; if it may, it is hashed. It takes the time of a
    /// hash, and of one more for each earlier password that is closed.
    pub async fn choose_password(
        &self,
        tenant: TenantId,
        owner: PasswordOwner<'_>,
        password: &Secret<String>,
    ) -> Result<ChosenPassword, IdentityError> {
        let policy = self.policy(tenant).await?;
        let owner = PasswordOwner {
            second_factor: owner.second_factor || self.has_factor(tenant, owner.person).await?,
            ..owner
        };
        let judgement = self.judge_password(tenant, owner, password).await?;
        if !judgement.faults.is_empty() {
            return Err(IdentityError::PasswordRefused(judgement.faults));
        }
        let earlier = policy.passwords.history;
        if let Some(person) = owner.person.filter(|_| earlier > 0)
            && self.was_used(tenant, person, earlier, password).await?
        {
            return Err(IdentityError::PasswordRefused(vec![Fault::UsedBefore]));
        }
        let hash = self.passwords.hash(password, &*self.random).await?;
        Ok(ChosenPassword {
            hash: Secret::new(hash),
            earlier,
        })
    }

    /// What the rules say of a password, all of it at once: for whoever is choosing one. Nothing is hashed.
    pub async fn judge_password(
        &self,
        tenant: TenantId,
        owner: PasswordOwner<'_>,
        password: &Secret<String>,
    ) -> Result<super::Judgement, IdentityError> {
        let policy = self.policy(tenant).await?;
        let context = Context::new(&self.tenant_name(tenant).await?, owner.email, owner.name);
        let (password, second_factor) = (password.clone(), owner.second_factor);
        // Estimating may take milliseconds, which are not for the threads that answer requests.
        tokio::task::spawn_blocking(move || {
            judge(&password, &policy.passwords, second_factor, &context)
        })
        .await
        .map_err(|_| IdentityError::Overloaded)
    }

    /// Whether a second factor that counts stands beside the password of an account.
    async fn has_factor(
        &self,
        tenant: TenantId,
        person: Option<PersonId>,
    ) -> Result<bool, StoreError> {
        let Some(person) = person else {
            return Ok(false);
        };
        let policy = self.policy(tenant).await?;
        let mut read = self.store.read(tenant).await?;
        let (factors, _) = usable(&mut *read, person, &policy.second_factor).await?;
        Ok(!factors.is_empty())
    }

    /// Whether it is the password of now or one of those before.
    async fn was_used(
        &self,
        tenant: TenantId,
        person: PersonId,
        most: u16,
        password: &Secret<String>,
    ) -> Result<bool, IdentityError> {
        let mut read = self.store.read(tenant).await?;
        let now = read.person(person).await?;
        let earlier = read.earlier_passwords(person, most).await?;
        drop(read);
        let now = now.and_then(|person| person.password_hash);
        for hash in now.into_iter().chain(earlier) {
            if self.passwords.verify(password, Some(&hash)).await? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// A tenant's name.
    pub(crate) async fn tenant_name(&self, tenant: TenantId) -> Result<String, StoreError> {
        if let Some(name) = self.tenant_names.get(&tenant) {
            return Ok(name);
        }
        let tenants = self.store.tenants().await?;
        let found = tenants.into_iter().find(|one| one.id == tenant);
        let name = found.ok_or(StoreError::Missing("tenant"))?.name;
        self.tenant_names.insert(tenant, name.clone());
        Ok(name)
    }
}

impl ChosenPassword {
    /// Makes it the password of an account that is not kept yet.
    pub fn begin(self, person: &mut Person, now: Timestamp) {
        person.password_hash = Some(self.hash.expose().clone());
        person.password_set_at = Some(now);
    }

    /// Makes it the password of an account that is kept, in the act's own transaction. The one before joins the
    /// earlier ones as far as the tenant remembers them.
    pub async fn replace(
        self,
        change: &mut dyn Transaction,
        person: &mut Person,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        if let Some(before) = person.password_hash.take()
            && self.earlier > 0
        {
            change.add_earlier_password(person.id, &before, now).await?;
        }
        change
            .keep_earlier_passwords(person.id, self.earlier)
            .await?;
        self.begin(person, now);
        change.put_person(person).await
    }
}
