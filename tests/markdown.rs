//! Markdown pages become programs that are compiled and run: what the documents show is what the language does.
//!
//! A fenced block that begins with the word `rules` is a program; the words after it say what is promised.
//!
//! | words | promise |
//! |---|---|
//! | (none) | it has no mistake, and all its examples keep their promises |
//! | `error=a,b` | it has exactly these mistakes, in the order of the file |
//! | `error` | it has exactly the mistake that the page is named after |
//! | `lint` | it has no mistake, and the lints find exactly what the page is named after, once |
//! | `lint=a,b` | it has no mistake, and the lints find exactly these, in the order of the file |
//! | `keep` | as without words; and it belongs to every program that follows, with the files shown for it |
//! | `prelude` | it is put behind every program that follows, up to the next prelude, in place of what was kept |
//! | `file=lists/x.txt` | it is another file of the program that follows (any language before it will do) |
//! | `formatted` | it is the canonical form of the program before it |
//! | `later` | nothing: it shows what a later version will report |
//!
//! Lints look on pages in a folder `lints` only, where the lint that a page is named after is always on; there a program
//! without words has no findings either. The word `today=2026-03-02` behind the others is the day on which they look.
//!
//! A block `csv leads` is a file of leads with a column `key`; the block `text facts` after it says how the last program reads them.
//! On pages of lints the leads are at hand for the programs that follow, and `times=20` repeats the rows so often.
//! A block `text message` after a program with mistakes is what the reader sees, to the letter.
#![expect(clippy::expect_used, reason = "a test that fails may panic")]

mod facts;

use std::collections::BTreeMap;
use std::path::Path;

use qualify::diagnostics::{Code, SourceId, report};
use qualify::examples::{self, PromiseResult};
use qualify::lints::{Level, Settings};
use qualify::plan::Date;
use qualify::syntax::{format, parse};
use qualify::{Compilation, FileError, Files};

/// The path of a program in a page.
const MAIN: &str = "policy.rules";

/// The day on which examples without `today` run, and on which lints look unless a block has another day.
const TODAY: &str = "2026-03-02";

/// What a page showed and did not keep, and how much it showed.
#[derive(Debug, Default)]
pub(crate) struct Checked {
    /// `file:line: what is wrong`.
    pub(crate) failures: Vec<String>,
    /// How many programs were compiled.
    pub(crate) programs: usize,
    /// How many promises of examples were kept.
    pub(crate) promises: usize,
    /// The mistakes that were shown and found.
    pub(crate) codes: Vec<Code>,
}

impl Checked {
    /// Adds what another page showed.
    pub(crate) fn merge(&mut self, other: Self) {
        self.failures.extend(other.failures);
        self.programs += other.programs;
        self.promises += other.promises;
        self.codes.extend(other.codes);
    }

    /// Fails with all that was not kept.
    pub(crate) fn assert_kept(&self) {
        assert!(
            self.failures.is_empty(),
            "{} blocks are not true:\n\n{}",
            self.failures.len(),
            self.failures.join("\n")
        );
    }
}

/// The pages of a folder, ascending by name.
pub(crate) fn pages(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = std::fs::read_dir(folder).expect("the folder is in the repository");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    paths.sort();
    paths
}

/// Runs every block of one page.
#[expect(clippy::disallowed_methods, reason = "a test reads the pages of its own repository")]
pub(crate) fn check_page(path: &Path) -> Checked {
    let text = std::fs::read_to_string(path).expect("the page is in the repository");
    let name = path.file_stem().unwrap_or_default().to_string_lossy();
    let is_of_lints = path.parent().is_some_and(|folder| folder.ends_with("lints"));
    let asked = Code::from_name(&name).filter(|code| Code::LINTS.contains(code));
    let with = |settings: Settings, code| settings.with(code, Level::Warn);
    let mut page = Page {
        name: &name,
        lints: is_of_lints.then(|| asked.into_iter().fold(Settings::default(), with)),
        prelude: String::new(),
        files: BTreeMap::new(),
        kept_files: BTreeMap::new(),
        text: String::new(),
        leads: String::new(),
        shown: None,
    };
    let mut checked = Checked::default();
    for block in blocks(&text) {
        if let Err(message) = page.run(&block, &mut checked) {
            checked.failures.push(format!("{}:{}: {message}", path.display(), block.line));
        }
    }
    checked
}

/// A fenced block.
struct Block {
    line: usize,
    info: Vec<String>,
    text: String,
}

