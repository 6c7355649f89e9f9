//! Fits the logistic model of `reading::likeness` to the labelled pairs and prints bias and weights.
//!
//! Gradient descent on the logistic loss with a ridge, every weight kept at or above zero. It also fits with each fifth of
//! the pairs held out in turn and prints how well the model does on pairs it has not seen. Run it after changing a
//! measure or the pairs: `cargo run -p reading --example fit_likeness`.
#![expect(clippy::print_stdout, reason = "printing is the purpose of this program")]

use reading::likeness::{Fingerprint, Measures};
use serde::Deserialize;

#[derive(Deserialize)]
struct Labelled {
    pair: Vec<(String, bool, String, String, String, String)>,
}

type Sample = ([f64; Measures::COUNT], bool);

const RIDGE: f64 = 0.005;

fn main() -> Result<(), toml::de::Error> {
    let labelled: Labelled = toml::from_str(include_str!("../tests/pairs.toml"))?;
    let samples: Vec<Sample> = labelled
        .pair
        .iter()
        .map(|(_, same, title, body, other_title, other_body)| {
            let a = Fingerprint::new(title, body, None);
            let b = Fingerprint::new(other_title, other_body, None);
            (Measures::between(&a, &b, None).as_array(), *same)
        })
        .collect();
    let (mut hits, mut false_alarms, mut misses) = (0, 0, 0);
    for fold in 0..5 {
        let part = |held: bool| {
            samples
                .iter()
                .enumerate()
                .filter(move |(at, _)| (at % 5 == fold) == held)
                .map(|(_, sample)| *sample)
        };
        let model = fit(&part(false).collect::<Vec<_>>());
        for (measures, same) in part(true) {
            match (probability(&model, &measures) >= 0.5, same) {
                (true, true) => hits += 1,
                (true, false) => false_alarms += 1,
                (false, true) => misses += 1,
                (false, false) => {}
            }
        }
    }
    println!("held out: {hits} found, {misses} missed, {false_alarms} false alarms of {}", samples.len());
    let (bias, weights) = fit(&samples);
    println!("bias {bias:.2} weights {weights:.2?}");
    Ok(())
}

fn probability((bias, weights): &(f64, [f64; Measures::COUNT]), measures: &[f64; Measures::COUNT]) -> f64 {
    let sum: f64 = weights.iter().zip(measures).map(|(weight, measure)| weight * measure).sum();
    1.0 / (1.0 + (-(bias + sum)).exp())
}

fn fit(samples: &[Sample]) -> (f64, [f64; Measures::COUNT]) {
    let mut model = (0.0, [1.0; Measures::COUNT]);
    let rate = 1.0;
    for _ in 0..20_000 {
        let mut slope = (0.0, model.1.map(|weight| RIDGE * weight));
        for (measures, same) in samples {
            let error = (probability(&model, measures) - f64::from(u8::from(*same))) / samples.len() as f64;
            slope.0 += error;
            slope.1.iter_mut().zip(measures).for_each(|(slope, measure)| *slope += error * measure);
        }
        model.0 -= rate * slope.0;
        model
            .1
            .iter_mut()
            .zip(slope.1)
            .for_each(|(weight, slope)| *weight = (*weight - rate * slope).max(0.0));
    }
    model
}
