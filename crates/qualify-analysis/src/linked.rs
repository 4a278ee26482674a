//! Two fields of one name with other choices become the pairs of values that one cell can be read as.
//!
//! A version reads a value that it does not know as its `else means`, and without one as missing (section 3 of the
//! language). So each version has a field of its own, and clauses say which values of both go together.

use qualify_plan::{
    Choices, Expr, ExprId, Fact, FactRef, FieldId, Lead, Predicate, Set, SetId, Subject, Test, Type, Value,
    Values, fold,
};

use crate::join::Joined;
use crate::model::Model;
use crate::solver::Lit;

/// Two fields that are read from one cell.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) fields: [FieldId; 2],
    /// Which values go together; none is a missing fact.
    pub(crate) pairs: Vec<[Option<u32>; 2]>,
    /// A test of each value, so that every value is told from the others.
    pub(crate) told: Vec<ExprId>,
}

/// Which values of two fields go together, if both are choices.
pub(crate) fn pairs(first: &Fact, second: &Fact) -> Option<Vec<[Option<u32>; 2]>> {
    let (Type::Choice(old), Type::Choice(new)) = (&first.ty, &second.ty) else { return None };
    let of = |choices: &Choices, fact: &Fact, name: Option<&str>| -> Option<u32> {
        let known = name.and_then(|name| choices.values.iter().position(|value| fold(value) == fold(name)));
        known.and_then(|at| u32::try_from(at).ok()).or(fact.reading.else_means)
    };
    let read = |name: Option<&str>| [of(old, first, name), of(new, second, name)];
    let names = old.values.iter().chain(&new.values).map(|name| Some(name.as_str()));
    let mut pairs: Vec<[Option<u32>; 2]> = names.chain([None]).map(read).chain([[None, None]]).collect();
    pairs.sort_unstable();
    pairs.dedup();
    Some(pairs)
}

impl Joined {
    /// Links two fields of the joined plan.
    pub(crate) fn link(&mut self, fields: [FieldId; 2], pairs: Vec<[Option<u32>; 2]>) {
        let mut told = Vec::new();
        for (field, side) in fields.into_iter().zip(0..2) {
            let mut values: Vec<u32> = pairs.iter().filter_map(|pair| *pair.get(side)?).collect();
            values.sort_unstable();
            values.dedup();
            for value in values {
                let set = SetId::from_index(self.plan.sets.len());
                self.plan.sets.push(Set { name: None, values: Values::Choices(vec![value]) });
                let subject = Subject { fact: FactRef::Field(field), domain: false };
                told.push(self.ask(Expr::Test(Test { subject, predicate: Predicate::In(set) })));
            }
        }
        self.links.push(Link { fields, pairs, told });
    }

    /// Whether one cell can be read as what a lead has in fields that are linked.
    pub(crate) fn is_possible(&self, lead: &Lead) -> bool {
        self.links.iter().all(|link| {
            let value = |field: &FieldId| match lead.values.get(field.index()) {
                Some(Some(Value::Choice(value))) => Some(*value),
                _ => None,
            };
            let [first, second] = &link.fields;
            link.pairs.contains(&[value(first), value(second)])
        })
    }
}

impl Model<'_> {
    /// Says which values of linked fields go together.
    pub(crate) fn relate(&mut self, link: &Link) {
        for side in 0..2 {
            let mut values: Vec<Option<u32>> =
                link.pairs.iter().filter_map(|pair| pair.get(side).copied()).collect();
            values.sort_unstable();
            values.dedup();
            for value in values {
                let with = link.pairs.iter().filter(|pair| pair.get(side) == Some(&value));
                let others: Vec<Option<u32>> = with.filter_map(|pair| pair.get(1 - side).copied()).collect();
                let Some(this) = self.has_choice(link.fields, side, value) else { continue };
                let others =
                    others.into_iter().filter_map(|other| self.has_choice(link.fields, 1 - side, other));
                let mut clause: Vec<Lit> = others.collect();
                clause.push(!this);
                self.circuit.demand(&clause);
            }
        }
    }

    /// That a field has a choice, or is missing.
    fn has_choice(&mut self, fields: [FieldId; 2], side: usize, value: Option<u32>) -> Option<Lit> {
        let variables = self.fields.get(fields.get(side)?)?;
        let value = value.map(Value::Choice);
        let literals = variables.literals_of(value.as_ref())?;
        Some(self.circuit.and(literals))
    }
}
