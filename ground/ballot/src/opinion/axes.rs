//! The two main axes of a sparse, centred matrix by Lanczos iteration with full reorthogonalisation.

use super::Votes;
use crate::chance::Seed;

/// Steps after which the axes are taken as they are; with gaps seen in real conversations sixty suffice for
/// full precision.
pub(super) const STEPS: usize = 160;

/// Votes minus the mean of their statement; what nobody said is the mean, so zero. Moderated statements are
/// all zero.
pub(super) struct Centred<'a> {
    pub(super) votes: &'a Votes,
    pub(super) centre: &'a [f64],
    pub(super) kept: &'a [bool],
}

impl Centred<'_> {
    /// `Xᵀ X v`, in one pass over the votes.
    fn gram(&self, v: &[f64]) -> Vec<f64> {
        let mut product = vec![0.0; v.len()];
        for person in 0..self.votes.people() {
            let along = self.along(person, v);
            if along != 0.0 {
                for (statement, stance) in self.votes.of(person).filter(|(s, _)| self.kept[*s]) {
                    product[statement] += along * (stance.sign() - self.centre[statement]);
                }
            }
        }
        product
    }

    /// A person's coordinate along `v`.
    pub(super) fn along(&self, person: usize, v: &[f64]) -> f64 {
        let known = self.votes.of(person).filter(|(statement, _)| self.kept[*statement]);
        known.map(|(statement, stance)| (stance.sign() - self.centre[statement]) * v[statement]).sum()
    }
}

/// The two directions of largest variance, each of length one (or zero where there is no variance left),
/// oriented so that the entry of largest magnitude is positive.
pub(super) fn main_axes(matrix: &Centred<'_>) -> [Vec<f64>; 2] {
    let width = matrix.centre.len();
    let mut basis: Vec<Vec<f64>> = Vec::new();
    let (mut diagonal, mut beside) = (Vec::new(), Vec::new());
    let mut chance = Seed::of("axes of an opinion landscape").chance();
    let mut found = Found::default();
    while basis.len() < STEPS.min(width) {
        let start: Vec<f64> = match found.rest.take() {
            Some(rest) => rest,
            None => (0..width).map(|_| chance.normal()).collect(),
        };
        let Some(direction) = orthogonal(start, &basis) else { break };
        let mut image = matrix.gram(&direction);
        let own = dot(&direction, &image);
        diagonal.push(own);
        basis.push(direction);
        for _ in 0..2 {
            remove(&mut image, &basis);
        }
        let norm = dot(&image, &image).sqrt();
        let largest = diagonal.iter().fold(0.0f64, |largest, value| largest.max(*value));
        // When the image lies within the basis, a fresh direction finds axes that the first start could not
        // see.
        let broken = norm <= 1e-13 * largest.max(f64::MIN_POSITIVE);
        beside.push(if broken { 0.0 } else { norm });
        found.rest = (!broken).then_some(image);
        if basis.len().is_multiple_of(8) || basis.len() == width {
            found.vectors = top_two(&diagonal, &beside);
            if !broken && found.settled(norm) {
                break;
            }
        }
    }
    found.vectors = top_two(&diagonal, &beside);
    [0, 1].map(|axis| combine(&basis, found.vectors.get(axis), width))
}

#[derive(Default)]
struct Found {
    rest: Option<Vec<f64>>,
    /// Eigenvalue and eigenvector in the Lanczos basis, largest first.
    vectors: Vec<(f64, Vec<f64>)>,
}

