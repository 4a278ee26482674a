"""Answers about programs become agreements and disagreements with Z3.

Reads lines of JSON as `tests/z3.rs` writes them, from standard input. The meaning of programs is written down here a
second time, from the definition of the language and from nothing else.

A lead is: for each field whether it is known and its value; for each event whether it is collected and up to ROWS rows,
each with its age and attributes. What Z3 shows is so; that Z3 finds nothing means that no lead with so few rows shows it.
Our own leads are confirmed by the evaluator, so leads with more rows are told apart from disagreements.
"""

import datetime
import json
import sys
import time

import z3

ROWS = 6
SCALE = 10_000
T, F = z3.BoolVal(True), z3.BoolVal(False)


def units(text):
    """A decimal as ten-thousandths."""
    sign = -1 if text.startswith("-") else 1
    whole, _, part = text.lstrip("-").partition(".")
    return sign * (int(whole) * SCALE + int((part + "0000")[:4]))


def day(text):
    """A date as a number of days."""
    return datetime.date.fromisoformat(text).toordinal()


def tag(item):
    """The name of a variant and what is in it."""
    if isinstance(item, str):
        return item, None
    ((name, inner),) = item.items()
    return name, inner


def both(parts):
    """`all of`: surely, surely not."""
    return z3.And([yes for yes, _ in parts]), z3.Or([no for _, no in parts])


def either(parts):
    """`any of`."""
    return z3.Or([yes for yes, _ in parts]), z3.And([no for _, no in parts])


def sum_of(terms):
    return z3.Sum(terms) if terms else z3.IntVal(0)


def bools(conditions):
    return sum_of([z3.If(condition, 1, 0) for condition in conditions])


def smaller(a, b):
    return z3.If(a < b, a, b)


def larger(a, b):
    return z3.If(a > b, a, b)


class Interval:
    """Two ends, each of which may be open."""

    def __init__(self, lo, hi, lo_open=F, hi_open=F):
        self.lo, self.hi, self.lo_open, self.hi_open = lo, hi, lo_open, hi_open

    @staticmethod
    def exactly(number):
        return Interval(z3.IntVal(number), z3.IntVal(number))

    def plus(self, other):
        return Interval(
            self.lo + other.lo,
            self.hi + other.hi,
            z3.Or(self.lo_open, other.lo_open),
            z3.Or(self.hi_open, other.hi_open),
        )

    def negated(self):
        return Interval(-self.hi, -self.lo, self.hi_open, self.lo_open)

    def at_most(self, cap):
        return Interval(
            z3.If(self.lo_open, self.lo, smaller(self.lo, cap)),
            z3.If(self.hi_open, cap, smaller(self.hi, cap)),
            self.lo_open,
            F,
        )

    def clamped(self, low, high):
        def clamp(number):
            return z3.If(number < low, low, z3.If(number > high, high, number))

        return Interval(z3.If(self.lo_open, low, clamp(self.lo)), z3.If(self.hi_open, high, clamp(self.hi)))

    def best(self, other):
        # An open lower end is below everything, an open upper end above everything.
        lo = z3.If(self.lo_open, other.lo, z3.If(other.lo_open, self.lo, larger(self.lo, other.lo)))
        return Interval(
            lo,
            larger(self.hi, other.hi),
            z3.And(self.lo_open, other.lo_open),
            z3.Or(self.hi_open, other.hi_open),
        )

    def choose(self, condition, other):
        """This one if the condition holds, else the other."""
        return Interval(
            z3.If(condition, self.lo, other.lo),
            z3.If(condition, self.hi, other.hi),
            z3.If(condition, self.lo_open, other.lo_open),
            z3.If(condition, self.hi_open, other.hi_open),
        )

    def compare(self, comparison, number):
        """Surely, surely not. `number` reads a limit."""
        name, limit = tag(comparison)
        lo_from = lambda n: z3.And(z3.Not(self.lo_open), self.lo >= n)
        hi_from = lambda n: z3.Or(self.hi_open, self.hi >= n)
        lo_above = lambda n: z3.And(z3.Not(self.lo_open), self.lo > n)
        hi_above = lambda n: z3.Or(self.hi_open, self.hi > n)
        if name == "between":
            low, high = number(limit[0]), number(limit[1])
        else:
            low = high = number(limit)
        if name in ("is", "between"):
            return z3.And(lo_from(low), z3.Not(hi_above(high))), z3.Or(z3.Not(hi_from(low)), lo_above(high))
        if name == "at_least":
            return lo_from(low), z3.Not(hi_from(low))
        if name == "more_than":
            return lo_above(low), z3.Not(hi_above(low))
        if name == "at_most":
            return z3.Not(hi_above(low)), lo_above(low)
        assert name == "less_than", name
        return z3.Not(hi_from(low)), lo_from(low)


