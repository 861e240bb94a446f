//! What the owner of an account is told of it without having asked.

use crate::Mail;
use sallyport_kernel::{Secret, Timestamp};

/// How somebody came.
pub(crate) struct Came<'a> {
    pub(crate) at: Timestamp,
    pub(crate) from: Option<&'a str>,
    pub(crate) device: &'a str,
}

pub(crate) fn new_sign_in(to: &str, tenant: &str, came: &Came<'_>, page: &Secret<String>) -> Mail {
    let Came { at, from, device } = came;
    Mail::notice(to, "A new sign-in to your account")
        .say(&format!("Somebody signed in to your account at {tenant} from a place, or with a browser, that it was not used from lately."))
        .say(&format!("When: {}", when(*at)))
        .say(&format!("From: {}", from.unwrap_or("an address that is not known")))
        .say(&format!("With: {device}, as the browser says of itself"))
        .say("If it was you, there is nothing to do.")
        .say("If it was not you, end the session, change your password, and tell an administrator.")
        .link("See where you are signed in", page)
}

pub(crate) fn wrong_passwords(to: &str, tenant: &str, tries: u32, page: &Secret<String>) -> Mail {
    Mail::notice(to, "Wrong passwords were tried for your account")
        .say(&format!("{tries} wrong passwords, one after another, were tried for your account at {tenant}. Whoever goes on has to wait longer and longer."))
        .say("If it was you, wait for a while, or ask for another password where you sign in.")
        .say("If it was not you, nobody has come in by it. If the password is an easy one, or one that you use elsewhere, change it now. A second factor keeps out even whoever knows it.")
        .say("There will be no other message like this for a day.")
        .link("See how you sign in", page)
}

pub(crate) fn known_password(
    to: &str,
    tenant: &str,
    (at, from): (Timestamp, Option<&str>),
    page: &Secret<String>,
) -> Mail {
    Mail::notice(to, "Somebody knows your password")
        .say(&format!("Somebody signed in to your account at {tenant} with the right password, and then gave a wrong second factor five times. They did not come in."))
        .say(&format!("When: {}", when(at)))
        .say(&format!("From: {}", from.unwrap_or("an address that is not known")))
        .say("If it was you, there is nothing to do.")
        .say("If it was not you, they know your password: change it now, wherever you use it, and tell an administrator.")
        .say("There will be no other message like this for a day.")
        .link("Change the password", page)
}

pub(crate) fn password_ends(to: &str, tenant: &str, at: Timestamp, page: &Secret<String>) -> Mail {
    Mail::notice(to, "Your password has to be changed soon")
        .say(&format!("The password of your account at {tenant} is good until {}. After that, signing in leads to choosing another one, and to nothing else until then.", when(at)))
        .say("You can change it before.")
        .link("Change the password", page)
}

pub(crate) fn key_ends(
    to: &str,
    tenant: &str,
    (key, at): (&str, Timestamp),
    page: &Secret<String>,
) -> Mail {
    Mail::notice(to, "An API key ends soon")
        .say(&format!("Your API key “{key}” at {tenant} ends on {}. Whatever uses it gets no answer after that.", when(at)))
        .say("Its end does not move: if it is still needed, make another one and put it in its place.")
        .link("See your API keys", page)
}

pub(crate) fn account_key_ends(
    to: &str,
    tenant: &str,
    (account, key, at): (&str, &str, Timestamp),
    page: &Secret<String>,
) -> Mail {
    Mail::notice(to, "An API key of a service account ends soon")
        .say(&format!("The API key “{key}” of the service account “{account}” at {tenant} ends on {}. Whatever uses it gets no answer after that.", when(at)))
        .say("Its end does not move: if it is still needed, make another one and put it in its place.")
        .link("See the service accounts", page)
}

/// A moment to the minute, in the one time that everybody can work out.
fn when(at: Timestamp) -> String {
    let text = at.to_string();
    let minute: String = text.chars().take(16).collect();
    format!("{} UTC", minute.replace('T', " at "))
}
