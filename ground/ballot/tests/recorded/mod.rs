//! Figures recorded from other libraries (bench/oracles/figures.json) and real data that lies beside the
//! repository.

#![allow(dead_code, reason = "each test uses the part it needs")]

use serde_json::Value;
use std::path::PathBuf;

fn beside(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// What choix, abcvoting, pabutools and crowd-kit answered, with their versions.
pub(crate) fn recorded() -> Value {
    let path = beside("../../bench/oracles/figures.json");
    let text = std::fs::read_to_string(&path).unwrap_or_else(|fault| {
        panic!(
            "the recorded figures are missing at {}: {fault}; record them with bench/oracles/figures.py",
            path.display()
        )
    });
    serde_json::from_str(&text).unwrap()
}

/// The text of a file of real data; the test fails with a clear message when the folder is not there.
pub(crate) fn real(path: &str) -> String {
    let path = beside("../../../shared/data").join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|fault| {
        panic!(
            "real data is missing at {}: {fault}; see the crate's README for where it comes from",
            path.display()
        )
    })
}

/// A list of whole numbers.
pub(crate) fn numbers(list: &Value) -> Vec<usize> {
    list.as_array().unwrap().iter().map(|number| number.as_u64().unwrap() as usize).collect()
}

/// A list of numbers.
pub(crate) fn floats(list: &Value) -> Vec<f64> {
    list.as_array().unwrap().iter().map(|number| number.as_f64().unwrap()).collect()
}
