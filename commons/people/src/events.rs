//! What others may hear of accounts: identifiers and roles, never names or addresses.

use act::{Event, Id, Person, Role};
use serde::{Deserialize, Serialize};

macro_rules! event {
    ($(#[$doc:meta])* $kind:ident, $name:literal { $($(#[$field_doc:meta])* $field:ident: $type:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $kind {
            /// The account.
            pub person: Id<Person>,
            /// Who did it; nobody when a tool or the person's own link did.
            pub by: Option<Id<Person>>,
            $($(#[$field_doc])* pub $field: $type,)*
        }
        impl Event for $kind {
            const NAME: &'static str = $name;
            fn by(&self) -> Option<i64> {
                self.by.map(Id::raw)
            }
            fn about(&self) -> i64 {
                self.person.raw()
            }
        }
    };
}

event!(
    /// An account was made: by its owner, an import or the demo.
    PersonJoined, "people.joined" {}
);
event!(
    /// A person changed their name, part, language or zone.
    ProfileChanged, "people.profile_changed" {}
);
event!(
    /// A person's address changed to one that they proved to be theirs.
    EmailChanged, "people.email_changed" {}
);
event!(
    /// A person chose a password, or went without one.
    PasswordChanged, "people.password_changed" {}
);
event!(
    /// Somebody signed in.
    SignedIn, "people.signed_in" {}
);
event!(
    /// One session or several were ended before their time.
    SessionsRevoked, "people.sessions_revoked" {
        /// How many.
        count: u64,
    }
);
event!(
    /// A person made a key for programs.
    TokenMade, "people.token_made" {}
);
event!(
    /// A key for programs was revoked.
    TokenRevoked, "people.token_revoked" {}
);
event!(
    /// An operator gave or took roles; these are the ones the person has now, beside member.
    RolesChanged, "people.roles_changed" {
        /// Staff, partner, operator.
        roles: Vec<Role>,
    }
);
event!(
    /// An operator closed an account, or opened it again.
    StandingChanged, "people.standing_changed" {
        /// Whether it can be used now.
        active: bool,
    }
);
event!(
    /// Somebody acts for an organisation now.
    OrganisationJoined, "people.organisation_joined" {
        /// Which one, as a raw identifier.
        organisation: i64,
    }
);
event!(
    /// Somebody no longer acts for an organisation.
    OrganisationLeft, "people.organisation_left" {
        /// Which one, as a raw identifier.
        organisation: i64,
    }
);
event!(
    /// A person's data was erased.
    PersonErased, "people.erased" {}
);

/// A department or a partner was entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganisationCreated {
    /// Which one.
    pub organisation: Id<crate::Organisation>,
    /// Who entered it.
    pub by: Option<Id<Person>>,
}
impl Event for OrganisationCreated {
    const NAME: &'static str = "people.organisation_created";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        self.organisation.raw()
    }
}

/// The operator changed which roles may do something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyChanged {
    /// The permission's name.
    pub permission: String,
    /// Who may now; nothing when the default holds again.
    pub roles: Option<Vec<Role>>,
    /// Who changed it.
    pub by: Option<Id<Person>>,
}
impl Event for PolicyChanged {
    const NAME: &'static str = "people.policy_changed";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        0
    }
}

/// The operator set a figure that a rule uses.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingChanged {
    /// The setting's name.
    pub setting: String,
    /// What it is from now on.
    pub value: i64,
    /// Who set it.
    pub by: Option<Id<Person>>,
}
impl Event for SettingChanged {
    const NAME: &'static str = "people.setting_changed";
    fn by(&self) -> Option<i64> {
        self.by.map(Id::raw)
    }
    fn about(&self) -> i64 {
        0
    }
}

/// Somebody asked for a one-time link. It does not say for whom, and is the same whether or not there is an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkAsked {
    /// What for: `register`, `sign-in`.
    pub purpose: String,
}
impl Event for LinkAsked {
    const NAME: &'static str = "people.link_asked";
    fn by(&self) -> Option<i64> {
        None
    }
    fn about(&self) -> i64 {
        0
    }
}

event!(
    /// A person marked notices as read.
    NoticesRead, "people.notices_read" {
        /// How many.
        count: u64,
    }
);
