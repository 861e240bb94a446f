//! Every act there is: its name, what it is done on, and what it takes.
//!
//! The table below is the whole list. Code names the exact act ([`app::Rename`]), the policies name the
//! group that it belongs to ([`Need`]).

use crate::resource::{self, Resource};

sallyport_kernel::words! {
    /// What it takes to do an act: the action group that the policies speak of.
    pub enum Need {
        /// Nothing: anyone may, signed in or not.
        Public = "public",
        /// To be signed in.
        SignedIn = "signed_in",
        /// The level use on the thing.
        Use = "use",
        /// The level edit on the thing.
        Edit = "edit",
        /// The level own on the thing.
        Own = "own",
        /// The role of developer.
        Develop = "develop",
        /// The role of administrator.
        Administer = "administer",
    }
}

/// What else an act asks for, or may do, beside its [`Need`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trait {
    /// It is sensitive: whoever does it must have proved who they are lately.
    Fresh,
    /// It puts one's own sign-in in order, and goes in a session that is confined to that.
    Confined,
    /// What it shows is cut to what the actor may see, so that it goes with a key that is for some places alone.
    Scoped,
}

/// An act on one kind of resource. The types that implement it are the table of this module.
pub trait Action: Send + Sync + 'static {
    /// What it is done on.
    type On: Resource;
    /// Its name in policies, audit records and the API, such as `app.rename`.
    const NAME: &'static str;
    /// What it takes.
    const NEED: Need;
    /// What else is to be known of it.
    const TRAITS: &'static [Trait];
}

/// One row of the table, for golden files, the schema and abilities.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The action's name.
    pub name: &'static str,
    /// The entity type that it is done on.
    pub on: &'static str,
    /// What it takes.
    pub need: Need,
    /// What else is to be known of it.
    pub traits: &'static [Trait],
    /// What it lets people do.
    pub summary: &'static str,
}

macro_rules! actions {
    ($($module:ident on $resource:ident { $($action:ident = $name:literal: $need:ident $(+ $trait:ident)*, $summary:literal;)* })*) => {
        $(
            #[doc = concat!("Acts named `", stringify!($module), ".…`.")]
            pub mod $module {
                #[allow(unused_imports, reason = "not every module has acts with traits")]
                use super::{Action, Need, Trait, resource};
                $(
                    #[doc = $summary]
                    #[derive(Debug, Clone, Copy)]
                    pub enum $action {}
                    impl Action for $action {
                        type On = resource::$resource;
                        const NAME: &'static str = $name;
                        const NEED: Need = Need::$need;
                        const TRAITS: &'static [Trait] = &[$(Trait::$trait),*];
                    }
                )*
            }
        )*

        /// Every action, in the order of the table.
        pub const ALL: &[Row] = &[
            $($(Row {
                name: $name,
                on: <resource::$resource as Resource>::ENTITY,
                need: Need::$need,
                traits: &[$(Trait::$trait),*],
                summary: $summary,
            },)*)*
        ];
    };
}

