//! Fixes that are said to keep every verdict become new texts, as far as that is proved.
//!
//! In rounds: apply fixes that do not touch each other, check the whole again in memory, keep what is proved. What only the
//! analysis knows holds for the rules as they were: of two rules that imply each other only one may go. So what comes of all fixes
//! is proved anew, and where that fails half of them are tried, down to one.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use qualify::Compilation;
use qualify::analysis::{Comparison, Equivalence, any_day, assumes, names_days};
use qualify::diagnostics::{Diagnostic, Edit, Effect, Evidence, Fix};
use qualify::plan::Plan;

use crate::commands::check::is_broken;
use crate::disk::Texts;
use crate::findings::{self, Finding};
use crate::stop::Stop;
use crate::workspace::Workspace;

/// Most rounds; a fix that another undoes would go on for ever.
const ROUNDS: usize = 200;

/// All programs with everything there is to say about each, with some texts in the place of files.
pub(super) type Gather<'a> = &'a dyn Fn(&Texts) -> Result<Checked, Stop>;
pub(super) type Checked = Vec<(Workspace, Compilation)>;

/// What fixing came to.
pub(super) struct Mended {
    /// The programs with the new texts, and what is left to say about them.
    pub(super) checked: Checked,
    /// The changed files, by place.
    pub(super) files: BTreeMap<PathBuf, Changed>,
    /// What was fixed: `inbound.rules:12: Write `>=``.
    pub(super) done: Vec<String>,
}

/// A file with another text than it had.
pub(super) struct Changed {
    /// Its path, as the user can open it.
    pub(super) shown: String,
    /// What it was.
    pub(super) old: String,
    /// What it is to be.
    pub(super) new: String,
}

/// A fix that is to be tried.
struct Candidate {
    /// Which of the programs says so.
    program: usize,
    diagnostic: Diagnostic,
    fix: Fix,
    fingerprint: String,
    /// `inbound.rules:12: Write `>=``.
    told: String,
}

/// Applies in memory what can be proved.
pub(super) fn mend(gather: Gather<'_>) -> Result<Mended, Stop> {
    let checked = gather(&Texts::new())?;
    let mut mended = Mended { checked, files: BTreeMap::new(), done: Vec::new() };
    let mut refused = BTreeSet::new();
    let mut most = usize::MAX;
    for _ in 0..ROUNDS {
        if mended.checked.iter().any(|(_, compilation)| is_broken(compilation)) {
            break;
        }
        let batch = batch(candidates(&mended.checked, &refused), &mended.checked, most);
        if batch.is_empty() {
            break;
        }
        let tried = with_edits(&mended, &batch);
        let texts = tried.iter().map(|(path, file)| (path.clone(), file.new.clone())).collect();
        let after = gather(&texts)?;
        if all_proved(&mended.checked, &after, &batch) {
            mended.checked = after;
            mended.files = tried;
            mended.done.extend(batch.into_iter().map(|candidate| candidate.told));
            most = most.saturating_mul(2);
        } else if let [only] = batch.as_slice() {
            refused.insert(only.fingerprint.clone());
        } else {
            most = batch.len() / 2;
        }
    }
    mended.files.retain(|_, file| file.old != file.new);
    withdraw(&mut mended.checked, &refused);
    Ok(mended)
}

/// The fixes that are said to keep all verdicts, without those that turned out otherwise.
fn candidates(checked: &Checked, refused: &BTreeSet<String>) -> Vec<Candidate> {
    let found = findings::list(checked);
    found.iter().filter_map(|finding| candidate(checked, finding, refused)).collect()
}

fn candidate(checked: &Checked, finding: &Finding<'_>, refused: &BTreeSet<String>) -> Option<Candidate> {
    let fix = finding.diagnostic.fix.as_ref()?;
    if fix.effect != Effect::KeepsVerdicts || refused.contains(&finding.fingerprint) {
        return None;
    }
    Some(Candidate {
        program: checked.iter().position(|(workspace, _)| std::ptr::eq(workspace, finding.workspace))?,
        diagnostic: finding.diagnostic.clone(),
        fix: fix.clone(),
        fingerprint: finding.fingerprint.clone(),
        told: format!("{}:{}: {}", finding.place.file, finding.place.start.line, fix.title),
    })
}

