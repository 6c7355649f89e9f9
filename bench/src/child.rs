//! Programs that a measurement starts, and ends by their own process.

use anyhow::{Context as _, Result, bail};
use rlimit::Resource;
use std::{
    ffi::OsStr,
    fs,
    io::{BufRead as _, BufReader, Write as _},
    path::{Path, PathBuf},
    process::{ChildStdin, ChildStdout, Command, Stdio},
    time::{Duration, Instant},
};

/// How long a child may take to end after it was asked to.
const FAREWELL: Duration = Duration::from_secs(20);

/// A child that is spoken to in lines.
#[derive(Debug)]
pub struct Child {
    process: std::process::Child,
    says: BufReader<ChildStdout>,
    hears: Option<ChildStdin>,
}

impl Child {
    /// Starts a program.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start<A: AsRef<OsStr>>(program: &Path, arguments: impl IntoIterator<Item = A>) -> Result<Self> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut process =
            command.spawn().with_context(|| format!("{} cannot be started", program.display()))?;
        let says = process.stdout.take().context("a child without a voice")?;
        let hears = process.stdin.take();
        Ok(Self { process, says: BufReader::new(says), hears })
    }

    /// The next line it says.
    ///
    /// # Errors
    /// When it ended instead.
    pub fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        if self.says.read_line(&mut line)? == 0 {
            bail!("a child ended before it said what it was asked");
        }
        Ok(line.trim_end().to_owned())
    }

    /// Says a line to it.
    ///
    /// # Errors
    /// When it does not listen.
    pub fn tell(&mut self, line: &str) -> Result<()> {
        let hears = self.hears.as_mut().context("a child without ears")?;
        writeln!(hears, "{line}")?;
        Ok(hears.flush()?)
    }

    /// The most memory it ever had resident, in bytes, as the system counts it: with pages of files that it shares.
    ///
    /// # Errors
    /// Where the system does not tell.
    pub fn most_resident(&self) -> Result<u64> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id()))?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes: u64 =
            line.and_then(|line| line.split_whitespace().next()).context("no VmHWM")?.parse()?;
        Ok(kilobytes * 1024)
    }

    /// Asks it to end, and waits until it has.
    ///
    /// # Errors
    /// When it does not end in time; then it is ended.
    pub fn end(mut self) -> Result<()> {
        drop(self.hears.take());
        Command::new("kill").args(["-TERM", &self.process.id().to_string()]).status()?;
        let asked = Instant::now();
        while self.process.try_wait()?.is_none() {
            if asked.elapsed() > FAREWELL {
                bail!("a child does not end");
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        Ok(())
    }
}

impl Drop for Child {
    fn drop(&mut self) {
        // Whatever happened meanwhile, no child stays behind.
        if !matches!(self.process.try_wait(), Ok(Some(_))) {
            let _ = self.process.kill();
            let _ = self.process.wait();
        }
    }
}

/// The folder that the build's programs lie in: this one lies in its `deps`.
///
/// # Errors
/// When this program does not know where it is.
pub fn release_folder() -> Result<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).context("the build has no folder")?;
    Ok(folder.to_owned())
}

/// Builds a program, optimised, with `cargo build` and these arguments, in the folder of this repository.
///
/// # Errors
/// When the build fails.
pub fn build(arguments: &[&str]) -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().context("no repository")?;
    let built = Command::new("cargo")
        .args(["build", "--release", "--quiet"])
        .args(arguments)
        .current_dir(root)
        .stdout(Stdio::null())
        .status()
        .context("cargo cannot be started")?;
    if built.success() { Ok(()) } else { bail!("cargo build {} failed", arguments.join(" ")) }
}

/// Raises this process's limit of open files to so many; its children inherit it.
///
/// # Errors
/// When the system does not allow so many.
pub fn raise_limit_of_files(to: u64) -> Result<()> {
    let (current, most) = Resource::NOFILE.get()?;
    if current >= to {
        return Ok(());
    }
    if most < to {
        bail!("{to} open files are needed and the system allows {most}");
    }
    Ok(Resource::NOFILE.set(to, most)?)
}
