//! Real texts, read where they lie.

use std::path::Path;

/// The values of one column of a CSV file below `shared/data`. Fails clearly when the data is missing.
pub(crate) fn column(file: &str, name: &str) -> Vec<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data").join(file);
    let mut reader = csv::Reader::from_path(&path).unwrap_or_else(|error| {
        panic!("this test reads real data that is missing here: {}: {error}", path.display())
    });
    let headers = reader.headers().expect("a header line").clone();
    let at = headers
        .iter()
        .position(|header| header == name)
        .unwrap_or_else(|| panic!("{file} has no column {name}"));
    let values: Vec<String> = reader
        .records()
        .map(|row| row.expect("a readable row").get(at).unwrap_or_default().to_owned())
        .collect();
    assert!(!values.is_empty(), "{file} is empty");
    values
}
