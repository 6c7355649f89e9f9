//! Weighted k-means in the plane, and how well separated its clusters are.

use crate::chance::Chance;

pub(super) type Point = [f64; 2];

pub(super) fn distance2(a: &Point, b: &Point) -> f64 {
    let (x, y) = (a[0] - b[0], a[1] - b[1]);
    x * x + y * y
}

/// Points with weights.
#[derive(Clone, Copy)]
pub(super) struct Cloud<'a> {
    pub(super) points: &'a [Point],
    pub(super) weights: &'a [f64],
}

/// Which cluster each point belongs to, and the clusters' centres.
#[derive(Clone)]
pub(super) struct Clustering {
    pub(super) of: Vec<usize>,
    pub(super) centres: Vec<Point>,
}

impl Cloud<'_> {
    /// The first `count` points that differ from one another.
    pub(super) fn first_distinct(&self, count: usize) -> Vec<Point> {
        let mut found: Vec<Point> = Vec::new();
        for point in self.points {
            if found.len() == count {
                break;
            }
            if found.iter().all(|other| distance2(point, other) > 1e-20) {
                found.push(*point);
            }
        }
        found
    }

    /// `count` starting centres far from one another: k-means++ (Arthur & Vassilvitskii 2007).
    pub(super) fn spread(&self, count: usize, chance: &mut Chance) -> Vec<Point> {
        let mut centres: Vec<Point> = Vec::new();
        let mut pull: Vec<f64> = self.weights.to_vec();
        while centres.len() < count {
            let Some(next) = chance.weighted(&pull) else { break };
            centres.push(self.points[next]);
            for ((pull, point), weight) in pull.iter_mut().zip(self.points).zip(self.weights) {
                let away = distance2(point, &self.points[next]) * weight;
                *pull = if centres.len() == 1 { away } else { pull.min(away) };
            }
        }
        centres
    }

    /// Lloyd's iteration (1957/1982) from the given centres until nothing moves, at most `passes` times.
    /// Clusters that lose all their points keep their centre and are dropped at the end.
    pub(super) fn settle(&self, mut centres: Vec<Point>, passes: usize) -> Clustering {
        let mut of = vec![usize::MAX; self.points.len()];
        for _ in 0..passes {
            let search = Nearest::new(&centres);
            let mut moved = false;
            for (point, own) in self.points.iter().zip(&mut of) {
                let nearest = search.find(point, *own);
                moved |= nearest != *own;
                *own = nearest;
            }
            if !moved {
                break;
            }
            centres = self.means(&of, centres);
        }
        drop_empty(of, centres)
    }

    fn means(&self, of: &[usize], centres: Vec<Point>) -> Vec<Point> {
        let mut sums = vec![[0.0; 3]; centres.len()];
        for ((point, weight), own) in self.points.iter().zip(self.weights).zip(of) {
            let sum = &mut sums[*own];
            *sum = [sum[0] + point[0] * weight, sum[1] + point[1] * weight, sum[2] + weight];
        }
        let mean = |([x, y, w], old): ([f64; 3], Point)| if w > 0.0 { [x / w, y / w] } else { old };
        sums.into_iter().zip(centres).map(mean).collect()
    }

    /// Weighted sum of squared distances to the own centre.
    pub(super) fn cost(&self, clustering: &Clustering) -> f64 {
        let own = clustering.of.iter().map(|own| &clustering.centres[*own]);
        self.points.iter().zip(own).zip(self.weights).map(|((p, c), w)| distance2(p, c) * w).sum()
    }

    /// Mean silhouette (Rousseeuw 1987) over the weights, −1 … 1; a point of weight w stands for w equal
    /// people. Quadratic in the points.
    pub(super) fn silhouette(&self, clustering: &Clustering) -> f64 {
        let clusters = clustering.centres.len();
        let mut sizes = vec![0.0; clusters];
        for (own, weight) in clustering.of.iter().zip(self.weights) {
            sizes[*own] += weight;
        }
        let (mut sum, mut all) = (0.0, 0.0);
        for (index, point) in self.points.iter().enumerate() {
            let mut far = vec![0.0; clusters];
            for ((other, own), weight) in self.points.iter().zip(&clustering.of).zip(self.weights) {
                far[*own] += distance2(point, other).sqrt() * weight;
            }
            let own = clustering.of[index];
            let inside = far[own] / (sizes[own] - 1.0);
            let others = (0..clusters).filter(|c| *c != own).map(|c| far[c] / sizes[c]);
            let outside = others.fold(f64::INFINITY, f64::min);
            // Alone in a cluster, or with nobody outside, a point says nothing.
            if sizes[own] > 1.0 && outside.is_finite() && inside.max(outside) > 0.0 {
                sum += self.weights[index] * (outside - inside) / inside.max(outside);
            }
            all += self.weights[index];
        }
        if all > 0.0 { sum / all } else { 0.0 }
    }
}

fn drop_empty(mut of: Vec<usize>, centres: Vec<Point>) -> Clustering {
    let mut used = vec![false; centres.len()];
    of.iter().for_each(|own| used[*own] = true);
    let mut place = vec![0; centres.len()];
    let mut kept = Vec::new();
    for (index, centre) in centres.into_iter().enumerate().filter(|(index, _)| used[*index]) {
        place[index] = kept.len();
        kept.push(centre);
    }
    of.iter_mut().for_each(|own| *own = place[*own]);
    Clustering { of, centres: kept }
}

/// Finds the nearest centre by walking outwards from the point in the order of x, which stops after a few
/// steps.
struct Nearest {
    sorted: Vec<(Point, usize)>,
    centres: Vec<Point>,
}

impl Nearest {
    fn new(centres: &[Point]) -> Nearest {
        let mut sorted: Vec<(Point, usize)> = centres.iter().copied().zip(0..).collect();
        sorted.sort_by(|a, b| a.0[0].total_cmp(&b.0[0]).then(a.1.cmp(&b.1)));
        Nearest { sorted, centres: centres.to_vec() }
    }

    /// Index of the nearest centre, the lowest among equals; 0 when there is none. A good guess ends the walk
    /// sooner.
    fn find(&self, point: &Point, guess: usize) -> usize {
        let middle = self.sorted.partition_point(|(centre, _)| centre[0] < point[0]);
        let (mut best, mut found) = match self.centres.get(guess) {
            Some(centre) => (distance2(centre, point), guess),
            None => (f64::INFINITY, 0),
        };
        let mut look = |(centre, index): &(Point, usize)| {
            let beside = centre[0] - point[0];
            if beside * beside > best {
                return false;
            }
            let away = distance2(centre, point);
            if away < best || (away == best && *index < found) {
                (best, found) = (away, *index);
            }
            true
        };
        let (left, right) = self.sorted.split_at(middle);
        let (mut left, mut right) = (left.iter().rev(), right.iter());
        let (mut more_left, mut more_right) = (true, true);
        while more_left || more_right {
            more_right = more_right && right.next().is_some_and(&mut look);
            more_left = more_left && left.next().is_some_and(&mut look);
        }
        found
    }
}
