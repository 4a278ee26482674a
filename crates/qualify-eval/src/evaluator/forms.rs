//! Conditions become any of products: what has to hold together for a condition to surely hold, or to surely fail.
//!
//! ```text
//! a and (b or c)  surely holds:  a·b + a·c            a, b, c: local conditions
//! the same        surely fails:  a' + b'·c'           a': surely fails
//! ```
//!
//! Only few products are written out where one condition stands in another; what would become long is asked by itself, once.

use qualify_plan::{ExprId, Plan, Step};

use super::Sure;
use super::aspects::Home;
use crate::asked::Asked;

/// So many products may take the place of a condition in another.
const FEW: usize = 8;
/// So many local conditions may each of them have.
const SHORT: usize = 32;

/// A condition, and what it is asked for.
pub(super) type Ask = (Sure, ExprId);

/// What has to be so together.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Product {
    /// Local conditions.
    pub(super) local: Vec<Ask>,
    /// Others, to be asked by themselves.
    pub(super) rest: Vec<Ask>,
}

/// When a condition surely holds, or surely fails.
#[derive(Debug, Clone)]
pub(super) enum Form {
    AnyOf(Vec<Product>),
    AtLeast(usize, Vec<Ask>),
    /// As points or rows say.
    Measured,
}

/// The forms of all conditions.
#[derive(Debug)]
pub(super) struct Forms {
    holds: Vec<Form>,
    fails: Vec<Form>,
}

impl Forms {
    pub(super) fn of(plan: &Plan, asked: &[Asked<'_>], homes: &[Home]) -> Self {
        let never = vec![Form::AnyOf(Vec::new()); plan.exprs.len()];
        let mut forms = Self { holds: never.clone(), fails: never };
        for step in &plan.steps {
            let Step::Expr(id) = step else { continue };
            let (Some(asked), Some(home)) = (asked.get(id.index()), homes.get(id.index())) else { continue };
            let (holds, fails) =
                (forms.form((Sure::Holds, *id), asked, *home), forms.form((Sure::Fails, *id), asked, *home));
            if let (Some(of_holds), Some(of_fails)) =
                (forms.holds.get_mut(id.index()), forms.fails.get_mut(id.index()))
            {
                (*of_holds, *of_fails) = (holds, fails);
            }
        }
        forms
    }

    pub(super) fn get(&self, (sure, id): Ask) -> Option<&Form> {
        match sure {
            Sure::Holds => self.holds.get(id.index()),
            Sure::Fails => self.fails.get(id.index()),
        }
    }

    fn form(&self, (sure, id): Ask, asked: &Asked<'_>, home: Home) -> Form {
        match home {
            Home::Constant(truth) if sure.is(truth) => return Form::AnyOf(vec![Product::default()]),
            Home::Constant(_) => return Form::AnyOf(Vec::new()),
            Home::Local(..) => {
                return Form::AnyOf(vec![Product { local: vec![(sure, id)], rest: Vec::new() }]);
            }
            Home::Mixed => {}
        }
        let each = |parts: &[ExprId]| parts.iter().map(|part| (sure, *part)).collect::<Vec<_>>();
        match (asked, sure) {
            (Asked::Same(part), _) => Form::AnyOf(self.written_out((sure, *part))),
            (Asked::Not(part), _) => Form::AnyOf(self.written_out((sure.opposite(), *part))),
            (Asked::Rule(when, unless), _) => {
                let unless = unless.map(|unless| (sure.opposite(), unless));
                let parts: Vec<Ask> = [(sure, *when)].into_iter().chain(unless).collect();
                Form::AnyOf(if sure == Sure::Holds { self.all(&parts) } else { self.any(&parts) })
            }
            (Asked::All(parts), Sure::Holds) | (Asked::Any(parts), Sure::Fails) => {
                Form::AnyOf(self.all(&each(parts)))
            }
            (Asked::All(parts), Sure::Fails) | (Asked::Any(parts), Sure::Holds) => {
                Form::AnyOf(self.any(&each(parts)))
            }
            (Asked::AtLeast(k, parts), Sure::Holds) => self.at_least(*k, each(parts)),
            // So many have to fail that too few are left.
            (Asked::AtLeast(k, parts), Sure::Fails) => {
                self.at_least((parts.len() + 1).saturating_sub(*k), each(parts))
            }
            _ => Form::Measured,
        }
    }

    /// The products of a condition in another, if they are few and short; else the condition by itself.
    fn written_out(&self, ask: Ask) -> Vec<Product> {
        match self.get(ask) {
            Some(Form::AnyOf(products))
                if products.len() <= FEW && products.iter().all(|product| product.local.len() <= SHORT) =>
            {
                products.clone()
            }
            _ => vec![Product { local: Vec::new(), rest: vec![ask] }],
        }
    }

    fn any(&self, parts: &[Ask]) -> Vec<Product> {
        let products: Vec<Product> = parts.iter().flat_map(|part| self.written_out(*part)).collect();
        match products.contains(&Product::default()) {
            true => vec![Product::default()],
            false => products,
        }
    }

    fn all(&self, parts: &[Ask]) -> Vec<Product> {
        let mut all = vec![Product::default()];
        for part in parts {
            let products = self.written_out(*part);
            if all.len() * products.len() <= FEW {
                let joined = |a: &Product, b: &Product| Product {
                    local: [a.local.as_slice(), &b.local].concat(),
                    rest: [a.rest.as_slice(), &b.rest].concat(),
                };
                all = match products.as_slice() {
                    [one] => {
                        all.iter_mut().for_each(|product| {
                            product.local.extend_from_slice(&one.local);
                            product.rest.extend_from_slice(&one.rest);
                        });
                        all
                    }
                    _ => all.iter().flat_map(|a| products.iter().map(move |b| joined(a, b))).collect(),
                };
            } else {
                all.iter_mut().for_each(|product| product.rest.push(*part));
            }
        }
        all
    }

    fn at_least(&self, k: usize, mut parts: Vec<Ask>) -> Form {
        let mut k = k;
        let is =
            |ask: Ask, wanted: &[Product]| matches!(self.get(ask), Some(Form::AnyOf(of)) if of == wanted);
        parts.retain(|part| !is(*part, &[]));
        let count = parts.len();
        parts.retain(|part| !is(*part, &[Product::default()]));
        k = k.saturating_sub(count - parts.len());
        match k {
            0 => Form::AnyOf(vec![Product::default()]),
            _ if k > parts.len() => Form::AnyOf(Vec::new()),
            1 => Form::AnyOf(self.any(&parts)),
            _ if ways(parts.len(), k) <= FEW => {
                Form::AnyOf(choices(&parts, k).iter().flat_map(|some| self.all(some)).collect())
            }
            _ => Form::AtLeast(k, parts),
        }
    }
}

/// In how many ways `k` of `n` can be taken; more than few is enough to know.
fn ways(n: usize, k: usize) -> usize {
    let k = k.min(n - k);
    (0..k)
        .try_fold(1usize, |ways, at| {
            let ways = ways * (n - at) / (at + 1);
            (ways <= FEW * FEW).then_some(ways)
        })
        .unwrap_or(usize::MAX)
}

/// Every `k` of some parts.
fn choices(parts: &[Ask], k: usize) -> Vec<Vec<Ask>> {
    match parts {
        _ if k == 0 => vec![Vec::new()],
        [] => Vec::new(),
        [first, others @ ..] => {
            let with = choices(others, k - 1).into_iter().map(|mut some| {
                some.push(*first);
                some
            });
            with.chain(choices(others, k)).collect()
        }
    }
}
