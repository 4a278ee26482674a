//! One of the two versions that are compared.

use qualify::{Compilation, Files};

/// A version of the rules.
pub struct Side<'a> {
    /// How people call it: `main`, `3f2a91c`, `the working tree`, a folder.
    pub name: &'a str,
    /// Its files.
    pub files: &'a dyn Files,
    /// The file that was compiled.
    pub main: &'a str,
    /// What became of it.
    pub compilation: &'a Compilation,
}
