//! Pages of a list by key: what comes after this item, however many were added meanwhile.

use act::{Refusal, Result};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde::{
    Deserialize, Deserializer, Serialize,
    de::{DeserializeOwned, Error as _},
};

/// Where a page begins: the sort key of the last item of the page before, opaque to readers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(transparent)]
pub struct Cursor(String);

impl Cursor {
    /// The cursor after an item with this key.
    pub fn after<K: Serialize>(key: &K) -> Self {
        Self(URL_SAFE_NO_PAD.encode(serde_json::to_vec(key).unwrap_or_default()))
    }

    /// The key it was made of; anything else is refused.
    ///
    /// # Errors
    /// 422 when it is not one of ours.
    pub fn key<K: DeserializeOwned>(&self) -> Result<K> {
        let bytes = URL_SAFE_NO_PAD.decode(&self.0).ok();
        let key = bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok());
        key.ok_or_else(|| Refusal::field("after", "refused-cursor").into())
    }

    /// The cursor as it stands in an address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Which part of a list is asked for.
#[derive(Debug, Clone, Default, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// The cursor that the page before ended with.
    #[param(value_type = Option<String>)]
    pub after: Option<Cursor>,
    /// How many items, at most 100; 20 when not said.
    #[serde(default, deserialize_with = "page_size")]
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<i64>,
}

/// Reads how many items a page of a list shall have: 1 to 100. Other numbers are refused, so that nobody takes a short
/// page for the whole list.
///
/// # Errors
/// When it is no such number.
pub fn page_size<'de, D: Deserializer<'de>, N: TryFrom<i64>>(given: D) -> Result<Option<N>, D::Error> {
    let Some(wanted) = Option::<i64>::deserialize(given)? else { return Ok(None) };
    let size = (1..=100).contains(&wanted).then(|| N::try_from(wanted).ok()).flatten();
    size.map(Some).ok_or_else(|| D::Error::custom("a page has 1 to 100 items"))
}

impl Paging {
    /// How many items to show.
    pub fn limit(&self) -> i64 {
        self.limit.unwrap_or(20).clamp(1, 100)
    }

    /// The key to begin after, if any.
    ///
    /// # Errors
    /// 422 when the cursor is not one of ours.
    pub fn key<K: DeserializeOwned>(&self) -> Result<Option<K>> {
        self.after.as_ref().map(Cursor::key).transpose()
    }
}

/// One page of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Paged<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins; absent on the last.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = Option<String>)]
    pub next: Option<Cursor>,
}

impl<T> Paged<T> {
    /// Makes a page of `limit` items from a list that was asked for one more.
    pub fn of<K: Serialize>(mut items: Vec<T>, limit: i64, key: impl Fn(&T) -> K) -> Self {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(|last| Cursor::after(&key(last))) } else { None };
        Self { items, next }
    }

    /// The same page of other items.
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Paged<U> {
        Paged { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_has_one_to_a_hundred_items() {
        let asked = |limit: &str| serde_json::from_str::<Paging>(&format!("{{\"limit\":{limit}}}"));
        for size in [1, 20, 100] {
            assert_eq!(asked(&size.to_string()).expect("a size").limit(), size);
        }
        for none in ["0", "-1", "101", "\"many\"", "9223372036854775808"] {
            assert!(asked(none).is_err(), "{none} is no size");
        }
        assert_eq!(serde_json::from_str::<Paging>("{}").expect("nothing said").limit(), 20);
    }

    #[test]
    fn a_page_knows_where_the_next_begins_and_a_strangers_cursor_is_refused() {
        let page = Paged::of(vec![9, 8, 7], 2, |n| (*n, "x"));
        assert_eq!(page.items, [9, 8]);
        assert_eq!(page.next.and_then(|c| c.key::<(i64, String)>().ok()), Some((8, "x".to_owned())));
        assert_eq!(Paged::of(vec![1], 2, |n| *n).next, None);
        for forged in ["", "%%%", "bm90IGpzb24"] {
            let cursor: Cursor = serde_json::from_value(forged.into()).expect("a string");
            assert!(cursor.key::<i64>().is_err_and(|e| e.is("refused-cursor")));
        }
    }
}
