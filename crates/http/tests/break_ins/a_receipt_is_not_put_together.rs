//! A receipt is not put together from its parts.

use sallyport_policy::{Entry, Receipt};

fn receipt(entry: Entry) -> Receipt {
    Receipt { entry }
}

fn main() {}
