//! SQL and row types that more than one act uses.

use crate::Email;
use act::{FromRow, Id, Person, Result, Role, Roles, Row, Timestamp, Tx, Voice, sql};

/// The three columns of roles, in the order staff, partner, operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Roled {
    pub(crate) staff: bool,
    pub(crate) partner: bool,
    pub(crate) operator: bool,
}

impl Roled {
    pub(crate) fn of(roles: Roles) -> Self {
        Self {
            staff: roles.has(Role::Staff),
            partner: roles.has(Role::Partner),
            operator: roles.has(Role::Operator),
        }
    }

    pub(crate) fn roles(self) -> Roles {
        let given =
            [(self.staff, Role::Staff), (self.partner, Role::Partner), (self.operator, Role::Operator)];
        given.into_iter().filter(|(has, _)| *has).fold(Roles::MEMBER, |roles, (_, role)| roles.with(role))
    }
}

impl FromRow for Roled {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self { staff: row.take()?, partner: row.take()?, operator: row.take()? })
    }
}

/// How the words of somebody with these roles are marked; as [`act::Actor::voice`] says.
pub(crate) fn voice(roles: Roles) -> Voice {
    if roles.has(Role::Staff) || roles.has(Role::Operator) {
        Voice::Staff
    } else if roles.has(Role::Partner) {
        Voice::Partner
    } else {
        Voice::Member
    }
}

/// An account as its owner and operators see it.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Account {
    pub(crate) id: Id<Person>,
    pub(crate) name: String,
    pub(crate) part: Option<String>,
    pub(crate) roles: Roles,
    pub(crate) language: Option<String>,
    pub(crate) zone: Option<String>,
    pub(crate) email: Option<Email>,
    pub(crate) password: Option<String>,
    pub(crate) rev: i64,
    pub(crate) since: Timestamp,
    pub(crate) deactivated_at: Option<Timestamp>,
}

impl FromRow for Account {
    fn from_row(row: &mut Row<'_>) -> store::Result<Self> {
        Ok(Self {
            id: row.take()?,
            name: row.take()?,
            part: row.take()?,
            roles: Roled::from_row(row)?.roles(),
            language: row.take()?,
            zone: row.take()?,
            email: row.take()?,
            password: row.take()?,
            rev: row.take()?,
            since: row.take()?,
            deactivated_at: row.take()?,
        })
    }
}

/// The account, unless it was erased.
pub(crate) fn account(tx: &mut Tx<'_>, id: Id<Person>) -> Result<Option<Account>> {
    Ok(sql!(tx.opt(
        "SELECT p.id, p.name, p.part, p.staff, p.partner, p.operator, p.language, p.zone, e.shown, p.password, p.rev,
             p.since, p.deactivated_at
         FROM people p LEFT JOIN identities e ON e.person = p.id AND e.kind = 'email'
         WHERE p.id = $1 AND p.erased_at IS NULL",
        id
    ))?)
}

/// The account with this address, by what addresses are compared by.
pub(crate) fn account_by_email(tx: &mut Tx<'_>, key: &str) -> Result<Option<Account>> {
    Ok(sql!(tx.opt(
        "SELECT p.id, p.name, p.part, p.staff, p.partner, p.operator, p.language, p.zone, e.shown, p.password, p.rev,
             p.since, p.deactivated_at
         FROM identities e JOIN people p ON p.id = e.person
         WHERE e.kind = 'email' AND e.key = $1 AND p.erased_at IS NULL",
        key
    ))?)
}
