//! A path becomes the files of a program: the file, all that it reaches by `use`, and the values of its sets.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Diagnostic, SourceId, Sources, Span};
use qualify_semantic::SetFiles;
use qualify_syntax::ast::{self, ItemKind, OptKind};
use sha2::{Digest, Sha256};

use crate::compile::{FileError, Files};

/// The files of a program.
pub(crate) struct Loaded {
    pub(crate) sources: Sources,
    /// By the order in which they were read; the first is the one that was asked for.
    pub(crate) files: Vec<ast::File>,
    /// Indexes into `files`: used files before those that use them.
    pub(crate) order: Vec<usize>,
    pub(crate) set_files: SetFiles,
    /// `sha256:` over paths and contents of all files, those of sets included.
    pub(crate) digest: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
}

/// Reads and parses everything; what could not be read is among the diagnostics.
pub(crate) fn load(files: &dyn Files, path: &str) -> Loaded {
    let mut loader = Loader {
        access: files,
        loaded: Loaded {
            sources: Sources::default(),
            files: Vec::new(),
            order: Vec::new(),
            set_files: SetFiles::new(),
            digest: String::new(),
            diagnostics: Vec::new(),
        },
        uses: Vec::new(),
        by_path: BTreeMap::new(),
        contents: BTreeMap::new(),
    };
    loader.load_program(path);
    loader.load_sets();
    loader.loaded.digest = loader.digest();
    loader.loaded
}

struct Loader<'a> {
    access: &'a dyn Files,
    loaded: Loaded,
    // By file: the paths that it uses.
    uses: Vec<Vec<ast::Text>>,
    // Path to index; none for a file that could not be read.
    by_path: BTreeMap<String, Option<usize>>,
    // For the digest.
    contents: BTreeMap<String, [u8; 32]>,
}

