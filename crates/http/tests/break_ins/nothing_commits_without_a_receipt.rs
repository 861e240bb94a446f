//! A transaction ends with the record of its act, or it has never been.

use sallyport_store::{StoreError, Transaction};

async fn silently(change: Box<dyn Transaction>) -> Result<(), StoreError> {
    change.commit().await
}

fn main() {}
