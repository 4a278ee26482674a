//! How much memory rows of events may take, and a file for those that do not fit.

/// How much memory the rows of an event may take, and where the others wait.
pub struct Room<'a> {
    /// The bytes of rows that are held in memory, as they are kept. What finds the rows of a lead comes on top: 22 bytes for each key.
    pub memory: usize,
    /// Makes a file, or a sentence that says why there is none.
    pub file: &'a dyn Fn() -> Result<Box<dyn ScratchFile>, String>,
}

/// A file for a while. What goes wrong is told in a sentence that says what to do.
pub trait ScratchFile: Send {
    /// Adds bytes at the end.
    fn add(&mut self, bytes: &[u8]) -> Result<(), String>;
    /// Fills `bytes` with what was added at a place.
    fn read_at(&mut self, place: u64, bytes: &mut [u8]) -> Result<(), String>;
}

impl Room<'_> {
    /// As much memory as there is.
    pub const UNLIMITED: Room<'static> =
        Room { memory: usize::MAX, file: &|| Err("There is no place for a temporary file.".to_owned()) };
}

/// A file to which bytes are added, and how many it has.
pub(super) struct Scratch {
    file: Box<dyn ScratchFile>,
    length: u64,
}

impl Scratch {
    pub(super) fn new(file: Box<dyn ScratchFile>) -> Self {
        Self { file, length: 0 }
    }

    /// Adds bytes at the end; gives their place.
    pub(super) fn add(&mut self, bytes: &[u8]) -> Result<u64, String> {
        self.file.add(bytes)?;
        self.length += bytes.len() as u64;
        Ok(self.length - bytes.len() as u64)
    }

    /// How many bytes were added.
    pub(super) fn length(&self) -> u64 {
        self.length
    }

    /// Takes so many bytes from a place into a buffer, which holds nothing else then.
    pub(super) fn read(&mut self, place: u64, length: usize, buffer: &mut Vec<u8>) -> Result<(), String> {
        buffer.resize(length, 0);
        self.file.read_at(place, buffer)
    }
}
