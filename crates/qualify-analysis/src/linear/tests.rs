//! Systems become solutions that brute force agrees with, and classic cases what the books say of them.

use super::{Column, Constraint, Effort, Relation, Solution, System};

use Relation::{AtLeast, AtMost, Exactly};

/// Enough for every small system.
const PLENTY: u64 = 100_000;

/// Pseudo-random numbers (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn one_in(&mut self, chances: u64) -> bool {
        self.next().is_multiple_of(chances)
    }

    fn between(&mut self, low: i128, high: i128) -> i128 {
        low + i128::from(self.next()) % (high - low + 1)
    }
}

type Bounds = (Option<i128>, Option<i128>);
/// Terms by number of column, a relation, a bound.
type Case<'a> = (&'a [(usize, i128)], Relation, i128);

const COUNT: Bounds = (Some(0), None);
const FREE: Bounds = (None, None);

fn system(columns: &[Bounds], constraints: &[Case<'_>]) -> System {
    let mut system = System::new();
    for (low, high) in columns {
        system.variable(*low, *high);
    }
    for (terms, relation, bound) in constraints {
        system.constrain(
            terms.iter().map(|(column, factor)| (Column(*column), *factor)).collect(),
            *relation,
            *bound,
        );
    }
    system
}

fn random_system(random: &mut Random, columns: i128, box_of: impl Fn(&mut Random) -> Bounds) -> System {
    let mut system = System::new();
    let columns: Vec<Column> = (0..columns)
        .map(|_| {
            let (low, high) = box_of(random);
            system.variable(low, high)
        })
        .collect();
    let largest = [1, 1, 3, 7][(random.next() % 4) as usize];
    for _ in 0..random.between(1, 5) {
        let mut terms = Vec::new();
        for _ in 0..random.between(0, 9).clamp(1, 4) {
            let column = columns[random.next() as usize % columns.len()];
            terms.push((column, random.between(-largest, largest)));
        }
        let relation = [AtLeast, AtMost, AtLeast, AtMost, AtLeast, Exactly][(random.next() % 6) as usize];
        system.constrain(terms, relation, random.between(-8, 8));
    }
    system
}

fn meets(system: &System, constraint: usize, values: &[i128]) -> bool {
    let constraint = &system.constraints[constraint];
    let sum: i128 = constraint.terms.iter().map(|(column, factor)| values[column.index()] * factor).sum();
    match constraint.relation {
        AtLeast => sum >= constraint.bound,
        AtMost => sum <= constraint.bound,
        Exactly => sum == constraint.bound,
    }
}

fn meets_all(system: &System, values: &[i128]) -> bool {
    let within = |((low, high), value): (&Bounds, &i128)| {
        low.is_none_or(|low| low <= *value) && high.is_none_or(|high| *value <= high)
    };
    values.len() == system.columns.len()
        && system.columns.iter().zip(values).all(within)
        && (0..system.constraints.len()).all(|constraint| meets(system, constraint, values))
}

/// All points of the bounds, unbounded ends cut off.
fn points(system: &System, cut: i128) -> Vec<Vec<i128>> {
    system.columns.iter().fold(vec![Vec::new()], |points, (low, high)| {
        let values = low.unwrap_or(-cut)..=high.unwrap_or(cut);
        points
            .iter()
            .flat_map(|point| values.clone().map(move |value| [point.as_slice(), &[value]].concat()))
            .collect()
    })
}

fn solve(system: &System) -> Solution {
    system.solve(&mut Effort::new(PLENTY))
}

fn infeasible(numbers: &[usize]) -> Solution {
    Solution::Infeasible(numbers.iter().copied().map(Constraint).collect())
}

fn size(values: &[i128]) -> i128 {
    values.iter().map(|value| value.abs()).sum()
}

#[test]
fn boxes_agree_with_brute_force() {
    let mut random = Random(1);
    let (mut feasible, mut refuted) = (0, 0);
    for case in 0..6_000 {
        let columns = random.between(1, 4);
        let system = random_system(&mut random, columns, |random| {
            let low = random.between(-2, 2);
            (Some(low), Some(low + random.between(0, 4)))
        });
        let points = points(&system, 0);
        let some = |constraints: &[Constraint]| {
            points.iter().any(|point| constraints.iter().all(|number| meets(&system, number.0, point)))
        };
        match solve(&system) {
            Solution::Feasible(values) => {
                assert!(meets_all(&system, &values), "{case}: {values:?} for {system:?}");
                feasible += 1;
            }
            Solution::Infeasible(few) => {
                assert!(!some(&few), "{case}: {few:?} of {system:?} can be met");
                for left_out in &few {
                    let rest: Vec<Constraint> =
                        few.iter().copied().filter(|other| other != left_out).collect();
                    assert!(some(&rest), "{case}: {left_out:?} of {few:?} is not needed in {system:?}");
                }
                refuted += 1;
            }
            Solution::Undecided => panic!("{case}: undecided: {system:?}"),
        }
    }
    assert!(feasible > 1_000 && refuted > 1_000, "{feasible} feasible, {refuted} infeasible");
}

#[test]
fn solutions_of_counts_are_the_smallest() {
    let mut random = Random(2);
    for case in 0..2_000 {
        let columns = random.between(1, 4);
        let system = random_system(&mut random, columns, |random| (Some(0), Some(random.between(1, 5))));
        if let Solution::Feasible(values) = solve(&system) {
            let least = points(&system, 0).into_iter().filter(|point| meets_all(&system, point));
            let least = least.map(|point| size(&point)).min();
            assert_eq!(Some(size(&values)), least, "{case}: {values:?} for {system:?}");
        }
    }
}

#[test]
fn unbounded_systems_agree_with_brute_force_nearby() {
    let mut random = Random(3);
    let mut undecided = 0;
    for case in 0..4_000 {
        let columns = random.between(1, 3);
        let system = random_system(&mut random, columns, |random| match random.next() % 3 {
            0 => (None, None),
            1 => (Some(0), None),
            _ => (None, Some(random.between(-3, 3))),
        });
        match system.solve(&mut Effort::new(2_000)) {
            Solution::Feasible(values) => assert!(meets_all(&system, &values), "{case}: {system:?}"),
            Solution::Infeasible(few) => {
                let met = |point: &Vec<i128>| few.iter().all(|number| meets(&system, number.0, point));
                assert!(!points(&system, 9).iter().any(met), "{case}: {few:?} of {system:?} can be met");
            }
            Solution::Undecided => undecided += 1,
        }
    }
    assert!(undecided < 40, "{undecided} undecided");
}

#[test]
fn needed_constraints_are_named() {
    let cases: &[(&[Bounds], &[Case<'_>], &[usize])] = &[
        (
            &[COUNT, COUNT],
            &[
                (&[(0, 1)], AtLeast, 1),
                (&[(0, 1), (1, 1)], AtMost, 5),
                (&[(0, 1)], AtLeast, 3),
                (&[(1, 1)], AtLeast, 3),
            ],
            &[1, 2, 3],
        ),
        // Halves would do.
        (
            &[COUNT, COUNT, COUNT],
            &[
                (&[(0, 1), (1, 1)], AtMost, 1),
                (&[(1, 1), (2, 1)], AtMost, 1),
                (&[(0, 1), (2, 1)], AtMost, 1),
                (&[(0, 1), (1, 1), (2, 1)], AtLeast, 2),
            ],
            &[0, 1, 2, 3],
        ),
        (&[FREE, FREE], &[(&[(0, 6), (1, 10)], Exactly, 15)], &[0]),
        (&[FREE, FREE], &[(&[(0, 1), (1, -1)], Exactly, 0), (&[(0, 1), (1, 1)], Exactly, 1)], &[0, 1]),
        (&[FREE, FREE], &[(&[(0, 1), (1, -1)], AtLeast, 1), (&[(1, 1), (0, -1)], AtLeast, 0)], &[0, 1]),
        (&[COUNT], &[(&[(0, 1), (0, -1)], AtLeast, 1)], &[0]),
        (&[COUNT], &[(&[], AtMost, -1)], &[0]),
        (&[(Some(2), Some(1))], &[(&[(0, 1)], AtLeast, 0)], &[]),
    ];
    for (columns, constraints, few) in cases {
        assert_eq!(solve(&system(columns, constraints)), infeasible(few), "{constraints:?}");
    }
}

#[test]
fn solutions_are_small() {
    let million = 10_i128.pow(6) * 10_000;
    let cases: &[(&[Bounds], &[Case<'_>], &[i128])] = &[
        (&[COUNT, FREE, (Some(2), None), (None, Some(-4))], &[], &[0, 0, 2, -4]),
        (&[COUNT, COUNT], &[(&[(0, 1)], AtLeast, 3), (&[(0, 1), (1, 1)], AtMost, 5)], &[3, 0]),
        (
            &[COUNT, COUNT, COUNT],
            &[(&[(0, 1), (1, 1)], AtLeast, 3), (&[(0, 1), (2, 1)], AtLeast, 3)],
            &[3, 0, 0],
        ),
        (&[FREE, COUNT], &[(&[(0, 3), (1, -5)], Exactly, 1)], &[2, 1]),
        (&[COUNT], &[(&[(0, 1 << 29)], AtLeast, (1 << 31) + 1)], &[5]),
        // A sum of amounts with at least two rows, each of at most a million.
        (
            &[COUNT, COUNT],
            &[
                (&[(0, 1)], AtLeast, 2),
                (&[(0, million), (1, -1)], AtLeast, 0),
                (&[(1, 1)], AtLeast, 10_i128.pow(18)),
            ],
            &[10_i128.pow(8), 10_i128.pow(18)],
        ),
    ];
    for (columns, constraints, values) in cases {
        let solution = solve(&system(columns, constraints));
        assert_eq!(solution, Solution::Feasible(values.to_vec()), "{constraints:?}");
    }
}

#[test]
fn what_would_overflow_is_undecided() {
    let huge = i128::MAX / 2;
    let cases: &[(&[Bounds], &[Case<'_>])] = &[
        (&[FREE, FREE], &[(&[(0, huge), (1, huge - 1)], Exactly, 7), (&[(0, huge - 2), (1, 5)], Exactly, 1)]),
        (&[COUNT, COUNT], &[(&[(0, i128::MIN), (1, 1)], AtLeast, 1)]),
        (&[COUNT], &[(&[(0, i128::MAX), (0, 1)], AtLeast, 1)]),
        (&[(Some(huge), None), (Some(huge), None)], &[(&[(0, 3), (1, 5)], AtLeast, 1)]),
    ];
    for (columns, constraints) in cases {
        assert_eq!(solve(&system(columns, constraints)), Solution::Undecided, "{constraints:?}");
    }
}

#[test]
fn too_little_effort_is_undecided() {
    let triangle = system(
        &[COUNT, COUNT, COUNT],
        &[(&[(0, 1), (1, 1)], AtLeast, 3), (&[(1, 1), (2, 1)], AtLeast, 3), (&[(0, 1), (2, 1)], AtLeast, 3)],
    );
    assert_eq!(triangle.solve(&mut Effort::new(1)), Solution::Undecided);
    let mut effort = Effort::new(PLENTY);
    let Solution::Feasible(values) = triangle.solve(&mut effort) else { panic!("there are solutions") };
    assert_eq!(size(&values), 5);
    assert!((PLENTY - 200..PLENTY).contains(&effort.left()), "{effort:?}");
}

#[test]
fn columns_of_other_systems_are_undecided() {
    let mut other = System::new();
    let columns = [other.variable(None, None), other.variable(None, None)];
    let mut system = System::new();
    system.variable(None, None);
    system.constrain(vec![(columns[1], 1)], AtLeast, 1);
    assert_eq!(solve(&system), Solution::Undecided);
}

/// Windows in one another, steps through them, weights: what event rows are asked, around rows that are there.
#[test]
fn counts_of_rows_are_decided_with_little_effort() {
    let mut random = Random(4);
    let mut outcomes = [0; 3];
    for case in 0..16 {
        let mut system = System::new();
        let columns: Vec<Column> = (0..120).map(|_| system.variable(Some(0), None)).collect();
        let rows: Vec<i128> = columns.iter().map(|_| random.between(-4, 3).max(0)).collect();
        for _ in 0..30 {
            let (step, window) = (random.between(1, 4) as usize, random.between(10, 119) as usize);
            let weight = if random.one_in(12) { 1 << random.between(0, 29) } else { 1 };
            let columns = columns.iter().take(window).step_by(step).enumerate();
            let terms = columns.map(|(at, column)| (*column, if at % 3 == 0 { weight } else { 1 }));
            let terms: Vec<(Column, i128)> = terms.collect();
            let sum: i128 = terms.iter().map(|(column, factor)| rows[column.index()] * factor).sum();
            let off = random.between(-i128::from(case % 4 == 0), 2);
            match random.one_in(2) {
                true => system.constrain(terms, AtLeast, sum - off),
                false => system.constrain(terms, AtMost, sum + off),
            };
        }
        let mut effort = Effort::new(20_000);
        let outcome = match system.solve(&mut effort) {
            Solution::Feasible(values) => {
                assert!(meets_all(&system, &values));
                0
            }
            Solution::Infeasible(few) => {
                assert!(case % 4 == 0 && few.len() > 1, "{case}: {few:?}");
                1
            }
            Solution::Undecided => 2,
        };
        outcomes[outcome] += 1;
    }
    assert!(outcomes[1] > 0 && outcomes[2] == 0, "{outcomes:?}");
}
