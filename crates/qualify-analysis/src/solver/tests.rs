//! Random and known formulas become answers, compared with what trying all values says.

use super::{Budget, Lit, Outcome, Solver, Var};

/// The generator of G. Marsaglia (Xorshift RNGs, 2003): the same numbers everywhere.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % limit
    }

    fn literal(&mut self, vars: &[Var]) -> Lit {
        let var = vars[self.below(vars.len())];
        if self.below(2) == 0 { var.positive() } else { !var.positive() }
    }

    fn clause(&mut self, vars: &[Var], longest: usize) -> Vec<Lit> {
        let length = 1 + self.below(longest);
        (0..length).map(|_| self.literal(vars)).collect()
    }
}

type Clause = Vec<Lit>;

fn plenty() -> Budget {
    Budget::conflicts(u64::MAX)
}

fn vars(solver: &mut Solver, count: usize) -> Vec<Var> {
    (0..count).map(|_| solver.new_var()).collect()
}

fn with_clauses(count: usize, clauses: &[Clause]) -> Solver {
    let mut solver = Solver::default();
    vars(&mut solver, count);
    clauses.iter().for_each(|clause| solver.add_clause(clause));
    solver
}

fn holds(values: usize, literal: Lit) -> bool {
    (values >> literal.var().index() & 1 == 1) != literal.is_negative()
}

/// Tries all values.
fn has_model(count: usize, clauses: &[Clause], assumptions: &[Lit]) -> bool {
    (0..1usize << count)
        .any(|values| assumptions.iter().all(|literal| holds(values, *literal)) && is_model(values, clauses))
}

fn is_model(values: usize, clauses: &[Clause]) -> bool {
    clauses.iter().all(|clause| clause.iter().any(|literal| holds(values, *literal)))
}

fn assert_model(solver: &Solver, clauses: &[Clause], assumptions: &[Lit]) {
    assert!(assumptions.iter().all(|literal| solver.value(*literal)), "{assumptions:?} in the model");
    for clause in clauses {
        assert!(clause.iter().any(|literal| solver.value(*literal)), "{clause:?} in the model");
    }
}

/// Asks, and compares the answer, the model and the core with what trying all values says.
fn check(solver: &mut Solver, clauses: &[Clause], assumptions: &[Lit]) -> Outcome {
    let count = solver.var_count();
    let outcome = solver.solve(assumptions, &mut plenty());
    match outcome {
        Outcome::Satisfiable => {
            assert_model(solver, clauses, assumptions);
            assert!(solver.core().is_empty());
        }
        Outcome::Unsatisfiable => {
            assert!(solver.core().iter().all(|literal| assumptions.contains(literal)));
            assert!(!has_model(count, clauses, solver.core()), "{:?} is no core", solver.core());
        }
        Outcome::Undecided => panic!("there is budget left"),
    }
    assert_eq!(outcome == Outcome::Satisfiable, has_model(count, clauses, assumptions), "{clauses:?}");
    outcome
}

/// What is fixed holds in all models.
fn check_fixed(solver: &Solver, clauses: &[Clause]) {
    for index in 0..solver.var_count() {
        let literal = Var(index as u32).positive();
        if let Some(value) = solver.fixed(literal) {
            let opposite = if value { !literal } else { literal };
            assert!(!has_model(solver.var_count(), clauses, &[opposite]));
            assert_eq!(solver.fixed(!literal), Some(!value));
        }
    }
}

#[test]
fn random_formulas_have_the_answers_of_trying_all_values() {
    let mut random = Random(0x5eed_0001);
    let mut satisfiable = 0;
    for round in 0..4_000 {
        let count = 1 + random.below(9);
        let longest = 2 + random.below(3);
        let all: Vec<Var> = (0..count as u32).map(Var).collect();
        let clauses: Vec<Clause> = (0..random.below(5 * count))
            .map(|_| random.clause(&all, longest))
            .filter(|c| round % 3 == 0 || c.len() > 1)
            .collect();
        let mut solver = with_clauses(count, &clauses);
        for _ in 0..4 {
            let assumptions: Vec<Lit> = (0..random.below(4)).map(|_| random.literal(&all)).collect();
            satisfiable += usize::from(check(&mut solver, &clauses, &assumptions) == Outcome::Satisfiable);
            check_fixed(&solver, &clauses);
        }
    }
    assert!((4_000..12_000).contains(&satisfiable), "one-sided: {satisfiable} of 16000");
}

