//! What rules and queries may know of a person beside their name: a department, a manager, and what the tenant adds.

use crate::IdentityError;
use sallyport_kernel::id::PersonId;
use sallyport_model::entity::PersonKind;
use sallyport_store::Transaction;
use serde_json::{Map, Value};

/// The most that is kept of one person.
pub const MOST: usize = 50;

/// Who somebody's manager is: the id of a person.
pub const MANAGER: &str = "manager";

/// Whether that can be kept: few enough, plainly named, each a text, a number or a yes or no; and whoever is named as
/// the manager has an account.
pub(crate) async fn check(
    change: &mut dyn Transaction,
    attributes: &Map<String, Value>,
) -> Result<(), IdentityError> {
    let fault = |name: &str, words| Err(IdentityError::InvalidAttribute(name.to_owned(), words));
    if attributes.len() > MOST {
        return fault("", "at most 50 things are kept of a person");
    }
    for (name, value) in attributes {
        if !plain(name) {
            return fault(
                name,
                "a name has 1 to 64 letters, digits and underscores, a lower-case letter first",
            );
        }
        let kept = match value {
            Value::Bool(_) | Value::Number(_) => true,
            Value::String(text) => {
                text.chars().count() <= 500 && !text.chars().any(char::is_control)
            }
            _ => false,
        };
        if !kept {
            return fault(
                name,
                "expected a text of at most 500 characters, a number, or true or false",
            );
        }
    }
    if let Some(department) = attributes.get("department")
        && !department.is_string()
    {
        return fault("department", "expected a text");
    }
    if let Some(manager) = attributes.get(MANAGER) {
        let id = manager.as_str().and_then(|id| id.parse::<PersonId>().ok());
        let known = match id {
            Some(id) => change.person(id).await?,
            None => None,
        };
        if known.is_none_or(|known| known.kind != PersonKind::Person) {
            return fault(MANAGER, "expected the id of a person with an account");
        }
    }
    Ok(())
}

fn plain(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|first| first.is_ascii_lowercase())
        && name.len() <= 64
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}
