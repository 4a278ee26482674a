"""A program into Polars expressions: columns of the exits and stages, then one when/then chain over a lead."""

from datetime import date, timedelta
from functools import reduce
from operator import add, and_, or_

import polars as pl

from .criteria import TODAY, All, AtLeast, Either, Named, Score, Test, ready
from .sql import word_pattern


def judged(program, leads, columns=()):
    """The lazy frame of `columns` and `result`. Each distinct test is a column first."""
    return Printer(program).judged(leads, columns)


class Printer:
    def __init__(self, program):
        self.ready = ready(program)
        self.names = {test: f"t{at}" for at, test in enumerate(self.ready.tests)}

    def judged(self, leads, columns):
        leads = leads.select(*columns, *(self.test(test).alias(name) for test, name in self.names.items()))
        leads = leads.with_columns(fit=self.score())
        for name, condition in self.ready.stages.items():
            leads = leads.with_columns(self.condition(condition).alias(f"s_{name}"))
        (first, condition), *others = self.ready.results
        chain = pl.when(self.known(first, condition)).then(pl.lit(first))
        for name, condition in others:
            chain = chain.when(self.known(name, condition)).then(pl.lit(name))
        return leads.select(*columns, chain.otherwise(pl.lit(self.ready.lowest)).alias("result"))

    def known(self, name, condition):
        return pl.col(f"s_{name}") if name in self.ready.stages else self.condition(condition)

    def score(self):
        """The least that the score surely is; the limits that rules test lie inside its range, so it need not be capped."""
        lines = []
        for line in self.ready.score:
            given, spared = (line.points, 0) if line.points > 0 else (0, line.points)
            lines.append(pl.when(self.condition(line.when)).then(pl.lit(given, pl.Int32)).otherwise(pl.lit(spared, pl.Int32)))
        return reduce(add, lines)

    def condition(self, condition):
        match condition:
            case Test():
                return pl.col(self.names[condition])
            case Score(limit):
                return pl.col("fit") >= limit
            case Named(name):
                return pl.col(f"s_{name}")
            case All(parts):
                return reduce(and_, (self.condition(part) for part in parts))
            case Either(parts):
                return reduce(or_, (self.condition(part) for part in parts))
            case AtLeast(k, parts):
                numbers = (self.condition(part).fill_null(False).cast(pl.Int8) for part in parts)
                return reduce(add, numbers) >= k
        raise TypeError(condition)

    def test(self, test):
        return ~self.plain(test) if test.fails else self.plain(test)

    def plain(self, test):
        fact, value = pl.col(test.fact), test.value
        field = self.ready.program.fields[test.fact]
        text = fact.str.to_lowercase()
        match test.op:
            case "is" if isinstance(value, bool):
                return fact if value else ~fact
            case "is" if field.otherwise and value == field.otherwise:
                return ~text.is_in([one for one in self.ready.program.choices(test.fact) if one != value])
            case "is" if isinstance(value, str):
                return text == value.lower()
            case "is":
                return fact == value
            case ">=" if field.ordered:
                values = self.ready.program.choices(test.fact)
                return text.is_in(values[values.index(value) :])
            case ">=":
                return fact >= value
            case "<=":
                return fact <= value
            case ">":
                return fact > value
            case "<":
                return fact < value
            case "between":
                return fact.is_between(*value)
            case "in":
                return text.is_in([one.lower() for one in value])
            case "domain":
                domain = fact.str.to_lowercase()
                return reduce(or_, (domain.str.ends_with(f"@{one}") for one in value))
            case "contains":
                return text.str.contains(value, literal=True)
            case "ends":
                return text.str.ends_with(value)
            case "word":
                return text.str.contains(word_pattern(value))
            case "any":
                around = pl.lit(";") + text + pl.lit(";")
                return reduce(or_, (around.str.contains(f";{one};", literal=True) for one in value))
            case "every":
                around = pl.lit(";") + text + pl.lit(";")
                return reduce(and_, (around.str.contains(f";{one};", literal=True) for one in value))
            case "within":
                return fact.is_between(TODAY - timedelta(value), TODAY)
            case "next":
                return fact.is_between(TODAY, TODAY + timedelta(value))
            case "ago":
                return fact < TODAY - timedelta(value)
            case "after":
                return fact > date.fromisoformat(value)
        raise ValueError(test)
