//! Every code there is, with its status and its words.

use http::StatusCode;
use std::fmt::Write as _;

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $variant:ident = $code:literal, $status:ident, $title:literal;)*) => {
        /// A stable code of a problem. Programs go by it; it never changes its meaning.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Code {
            $($(#[doc = $doc])+ $variant,)*
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// The code as it is sent.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $code,)* }
            }

            /// The HTTP status that it comes with.
            pub const fn status(self) -> StatusCode {
                match self { $(Self::$variant => StatusCode::$status,)* }
            }

            /// The kind of problem, in words.
            pub const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title,)* }
            }

            const fn description(self) -> &'static str {
                match self { $(Self::$variant => concat!($($doc),+),)* }
            }
        }
    };
}

codes! {
    /// What was sent does not fit the operation's schema; `errors` names each place.
    InvalidRequest = "invalid_request", UNPROCESSABLE_ENTITY, "Invalid request";
    /// The body is not JSON, or its content type is not `application/json`.
    UnreadableBody = "unreadable_body", BAD_REQUEST, "Unreadable body";
    /// Nobody is signed in, the session has ended, or the API key does not hold.
    Unauthenticated = "unauthenticated", UNAUTHORIZED, "Not signed in";
    /// The address or password is wrong, or the account can't sign in.
    SignInFailed = "sign_in_failed", UNAUTHORIZED, "Sign-in failed";
    /// The link was used already, has expired, or never was.
    LinkSpent = "link_spent", GONE, "Link no longer valid";
    /// Accounts are made by invitation here, or for addresses of other domains.
    RegistrationClosed = "registration_closed", FORBIDDEN, "Registration closed";
    /// It takes e-mail, and the server has no mail server to send it by.
    NoMail = "no_mail", CONFLICT, "No e-mail";
    /// It takes a gateway for SMS, and none is set up.
    NoSmsGateway = "no_sms_gateway", CONFLICT, "No SMS gateway";
    /// The actor may know of the thing but may not do this to it.
    Forbidden = "forbidden", FORBIDDEN, "Not allowed";
    /// The act is sensitive: prove who you are anew (`POST /session/proof`) and repeat it.
    ProofRequired = "proof_required", FORBIDDEN, "Fresh proof required";
    /// What was shown does not prove who the caller is; the session goes on as it was.
    ProofFailed = "proof_failed", FORBIDDEN, "Proof failed";
    /// The code or passkey is wrong, or was used already. Five wrong ones end what they were for.
    WrongCode = "wrong_code", FORBIDDEN, "Wrong code";
    /// A second factor of this kind can't be added or used here.
    FactorNotAllowed = "factor_not_allowed", CONFLICT, "Second factor not possible";
    /// A second factor is required of the account, and this is the last one.
    FactorRequired = "factor_required", CONFLICT, "Second factor required";
    /// The session is for putting the sign-in in order alone: a second factor is due, or another password.
    Confined = "sign_in_incomplete", FORBIDDEN, "Sign-in not complete";
    /// The request came from another site.
    CrossSite = "cross_site", FORBIDDEN, "Cross-site request";
    /// The request names a host that this server does not serve.
    MisdirectedRequest = "misdirected_request", MISDIRECTED_REQUEST, "Unknown host";
    /// There is nothing here, or the actor may not see it.
    NotFound = "not_found", NOT_FOUND, "Not found";
    /// The address does not take that method.
    MethodNotAllowed = "method_not_allowed", METHOD_NOT_ALLOWED, "Method not allowed";
    /// A name, address or id that must be unique is in use.
    Taken = "taken", CONFLICT, "Already in use";
    /// The thing has changed since it was read; for a draft, `current` holds its revision and document.
    Stale = "stale", CONFLICT, "Changed meanwhile";
    /// The thing is needed by others.
    InUse = "in_use", CONFLICT, "In use";
    /// The app has no release yet.
    NotReleased = "not_released", CONFLICT, "Not released yet";
    /// The body is larger than the operation takes.
    TooLarge = "too_large", PAYLOAD_TOO_LARGE, "Too large";
    /// The credential is bound to the destination that it was entered for; enter it again to change the destination.
    CredentialBound = "credential_bound_to_destination", UNPROCESSABLE_ENTITY, "Credential bound to its destination";
    /// The datasource has no configuration for that environment.
    NotConfigured = "not_configured", CONFLICT, "Not configured";
    /// The inputs of a query's run are not the ones that it declares.
    InvalidInputs = "invalid_inputs", UNPROCESSABLE_ENTITY, "Invalid inputs";
    /// An expression of the query could not be evaluated.
    ExpressionFailed = "expression_failed", UNPROCESSABLE_ENTITY, "Expression failed";
    /// A value can't stand where the query has it, such as a list in a path.
    ValueNotUsable = "value_not_usable", UNPROCESSABLE_ENTITY, "Value not usable";
    /// The query and its datasource are of different kinds.
    QueryMismatch = "query_mismatch", UNPROCESSABLE_ENTITY, "Query does not fit";
    /// The datasource refused the query.
    QueryFailed = "query_failed", UNPROCESSABLE_ENTITY, "Query failed";
    /// The query ran for longer than it may.
    QueryTimedOut = "query_timed_out", UNPROCESSABLE_ENTITY, "Query took too long";
    /// The run was cancelled.
    QueryCancelled = "query_cancelled", UNPROCESSABLE_ENTITY, "Query cancelled";
    /// The datasource can't be reached.
    DatasourceUnreachable = "datasource_unreachable", SERVICE_UNAVAILABLE, "Datasource unreachable";
    /// The datasource does not accept its credential.
    DatasourceLoginRefused = "datasource_login_refused", UNPROCESSABLE_ENTITY, "Login refused";
    /// The datasource's credential does not open for this destination; it has to be entered again.
    CredentialUnusable = "credential_unusable", UNPROCESSABLE_ENTITY, "Credential not usable";
    /// Too many runs wait for this datasource.
    DatasourceBusy = "datasource_busy", SERVICE_UNAVAILABLE, "Datasource busy";
    /// The answer of the datasource is not what its protocol promises.
    DatasourceMalformed = "datasource_malformed", UNPROCESSABLE_ENTITY, "Answer not readable";
    /// The datasource's address is not one that the server may open connections to.
    DestinationRefused = "destination_refused", UNPROCESSABLE_ENTITY, "Destination not allowed";
    /// Too many requests in a short time.
    RateLimited = "rate_limited", TOO_MANY_REQUESTS, "Too many requests";
    /// The server can't do it at the moment; nothing was changed.
    Unavailable = "unavailable", SERVICE_UNAVAILABLE, "Unavailable";
    /// A fault of the server's; nothing was changed.
    Internal = "internal", INTERNAL_SERVER_ERROR, "Internal error";
}

impl Code {
    /// The list of all codes as Markdown: `spec/problems.md`.
    pub fn document() -> String {
        let mut text = String::from(
            "# Problems\n\nEvery refusal is an RFC 9457 problem (`application/problem+json`) with one of these codes. \
             Generated; do not edit.\n\n| code | status | title | when |\n|---|---|---|---|\n",
        );
        for code in Self::ALL {
            let _ = writeln!(
                text,
                "| `{}` | {} | {} |{} |",
                code.as_str(),
                code.status().as_u16(),
                code.title(),
                code.description()
            );
        }
        text
    }
}
