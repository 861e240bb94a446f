//! What a check costs by itself: `cargo run --release -p sallyport-limits --example cost`.

use sallyport_kernel::{Clock, Timestamp};
use sallyport_limits::{Key, Limits, Rate};
use std::hint::black_box;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::thread;
use std::time::Instant;

const CHECKS: u32 = 5_000_000;

const RATE: Rate = Rate {
    per_minute: 10_000_000,
    burst: 10_000_000,
};

/// As cheap as a clock can be, so that it is the check that is measured.
struct Counting(AtomicI64);

impl Clock for Counting {
    fn now(&self) -> Timestamp {
        let at = self.0.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_microsecond(at).unwrap_or(Timestamp::UNIX_EPOCH)
    }
}

fn main() {
    let limits = Arc::new(Limits::local(Arc::new(Counting(AtomicI64::new(1)))));
    for (threads, keys) in [(1, 1), (1, 10_000), (2, 1), (2, 10_000)] {
        let began = Instant::now();
        let running: Vec<_> = (0..threads)
            .map(|_| {
                let limits = Arc::clone(&limits);
                thread::spawn(move || {
                    for number in 0..CHECKS {
                        let id = u128::from(number % keys).to_be_bytes();
                        black_box(limits.check_here([(Key::new("cost", id), RATE)]));
                    }
                })
            })
            .collect();
        for thread in running {
            let _ = thread.join();
        }
        let each = began.elapsed().as_nanos() / u128::from(CHECKS);
        show(&format!("{threads} threads, {keys} keys: {each} ns"));
    }
}

#[expect(
    clippy::print_stdout,
    reason = "what was measured is for whoever asked"
)]
fn show(line: &str) {
    println!("{line}");
}
