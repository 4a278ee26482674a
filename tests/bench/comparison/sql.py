"""A program into SQL, for DuckDB and for ClickHouse: the exits and stages as one CASE over a lead.

Conditions come without `Not` (see criteria.py), so a NULL of a missing value counts as failed and that is right. Each distinct test is computed once, as a column of a
subquery; then come the score, and the stages that other rules name. Writing every test where it is needed, so that CASE may skip it, was slower in both engines.
"""

from datetime import date, timedelta

from .criteria import TODAY, All, AtLeast, Either, Named, Score, Test, ready

OTHER_THAN_LETTERS = "[^\\p{L}\\p{N}]"


class DuckDb:
    """How DuckDB spells what is not the same everywhere."""

    # Without it the score and the stages are computed again at each place that names them.
    kept = "MATERIALIZED "

    def domain(self, fact):
        return f"lower(split_part({fact}, '@', 2))"

    def contains(self, text, part):
        return f"contains({text}, {quoted(part)})"

    def ends(self, text, part):
        return f"ends_with({text}, {quoted(part)})"

    def matches(self, text, pattern):
        return f"regexp_matches({text}, {quoted(pattern)})"

    def day(self, day):
        return f"DATE '{day}'"

    def join(self, *texts):
        return " || ".join(texts)

    def lower(self, text):
        return f"lower({text})"

    def number(self, condition):
        return f"CASE WHEN {condition} THEN 1 ELSE 0 END"


class ClickHouse:
    """How ClickHouse spells it."""

    kept = ""

    def domain(self, fact):
        return f"lower(substring({fact}, position({fact}, '@') + 1))"

    def contains(self, text, part):
        return f"position({text}, {quoted(part)}) > 0"

    def ends(self, text, part):
        return f"endsWith({text}, {quoted(part)})"

    def matches(self, text, pattern):
        return f"match({text}, {quoted(pattern)})"

    def day(self, day):
        return f"toDate32('{day}')"

    def join(self, *texts):
        return f"concat({', '.join(texts)})"

    def lower(self, text):
        return f"lowerUTF8({text})"

    def number(self, condition):
        return f"if({condition}, 1, 0)"


DIALECTS = {"duckdb": DuckDb(), "clickhouse": ClickHouse()}


def quoted(text):
    escaped = text.replace("\\", "\\\\") if "\\" in text and quoted.backslashes else text
    return "'" + escaped.replace("'", "''") + "'"


quoted.backslashes = False


def select(program, dialect, source, columns=()):
    """A SELECT of `columns` and `result` from `source`, which is the text after FROM."""
    quoted.backslashes = dialect == "clickhouse"
    return Printer(program, DIALECTS[dialect]).select(source, columns)


class Printer:
    def __init__(self, program, dialect):
        self.ready = ready(program)
        self.dialect = dialect
        self.names = {test: f"t{at}" for at, test in enumerate(self.ready.tests)}

    def select(self, source, columns):
        kept = "".join(f"{column}, " for column in columns)
        tests = ", ".join(f"{self.test(test)} AS {name}" for test, name in self.names.items())
        steps = [("tested", "", f"SELECT {kept}{tests} FROM {source}")]
        steps.append(("scored", self.dialect.kept, f"SELECT *, {self.score()} AS fit FROM tested"))
        for name, condition in self.ready.stages.items():
            before = steps[-1][0]
            step = f"SELECT *, {self.condition(condition)} AS s_{name} FROM {before}"
            steps.append((f"with_{name}", self.dialect.kept, step))
        cases = " ".join(
            f"WHEN {'s_' + name if name in self.ready.stages else self.condition(condition)} THEN {quoted(name)}"
            for name, condition in self.ready.results
        )
        named = ", ".join(f"{name} AS {kind}({step})" for name, kind, step in steps)
        return f"WITH {named} SELECT {kept}CASE {cases} ELSE {quoted(self.ready.lowest)} END AS result FROM {steps[-1][0]}"

    def score(self):
        """The least that the score surely is; the limits that rules test lie inside its range, so it need not be capped."""
        lines = []
        for line in self.ready.score:
            given, spared = (line.points, 0) if line.points > 0 else (0, line.points)
            lines.append(f"CASE WHEN {self.condition(line.when)} THEN {given} ELSE {spared} END")
        return " + ".join(lines)

    def condition(self, condition):
        match condition:
            case Test():
                return self.names[condition]
            case Score(limit):
                return f"fit >= {limit}"
            case Named(name):
                return f"s_{name}"
            case All(parts):
                return "(" + " AND ".join(self.condition(part) for part in parts) + ")"
            case Either(parts):
                return "(" + " OR ".join(self.condition(part) for part in parts) + ")"
            case AtLeast(k, parts):
                return "(" + " + ".join(self.dialect.number(self.condition(part)) for part in parts) + f" >= {k})"
        raise TypeError(condition)

    def test(self, test):
        if test.fails:
            return f"({test.fact} IS NOT NULL AND NOT ({self.plain(test)}))"
        return f"({self.plain(test)})"

    def plain(self, test):
        say, fact, value = self.dialect, test.fact, test.value
        field = self.ready.program.fields[fact]
        text = say.lower(fact)
        match test.op:
            case "is" if isinstance(value, bool):
                return f"{fact} = {str(value).lower()}"
            case "is" if field.otherwise and value == field.otherwise:
                return f"{text} NOT IN ({listed(one for one in self.ready.program.choices(fact) if one != value)})"
            case "is" if isinstance(value, str):
                return f"{text} = {quoted(value.lower())}"
            case "is":
                return f"{fact} = {value}"
            case ">=" if field.ordered:
                values = self.ready.program.choices(fact)
                return f"{text} IN ({listed(values[values.index(value) :])})"
            case ">=" | "<=" | ">" | "<":
                return f"{fact} {test.op} {value}"
            case "between":
                return f"{fact} BETWEEN {value[0]} AND {value[1]}"
            case "in":
                return f"{text} IN ({listed(one.lower() for one in value)})"
            case "domain":
                return f"{say.domain(fact)} IN ({listed(value)})"
            case "contains":
                return say.contains(text, value)
            case "ends":
                return say.ends(text, value)
            case "word":
                return say.matches(text, word_pattern(value))
            case "any":
                around = say.join("';'", text, "';'")
                return " OR ".join(say.contains(around, f";{one};") for one in value)
            case "every":
                around = say.join("';'", text, "';'")
                return " AND ".join(say.contains(around, f";{one};") for one in value)
            case "within" | "next" | "ago" | "after":
                return self.date(fact, test.op, value)
        raise ValueError(test)

    def date(self, fact, op, value):
        day = self.dialect.day
        match op:
            case "within":
                return f"{fact} BETWEEN {day(TODAY - timedelta(value))} AND {day(TODAY)}"
            case "next":
                return f"{fact} BETWEEN {day(TODAY)} AND {day(TODAY + timedelta(value))}"
            case "ago":
                return f"{fact} < {day(TODAY - timedelta(value))}"
            case _:
                return f"{fact} > {day(date.fromisoformat(value))}"


def word_pattern(words):
    """A pattern that finds any of the words between other characters than letters and digits."""
    inside = "|".join(word.replace(" ", f"{OTHER_THAN_LETTERS}+") for word in words)
    return f"(^|{OTHER_THAN_LETTERS})({inside})({OTHER_THAN_LETTERS}|$)"


def listed(values):
    return ", ".join(quoted(value) for value in values)
