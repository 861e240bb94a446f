//! The first record of a tenant's log: that the tenant was made.

use crate::audit::{AuditRow, record_id};
use sallyport_kernel::Random;
use sallyport_model::entity::Tenant;
use sallyport_policy::{ObjectRef, SystemPermit};

impl AuditRow {
    /// The record that the tenant was made, for the transaction that makes its tables.
    pub fn of_creation(tenant: &Tenant, permit: SystemPermit, random: &dyn Random) -> Self {
        let made = ObjectRef {
            kind: "tenant".to_owned(),
            id: tenant.id.to_string(),
            name: Some(tenant.name.clone()),
        };
        let at = tenant.created_at;
        let receipt = permit.receipt(tenant.id, at, "service.create_tenant", Some(made));
        Self::new(record_id(at, random), receipt.into_entry())
    }
}
