//! Another library, run once in a process of its own.

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use std::{
    env, fs,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

/// How long the other library may take. What takes longer is counted as this long, in its favour.
pub(crate) const PATIENCE: Duration = Duration::from_secs(300);

/// What the other library said.
pub(crate) struct Answered {
    /// How long it took, or [`PATIENCE`] when it was not done by then.
    pub(crate) took: Duration,
    /// Its answer, if it came to one.
    pub(crate) answer: Option<Value>,
}

impl Answered {
    /// The time as people read it.
    pub(crate) fn said(&self) -> String {
        let sign = if self.answer.is_some() { "" } else { "> " };
        format!("{sign}{}", crate::seconds(self.took))
    }
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// The Python that has the libraries: `WEFT_PEERS_PYTHON`, or the one that `make bench-decide` keeps.
pub(crate) fn python() -> Option<PathBuf> {
    let named = env::var_os("WEFT_PEERS_PYTHON").map(PathBuf::from);
    let kept = repository().join("target/tools/peers/bin/python");
    named.or(Some(kept)).filter(|python| python.exists())
}

/// Why there is nothing to measure against.
pub(crate) const MISSING: &str = "the other libraries are not here (make bench-decide fetches them)";

/// A file for the other library to read.
pub(crate) fn written(name: &str, bytes: &[u8]) -> Result<PathBuf> {
    let folder = repository().join("target/bench/decide");
    fs::create_dir_all(&folder)?;
    let path = folder.join(name);
    fs::write(&path, bytes)?;
    Ok(path)
}

/// Has the other library do the task with this file.
pub(crate) fn ask(python: &Path, task: &str, file: &Path) -> Result<Answered> {
    let mut child = Command::new(python)
        .arg(repository().join("bench/oracles/beside.py"))
        .args([task.as_ref(), file.as_os_str()])
        // Its linear algebra may use whatever this processor offers.
        .env_remove("OPENBLAS_CORETYPE")
        .env_remove("OPENBLAS_L2_SIZE")
        .stdout(Stdio::from(fs::File::create(file.with_extension("answer"))?))
        .spawn()
        .context("Python cannot be started")?;
    let began = Instant::now();
    // Starting and reading are not its task; it has as long again for them.
    while began.elapsed() < PATIENCE * 2 {
        if let Some(ended) = child.try_wait()? {
            if !ended.success() {
                bail!("the other library failed at {task}");
            }
            let said: Value = serde_json::from_slice(&fs::read(file.with_extension("answer"))?)?;
            let took = said["seconds"].as_f64().context("no seconds in its answer")?;
            return Ok(Answered {
                took: Duration::try_from_secs_f64(took)?,
                answer: Some(said["answer"].clone()),
            });
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    child.kill()?;
    child.wait()?;
    Ok(Answered { took: PATIENCE, answer: None })
}
