use crate::place::Folder;

async fn fresh() -> Folder {
    Folder::fresh()
}

sallyport_testkit::store_contract!(fresh);