def passes(comparison, value, number):
    """Whether a number passes a comparison."""
    name, limit = tag(comparison)
    if name == "between":
        return z3.And(value >= number(limit[0]), value <= number(limit[1]))
    limit = number(limit)
    return {
        "is": value == limit,
        "at_least": value >= limit,
        "more_than": value > limit,
        "at_most": value <= limit,
        "less_than": value < limit,
    }[name]


class Fact:
    """An unknown field or attribute."""

    def __init__(self, name, declared, today, facts):
        self.today = today
        self.kind, inner = tag(declared["type"])
        self.known = z3.Bool(name + ".known")
        self.never = F
        self.value = None
        self.items = {}
        self.name = name
        self.choices = len(inner["values"]) if self.kind == "choice" else None
        if self.kind == "yes_no":
            self.value = z3.Bool(name)
        elif self.kind != "list":
            self.value = z3.Int(name)
        if self.kind == "choice":
            facts += [self.value >= 0, self.value < self.choices]
        if self.kind == "country":
            facts += [self.value >= 0, self.value < 26 * 26]
        if self.kind == "count":
            facts += [self.value >= 0, self.value % SCALE == 0]
        if self.kind == "date":
            self.never = z3.Bool(name + ".never")
        self.default = declared["default"]

    def values(self):
        """How many values there are; None if there are too many to matter."""
        return {"yes_no": 2, "country": 249}.get(self.kind, self.choices)

    def item(self, value):
        key = json.dumps(value)
        if key not in self.items:
            self.items[key] = z3.Bool(self.name + "." + key)
        return self.items[key]

    def constant(self, value):
        """Another fact that has this value: a default."""
        name, inner = tag(value)
        other = Fact.__new__(Fact)
        other.__dict__.update(self.__dict__)
        other.never = z3.BoolVal(name == "never")
        if name == "yes_no":
            other.value = z3.BoolVal(inner)
        elif name == "choice":
            other.value = z3.IntVal(inner)
        elif name == "country":
            other.value = z3.IntVal(country(inner))
        elif name == "number":
            other.value = z3.IntVal(units(inner))
        elif name == "date":
            other.value = z3.IntVal(day(inner))
        elif name in ("texts", "choices"):
            other.item = lambda item: z3.BoolVal(item in inner)
        return other

    def effective(self):
        """What is so of the value, and whether there is one: with the default."""
        if self.default is None:
            return [(self.known, self)]
        return [(self.known, self), (z3.Not(self.known), self.constant(self.default))]

    def has_value(self):
        return z3.Or([condition for condition, _ in self.effective()])

    def holds(self, predicate, sets):
        name, inner = tag(predicate)
        if name == "yes":
            return self.value
        if name == "in":
            kind, values = tag(sets[inner]["values"])
            number = country if kind == "countries" else int
            return z3.Or([self.value == number(value) for value in values])
        if name == "number":
            return passes(inner, self.value, units)
        if name == "rank":
            return passes(inner, self.value, int)
        if name == "includes":
            membership, values = inner
            _, values = tag(sets[values]["values"])
            items = [self.item(value) for value in values]
            return {"any": z3.Or(items), "all": z3.And(items), "none": z3.Not(z3.Or(items))}[membership]
        assert name == "date", name
        return self.date_holds(*tag(inner))

    def date_holds(self, name, inner):
        if name == "never":
            return self.never
        date, today = self.value, self.today
        age = today - date
        on = lambda: today if inner == "today" else day(tag(inner)[1])
        holds = {
            "within": lambda: z3.And(age >= 0, age <= inner),
            "within_next": lambda: z3.And(age <= 0, -age <= inner),
            "more_than_ago": lambda: age > inner,
            "on": lambda: date == on(),
            "before": lambda: date < on(),
            "after": lambda: date > on(),
            "on_or_before": lambda: date <= on(),
            "on_or_after": lambda: date >= on(),
            "between": lambda: z3.And(date >= day(inner[0]), date <= day(inner[1])),
        }[name]()
        return z3.And(z3.Not(self.never), holds)

    def test(self, predicate, sets):
        if predicate == "known":
            return self.known, z3.Not(self.known)
        cases = [(condition, value.holds(predicate, sets)) for condition, value in self.effective()]
        yes = z3.Or([z3.And(condition, holds) for condition, holds in cases])
        no = z3.Or([z3.And(condition, z3.Not(holds)) for condition, holds in cases])
        return yes, no

    def number(self):
        """The value, where there is one; an integer for choices, yes and no and days, too."""
        result = z3.IntVal(0)
        for condition, fact in self.effective():
            value = z3.If(fact.value, 1, 0) if self.kind == "yes_no" else fact.value
            if self.kind == "date":
                value = z3.If(fact.never, -1, value)
            result = z3.If(condition, value, result)
        return result


