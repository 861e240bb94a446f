//! Who hands messages to the gateway.

use super::{Number, Silence, template};
use crate::factors::sealing;
use crate::mail::{Carrier, Delivery, Letter};
use crate::{Identity, IdentityError};
use async_trait::async_trait;
use sallyport_crypto::Sealed;
use sallyport_crypto::envelope::Binding;
use sallyport_kernel::Secret;
use sallyport_kernel::id::TenantId;
use sallyport_model::mail::Channel;
use sallyport_model::sms::SmsGateway;
use std::sync::Arc;

/// What the gateway's secret is sealed to: whoever changes the address in the store, and keeps the secret, gets nothing
/// opened.
pub(super) fn binding(tenant: TenantId, destination: &str) -> Binding {
    Binding::new("sallyport/sms-gateway")
        .field(tenant.as_bytes())
        .field(destination.as_bytes())
}

/// Hands what waits for its turn to the gateway of its tenant, as it is set up at that moment.
pub struct Messenger {
    identity: Arc<Identity>,
}

impl Messenger {
    /// A messenger for all tenants.
    pub fn new(identity: Arc<Identity>) -> Self {
        Self { identity }
    }

    async fn hand_over(
        &self,
        tenant: TenantId,
        letter: &Letter,
    ) -> Result<Delivery, IdentityError> {
        let mut read = self.identity.store.read(tenant).await?;
        let gateway = read.sms_gateway().await?;
        drop(read);
        let Some(gateway) = gateway else {
            return Ok(Delivery::Never("no SMS gateway is set up".to_owned()));
        };
        let bearer = match self.secret(tenant, &gateway).await? {
            Ok(secret) => secret,
            Err(words) => return Ok(Delivery::Never(words.to_owned())),
        };
        let number = letter.body.number.as_deref();
        let number = number.and_then(|number| Number::parse(number).ok());
        let request = number
            .and_then(|number| template::request(&gateway, &number, &letter.body.text, bearer));
        let Some(request) = request else {
            return Ok(Delivery::Never(
                "the gateway's templates make no request".to_owned(),
            ));
        };
        // The operator may have changed what is allowed since it was set up.
        if request.url.scheme() != "https" && !self.identity.transmit.is_inside(&request.url) {
            let words = "the gateway would be spoken to in the clear";
            return Ok(Delivery::Never(words.to_owned()));
        }
        Ok(match self.identity.transmit.transmit(request).await {
            Ok(200..=299) => Delivery::Sent,
            Ok(status) => Delivery::Later(format!("the gateway answered {status}")),
            Err(Silence::Unreachable) => {
                Delivery::Later("the gateway can't be reached, or does not answer".to_owned())
            }
            Err(Silence::Refused(rule)) => {
                Delivery::Never(format!("the gateway's address is not allowed: {rule}"))
            }
            Err(Silence::Malformed) => {
                Delivery::Never("the gateway's templates make no request".to_owned())
            }
        })
    }

    /// The secret in the clear, if there is one; or why it can't be used.
    async fn secret(
        &self,
        tenant: TenantId,
        gateway: &SmsGateway,
    ) -> Result<Result<Option<Secret<String>>, &'static str>, IdentityError> {
        let Some(sealed) = &gateway.secret else {
            return Ok(Ok(None));
        };
        let unusable =
            Err("the gateway's secret was sealed for another destination, or with another key");
        let (Ok(sealed), Ok(destination)) = (Sealed::from_bytes(&sealed.0), gateway.destination())
        else {
            return Ok(unusable);
        };
        let binding = binding(tenant, &destination);
        let opened = sealing::open(&self.identity, tenant, &binding, &sealed).await?;
        let text = opened.and_then(|opened| String::from_utf8(opened.expose().clone()).ok());
        Ok(text.map_or(unusable, |text| Ok(Some(Secret::new(text)))))
    }
}

#[async_trait]
impl Carrier for Messenger {
    fn channel(&self) -> Channel {
        Channel::Sms
    }

    async fn carry(&self, tenant: TenantId, letter: &Letter) -> Delivery {
        match self.hand_over(tenant, letter).await {
            Ok(delivery) => delivery,
            Err(error) => {
                tracing::warn!(%error, "what is needed for a message can't be read");
                Delivery::Later("the server could not read what it needs".to_owned())
            }
        }
    }
}
