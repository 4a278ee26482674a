//! Which constructs of the language a run met: none may be left out.

use std::collections::BTreeMap;

use qualify_eval::Verdict;
use qualify_plan::{Lead, Plan, Stream};

/// How each kind begins where a plan is written for debugging.
const OF_PLANS: &[&str] = &[
    // Conditions.
    "Test(Test {",
    "Events(EventTest {",
    "] Score(",
    "Grade(GradeId",
    "] Place(",
    "] Rule(",
    "Not(ExprId",
    "All([",
    "Any([",
    "AtLeast(1, [",
    "AtLeast(2, [",
    // Tests.
    "predicate: Known",
    "predicate: Yes",
    "predicate: In(",
    "predicate: Number(",
    "predicate: Rank(",
    "predicate: Date(",
    "predicate: Text(",
    "predicate: Includes(",
    "domain: true",
    "fact: Field(",
    "fact: Attribute(",
    "Number(Is(",
    "Number(AtLeast(",
    "Number(MoreThan(",
    "Number(AtMost(",
    "Number(LessThan(",
    "Number(Between(",
    "Rank(Is(",
    "Rank(AtLeast(",
    "Rank(MoreThan(",
    "Rank(AtMost(",
    "Rank(LessThan(",
    "Rank(Between(",
    "Date(Never",
    "Date(On(",
    "Date(Before(",
    "Date(After(",
    "Date(OnOrBefore(",
    "Date(OnOrAfter(",
    "Date(Between(",
    "Date(Within(",
    "Date(WithinNext(",
    "Date(MoreThanAgo(",
    "(Today)",
    "Text(Contains",
    "Text(StartsWith",
    "Text(EndsWith",
    "Text(HasWord",
    "Includes(Any",
    "Includes(All",
    "Includes(None",
    "Choices([",
    "Countries([",
    "Texts([",
    // Rows of events.
    "measure: Count",
    "measure: Days",
    "measure: Distinct(",
    "measure: Sum(",
    "filter: Some(",
    "filter: None",
    "window: Always",
    "window: Within(",
    "window: Since(",
    "comparison: Is(",
    "comparison: AtLeast(",
    "comparison: MoreThan(",
    "comparison: AtMost(",
    "comparison: LessThan(",
    "comparison: Between(",
    // Scores.
    "When {",
    "Each(Each",
    "Table(Table",
    "FirstOf([",
    "BestOf([",
    "Group {",
    "of: Rows(",
    "of: Days(",
    "of: Distinct(",
    "of: Field(",
    "fade: None",
    "fade: Some(Over(",
    "fade: Some(HalvingEvery(",
    "cap: Some(",
    "cap: None",
    "sign: Add",
    "sign: Subtract",
    "value: Numbers(",
    "value: Choices(",
    "value: Countries(",
    "value: YesNo(",
    "otherwise: Some(",
    "otherwise: None",
    "unknown: Some(",
    "unknown: None",
    // What rules conclude, and when.
    "Place(Stage(",
    "Place(Exit(",
    "Outcome(OutcomeId(0)",
    "Outcome(OutcomeId(1)",
    "Outcome(OutcomeId(2)",
    "combine: OneValue",
    "combine: HighestWins",
    "combine: KeepAll",
    "unless: Some(",
    "unless: None",
    "from: Some(",
    "until: Some(",
    // Facts.
    "ty: YesNo",
    "ty: Count",
    "ty: Choice(Choices",
    "ordered: true",
    "ordered: false",
    "ty: Country",
    "ty: Number",
    "ty: Percent",
    "ty: Money(",
    "ty: Date",
    "ty: Text",
    "ty: Email",
    "ty: List(None",
    "ty: List(Some",
    "default: Some(",
    "default: None",
];

/// What leads and verdicts are.
const OF_LEADS: &[&str] = &[
    "lead with a gap",
    "lead with rows",
    "lead with a row without a value",
    "lead without rows",
    "events not collected",
    "result is a stage",
    "result is an exit",
];

/// How often each kind was met.
#[derive(Debug, Default)]
pub(crate) struct Kinds {
    pub(crate) programs: usize,
    pub(crate) triples: usize,
    met: BTreeMap<&'static str, usize>,
}

impl Kinds {
    pub(crate) fn add(&mut self, plan: &Plan, leads: &[Lead], verdicts: &[Verdict]) {
        self.programs += 1;
        self.triples += leads.len();
        // Conditions are marked, so that they are not taken for what else has these names.
        let mut text = format!("{:?}", Plan { exprs: Vec::new(), ..plan.clone() });
        plan.exprs.iter().for_each(|expr| text.push_str(&format!("] {expr:?}")));
        for kind in OF_PLANS {
            *self.met.entry(kind).or_default() += text.matches(kind).count();
        }
        for (lead, verdict) in leads.iter().zip(verdicts) {
            self.add_lead(lead, verdict);
        }
    }

    fn add_lead(&mut self, lead: &Lead, verdict: &Verdict) {
        let rows = |stream: &Stream| match stream {
            Stream::Rows(rows) => rows.clone(),
            Stream::NotCollected => Vec::new(),
        };
        let rows: Vec<_> = lead.events.iter().flat_map(rows).collect();
        let result = verdict.found.result;
        let is = [
            lead.values.contains(&None),
            !rows.is_empty(),
            rows.iter().any(|row| row.values.contains(&None)),
            lead.events.iter().any(|stream| matches!(stream, Stream::Rows(rows) if rows.is_empty())),
            lead.events.iter().any(|stream| matches!(stream, Stream::NotCollected)),
            matches!(result, Some(qualify_plan::Place::Stage(_))),
            matches!(result, Some(qualify_plan::Place::Exit(_))),
        ];
        for (kind, is) in OF_LEADS.iter().zip(is) {
            *self.met.entry(kind).or_default() += usize::from(is);
        }
    }

    /// Says what was met, and fails if something was not.
    pub(crate) fn require_all(&self) {
        let never: Vec<_> = self.met.iter().filter(|(_, count)| **count == 0).map(|(kind, _)| kind).collect();
        println!("{} programs, {} leads in all: {:#?}", self.programs, self.triples, self.met);
        assert!(never.is_empty(), "never met: {never:?}");
    }
}
