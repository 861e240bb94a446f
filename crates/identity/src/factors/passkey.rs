//! Passkeys (WebAuthn): a key pair whose private half stays in a device or a password manager.
//!
//! The device must have made sure that it is its owner (by a PIN, a finger, a face), so a passkey alone is two factors:
//! something that one has, and something that one knows or is.
//!
//! What verifies a device's signatures (its public key, its counter) is kept sealed, and so is what a challenge is
//! judged by: [`Held`] is the one way to either.

use super::{sealing, ticket};
use crate::{Identity, IdentityError};
use sallyport_crypto::Sealed;
use sallyport_kernel::id::{PersonId, TenantId};
use sallyport_model::account::OneTime;
use sallyport_model::entity::Person;
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_store::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::sync::Arc;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

/// The site that passkeys are for. It comes from where people reach the server, never from what a request says.
#[derive(Clone, Default)]
pub struct Passkeys(Option<Arc<Webauthn>>);

impl std::fmt::Debug for Passkeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Passkeys").field(&self.0.is_some()).finish()
    }
}

/// What a browser is asked, and what has to be kept to judge its answer.
pub(crate) struct Challenge {
    /// `PublicKeyCredentialCreationOptions` or `PublicKeyCredentialRequestOptions`, as JSON.
    pub(crate) options: Value,
    /// What is kept.
    pub(crate) state: Value,
}

/// A passkey with the credential that verifies its signatures.
pub(crate) struct Held {
    factor: Factor,
    credential: Passkey,
}

impl Held {
    /// Opens the passkeys among these factors. One that was altered, or is another person's or factor's, is broken data.
    pub(crate) async fn of(
        identity: &Identity,
        tenant: TenantId,
        factors: &[Factor],
    ) -> Result<Vec<Self>, IdentityError> {
        let mut held = Vec::new();
        for factor in factors.iter().filter(|f| f.kind == FactorKind::Passkey) {
            let binding = sealing::passkey(tenant, factor.person, factor.id);
            let text = sealing::opened(identity, tenant, &binding, factor).await?;
            let credential: Option<Passkey> = serde_json::from_slice(text.expose()).ok();
            let credential = credential
                .filter(|known| Some(known.cred_id().as_slice()) == factor.handle.as_deref())
                .ok_or_else(|| sealing::corrupt(factor))?;
            held.push(Self {
                factor: factor.clone(),
                credential,
            });
        }
        Ok(held)
    }

    /// The factor as it is kept, with its credential sealed to it.
    pub(crate) async fn kept(
        self,
        identity: &Identity,
        tenant: TenantId,
    ) -> Result<Factor, IdentityError> {
        let text = serde_json::to_vec(&self.credential).map_err(failed)?;
        let binding = sealing::passkey(tenant, self.factor.person, self.factor.id);
        let sealed = sealing::seal(identity, tenant, &binding, &text).await?;
        Ok(Factor {
            sealed: Some(sealed.as_bytes().to_vec()),
            handle: Some(self.credential.cred_id().as_slice().to_vec()),
            ..self.factor
        })
    }

    fn is_of(&self, handle: &[u8]) -> bool {
        self.factor.handle.as_deref() == Some(handle)
    }
}

/// Keeps what a challenge is judged by with its ticket, sealed: it names the keys whose signatures are good.
pub(crate) async fn keep_challenge(
    identity: &Identity,
    tenant: TenantId,
    ticket: &mut OneTime,
    state: &Value,
) -> Result<(), IdentityError> {
    let text = serde_json::to_vec(state).map_err(failed)?;
    let binding = sealing::challenge(tenant, ticket);
    let sealed = sealing::seal(identity, tenant, &binding, &text).await?;
    let member = ticket::PASSKEY.to_owned();
    ticket.detail.insert(member, sealed.to_string().into());
    Ok(())
}

/// What the challenge of a ticket is judged by; `None` if it has none. Anything but what was sealed with it is broken
/// data.
pub(crate) async fn challenge_of(
    identity: &Identity,
    tenant: TenantId,
    ticket: &OneTime,
) -> Result<Option<Value>, IdentityError> {
    let Some(kept) = ticket.detail.get(ticket::PASSKEY) else {
        return Ok(None);
    };
    let corrupt = || StoreError::Corrupt {
        table: "one_time",
        column: "detail",
        row: ticket.purpose.as_str().to_owned(),
    };
    let sealed = kept.as_str().and_then(|kept| kept.parse::<Sealed>().ok());
    let sealed = sealed.ok_or_else(corrupt)?;
    let binding = sealing::challenge(tenant, ticket);
    let text = sealing::open(identity, tenant, &binding, &sealed).await?;
    let state = text.and_then(|text| serde_json::from_slice(text.expose()).ok());
    Ok(Some(state.ok_or_else(corrupt)?))
}

impl Passkeys {
    /// Passkeys for the site at that address. There are none where browsers allow none: at an address without a name.
    pub fn at(public_url: &str) -> Self {
        let made = Url::parse(public_url).ok().and_then(|url| {
            let host = url.domain()?.to_owned();
            let builder = WebauthnBuilder::new(&host, &url).ok()?;
            builder.rp_name("Sallyport").build().ok()
        });
        Self(made.map(Arc::new))
    }

    /// Whether there can be passkeys at this address.
    pub fn are_possible(&self) -> bool {
        self.0.is_some()
    }

