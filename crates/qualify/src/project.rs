//! The text of `qualify.toml` becomes a [`Project`]: which rules, which leads, which events, which time zone, which lints,
//! and what a change must pass.
//!
//! ```toml
//! rules = "inbound.rules"
//! timezone = "Europe/Berlin"
//!
//! [leads]
//! file = "leads.csv"
//! key = "Lead ID"
//!
//! [events]
//! visits = "visits.csv"
//! calls = { file = "calls.csv", encoding = "latin-1" }
//!
//! [lints]
//! redundant-rule = "error"
//! no-owner = "warn"
//!
//! [review]
//! max_drop = "1%"
//! forbid = "SQL -> *"
//! ```

mod gates;
mod lints;

pub use gates::{Gates, Share, Waiver};
use qualify_lint::Settings as Lints;
use toml::de::{DeTable, DeValue};

use crate::similar;

/// The name of the file that makes a folder a project.
pub const FILE_NAME: &str = "qualify.toml";

/// What a project file says; paths are relative to its folder.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Project {
    /// `rules`: the file to compile.
    pub rules: Option<String>,
    /// `timezone`: an IANA name.
    pub timezone: Option<Setting>,
    /// `[leads]`.
    pub leads: TableSetting,
    /// `[events]`, by name or plural of the event, in the order of the names.
    pub events: Vec<(Setting, TableSetting)>,
    /// `[lints]`.
    pub lints: Lints,
    /// `[review]`.
    pub review: Gates,
}

/// A text and the line on which it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// The text.
    pub text: String,
    /// Line of `qualify.toml`, from 1.
    pub line: u32,
}

/// A file of leads or events and how to read it; what is `None` is found out from the file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableSetting {
    /// `file`.
    pub file: Option<Setting>,
    /// `key`: the column that names the lead; only for leads.
    pub key: Option<Setting>,
    /// `encoding`.
    pub encoding: Option<Setting>,
    /// `delimiter`.
    pub delimiter: Option<Setting>,
    /// `format`.
    pub format: Option<Setting>,
}

/// A mistake in `qualify.toml`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProjectError {
    /// Line, from 1.
    pub line: u32,
    /// What is wrong and what to write instead.
    pub message: String,
}

/// Reads the text of a `qualify.toml`.
///
/// # Errors
/// All mistakes, in the order of the lines.
///
/// ```
/// # use qualify::project;
/// let project = project::parse("rules = \"inbound.rules\"").unwrap();
/// assert_eq!(project.rules.as_deref(), Some("inbound.rules"));
/// let errors = project::parse("rulez = \"inbound.rules\"").unwrap_err();
/// assert!(errors[0].message.contains("Did you mean `rules`?"));
/// ```
pub fn parse(text: &str) -> Result<Project, Vec<ProjectError>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut reader = Reader { text, errors: Vec::new() };
    let project = match DeTable::parse(text) {
        Ok(table) => reader.project(table.get_ref()),
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            let message = match error.message().contains("duplicate key") {
                true => "This setting is given twice. Keep one of the two lines.",
                false => {
                    "I cannot read this line. A setting is a name, `=` and a text in straight quotes: \
                     `rules = \"inbound.rules\"`."
                }
            };
            reader.error(at, message.to_owned());
            Project::default()
        }
    };
    if reader.errors.is_empty() {
        return Ok(project);
    }
    reader.errors.sort_by(|a, b| (a.line, &a.message).cmp(&(b.line, &b.message)));
    Err(reader.errors)
}

struct Reader<'a> {
    text: &'a str,
    errors: Vec<ProjectError>,
}

