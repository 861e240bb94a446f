use super::SessionSecret;
use sallyport_kernel::Random;
use sallyport_kernel::id::TenantId;
use std::sync::Mutex;

/// Counts the bytes that it is asked for.
#[derive(Debug, Default)]
struct Counted(Mutex<usize>);

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        let mut asked = self.0.lock().unwrap();
        for byte in bytes {
            *asked += 1;
            *byte = u8::try_from(*asked % 251).unwrap();
        }
    }
}

#[test]
fn a_session_secret_has_256_random_bits_and_is_kept_as_a_hash() {
    let (random, tenant) = (Counted::default(), TenantId::from_bytes([7; 16]));

    let (one, other) = (
        SessionSecret::random(tenant, &random),
        SessionSecret::random(tenant, &random),
    );

    assert_eq!(*random.0.lock().unwrap(), 2 * 32);
    assert_ne!(one.to_cookie(), other.to_cookie());
    let read = SessionSecret::parse(&one.to_cookie()).unwrap();
    assert_eq!((read.hash(), read.tenant()), (one.hash(), tenant));
    assert_ne!(&one.hash(), one.secret.expose());
}
