//! The caps of a run: time, rows, bytes.

use std::time::Duration;

/// What a run may take. All three always hold; there is no "unlimited".
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// From the first connection to the last row.
    pub timeout: Duration,
    /// Rows in the answer.
    pub max_rows: u32,
    /// Bytes of JSON rows in the answer.
    pub max_bytes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            timeout: Duration::from_secs(10),
            max_rows: 1_000,
            max_bytes: 10_485_760,
        }
    }
}

/// Counts rows and bytes as they are produced.
#[derive(Debug)]
pub struct Budget {
    rows: u32,
    bytes: u64,
}

impl Budget {
    /// All of the limits, unspent.
    pub fn new(limits: &Limits) -> Self {
        Self {
            rows: limits.max_rows,
            bytes: limits.max_bytes,
        }
    }

    /// Whether one more row of that many bytes still fits; if so, it is counted.
    pub fn admit(&mut self, bytes: usize) -> bool {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        if self.rows == 0 || bytes > self.bytes {
            return false;
        }
        self.rows -= 1;
        self.bytes -= bytes;
        true
    }

    /// Whether another row could be admitted at all.
    pub fn is_spent(&self) -> bool {
        self.rows == 0 || self.bytes == 0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_that_does_not_fit_is_not_counted() {
        let limits = Limits {
            max_rows: 2,
            max_bytes: 10,
            ..Limits::default()
        };
        let mut budget = Budget::new(&limits);

        assert!(budget.admit(6));
        assert!(!budget.admit(6));
        assert!(budget.admit(4));
        assert!(!budget.admit(0));
        assert!(budget.is_spent());
    }
}