    /// Asks for a new passkey of that person, on another device than those that have one.
    pub(crate) fn register(
        &self,
        person: &Person,
        has: &[Factor],
    ) -> Result<Challenge, IdentityError> {
        let known = has.iter().filter_map(|factor| factor.handle.clone());
        let handle = Uuid::from_bytes(*person.id.as_bytes());
        let site = self.site()?;
        let begun = site.start_passkey_registration(
            handle,
            &person.email,
            &person.name,
            Some(known.collect()),
        );
        let (options, state) = begun.map_err(failed)?;
        let mut options = inner(&options)?;
        // Kept in the device with whose it is, wherever the device can: then it also signs in alone.
        if let Some(selection) = options
            .get_mut("authenticatorSelection")
            .and_then(Value::as_object_mut)
        {
            selection.insert("residentKey".to_owned(), "preferred".into());
        }
        Ok(Challenge {
            options,
            state: kept(&state)?,
        })
    }

    /// The new passkey, for the factor that was begun; `None` if the answer is not right.
    pub(crate) fn registered(
        &self,
        state: &Value,
        credential: &Value,
        begun: Factor,
    ) -> Result<Option<Held>, IdentityError> {
        let state: PasskeyRegistration = read(state)?;
        let Some(answer) = sent::<RegisterPublicKeyCredential>(credential) else {
            return Ok(None);
        };
        let made = self.site()?.finish_passkey_registration(&answer, &state);
        Ok(made.ok().map(|credential| Held {
            factor: begun,
            credential,
        }))
    }

    /// Asks for a signature of one of these passkeys; `None` if there is none.
    pub(crate) fn ask(&self, held: &[Held]) -> Result<Option<Challenge>, IdentityError> {
        if held.is_empty() || !self.are_possible() {
            return Ok(None);
        }
        let known: Vec<Passkey> = held.iter().map(|one| one.credential.clone()).collect();
        let begun = self.site()?.start_passkey_authentication(&known);
        let (options, state) = begun.map_err(failed)?;
        Ok(Some(Challenge {
            options: inner(&options)?,
            state: kept(&state)?,
        }))
    }

    /// The passkey that signed, as it is after that; `None` if the answer is not right.
    pub(crate) fn signed(
        &self,
        state: &Value,
        credential: &Value,
        held: Vec<Held>,
    ) -> Result<Option<Held>, IdentityError> {
        let state: PasskeyAuthentication = read(state)?;
        let Some(answer) = sent::<PublicKeyCredential>(credential) else {
            return Ok(None);
        };
        let Ok(result) = self.site()?.finish_passkey_authentication(&answer, &state) else {
            return Ok(None);
        };
        if !result.user_verified() {
            return Ok(None);
        }
        let mut held = held.into_iter();
        let Some(mut signed) = held.find(|one| one.is_of(result.cred_id().as_slice())) else {
            return Ok(None);
        };
        signed.credential.update_credential(&result);
        Ok(Some(signed))
    }

    /// Asks for a signature of whichever passkey the person chooses: nobody is known yet.
    pub(crate) fn ask_anyone(&self) -> Result<Challenge, IdentityError> {
        let begun = self.site()?.start_discoverable_authentication();
        let (options, state) = begun.map_err(failed)?;
        Ok(Challenge {
            options: inner(&options)?,
            state: kept(&state)?,
        })
    }

    /// Whose passkey an answer says that it is of: nothing is proved yet.
    pub(crate) fn claims(&self, credential: &Value) -> Option<PersonId> {
        let answer = sent::<PublicKeyCredential>(credential)?;
        let site = self.site().ok()?;
        let (person, _) = site.identify_discoverable_authentication(&answer).ok()?;
        Some(PersonId::from_bytes(*person.as_bytes()))
    }

    /// The passkey that signed [`Self::ask_anyone`], as it is after that; `None` if the answer is not right.
    pub(crate) fn signed_by(
        &self,
        state: &Value,
        credential: &Value,
        held: Vec<Held>,
    ) -> Result<Option<Held>, IdentityError> {
        let state: DiscoverableAuthentication = read(state)?;
        let Some(answer) = sent::<PublicKeyCredential>(credential) else {
            return Ok(None);
        };
        let site = self.site()?;
        let Ok((_, handle)) = site.identify_discoverable_authentication(&answer) else {
            return Ok(None);
        };
        let Some(mut signed) = held.into_iter().find(|one| one.is_of(handle)) else {
            return Ok(None);
        };
        let Ok(result) =
            site.finish_discoverable_authentication_v2(&answer, state, &signed.credential)
        else {
            return Ok(None);
        };
        if !result.user_verified() {
            return Ok(None);
        }
        signed.credential.update_credential(&result);
        Ok(Some(signed))
    }

    fn site(&self) -> Result<&Webauthn, IdentityError> {
        self.0.as_deref().ok_or(IdentityError::FactorNotAllowed)
    }
}

/// The options as they are handed to the browser's call; the library wraps them as the call does.
fn inner(options: &impl Serialize) -> Result<Value, IdentityError> {
    let mut whole = kept(options)?;
    Ok(whole
        .get_mut("publicKey")
        .map(Value::take)
        .unwrap_or_default())
}

fn kept(value: &impl Serialize) -> Result<Value, IdentityError> {
    serde_json::to_value(value).map_err(failed)
}

fn read<T: DeserializeOwned>(state: &Value) -> Result<T, IdentityError> {
    serde_json::from_value(state.clone()).map_err(failed)
}

/// What a browser sent, if it can be read at all.
fn sent<T: DeserializeOwned>(credential: &Value) -> Option<T> {
    serde_json::from_value(credential.clone()).ok()
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> IdentityError {
    StoreError::Unavailable(Box::new(error)).into()
}
