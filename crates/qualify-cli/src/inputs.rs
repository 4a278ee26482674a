//! Flags and settings become the leads and events to read.

pub(crate) mod files;
pub(crate) mod scratch;
pub(crate) mod source;

use std::path::{Path, PathBuf};

use qualify::leads::{
    EventOptions, EventRows, Events, LeadOptions, LeadReader, Place, Room, TableError, Zone,
};
use qualify::plan::{EventId, Plan, fold};
use qualify::project::Setting;

use crate::arguments::LeadFlags;
use crate::clock::{self, Today};
use crate::inputs::files::LeadFiles;
use crate::inputs::source::{Given, Source};
use crate::output;
use crate::progress::Progress;
use crate::seen::Seen;
use crate::stop::Stop;
use crate::terminal::text;
use crate::workspace::Workspace;

/// What leads are judged with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Inputs {
    /// The day.
    pub(crate) today: Today,
    /// The leads.
    pub(crate) leads: LeadFiles,
    /// The column of the keys, if one is named.
    pub(crate) key: Option<String>,
    /// The events that have a file, in the order of the plan.
    pub(crate) events: Vec<(EventId, Source)>,
    /// How many MB of memory the rows of all events take at most.
    events_memory: usize,
    zone: Zone,
}

impl Inputs {
    /// Puts flags and settings together; flags win.
    pub(crate) fn find(workspace: &Workspace, plan: &Plan, flags: &LeadFlags) -> Result<Self, Stop> {
        let settings = &workspace.settings.leads;
        let leads = Given {
            file: None,
            encoding: flags.encoding.as_deref(),
            delimiter: flags.delimiter.as_deref(),
            format: flags.leads_format.as_deref(),
        };
        let leads = LeadFiles::find(workspace, &flags.leads, leads)?.ok_or_else(|| {
            Stop::usage("Say which leads: `--leads leads.csv`, or `file = \"leads.csv\"` under `[leads]` in qualify.toml.")
        })?;
        let key = flags.key.clone().or_else(|| settings.key.as_ref().map(|key| key.text.clone()));
        let inputs = Self {
            today: Today::find(flags.today.as_deref(), workspace)?,
            leads,
            key,
            events: events(workspace, plan, flags)?,
            events_memory: flags.events_memory.map_or(scratch::USUAL_MEMORY, |mb| mb.get() as usize),
            zone: clock::zone(workspace)?,
        };
        inputs.check()?;
        Ok(inputs)
    }

    fn check(&self) -> Result<(), Stop> {
        if self.sources().filter(|source| source.is_stdin()).count() > 1 {
            return Err(Stop::usage("Only one file can be `-`, standard input. Name files for the others."));
        }
        match (self.events.first(), &self.key) {
            (Some(_), None) => Err(Stop::usage(
                "Events are joined to leads by a key. Say which column of the leads names the lead: `--key \"Lead ID\"`, \
                 or `key = \"Lead ID\"` under `[leads]` in qualify.toml.",
            )),
            (Some(_) | None, _) => Ok(()),
        }
    }

    /// All files, those of events first.
    fn sources(&self) -> impl Iterator<Item = &Source> {
        self.events.iter().map(|(_, source)| source).chain(self.leads.files())
    }

    /// Whether one of them is standard input, which cannot be read twice.
    pub(crate) fn read_stdin(&self) -> bool {
        self.sources().any(Source::is_stdin)
    }

    /// The same leads and events for another version of the program: events that it does not know are left out.
    pub(crate) fn for_version(&self, from: &Plan, to: &Plan) -> Self {
        let event = |(id, source): &(EventId, Source)| {
            let name = &from.events.get(id.index())?.name;
            Some((to.event(name)?, source.clone()))
        };
        let mut events: Vec<(EventId, Source)> = self.events.iter().filter_map(event).collect();
        events.sort_by_key(|(id, _)| *id);
        Self {
            events,
            events_memory: self.events_memory,
            leads: self.leads.clone(),
            key: self.key.clone(),
            zone: self.zone.clone(),
            today: self.today,
        }
    }

    /// Opens a file of leads. `earlier` are those of the files before it, whose keys must not come up again.
    pub(crate) fn open(
        &self,
        file: &Source,
        plan: &Plan,
        progress: &Progress,
        earlier: Option<&mut LeadReader>,
    ) -> Result<LeadReader, Stop> {
        let table = file.table(progress)?;
        let options = LeadOptions { key: self.key.clone(), zone: self.zone.clone() };
        let mut leads =
            LeadReader::new(plan, table, &options).map_err(|error| Stop::usage(error.to_string()))?;
        earlier.into_iter().for_each(|earlier| leads.remember_keys_of(earlier));
        Ok(leads)
    }

    /// The header over the keys, as the file has it where that is known.
    pub(crate) fn key_header(&self, headers: &[String]) -> String {
        let Some(key) = &self.key else { return "key".to_owned() };
        headers.iter().find(|header| fold(header) == fold(key)).unwrap_or(key).clone()
    }

    /// Reads all events that have a file.
    pub(crate) fn read_events(&self, plan: &Plan, progress: &Progress) -> Result<Events, Stop> {
        let options = EventOptions { key: self.key.clone().unwrap_or_default(), zone: self.zone.clone() };
        let memory = self.events_memory.saturating_mul(1 << 20) / self.events.len().max(1);
        let mut events = Events::not_collected(plan);
        for (id, source) in &self.events {
            let table = source.table(progress)?;
            let room = Room { memory, file: &scratch::file };
            events.collect(*id, EventRows::read(plan, *id, table, &options, room).map_err(unreadable)?);
        }
        Ok(events)
    }