#[test]
fn clauses_and_variables_may_come_between_questions() {
    let mut random = Random(0x5eed_0002);
    for _ in 0..600 {
        let mut solver = Solver::default();
        let mut all = vars(&mut solver, 3);
        let mut clauses: Vec<Clause> = Vec::new();
        for _ in 0..10 {
            if random.below(2) == 0 && all.len() < 10 {
                all.extend(vars(&mut solver, 1));
            }
            for _ in 0..random.below(6) {
                let clause = random.clause(&all, 4);
                if clause.len() > 1 || random.below(4) == 0 {
                    solver.add_clause(&clause);
                    clauses.push(clause);
                }
            }
            solver.prefer(random.literal(&all));
            let assumptions: Vec<Lit> = (0..random.below(4)).map(|_| random.literal(&all)).collect();
            let outcome = check(&mut solver, &clauses, &assumptions);
            let fresh = with_clauses(all.len(), &clauses).solve(&assumptions, &mut plenty());
            assert_eq!(outcome, fresh);
        }
    }
}

/// One bird more than holes, each bird in a hole, no two in one.
fn pigeons(holes: usize) -> Solver {
    let mut solver = Solver::default();
    let places: Vec<Vec<Var>> = (0..=holes).map(|_| vars(&mut solver, holes)).collect();
    for place in &places {
        solver.add_clause(&place.iter().map(|var| var.positive()).collect::<Vec<_>>());
    }
    for (bird, place) in places.iter().enumerate() {
        for other in &places[..bird] {
            for (one, two) in place.iter().zip(other) {
                solver.add_clause(&[!one.positive(), !two.positive()]);
            }
        }
    }
    solver
}

#[test]
fn more_pigeons_than_holes_do_not_fit() {
    for holes in 1..=6 {
        let mut solver = pigeons(holes);
        assert_eq!(solver.solve(&[], &mut plenty()), Outcome::Unsatisfiable, "{holes} holes");
        assert!(solver.core().is_empty());
        assert_eq!(solver.solve(&[], &mut plenty()), Outcome::Unsatisfiable, "{holes} holes, again");
    }
}

#[test]
fn a_small_budget_leaves_open_what_needs_search() {
    for holes in 3..=6 {
        for conflicts in 0..4 {
            let mut solver = pigeons(holes);
            let mut budget = Budget::conflicts(conflicts);
            assert_eq!(
                solver.solve(&[], &mut budget),
                Outcome::Undecided,
                "{holes} holes, {conflicts} conflicts"
            );
            assert_eq!(budget.left(), 0);
        }
    }
}

#[test]
fn budgets_add_up_to_an_answer() {
    let mut solver = pigeons(5);
    let spent = (1..100_000).find(|_| solver.solve(&[], &mut Budget::conflicts(1)) == Outcome::Unsatisfiable);
    assert!(spent.is_some());
}

#[test]
fn what_needs_no_search_needs_no_budget() {
    let mut solver = Solver::default();
    let all = vars(&mut solver, 3);
    let [a, b, c] = [all[0].positive(), all[1].positive(), all[2].positive()];
    solver.add_clause(&[!a, b]);
    solver.add_clause(&[!b, !c]);
    assert_eq!(solver.solve(&[a, c], &mut Budget::conflicts(0)), Outcome::Unsatisfiable);
    assert_eq!(solver.solve(&[a], &mut Budget::conflicts(0)), Outcome::Satisfiable);
    assert!(solver.value(b) && !solver.value(c));
}

#[test]
fn odd_clauses_mean_what_they_say() {
    let mut solver = Solver::default();
    let all = vars(&mut solver, 2);
    let [a, b] = [all[0].positive(), all[1].positive()];
    solver.add_clause(&[a, !a]);
    solver.add_clause(&[b, a, !b]);
    solver.add_clause(&[a, a]);
    assert_eq!(solver.fixed(a), Some(true));
    assert_eq!(solver.fixed(b), None);
    assert_eq!(solver.solve(&[b, !b], &mut plenty()), Outcome::Unsatisfiable);
    assert_eq!(solver.core().len(), 2);
    assert_eq!(solver.solve(&[b, !a], &mut plenty()), Outcome::Unsatisfiable);
    assert_eq!(solver.core(), [!a]);
    solver.add_clause(&[]);
    assert_eq!(solver.solve(&[b], &mut plenty()), Outcome::Unsatisfiable);
    assert!(solver.core().is_empty());
}

