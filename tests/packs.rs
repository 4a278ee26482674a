//! The example packs: no mistakes, canonical, promises kept, and the same plan however their text is laid out.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::disallowed_methods,
    reason = "a test reads the repository and tells of a failure by panicking"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use qualify::eval::{Columnar, Verdict, evaluate};
use qualify::leads::{
    Encoding, EventOptions, EventRows, Events, LeadBatch, LeadOptions, LeadReader, Room, Table, TableOptions,
    Zone,
};
use qualify::plan::Lead;
use qualify::syntax::ast::ItemKind;
use qualify::syntax::format::Vocabulary;

/// The files of one pack, by their paths in it, and its rules file.
struct Pack {
    name: String,
    files: BTreeMap<String, Vec<u8>>,
}

impl Pack {
    fn main(&self) -> String {
        format!("{}.rules", self.name)
    }

    fn compile(&self) -> qualify::Compilation {
        qualify::compile(&self.files, &self.main())
    }

    /// The same pack with every rules file changed.
    fn changed(&self, change: impl Fn(&str) -> String) -> Self {
        let files = self.files.iter().map(|(path, content)| match path.ends_with(".rules") {
            true => (path.clone(), change(std::str::from_utf8(content).unwrap()).into_bytes()),
            false => (path.clone(), content.clone()),
        });
        Self { name: self.name.clone(), files: files.collect() }
    }
}

fn packs() -> Vec<Pack> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../rules");
    let mut folders: Vec<PathBuf> = std::fs::read_dir(&root)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_dir())
        .collect();
    folders.sort();
    let packs = folders.iter().map(|folder| {
        let mut files = BTreeMap::new();
        read_all(folder, folder, &mut files);
        Pack { name: folder.file_name().unwrap().to_str().unwrap().to_owned(), files }
    });
    packs.collect()
}

fn read_all(root: &Path, folder: &Path, files: &mut BTreeMap<String, Vec<u8>>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(root, &path, files);
        } else {
            let name = path.strip_prefix(root).unwrap().to_str().unwrap().replace('\\', "/");
            files.insert(name, std::fs::read(&path).unwrap());
        }
    }
}

fn plan(pack: &Pack) -> qualify::plan::Plan {
    let compilation = pack.compile();
    let shown: String = compilation
        .diagnostics
        .iter()
        .map(|d| qualify::diagnostics::report::plain(&compilation.sources, d))
        .collect();
    compilation.program.unwrap_or_else(|| panic!("{}:\n{shown}", pack.name)).plan
}

/// The text without comments.
fn bare(text: &str) -> String {
    let mut sources = qualify::diagnostics::Sources::default();
    let (file, _) = qualify::syntax::parse(sources.add("x.rules", text), text);
    let mut out = String::new();
    let mut at = 0;
    for comment in &file.comments {
        out.push_str(&text[at..comment.span.start as usize]);
        at = comment.span.end as usize;
    }
    out + &text[at..]
}

#[test]
fn there_are_packs() {
    assert!(packs().len() >= 8);
}

#[test]
fn lints_find_nothing_that_is_not_accepted() {
    let today = qualify::plan::Date::parse("2026-03-02").unwrap();
    for pack in packs() {
        let compilation = pack.compile();
        let found = qualify::lint(&compilation, &qualify::lints::Settings::default(), today, None);
        let shown: String =
            found.iter().map(|d| qualify::diagnostics::report::plain(&compilation.sources, d)).collect();
        assert_eq!(shown, "", "{}", pack.name);
    }
}

#[test]
fn leads_of_the_packs_show_nothing_that_is_not_accepted() {
    let today = qualify::plan::Date::parse("2026-03-02").unwrap();
    for pack in packs() {
        let compilation = pack.compile();
        let sample = sample(&pack, &compilation.program.as_ref().unwrap().plan);
        assert!(sample.leads() > 50, "{}", pack.name);
        let found = qualify::lint(&compilation, &qualify::lints::Settings::default(), today, Some(&sample));
        let shown: String =
            found.iter().map(|d| qualify::diagnostics::report::plain(&compilation.sources, d)).collect();
        assert_eq!(shown, "", "{}", pack.name);
    }
}

