//! Lists come in slices: a limit, and a cursor to go on from.

use serde::Serialize;

/// How many items a slice holds at the most: 1 to 200.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit(u16);

impl Limit {
    /// The largest slice.
    pub const MAX: u16 = 200;

    /// A limit from 1 to [`Limit::MAX`], or `None`.
    pub fn new(limit: u16) -> Option<Self> {
        (1..=Self::MAX).contains(&limit).then_some(Self(limit))
    }

    /// The number.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl Default for Limit {
    fn default() -> Self {
        Self(50)
    }
}

/// Where a slice ended. Opaque to callers: they hand it back to get the next slice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Cursor(pub String);

/// Some items, and where to go on if there are more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slice<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// `Some` if there are more.
    pub next: Option<Cursor>,
}