actions! {
    session on Tenant {
        SignIn = "session.sign_in": Public, "Sign in.";
        SecondFactor = "session.second_factor": Public, "Complete a sign-in by a second factor.";
        SendCode = "session.send_code": Public, "Have the code of a sign-in sent.";
        AskPasskey = "session.ask_passkey": Public, "Ask for the challenge of a sign-in by passkey.";
        Passkey = "session.passkey": Public, "Sign in by passkey.";
        View = "session.view": SignedIn + Confined + Scoped, "See who one is signed in as.";
        Prove = "session.prove": SignedIn + Confined, "Prove anew who one is.";
        SendProofCode = "session.send_proof_code": SignedIn + Confined, "Have the code of a proof sent to one's own telephone.";
        AskProof = "session.ask_proof": SignedIn + Confined, "See how one can prove anew who one is.";
        SignOut = "session.sign_out": SignedIn + Confined, "Sign out.";
        List = "session.list": SignedIn, "See where one is signed in.";
        End = "session.end": SignedIn + Fresh, "Sign out elsewhere.";
        EndEveryones = "session.end_everyones": Administer + Fresh, "Sign out everyone.";
    }
    password on Tenant {
        Assess = "password.assess": Public, "Have a password judged before it is chosen.";
        Change = "password.change": SignedIn + Confined, "Choose another password for oneself.";
    }
    factor on Tenant {
        List = "factor.list": SignedIn + Confined, "See one's own second factors.";
        Begin = "factor.begin": SignedIn + Fresh + Confined, "Begin to add a second factor.";
        Confirm = "factor.confirm": SignedIn + Confined, "Add the second factor that was begun.";
        Rename = "factor.rename": SignedIn, "Rename one of one's own second factors.";
        Remove = "factor.remove": SignedIn + Fresh, "Remove one of one's own second factors.";
        RenewCodes = "factor.renew_codes": SignedIn + Fresh, "Make new recovery codes in place of those before.";
    }
    service on Tenant {
        SetUp = "service.set_up": Public, "Become the first administrator by the set-up link.";
    }
    keys on Tenant {
        ListOwn = "key.list_own": SignedIn, "List one's own API keys.";
        Create = "key.create": SignedIn + Fresh, "Make an API key of one's own.";
        List = "key.list": Administer, "List all API keys of the tenant.";
    }
    key on Key {
        View = "key.view": Own, "See an API key, never its secret.";
        Rotate = "key.rotate": Own + Fresh, "Give an API key of one's own another secret.";
        Revoke = "key.revoke": Own, "Revoke an API key.";
    }
    service_accounts on Tenant {
        List = "service_account.list": Administer, "List the service accounts.";
        Create = "service_account.create": Administer + Fresh, "Make a service account.";
    }
    service_account on ServiceAccount {
        View = "service_account.view": Administer, "See a service account and its keys.";
        Update = "service_account.update": Administer + Fresh, "Change, disable or enable a service account, its roles and groups.";
        Delete = "service_account.delete": Administer + Fresh, "Delete a service account with its keys and grants.";
        CreateKey = "service_account.create_key": Administer + Fresh, "Make an API key of a service account.";
        RotateKey = "service_account.rotate_key": Administer + Fresh, "Give an API key of a service account another secret.";
    }
    tenant on Tenant {
        ListWorkspaces = "workspace.list": SignedIn + Scoped, "List the workspaces that one may see.";
        CreateWorkspace = "workspace.create": Develop, "Create a workspace.";
        ListApps = "app.list": SignedIn + Scoped, "List the apps that one may see.";
        ListDatasources = "datasource.list": Develop, "List the datasources.";
        CreateDatasource = "datasource.create": Administer, "Create a datasource.";
        ListPeople = "person.list": Develop, "List the people of the tenant.";
        CreatePerson = "person.create": Administer + Fresh, "Create an account.";
        ListGroups = "group.list": Develop, "List the groups of the tenant.";
        CreateGroup = "group.create": Administer, "Create a group.";
        ViewSignInOptions = "sign_in_options.view": Public, "See how one can sign in.";
        ViewSignInPolicy = "sign_in_policy.view": Develop, "See what is asked of sign-ins, accounts and sessions.";
        SetSignInPolicy = "sign_in_policy.set": Administer + Fresh, "Set what is asked of sign-ins, accounts and sessions.";
        ViewSecurity = "security.view": Administer, "See who lacks a second factor, who is inactive, failed sign-ins and sessions.";
        ReadAudit = "audit.read": Administer, "Search and read the audit log.";
        ExportAudit = "audit.export": Administer + Fresh, "Export the audit log.";
    }
    account on Tenant {
        View = "account.view": SignedIn + Confined, "See one's own account.";
        Rename = "account.rename": SignedIn, "Change one's own name.";
        ChangeEmail = "account.change_email": SignedIn + Fresh, "Ask for another address for one's own account.";
        VerifyEmail = "account.verify_email": SignedIn, "Have the link sent that proves one's own address.";
        ConfirmEmail = "account.confirm_email": Public, "Prove an address, or agree to its change, by a link.";
        AskForReset = "account.ask_for_reset": Public, "Have a link sent to choose another password.";
        ResetPassword = "account.reset_password": Public, "Choose another password by a link.";
        Register = "account.register": Public, "Ask for an account of one's own.";
        LookAtRegistration = "account.look_at_registration": Public, "See by a link what account was asked for.";
        ConfirmRegistration = "account.confirm_registration": Public, "Make the account that one asked for, by a link.";
    }
    invitation on Tenant {
        List = "invitation.list": Administer, "List the invitations.";
        Create = "invitation.create": Administer + Fresh, "Invite people to make an account.";
        Resend = "invitation.resend": Administer + Fresh, "Send an invitation again, with another link.";
        Revoke = "invitation.revoke": Administer, "Take an invitation back.";
        Look = "invitation.look": Public, "See by its link what an invitation is to.";
        Accept = "invitation.accept": Public, "Make the account that an invitation is to, by its link.";
    }
    mail on Tenant {
        List = "mail.list": Administer, "See the queue of e-mails, never what they say.";
        Retry = "mail.retry": Administer, "Have an e-mail tried again.";
        Test = "mail.test": Administer, "Have an e-mail sent to oneself, to see that they arrive.";
    }
    sms_gateway on Tenant {
        View = "sms_gateway.view": Administer, "See the gateway that SMS go through, never its secret.";
        Set = "sms_gateway.set": Administer + Fresh, "Set up the gateway that SMS go through.";
        Remove = "sms_gateway.remove": Administer + Fresh, "Take the gateway away that SMS go through.";
        Test = "sms_gateway.test": Administer, "Have a message sent to a telephone, to see that they arrive.";
    }
    workspace on Workspace {
        View = "workspace.view": Use, "See a workspace.";
        CreateApp = "app.create": Edit, "Create an app in a workspace.";
        Share = "workspace.share": Own, "See and change who may use, edit and own all apps of a workspace.";
    }
    app on App {
        View = "app.view": Use, "Use an app as released.";
        Edit = "app.edit": Edit, "Read an app's draft, and see it as a preview.";
        Save = "app.save": Edit, "Change an app's draft.";
        Rename = "app.rename": Edit, "Rename an app.";
        Release = "app.release": Edit, "Release a draft.";
        Rollback = "app.rollback": Edit, "Make an earlier release the current one.";
        Share = "app.share": Own, "See and change who may use, edit and own an app.";
        Delete = "app.delete": Own, "Delete an app.";
    }
    query on Query {
        Run = "query.run": Use, "Run a released query.";
        Try = "query.try": Edit, "Run a query of the draft.";
        Share = "query.share": Own, "Change who may run a restricted query.";
    }
    datasource on Datasource {
        View = "datasource.view": Develop, "See a datasource and its settings, never its credentials.";
        Rename = "datasource.rename": Administer, "Rename a datasource.";
        Delete = "datasource.delete": Administer, "Delete a datasource.";
    }
    destination on Destination {
        View = "destination.view": Develop, "See an environment's settings.";
        Configure = "destination.configure": Administer + Fresh, "Set an environment's settings and credential.";
        Test = "destination.test": Administer, "Try the connection of an environment.";
        Query = "datasource.query": Administer, "Send a query of a draft to an environment, and browse its schema.";
    }
    person on Person {
        View = "person.view": Develop, "See an account.";
        ListSessions = "person.list_sessions": Administer, "See where somebody is signed in.";
        EndSessions = "person.end_sessions": Administer + Fresh, "Sign somebody out.";
        Update = "person.update": Administer + Fresh, "Change, disable or enable an account, its roles and groups.";
        Delete = "person.delete": Administer + Fresh, "Delete an account with all that is its person's own.";
        ResetPassword = "person.reset_password": Administer + Fresh, "Make the link by which a person chooses another password.";
        ListFactors = "person.list_factors": Administer, "See the second factors of a person.";
        ResetFactors = "person.reset_factors": Administer + Fresh, "Take all second factors of a person away.";
    }
    group on Group {
        View = "group.view": Develop, "See a group.";
        Update = "group.update": Administer + Fresh, "Rename a group, and change which groups it is in.";
        Delete = "group.delete": Administer + Fresh, "Delete a group, and what it was given.";
    }
}

/// The row of the action of that name.
pub fn named(name: &str) -> Option<&'static Row> {
    ALL.iter().find(|row| row.name == name)
}
