//! What others may hear of programmes: identifiers and figures only.

use crate::{Part, Phase, Programme, TemplateKind};
use act::{Event, Id, Person, Timestamp};
use serde::{Deserialize, Serialize};

macro_rules! happened {
    ($(#[$doc:meta])* $name:ident $text:literal { $($(#[$field_doc:meta])* $field:ident: $kind:ty),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        pub struct $name {
            /// The programme.
            pub programme: Id<Programme>,
            /// On whose behalf.
            pub by: Option<Id<Person>>,
            $($(#[$field_doc])* pub $field: $kind,)*
        }
        impl Event for $name {
            const NAME: &'static str = $text;
            fn by(&self) -> Option<i64> {
                self.by.map(Id::raw)
            }
            fn about(&self) -> i64 {
                self.programme.raw()
            }
        }
    };
}

happened!(
    /// A programme was written down.
    Drafted "programmes.drafted" {
        /// From which template.
        template: TemplateKind,
        /// The programme it grows from.
        grown_from: Option<Id<Programme>>,
    }
);
happened!(
    /// The charter of a draft was written.
    Chartered "programmes.chartered" {
        /// How much the gate still misses.
        missing: usize,
    }
);
happened!(
    /// The charter of an open programme was amended.
    Amended "programmes.amended" {
        /// The version it made.
        version: i64,
    }
);
happened!(
    /// A programme opened; its groups are live.
    Opened "programmes.opened" {
        /// The rooms switched on.
        rooms: Vec<String>,
    }
);
happened!(
    /// A programme takes no posts for now.
    Paused "programmes.paused" {}
);
happened!(
    /// A programme goes on.
    Resumed "programmes.resumed" {}
);
happened!(
    /// A programme is over.
    Closed "programmes.closed" {}
);
happened!(
    /// A phase ends later than was said.
    Extended "programmes.extended" {
        /// Which.
        phase: Id<Phase>,
        /// When it was to end.
        from: Timestamp,
        /// When it ends now.
        until: Timestamp,
    }
);
happened!(
    /// The plan of phases or the programme's words changed.
    Edited "programmes.edited" {}
);
happened!(
    /// Somebody was invited.
    Invited "programmes.invited" {
        /// Who.
        person: Id<Person>,
        /// As what.
        part: Part,
    }
);
happened!(
    /// Somebody takes part.
    Joined "programmes.joined" {
        /// Who.
        person: Id<Person>,
        /// As what.
        part: Part,
    }
);
happened!(
    /// Somebody no longer takes part.
    Left "programmes.left" {
        /// Who.
        person: Id<Person>,
    }
);
