//! The gateway that SMS go through.

mod remove;
mod set;
mod test;
mod view;

use crate::api::Api;
use sallyport_model::sms::{SmsGateway, SmsMethod};
use sallyport_model::source::HeaderSetting;
use serde::Serialize;
use utoipa::ToSchema;

pub use remove::RemoveSmsGateway;
pub use set::{SetSmsGateway, SetSmsGatewayBody};
pub use test::{TestSmsGateway, TestSmsGatewayBody};
pub use view::ViewSmsGateway;

pub(super) fn operations(api: Api) -> Api {
    api.op(ViewSmsGateway, view::view)
        .op(SetSmsGateway, set::set)
        .op(RemoveSmsGateway, remove::remove)
        .op(TestSmsGateway, test::test)
}

/// The gateway; never its secret.
#[derive(Debug, Serialize, ToSchema)]
pub struct SmsGatewayView {
    /// Where it is asked; for a GET request with `{{to}}` and `{{text}}` where the number and the message go.
    pub url: String,
    /// How it is asked.
    pub method: SmsMethod,
    /// Headers of every request.
    pub headers: Vec<HeaderSetting>,
    /// The body, with the same placeholders; empty for a GET request.
    pub body: String,
    /// Whether a secret is sealed to its destination.
    pub has_secret: bool,
}

/// The gateway, if one is set up.
#[derive(Debug, Serialize, ToSchema)]
pub struct SmsGatewayAnswer {
    /// The gateway; null if there is none.
    pub gateway: Option<SmsGatewayView>,
}

fn shown(gateway: Option<SmsGateway>) -> SmsGatewayAnswer {
    SmsGatewayAnswer {
        gateway: gateway.map(|gateway| SmsGatewayView {
            url: gateway.url,
            method: gateway.method,
            headers: gateway.headers,
            body: gateway.body,
            has_secret: gateway.secret.is_some(),
        }),
    }
}