impl Loader<'_> {
    /// Depth first over `use`, with an explicit stack: a file is in order after all that it uses.
    fn load_program(&mut self, path: &str) {
        let Some(root) = self.read_rules(path, None) else { return };
        let mut open: Vec<(usize, usize)> = vec![(root, 0)];
        while let Some((file, next)) = open.last_mut() {
            let file = *file;
            let used = self.uses.get(file).and_then(|uses| uses.get(*next)).cloned();
            *next += 1;
            let Some(used) = used else {
                open.pop();
                self.loaded.order.push(file);
                continue;
            };
            let Some(target) = self.target(file, &used) else { continue };
            match self.by_path.get(&target).copied() {
                Some(Some(known)) if open.iter().any(|(file, _)| *file == known) => {
                    self.report_circle(&open, known, &used);
                }
                Some(_) => {}
                None => {
                    if let Some(read) = self.read_rules(&target, Some(&used)) {
                        open.push((read, 0));
                    }
                }
            }
        }
    }

    fn path_of(&self, file: usize) -> &str {
        let source = self.loaded.files.get(file).and_then(|file| self.loaded.sources.get(file.source));
        source.map_or("", |source| source.path())
    }

    /// The path, from the project's folder, of a path that a file names.
    fn target(&mut self, file: usize, written: &ast::Text) -> Option<String> {
        let target = path_from(self.path_of(file), &written.text);
        if target.is_none() {
            let message = format!(
                "`{}` leads out of the project. Files are named from the folder of the file that uses them: \
                 `use \"shared/lead.rules\"`.",
                written.text
            );
            self.report(Code::OutsideProject, written.span, message);
        }
        target
    }

    fn report(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.loaded.diagnostics.push(Diagnostic::new(code, span, message));
    }

    fn report_circle(&mut self, open: &[(usize, usize)], known: usize, used: &ast::Text) {
        let circle = open.iter().map(|(file, _)| *file).skip_while(|file| *file != known).chain([known]);
        let paths: Vec<String> = circle.map(|file| format!("`{}`", self.path_of(file))).collect();
        let message = format!(
            "These files go round in a circle: {}. Move what they share into a file of its own.",
            paths.join(" uses ")
        );
        self.report(Code::UseCircle, used.span, message);
    }

    /// Reads and parses a file; gives its index.
    fn read_rules(&mut self, path: &str, used: Option<&ast::Text>) -> Option<usize> {
        let bytes = match self.access.read(path) {
            Ok(bytes) => bytes,
            Err(error) => {
                let span = used.map_or_else(|| self.whole_file(path), |text| text.span);
                self.report_unread(path, &error, span, used.is_some());
                self.by_path.insert(path.to_owned(), None);
                return None;
            }
        };
        self.contents.insert(path.to_owned(), Sha256::digest(&bytes).into());
        let source = self.add_source(path, bytes);
        let text = self.loaded.sources.get(source).map_or("", |source| source.text());
        let (file, diagnostics) = qualify_syntax::parse(source, text);
        self.loaded.diagnostics.extend(diagnostics);
        let index = self.loaded.files.len();
        self.uses.push(uses_of(&file));
        self.loaded.files.push(file);
        self.by_path.insert(path.to_owned(), Some(index));
        Some(index)
    }

    fn whole_file(&mut self, path: &str) -> Span {
        Span::new(self.loaded.sources.add(path, ""), 0, 0)
    }

    /// Adds a file as a source; says so if it is not UTF-8, and goes on with what can be read of it.
    fn add_source(&mut self, path: &str, bytes: Vec<u8>) -> SourceId {
        match String::from_utf8(bytes) {
            Ok(text) => self.loaded.sources.add(path, text),
            Err(error) => {
                let at = error.utf8_error().valid_up_to();
                let source = self.loaded.sources.add(path, String::from_utf8_lossy(error.as_bytes()));
                let message = "From here on the file is not UTF-8 text. Save it as UTF-8 (most editors have \
                               \"Save with encoding\").";
                self.report(Code::Unreadable, Span::new(source, at, at), message);
                source
            }
        }
    }

    fn report_unread(&mut self, path: &str, error: &FileError, span: Span, used: bool) {
        if self.loaded.diagnostics.iter().any(|earlier| earlier.span == span) {
            return;
        }
        let (code, message) = match error {
            FileError::NotFound if used => (
                Code::MissingFile,
                format!("There is no file `{path}`. Paths are from the folder of the file that names them."),
            ),
            FileError::NotFound => (Code::MissingFile, format!("There is no file `{path}`.")),
            FileError::TooLarge => (
                Code::TooLarge,
                format!(
                    "`{path}` is larger than 16 MiB, which no file of rules may be. Split it with `use`."
                ),
            ),
            FileError::Outside => {
                (Code::OutsideProject, format!("`{path}` leads out of the project, so it is not read."))
            }
            FileError::Other(why) => (Code::MissingFile, format!("`{path}` cannot be read: {why}.")),
        };
        self.report(code, span, message);
    }

    fn load_sets(&mut self) {
        for index in 0..self.loaded.files.len() {
            let Some(file) = self.loaded.files.get(index) else { continue };
            let sets = file.items.iter().filter_map(|item| match &item.kind {
                ItemKind::Set(set) => Some(set.options.clone()),
                _ => None,
            });
            for options in sets.collect::<Vec<_>>() {
                self.load_set(index, &options);
            }
        }
    }

    fn load_set(&mut self, file: usize, options: &[ast::Opt]) {
        let found = options.iter().find_map(|option| match &option.kind {
            OptKind::File(path) => Some((path.clone(), option.span)),
            _ => None,
        });
        let column = options.iter().find_map(|option| match &option.kind {
            OptKind::Column(names) => names.first().cloned(),
            _ => None,
        });
        let Some((path, span)) = found else {
            if let Some(column) = column {
                let message =
                    "`column` names the column of a file, and this set has none. Add `file \"list.csv\"`.";
                self.report(Code::BadOption, column.span, message);
            }
            return;
        };
        let Some(target) = self.target(file, &path) else { return };
        let bytes = match self.access.read(&target) {
            Ok(bytes) => bytes,
            Err(error) => return self.report_unread(&target, &error, path.span, true),
        };
        self.contents.insert(target.clone(), Sha256::digest(&bytes).into());
        let column = column.as_ref().map(|text| text.text.as_str());
        match qualify_leads::set_values(&bytes, &target, column) {
            Ok(values) => {
                self.loaded.set_files.insert(span, values.into_iter().map(|(value, _)| value).collect());
            }
            Err(why) => self.report(Code::MissingFile, path.span, why),
        }
    }

    fn digest(&self) -> String {
        let mut hasher = Sha256::new();
        for (path, content) in &self.contents {
            hasher.update(path.as_bytes());
            hasher.update([0]);
            hasher.update(content);
        }
        let hex: String = hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect();
        format!("sha256:{hex}")
    }
}

fn uses_of(file: &ast::File) -> Vec<ast::Text> {
    let uses = file.items.iter().filter_map(|item| match &item.kind {
        ItemKind::Use(path) => Some(path.clone()),
        _ => None,
    });
    uses.collect()
}

/// The path, from the project's folder, of a path `written` in the file `from`; none if it leads out of the project.
///
/// ```
/// let path = qualify::path_from("inbound/lead.rules", "../lists/icp.txt");
/// assert_eq!(path.as_deref(), Some("lists/icp.txt"));
/// ```
pub fn path_from(from: &str, written: &str) -> Option<String> {
    if written.starts_with(['/', '\\']) || written.contains(':') || written.is_empty() {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in written.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => _ = parts.pop()?,
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::path_from;

    #[test]
    fn paths_stay_inside_the_project() {
        assert_eq!(path_from("a/b.rules", "c.rules").as_deref(), Some("a/c.rules"));
        assert_eq!(path_from("a/b.rules", "../lists/c.txt").as_deref(), Some("lists/c.txt"));
        assert_eq!(path_from("b.rules", "../c.rules"), None);
        assert_eq!(path_from("b.rules", "/etc/passwd"), None);
        assert_eq!(path_from("b.rules", "x/../../c.rules"), None);
    }
}
