//! Where and with what people sign in: noted at every sign-in, and told to the owner of the account where it is new.

use crate::guessing::{self, KNOWN_FOR};
use crate::letters::notices;
use crate::{Identity, IdentityError, device, mail};
use sallyport_limits::place;
use sallyport_model::entity::Person;
use sallyport_policy::Actor;
use sallyport_store::Transaction;

/// Notes, in the sign-in's own transaction, where `actor` comes from and with what. The owner is told if the account was
/// not signed in to from there, or with such a browser, before; but not of the first sign-in that there ever is. `person`
/// is the account as it was before the sign-in.
pub(crate) async fn note(
    identity: &Identity,
    change: &mut dyn Transaction,
    person: &Person,
    actor: &Actor,
) -> Result<(), IdentityError> {
    let (tenant, now, request) = (actor.tenant(), actor.at(), actor.request());
    let known_place = match request.address {
        Some(address) => {
            let whose = (tenant, person.id, person.email.as_str());
            guessing::note_place(change, whose, place(address), now).await?
        }
        None => true,
    };
    let since = now.checked_sub(KNOWN_FOR).unwrap_or(now);
    let devices = change.known_devices(person.id, since).await?;
    let device = device::named(request.user_agent.as_deref());
    // Of an account whose devices are not known, each would be a new one.
    let known_device = devices.is_empty() || devices.contains(&device);
    change.note_device(person.id, &device, now).await?;
    if person.last_sign_in_at.is_none() || (known_place && known_device) {
        return Ok(());
    }
    let name = identity.tenant_name(tenant).await?;
    let from = request.address.map(|address| address.to_string());
    let page = identity.page("account/sessions");
    let came = notices::Came {
        at: now,
        from: from.as_deref(),
        device: &device,
    };
    let letter = notices::new_sign_in(&person.email, &name, &came, &page);
    mail::queue(identity, change, tenant, now, letter).await?;
    Ok(())
}
