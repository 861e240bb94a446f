use crate::place::Database;

async fn fresh() -> Database {
    Database::fresh().await
}

sallyport_store::store_contract!(fresh);
