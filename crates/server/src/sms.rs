//! How messages leave for a gateway: by the broker that opens every connection to the outside.

use async_trait::async_trait;
use hyper::Method;
use sallyport_connectors::{Errand, Errands};
use sallyport_identity::sms::{Request, Silence, Transmit};
use sallyport_model::sms::SmsMethod;
use sallyport_query::RunError;
use url::Url;

/// Requests to gateways, as errands of the broker.
pub struct Gateways(Errands);

impl Gateways {
    /// Requests that leave as these errands do.
    pub fn new(errands: Errands) -> Self {
        Self(errands)
    }
}

#[async_trait]
impl Transmit for Gateways {
    fn is_inside(&self, url: &Url) -> bool {
        self.0.is_named(url)
    }

    async fn transmit(&self, request: Request) -> Result<u16, Silence> {
        let errand = Errand {
            url: request.url,
            method: match request.method {
                SmsMethod::Post => Method::POST,
                SmsMethod::Put => Method::PUT,
                SmsMethod::Get => Method::GET,
            },
            headers: request.headers,
            body: request.body,
            bearer: request.bearer,
        };
        self.0.run(errand).await.map_err(|error| match error {
            RunError::DestinationRefused { reason } => Silence::Refused(reason),
            RunError::Malformed { .. } => Silence::Malformed,
            _ => Silence::Unreachable,
        })
    }
}
