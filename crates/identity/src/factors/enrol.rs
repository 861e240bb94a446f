//! Adding a factor: begun, proved to work, and only then one.

use super::answer::Right;
use super::passkey::{challenge_of, keep_challenge};
use super::ticket::{self, Settled};
use super::{allowed, is_single, own, sealing, sent, totp};
use crate::begin::{Begun, begin_anew};
use crate::sms::Number;
use crate::{Identity, IdentityError, SessionSecret};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sallyport_crypto::Sealed;
use sallyport_kernel::id::{FactorId, TenantId};
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::account::{OneTime, Purpose};
use sallyport_model::entity::Person;
use sallyport_model::factor::{Factor, FactorKind, FactorMethod};
use sallyport_policy::action::factor;
use sallyport_policy::{ObjectRef, Permit};
use sallyport_store::Transaction;
use serde_json::{Map, Value};

/// How many factors a person may have.
const MOST: usize = 20;

/// A factor that was begun.
#[derive(Debug)]
pub struct Enrolment {
    /// What goes with the proof that it works.
    pub ticket: Secret<String>,
    /// For an authenticator app: its key, as text and as the address in a QR code.
    pub totp: Option<(Secret<String>, Secret<String>)>,
    /// For a passkey: what to ask the browser.
    pub passkey: Option<Value>,
    /// For codes that are sent: where the first one went, as far as it is shown.
    pub sent_to: Option<String>,
}

/// A factor that was added.
#[derive(Debug)]
pub struct Enrolled {
    /// The factor.
    pub factor: Factor,
    /// Codes for whoever loses their factors; the first factor brings them.
    pub recovery_codes: Option<Vec<Secret<String>>>,
    /// The address of the account, for what is shown of codes by e-mail.
    pub email: String,
    /// What the browser is to keep from now on: the session has begun anew, with the factor.
    pub secret: SessionSecret,
}

/// Begins a factor of that kind; one whose codes go to a telephone takes its number.
pub async fn start(
    identity: &Identity,
    permit: Permit<factor::Begin>,
    kind: FactorKind,
    phone: Option<&str>,
) -> Result<Enrolment, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    if !allowed(identity, tenant).await?.contains(&kind) {
        return Err(IdentityError::FactorNotAllowed);
    }
    let number = number_of(kind, phone)?;
    count_sent(identity, &permit, kind, number.as_ref()).await?;
    let mut change = identity.store.begin(tenant).await?;
    let person = own::actor(&mut *change, permit.actor()).await?;
    let has = change.factors_of(person.id).await?;
    let twice = is_single(kind) && has.iter().any(|f| f.kind == kind);
    if twice || has.len() >= MOST {
        return Err(IdentityError::FactorNotAllowed);
    }
    change
        .remove_one_times_of(Purpose::Enrolment, person.id)
        .await?;
    let (secret, mut kept) = ticket::mint(identity, person.id, Purpose::Enrolment, now);
    let id = FactorId::random(&*identity.random);
    kept.detail.insert("kind".to_owned(), kind.as_str().into());
    kept.detail
        .insert("factor".to_owned(), id.to_string().into());
    let mut begun = Enrolment {
        ticket: secret,
        totp: None,
        passkey: None,
        sent_to: None,
    };
    match kind {
        FactorKind::Totp => {
            let key = totp::key(&*identity.random);
            seal(identity, tenant, (&mut kept, id), key.expose()).await?;
            let (text, uri) = totp::shown(&key, &person.email).ok_or(IdentityError::Overloaded)?;
            begun.totp = Some((Secret::new(text), Secret::new(uri)));
        }
        FactorKind::Passkey => {
            let challenge = identity.passkeys.register(&person, &has)?;
            keep_challenge(identity, tenant, &mut kept, &challenge.state).await?;
            begun.passkey = Some(challenge.options);
        }
        FactorKind::Email => {
            let pair = (&mut kept, &begun.ticket);
            sent::by_mail(identity, &mut *change, tenant, &person, pair, now).await?;
            begun.sent_to = Some(own::masked_address(&person.email));
        }
        FactorKind::Sms => {
            let number = number.ok_or(IdentityError::InvalidPhone(NO_NUMBER))?;
            let plain = number.expose().expose().as_bytes();
            seal(identity, tenant, (&mut kept, id), plain).await?;
            kept.detail
                .insert(own::SHOWN.to_owned(), number.masked().into());
            let pair = (&mut kept, &begun.ticket);
            sent::by_sms(identity, &mut *change, tenant, &number, pair, now).await?;
            begun.sent_to = Some(number.masked());
        }
    }
    ticket::keep(&mut *change, &kept, now).await?;
    change
        .commit(permit.receipt().with("kind", kind.as_str()))
        .await?;
    Ok(begun)
}