    /// Refuses to write over a file that is read.
    pub(crate) fn keep(&self, workspace: &Workspace, target: Option<&Path>) -> Result<(), Stop> {
        // Where there is no such name nothing is written over.
        let data = self.sources().map(|source| source.path().unwrap_or(Path::new("/dev/stdin")).to_owned());
        output::keep(target, workspace.was_read().into_iter().chain(data))
    }

    /// How the files of leads and events look now.
    pub(crate) fn seen(&self) -> Seen {
        let mut seen = Seen::default();
        self.sources().filter_map(Source::path).for_each(|path| seen.look_at(path));
        seen
    }

    /// How many bytes there are to read.
    pub(crate) fn length(&self) -> u64 {
        let events: u64 = self.events.iter().map(|(_, source)| source.length()).sum();
        events + self.leads.length()
    }
}

/// Where a row stands: `leads.csv:5`, and of files without lines `leads.parquet, row 5`.
pub(crate) fn standing(name: &str, place: Place, line: u64) -> String {
    match place {
        Place::Line => format!("{name}:{line}"),
        Place::Row => format!("{name}, row {line}"),
    }
}

/// A file that cannot be read at all, or not to its end.
pub(crate) fn unreadable(error: TableError) -> Stop {
    Stop::unreadable(error.to_string())
}

/// The files of events: those of the flags, else those of the project.
fn events(workspace: &Workspace, plan: &Plan, flags: &LeadFlags) -> Result<Vec<(EventId, Source)>, Stop> {
    let mut found: Vec<(EventId, Source)> = Vec::new();
    for flag in &flags.events {
        let (name, file) = split_flag(flag)?;
        let id = event_of(plan, &name, "--events")?;
        if found.iter().any(|(known, _)| *known == id) {
            return Err(Stop::usage(format!(
                "`--events {name}=...` is given twice. One file holds all rows of an event."
            )));
        }
        let given = Given { file: Some(&file), encoding: None, delimiter: None, format: None };
        found.extend(Source::find(workspace, given, &Default::default())?.map(|source| (id, source)));
    }
    let mut set: Vec<(EventId, &Setting)> = Vec::new();
    for (name, setting) in &workspace.settings.events {
        let place = workspace.setting_place(name.line);
        let id = event_of(plan, &name.text, &place)?;
        if let Some((_, other)) = set.iter().find(|(known, _)| *known == id) {
            return Err(Stop::usage(format!(
                "{place}: `{}` and `{}` are the same event. Keep one.",
                other.text, name.text
            )));
        }
        set.push((id, name));
        if !found.iter().any(|(known, _)| *known == id) {
            found.extend(Source::find(workspace, Given::default(), setting)?.map(|source| (id, source)));
        }
    }
    found.sort_by_key(|(id, _)| *id);
    Ok(found)
}

fn event_of(plan: &Plan, name: &str, place: &str) -> Result<EventId, Stop> {
    plan.event(name).ok_or_else(|| {
        let names: Vec<&str> = plan.events.iter().map(|event| event.plural.as_str()).collect();
        let both = plan.events.iter().flat_map(|event| [event.name.as_str(), event.plural.as_str()]);
        let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
        let known = match (qualify::similar::closest(name, both), quoted.is_empty()) {
            (Some(meant), _) => format!("Did you mean `{meant}`?"),
            (None, true) => "The rules declare no events.".to_owned(),
            (None, false) => format!("The rules have {}.", text::list(&quoted)),
        };
        Stop::usage(format!("{place}: the rules know no event `{}`. {known}", text::clean(name)))
    })
}

/// `visits=visits.csv`.
#[cfg(unix)]
fn split_flag(flag: &std::ffi::OsStr) -> Result<(String, PathBuf), Stop> {
    use std::os::unix::ffi::OsStrExt as _;
    let bytes = flag.as_bytes();
    let at = bytes.iter().position(|byte| *byte == b'=').ok_or_else(|| no_equals(flag))?;
    let (name, file) = bytes.split_at_checked(at).unwrap_or_default();
    let file = Path::new(std::ffi::OsStr::from_bytes(file.get(1..).unwrap_or_default()));
    named(&String::from_utf8_lossy(name), file, flag)
}

/// `visits=visits.csv`.
#[cfg(not(unix))]
fn split_flag(flag: &std::ffi::OsStr) -> Result<(String, PathBuf), Stop> {
    let text = flag.to_string_lossy();
    let (name, file) = text.split_once('=').ok_or_else(|| no_equals(flag))?;
    named(name, Path::new(file), flag)
}

fn named(name: &str, file: &Path, flag: &std::ffi::OsStr) -> Result<(String, PathBuf), Stop> {
    match name.trim().is_empty() || file.as_os_str().is_empty() {
        true => Err(no_equals(flag)),
        false => Ok((name.trim().to_owned(), file.to_owned())),
    }
}

fn no_equals(flag: &std::ffi::OsStr) -> Stop {
    let flag = flag.to_string_lossy();
    Stop::usage(format!(
        "`--events {}` needs an event and a file, such as `--events visits=visits.csv`.",
        text::clean(&flag)
    ))
}
