//! A handler of one operation can't serve another.

use sallyport_http::api::{Api, Call, Nothing};
use sallyport_http::endpoints::apps::{DeleteApp, RenameApp};
use sallyport_http::Problem;

async fn delete(_: Call<RenameApp>) -> Result<Nothing, Problem> {
    Ok(Nothing)
}

fn main() {
    let _ = Api::new().op(DeleteApp, delete);
}
