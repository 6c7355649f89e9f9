//! The first operator: whoever reads the code that the server prints on its first start.

use crate::{
    Secret,
    events::RolesChanged,
    links::{self, Link, Purpose},
    model,
    permissions::ACCOUNT,
    refusal::No,
    roles::has_operator,
    rows::{self, Roled},
};
use act::{Actor, Error, Refusal, Result, Role, Tx, sql};
use store::Store;

/// A fresh setup code, for `weft serve` to print, with which a signed-in person becomes operator at `/setup`; nothing
/// when there is an operator. An earlier code is void from then on.
///
/// # Errors
/// The store's.
pub async fn setup_code(store: &Store) -> Result<Option<String>> {
    let code = Secret::code()?;
    let kept = code.clone();
    let made = store.write(move |tx| {
        if has_operator(tx)? {
            return Ok::<_, Error>(false);
        }
        sql!(tx.exec("DELETE FROM links WHERE purpose = 'setup'"))?;
        links::keep(tx, &kept, &Link::new(Purpose::Setup))?;
        Ok(true)
    });
    Ok(made.await?.then(|| grouped(code.reveal())))
}

/// A code in groups of four, to be read aloud and typed.
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// A code as it was typed: any case, with or without hyphens, and with the letters people confuse put right.
fn typed(code: &str) -> Secret {
    let plain = code.chars().filter(|c| c.is_ascii_alphanumeric()).map(|c| match c.to_ascii_uppercase() {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    });
    Secret::shown(plain.collect::<String>())
}

/// Makes whoever is signed in operator, with the code that the server printed.
///
/// # Errors
/// 401 for visitors, 409 when there is an operator, 422 when the code is not the one.
pub(crate) fn become_operator(tx: &mut Tx<'_>, who: &Actor, code: &str) -> Result<()> {
    who.may(&ACCOUNT)?;
    let person = who.id()?;
    if has_operator(tx)? {
        return Err(No::SetUpAlready.into());
    }
    let link = links::take(tx, &typed(code))?.filter(|link| link.purpose == Purpose::Setup);
    link.ok_or(No::CodeGone)?;
    let account = rows::account(tx, person)?.ok_or_else(Refusal::sign_in)?;
    let roles = account.roles.with(Role::Operator);
    let Roled { staff, partner, operator } = Roled::of(roles);
    sql!(tx.exec(
        "UPDATE people SET staff = $2, partner = $3, operator = $4 WHERE id = $1",
        person,
        staff,
        partner,
        operator
    ))?;
    Ok(tx.emit(&RolesChanged { person, by: Some(person), roles: model::given(roles) })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_recognised_however_it_is_typed() {
        let code = Secret::code().expect("randomness");
        let shown = grouped(code.reveal());
        assert_eq!(shown.len(), 19, "{shown}");
        assert_eq!(typed(&shown), code);
        assert_eq!(typed(&shown.to_lowercase().replace('-', " ").replace('0', "o").replace('1', "l")), code);
    }
}
