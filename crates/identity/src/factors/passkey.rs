//! Passkeys (WebAuthn): a key pair whose private half stays in a device or a password manager.
//!
//! The device must have made sure that it is its owner (by a PIN, a finger, a face), so a passkey alone is two factors:
//! something that one has, and something that one knows or is.

use crate::IdentityError;
use sallyport_kernel::id::PersonId;
use sallyport_model::entity::Person;
use sallyport_model::factor::{Factor, FactorKind};
use sallyport_store::StoreError;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};
use std::sync::Arc;
use webauthn_rs::prelude::{
    DiscoverableAuthentication, Passkey, PasskeyAuthentication, PasskeyRegistration,
    PublicKeyCredential, RegisterPublicKeyCredential, Url, Uuid, Webauthn, WebauthnBuilder,
};

/// Where a passkey's public half stands in what is public of a factor.
const PUBLIC: &str = "passkey";

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

/// A passkey that was made.
pub(crate) struct Registered {
    /// What is public of it.
    pub(crate) public: Map<String, Value>,
    /// The id that its device knows it by.
    pub(crate) handle: Vec<u8>,
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
        let known = passkeys(has)?;
        let known = known.iter().map(|passkey| passkey.cred_id().clone());
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

    /// The new passkey; `None` if the answer is not right.
    pub(crate) fn registered(
        &self,
        state: &Value,
        credential: &Value,
    ) -> Result<Option<Registered>, IdentityError> {
        let state: PasskeyRegistration = read(state)?;
        let Some(answer) = sent::<RegisterPublicKeyCredential>(credential) else {
            return Ok(None);
        };
        let Ok(passkey) = self.site()?.finish_passkey_registration(&answer, &state) else {
            return Ok(None);
        };
        let handle = passkey.cred_id().as_slice().to_vec();
        Ok(Some(Registered {
            public: public(&passkey)?,
            handle,
        }))
    }

    /// Asks for a signature of one of these factors; `None` if none of them is a passkey.
    pub(crate) fn ask(&self, factors: &[Factor]) -> Result<Option<Challenge>, IdentityError> {
        let known = passkeys(factors)?;
        if known.is_empty() || !self.are_possible() {
            return Ok(None);
        }
        let begun = self.site()?.start_passkey_authentication(&known);
        let (options, state) = begun.map_err(failed)?;
        Ok(Some(Challenge {
            options: inner(&options)?,
            state: kept(&state)?,
        }))
    }

    /// The factor that signed, as it is after that; `None` if the answer is not right.
    pub(crate) fn signed(
        &self,
        state: &Value,
        credential: &Value,
        factors: &[Factor],
    ) -> Result<Option<Factor>, IdentityError> {
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
        let Some(mut factor) = of_handle(factors, result.cred_id().as_slice()) else {
            return Ok(None);
        };
        let mut passkey = passkey(&factor)?;
        passkey.update_credential(&result);
        factor.public = public(&passkey)?;
        Ok(Some(factor))
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

    /// The factor that signed [`Self::ask_anyone`], as it is after that; `None` if the answer is not right.
    pub(crate) fn signed_by(
        &self,
        state: &Value,
        credential: &Value,
        factors: &[Factor],
    ) -> Result<Option<Factor>, IdentityError> {
        let state: DiscoverableAuthentication = read(state)?;
        let Some(answer) = sent::<PublicKeyCredential>(credential) else {
            return Ok(None);
        };
        let site = self.site()?;
        let Ok((_, handle)) = site.identify_discoverable_authentication(&answer) else {
            return Ok(None);
        };
        let Some(mut factor) = of_handle(factors, handle) else {
            return Ok(None);
        };
        let mut passkey = passkey(&factor)?;
        let Ok(result) = site.finish_discoverable_authentication_v2(&answer, state, &passkey)
        else {
            return Ok(None);
        };
        if !result.user_verified() {
            return Ok(None);
        }
        passkey.update_credential(&result);
        factor.public = public(&passkey)?;
        Ok(Some(factor))
    }

    fn site(&self) -> Result<&Webauthn, IdentityError> {
        self.0.as_deref().ok_or(IdentityError::FactorNotAllowed)
    }
}

fn of_handle(factors: &[Factor], handle: &[u8]) -> Option<Factor> {
    let found = factors
        .iter()
        .find(|factor| factor.handle.as_deref() == Some(handle));
    found.cloned()
}

fn passkeys(factors: &[Factor]) -> Result<Vec<Passkey>, IdentityError> {
    let of_them = factors.iter().filter(|f| f.kind == FactorKind::Passkey);
    of_them.map(passkey).collect()
}

fn passkey(factor: &Factor) -> Result<Passkey, IdentityError> {
    let kept = factor.public.get(PUBLIC).cloned().unwrap_or_default();
    let corrupt = |_| StoreError::Corrupt {
        table: "factor",
        column: "public",
        row: factor.id.to_string(),
    };
    Ok(serde_json::from_value(kept).map_err(corrupt)?)
}

fn public(passkey: &Passkey) -> Result<Map<String, Value>, IdentityError> {
    Ok(Map::from_iter([(PUBLIC.to_owned(), kept(passkey)?)]))
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
