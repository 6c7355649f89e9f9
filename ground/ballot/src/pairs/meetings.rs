use super::Comparisons;

/// How an item met another.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Met {
    /// The other item.
    pub(super) other: u32,
    /// Whether the item ever beat the other, or tied with it.
    won: bool,
    /// Whether the other ever beat the item, or tied with it.
    lost: bool,
    /// How often the two met.
    pub(super) times: f64,
}

/// Meetings, each in the row of one of its two items; the rows stand one after the other.
struct Rows {
    /// Where the row of each item begins; one entry more than items.
    starts: Vec<usize>,
    met: Vec<Met>,
}

impl Rows {
    /// Puts each meeting into the row of the item beside it and leaves those of a row in their order.
    fn of(items: usize, meetings: impl Iterator<Item = (usize, Met)> + Clone) -> Rows {
        let mut starts = vec![0; items + 1];
        meetings.clone().for_each(|(item, _)| starts[item + 1] += 1);
        (0..items).for_each(|item| starts[item + 1] += starts[item]);
        let mut met = vec![Met::default(); starts[items]];
        let mut free = starts.clone();
        for (item, meeting) in meetings {
            met[free[item]] = meeting;
            free[item] += 1;
        }
        Rows { starts, met }
    }

    fn row(&self, item: usize) -> &[Met] {
        &self.met[self.starts[item]..self.starts[item + 1]]
    }
}

/// Who met whom, laid out for walking through.
pub(super) struct Pairs {
    items: usize,
    /// Each pair in the row of its lower item, by ascending upper one.
    by_lower: Rows,
    /// Each pair in the row of its upper item, in any order.
    by_upper: Rows,
}

impl Pairs {
    /// The pairs that met, in time linear in pairs and items.
    pub(super) fn of(seen: &Comparisons) -> Pairs {
        let items = seen.items();
        let from_above = seen.meetings().map(|(lower, upper, meeting)| {
            let won = meeting.upper_wins + meeting.ties > 0;
            let lost = meeting.lower_wins + meeting.ties > 0;
            (upper, Met { other: lower as u32, won, lost, times: meeting.total() })
        });
        let by_upper = Rows::of(items, from_above);
        // One upper item after the other, so that every row of a lower item ascends.
        let from_below = (0..items).flat_map(|upper| {
            by_upper.row(upper).iter().map(move |met| {
                let (won, lost) = (met.lost, met.won);
                (met.other as usize, Met { other: upper as u32, won, lost, times: met.times })
            })
        });
        let by_lower = Rows::of(items, from_below);
        Pairs { items, by_lower, by_upper }
    }

    /// Each item with those of higher index that it met: every pair once, by ascending indexes, so that no sum over
    /// them depends on the order of votes.
    pub(super) fn rows(&self) -> impl Iterator<Item = (usize, &[Met])> {
        (0..self.items).map(|lower| (lower, self.by_lower.row(lower)))
    }

    /// Whether wins (ties counting both ways) lead from item 0 to everybody and back. Linear time, and much less where
    /// most have met.
    pub(super) fn linked_both_ways(&self) -> bool {
        self.lead_to_all(|met| met.won) && self.lead_to_all(|met| met.lost)
    }

    /// Whether the meetings that `lead` on do so from item 0 to every item.
    fn lead_to_all(&self, lead: impl Fn(&Met) -> bool) -> bool {
        let mut reached = vec![false; self.items];
        reached[0] = true;
        let (mut missing, mut open) = (self.items - 1, vec![0]);
        while missing > 0 {
            let Some(item) = open.pop() else { return false };
            let met = self.by_lower.row(item).iter().chain(self.by_upper.row(item));
            for next in met.filter(|met| lead(met)).map(|met| met.other as usize) {
                if !std::mem::replace(&mut reached[next], true) {
                    missing -= 1;
                    open.push(next);
                }
            }
        }
        true
    }
}
