//! What was typed becomes arguments; what cannot be understood becomes a sentence.

use std::ffi::OsString;
use std::io::Write as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Command, CommandFactory as _, FromArgMatches as _};

use crate::arguments::{Arguments, Color};
use crate::stop::{Exit, Stop};
use crate::terminal::text;

/// Reads the command line. Help and version are answered here.
pub(crate) fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Arguments, Stop> {
    let words: Vec<OsString> = words.into_iter().collect();
    let command = Arguments::command().term_width(80);
    let verbs: Vec<&str> = command.get_subcommands().map(Command::get_name).collect();
    let verb = words.iter().find_map(|word| verbs.iter().find(|verb| word == **verb));
    let hint = match words.iter().any(|word| word == "--leads") {
        true => {
            " Each file of leads has its own `--leads`, or a pattern in quotes stands for all of them: `--leads 'leads/*.csv'`."
        }
        false => "",
    };
    let meant = verb.map_or_else(|| "qualify".to_owned(), |verb| format!("qualify {verb}"));
    let matches = command.try_get_matches_from(words);
    let arguments = matches.and_then(|matches| Arguments::from_arg_matches(&matches));
    let arguments = arguments.map_err(|error| explain(&error, &meant, hint))?;
    match arguments.color {
        Color::Auto => anstream::ColorChoice::Auto,
        Color::Always => anstream::ColorChoice::Always,
        Color::Never => anstream::ColorChoice::Never,
    }
    .write_global();
    Ok(arguments)
}

/// `hint` is for words that are too many.
fn explain(error: &clap::Error, command: &str, hint: &str) -> Stop {
    let exit = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => Exit::Fine,
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => Exit::Usage,
        _ => return Stop::usage(sentence(error, command, hint)),
    };
    match error.print().and_then(|()| std::io::stdout().flush()) {
        Ok(()) => Stop::Said(exit),
        Err(error) => Stop::writing("Standard output", &error),
    }
}

fn sentence(error: &clap::Error, command: &str, hint: &str) -> String {
    let context = |kind| words(error.get(kind));
    let argument = context(ContextKind::InvalidArg);
    let first_argument = argument.split(' ').next().unwrap_or_default().to_owned();
    let said = match error.kind() {
        ErrorKind::UnknownArgument if argument.starts_with('-') => {
            let hint = did_you_mean(&context(ContextKind::SuggestedArg));
            format!("There is no flag `{argument}` here.{hint}")
        }
        ErrorKind::UnknownArgument => format!("I do not know what `{argument}` is for.{hint}"),
        ErrorKind::InvalidSubcommand => {
            let verb = context(ContextKind::InvalidSubcommand);
            let hint = did_you_mean(&context(ContextKind::SuggestedSubcommand));
            format!("There is no command `{verb}`.{hint}")
        }
        ErrorKind::MissingRequiredArgument => {
            format!("Something is missing: {}.", argument.replace(['<', '>'], ""))
        }
        ErrorKind::InvalidValue
            if context(ContextKind::InvalidValue).is_empty() && !argument.starts_with('-') =>
        {
            let place = argument.trim_matches(['[', ']', '<', '>', '.']);
            format!("The word for `{place}` is empty. Name a file.")
        }
        ErrorKind::InvalidValue if context(ContextKind::InvalidValue).is_empty() => {
            format!("`{first_argument}` needs a value: `{}`.", argument.replace(['<', '>'], ""))
        }
        ErrorKind::InvalidValue => format!(
            "`{}` is not something `{first_argument}` takes. It takes {}.",
            context(ContextKind::InvalidValue),
            context(ContextKind::ValidValue),
        ),
        ErrorKind::ArgumentConflict => {
            let other = context(ContextKind::PriorArg);
            match other == argument || other.is_empty() {
                true => format!("`{argument}` is given twice. Give it once."),
                false => format!("`{argument}` and `{other}` do not go together. Give one of them."),
            }
        }
        ErrorKind::MissingSubcommand => {
            "What should I do? Name a command, such as `qualify check`.".to_owned()
        }
        ErrorKind::InvalidUtf8 => "One of the words on the command line is not text in UTF-8.".to_owned(),
        _ => format!("I do not understand `{argument}`."),
    };
    format!("{said} `{command} --help` tells more.")
}

fn did_you_mean(word: &str) -> String {
    match word.is_empty() {
        true => String::new(),
        false => format!(" Did you mean `{}`?", word.split(", ").next().unwrap_or(word)),
    }
}

fn words(value: Option<&ContextValue>) -> String {
    match value {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => text::list(texts),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            text::list(&texts.iter().map(ToString::to_string).collect::<Vec<_>>())
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        Some(ContextValue::Bool(yes)) => yes.to_string(),
        _ => String::new(),
    }
}
