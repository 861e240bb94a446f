//! Who can sign in to the demo.

/// The group that looks after customers.
pub const SUPPORT: &str = "Support";
/// The group that may pay money back and sees how the team does.
pub const LEADS: &str = "Team leads";

/// Someone who can sign in. Passwords are made at random when the demo is seeded and shown once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DemoPerson {
    /// The name.
    pub name: &'static str,
    /// The address to sign in with.
    pub email: &'static str,
    /// What the person stands for, in a word or two.
    pub part: &'static str,
    /// Built-in roles.
    pub roles: &'static [&'static str],
    /// The names of groups.
    pub groups: &'static [&'static str],
}

/// An administrator, a builder, a team lead, an agent, and someone with no rights.
pub fn people() -> [DemoPerson; 5] {
    [
        DemoPerson {
            name: "Ada Admin",
            email: "ada@example.com",
            part: "administrator",
            roles: &["administrator"],
            groups: &[],
        },
        DemoPerson {
            name: "Ben Builder",
            email: "ben@example.com",
            part: "builder",
            roles: &["developer"],
            groups: &[],
        },
        DemoPerson {
            name: "Lea Lead",
            email: "lea@example.com",
            part: "team lead",
            roles: &[],
            groups: &[SUPPORT, LEADS],
        },
        DemoPerson {
            name: "Sam Agent",
            email: "sam@example.com",
            part: "agent",
            roles: &[],
            groups: &[SUPPORT],
        },
        DemoPerson {
            name: "Nina Nobody",
            email: "nina@example.com",
            part: "no rights",
            roles: &[],
            groups: &[],
        },
    ]
}