#[test]
fn preferred_values_are_tried_first_and_fill_what_is_open() {
    let mut random = Random(0x5eed_0003);
    let mut solver = Solver::default();
    let all = vars(&mut solver, 50);
    let wanted: Vec<Lit> = all.iter().map(|var| random.literal(&[*var])).collect();
    wanted.iter().for_each(|literal| solver.prefer(*literal));
    assert_eq!(solver.solve(&[], &mut plenty()), Outcome::Satisfiable);
    assert!(wanted.iter().all(|literal| solver.value(*literal)));
    let turned: Vec<Lit> = wanted[..10].iter().map(|literal| !*literal).collect();
    assert_eq!(solver.solve_in(&turned, &all[..20], &mut plenty()), Outcome::Satisfiable);
    assert!(turned.iter().chain(&wanted[10..]).all(|literal| solver.value(*literal)));
    assert_eq!(solver.solve_in(&[], &[], &mut plenty()), Outcome::Satisfiable);
    assert!(wanted.iter().all(|literal| solver.value(*literal)));
}

/// Gates over inputs: each new variable is the conjunction or the exclusive disjunction of two literals before it.
struct Circuit {
    all: Vec<Var>,
    /// The variables that each one is made of.
    parts: Vec<[Option<Var>; 2]>,
    clauses: Vec<Clause>,
}

impl Circuit {
    fn new(random: &mut Random, inputs: u32, gates: u32) -> Self {
        let mut circuit = Self { all: Vec::new(), parts: Vec::new(), clauses: Vec::new() };
        for number in 0..inputs + gates {
            let parts = (number >= inputs).then(|| circuit.add_gate(random, Var(number)));
            circuit.parts.push(parts.map_or([None; 2], |parts| parts.map(Some)));
            circuit.all.push(Var(number));
        }
        circuit
    }

    fn add_gate(&mut self, random: &mut Random, gate: Var) -> [Var; 2] {
        let (a, b, gate) = (random.literal(&self.all), random.literal(&self.all), gate.positive());
        let clauses: &[&[Lit]] = if random.below(3) > 0 {
            &[&[!gate, a], &[!gate, b], &[gate, !a, !b]]
        } else {
            &[&[!gate, a, b], &[!gate, !a, !b], &[gate, !a, b], &[gate, a, !b]]
        };
        self.clauses.extend(clauses.iter().map(|clause| clause.to_vec()));
        [a.var(), b.var()]
    }

    /// The variables that a literal depends on, itself included.
    fn cone(&self, literals: &[Lit]) -> Vec<Var> {
        let mut open: Vec<Var> = literals.iter().map(|literal| literal.var()).collect();
        let mut cone = Vec::new();
        while let Some(var) = open.pop() {
            if !cone.contains(&var) {
                cone.push(var);
                open.extend(self.parts[var.index()].iter().flatten());
            }
        }
        cone
    }
}

#[test]
fn a_cone_has_the_answer_of_the_whole() {
    let mut random = Random(0x5eed_0004);
    let mut satisfiable = 0;
    for _ in 0..200 {
        let circuit = Circuit::new(&mut random, 12, 80);
        let mut solver = with_clauses(circuit.all.len(), &circuit.clauses);
        for round in 0..20 {
            let goals: Vec<Lit> = (0..1 + random.below(4)).map(|_| random.literal(&circuit.all)).collect();
            let cone = circuit.cone(&goals);
            let outcome = solver.solve_in(&goals, &cone, &mut plenty());
            let inputs: Vec<Lit> =
                circuit.all[..12].iter().map(|var| var.literal(solver.value(var.positive()))).collect();
            let whole = with_clauses(circuit.all.len(), &circuit.clauses).solve(&goals, &mut plenty());
            assert_eq!(outcome, whole);
            if outcome == Outcome::Satisfiable {
                satisfiable += 1;
                let completed = [inputs, goals.clone()].concat();
                assert_eq!(solver.solve(&completed, &mut Budget::conflicts(0)), Outcome::Satisfiable);
                assert_model(&solver, &circuit.clauses, &completed);
            }
            if round % 5 == 0 {
                assert_eq!(solver.solve(&goals, &mut plenty()), whole);
            }
        }
    }
    assert!((1_000..3_600).contains(&satisfiable), "one-sided: {satisfiable} of 4000");
}

