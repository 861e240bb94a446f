//! Jobs and answers can't carry a permit: it holds now and here.

use sallyport_policy::Permit;
use sallyport_policy::action::app::Delete;

fn stored(permit: &Permit<Delete>) -> String {
    serde_json::to_string(permit).unwrap()
}

fn main() {}
