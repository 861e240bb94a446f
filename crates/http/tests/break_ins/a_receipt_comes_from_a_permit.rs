//! The record of an act is made of the permit for it, not of thin air.

use sallyport_policy::{Entry, Receipt};

fn by_its_maker(entry: Entry) -> Receipt {
    Receipt::new(entry)
}

fn by_its_fields(entry: Entry) -> Receipt {
    Receipt { entry }
}

fn main() {}
