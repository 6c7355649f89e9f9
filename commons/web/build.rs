//! Makes what browsers are sent: every style sheet, module, icon and font of `assets/` as it travels, and small where that
//! helps.

#[path = "src/assets/travel.rs"]
mod travel;

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The folders whose files are sent.
const FOLDERS: [&str; 4] = ["css", "icons", "js", "vendor"];

fn main() -> Result<(), Box<dyn Error>> {
    let assets = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets");
    #[expect(clippy::disallowed_methods, reason = "cargo says there where a build puts what it makes")]
    let out = PathBuf::from(std::env::var("OUT_DIR")?);
    println!("cargo::rerun-if-changed=src/assets/travel.rs");
    let mut names = Vec::new();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={}", assets.join(folder).display());
        collect(&assets, folder, &mut names)?;
    }
    names.sort();
    let mut list = String::from("static FILES: &[File] = &[\n");
    for (number, name) in names.iter().enumerate() {
        let sent = travel::sent(name, fs::read(assets.join(name))?);
        let small = travel::small(name, &sent);
        let file = |end: &str, bytes: &[u8]| {
            let path = out.join(format!("{number}.{end}"));
            fs::write(&path, bytes).map(|()| format!("include_bytes!({:?})", path.display().to_string()))
        };
        let plain = file("plain", &sent)?;
        let small = match small {
            Some(small) => format!("Some({})", file("small", &small)?),
            None => "None".to_owned(),
        };
        writeln!(list, "    File {{ name: {name:?}, plain: {plain}, small: {small} }},")?;
    }
    list.push_str("];\n");
    fs::write(out.join("assets.rs"), list)?;
    Ok(())
}

/// The names of all files below a folder, with slashes, from `assets/` on.
fn collect(assets: &Path, folder: &str, names: &mut Vec<String>) -> Result<(), Box<dyn Error>> {
    let path = assets.join(folder);
    let entries = fs::read_dir(&path)
        .map_err(|error| format!("{}: {error}; `make assets` fetches what is missing", path.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = format!("{folder}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(assets, &name, names)?;
        } else {
            names.push(name);
        }
    }
    Ok(())
}
