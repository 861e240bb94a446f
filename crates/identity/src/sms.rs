//! Messages to telephones: the gateway that a tenant has set up, the numbers that it is given, and who hands them over.
//!
//! A message waits in the queue that letters wait in ([`crate::mail`]), sealed with its number, and is handed to the
//! gateway off the request path by a [`Messenger`]. What is sent is filled into the gateway's templates ([`template`]);
//! how the request leaves is [`Transmit`], which the server wires to the broker of all outgoing connections.
//!
//! Start reading at [`gateway`].

pub mod gateway;
mod messenger;
mod number;
mod template;

pub use gateway::SecretChange;
pub use messenger::Messenger;
pub use number::Number;

use async_trait::async_trait;
use sallyport_kernel::Secret;
use sallyport_model::sms::SmsMethod;
use url::Url;

/// A request to a gateway. It holds a number, a message and perhaps the gateway's secret, so it does not print itself.
pub struct Request {
    /// Where.
    pub url: Url,
    /// How.
    pub method: SmsMethod,
    /// Headers: what the administrator set, and what the body is.
    pub headers: Vec<(String, String)>,
    /// The body, but for a GET request.
    pub body: Option<Secret<String>>,
    /// What is shown as a bearer token.
    pub bearer: Option<Secret<String>>,
}

/// Why a request got no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Silence {
    /// The server may not open a connection to there.
    Refused(&'static str),
    /// Nobody answered there, or not in time.
    Unreachable,
    /// What was to be sent is no request.
    Malformed,
}

/// How a request leaves the server: by whoever opens its outgoing connections, within its rules.
#[async_trait]
pub trait Transmit: Send + Sync + 'static {
    /// Whether the operator has named that place as one that the server may reach inside its own networks. Only such a
    /// one is spoken to in the clear.
    fn is_inside(&self, url: &Url) -> bool;
    /// Sends a request once, within a few seconds, and gives the status of the answer; of a redirect too, which nobody
    /// follows. What else the answer says is not read.
    async fn transmit(&self, request: Request) -> Result<u16, Silence>;
}

/// Where nothing leaves.
pub(crate) struct Nowhere;

#[async_trait]
impl Transmit for Nowhere {
    fn is_inside(&self, _: &Url) -> bool {
        false
    }

    async fn transmit(&self, _: Request) -> Result<u16, Silence> {
        Err(Silence::Unreachable)
    }
}
