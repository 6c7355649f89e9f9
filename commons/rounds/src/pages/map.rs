//! The map of opinions as a drawing: a dot where people stand, a hull around each group, its letter in the middle.

use crate::opinions::Spot;
use std::{cmp::Reverse, fmt::Write as _};

type Point = (i64, i64);

/// A drawing without its outer element.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Drawing {
    /// What of the plane is shown: `viewBox`.
    pub(crate) frame: String,
    /// Hulls, dots and letters; empty where nobody stands.
    pub(crate) inner: String,
}

/// How far the frame lies outside the outermost spots.
const MARGIN: i64 = 2;

/// The map. `letter` names a group by its place.
pub(crate) fn drawn(spots: &[Spot], letter: impl Fn(usize) -> String) -> Drawing {
    let groups = spots.iter().map(|spot| spot.group).max().map_or(0, |last| last + 1);
    let reach = |of: fn(&Spot) -> i64| {
        let (least, most) =
            spots.iter().map(of).fold((0, 0), |(least, most), at| (least.min(at), most.max(at)));
        (least - MARGIN, most - least + 2 * MARGIN)
    };
    let ((left, width), (top, height)) = (reach(|spot| spot.x), reach(|spot| spot.y));
    let mut svg = String::new();
    for group in 0..groups {
        let own = || spots.iter().filter(move |spot| spot.group == group);
        let people: u64 = own().map(|spot| spot.people).sum();
        if people == 0 {
            continue;
        }
        let _ = write!(svg, "<g class=\"camp-{}\">", group % 5);
        let corners: Vec<String> = hull(own().map(|spot| (spot.x, spot.y)).collect())
            .iter()
            .map(|(x, y)| format!("{x} {y}"))
            .collect();
        let _ = write!(svg, "<path class=\"hull\" d=\"M{}Z\"/>", corners.join("L"));
        // Large spots lie below small ones.
        let mut by_size: Vec<&Spot> = own().collect();
        by_size.sort_by_key(|spot| (Reverse(spot.people), spot.y, spot.x));
        for spot in by_size {
            // The area of a dot says how many stand there.
            let radius = (0.3 * (spot.people as f64).sqrt()).min(2.0);
            let _ = write!(svg, "<circle cx=\"{}\" cy=\"{}\" r=\"{radius:.2}\"/>", spot.x, spot.y);
        }
        let mean = |of: fn(&Spot) -> i64| {
            own().map(|spot| of(spot) as f64 * spot.people as f64).sum::<f64>() / people as f64
        };
        let _ = write!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.1}\">{}</text></g>",
            mean(|spot| spot.x),
            mean(|spot| spot.y),
            letter(group as usize)
        );
    }
    Drawing { frame: format!("{left} {top} {width} {height}"), inner: svg }
}

/// The corners of what a string around these points encloses, in turn (A. M. Andrew, Information Processing Letters 9, 1979).
fn hull(mut points: Vec<Point>) -> Vec<Point> {
    points.sort_unstable();
    points.dedup();
    if points.len() < 3 {
        return points;
    }
    let half = |points: &mut dyn Iterator<Item = &Point>| {
        let mut chain: Vec<Point> = Vec::new();
        for point in points {
            while let [.., before, last] = chain[..]
                && turn(before, last, *point) <= 0
            {
                chain.pop();
            }
            chain.push(*point);
        }
        chain.pop();
        chain
    };
    let mut corners = half(&mut points.iter());
    corners.extend(half(&mut points.iter().rev()));
    corners
}

/// Above zero where the way from `a` over `b` to `c` turns left.
fn turn(a: Point, b: Point, c: Point) -> i64 {
    (b.0 - a.0) * (c.1 - a.1) - (b.1 - a.1) * (c.0 - a.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hull_has_the_outer_corners_and_nothing_else() {
        let square = vec![(0, 0), (4, 0), (4, 4), (0, 4), (2, 2), (2, 0), (0, 0)];
        assert_eq!(hull(square), [(0, 0), (4, 0), (4, 4), (0, 4)]);
        assert_eq!(hull(vec![(3, 3), (1, 1), (2, 2)]), [(1, 1), (3, 3)]);
        assert_eq!(hull(vec![(1, 1)]), [(1, 1)]);
    }

    #[test]
    fn a_map_has_a_dot_for_each_spot_and_a_letter_for_each_group() {
        let spot = |group, x, people| Spot { group, x, y: 0, people };
        let letter = |place: usize| ["A", "B", "C"][place].to_owned();
        let map = drawn(&[spot(0, -24, 9), spot(0, -20, 1), spot(2, 24, 400)], letter);
        assert_eq!(map.frame, "-26 -2 52 4");
        let map = map.inner;
        assert_eq!(map.matches("<circle").count(), 3);
        assert!(map.contains(">A</text>") && map.contains(">C</text>") && !map.contains(">B<"), "{map}");
        assert!(map.contains("r=\"0.90\"") && map.contains("r=\"2.00\""), "{map}");
        assert_eq!(drawn(&[], letter).inner, "");
    }
}
