//! The table `[lints]` of `qualify.toml` becomes the levels of the lints.

use qualify_diagnostics::Code;
use qualify_lint::{Level, Settings};
use toml::de::DeValue;

use super::{Reader, list};
use crate::similar;

impl Reader<'_> {
    pub(super) fn lints(&mut self, at: usize, value: &DeValue<'_>) -> Settings {
        let mut settings = Settings::default();
        let Some(table) = value.as_table() else {
            let message =
                "`lints` is a table with one line for each lint: `[lints]`, then `redundant-rule = \"off\"`.";
            self.error(at, message.to_owned());
            return settings;
        };
        for (key, value) in table {
            let at = key.span().start;
            let name = key.get_ref().as_ref();
            let code = self.lint(at, name);
            let level = self.level(at, name, value.get_ref());
            if let (Some(code), Some(level)) = (code, level) {
                settings = settings.with(code, level);
            }
        }
        settings
    }

    fn lint(&mut self, at: usize, name: &str) -> Option<Code> {
        let message = match Code::from_name(name) {
            Some(code) if Code::LINTS.contains(&code) => return Some(code),
            Some(_) => format!(
                "`{name}` is an error, and errors have no level: rules with errors are not run. Leave this line out."
            ),
            None => {
                let hint = match similar::closest(name, Code::LINTS.iter().map(|code| code.name())) {
                    Some(meant) => format!("Did you mean `{meant}`?"),
                    None => "`qualify explain` lists all names.".to_owned(),
                };
                format!("There is no lint `{name}`. {hint}")
            }
        };
        self.error(at, message);
        None
    }

    fn level(&mut self, at: usize, name: &str, value: &DeValue<'_>) -> Option<Level> {
        let level = value.as_str().and_then(Level::from_name);
        if level.is_none() {
            let levels = list(&Level::NAMES.map(|name| format!("\"{name}\"")), "or");
            self.error(at, format!("The level of a lint is {levels}, such as `{name} = \"warn\"`."));
        }
        level
    }
}
