//! Files become stamps, by which a change is noticed later.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a file looks like from outside: when its text changed, its length, when anything about it changed, such as who
/// may read it. Nothing if there is none.
type Stamp = Option<(SystemTime, u64, (i64, i64))>;

/// Places and how they looked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Seen(BTreeMap<PathBuf, Stamp>);

impl Seen {
    /// Remembers how a place looks now, unless it is remembered already.
    pub(crate) fn look_at(&mut self, path: &Path) {
        self.0.entry(path.to_owned()).or_insert_with(|| stamp(path));
    }

    /// Takes over what another saw; what was seen first stays.
    pub(crate) fn join(&mut self, other: &Self) {
        for (path, stamp) in &other.0 {
            self.0.entry(path.clone()).or_insert(*stamp);
        }
    }

    /// How the same places look now.
    pub(crate) fn again(&self) -> Self {
        Self(self.0.keys().map(|path| (path.clone(), stamp(path))).collect())
    }

    /// The places that look otherwise now than then.
    pub(crate) fn changed(&self, now: &Self) -> Vec<PathBuf> {
        let differs = |(path, then): &(&PathBuf, &Stamp)| now.0.get(*path) != Some(*then);
        self.0.iter().filter(differs).map(|(path, _)| path.clone()).collect()
    }
}

fn stamp(path: &Path) -> Stamp {
    let about = fs::metadata(path).ok()?;
    Some((about.modified().ok()?, about.len(), touched(&about)))
}

/// Seconds and nanoseconds.
#[cfg(unix)]
fn touched(about: &fs::Metadata) -> (i64, i64) {
    use std::os::unix::fs::MetadataExt as _;
    (about.ctime(), about.ctime_nsec())
}

/// Not known.
#[cfg(not(unix))]
fn touched(_about: &fs::Metadata) -> (i64, i64) {
    (0, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_changed_and_removed_files_are_noticed() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let [kept, new, longer, gone] =
            ["kept", "new", "longer", "gone"].map(|name| folder.path().join(name));
        let write = |path, text| fs::write(path, text).expect("the temporary folder can be written");
        for path in [&kept, &longer, &gone] {
            write(path, "a");
        }
        let mut seen = Seen::default();
        for path in [&kept, &new, &longer, &gone] {
            seen.look_at(path);
        }
        assert_eq!(seen.changed(&seen.again()), Vec::<PathBuf>::new());
        write(&new, "a");
        write(&longer, "ab");
        fs::remove_file(&gone).expect("our file");
        assert_eq!(seen.changed(&seen.again()), [gone, longer, new]);
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_may_be_read_now_is_noticed() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("a.rules");
        fs::write(&path, "a").expect("the temporary folder can be written");
        let mut seen = Seen::default();
        seen.look_at(&path);
        // Clocks of file systems tick every few milliseconds.
        std::thread::sleep(std::time::Duration::from_millis(50));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).expect("our file");
        assert_eq!(seen.changed(&seen.again()), [path]);
    }
}
