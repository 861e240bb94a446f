//! A handler without a call has no permit, and is no handler.

use sallyport_http::api::{Api, Nothing};
use sallyport_http::endpoints::apps::DeleteApp;
use sallyport_http::Problem;

async fn delete() -> Result<Nothing, Problem> {
    Ok(Nothing)
}

fn main() {
    let _ = Api::new().op(DeleteApp, delete);
}