def country(code):
    return (ord(code[0]) - 65) * 26 + ord(code[1]) - 65


class Row:
    def __init__(self, name, event, today, facts):
        self.present = z3.Bool(name + ".present")
        self.age = z3.Int(name + ".age")
        facts += [self.age >= 0]
        self.attributes = [
            Fact(f"{name}.{at}", declared, today, facts) for at, declared in enumerate(event["attributes"])
        ]


class Lead:
    """All that is unknown of a lead, and what is so of it."""

    def __init__(self, plan, today):
        self.facts = []
        self.today = today
        self.fields = [Fact(f"f{at}", field, today, self.facts) for at, field in enumerate(plan["fields"])]
        self.collected, self.rows = [], []
        for at, event in enumerate(plan["events"]):
            self.collected.append(z3.Bool(f"e{at}.collected"))
            rows = [Row(f"e{at}.{n}", event, today, self.facts) for n in range(ROWS)]
            self.facts += [z3.Implies(b.present, a.present) for a, b in zip(rows, rows[1:])]
            self.rows.append(rows)


class Meaning:
    """A program, as said of an unknown lead."""

    def __init__(self, plan, today, lead):
        self.plan, self.today, self.lead = plan, today, lead
        self.exprs, self.scores = {}, {}

    def expr(self, at, row=None):
        key = (at, id(row) if row is not None else None)
        if key not in self.exprs:
            self.exprs[key] = self.condition(self.plan["exprs"][at], row)
        return self.exprs[key]

    def condition(self, expr, row):
        name, inner = tag(expr)
        if name == "test":
            where, fact = tag(inner["subject"]["fact"])
            fact = self.lead.fields[fact] if where == "field" else row.attributes[fact[1]]
            return fact.test(inner["predicate"], self.plan["sets"])
        if name == "events":
            return self.measure(inner["measure"], inner["rows"]).compare(inner["comparison"], units)
        if name == "score":
            points = self.score(inner[0])
            scaled = Interval(points.lo * SCALE, points.hi * SCALE)
            return scaled.compare(inner[1], units)
        if name == "grade":
            return self.grade(*inner)
        if name == "place":
            return self.place(*tag(inner))
        if name == "not":
            yes, no = self.expr(inner, row)
            return no, yes
        if name == "all":
            return both([self.expr(part, row) for part in inner])
        if name == "any":
            return either([self.expr(part, row) for part in inner])
        assert name == "at_least", name
        count, parts = inner
        parts = [self.expr(part, row) for part in parts]
        yes = bools([yes for yes, _ in parts])
        possible = bools([z3.Not(no) for _, no in parts])
        return yes >= count, possible < count

    def place(self, kind, at):
        if kind == "stage" and at == 0:
            return T, F
        rules = [n for n, rule in enumerate(self.plan["rules"]) if {"place": {kind: at}} in rule["concludes"]]
        return either([self.rule(n) for n in rules])

    def rule(self, at):
        rule = self.plan["rules"][at]
        if rule["from"] is not None and day(rule["from"]) > self.today:
            return F, T
        if rule["until"] is not None and day(rule["until"]) < self.today:
            return F, T
        parts = [self.expr(rule["when"])]
        if rule["unless"] is not None:
            yes, no = self.expr(rule["unless"])
            parts.append((no, yes))
        return both(parts)

    def states(self, rows):
        """For each row whether it surely counts, and whether it may."""
        states = []
        for row in self.lead.rows[rows["event"]]:
            parts = [self.window(rows["window"], row)]
            if rows["filter"] is not None:
                parts.append(self.expr(rows["filter"], row))
            yes, no = both(parts)
            states.append((row, z3.And(row.present, yes), z3.And(row.present, z3.Not(no))))
        return states

    def window(self, window, row):
        name, inner = tag(window)
        if name == "always":
            return T, F
        if name == "within":
            return row.age <= inner, row.age > inner
        assert name == "since", name
        since = self.lead.fields[inner]
        yes, no = [], []
        for condition, fact in since.effective():
            after = z3.Or(fact.never, self.today - row.age > fact.value)
            yes.append(z3.And(condition, after))
            no.append(z3.And(condition, z3.Not(after)))
        return z3.Or(yes), z3.Or(no)

    def measure(self, measure, rows):
        name, attribute = tag(measure)
        states = self.states(rows)
        if name == "sum":
            return self.sum(states, attribute, rows)
        if name == "distinct":
            interval, possible = self.distinct(states, attribute, [z3.IntVal(1)] * len(states))
        else:
            weights = [z3.IntVal(1)] * len(states)
            if name == "days":
                interval = self.days(states, weights)
            else:
                assert name == "count", name
                interval = self.count(states, weights)
            possible = None
        scaled = Interval(interval.lo * SCALE, interval.hi * SCALE)
        return self.if_collected(scaled, rows, None if possible is None else possible * SCALE)

    def if_collected(self, interval, rows, possible):
        zero = z3.IntVal(0)
        if possible is None:
            otherwise = Interval(zero, zero, F, T)
        else:
            otherwise = Interval(zero, z3.IntVal(possible))
        return interval.choose(self.lead.collected[rows["event"]], otherwise)

    def count(self, states, weights):
        lo = sum_of([z3.If(sure, weight, 0) for (_, sure, _), weight in zip(states, weights)])
        hi = sum_of([z3.If(alive, weight, 0) for (_, _, alive), weight in zip(states, weights)])
        return Interval(lo, hi)

    def days(self, states, weights):
        ends = []
        for which in (1, 2):
            terms = []
            for at, state in enumerate(states):
                earlier = [z3.And(other[which], other[0].age == state[0].age) for other in states[:at]]
                first = z3.And(state[which], z3.Not(z3.Or(earlier)))
                terms.append(z3.If(first, weights[at], 0))
            ends.append(sum_of(terms))
        return Interval(*ends)

    def distinct(self, states, attribute, weights):
        facts = [row.attributes[attribute] for row, _, _ in states]
        has = [fact.has_value() for fact in facts]
        values = [fact.number() for fact in facts]
        possible = facts[0].values()

        def newest(which):
            """The rows that stand for their values, with what they weigh."""
            stands = []
            for a, state in enumerate(states):
                beaten = []
                for b, other in enumerate(states):
                    if a == b:
                        continue
                    newer = weights[b] >= weights[a] if b < a else weights[b] > weights[a]
                    beaten.append(z3.And(other[which], has[b], values[a] == values[b], newer))
                stands.append(z3.And(state[which], has[a], z3.Not(z3.Or(beaten))))
            return stands

        sure = newest(1)
        total = sum_of([z3.If(stands, weight, 0) for stands, weight in zip(sure, weights)])
        most, lacking = z3.IntVal(0), z3.IntVal(0)
        for at, (_, surely, _) in enumerate(states):
            most = larger(most, z3.If(sure[at], weights[at], 0))
            lacking = larger(lacking, z3.If(z3.And(surely, z3.Not(has[at])), weights[at], 0))
        lo = total + larger(lacking - most, z3.IntVal(0))
        stands = newest(2)
        counts = [
            z3.Or(stands[at], z3.And(alive, z3.Not(has[at]))) for at, (_, _, alive) in enumerate(states)
        ]
        terms = []
        for a, weight in enumerate(weights):
            if possible is None or possible >= len(weights):
                terms.append(z3.If(counts[a], weight, 0))
                continue
            ahead = [
                z3.And(counts[b], weights[b] >= weight if b < a else weights[b] > weight)
                for b in range(len(weights))
                if b != a
            ]
            terms.append(z3.If(z3.And(counts[a], bools(ahead) < possible), weight, 0))
        return Interval(lo, sum_of(terms)), possible

    def sum(self, states, attribute, rows):
        facts = [row.attributes[attribute] for row, _, _ in states]
        is_count = facts[0].kind == "count"
        lo, hi, lacks = [], [], []
        for (_, sure, alive), fact in zip(states, facts):
            has, value = fact.has_value(), fact.number()
            zero = z3.IntVal(0)
            lo.append(z3.If(z3.And(alive, has), z3.If(sure, value, smaller(zero, value)), 0))
            hi.append(z3.If(z3.And(alive, has), z3.If(sure, value, larger(zero, value)), 0))
            lacks.append(z3.And(alive, z3.Not(has)))
        open_end = z3.Or(lacks)
        collected = Interval(sum_of(lo), sum_of(hi), F if is_count else open_end, open_end)
        otherwise = Interval(z3.IntVal(0), z3.IntVal(0), F if is_count else T, T)
        return collected.choose(self.lead.collected[rows["event"]], otherwise)

    def score(self, at):
        if at not in self.scores:
            score = self.plan["scores"][at]
            self.scores[at] = self.total(score["lines"]).clamped(score["from"], score["to"])
        return self.scores[at]

    def total(self, lines):
        result = Interval.exactly(0)
        for line in lines:
            result = result.plus(self.line(line))
        return result

    def line(self, line):
        name, inner = tag(line)
        if name == "when":
            return self.points_if(inner["points"], self.expr(inner["condition"]))
        if name == "each":
            return self.each(inner)
        if name == "table":
            return self.table(inner)
        if name == "score":
            return self.score(inner)
        if name == "first_of":
            result = Interval.exactly(0)
            for part in reversed(inner):
                yes, no = self.expr(part["condition"])
                points = part["points"]
                maybe = Interval(smaller(z3.IntVal(points), result.lo), larger(z3.IntVal(points), result.hi))
                result = Interval.exactly(points).choose(yes, result.choose(no, maybe))
            return result
        if name == "best_of":
            result = self.line(inner[0])
            for part in inner[1:]:
                result = result.best(self.line(part))
            return result
        assert name == "group", name
        return self.total(inner["lines"]).clamped(-inner["cap"], inner["cap"])

    def points_if(self, points, truth):
        yes, no = truth
        return Interval(
            z3.If(yes, points, z3.If(no, 0, min(points, 0))), z3.If(yes, points, z3.If(no, 0, max(points, 0)))
        )

    def each(self, each):
        name, inner = tag(each["of"])
        points, cap = each["points"], each["cap"]
        if name == "field":
            field = self.lead.fields[inner]
            raw = Interval(points * (field.number() / SCALE), points * (field.number() / SCALE))
            raw = raw.choose(field.has_value(), Interval(z3.IntVal(0), z3.IntVal(0), F, T))
        else:
            raw = self.each_row(name, inner, each, points)
        if cap is not None:
            raw = raw.at_most(z3.IntVal(cap))
        return raw.negated() if each["sign"] == "subtract" else raw

    def each_row(self, name, inner, each, points):
        rows = inner[1] if name == "distinct" else inner
        states = self.states(rows)
        unit = 1
        weights = [z3.IntVal(1)] * len(states)
        if each["fade"] is not None:
            kind, unit = tag(each["fade"])
            assert kind == "over", kind
            weights = [z3.If(row.age < unit, unit - row.age, 0) for row, _, _ in states]
        possible = None
        if name == "distinct":
            interval, possible = self.distinct(states, inner[0], weights)
        else:
            interval = (self.days if name == "days" else self.count)(states, weights)
        raw = Interval((interval.lo * points) / unit, (interval.hi * points) / unit)
        return self.if_collected(raw, rows, None if possible is None else possible * points)

    def table(self, table):
        field = self.lead.fields[table["field"]]
        bands = [band["points"] for band in table["bands"]]
        bands += [] if table["otherwise"] is None else [table["otherwise"]]
        result = Interval(z3.IntVal(min(bands)), z3.IntVal(max(bands)))
        if table["unknown"] is not None:
            result = Interval.exactly(table["unknown"])
        for condition, fact in field.effective():
            points = z3.IntVal(table["otherwise"] if table["otherwise"] is not None else 0)
            for band in table["bands"]:
                points = z3.If(self.in_band(fact, *tag(band["value"])), band["points"], points)
            result = Interval(points, points).choose(condition, result)
        return result

    def in_band(self, fact, name, inner):
        if name == "yes_no":
            return fact.value if inner else z3.Not(fact.value)
        if name == "choices":
            return z3.Or([fact.value == choice for choice in inner])
        if name == "countries":
            return z3.Or([fact.value == country(code) for code in inner])
        assert name == "numbers", name
        low, high = inner
        parts = [] if low is None else [fact.value >= units(low)]
        parts += [] if high is None else [fact.value <= units(high)]
        return z3.And(parts)

    def grade(self, at, passing):
        grade = self.plan["grades"][at]
        points = self.score(grade["score"])
        floors = [band["floor"] for band in grade["bands"]]
        possible = []
        for n, floor in enumerate(floors):
            reaches = T if floor is None else points.hi >= floor
            beyond = points.lo >= floors[n + 1] if n + 1 < len(floors) else F
            possible.append(z3.And(reaches, z3.Not(beyond)))
        passes = [band for n, band in enumerate(possible) if n in passing]
        fails = [band for n, band in enumerate(possible) if n not in passing]
        return z3.Not(z3.Or(fails)), z3.Not(z3.Or(passes))

    def leaves(self):
        return either([self.place("exit", at) for at in range(len(self.plan["exits"]))])

    def result_is(self, place):
        """Whether the result is a stage or exit."""
        kind, at = place
        parts = [self.place(kind, at)[0]]
        exits = range(len(self.plan["exits"])) if kind == "stage" else range(at)
        parts += [z3.Not(self.place("exit", other)[0]) for other in exits]
        if kind == "stage":
            higher = range(at + 1, len(self.plan["stages"]))
            parts += [z3.Not(self.place("stage", other)[0]) for other in higher]
        return z3.And(parts)

    def verdict(self):
        """Everything that a verdict says, each with the condition for it."""
        said = {}
        exits = [self.place("exit", at) for at in range(len(self.plan["exits"]))]
        stages = [self.place("stage", at) for at in range(len(self.plan["stages"]))]
        leaves = either(exits)
        maybe = lambda truth: z3.And(z3.Not(truth[0]), z3.Not(truth[1]))
        for kind, at in self.places():
            said["result", kind, at] = self.result_is((kind, at))
        for at, truth in enumerate(exits):
            stronger = [z3.Not(yes) for yes, _ in exits[:at]]
            # With an exit, only stronger ones; the strongest sure exit must not be this strong or stronger.
            said["could be", "exit", at] = z3.And([maybe(truth)] + stronger)
        for at, truth in enumerate(stages):
            higher = [z3.Not(yes) for yes, _ in stages[at + 1 :]]
            said["could be", "stage", at] = z3.And([maybe(truth), z3.Not(leaves[0])] + higher)
            said["meets", at] = truth[0]
            said["could meet", at] = maybe(truth)
        for at, outcome in enumerate(self.plan["outcomes"]):
            self.outcome(said, at, outcome, leaves)
        return said

    def outcome(self, said, at, outcome, leaves):
        left, open_leave = leaves[0], z3.And(z3.Not(leaves[0]), z3.Not(leaves[1]))
        values = range(len(outcome["values"]))
        combine = outcome["combine"]
        everybody, of_exits = self.votes(at, values, left, False), self.votes(at, values, left, True)
        given, could = self.given(combine, everybody), self.could(combine, everybody)
        if combine == "keep_all":
            lost = [z3.And(everybody[0][v], z3.Not(of_exits[0][v])) for v in values]
            could["none"] = z3.And(open_leave, z3.Or(lost))
        else:
            given_left, could_left = self.given(combine, of_exits), self.could(combine, of_exits)
            for what in given:
                new = z3.Or(given_left[what], could_left[what])
                more = z3.And(open_leave, new, z3.Not(given[what]))
                could[what] = z3.Or(could[what], more)
        for what, condition in given.items():
            if not (combine == "keep_all" and what == "none"):
                said["outcome", at, what] = condition
        for what, condition in could.items():
            said["outcome could be", at, what] = condition

    def votes(self, at, values, left, only_exits):
        sure, maybe = [], []
        for value in values:
            yes, unknown = [], []
            for n, rule in enumerate(self.plan["rules"]):
                if {"outcome": [at, value]} not in rule["concludes"]:
                    continue
                exits = any("exit" in conclusion.get("place", {}) for conclusion in rule["concludes"])
                if only_exits and not exits:
                    continue
                heard = T if exits else z3.Not(left)
                truth = self.rule(n)
                yes.append(z3.And(heard, truth[0]))
                unknown.append(z3.And(heard, z3.Not(truth[0]), z3.Not(truth[1])))
            sure.append(z3.Or(yes))
            maybe.append(z3.And(z3.Or(unknown), z3.Not(sure[-1])))
        return sure, maybe

    def given(self, combine, votes):
        sure, _ = votes
        none = z3.Not(z3.Or(sure))
        if combine == "keep_all":
            given = {value: condition for value, condition in enumerate(sure)}
            return given | {"none": none, "conflict": F}
        if combine == "highest_wins":
            given = {v: z3.And([sure[v]] + [z3.Not(other) for other in sure[v + 1 :]]) for v in range(len(sure))}
            return given | {"none": none, "conflict": F}
        given = {v: z3.And(sure[v], bools(sure) == 1) for v in range(len(sure))}
        return given | {"none": none, "conflict": bools(sure) >= 2}

    def could(self, combine, votes):
        sure, maybe = votes
        could = {"none": F, "conflict": F}
        for v in range(len(sure)):
            if combine == "keep_all":
                could[v] = maybe[v]
            elif combine == "highest_wins":
                could[v] = z3.And([maybe[v]] + [z3.Not(other) for other in sure[v + 1 :]])
            else:
                could[v] = z3.And(maybe[v], bools(sure) == 0)
        if combine == "one_value":
            several = z3.And(bools(sure) == 0, bools(maybe) >= 2)
            could["conflict"] = z3.Or(several, z3.And(bools(sure) == 1, z3.Or(maybe)))
        return could

    def places(self):
        stages = [("stage", at) for at in range(len(self.plan["stages"]))]
        return stages + [("exit", at) for at in range(len(self.plan["exits"]))]