impl Reader<'_> {
    fn project(&mut self, table: &DeTable<'_>) -> Project {
        let mut project = Project::default();
        for (key, value) in table {
            let at = key.span().start;
            match key.get_ref().as_ref() {
                "rules" => {
                    project.rules = self.text(at, "rules", value.get_ref()).map(|setting| setting.text)
                }
                "timezone" => project.timezone = self.text(at, "timezone", value.get_ref()),
                "leads" => project.leads = self.table(at, "leads", value.get_ref()),
                "events" => project.events = self.events(at, value.get_ref()),
                "lints" => project.lints = self.lints(at, value.get_ref()),
                "review" => project.review = self.gates(at, value.get_ref()),
                other => {
                    self.unknown(at, other, &["rules", "timezone", "leads", "events", "lints", "review"], "");
                }
            }
        }
        project
    }

    fn events(&mut self, at: usize, value: &DeValue<'_>) -> Vec<(Setting, TableSetting)> {
        let Some(table) = value.as_table() else {
            self.error(at, "`events` is a table with one line for each event: `[events]`, then `visits = \"visits.csv\"`.".into());
            return Vec::new();
        };
        let mut events = Vec::new();
        for (key, value) in table {
            let at = key.span().start;
            let name = Setting { text: key.get_ref().to_string(), line: self.line(at) };
            let source = self.table(at, &name.text, value.get_ref());
            if source.key.is_some() {
                self.error(at, format!("`key` is for leads. Which column of `{}` names the lead is said in the rules: `lead column \"...\"`.", name.text));
            }
            if source.file.is_none() && value.get_ref().is_table() {
                self.error(at, format!("`{}` needs its file: `{0} = {{ file = \"{0}.csv\" }}`.", name.text));
            }
            events.push((name, source));
        }
        events
    }

    /// A file name, or a table with a file name and how to read it.
    fn table(&mut self, at: usize, name: &str, value: &DeValue<'_>) -> TableSetting {
        let mut source = TableSetting::default();
        let Some(table) = value.as_table() else {
            source.file = self.text(at, name, value);
            return source;
        };
        for (key, value) in table {
            let at = key.span().start;
            let word = key.get_ref().as_ref();
            let slot = match word {
                "file" => &mut source.file,
                "key" => &mut source.key,
                "encoding" => &mut source.encoding,
                "delimiter" => &mut source.delimiter,
                "format" => &mut source.format,
                other => {
                    self.unknown(at, other, &["file", "key", "encoding", "delimiter", "format"], name);
                    continue;
                }
            };
            *slot = self.text(at, word, value.get_ref());
        }
        source
    }

    fn text(&mut self, at: usize, name: &str, value: &DeValue<'_>) -> Option<Setting> {
        match value.as_str() {
            Some(text) if !text.trim().is_empty() => {
                Some(Setting { text: text.to_owned(), line: self.line(at) })
            }
            _ => {
                self.error(
                    at,
                    format!(
                        "`{name}` is a text in straight quotes, such as `{name} = \"{}\"`.",
                        example(name)
                    ),
                );
                None
            }
        }
    }

    fn unknown(&mut self, at: usize, word: &str, known: &[&str], table: &str) {
        let place = if table.is_empty() { FILE_NAME.to_owned() } else { format!("`{table}`") };
        let hint = match similar::closest(word, known.iter().copied()) {
            Some(meant) => format!("Did you mean `{meant}`?"),
            None => format!(
                "It may say {}.",
                list(&known.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>(), "and")
            ),
        };
        self.error(at, format!("{place} has no setting `{word}`. {hint}"));
    }

    fn error(&mut self, at: usize, message: String) {
        self.errors.push(ProjectError { line: self.line(at), message });
    }

    fn line(&self, at: usize) -> u32 {
        let before = self.text.bytes().take(at).filter(|byte| *byte == b'\n').count();
        u32::try_from(before + 1).unwrap_or(u32::MAX)
    }
}

fn example(name: &str) -> &'static str {
    match name {
        "rules" => "inbound.rules",
        "timezone" => "Europe/Berlin",
        "key" => "Lead ID",
        "encoding" => "latin-1",
        "delimiter" => ";",
        "format" => "csv",
        _ => "leads.csv",
    }
}