const NO_NUMBER: &str = "expected the number that codes are to go to";

/// The number of the telephone that codes are to go to, if that is what is begun.
fn number_of(kind: FactorKind, phone: Option<&str>) -> Result<Option<Number>, IdentityError> {
    match (kind, phone) {
        (FactorKind::Sms, phone) => {
            let phone = phone.ok_or(IdentityError::InvalidPhone(NO_NUMBER))?;
            Number::parse(phone).map(Some)
        }
        (_, None) => Ok(None),
        (_, Some(_)) => Err(IdentityError::InvalidPhone(
            "only codes by SMS go to a telephone",
        )),
    }
}

/// Counts that a code is asked for. What was sent is there: it is not taken back.
async fn count_sent(
    identity: &Identity,
    permit: &Permit<factor::Begin>,
    kind: FactorKind,
    number: Option<&Number>,
) -> Result<(), IdentityError> {
    if !kind.method().is_sent() {
        return Ok(());
    }
    let mut read = identity.store.read(permit.tenant()).await?;
    let person = own::actor(&mut *read, permit.actor()).await?;
    drop(read);
    let (actor, account) = (permit.actor(), person.email.as_str());
    match number {
        Some(number) => identity.message_to(actor, account, number).await,
        None => identity.letter_to(actor, account).await,
    }
}

/// Seals the secret of a factor that is begun, into its ticket.
async fn seal(
    identity: &Identity,
    tenant: TenantId,
    (ticket, id): (&mut OneTime, FactorId),
    secret: &[u8],
) -> Result<(), IdentityError> {
    let person = ticket.person.ok_or(IdentityError::SessionEnded)?;
    let binding = sealing::factor(tenant, person, id);
    let sealed = sealing::seal(identity, tenant, &binding, secret).await?;
    let sealed = STANDARD.encode(sealed.as_bytes());
    ticket.detail.insert("sealed".to_owned(), sealed.into());
    Ok(())
}

/// Adds the factor that was begun, if the answer shows that it works. The session begins anew with it, so that one that
/// was confined for the want of a factor is not any more.
pub async fn confirm(
    identity: &Identity,
    permit: Permit<factor::Confirm>,
    secret: &Secret<String>,
    answer: (Option<Secret<String>>, Option<Value>),
    name: &str,
) -> Result<Enrolled, IdentityError> {
    let (tenant, now) = (permit.tenant(), permit.actor().at());
    let name = own::valid_name(name)?;
    let mut read = identity.store.read(tenant).await?;
    let person = own::actor(&mut *read, permit.actor()).await?;
    let found = ticket::find(&mut *read, secret, Purpose::Enrolment, now).await?;
    drop(read);
    let begun = found
        .filter(|ticket| ticket.person == Some(person.id))
        .and_then(|begun| Some((draft(&begun, &name, now)?, begun)));
    let Some((draft, begun)) = begun else {
        return Err(over(identity, permit).await);
    };
    let method = draft.kind.method();
    let made = proved(identity, tenant, &begun, secret, draft, answer).await?;
    let mut change = identity.store.begin(tenant).await?;
    // The factor is not there yet, so there is nothing of it to use up: only the ticket is spent.
    let right = made.as_ref().map(|_| Right::Nothing);
    match ticket::settle(&mut *change, &begun, right.as_ref(), now).await? {
        Settled::Right => {}
        Settled::Over => {
            drop(change);
            return Err(over(identity, permit).await);
        }
        Settled::Wrong => {
            ticket::count_wrong(identity, change, &begun, permit.actor()).await?;
            let receipt = permit.failure().with("reason", "wrong answer");
            identity.store.record(receipt).await?;
            return Err(IdentityError::WrongCode);
        }
    }
    let factor = made.ok_or(IdentityError::WrongCode)?;
    change.add_factor(&factor).await?;
    let first = change.recovery_codes_left(person.id).await? == 0;
    let recovery_codes = if first {
        Some(own::new_codes(identity, &mut *change, person.id, now).await?)
    } else {
        None
    };
    let secret = renewed(identity, &mut *change, &permit, &person, method).await?;
    let words = format!(
        "A second factor was added to your account: {} ({}).",
        factor.name,
        own::words(factor.kind)
    );
    own::tell(
        identity,
        &mut *change,
        tenant,
        &person,
        now,
        "A second factor was added",
        &words,
    )
    .await?;
    let object = ObjectRef {
        kind: "factor".to_owned(),
        id: factor.id.to_string(),
        name: Some(factor.name.clone()),
    };
    let receipt = permit.receipt().made(object);
    change
        .commit(
            receipt
                .with("kind", factor.kind.as_str())
                .with("codes", first),
        )
        .await?;
    Ok(Enrolled {
        factor,
        recovery_codes,
        email: person.email,
        secret,
    })
}

