//! `qualify init`: a project to start from, with a field for each column of the leads.

mod draft;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use clap::Args;
use qualify::leads::Profile;
use qualify::plan::Date;
use qualify::project::FILE_NAME;

use crate::commands::init::draft::{Detail, Draft};
use crate::inputs::source::{Given, Source};
use crate::inputs::unreadable;
use crate::output::Output;
use crate::progress::Progress;
use crate::stop::{Ended, Exit, Stop};
use crate::terminal::{self, style, text};

/// How many leads are looked at.
const LOOKED_AT: u64 = 200_000;
/// The rules file of a project without leads.
const STARTER: &str = "inbound.rules";

/// Start a project: write qualify.toml and a first file of rules
///
/// From a file of leads, each column becomes a field: with the type that reads
/// its values, how full it is, and the words that probably mean nothing, such
/// as "Select". Stages, one rule and one example come with it. Everything is a
/// proposal to edit. Files that exist are never overwritten. `--project FOLDER`
/// writes there.
///
/// Examples:
///   qualify init leads.csv
///   qualify init export.csv --encoding latin-1 --delimiter ';'
///   qualify init
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Init {
    /// A file of leads to look at.
    #[arg(value_name = "LEADS")]
    leads: Option<PathBuf>,
    /// How the letters of the leads file are written: utf-8 or latin-1.
    #[arg(long, value_name = "NAME", requires = "leads")]
    encoding: Option<String>,
    /// What separates the cells of the leads file: one character, or `tab`.
    #[arg(long, value_name = "CHARACTER", requires = "leads")]
    delimiter: Option<String>,
}

impl Init {
    pub(crate) fn run(&self, project: Option<&Path>) -> Ended {
        let folder = folder(project)?;
        let rules = self.rules();
        let paths = [folder.join(&rules), folder.join(FILE_NAME)];
        refuse_to_overwrite(&paths)?;
        let (draft, settings, exit) = match &self.leads {
            Some(path) => self.draft(path, &folder, &rules)?,
            None => (Draft::starter(), settings(&rules, ""), Exit::Fine),
        };
        let [at_rules, at_settings] = &paths;
        let mut files = [Output::file(at_rules)?, Output::file(at_settings)?];
        for (file, content) in files.iter_mut().zip([&draft.rules, &settings]) {
            file.put(content)?;
        }
        files.into_iter().try_for_each(Output::finish)?;
        terminal::show(&self.next(&paths, project, &draft))?;
        Ok(exit)
    }

    /// The rules are named after the leads.
    fn rules(&self) -> PathBuf {
        let stem = self.leads.as_deref().filter(|path| path.as_os_str() != "-").and_then(Path::file_name);
        let stem = stem.map(|name| name.to_string_lossy().into_owned());
        let stem =
            stem.as_deref().and_then(|name| name.split('.').find(|part| !part.is_empty())).map(str::to_owned);
        stem.map_or_else(
            || PathBuf::from(STARTER),
            |stem| PathBuf::from(format!("{}.rules", text::clean(&stem))),
        )
    }

    fn draft(&self, path: &Path, folder: &Path, rules: &Path) -> Result<(Draft, String, Exit), Stop> {
        if path.as_os_str() == "-" {
            return Err(Stop::usage("A project needs leads that stay: name a file instead of `-`."));
        }
        let (encoding, delimiter) = (self.encoding.as_deref(), self.delimiter.as_deref());
        let source = Source::given(path, Given { file: None, encoding, delimiter, format: None })?;
        let progress = Progress::start();
        progress.expect(source.length());
        let table = source.table(&progress)?;
        let profile = Profile::of(table, LOOKED_AT).map_err(unreadable);
        progress.finish();
        let profile = profile?;
        let exit = rows_lost(source.name(), &profile)?;
        let draft = drafted(source.name(), &profile)?;
        for header in &profile.doubled {
            let header = text::clean(header).into_owned();
            terminal::warn(&format!("More than one column is called `{header}`: the first of them is read."));
        }
        let leads = way(folder, path);
        Ok((draft, settings(rules, &self.leads_settings(&leads, profile.guess_key())), exit))
    }

    fn leads_settings(&self, path: &Path, key: Option<&str>) -> String {
        let mut lines = format!("\n[leads]\nfile = {}\n", quoted(&path.to_string_lossy()));
        lines += &match key {
            Some(key) => format!("key = {}\n", quoted(key)),
            None => "# key = \"Lead ID\"  the column that names the lead\n".to_owned(),
        };
        for (name, value) in [("encoding", &self.encoding), ("delimiter", &self.delimiter)] {
            lines += &value.as_ref().map(|value| format!("{name} = {}\n", quoted(value))).unwrap_or_default();
        }
        lines
            + "\n# Events, one line for each that the rules declare:\n# [events]\n# visits = \"visits.csv\"\n"
    }

