"""A program into the text of a `.rules` file."""

import re

from .criteria import All, AtLeast, Either, Named, Not, Score, Test

NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*\Z")
# Words of the language that choices of these programs could be.
RESERVED = {"event", "score", "stage", "use", "count"}


def rules_text(program):
    parts = ["language 1", "owner revops", "", f"# {program.heading}"]
    parts += [declared(name, field) for name, field in program.fields.items()]
    parts.append("")
    parts += [f"set {name} of {of} = {listed(values, of == 'text')}" for name, (of, values) in program.sets.items()]
    parts.append("")
    printer = Printer(program)
    parts += [f"define {name} as {printer.inline(condition)}" for name, condition in program.defines.items()]
    parts += ["", "stages:", *(f"  - {stage}" for stage in program.stages)]
    if program.exits:
        parts += ["exits:", *(f"  - {exit}" for exit in program.exits)]
    parts.append("")
    if program.score:
        low, high = program.score_range
        parts.append(f"score fit from {low} to {high}:")
    for line in program.score:
        verb = "add" if line.points > 0 else "subtract"
        parts.append(f"  - {verb} {abs(line.points)} points when {printer.inline(line.when)}")
    parts.append("")
    for rule in program.rules:
        parts.append(f'rule "{rule.name}":')
        parts += printer.rule(rule)
    return "\n".join(parts) + "\n"


def declared(name, field):
    if not field.choices:
        return f"field {name} is {field.type}"
    line = f"field {name} is {field.type} {listed(field.choices)}"
    if field.otherwise:
        line += f", else means {field.otherwise}"
    if len(line) <= 90:
        return line
    values = "".join(f"  {written(value)},\n" for value in field.choices)
    end = f", else means {field.otherwise}" if field.otherwise else ""
    return f"field {name} is {field.type} [\n{values}]{end}"


def written(value, quoted=False):
    return value if NAME.match(value) and value not in RESERVED and not quoted else f'"{value}"'


def listed(values, quoted=False):
    return "[" + ", ".join(written(value, quoted) for value in values) + "]"


def number(value):
    """A number as `fmt` keeps it: with `k` and `M` where they are whole."""
    for unit, letter in ((1_000_000, "M"), (1_000, "k")):
        if value >= 10_000 and value % unit == 0:
            return f"{value // unit}{letter}"
    return f"{value:_}" if value >= 10_000 else str(value)


class Printer:
    def __init__(self, program):
        self.program = program

    def rule(self, rule):
        when = rule.when
        unless = f"  unless {self.inline(rule.unless)}" if rule.unless else None
        if has_block(when):
            assert isinstance(when, All)
            lines = ["  when all of:", *self.bullets(when.parts, 1), f"  then {rule.then}"]
        else:
            line = f"  when {self.inline(when)} then {rule.then}"
            if len(line) <= 90:
                lines = [line]
            else:
                lines = [*self.wrapped(when), f"  then {rule.then}"]
        return lines + ([unless] if unless else [])

    def wrapped(self, when):
        """A long condition, broken before `and`."""
        parts = [self.inline(part, inside=True) for part in (when.parts if isinstance(when, All) else (when,))]
        lines = [f"  when {parts[0]}"]
        for part in parts[1:]:
            if len(f"{lines[-1]} and {part}") <= 90:
                lines[-1] += f" and {part}"
            else:
                lines.append(f"    and {part}")
        return lines

    def bullets(self, parts, depth):
        for part in parts:
            start = "  " * (depth + 1) + "-" * depth + " "
            match part:
                case AtLeast(k, inner):
                    yield f"{start}at least {k} of:"
                    yield from self.bullets(inner, depth + 1)
                case Either(inner) if any(isinstance(one, All) for one in inner):
                    yield f"{start}any of:"
                    yield from self.bullets(inner, depth + 1)
                case _:
                    yield start + self.inline(part)

    def inline(self, condition, inside=False):
        match condition:
            case Test():
                return self.test(condition)
            case Score(limit):
                return f"fit >= {limit}"
            case Named(name):
                return name
            case Not(Test() as test):
                return self.negated(test)
            case Not(part):
                return f"not {self.inline(part, inside=True)}"
            case All(parts):
                text = " and ".join(self.inline(part, inside=True) for part in parts)
            case Either(parts):
                text = " or ".join(self.inline(part, inside=True) for part in parts)
            case _:
                raise TypeError(condition)
        return f"({text})" if inside else text

    def negated(self, test):
        match test.op:
            case "is" if isinstance(test.value, bool):
                return f"not {test.fact}"
            case "is":
                return f"{test.fact} is not {self.value(test.fact, test.value)}"
            case "in":
                return f"{test.fact} not in {self.values(test)}"
            case "domain":
                return f"domain of {test.fact} not in {self.values(test)}"
            case _:
                return f"not {self.test(test)}"

    def test(self, test):
        fact, value = test.fact, test.value
        match test.op:
            case "is" if isinstance(value, bool):
                return fact if value else f"not {fact}"
            case "is":
                return f"{fact} is {self.value(fact, value)}"
            case ">=" | "<=" | ">" | "<":
                return f"{fact} {test.op} {self.value(fact, value)}"
            case "between":
                return f"{fact} between {self.value(fact, value[0])} and {self.value(fact, value[1])}"
            case "in":
                return f"{fact} in {self.values(test)}"
            case "domain":
                return f"domain of {fact} in {self.values(test)}"
            case "contains":
                return f'{fact} contains "{value}"'
            case "ends":
                return f'{fact} ends with "{value}"'
            case "word":
                return f"{fact} has word any of {self.values(test)}"
            case "any":
                return f"{fact} includes any of {self.values(test)}"
            case "every":
                return f"{fact} includes all of {self.values(test)}"
            case "within":
                return f"{fact} within {value} days"
            case "next":
                return f"{fact} within next {value} days"
            case "ago":
                return f"{fact} more than {value} days ago"
            case "after":
                return f"{fact} after {value}"
        raise ValueError(test)

    def values(self, test):
        kind = self.program.fields[test.fact].kind
        return test.written or listed(test.value, kind in ("text", "email"))

    def value(self, fact, value):
        if isinstance(value, str):
            return written(value)
        text = number(value)
        return f"{text} USD" if self.program.fields[fact].kind == "money" else text


def has_block(condition):
    match condition:
        case AtLeast():
            return True
        case All(parts):
            return any(has_block(part) or (isinstance(part, Either) and any(isinstance(one, All) for one in part.parts)) for part in parts)
        case _:
            return False
