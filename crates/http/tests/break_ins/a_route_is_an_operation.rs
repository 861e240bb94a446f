//! The router within is not to be had, and a function is no operation.

use sallyport_http::api::{Api, Nothing};
use sallyport_http::Problem;

async fn quietly() -> Result<Nothing, Problem> {
    Ok(Nothing)
}

fn main() {
    let _ = Api::new().op("/back-door", quietly);
    let _ = Api::new().into_router();
}
