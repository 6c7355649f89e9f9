//! The normal distribution, in the digits of `libm`.

use crate::chance::Chance;
use std::f64::consts::{SQRT_2, TAU};

pub(crate) fn density(x: f64) -> f64 {
    libm::exp(-0.5 * x * x) / TAU.sqrt()
}

pub(crate) fn below(x: f64) -> f64 {
    0.5 * libm::erfc(-x / SQRT_2)
}

/// `φ(x)/Φ(x)`, also where both vanish (continued fraction of Mills' ratio).
pub(crate) fn inverse_mills(x: f64) -> f64 {
    if x > -20.0 {
        return density(x) / below(x);
    }
    let x = -x;
    x + 1.0 / (x + 2.0 / (x + 3.0 / (x + 4.0 / (x + 5.0 / x))))
}

/// A standard normal above `bound`: plain rejection, or from an exponential in the tail (Robert 1995).
pub(crate) fn above(bound: f64, chance: &mut Chance) -> f64 {
    if bound < 0.5 {
        loop {
            let x = chance.normal();
            if x > bound {
                return x;
            }
        }
    }
    let rate = 0.5 * (bound + (bound * bound + 4.0).sqrt());
    loop {
        let x = bound - libm::log(1.0 - chance.unit()) / rate;
        if chance.unit() <= libm::exp(-0.5 * (x - rate) * (x - rate)) {
            return x;
        }
    }
}
