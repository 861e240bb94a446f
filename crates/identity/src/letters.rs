//! What people are told by mail, in one place.

pub(crate) mod notices;

use crate::Mail;
use crate::sms::Number;
use sallyport_kernel::{Secret, Timestamp};
use sallyport_model::mail::MailKind;

const UNASKED: &str = "If you did not ask for this, do nothing: without the link nothing happens.";

pub(crate) fn invitation(to: &str, tenant: &str, link: &Secret<String>) -> Mail {
    Mail::new(
        MailKind::Invitation,
        to,
        format!("Your account at {tenant}"),
    )
    .say(&format!("You are invited to use Sallyport at {tenant}."))
    .say("The link makes your account. It works once, within 7 days.")
    .link("Make the account", link)
    .say("If you did not expect this, do nothing.")
}

pub(crate) fn registration(to: &str, tenant: &str, link: &Secret<String>) -> Mail {
    Mail::new(MailKind::Registration, to, format!("Your account at {tenant}"))
        .say(&format!("Somebody asked for an account at {tenant} with this address."))
        .say("If it was you, the link leads to where you choose a password; then the account is made. It works once, within 24 hours.")
        .link("Make the account", link)
        .say(UNASKED)
}

pub(crate) fn registered_already(to: &str, tenant: &str, sign_in: &Secret<String>) -> Mail {
    Mail::new(MailKind::Registration, to, format!("Your account at {tenant}"))
        .say(&format!("Somebody asked for an account at {tenant} with this address, which has one already."))
        .say("If it was you, sign in, or ask there for another password. Otherwise there is nothing to do: nothing has changed.")
        .link("Sign in", sign_in)
}

pub(crate) fn reset(to: &str, tenant: &str, link: &Secret<String>) -> Mail {
    Mail::new(MailKind::PasswordReset, to, format!("Another password for {tenant}"))
        .say(&format!("The link lets you choose another password for your account at {tenant}. It works once, within an hour, and signs you out everywhere."))
        .link("Choose a password", link)
        .say(UNASKED)
}

pub(crate) fn verification(to: &str, tenant: &str, link: &Secret<String>) -> Mail {
    Mail::new(MailKind::Address, to, "Is this your address?")
        .say(&format!("The link proves that this address belongs to your account at {tenant}. It works once, within 24 hours."))
        .link("Yes, it is mine", link)
        .say(UNASKED)
}

pub(crate) fn change_from(to: &str, new: &str, tenant: &str, link: &Secret<String>) -> Mail {
    Mail::new(MailKind::Address, to, "Another address for your account")
        .say(&format!("Somebody who is signed in to your account at {tenant} wants its address to become {new}."))
        .say("If it was you, agree here and in the e-mail that went to the other address, within 24 hours.")
        .link("Agree to the change", link)
        .say("If it was not you, do not follow the link, sign in, and change your password: somebody has been in your account.")
}

pub(crate) fn change_to(to: &str, tenant: &str, link: &Secret<String>) -> Mail {
    Mail::new(MailKind::Address, to, "Is this your new address?")
        .say(&format!("An account at {tenant} is to have this address. If it is yours, agree here and in the e-mail that went to the address before it, within 24 hours."))
        .link("Agree to the change", link)
        .say(UNASKED)
}

pub(crate) fn address_taken(to: &str, tenant: &str) -> Mail {
    Mail::new(MailKind::Address, to, format!("Your account at {tenant}"))
        .say(&format!("Somebody wanted to give another account at {tenant} this address, which has an account already. Nothing has changed."))
}

pub(crate) fn address_changed(to: &str, new: &str, tenant: &str) -> Mail {
    Mail::notice(to, "The address of your account has changed")
        .say(&format!("The address of your account at {tenant} is now {new}. Nothing goes to this one any more."))
        .say("If you did not agree to it, tell your administrator at once.")
}

pub(crate) fn password_changed(to: &str, tenant: &str) -> Mail {
    Mail::notice(to, "Your password has changed")
        .say(&format!("The password of your account at {tenant} has changed. Wherever you were signed in with the one before, you are signed out."))
        .say("If it was not you, ask for another password now, and tell your administrator.")
}

pub(crate) fn test(to: &str, tenant: &str) -> Mail {
    Mail::new(MailKind::Test, to, "A test from Sallyport")
        .say(&format!("E-mail from Sallyport at {tenant} arrives."))
}

pub(crate) fn test_message(to: &Number, tenant: &str) -> Mail {
    let text = format!("SMS from Sallyport at {tenant} arrive.");
    Mail::message(MailKind::Test, to, "A test by SMS", text, None)
}

/// A code for a telephone. The last line is the form in which telephones recognize a code and fill it in on pages of
/// that host alone.
pub(crate) fn code_message(
    to: &Number,
    code: &Secret<String>,
    host: &str,
    until: Timestamp,
) -> Mail {
    let code = code.expose();
    let text = format!(
        "{code} is your code for Sallyport. It is good for ten minutes, and once. Nobody will ask you for it.\n\n@{host} #{code}"
    );
    Mail::message(MailKind::Code, to, "A code by SMS", text, Some(until))
}