def name(plan, place):
    kind, at = place
    return plan[kind + "s"][at]["name"]


class Judge:
    def __init__(self):
        self.counts = {}
        self.known = {}
        self.disagreements = []

    def count(self, question, what):
        key = f"{question}: {what}"
        self.counts[key] = self.counts.get(key, 0) + 1

    def weigh(self, question, where, solver, wanted, answer):
        """Weighs "never" and "lead" against what Z3 finds."""
        # The same question comes twice, for both budgets; equal conditions are one to Z3.
        if wanted.get_id() not in self.known:
            found = solver.check(wanted)
            self.known[wanted.get_id()] = wanted, found, solver.model() if found == z3.sat else None
        _, found, model = self.known[wanted.get_id()]
        self.count(question, f"{answer}, Z3 {found}")
        if answer == "never" and found == z3.sat:
            self.disagreements.append(f"{where}: {question}: never, but {model}")

    def pair(self, pair):
        today = day(pair["today"])
        self.known = {}
        lead = Lead(pair["programs"][0]["plan"], today)
        solver = z3.Solver()
        solver.set("timeout", 20_000)
        meanings = [Meaning(program["plan"], today, lead) for program in pair["programs"]]
        solver.add(lead.facts)
        for at, (program, meaning) in enumerate(zip(pair["programs"], meanings)):
            self.program(pair["seed"], at, program, meaning, solver)
        old, new = [meaning.verdict() for meaning in meanings]
        for effort in ("patient", "hasty"):
            where, answers = f"seed {pair['seed']}", pair[effort]
            differ = z3.Or([z3.Xor(old[what], new[what]) for what in old])
            self.weigh(f"equivalent ({effort})", where, solver, differ, answers["differ"])
            places = {name(meanings[0].plan, place): place for place in meanings[0].places()}
            for move in answers["transitions"]:
                wanted = z3.And(
                    old[("result",) + places[move["from"]]], new[("result",) + places[move["to"]]]
                )
                self.weigh(f"transition ({effort})", f"{where}, {move}", solver, wanted, move["answer"])

    def program(self, seed, at, program, meaning, solver):
        plan = program["plan"]
        rules = [meaning.rule(n) for n in range(len(plan["rules"]))]
        leaves = meaning.leaves()[0]
        where = f"seed {seed}, program {at}"
        for effort in ("patient", "hasty"):
            answers = program[effort]
            for n, answer in enumerate(answers["met"]):
                self.weigh(f"rule met ({effort})", f"{where}, rule {n}", solver, rules[n][0], answer)
            self.redundant(f"redundant ({effort})", where, solver, plan, rules, answers)
            self.conflicts(f"conflict ({effort})", where, solver, plan, rules, leaves, answers)

    def redundant(self, question, where, solver, plan, rules, answers):
        removed = {redundant["rule"] for redundant in answers["redundant"]}
        for redundant in answers["redundant"]:
            wanted = self.needed(plan, rules, redundant["rule"], redundant["by"])
            self.weigh(question, f"{where}, {redundant}", solver, wanted, "never")
        for n in range(len(rules)):
            if n in removed or answers["met"][n] != "lead":
                continue
            others = [other for other in range(len(rules)) if other != n and other not in removed]
            answer = "lead" if answers["redundant_decided"] else "undecided"
            self.weigh(question, f"{where}, rule {n}", solver, self.needed(plan, rules, n, others), answer)

    def needed(self, plan, rules, rule, others):
        """That a rule gives a conclusion, or may, and others do not, or may not."""
        exits = lambda n: any("exit" in conclusion.get("place", {}) for conclusion in plan["rules"][n]["concludes"])
        cases = []
        for conclusion in plan["rules"][rule]["concludes"]:
            heard = [
                other
                for other in others
                if conclusion in plan["rules"][other]["concludes"]
                and ("place" in conclusion or exits(other) or not exits(rule))
            ]
            cases.append(z3.And([rules[rule][0]] + [z3.Not(rules[other][0]) for other in heard]))
            cases.append(z3.And([z3.Not(rules[rule][1])] + [rules[other][1] for other in heard]))
        return z3.Or(cases)

    def conflicts(self, question, where, solver, plan, rules, leaves, answers):
        exits = lambda n: any("exit" in conclusion.get("place", {}) for conclusion in plan["rules"][n]["concludes"])
        voices = [
            (n, conclusion["outcome"][1])
            for n, rule in enumerate(plan["rules"])
            for conclusion in rule["concludes"]
            if "outcome" in conclusion and conclusion["outcome"][0] == 0
        ]
        found = {tuple(pair) for pair in answers["conflicts"]}
        for at, (a, value) in enumerate(voices):
            for b, other in voices[at + 1 :]:
                if value == other:
                    continue
                pair = (min(a, b), max(a, b))
                answer = "lead" if pair in found else "never" if answers["are_all"] else "undecided"
                heard = [] if exits(a) and exits(b) else [z3.Not(leaves)]
                wanted = z3.And([rules[a][0], rules[b][0]] + heard)
                self.weigh(question, f"{where}, {pair}", solver, wanted, answer)


def main():
    judge = Judge()
    start = time.time()
    pairs = 0
    for line in sys.stdin:
        if not line.startswith("{"):
            continue
        pair = json.loads(line)
        pairs += 1
        judge.pair(pair)
        if pairs % 100 == 0:
            print(f"{pairs} pairs, {time.time() - start:.0f} s", file=sys.stderr, flush=True)
    print(f"{pairs} pairs of programs, {time.time() - start:.0f} s")
    for key in sorted(judge.counts):
        print(f"  {key}: {judge.counts[key]}")
    print(f"{len(judge.disagreements)} disagreements")
    for disagreement in judge.disagreements:
        print(disagreement)
    sys.exit(1 if judge.disagreements else 0)


if __name__ == "__main__":
    main()
