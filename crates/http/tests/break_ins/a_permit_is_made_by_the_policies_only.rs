//! Neither its maker nor its fields are open to others.

use sallyport_policy::action::app::Delete;
use sallyport_policy::{Actor, Permit, resource};

fn by_its_maker(actor: Actor, app: resource::App) -> Permit<Delete> {
    Permit::grant(actor, app)
}

fn by_its_fields(actor: Actor, on: resource::App) -> Permit<Delete> {
    Permit { actor, on, action: std::marker::PhantomData }
}

fn main() {}
