//! The names that facts look for to the columns that a file has.

use std::collections::{BTreeSet, HashMap, HashSet};

use qualify_plan::{Fact, fold};

use crate::closest::closest;

/// Which column a fact reads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactColumn {
    /// The fact's name.
    pub fact: String,
    /// The headers it looks for, first choice first.
    pub wanted: Vec<String>,
    /// The header it reads; `None`: the column is absent and the fact is missing for every row.
    pub header: Option<String>,
    /// If absent: the header that is most like what it looks for.
    pub closest: Option<String>,
}

/// Which columns of a file are read by what.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// For each fact, in the order of the plan.
    pub facts: Vec<FactColumn>,
    /// Headers that nothing reads, in the order of the file.
    pub unused: Vec<String>,
    /// Headers that are read and that more than one column has, in the order of the file; the first column is read.
    pub doubled: Vec<String>,
    /// How many columns have no header and so cannot be read.
    pub unnamed: usize,
}

impl Columns {
    /// The facts whose column the file does not have.
    pub fn absent(&self) -> impl Iterator<Item = &FactColumn> {
        self.facts.iter().filter(|fact| fact.header.is_none())
    }

    /// Describes the columns of facts; `used` are all that are read, also for something else, such as the key.
    pub(crate) fn describe(facts: &[Fact], index: &HeaderIndex<'_>, used: &[usize]) -> Self {
        Self {
            facts: facts.iter().map(|fact| index.describe(fact)).collect(),
            unused: index.unused(used),
            doubled: index.doubled(used),
            unnamed: index.unnamed(),
        }
    }
}

/// The headers that a fact looks for: those of `column`, else its name, also with spaces for underscores.
pub(crate) fn wanted(fact: &Fact) -> Vec<String> {
    if !fact.reading.columns.is_empty() {
        return fact.reading.columns.clone();
    }
    let spaced = fact.name.replace('_', " ");
    if spaced == fact.name { vec![spaced] } else { vec![fact.name.clone(), spaced] }
}

/// Headers by their folded form.
pub(crate) struct HeaderIndex<'a> {
    headers: &'a [String],
    by_folded: HashMap<String, Vec<usize>>,
}

impl<'a> HeaderIndex<'a> {
    pub(crate) fn new(headers: &'a [String]) -> Self {
        let mut by_folded: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, header) in headers.iter().enumerate() {
            by_folded.entry(fold(header)).or_default().push(index);
        }
        Self { headers, by_folded }
    }

    /// The header most like one of the names.
    pub(crate) fn closest(&self, names: &[String]) -> Option<String> {
        let named = || self.headers.iter().map(String::as_str).filter(|header| !header.is_empty());
        names.iter().find_map(|name| closest(name, named())).map(str::to_owned)
    }

    fn all(&self, name: &str) -> &[usize] {
        self.by_folded.get(&fold(name)).filter(|_| !name.trim().is_empty()).map_or(&[], Vec::as_slice)
    }

    fn describe(&self, fact: &Fact) -> FactColumn {
        let wanted = wanted(fact);
        let columns =
            wanted.iter().map(|name| self.all(name)).find(|columns| !columns.is_empty()).unwrap_or_default();
        let header = columns.first().and_then(|index| self.headers.get(*index)).cloned();
        FactColumn {
            fact: fact.name.clone(),
            closest: if header.is_none() { self.closest(&wanted) } else { None },
            wanted,
            header,
        }
    }

    fn unused(&self, used: &[usize]) -> Vec<String> {
        let used: HashSet<usize> = used.iter().copied().collect();
        let headers = self.headers.iter().enumerate();
        headers
            .filter(|(index, header)| !used.contains(index) && !header.is_empty())
            .map(|(_, header)| header.clone())
            .collect()
    }

    fn doubled(&self, used: &[usize]) -> Vec<String> {
        let used: BTreeSet<usize> = used.iter().copied().collect();
        let headers = used.into_iter().filter_map(|index| self.headers.get(index));
        headers.filter(|header| self.all(header).len() > 1).cloned().collect()
    }

    fn unnamed(&self) -> usize {
        self.headers.iter().filter(|header| header.is_empty()).count()
    }
}
