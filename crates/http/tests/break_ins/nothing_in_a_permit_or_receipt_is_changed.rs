//! What a permit or a receipt says is not changed by those who hold it.

use sallyport_policy::action::app::Delete;
use sallyport_policy::{Entry, Permit, Receipt, resource};

fn elsewhere(permit: &mut Permit<Delete>, on: resource::App) {
    permit.on = on;
}

fn otherwise(receipt: &mut Receipt, entry: Entry) {
    receipt.entry = entry;
}

fn main() {}
