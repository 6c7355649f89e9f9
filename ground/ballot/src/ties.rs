//! What happens when the count cannot tell: the rule is stated before the round opens and used only where
//! figures are equal.

use crate::{Invalid, chance::Seed};

/// How ties between items are broken.
///
/// ```
/// use ballot::{chance::Seed, ties::TieRule};
/// let lots = TieRule::Lots(Seed::of("published beforehand"));
/// assert_eq!(lots.places(3)?, lots.places(3)?);
/// assert_eq!(TieRule::Order(vec![2, 0, 1]).places(3)?, [1, 2, 0]);
/// # Ok::<(), ballot::Invalid>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum TieRule {
    /// By lot: the items `0..n` shuffled by [`Chance::shuffle`](crate::chance::Chance::shuffle) from this
    /// seed, earlier is better.
    Lots(Seed),
    /// By a published order that names every item once, best first: seniority, submission time, the chair's
    /// list.
    Order(Vec<usize>),
}

impl TieRule {
    /// The place of each of `items` items in tie-breaking: 0 is preferred most.
    ///
    /// Refuses an order that lacks an item, repeats one or names an unknown one. O(items).
    pub fn places(&self, items: usize) -> Result<Vec<usize>, Invalid> {
        Invalid::table("number of items", items, 1)?;
        let order = match self {
            TieRule::Lots(seed) => {
                let mut order: Vec<usize> = (0..items).collect();
                seed.chance().shuffle(&mut order);
                order
            }
            TieRule::Order(order) => order.clone(),
        };
        if order.len() != items {
            return Err(Invalid::Length { what: "tie order", found: order.len(), wanted: items });
        }
        let mut places = vec![usize::MAX; items];
        for (place, item) in order.into_iter().enumerate() {
            Invalid::index("item in the tie order", item, items)?;
            if places[item] != usize::MAX {
                return Err(Invalid::Repeated { what: "item in the tie order", index: item });
            }
            places[item] = place;
        }
        Ok(places)
    }
}