/// Cuts a page into its fenced blocks.
fn blocks(page: &str) -> Vec<Block> {
    let mut found = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in page.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(_), Some(block)) => found.push(block),
            (Some(info), None) => {
                let info = info.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { line: at + 1, info, text: String::new() });
            }
            (None, Some(block)) => open = Some(Block { text: block.text + line + "\n", ..block }),
            (None, None) => {}
        }
    }
    assert!(open.is_none(), "a block is not closed");
    found
}

/// What a block means.
enum Role {
    Program,
    Kept,
    Mistakes(Vec<String>),
    Lints(Vec<String>),
    Prelude,
    File(String),
    Message,
    Formatted,
    Leads,
    Facts,
    Prose,
}

/// A page while it is read from top to bottom.
struct Page<'a> {
    name: &'a str,
    /// On pages in a folder of lints.
    lints: Option<Settings>,
    prelude: String,
    files: BTreeMap<String, String>,
    kept_files: BTreeMap<String, String>,
    text: String,
    leads: String,
    shown: Option<Compilation>,
}

impl Page<'_> {
    fn run(&mut self, block: &Block, checked: &mut Checked) -> Result<(), String> {
        match self.role(&block.info)? {
            Role::Prose => Ok(()),
            Role::Prelude => {
                self.prelude.clone_from(&block.text);
                self.kept_files.clear();
                Ok(())
            }
            Role::Kept => {
                self.kept_files.append(&mut self.files);
                let compilation = self.compile(block, checked);
                self.prelude.push_str(&block.text);
                check_clean(&compilation, checked)
            }
            Role::File(name) => {
                self.files.insert(name, block.text.clone());
                Ok(())
            }
            Role::Leads => {
                self.leads = repeated(&block.text, &block.info)?;
                Ok(())
            }
            Role::Facts => self.check_facts(&block.text),
            Role::Formatted => self.check_formatted(&block.text),
            Role::Message => self.check_message(&block.text),
            Role::Program => {
                let mut compilation = self.compile(block, checked);
                self.lint(&mut compilation, block)?;
                let result = check_clean(&compilation, checked);
                self.shown = Some(compilation);
                result
            }
            Role::Mistakes(codes) => {
                let compilation = self.compile(block, checked);
                self.check_found(compilation, &codes, checked)
            }
            Role::Lints(codes) => {
                let mut compilation = self.compile(block, checked);
                if compilation.program.is_none() {
                    return Err(format!("promised no mistake, found\n{}", messages(&compilation)));
                }
                self.lint(&mut compilation, block)?;
                self.check_found(compilation, &codes, checked)
            }
        }
    }

    fn check_found(
        &mut self,
        compilation: Compilation,
        codes: &[String],
        checked: &mut Checked,
    ) -> Result<(), String> {
        let found: Vec<&str> = compilation.diagnostics.iter().map(|found| found.code.name()).collect();
        let result = (found == codes)
            .then_some(())
            .ok_or_else(|| format!("promised {codes:?}, found {found:?}\n{}", messages(&compilation)));
        checked.codes.extend(compilation.diagnostics.iter().map(|found| found.code));
        self.shown = Some(compilation);
        result
    }

    /// Adds what the lints find, on the page of a lint.
    fn lint(&self, compilation: &mut Compilation, block: &Block) -> Result<(), String> {
        let Some(settings) = &self.lints else { return Ok(()) };
        let day = block.info.iter().find_map(|word| word.strip_prefix("today=")).unwrap_or(TODAY);
        let today = Date::parse(day).ok_or_else(|| format!("`{day}` is no day"))?;
        let plan = compilation.program.as_ref().map(|program| &program.plan);
        let sample = plan.filter(|_| !self.leads.is_empty()).map(|plan| facts::sample(plan, &self.leads));
        let found = qualify::lint(compilation, settings, today, sample.transpose()?.as_ref());
        compilation.diagnostics.extend(found);
        Ok(())
    }

    fn role(&self, info: &[String]) -> Result<Role, String> {
        let is_aside = |word: &&str| word.starts_with("today=") || word.starts_with("times=");
        let words = info.iter().map(String::as_str).filter(|word| !is_aside(word));
        let words: Vec<&str> = words.collect();
        match words.as_slice() {
            [_, word] if word.starts_with("file=") => {
                Ok(Role::File(word.trim_start_matches("file=").to_owned()))
            }
            ["csv", "leads"] => Ok(Role::Leads),
            ["text", "facts"] => Ok(Role::Facts),
            ["text", "message"] => Ok(Role::Message),
            ["rules"] => Ok(Role::Program),
            ["rules", "keep"] => Ok(Role::Kept),
            ["rules", "prelude"] => Ok(Role::Prelude),
            ["rules", "formatted"] => Ok(Role::Formatted),
            ["rules", "later"] => Ok(Role::Prose),
            ["rules", "error"] => Ok(Role::Mistakes(vec![self.name.to_owned()])),
            ["rules", word] if word.starts_with("error=") => {
                Ok(Role::Mistakes(word.trim_start_matches("error=").split(',').map(str::to_owned).collect()))
            }
            ["rules", "lint"] => Ok(Role::Lints(vec![self.name.to_owned()])),
            ["rules", word] if word.starts_with("lint=") => {
                Ok(Role::Lints(word.trim_start_matches("lint=").split(',').map(str::to_owned).collect()))
            }
            ["rules", ..] => Err(format!("I don't know the words of this block: {words:?}")),
            _ => Ok(Role::Prose),
        }
    }

    /// Compiles a program with the files shown before it.
    fn compile(&mut self, block: &Block, checked: &mut Checked) -> Compilation {
        checked.programs += 1;
        self.text.clone_from(&block.text);
        let mut files = std::mem::take(&mut self.files);
        files.extend(self.kept_files.clone());
        files.insert(MAIN.to_owned(), format!("{}{}", block.text, self.prelude));
        qualify::compile(&InMemory(files), MAIN)
    }

    fn check_facts(&self, promised: &str) -> Result<(), String> {
        let program = self.shown.as_ref().and_then(|shown| shown.program.as_ref());
        let found =
            facts::of_leads(&program.ok_or("no program stands before these facts")?.plan, &self.leads);
        if found == promised { Ok(()) } else { Err(format!("the leads are read as\n{found}")) }
    }

    fn check_formatted(&self, promised: &str) -> Result<(), String> {
        let (file, mistakes) = parse(SourceId(0), &self.text);
        let formatted = format::file(&self.text, &file, &mistakes, &format::Vocabulary::of(&[&file]));
        if formatted == promised { Ok(()) } else { Err(format!("the canonical form is\n{formatted}")) }
    }

    fn check_message(&self, promised: &str) -> Result<(), String> {
        let shown = self.shown.as_ref().ok_or("no program with a mistake stands before this message")?;
        let found = messages(shown);
        if found == promised { Ok(()) } else { Err(format!("the message is\n{found}")) }
    }
}

