//! What a tenant asks of sign-ins, accounts and sessions.

use crate::begin::PASSWORD;
use crate::factors::requirement::is_asked;
use crate::{Identity, IdentityError};
use sallyport_model::account::{Rate, SignInPolicy};
use sallyport_model::entity::Session;
use sallyport_policy::action::tenant;
use sallyport_policy::{Actor, Permit, Role};
use serde_json::json;
use std::ops::RangeInclusive;

/// One thing that is wrong with a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PolicyFault {
    /// Where, such as `sessions.idle_minutes`.
    pub path: String,
    /// What is wrong there.
    pub message: String,
}

/// The least that a person or an address must be able to ask: whoever has set too little could not set it anew.
const LEAST: Rate = Rate {
    per_minute: 30,
    burst: 10,
};

/// How many domains a policy may name.
const MOST_DOMAINS: usize = 100;

/// The policy as it is.
pub async fn view(
    identity: &Identity,
    permit: Permit<tenant::ViewSignInPolicy>,
) -> Result<SignInPolicy, IdentityError> {
    let mut read = identity.store.read(permit.tenant()).await?;
    Ok(read.sign_in_policy().await?)
}

/// Sets the policy. One that is out of range, names what is not there or would lock the caller out is refused.
pub async fn set(
    identity: &Identity,
    permit: Permit<tenant::SetSignInPolicy>,
    policy: SignInPolicy,
) -> Result<SignInPolicy, IdentityError> {
    let actor = permit.actor();
    let mut change = identity.store.begin(permit.tenant()).await?;
    let mut faults = Faults::default();
    faults.of_ranges(&policy);
    faults.of_domains(&policy);
    for role in &policy.second_factor.roles {
        if Role::parse(role).is_none() {
            faults.add("second_factor.roles", format!("there is no role `{role}`"));
        }
    }
    for group in &policy.second_factor.groups {
        if change.group(*group).await?.is_none() {
            faults.add("second_factor.groups", "there is no such group");
        }
    }
    let session = match actor.session_id() {
        Some(id) => change.session(id).await?,
        None => None,
    };
    faults.of_lock_out(&policy, actor, session.as_ref());
    if !faults.0.is_empty() {
        return Err(IdentityError::InvalidPolicy(faults.0));
    }
    let before = change.sign_in_policy().await?;
    change.put_sign_in_policy(&policy).await?;
    let changes = json!({ "before": before, "after": policy });
    change
        .commit(permit.receipt().with("change", changes))
        .await?;
    Ok(policy)
}

#[derive(Default)]
struct Faults(Vec<PolicyFault>);

impl Faults {
    fn add(&mut self, path: &str, message: impl Into<String>) {
        self.0.push(PolicyFault {
            path: path.to_owned(),
            message: message.into(),
        });
    }

    fn range(&mut self, path: &str, value: u32, range: RangeInclusive<u32>) {
        if !range.contains(&value) {
            let (least, most) = (range.start(), range.end());
            self.add(path, format!("expected a number from {least} to {most}"));
        }
    }

    fn of_ranges(&mut self, policy: &SignInPolicy) {
        let passwords = &policy.passwords;
        self.range("passwords.min_alone", passwords.min_alone.into(), 8..=64);
        self.range(
            "passwords.min_with_factor",
            passwords.min_with_factor.into(),
            8..=64,
        );
        if let Some(days) = passwords.expires_after_days {
            self.range("passwords.expires_after_days", days.into(), 1..=3650);
        }
        self.range("passwords.history", passwords.history.into(), 0..=24);
        let grace = policy.second_factor.grace_days;
        self.range("second_factor.grace_days", grace.into(), 0..=90);
        let sessions = &policy.sessions;
        self.range(
            "sessions.idle_minutes",
            sessions.idle_minutes.into(),
            5..=1440,
        );
        self.range(
            "sessions.absolute_hours",
            sessions.absolute_hours.into(),
            1..=720,
        );
        self.range("sessions.most", sessions.most.into(), 1..=100);
        self.range(
            "sessions.proof_minutes",
            sessions.proof_minutes.into(),
            1..=60,
        );
        for (name, rate) in [
            ("person", policy.rates.person),
            ("key", policy.rates.key),
            ("address", policy.rates.address),
        ] {
            self.range(
                &format!("rates.{name}.per_minute"),
                rate.per_minute,
                1..=10_000_000,
            );
            self.range(&format!("rates.{name}.burst"), rate.burst, 1..=10_000_000);
        }
    }

    fn of_domains(&mut self, policy: &SignInPolicy) {
        let registration = &policy.registration;
        let path = "registration.domains";
        if registration.open_to == sallyport_model::account::Registration::Domains
            && registration.domains.is_empty()
        {
            self.add(path, "name at least one domain");
        }
        if registration.domains.len() > MOST_DOMAINS {
            self.add(path, format!("name at most {MOST_DOMAINS} domains"));
        }
        for domain in &registration.domains {
            if !is_domain(domain) {
                let hint = "expected a domain in lower case, such as `example.com`";
                self.add(path, format!("`{domain}`: {hint}"));
            }
        }
    }

    /// What would keep whoever sets it from setting it anew.
    fn of_lock_out(&mut self, policy: &SignInPolicy, actor: &Actor, session: Option<&Session>) {
        for (name, rate) in [
            ("person", policy.rates.person),
            ("address", policy.rates.address),
        ] {
            for (part, value, least) in [
                ("per_minute", rate.per_minute, LEAST.per_minute),
                ("burst", rate.burst, LEAST.burst),
            ] {
                if value < least {
                    let path = format!("rates.{name}.{part}");
                    self.add(&path, format!("less than {least} would lock you out"));
                }
            }
        }
        let by_password_alone =
            session.is_none_or(|session| session.methods.iter().all(|method| method == PASSWORD));
        let second = &policy.second_factor;
        let asked = actor
            .member()
            .is_some_and(|member| is_asked(second, member));
        if second.grace_days == 0 && by_password_alone && asked {
            let message = "sign in with a second factor of your own before it is required at once";
            self.add("second_factor.grace_days", message);
        }
    }
}

/// Whether it is a domain's name as addresses have it.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label
                .chars()
                .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || !c.is_ascii())
            && label.to_lowercase() == label
            && !label.chars().any(|c| c.is_whitespace() || c.is_control())
    };
    domain.len() <= 253 && domain.contains('.') && domain.split('.').all(label)
}

#[cfg(test)]
mod tests {
    use super::is_domain;

    #[test]
    fn a_domain_is_lower_case_and_has_parts() {
        for domain in ["example.com", "a-b.example.co.uk", "münchen.example"] {
            assert!(is_domain(domain), "{domain}");
        }
        for text in [
            "",
            "example",
            "Example.com",
            ".com",
            "example.",
            "a b.com",
            "@example.com",
            "-a.com",
            "*.example.com",
        ] {
            assert!(!is_domain(text), "{text}");
        }
    }
}
