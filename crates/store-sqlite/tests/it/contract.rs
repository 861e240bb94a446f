use crate::place::Folder;

async fn fresh() -> Folder {
    Folder::fresh()
}

sallyport_store::store_contract!(fresh);