/// What is tried next: fixes that leave the plan as it is, else such as rest on a proof; none that touch each other.
fn batch(candidates: Vec<Candidate>, checked: &Checked, most: usize) -> Vec<Candidate> {
    let (proofs, plain): (Vec<Candidate>, Vec<Candidate>) =
        candidates.into_iter().partition(|candidate| rests_on_proof(&candidate.diagnostic));
    let mut taken: Vec<(PathBuf, u32, u32)> = Vec::new();
    let apart = |candidate: &Candidate| {
        let places: Vec<_> =
            candidate.fix.edits.iter().filter_map(|edit| touched(candidate, edit, checked)).collect();
        let free = places.iter().all(|place| taken.iter().all(|other| !touch(place, other)));
        if free {
            taken.extend(places);
        }
        free
    };
    let tried = if plain.is_empty() { proofs } else { plain };
    tried.into_iter().filter(apart).take(most).collect()
}

fn touched(candidate: &Candidate, edit: &Edit, checked: &Checked) -> Option<(PathBuf, u32, u32)> {
    let (workspace, compilation) = checked.get(candidate.program)?;
    let path = workspace.real(compilation.sources.get(edit.span.source)?.path())?;
    Some((path, edit.span.start, edit.span.end))
}

/// Neighbours touch, too: who is first of two insertions at one place would be a matter of luck.
fn touch(one: &(PathBuf, u32, u32), other: &(PathBuf, u32, u32)) -> bool {
    one.0 == other.0 && one.1 <= other.2 && other.1 <= one.2
}

/// The changed files, with the edits of a batch too.
fn with_edits(mended: &Mended, batch: &[Candidate]) -> BTreeMap<PathBuf, Changed> {
    let mut edits: BTreeMap<PathBuf, Vec<&Edit>> = BTreeMap::new();
    let mut files: BTreeMap<PathBuf, Changed> = BTreeMap::new();
    for (path, file) in &mended.files {
        let Changed { shown, old, new } = file;
        let copy = Changed { shown: shown.clone(), old: old.clone(), new: new.clone() };
        files.insert(path.clone(), copy);
    }
    for candidate in batch {
        let Some((workspace, compilation)) = mended.checked.get(candidate.program) else { continue };
        for edit in &candidate.fix.edits {
            let source = compilation.sources.get(edit.span.source);
            let Some((source, path)) =
                source.and_then(|source| Some((source, workspace.real(source.path())?)))
            else {
                continue;
            };
            files.entry(path.clone()).or_insert_with(|| Changed {
                shown: workspace.shown(source.path()),
                old: source.text().to_owned(),
                new: source.text().to_owned(),
            });
            edits.entry(path).or_default().push(edit);
        }
    }
    for (path, mut edits) in edits {
        if let Some(file) = files.get_mut(&path) {
            apply(&mut file.new, &mut edits);
        }
    }
    files
}

/// From the end, so that the places of the others stay right.
fn apply(text: &mut String, edits: &mut [&Edit]) {
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.span.start, edit.span.end)));
    for edit in edits {
        let (start, end) = (edit.span.start as usize, edit.span.end as usize);
        let parts = (text.get(..start), text.get(end..));
        if let (Some(before), Some(after)) = parts {
            *text = format!("{before}{}{after}", edit.text);
        }
    }
}

/// Whether every program is still without errors and gives every lead the verdict that it had.
fn all_proved(before: &Checked, after: &Checked, batch: &[Candidate]) -> bool {
    let mut pairs = before.iter().zip(after);
    let proved = pairs.all(|((_, before), (_, after))| {
        let (Some(old), Some(new)) = (&before.program, &after.program) else { return false };
        !is_broken(after) && keeps_verdicts(&old.plan, &new.plan, batch)
    });
    before.len() == after.len() && proved
}

