//! It can't be cloned, and spending it takes it away.

use sallyport_policy::action::app::Delete;
use sallyport_policy::{Permit, Receipt};

fn cloned(permit: &Permit<Delete>) -> Permit<Delete> {
    permit.clone()
}

fn spent_twice(permit: Permit<Delete>) -> (Receipt, Receipt) {
    (permit.receipt(), permit.receipt())
}

fn main() {
    let _ = cloned;
}
