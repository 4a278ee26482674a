"""What criteria are made of: one small representation, printed by the other modules for each engine.

A condition is a `Test` of one fact, a `Score` limit, or `All`, `Either`, `AtLeast`, `Not` of conditions. `Named` is a condition with a
name: a definition, or a stage (whose condition is that of all its rules). `surely` and `surely_not` bring a condition into a form
without `Not`: there an unknown test may count as failed, so that an engine needs no third value to give the right result.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

TODAY = date(2026, 3, 2)


@dataclass(frozen=True)
class Test:
    """One test of one fact.

    `op` and `value`: `is` yes/no or text or number, `in` texts, `>=` `<=` `>` `<` number, `between` pair, `contains` text, `ends` text, `word`
    texts (any of them), `domain` texts, `any` and `every` texts (of a list), `within` `next` `ago` days (`ago`: more than), `after` date.
    `fails` asks that the test surely does not hold. `written` is the name of a set, where the text has one.
    """

    fact: str
    op: str
    value: object
    fails: bool = False
    written: str | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Score:
    """The score surely is at least so much."""

    limit: int


@dataclass(frozen=True)
class All:
    parts: tuple


@dataclass(frozen=True)
class Either:
    parts: tuple


@dataclass(frozen=True)
class AtLeast:
    k: int
    parts: tuple


@dataclass(frozen=True)
class Not:
    part: object


@dataclass(frozen=True)
class Named:
    """A definition or a stage, by its name."""

    name: str


@dataclass(frozen=True)
class Points:
    """Points added, or subtracted when negative."""

    points: int
    when: object


@dataclass(frozen=True)
class Rule:
    name: str
    when: object
    then: str
    unless: object = None


@dataclass(frozen=True)
class Program:
    """`fields` name their types as rules write them; `sets` give type and values; stages lowest first, exits strongest first."""

    heading: str
    fields: dict
    sets: dict
    defines: dict
    stages: tuple
    exits: tuple
    score: tuple
    score_range: tuple
    rules: tuple

    def choices(self, fact):
        """The values of a choice, folded, in their order."""
        return [value.lower() for value in self.fields[fact].choices]

    def condition_of(self, conclusion):
        """What a stage or an exit needs: any of its rules, none of them excepted."""
        return Either(
            tuple(
                All((rule.when, Not(rule.unless))) if rule.unless else rule.when
                for rule in self.rules
                if rule.then == conclusion
            )
        )


@dataclass(frozen=True)
class Field:
    """How rules write the type, and what kind of value it is: `text` `choice` `country` `email` `list` `number` `money` `date` `yes`."""

    kind: str
    type: str
    choices: tuple = ()
    ordered: bool = False
    otherwise: str | None = None


def both(*parts):
    return All(tuple(parts))


def either(*parts):
    return Either(tuple(parts))


def at_least(k, *parts):
    return AtLeast(k, tuple(parts))


def surely(condition, program, stages=False):
    """The condition without `Not`, true just when it surely holds. Names of stages stay when `stages` is set."""
    match condition:
        case Test() | Score():
            return condition
        case Not(part):
            return surely_not(part, program)
        case All(parts):
            return flat(All, tuple(surely(part, program, stages) for part in parts))
        case Either(parts):
            return flat(Either, tuple(surely(part, program, stages) for part in parts))
        case AtLeast(k, parts):
            return AtLeast(k, tuple(surely(part, program, stages) for part in parts))
        case Named(name) if name in program.defines:
            return surely(program.defines[name], program, stages)
        case Named(name):
            return condition if stages else surely(program.condition_of(name), program)
    raise TypeError(condition)


def surely_not(condition, program):
    """The condition without `Not`, true just when `condition` surely does not hold."""
    match condition:
        case Test():
            return Test(condition.fact, condition.op, condition.value, not condition.fails, condition.written)
        case Not(part):
            return surely(part, program)
        case All(parts):
            return flat(Either, tuple(surely_not(part, program) for part in parts))
        case Either(parts):
            return flat(All, tuple(surely_not(part, program) for part in parts))
        case AtLeast(k, parts):
            return AtLeast(len(parts) - k + 1, tuple(surely_not(part, program) for part in parts))
        case Named(name):
            return surely_not(program.defines.get(name) or program.condition_of(name), program)
    raise TypeError(f"a score limit is never negated here: {condition}")


def flat(kind, parts):
    """One `All` or `Either` of parts; those of the same kind are taken apart, and a single part stands alone."""
    spread = []
    for part in parts:
        spread.extend(part.parts if isinstance(part, kind) else (part,))
    return spread[0] if len(spread) == 1 else kind(tuple(spread))


def tests_of(condition):
    """The tests in a condition from `surely` or `surely_not`."""
    match condition:
        case Test():
            yield condition
        case All(parts) | Either(parts) | AtLeast(_, parts):
            for part in parts:
                yield from tests_of(part)


@dataclass(frozen=True)
class Ready:
    """A program as the printers take it.

    `results`: each result with its condition, in the order in which they are asked, then `lowest`. `stages`: conditions of the stages that other conditions name, in an order in
    which each only names earlier ones. `score`: points with the condition that gives them, and for negative points the condition that spares them.
    """

    program: Program
    results: tuple
    stages: dict
    score: tuple
    lowest: str
    tests: tuple


def ready(program):
    low, high = program.score_range
    asked = list(program.exits) + list(reversed(program.stages[1:]))
    results = tuple((name, surely(program.condition_of(name), program, stages=True)) for name in asked)
    conditions = dict(results)
    named = {name for condition in conditions.values() for name in names_of(condition)}
    stages = {name: conditions[name] for name in program.stages if name in named}
    score = tuple(
        Points(line.points, surely(line.when, program) if line.points > 0 else surely_not(line.when, program))
        for line in program.score
    )
    tests = {}
    for condition in [*conditions.values(), *(line.when for line in score)]:
        tests.update(dict.fromkeys(tests_of(condition)))
        for limit in limits_of(condition):
            assert low < limit <= high, "a limit outside the range of the score would need the capped value"
    return Ready(program, results, stages, score, program.stages[0], tuple(tests))


def names_of(condition):
    match condition:
        case Named(name):
            yield name
        case All(parts) | Either(parts) | AtLeast(_, parts):
            for part in parts:
                yield from names_of(part)


def limits_of(condition):
    match condition:
        case Score(limit):
            yield limit
        case All(parts) | Either(parts) | AtLeast(_, parts):
            for part in parts:
                yield from limits_of(part)