/// The session of the actor, begun anew with the factor that they have just shown.
async fn renewed(
    identity: &Identity,
    change: &mut dyn Transaction,
    permit: &Permit<factor::Confirm>,
    person: &Person,
    method: FactorMethod,
) -> Result<SessionSecret, IdentityError> {
    let actor = permit.actor();
    let before = match actor.session_id() {
        Some(id) => change.session(id).await?,
        None => None,
    };
    let before = before.ok_or(IdentityError::SessionEnded)?;
    change.remove_session(before.id).await?;
    let mut methods: Vec<&str> = before.methods.iter().map(String::as_str).collect();
    if !methods.contains(&method.as_str()) {
        methods.push(method.as_str());
    }
    let Begun { secret, .. } = begin_anew(identity, change, person, &methods, actor).await?;
    Ok(secret)
}

/// The factor that a ticket was opened for, as far as it is known before it is proved.
fn draft(ticket: &OneTime, name: &str, now: Timestamp) -> Option<Factor> {
    let text = |member: &str| ticket.detail.get(member).and_then(Value::as_str);
    let mut public = Map::new();
    if let Some(shown) = ticket.detail.get(own::SHOWN) {
        public.insert(own::SHOWN.to_owned(), shown.clone());
    }
    Some(Factor {
        id: text("factor")?.parse().ok()?,
        person: ticket.person?,
        kind: FactorKind::parse(text("kind")?)?,
        name: name.to_owned(),
        sealed: text("sealed").and_then(|sealed| STANDARD.decode(sealed).ok()),
        public,
        handle: None,
        last_step: None,
        created_at: now,
        last_used_at: None,
    })
}

/// The factor, if the answer shows that it works. The step of a code is used up by that.
async fn proved(
    identity: &Identity,
    tenant: TenantId,
    begun: &OneTime,
    secret: &Secret<String>,
    mut factor: Factor,
    (code, credential): (Option<Secret<String>>, Option<Value>),
) -> Result<Option<Factor>, IdentityError> {
    match (factor.kind, code, credential) {
        (FactorKind::Totp, Some(code), None) => {
            let sealed = factor.sealed.as_deref();
            let Some(sealed) = sealed.and_then(|bytes| Sealed::from_bytes(bytes).ok()) else {
                return Ok(None);
            };
            let binding = sealing::factor(tenant, factor.person, factor.id);
            let key = sealing::open(identity, tenant, &binding, &sealed).await?;
            let now = factor.created_at;
            factor.last_step = key.and_then(|key| totp::step(&key, code.expose(), now));
            Ok(factor.last_step.is_some().then_some(factor))
        }
        (FactorKind::Passkey, None, Some(credential)) => {
            let Some(state) = challenge_of(identity, tenant, begun).await? else {
                return Ok(None);
            };
            match identity.passkeys.registered(&state, &credential, factor)? {
                Some(made) => made.kept(identity, tenant).await.map(Some),
                None => Ok(None),
            }
        }
        (FactorKind::Email | FactorKind::Sms, Some(code), None) => {
            let right = sent::is_right(begun, secret, factor.kind.method(), &code);
            Ok(right.then_some(factor))
        }
        _ => Ok(None),
    }
}

async fn over(identity: &Identity, permit: Permit<factor::Confirm>) -> IdentityError {
    let receipt = permit.failure().with("reason", "ticket spent");
    match identity.store.record(receipt).await {
        Ok(()) => IdentityError::LinkSpent,
        Err(error) => error.into(),
    }
}
