//! Files become stamps, by which a change is noticed later.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// What a file looks like from outside; nothing if there is none.
type Stamp = Option<(SystemTime, u64)>;

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
    Some((about.modified().ok()?, about.len()))
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
}
