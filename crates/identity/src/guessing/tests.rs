use super::*;
use sallyport_testkit::FakeClock;

#[tokio::test]
async fn a_tenant_sends_so_many_messages_and_no_other_pays_for_them() {
    let clock = Arc::new(FakeClock::new());
    let limits = Limits::local(Arc::clone(&clock) as Arc<dyn sallyport_kernel::Clock>);
    let (one, other) = (TenantId::from_bytes([1; 16]), TenantId::from_bytes([2; 16]));

    for _ in 0..MESSAGES_OF_A_TENANT.burst {
        message_of(&limits, one).await.unwrap();
    }

    assert!(message_of(&limits, one).await.is_err());
    assert!(message_of(&limits, other).await.is_ok());
    clock.advance(Duration::from_mins(1));
    for _ in 0..MESSAGES_OF_A_TENANT.per_minute {
        message_of(&limits, one).await.unwrap();
    }
    assert!(message_of(&limits, one).await.is_err());
}