/// Checked where the plan stays as it is. Where it does not, fixes that rest on a proof count, if the two plans are proved to be
/// equivalent, whatever the day, and the status of verdicts, which is not compared, rests on nothing.
fn keeps_verdicts(old: &Plan, new: &Plan, batch: &[Candidate]) -> bool {
    let is_equivalent = || Comparison::new(old, new, any_day()).equivalent() == Equivalence::Equivalent;
    let rests_on_proof = batch.iter().all(|candidate| rests_on_proof(&candidate.diagnostic));
    let is_timeless = !names_days(old) && !names_days(new);
    let assumes = assumes(old) || assumes(new);
    old.without_origin() == new.without_origin()
        || rests_on_proof && is_timeless && !assumes && is_equivalent()
}

fn rests_on_proof(diagnostic: &Diagnostic) -> bool {
    match diagnostic.evidence {
        Some(Evidence::Proof(_)) => true,
        Some(Evidence::Lead(_) | Evidence::Sample(_) | Evidence::Text(_)) | None => false,
    }
}

/// What was promised and is not so is promised no more.
fn withdraw(checked: &mut Checked, refused: &BTreeSet<String>) {
    let found = findings::list(checked);
    let prints: Vec<String> = found.into_iter().map(|finding| finding.fingerprint).collect();
    let diagnostics = checked.iter_mut().flat_map(|(_, compilation)| &mut compilation.diagnostics);
    for (diagnostic, print) in diagnostics.zip(prints) {
        if let Some(fix) = diagnostic.fix.as_mut().filter(|_| refused.contains(&print)) {
            fix.effect = Effect::MayChangeVerdicts;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use qualify::diagnostics::{Code, Span};

    use super::*;
    use crate::workspace::Asked;

    const RULES: &str = "\
stages: - Lead - MQL
field n is count
rule \"A\":
  when (n>=2) then MQL
rule \"B\":
  when n >= 3 then MQL
rule \"C\":
  when n >= 3 then MQL
";

    /// What a lint might say wherever some words stand: replace them.
    struct Lint {
        words: &'static str,
        by: &'static str,
        evidence: Option<Evidence>,
    }

    impl Lint {
        fn of(words: &'static str, by: &'static str) -> Self {
            Self { words, by, evidence: None }
        }

        fn proved(self) -> Self {
            Self { evidence: Some(Evidence::Proof("it is so".to_owned())), ..self }
        }

        fn found(&self, compilation: &Compilation) -> Vec<Diagnostic> {
            let found = compilation.sources.iter().flat_map(|(id, source)| {
                let places = source.text().match_indices(self.words);
                places.map(move |(at, words)| Span::new(id, at, at + words.len()))
            });
            found.map(|span| self.one(span)).collect()
        }

        fn one(&self, span: Span) -> Diagnostic {
            let title = format!("Write `{}`", self.by);
            let mut one = Diagnostic::new(Code::IdleCondition, span, "idle").with_fix(title, span, self.by);
            one.evidence.clone_from(&self.evidence);
            if let Some(fix) = &mut one.fix {
                fix.effect = Effect::KeepsVerdicts;
            }
            one
        }
    }

    fn gather(folder: &Path, programs: &[&str], lints: &[Lint], texts: &Texts) -> Result<Checked, Stop> {
        let one = |name: &&str| {
            let path = folder.join(name);
            let workspace =
                Workspace::find(Asked { project: None, rules: Some(&path) })?.shown_from_its_root();
            let mut compilation = workspace.compile_with(texts);
            let found = lints.iter().flat_map(|lint| lint.found(&compilation)).collect::<Vec<_>>();
            compilation.diagnostics.extend(found);
            Ok((workspace, compilation))
        };
        programs.iter().map(one).collect()
    }

    /// The new text of the rules, what was done, and what is left to say.
    fn mended(rules: &str, lints: &[Lint]) -> (String, Vec<String>, Vec<Diagnostic>) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        std::fs::write(folder.path().join("a.rules"), rules).expect("the temporary folder can be written");
        let mended = mend(&|texts| gather(folder.path(), &["a.rules"], lints, texts))
            .unwrap_or_else(|_| panic!("it ends"));
        let text = mended.files.values().next().map_or_else(|| rules.to_owned(), |file| file.new.clone());
        let left = mended.checked.into_iter().flat_map(|(_, compilation)| compilation.diagnostics).collect();
        (text, mended.done, left)
    }

    #[test]
    fn fixes_that_leave_the_plan_are_applied_together_until_nothing_changes() {
        let (text, done, left) = mended(
            RULES,
            &[Lint::of("(n>=2)", "n>=2"), Lint::of("n>=2 ", "n >= 2 "), Lint::of("n >= 3", "n > 2.0")],
        );
        assert_eq!(text, RULES.replace("(n>=2)", "n >= 2"));
        assert_eq!(done, ["a.rules:4: Write `n>=2`", "a.rules:4: Write `n >= 2 `"]);
        assert!(
            left.iter().all(|one| one.fix.as_ref().map(|fix| fix.effect) == Some(Effect::MayChangeVerdicts)),
            "{left:?}"
        );
    }

    #[test]
    fn a_fix_that_changes_the_plan_is_withdrawn_and_stops_no_other() {
        let lints = [Lint::of("n>=2", "n >= 4"), Lint::of("n is count\n", "n is  count\n")];
        let (text, done, left) = mended(RULES, &lints);
        assert_eq!(text, RULES.replace("n is count", "n is  count"));
        assert_eq!((done.len(), left.len()), (1, 1));
        let effects: Vec<_> = left.iter().filter_map(|one| Some(one.fix.as_ref()?.effect)).collect();
        assert_eq!(effects, [Effect::MayChangeVerdicts]);
    }

    #[test]
    fn a_fix_that_breaks_the_rules_is_withdrawn() {
        let (text, done, _) = mended(RULES, &[Lint::of("n>=2", "m >= 2").proved()]);
        assert_eq!((text.as_str(), done.len()), (RULES, 0));
    }

    #[test]
    fn of_two_proofs_that_rest_on_each_other_one_is_used() {
        let twin = |words, by| Lint::of(words, by).proved();
        let lints = [
            twin(
                "rule \"B\":\n  when n >= 3 then MQL\nrule \"C\":\n  when n >= 3 then MQL\n",
                "rule \"C\":\n  when n >= 3 then MQL\n",
            ),
            twin("when n >= 3 then MQL\nrule \"C\":\n  when n >= 3 then MQL\n", "when n >= 3 then MQL\n"),
        ];
        let (text, done, left) = mended(RULES, &lints);
        assert_eq!(text.matches("n >= 3").count(), 1, "{text}");
        assert_eq!((done.len(), left.len()), (1, 0));
    }

    #[test]
    fn a_proof_that_does_not_hold_is_not_believed() {
        let (text, done, left) = mended(RULES, &[Lint::of("n>=2", "n >= 4").proved()]);
        assert_eq!((text.as_str(), done.len()), (RULES, 0));
        assert_eq!(
            left.first().and_then(|one| Some(one.fix.as_ref()?.effect)),
            Some(Effect::MayChangeVerdicts)
        );
    }

    #[test]
    fn what_holds_today_alone_is_not_fixed() {
        let dated = RULES.replace("rule \"C\":", "rule \"C\", until 2026-06-30:");
        let doubled = Lint::of("when n >= 3 then MQL\nrule \"C\"", "rule \"C\"").proved();
        assert_eq!(mended(&dated, &[doubled]).1.len(), 0);
    }

    #[test]
    fn nothing_is_fixed_beside_an_error() {
        let broken = format!("{RULES}when m then MQL\n");
        let (text, done, left) = mended(&broken, &[Lint::of("(n>=2)", "n >= 2")]);
        assert_eq!((text, done.len(), left.len()), (broken, 0, 2));
    }

    #[test]
    fn fixes_that_undo_each_other_come_to_an_end() {
        let (text, _, _) = mended(RULES, &[Lint::of("(n>=2)", "n>=2"), Lint::of(" n>=2 ", " (n>=2) ")]);
        assert!(text == RULES || text == RULES.replace("(n>=2)", "n>=2"), "{text}");
    }
}
