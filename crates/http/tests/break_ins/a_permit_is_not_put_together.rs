//! A permit is not put together from its parts.

use sallyport_policy::action::app::Delete;
use sallyport_policy::{Actor, Permit, resource};

fn permit(actor: Actor, on: resource::App) -> Permit<Delete> {
    Permit { actor, on, action: std::marker::PhantomData }
}

fn main() {}
