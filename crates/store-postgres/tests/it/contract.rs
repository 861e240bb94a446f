use crate::place::Database;

async fn fresh() -> Database {
    Database::fresh().await
}

sallyport_testkit::store_contract!(fresh);