impl Found {
    /// The residual of a Ritz vector is the last off-diagonal times its last entry.
    fn settled(&self, norm: f64) -> bool {
        let largest = self.vectors.first().map_or(0.0, |pair| pair.0);
        self.vectors.len() == 2
            && self
                .vectors
                .iter()
                .all(|(_, vector)| norm * vector.last().map_or(1.0, |v| v.abs()) <= 1e-13 * largest)
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

fn remove(vector: &mut [f64], basis: &[Vec<f64>]) {
    for direction in basis {
        let along = dot(vector, direction);
        vector.iter_mut().zip(direction).for_each(|(x, d)| *x -= along * d);
    }
}

/// `vector` without its parts along `basis`, of length one; `None` when nothing is left.
fn orthogonal(mut vector: Vec<f64>, basis: &[Vec<f64>]) -> Option<Vec<f64>> {
    let before = dot(&vector, &vector).sqrt();
    for _ in 0..2 {
        remove(&mut vector, basis);
    }
    let norm = dot(&vector, &vector).sqrt();
    if norm.is_nan() || norm <= 1e-12 * before || norm == 0.0 {
        return None;
    }
    vector.iter_mut().for_each(|x| *x /= norm);
    Some(vector)
}

/// The two largest eigenpairs of a symmetric tridiagonal matrix by cyclic Jacobi rotations (Jacobi 1846).
fn top_two(diagonal: &[f64], beside: &[f64]) -> Vec<(f64, Vec<f64>)> {
    let n = diagonal.len();
    let mut matrix = vec![vec![0.0; n]; n];
    for i in 0..n {
        matrix[i][i] = diagonal[i];
        if i + 1 < n {
            matrix[i][i + 1] = beside[i];
            matrix[i + 1][i] = beside[i];
        }
    }
    // Rows of `vectors` become the eigenvectors.
    let mut vectors: Vec<Vec<f64>> =
        (0..n).map(|i| (0..n).map(|j| f64::from(u8::from(i == j))).collect()).collect();
    let scale = diagonal.iter().chain(beside).fold(0.0f64, |scale, value| scale.max(value.abs()));
    for _ in 0..60 {
        let mut rotated = false;
        for p in 0..n {
            for q in p + 1..n {
                if matrix[p][q].abs() > 1e-17 * scale {
                    rotate(&mut matrix, &mut vectors, p, q);
                    rotated = true;
                }
            }
        }
        if !rotated {
            break;
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|a, b| matrix[*b][*b].total_cmp(&matrix[*a][*a]).then(a.cmp(b)));
    order.into_iter().take(2).map(|i| (matrix[i][i], vectors[i].clone())).collect()
}

fn rotate(matrix: &mut [Vec<f64>], vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let theta = (matrix[q][q] - matrix[p][p]) / (2.0 * matrix[p][q]);
    let t = if theta >= 0.0 { 1.0 } else { -1.0 } / (theta.abs() + (theta * theta + 1.0).sqrt());
    let c = 1.0 / (t * t + 1.0).sqrt();
    let s = t * c;
    for row in matrix.iter_mut() {
        (row[p], row[q]) = (c * row[p] - s * row[q], s * row[p] + c * row[q]);
    }
    for rows in [matrix, vectors] {
        let (before, after) = rows.split_at_mut(q);
        for (x, y) in before[p].iter_mut().zip(after[0].iter_mut()) {
            (*x, *y) = (c * *x - s * *y, s * *x + c * *y);
        }
    }
}

fn combine(basis: &[Vec<f64>], pair: Option<&(f64, Vec<f64>)>, width: usize) -> Vec<f64> {
    let mut axis = vec![0.0; width];
    let Some((value, weights)) = pair else { return axis };
    if *value <= 0.0 {
        return axis;
    }
    for (direction, weight) in basis.iter().zip(weights) {
        axis.iter_mut().zip(direction).for_each(|(x, d)| *x += weight * d);
    }
    let norm = dot(&axis, &axis).sqrt();
    let largest =
        axis.iter().fold(0.0f64, |largest, x| if x.abs() > largest.abs() + 1e-9 { *x } else { largest });
    let scale = if norm > 0.0 { norm.copysign(largest) } else { 1.0 };
    axis.iter_mut().for_each(|x| *x /= scale);
    axis
}
