//! The makers of permits and receipts are not open to others.

use sallyport_policy::action::app::Delete;
use sallyport_policy::{Actor, Entry, Permit, Receipt, resource};

fn permit(actor: Actor, app: resource::App) -> Permit<Delete> {
    Permit::grant(actor, app)
}

fn receipt(entry: Entry) -> Receipt {
    Receipt::new(entry)
}

fn main() {}
