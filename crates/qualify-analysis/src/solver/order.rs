//! Conflicts become the order in which variables are decided: the most active first, then the oldest.
//!
//! Each conflict adds to the activity of its variables, later conflicts more than earlier ones. Activities are whole
//! numbers, so that the order is the same everywhere; before they grow too large, all are divided alike.
#![expect(
    clippy::indexing_slicing,
    reason = "variables are made by `add_variable` alone, which grows every table; places lie below `heap.len()`"
)]

use super::Var;
use super::trail::Trail;

/// The place of a variable that is not in the heap.
const ABSENT: u32 = u32::MAX;
/// Activities are divided when one is larger.
const LARGEST: u64 = 1 << 62;
/// Binary digits dropped then.
const DIVISION: u32 = 38;
/// What the first conflict adds.
const FIRST_STEP: u64 = 1 << 20;
/// Each conflict adds more than the one before by this part.
const GROWTH: u64 = 20;

/// A binary heap of variables by activity.
#[derive(Clone, Debug)]
pub(super) struct Order {
    heap: Vec<Var>,
    /// By variable: its place in the heap.
    places: Vec<u32>,
    activities: Vec<u64>,
    step: u64,
    /// The variables that may be decided, if not all.
    cone: Option<Vec<Var>>,
    /// By variable: the number of the last cone that it was part of.
    cones: Vec<u32>,
    cone_number: u32,
}

impl Default for Order {
    fn default() -> Self {
        Self {
            heap: Vec::new(),
            places: Vec::new(),
            activities: Vec::new(),
            step: FIRST_STEP,
            cone: None,
            cones: Vec::new(),
            cone_number: 0,
        }
    }
}

impl Order {
    pub(super) fn add_variable(&mut self, var: Var) {
        self.places.push(ABSENT);
        self.activities.push(0);
        self.cones.push(0);
        self.insert(var);
    }

    /// From now on all variables may be decided.
    pub(super) fn admit_all(&mut self, trail: &Trail) {
        if self.cone.take().is_some() {
            self.refill((0..self.places.len() as u32).map(Var), trail);
        }
    }

    /// From now on only some variables may be decided.
    pub(super) fn admit(&mut self, relevant: &[Var], trail: &Trail) {
        if self.cone.as_deref() == Some(relevant) {
            return;
        }
        self.start_cone();
        let mut cone = self.cone.take().unwrap_or_default();
        cone.clear();
        cone.extend_from_slice(relevant);
        for var in relevant {
            self.cones[var.index()] = self.cone_number;
        }
        self.cone = Some(cone);
        self.refill(relevant.iter().copied(), trail);
    }

    fn start_cone(&mut self) {
        if self.cone_number == u32::MAX {
            self.cones.fill(0);
            self.cone_number = 0;
        }
        self.cone_number += 1;
    }

    /// Puts the open ones of some variables into the heap, and no other.
    fn refill(&mut self, vars: impl Iterator<Item = Var>, trail: &Trail) {
        for var in self.heap.drain(..) {
            self.places[var.index()] = ABSENT;
        }
        for var in vars {
            if trail.is_open(var) && self.places[var.index()] == ABSENT {
                self.places[var.index()] = self.heap.len() as u32;
                self.heap.push(var);
            }
        }
        for place in (0..self.heap.len() / 2).rev() {
            self.sink(place);
        }
    }

    /// Puts a variable back that is open again, if it may be decided.
    #[inline]
    pub(super) fn insert(&mut self, var: Var) {
        let admitted = self.cone.is_none() || self.cones[var.index()] == self.cone_number;
        if admitted && self.places[var.index()] == ABSENT {
            self.heap.push(var);
            self.rise(self.heap.len() - 1);
        }
    }

    /// Takes out the first variable that is open.
    pub(super) fn pop_open(&mut self, trail: &Trail) -> Option<Var> {
        loop {
            let var = self.pop()?;
            if trail.is_open(var) {
                return Some(var);
            }
        }
    }

    fn pop(&mut self) -> Option<Var> {
        let last = self.heap.pop()?;
        let Some(first) = self.heap.first_mut() else {
            self.places[last.index()] = ABSENT;
            return Some(last);
        };
        let first = std::mem::replace(first, last);
        self.places[first.index()] = ABSENT;
        self.sink(0);
        Some(first)
    }

    /// A variable took part in a conflict.
    pub(super) fn bump(&mut self, var: Var) {
        let activity = &mut self.activities[var.index()];
        *activity += self.step;
        if *activity > LARGEST {
            self.divide();
        }
        let place = self.places[var.index()];
        if place != ABSENT {
            self.rise(place as usize);
        }
    }

    /// A conflict is over.
    pub(super) fn age(&mut self) {
        self.step += self.step / GROWTH;
    }

    /// Division can make equal what was not: the heap is put in order again.
    fn divide(&mut self) {
        self.activities.iter_mut().for_each(|activity| *activity >>= DIVISION);
        self.step = (self.step >> DIVISION).max(FIRST_STEP);
        for place in (0..self.heap.len() / 2).rev() {
            self.sink(place);
        }
    }

    #[inline]
    fn comes_before(&self, one: Var, other: Var) -> bool {
        let (first, second) = (self.activities[one.index()], self.activities[other.index()]);
        first > second || (first == second && one < other)
    }

    fn rise(&mut self, mut place: usize) {
        let var = self.heap[place];
        while place > 0 {
            let parent = (place - 1) / 2;
            if !self.comes_before(var, self.heap[parent]) {
                break;
            }
            self.put(place, self.heap[parent]);
            place = parent;
        }
        self.put(place, var);
    }

    fn sink(&mut self, mut place: usize) {
        let var = self.heap[place];
        while let Some(child) = self.first_child(place) {
            if !self.comes_before(self.heap[child], var) {
                break;
            }
            self.put(place, self.heap[child]);
            place = child;
        }
        self.put(place, var);
    }

    /// The place below that comes first.
    fn first_child(&self, place: usize) -> Option<usize> {
        let (left, right) = (2 * place + 1, 2 * place + 2);
        if right < self.heap.len() && self.comes_before(self.heap[right], self.heap[left]) {
            return Some(right);
        }
        (left < self.heap.len()).then_some(left)
    }

    fn put(&mut self, place: usize, var: Var) {
        self.heap[place] = var;
        self.places[var.index()] = place as u32;
    }
}
