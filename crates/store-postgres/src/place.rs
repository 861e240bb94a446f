//! Where a tenant's tables are, and how a transaction enters them.

use sallyport_kernel::id::TenantId;

/// The names and locks of one tenant. All names are made of hexadecimal digits, so none needs escaping.
#[derive(Debug, Clone)]
pub(crate) struct TenantPlace {
    schema: String,
    role: String,
    owner: String,
    changes: i64,
    records: i64,
}

impl TenantPlace {
    pub(crate) fn new(tenant: TenantId, label: &str) -> Self {
        let schema = tenant.to_string();
        let digits = schema.rsplit('_').next().unwrap_or_default();
        let role = format!("sallyport_{label}_{digits}");
        let (changes, records) = tenant.as_bytes().split_at(8);
        let number = |bytes: &[u8]| {
            bytes
                .iter()
                .fold(0_i64, |number, byte| (number << 8) | i64::from(*byte))
        };
        Self {
            role,
            owner: owner(label),
            changes: number(changes),
            records: number(records),
            schema,
        }
    }

    /// Begins a transaction that sees the tenant as of now, and changes nothing.
    pub(crate) fn read(&self) -> String {
        format!(
            "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; {}; SELECT access_version FROM tenant_state",
            self.enter()
        )
    }

    /// Begins the only transaction that may change the tenant now; others wait.
    pub(crate) fn change(&self) -> String {
        format!(
            "{}; SELECT pg_advisory_xact_lock({})",
            self.append(),
            self.changes
        )
    }

    /// Begins a transaction that adds records.
    pub(crate) fn append(&self) -> String {
        format!("BEGIN ISOLATION LEVEL READ COMMITTED; {}", self.enter())
    }

    /// Begins a transaction that integrates records.
    pub(crate) fn integrate(&self) -> String {
        format!(
            "{}; SELECT pg_advisory_xact_lock({})",
            self.append(),
            self.changes ^ self.records
        )
    }

    /// The lock that keeps sequence numbers in commit order.
    pub(crate) fn order(&self) -> i64 {
        self.records
    }

    /// From here on the database refuses everything that is not this tenant's.
    fn enter(&self) -> String {
        format!(
            "SET LOCAL ROLE {}; SET LOCAL search_path TO {}, pg_temp",
            self.role, self.schema
        )
    }

    /// Enters the schema as its owner, to migrate it.
    pub(crate) fn own(&self) -> String {
        format!(
            "SET LOCAL ROLE {}; SET LOCAL search_path TO {}, pg_temp",
            self.owner, self.schema
        )
    }

    /// Makes the role and the schema.
    pub(crate) fn create(&self, member: &str) -> String {
        let Self {
            schema,
            role,
            owner,
            ..
        } = self;
        format!(
            "{}; CREATE SCHEMA {schema} AUTHORIZATION {owner}",
            create_role(role, member)
        )
    }

    /// What the tenant's role may do, once the tables are there.
    pub(crate) fn grants(&self) -> String {
        let Self { schema, role, .. } = self;
        format!(
            "GRANT USAGE ON SCHEMA {schema} TO {role};
             GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
             REVOKE ALL ON migration FROM {role};
             REVOKE UPDATE, DELETE ON audit_batch, audit_term, audit_place FROM {role};
             REVOKE DELETE ON audit_tile FROM {role};
             REVOKE INSERT, DELETE ON audit_state, tenant_state FROM {role}"
        )
    }
}

/// The role that owns all tenants' schemas.
pub(crate) fn owner(label: &str) -> String {
    format!("sallyport_{label}_owner")
}

/// Makes a role that nobody can log in as, unless it is there; `member` is how the login becomes a member.
pub(crate) fn create_role(role: &str, member: &str) -> String {
    let member = member.replace("{role}", role);
    format!(
        "DO $$ BEGIN CREATE ROLE {role} NOLOGIN NOINHERIT; \
         EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$; {member}"
    )
}