/// The leads of a pack and their events, as its qualify.toml names them.
fn data(pack: &Pack, plan: &qualify::plan::Plan) -> (LeadReader, Events) {
    let text = std::str::from_utf8(&pack.files["qualify.toml"]).unwrap();
    let project = qualify::project::parse(text).unwrap();
    let zone = project.timezone.map(|zone| Zone::named(&zone.text).unwrap()).unwrap_or_default();
    let table = |setting: &qualify::project::TableSetting| {
        let name = &setting.file.as_ref().unwrap().text;
        let encoding = if setting.encoding.is_some() { Encoding::Latin1 } else { Encoding::Utf8 };
        let options = TableOptions { encoding, ..TableOptions::named(name) };
        Table::open(Box::new(std::io::Cursor::new(pack.files[name].clone())), &options).unwrap()
    };
    let key = project.leads.key.as_ref().unwrap().text.clone();
    let mut events = Events::not_collected(plan);
    for (name, setting) in &project.events {
        let id = plan.event(&name.text).unwrap();
        let options = EventOptions { key: key.clone(), zone: zone.clone() };
        events.collect(id, EventRows::read(plan, id, table(setting), &options, Room::UNLIMITED).unwrap());
    }
    let options = LeadOptions { key: Some(key), zone };
    (LeadReader::new(plan, table(&project.leads), &options).unwrap(), events)
}

fn sample(pack: &Pack, plan: &qualify::plan::Plan) -> qualify::lints::Sample {
    let (mut leads, mut events) = data(pack, plan);
    qualify::lints::Sample::read(plan, &mut leads, &mut events).unwrap()
}

/// Read and judged side by side, leads have the verdicts that they have one after the other.
#[test]
fn batches_of_leads_are_judged_like_single_ones() {
    let today = qualify::plan::Date::parse("2026-03-02").unwrap();
    for pack in packs() {
        let plan = plan(&pack);
        let (singly, mut events) = data(&pack, &plan);
        let expected = singly.map(|record| {
            let record = record.unwrap();
            let streams = events.streams(&record.key).unwrap().unwrap();
            evaluate(&plan, today, &Lead { values: record.values, events: streams })
        });
        let expected: Vec<Verdict> = expected.collect();
        for at_once in [1, 7, 1_024] {
            let (mut leads, mut events) = data(&pack, &plan);
            let (mut batch, mut columnar) = (LeadBatch::new(&plan), Columnar::new(&plan, today));
            let mut expected = expected.iter();
            while leads.fill(&mut batch, at_once).unwrap() {
                let streams = (0..batch.leads())
                    .map(|lead| events.streams(batch.key(lead)).unwrap().unwrap().into())
                    .collect();
                batch.columns.set_streams(streams);
                batch.columns.with_batch(|batch| {
                    let verdicts = columnar.verdicts(batch);
                    for lead in 0..batch.leads {
                        assert_eq!(Some(&verdicts.get(lead)), expected.next(), "{}", pack.name);
                    }
                });
            }
            assert_eq!(expected.next(), None, "{}", pack.name);
        }
    }
}

#[test]
fn layout_does_not_change_what_lints_find() {
    let today = qualify::plan::Date::parse("2026-03-02").unwrap();
    for pack in packs() {
        let formatted = pack.changed(|text| {
            let mut sources = qualify::diagnostics::Sources::default();
            let (file, mistakes) = qualify::syntax::parse(sources.add("x.rules", text), text);
            qualify::syntax::format::file(text, &file, &mistakes, &Vocabulary::of(&[&file]))
        });
        let found = qualify::lint(&formatted.compile(), &qualify::lints::Settings::default(), today, None);
        assert_eq!(found, [], "{}", pack.name);
    }
}

#[test]
fn every_place_is_found_in_the_plan() {
    for pack in packs() {
        let compilation = pack.compile();
        let program = compilation.program.unwrap();
        let map = &program.source_map;
        for (index, rule) in compilation.hir.rules.iter().enumerate() {
            let plan = &program.plan.rules[map.rule(index).unwrap().index()];
            assert_eq!(plan.name, rule.name, "{}", pack.name);
            assert_eq!(map.expr(rule.when.span), Some(plan.when), "{}", rule.name);
            assert_eq!(rule.unless.as_ref().and_then(|unless| map.expr(unless.span)), plan.unless);
            assert_eq!(map.rule_index(map.rule(index).unwrap()), Some(index));
        }
        for (span, path) in map.lines() {
            let above =
                qualify::LinePath { steps: path.steps[..path.steps.len() - 1].to_vec(), ..path.clone() };
            let in_first_of = matches!(above.line(&program.plan), Some(qualify::plan::Line::FirstOf(_)));
            assert!(path.line(&program.plan).is_some() != in_first_of, "{}: {span:?}", pack.name);
        }
        let defines = compilation.hir.defines.iter().enumerate();
        for (at, define) in defines {
            let id = qualify::hir::DefineId::from_index(at);
            assert_eq!(map.define(id), map.expr(define.condition.span), "{}", define.name.text);
        }
    }
}