    fn next(&self, paths: &[PathBuf; 2], project: Option<&Path>, draft: &Draft) -> String {
        let [rules, settings] =
            paths.each_ref().map(|path| text::clean(&path.to_string_lossy()).into_owned());
        let looked = match (&self.leads, draft.leads) {
            (Some(path), leads) => format!(
                "{} with {} in {}.\n\n",
                text::counted(leads, "lead"),
                text::counted(draft.fields, "column"),
                text::clean(&path.to_string_lossy())
            ),
            (None, _) => String::new(),
        };
        let width = text::width(&rules).max(text::width(&settings));
        let there = project.map(|folder| format!(" --project {}", text::clean(&folder.to_string_lossy())));
        let there = there.unwrap_or_default();
        let [check, test, run] = ["check", "test", "run"].map(|verb| format!("qualify {verb}{there}"));
        let last = match &self.leads {
            Some(_) => (run.as_str(), "judge every lead"),
            None => ("qualify init --help", "begin with a file of leads"),
        };
        let steps = [
            (check.as_str(), "look for mistakes in the rules"),
            (test.as_str(), "hold the rules to their example"),
            last,
        ];
        let steps = steps.map(|(command, what)| {
            format!("  {}  {what}\n", style::accent(&text::pad(command, 20 + there.len())))
        });
        format!(
            "{looked}Written:\n  {}  {}, a first rule and an example: edit these\n  {}  which files belong together\n\nNext:\n{}",
            text::pad(&rules, width),
            text::counted(draft.fields, "field"),
            text::pad(&settings, width),
            steps.concat()
        )
    }
}

/// Says which rows could not be read; without any other row there is nothing to draft from.
fn rows_lost(name: &str, profile: &Profile) -> Result<Exit, Stop> {
    let Some(first) = profile.problems.first().first() else {
        return Ok(Exit::Fine);
    };
    let place = format!("{name}:{}: {}", first.line, text::clean(&first.message));
    if profile.rows == 0 {
        return Err(Stop::unreadable(place));
    }
    let count = text::counted(profile.problems.count(), "row");
    terminal::note(&format!("{count} could not be read and left no trace in the draft. The first: {place}"));
    Ok(Exit::Unreadable)
}

/// The best draft that the compiler has nothing to say about and that keeps its promise.
fn drafted(name: &str, profile: &Profile) -> Result<Draft, Stop> {
    let drafts = [Detail::Guessed, Detail::Texts].map(|detail| Draft::of(name, profile, detail));
    drafts.into_iter().find(is_sound).ok_or_else(|| {
        Stop::unreadable(format!(
            "No rules could be drafted for {name}. This is a mistake of `init`: write the first rules by hand."
        ))
    })
}

fn is_sound(draft: &Draft) -> bool {
    let files = BTreeMap::from([("draft.rules".to_owned(), draft.rules.clone().into_bytes())]);
    let program = qualify::compile(&files, "draft.rules").program;
    let Some((program, today)) = program.zip(Date::from_ymd(2026, 1, 1)) else {
        return false;
    };
    qualify::examples::run(&program, today).iter().all(qualify::examples::ExampleResult::is_kept)
}

/// The folder to write into: that of `--project`, else here.
fn folder(project: Option<&Path>) -> Result<PathBuf, Stop> {
    match project {
        None => Ok(PathBuf::new()),
        Some(folder) if folder.is_dir() => Ok(folder.to_owned()),
        Some(folder) => Err(Stop::usage(format!(
            "There is no folder `{}` to start a project in. Make it first.",
            folder.display()
        ))),
    }
}

/// The way from a folder to a file, both as seen from here.
fn way(folder: &Path, file: &Path) -> PathBuf {
    let (Ok(from), Ok(to)) = (fs::canonicalize(folder), fs::canonicalize(file)) else {
        return file.to_owned();
    };
    if file.is_absolute() || folder.as_os_str().is_empty() {
        return file.to_owned();
    }
    let shared = from.components().zip(to.components()).take_while(|(a, b)| a == b).count();
    let up = from.components().skip(shared).map(|_| Component::ParentDir);
    up.chain(to.components().skip(shared)).collect()
}

fn refuse_to_overwrite(paths: &[PathBuf]) -> Result<(), Stop> {
    match paths.iter().find(|path| path.symlink_metadata().is_ok()) {
        Some(path) => Err(Stop::usage(format!(
            "`{}` is there already, and nothing is overwritten. Move it away, or start in another folder.",
            path.display()
        ))),
        None => Ok(()),
    }
}

fn settings(rules: &Path, leads: &str) -> String {
    format!(
        "# Which files belong together. Commands in this folder and below need no flags.\nrules = {}\n\
         # timezone = \"Europe/Berlin\"\n{leads}",
        quoted(&rules.to_string_lossy())
    )
}

/// A text as TOML writes it, which is as JSON does.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
