//! What a project says of each lint: off, a warning, or an error.

use std::collections::BTreeMap;

use qualify_diagnostics::{Code, Severity};

/// How much a lint weighs in a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// It does not look.
    Off,
    /// Its findings are worth a look.
    Warn,
    /// Its findings make a check fail.
    Error,
}

impl Level {
    /// The words for levels, as `qualify.toml` has them.
    pub const NAMES: [&str; 3] = ["off", "warn", "error"];

    /// The level of a word.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "off" => Some(Self::Off),
            "warn" => Some(Self::Warn),
            "error" => Some(Self::Error),
            _ => None,
        }
    }

    /// The severity of findings; none if there are none.
    pub fn severity(self) -> Option<Severity> {
        match self {
            Self::Off => None,
            Self::Warn => Some(Severity::Warning),
            Self::Error => Some(Severity::Error),
        }
    }
}

/// The levels of all lints.
///
/// ```
/// # use qualify_diagnostics::Code;
/// # use qualify_lint::{Level, Settings};
/// let settings = Settings::default().with(Code::NoOwner, Level::Error);
/// assert_eq!(settings.level(Code::NoOwner), Level::Error);
/// assert_eq!(settings.level(Code::ShortContains), Level::Warn);
/// assert_eq!(settings.level(Code::NoRuleName), Level::Off);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Settings {
    asked: BTreeMap<Code, Level>,
    effort: Effort,
}

/// How far lints look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Effort {
    /// As far as takes about a second for a thousand rules.
    #[default]
    Usual,
    /// Also for what takes longer: parts of rules that other rules make unnecessary.
    Deep,
}

impl Settings {
    /// These settings with the level of one lint.
    #[must_use]
    pub fn with(mut self, code: Code, level: Level) -> Self {
        self.asked.insert(code, level);
        self
    }

    /// These settings with another effort.
    #[must_use]
    pub fn with_effort(mut self, effort: Effort) -> Self {
        self.effort = effort;
        self
    }

    /// How far lints look.
    pub fn effort(&self) -> Effort {
        self.effort
    }

    /// Whether the project says something about a lint.
    pub fn is_asked(&self, code: Code) -> bool {
        self.asked.contains_key(&code)
    }

    /// The level of a lint: what was asked for, else a warning; off for what only some projects want.
    pub fn level(&self, code: Code) -> Level {
        let default = if ON_REQUEST.contains(&code) { Level::Off } else { Level::Warn };
        self.asked.get(&code).copied().unwrap_or(default)
    }
}

/// Lints about manners that a project may or may not have.
const ON_REQUEST: &[Code] = &[Code::NoOwner, Code::NoRuleName, Code::ExitWithoutReason, Code::UntestedRule];