#[test]
fn layout_does_not_matter() {
    for pack in packs() {
        let written = plan(&pack).without_origin();
        let unindented =
            pack.changed(|text| text.lines().map(|line| format!("{}\n", line.trim_start())).collect());
        assert_eq!(plan(&unindented).without_origin(), written, "{}, unindented", pack.name);
        let on_one_line = pack.changed(|text| bare(text).split(['\n', '\r']).collect::<Vec<_>>().join(" "));
        assert_eq!(plan(&on_one_line).without_origin(), written, "{}, on one line", pack.name);
        let windows = pack.changed(|text| format!("\u{FEFF}{}", text.replace('\n', "\r\n")));
        assert_eq!(plan(&windows).without_origin(), written, "{}, with Windows line breaks", pack.name);
        let formatted = pack.changed(|text| {
            let mut sources = qualify::diagnostics::Sources::default();
            let (file, mistakes) = qualify::syntax::parse(sources.add("x.rules", text), text);
            qualify::syntax::format::file(text, &file, &mistakes, &Vocabulary::of(&[&file]))
        });
        assert_eq!(plan(&formatted).without_origin(), written, "{}, formatted", pack.name);
    }
}

#[test]
fn a_plan_survives_its_json() {
    for pack in packs() {
        let plan = plan(&pack);
        let json = serde_json::to_string(&plan).unwrap();
        assert_eq!(serde_json::from_str::<qualify::plan::Plan>(&json).unwrap(), plan, "{}", pack.name);
    }
}

#[test]
fn every_promise_is_kept_in_any_order_of_declarations() {
    let today = qualify::plan::Date::parse("2026-03-02").unwrap();
    for pack in packs() {
        for turn in 0..4 {
            let turned = pack.changed(|text| rotated(text, turn * 7));
            let program =
                turned.compile().program.unwrap_or_else(|| panic!("{}, turned by {turn}", pack.name));
            for result in qualify::examples::run(&program, today) {
                assert!(result.is_kept(), "{}, turned by {turn}: {}", pack.name, result.example.name);
            }
        }
    }
}

#[test]
fn every_promise_is_kept_when_a_file_is_split_in_two() {
    let today = qualify::plan::Date::parse("2026-03-02").unwrap();
    for pack in packs() {
        let text = std::str::from_utf8(&pack.files[&pack.main()]).unwrap();
        let (first, second) = split(text);
        let mut files = pack.files.clone();
        files.insert(pack.main(), first.into_bytes());
        files.insert("second_half.rules".to_owned(), second.into_bytes());
        let split = Pack { name: pack.name.clone(), files };
        let program = split.compile().program.unwrap_or_else(|| panic!("{}, split", pack.name));
        assert_eq!(program.plan.rules.len(), plan(&pack).rules.len());
        for result in qualify::examples::run(&program, today) {
            assert!(result.is_kept(), "{}, split: {}", pack.name, result.example.name);
        }
    }
}

/// Every other declaration in a second file, which the first uses.
fn split(text: &str) -> (String, String) {
    let mut sources = qualify::diagnostics::Sources::default();
    let (file, _) = qualify::syntax::parse(sources.add("x.rules", text), text);
    let (mut first, mut second) = (String::new(), String::new());
    for (index, item) in file.items.iter().enumerate() {
        let text = &text[item.span.start as usize..item.span.end as usize];
        let stays = matches!(item.kind, ItemKind::Language(_) | ItemKind::Use(_) | ItemKind::Owner(_));
        let half = if stays || index % 2 == 0 { &mut first } else { &mut second };
        half.push_str(text);
        half.push('\n');
    }
    (format!("{first}use \"second_half.rules\"\n"), second)
}

/// The text with its declarations and rules in another order: turned round by `by` items, then reversed.
fn rotated(text: &str, by: usize) -> String {
    let mut sources = qualify::diagnostics::Sources::default();
    let (file, _) = qualify::syntax::parse(sources.add("x.rules", text), text);
    let (first, rest): (Vec<_>, Vec<_>) =
        file.items.iter().partition(|item| matches!(item.kind, ItemKind::Language(_) | ItemKind::Use(_)));
    let mut rest: Vec<_> = rest;
    if by > 0 && !rest.is_empty() {
        let by = by % rest.len();
        rest.rotate_left(by);
        rest.reverse();
    }
    let slice = |item: &&qualify::syntax::ast::Item| {
        text[item.span.start as usize..item.span.end as usize].to_owned()
    };
    first.iter().chain(&rest).map(slice).collect::<Vec<_>>().join("\n")
}
