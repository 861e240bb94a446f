//! Neither is put together from parts, nor changed.

use sallyport_policy::action::app::Delete;
use sallyport_policy::{Actor, Entry, Permit, Receipt, resource};

fn permit(actor: Actor, on: resource::App) -> Permit<Delete> {
    Permit { actor, on, action: std::marker::PhantomData }
}

fn receipt(entry: Entry) -> Receipt {
    Receipt { entry }
}

fn changed(permit: &mut Permit<Delete>, on: resource::App) {
    permit.on = on;
}

fn main() {}
