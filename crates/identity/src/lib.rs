//! Who is asking: passwords, sessions, people and groups.
//!
//! [`Identity::actor`] turns a request's session into the `Actor` that policies decide about, from memory: the
//! tenant's access snapshot and the sessions seen lately, both thrown away when the access version rises.
//! The use cases beside it ([`sign_in`], [`set_up`], [`people`]) each take their permit.
//!
//! This crate knows nothing of HTTP: cookies are read and written by `http`.
//!
//! Start reading at [`Identity`].
#![cfg_attr(
    test,
    allow(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::indexing_slicing,
        clippy::panic
    )
)]

pub mod account;
pub mod address;
mod arrival;
pub mod attributes;
mod begin;
mod blur;
pub mod device;
mod directory;
pub mod duties;
pub mod email;
pub mod error;
pub mod factors;
pub mod groups;
pub mod guessing;
pub mod invitations;
pub mod keys;
mod letters;
pub mod mail;
pub mod offer;
pub mod one_time;
pub mod overview;
pub mod password;
pub mod people;
pub mod proof;
pub mod registration;
pub mod reminders;
pub mod reset;
pub mod service_accounts;
pub mod session;
pub mod sessions;
pub mod set_up;
pub mod sign_in;
pub mod sign_in_policy;
pub mod sms;
mod uses;
mod warning;

pub use directory::Directory;
pub use duties::Duties;
pub use error::IdentityError;
pub use factors::Passkeys;
pub use keys::KeySecret;
pub use mail::{Letter, Mail, Post};
pub use password::Passwords;
pub use session::SessionSecret;
pub use sms::Transmit;
pub use uses::Uses;

use guessing::Alarms;
use quick_cache::UnitWeighter;
use quick_cache::sync::Cache;
use sallyport_kernel::id::TenantId;
use sallyport_kernel::{Random, RequestContext, Secret, Timestamp};
use sallyport_limits::Limits;
use sallyport_model::account::SignInPolicy;
use sallyport_model::entity::Session;
use sallyport_policy::Actor;
use sallyport_store::{Store, StoreError};
use std::sync::Arc;

/// What the identity use cases work with.
pub struct Identity {
    pub(crate) store: Arc<dyn Store>,
    pub(crate) random: Arc<dyn Random>,
    pub(crate) passwords: Passwords,
    pub(crate) limits: Arc<Limits>,
    pub(crate) post: Post,
    pub(crate) transmit: Arc<dyn Transmit>,
    pub(crate) passkeys: Passkeys,
    alarms: Arc<Alarms>,
    directory: Directory,
    tenant_names: Cache<TenantId, String>,
    home: TenantId,
}

impl Identity {
    /// Identity over a store. People who are not signed in act in the tenant `home`.
    pub fn new(
        store: Arc<dyn Store>,
        random: Arc<dyn Random>,
        passwords: Passwords,
        limits: Arc<Limits>,
        home: TenantId,
    ) -> Self {
        Self {
            directory: Directory::new(Arc::clone(&store)),
            store,
            random,
            passwords,
            limits,
            post: Post::default(),
            transmit: Arc::new(sms::Nowhere),
            tenant_names: Cache::with_weighter(16, 10_000, UnitWeighter),
            passkeys: Passkeys::default(),
            alarms: Arc::default(),
            home,
        }
    }

    /// The same, with what mail and links are made by.
    #[must_use]
    pub fn with_post(self, post: Post) -> Self {
        Self { post, ..self }
    }

    /// The same, with how requests to gateways of SMS leave.
    #[must_use]
    pub fn with_transmit(self, transmit: Arc<dyn Transmit>) -> Self {
        Self { transmit, ..self }
    }

    /// Whether people can sign in by a passkey.
    pub fn takes_passkeys(&self) -> bool {
        self.passkeys.are_possible()
    }

    /// The same, with the site that passkeys are for.
    #[must_use]
    pub fn with_passkeys(self, passkeys: Passkeys) -> Self {
        Self { passkeys, ..self }
    }

    /// The tenant that people sign in to when nothing says otherwise.
    pub fn home(&self) -> TenantId {
        self.home
    }

    /// The PHC string of a password that the service itself made up for an account.
    pub async fn hash_password(&self, password: &Secret<String>) -> Result<String, IdentityError> {
        self.passwords.hash(password, &*self.random).await
    }

    /// What a tenant asks of sign-ins.
    pub async fn policy(&self, tenant: TenantId) -> Result<Arc<SignInPolicy>, StoreError> {
        self.directory.policy(tenant).await
    }

    /// The tenants' access snapshots.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Who the request comes from that brings a key: the program that acts for the key's owner; or nobody, if the key
    /// does not hold at `now`, from the address that the request comes from.
    pub async fn actor_by_key(
        &self,
        secret: &KeySecret,
        request: Arc<RequestContext>,
        now: Timestamp,
    ) -> Result<Option<Actor>, StoreError> {
        let found = self.directory.key(secret, request.address, now).await?;
        Ok(found.map(|(held, access)| {
            let limits = Arc::clone(&held.limits);
            Actor::by_key(held.key.owner, limits, access, request, now)
        }))
    }

    /// Who the request comes from: the person of a session that holds at `now`, or nobody known.
    pub async fn actor(
        &self,
        secret: Option<&SessionSecret>,
        request: Arc<RequestContext>,
        now: Timestamp,
    ) -> Result<Actor, StoreError> {
        if let Some(secret) = secret
            && let Some(found) = self.directory.session(secret, now).await?
        {
            return Ok(found.actor(request, now));
        }
        let access = self.directory.access(self.home).await?;
        Ok(Actor::anonymous(access, request, now))
    }

    /// The same actor as of now, without having come again: `None` if their session or key has ended. For what goes on after
    /// it was permitted, such as an answer that is still being written.
    pub async fn again(&self, actor: &Actor, now: Timestamp) -> Result<Option<Actor>, StoreError> {
        if let Some(key) = actor.key_id() {
            return self.directory.key_again(actor, key, now).await;
        }
        let Some(session) = actor.session_id() else {
            return Ok(Some(actor.clone()));
        };
        let found = self
            .directory
            .session_by_id(actor.tenant(), session, now)
            .await?;
        Ok(found.map(|found| found.actor(Arc::clone(actor.request()), now)))
    }

    /// The session that an actor came in, as it is kept; `None` if there is none, or it has ended.
    pub async fn session_of(&self, actor: &Actor) -> Result<Option<Session>, StoreError> {
        match actor.session_id() {
            Some(id) => self.store.read(actor.tenant()).await?.session(id).await,
            None => Ok(None),
        }
    }
}