/// A formula of three literals each, near the ratio where half have a model.
fn hard_formula(random: &mut Random, count: usize) -> Vec<Clause> {
    let all: Vec<Var> = (0..count as u32).map(Var).collect();
    (0..count * 426 / 100).map(|_| (0..3).map(|_| random.literal(&all)).collect()).collect()
}

#[test]
fn long_searches_forget_clauses_and_stay_right() {
    let mut random = Random(0x5eed_0005);
    let mut rounds = 0;
    for _ in 0..6 {
        let clauses = hard_formula(&mut random, 150);
        let mut solver = with_clauses(150, &clauses);
        for _ in 0..12 {
            let all: Vec<Var> = (0..150).map(Var).collect();
            let assumptions: Vec<Lit> = (0..random.below(4)).map(|_| random.literal(&all)).collect();
            let outcome = solver.solve(&assumptions, &mut plenty());
            if outcome == Outcome::Satisfiable {
                assert_model(&solver, &clauses, &assumptions);
            }
            let fresh = with_clauses(150, &clauses).solve(&assumptions, &mut plenty());
            assert_eq!(outcome, fresh);
        }
        rounds += solver.upkeep.rounds;
    }
    assert!(rounds > 5, "nothing was forgotten");
}

#[test]
fn all_models_are_found_once() {
    let mut random = Random(0x5eed_0008);
    for _ in 0..60 {
        let all: Vec<Var> = (0..8).map(Var).collect();
        let mut clauses: Vec<Clause> =
            (0..12).map(|_| random.clause(&all, 4)).filter(|c| c.len() > 1).collect();
        let expected = (0..1 << 8).filter(|values| is_model(*values, &clauses)).count();
        let mut solver = with_clauses(8, &clauses);
        let mut found = 0;
        while solver.solve(&[], &mut plenty()) == Outcome::Satisfiable {
            assert_model(&solver, &clauses, &[]);
            found += 1;
            let other: Clause = all.iter().map(|var| !var.literal(solver.value(var.positive()))).collect();
            solver.add_clause(&other);
            assert!(
                other.iter().all(|literal| !solver.value(*literal)),
                "the model stays until the next one"
            );
            clauses.push(other);
        }
        assert_eq!(found, expected);
    }
}

#[test]
fn cores_of_hard_formulas_are_contradictory_by_themselves() {
    let mut random = Random(0x5eed_0006);
    let mut refuted = 0;
    for _ in 0..20 {
        let clauses = hard_formula(&mut random, 80);
        let mut solver = with_clauses(80, &clauses);
        let all: Vec<Var> = (0..80).map(Var).collect();
        for _ in 0..10 {
            let assumptions: Vec<Lit> = (0..random.below(30)).map(|_| random.literal(&all)).collect();
            match solver.solve(&assumptions, &mut plenty()) {
                Outcome::Satisfiable => assert_model(&solver, &clauses, &assumptions),
                Outcome::Undecided => panic!("there is budget left"),
                Outcome::Unsatisfiable => {
                    refuted += 1;
                    let core = solver.core().to_vec();
                    assert!(core.iter().all(|literal| assumptions.contains(literal)));
                    let alone = with_clauses(80, &clauses).solve(&core, &mut plenty());
                    assert_eq!(alone, Outcome::Unsatisfiable);
                }
            }
        }
    }
    assert!(refuted > 50, "{refuted} of 200");
}

#[test]
fn the_same_questions_have_the_same_models_and_costs() {
    let run = || {
        let mut random = Random(0x5eed_0007);
        let clauses = hard_formula(&mut random, 100);
        let all: Vec<Var> = (0..100).map(Var).collect();
        let mut solver = with_clauses(100, &clauses);
        let mut budget = plenty();
        let mut seen = Vec::new();
        for _ in 0..30 {
            let assumptions: Vec<Lit> = (0..random.below(6)).map(|_| random.literal(&all)).collect();
            let outcome = solver.solve(&assumptions, &mut budget);
            let values: Vec<bool> = all.iter().map(|var| solver.value(var.positive())).collect();
            seen.push((outcome, values, solver.core().to_vec(), budget.left()));
        }
        seen
    };
    assert_eq!(run(), run());
}