fn list(words: &[String], join: &str) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {join} {last}", rest.join(", ")),
        None => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use qualify_diagnostics::Code;
    use qualify_lint::Level;

    use super::*;

    fn errors(text: &str) -> Vec<String> {
        let lines = parse(text).unwrap_err();
        lines.into_iter().map(|error| format!("{}: {}", error.line, error.message)).collect()
    }

    #[test]
    fn reads_a_whole_project() {
        let project = parse(
            "rules = \"a.rules\"\ntimezone = \"Europe/Berlin\"\n[leads]\nfile = \"l.csv\"\nkey = \"Id\"\n\
             [events]\nvisits = \"v.csv\"\ncalls = { file = \"c.csv\", encoding = \"latin-1\" }\n",
        )
        .unwrap();
        assert_eq!(project.rules.as_deref(), Some("a.rules"));
        assert_eq!(project.leads.key, Some(Setting { text: "Id".into(), line: 5 }));
        let events: Vec<&str> = project.events.iter().map(|(name, _)| name.text.as_str()).collect();
        assert_eq!(events, ["calls", "visits"]);
        assert_eq!(project.events[0].1.encoding.as_ref().map(|s| s.line), Some(8));
    }

    #[test]
    fn leads_may_be_one_file_name() {
        let project = parse("leads = \"l.csv\"").unwrap();
        assert_eq!(project.leads.file.map(|setting| setting.text).as_deref(), Some("l.csv"));
    }

    #[test]
    fn tells_every_mistake_with_its_line() {
        let text = "rulez = \"a\"\n[leads]\nfile = 3\nsheet = \"x\"\n[events]\nvisits = { key = \"Id\" }\n";
        assert_eq!(
            errors(text),
            [
                "1: qualify.toml has no setting `rulez`. Did you mean `rules`?",
                "3: `file` is a text in straight quotes, such as `file = \"leads.csv\"`.",
                "4: `leads` has no setting `sheet`. It may say `file`, `key`, `encoding`, `delimiter` and `format`.",
                "6: `key` is for leads. Which column of `visits` names the lead is said in the rules: `lead column \"...\"`.",
                "6: `visits` needs its file: `visits = { file = \"visits.csv\" }`.",
            ]
        );
    }

    #[test]
    fn lints_have_levels() {
        let project = parse("[lints]\nno-owner = \"error\"\nrepeated-test = \"off\"\n").unwrap();
        assert_eq!(project.lints.level(Code::NoOwner), Level::Error);
        assert_eq!(project.lints.level(Code::RepeatedTest), Level::Off);
        assert_eq!(project.lints.level(Code::ShortContains), Level::Warn);
    }

    #[test]
    fn mistakes_about_lints_are_told() {
        let text = "[lints]\nredundant-rules = \"off\"\nunknown-name = \"off\"\nno-owner = true\nidle-cap = \"on\"\n";
        assert_eq!(
            errors(text),
            [
                "2: There is no lint `redundant-rules`. Did you mean `redundant-rule`?",
                "3: `unknown-name` is an error, and errors have no level: rules with errors are not run. Leave this line out.",
                "4: The level of a lint is \"off\", \"warn\" or \"error\", such as `no-owner = \"warn\"`.",
                "5: The level of a lint is \"off\", \"warn\" or \"error\", such as `idle-cap = \"warn\"`.",
            ]
        );
        assert_eq!(
            errors("lints = \"off\""),
            [
                "1: `lints` is a table with one line for each lint: `[lints]`, then `redundant-rule = \"off\"`."
            ]
        );
    }

    #[test]
    fn a_line_that_is_not_toml_is_named() {
        let unquoted = errors("\nrules = a.rules\n");
        assert!(unquoted[0].starts_with("2: I cannot read this line."), "{unquoted:?}");
        let twice = errors("rules = \"a.rules\"\nrules = \"b.rules\"\n");
        assert_eq!(twice, ["2: This setting is given twice. Keep one of the two lines."]);
    }

    #[test]
    fn a_byte_order_mark_is_no_mistake() {
        assert!(parse("\u{FEFF}rules = \"a.rules\"").is_ok());
    }
}
