//! Where files lie: under their content's hash, never under a name that somebody chose.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};
use tokio::sync::Mutex;

/// A place for bytes. Names are made here: letters of hexadecimal, digits and hyphens.
pub trait Files: Send + Sync + 'static {
    /// Keeps bytes under a name; whoever reads sees all of them or none.
    ///
    /// # Errors
    /// What the place reports.
    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()>;
    /// The bytes under a name, if there are any.
    ///
    /// # Errors
    /// What the place reports.
    fn get(&self, name: &str) -> io::Result<Option<Vec<u8>>>;
    /// Removes a name; one that is not there is no error.
    ///
    /// # Errors
    /// What the place reports.
    fn remove(&self, name: &str) -> io::Result<()>;
}

/// A folder on this machine.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    turn: AtomicU64,
}

impl Folder {
    /// The folder, made if it is not there.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn open(root: impl Into<PathBuf>) -> io::Result<Self> {
        let root = root.into();
        fs::create_dir_all(&root)?;
        Ok(Self { root, turn: AtomicU64::new(0) })
    }

    /// Two letters make the folder, so that none holds too many.
    fn path(&self, name: &str) -> io::Result<PathBuf> {
        let sound = (8..=80).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b) || b == b'-');
        if !sound {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a name of this shelf"));
        }
        Ok(self.root.join(&name[..2]).join(name))
    }
}

impl Files for Folder {
    fn put(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let path = self.path(name)?;
        let folder = path.parent().unwrap_or(&self.root);
        fs::create_dir_all(folder)?;
        let turn = self.turn.fetch_add(1, Ordering::Relaxed);
        let draft = folder.join(format!(".{name}.{}.{turn}", std::process::id()));
        let written = write(&draft, bytes).and_then(|()| fs::rename(&draft, &path));
        if written.is_err() {
            let _ = fs::remove_file(&draft);
        }
        written?;
        // The name itself must survive a power cut too.
        File::open(folder)?.sync_all()
    }

    fn get(&self, name: &str) -> io::Result<Option<Vec<u8>>> {
        match fs::read(self.path(name)?) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        match fs::remove_file(self.path(name)?) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// The place in use, as the roof puts it into the house: `cx.with(Shelf::new(Folder::open(…)?))`.
#[derive(Clone)]
pub struct Shelf {
    pub(crate) files: Arc<dyn Files>,
    /// Whoever puts a file and its row, or sweeps both away, does it alone in this process.
    pub(crate) alone: Arc<Mutex<()>>,
}

impl Shelf {
    /// The shelf over a place.
    pub fn new(files: impl Files) -> Self {
        Self { files: Arc::new(files), alone: Arc::new(Mutex::new(())) }
    }
}

/// The name of one version of a file.
pub(crate) fn name(hash: &str, width: Option<u32>) -> String {
    width.map_or_else(|| hash.to_owned(), |width| format!("{hash}-{width}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_is_read_back_and_removed_and_no_draft_stays() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(home.path()).expect("open");
        let hash = "ab".repeat(32);
        folder.put(&hash, b"one").expect("put");
        folder.put(&hash, b"two").expect("put again");
        assert_eq!(folder.get(&hash).expect("read"), Some(b"two".to_vec()));
        assert_eq!(fs::read_dir(home.path().join("ab")).expect("listed").count(), 1);
        folder.remove(&hash).expect("removed");
        folder.remove(&hash).expect("removed again");
        assert_eq!(folder.get(&hash).expect("read"), None);
    }

    #[test]
    fn no_name_leads_out_of_the_folder() {
        let home = tempfile::tempdir().expect("a folder");
        let folder = Folder::open(home.path()).expect("open");
        for wrong in [
            "",
            "..",
            "../../etc/passwd",
            "/etc/passwd",
            "abcdefgh/../x",
            "ABCDEFGH",
            "abcdef\0h",
            "ab",
            &"a".repeat(81),
        ] {
            assert!(folder.get(wrong).is_err() && folder.put(wrong, b"x").is_err(), "{wrong:?}");
        }
    }
}
