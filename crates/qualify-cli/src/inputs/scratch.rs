//! A temporary file for rows of events that do not fit in memory.

use std::fs::File;
use std::io::{self, Write};

use qualify::leads::ScratchFile;

use crate::stop::reason;

/// How much memory the rows of all events take at most if nobody says otherwise, in MB.
pub(crate) const USUAL_MEMORY: usize = 256;

/// A file without a name, in the folder for temporary files: the system takes it away when the process ends, however it ends.
struct Nameless(File);

/// Makes such a file.
pub(crate) fn file() -> Result<Box<dyn ScratchFile>, String> {
    let file = tempfile::tempfile().map_err(|error| unwritten(&error))?;
    Ok(Box::new(Nameless(file)))
}

impl ScratchFile for Nameless {
    fn add(&mut self, bytes: &[u8]) -> Result<(), String> {
        self.0.write_all(bytes).map_err(|error| unwritten(&error))
    }

    fn read_at(&mut self, place: u64, bytes: &mut [u8]) -> Result<(), String> {
        read_exactly(&mut self.0, place, bytes)
            .map_err(|error| format!("{} cannot be read again: {}.", which(), reason(&error)))
    }
}

/// Reads at a place.
#[cfg(unix)]
fn read_exactly(file: &mut File, place: u64, bytes: &mut [u8]) -> io::Result<()> {
    use std::os::unix::fs::FileExt as _;
    file.read_exact_at(bytes, place)
}

/// Reads after moving there, and moves back to where bytes are added.
#[cfg(not(unix))]
fn read_exactly(file: &mut File, place: u64, bytes: &mut [u8]) -> io::Result<()> {
    use std::io::{Read as _, Seek as _, SeekFrom};
    file.seek(SeekFrom::Start(place))?;
    file.read_exact(bytes)?;
    file.seek(SeekFrom::End(0)).map(|_| ())
}

fn which() -> String {
    format!(
        "The rows do not fit in the memory that events may take, and the temporary file for them in `{}`",
        std::env::temp_dir().display()
    )
}

fn unwritten(error: &io::Error) -> String {
    format!(
        "{} cannot be written: {}. Make room there, name another folder in the environment variable {}, or allow more \
         memory, such as `--events-memory 2048` for 2 GB.",
        which(),
        reason(error),
        if cfg!(windows) { "TMP" } else { "TMPDIR" }
    )
}
