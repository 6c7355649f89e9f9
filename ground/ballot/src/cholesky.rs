//! Positive definite systems: `A = L·Lᵀ` by Cholesky (1910), rows stored one after the other.

use crate::Invalid;

pub(crate) struct Cholesky {
    n: usize,
    lower: Vec<f64>,
}

impl Cholesky {
    /// Factors a symmetric matrix, of which only the lower half is read. Cubic in `n`. Refuses one that is
    /// not positive definite.
    pub(crate) fn of(mut a: Vec<f64>, n: usize) -> Result<Cholesky, Invalid> {
        for i in 0..n {
            let (above, rest) = a.split_at_mut(i * n);
            let row = &mut rest[..n];
            for j in 0..i {
                let other = &above[j * n..j * n + j + 1];
                row[j] = (row[j] - dot(&row[..j], &other[..j])) / other[j];
            }
            let square = row[i] - dot(&row[..i], &row[..i]);
            if square.is_nan() || square <= 0.0 {
                return Err(Invalid::Contradiction("the evidence leaves some strengths undetermined"));
            }
            row[i] = square.sqrt();
        }
        Ok(Cholesky { n, lower: a })
    }

    /// Solves `A·x = b`.
    pub(crate) fn solve(&self, b: &[f64]) -> Vec<f64> {
        let mut x = b.to_vec();
        for i in 0..self.n {
            let row = &self.lower[i * self.n..];
            x[i] = (x[i] - dot(&row[..i], &x[..i])) / row[i];
        }
        for i in (0..self.n).rev() {
            x[i] /= self.lower[i * self.n + i];
            let own = x[i];
            let row = &self.lower[i * self.n..i * self.n + i];
            x[..i].iter_mut().zip(row).for_each(|(x, l)| *x -= l * own);
        }
        x
    }

    /// Diagonal of the inverse: squared lengths of the columns of `L⁻¹`.
    pub(crate) fn inverse_diagonal(&self) -> Vec<f64> {
        let n = self.n;
        let mut diagonal = vec![0.0; n];
        let mut column = vec![0.0; n];
        for (j, variance) in diagonal.iter_mut().enumerate() {
            column[j] = 1.0 / self.lower[j * n + j];
            for i in j + 1..n {
                let row = &self.lower[i * n..i * n + i + 1];
                column[i] = -dot(&row[j..i], &column[j..i]) / row[i];
            }
            *variance = dot(&column[j..], &column[j..]);
        }
        diagonal
    }
}

/// Eight running sums, so that the processor can work on several at once.
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let mut sums = [0.0; 8];
    let (a8, b8) = (a.chunks_exact(8), b.chunks_exact(8));
    let rest: f64 = a8.remainder().iter().zip(b8.remainder()).map(|(x, y)| x * y).sum();
    for (x, y) in a8.zip(b8) {
        for lane in 0..8 {
            sums[lane] += x[lane] * y[lane];
        }
    }
    sums.iter().sum::<f64>() + rest
}