/// The lines after the first as often as the word `times=` says.
fn repeated(text: &str, info: &[String]) -> Result<String, String> {
    let Some(times) = info.iter().find_map(|word| word.strip_prefix("times=")) else {
        return Ok(text.to_owned());
    };
    let times: usize = times.parse().map_err(|_| format!("`{times}` is no number of times"))?;
    let (header, rows) = text.split_once('\n').ok_or("leads have a header")?;
    Ok(format!("{header}\n{}", rows.repeat(times)))
}

/// A program without mistakes whose examples keep their promises.
fn check_clean(compilation: &Compilation, checked: &mut Checked) -> Result<(), String> {
    let Some(program) = compilation.program.as_ref().filter(|_| compilation.diagnostics.is_empty()) else {
        return Err(format!("promised no mistake, found\n{}", messages(compilation)));
    };
    let today = Date::parse(TODAY).ok_or("the day of the examples is a day")?;
    let mut broken = Vec::new();
    for result in examples::run(program, today) {
        for (promise, came) in result.example.promises.iter().zip(&result.promises) {
            match came {
                PromiseResult::Kept => checked.promises += 1,
                PromiseResult::Broken(instead) => {
                    broken.push(format!("  \"{}\": `{}`, but {instead}", result.example.name, promise.text));
                }
            }
        }
    }
    if broken.is_empty() { Ok(()) } else { Err(format!("broken promises\n{}", broken.join("\n"))) }
}

/// All mistakes as they are printed.
fn messages(compilation: &Compilation) -> String {
    let printed = compilation.diagnostics.iter().map(|found| report::plain(&compilation.sources, found));
    printed.collect::<Vec<_>>().join("\n")
}

/// Files that exist only in a page.
struct InMemory(BTreeMap<String, String>);

impl Files for InMemory {
    fn read(&self, path: &str) -> Result<Vec<u8>, FileError> {
        self.0.get(path).map(|text| text.clone().into_bytes()).ok_or(FileError::NotFound)
    }
}
