"""A program into expressions of ZEN and CEL, and leads into the facts that these read.

Both engines stop at a missing value or give it a meaning of their own, so every test is guarded: `employees != null and employees >= 50`. The facts come folded, dates as
numbers of days, and what the engines cannot find out themselves comes as a fact: the domain of an address, and the words of a text between single spaces.
"""

import csv
import json
import re
from datetime import date, timedelta
from itertools import islice

from .crm24 import FIELDS
from .criteria import TODAY, All, AtLeast, Either, Named, Score, Test, ready

WORD = re.compile(r"[^\W_]+")


class Zen:
    conjunction, disjunction = " and ", " or "

    def negated(self, text):
        return f"not ({text})"

    def contains(self, text, part):
        return f"contains({text}, {json.dumps(part)})"

    def ends(self, text, part):
        return f"endsWith({text}, {json.dumps(part)})"


class Cel:
    conjunction, disjunction = " && ", " || "

    def negated(self, text):
        return f"!({text})"

    def contains(self, text, part):
        return f"{text}.contains({json.dumps(part)})"

    def ends(self, text, part):
        return f"{text}.endsWith({json.dumps(part)})"


def days(day):
    return (day - date(1970, 1, 1)).days


class Printer:
    def __init__(self, program, language):
        self.ready, self.language = ready(program), language

    def steps(self):
        """Exits are asked first; then the score and the stages that others name become facts; then stages are asked, the highest first."""
        exits = [(name, condition) for name, condition in self.ready.results if name in self.ready.program.exits]
        stages = [(name, condition) for name, condition in self.ready.results if name not in self.ready.program.exits]
        known = {name: f"s_{name}" for name in self.ready.stages}
        return {
            "exits": [[name, self.condition(condition)] for name, condition in exits],
            "facts": [["fit", self.score()]]
            + [[known[name], self.condition(condition)] for name, condition in self.ready.stages.items()],
            "stages": [[name, known.get(name) or self.condition(condition)] for name, condition in stages],
            "lowest": self.ready.lowest,
        }

    def score(self):
        lines = []
        for line in self.ready.score:
            given, spared = (line.points, 0) if line.points > 0 else (0, line.points)
            lines.append(f"({self.condition(line.when)} ? {given} : {spared})")
        return " + ".join(lines)

    def condition(self, condition):
        match condition:
            case Test():
                return self.test(condition)
            case Score(limit):
                return f"fit >= {limit}"
            case Named(name):
                return f"s_{name}"
            case All(parts):
                return "(" + self.language.conjunction.join(self.condition(part) for part in parts) + ")"
            case Either(parts):
                return "(" + self.language.disjunction.join(self.condition(part) for part in parts) + ")"
            case AtLeast(k, parts):
                return "(" + " + ".join(f"({self.condition(part)} ? 1 : 0)" for part in parts) + f" >= {k})"
        raise TypeError(condition)

    def test(self, test):
        fact, plain = self.plain(test)
        return f"({fact} != null{self.language.conjunction}{self.language.negated(plain) if test.fails else plain})"

    def plain(self, test):
        """The fact that is read, and the test of it."""
        say, fact, value = self.language, test.fact, test.value
        field = self.ready.program.fields[fact]
        match test.op:
            case "is" if isinstance(value, bool):
                return fact, f"{fact} == {str(value).lower()}"
            case "is" if isinstance(value, str):
                return fact, f"{fact} == {json.dumps(value.lower())}"
            case "is":
                return fact, f"{fact} == {value}"
            case ">=" if field.ordered:
                values = self.ready.program.choices(fact)
                return fact, f"{fact} in {json.dumps(values[values.index(value) :])}"
            case ">=" | "<=" | ">" | "<":
                return fact, f"{fact} {test.op} {value}"
            case "between":
                return fact, f"({fact} >= {value[0]}{say.conjunction}{fact} <= {value[1]})"
            case "in":
                return fact, f"{fact} in {json.dumps([one.lower() for one in value])}"
            case "domain":
                return "email_domain", f"email_domain in {json.dumps(list(value))}"
            case "contains":
                return fact, say.contains(fact, value)
            case "ends":
                return fact, say.ends(fact, value)
            case "word":
                words = [say.contains(f"{fact}_words", f" {one} ") for one in value]
                return f"{fact}_words", "(" + say.disjunction.join(words) + ")"
            case "any":
                return fact, "(" + say.disjunction.join(f"{json.dumps(one)} in {fact}" for one in value) + ")"
            case "every":
                return fact, "(" + say.conjunction.join(f"{json.dumps(one)} in {fact}" for one in value) + ")"
            case "within":
                low, high = TODAY - timedelta(value), TODAY
            case "next":
                low, high = TODAY, TODAY + timedelta(value)
            case "ago":
                return fact, f"{fact} < {days(TODAY - timedelta(value))}"
            case "after":
                return fact, f"{fact} > {days(date.fromisoformat(value))}"
            case _:
                raise ValueError(test)
        return fact, f"({fact} >= {days(low)}{say.conjunction}{fact} <= {days(high)})"


def facts(row):
    """One row of the CSV file as the expressions read it."""
    lead = {}
    for name, field in FIELDS.items():
        cell = row[name].strip().lower()
        if not cell:
            lead[name] = None
        elif field.kind in ("number", "money"):
            lead[name] = int(cell)
        elif field.kind == "date":
            lead[name] = days(date.fromisoformat(cell))
        elif field.kind == "yes":
            lead[name] = cell in ("yes", "true")
        elif field.kind == "list":
            lead[name] = cell.split(";")
        elif field.otherwise and cell not in [one.lower() for one in field.choices]:
            lead[name] = field.otherwise
        else:
            lead[name] = cell
    title, email = lead["job_title"], lead["email"]
    lead["job_title_words"] = title and f" {' '.join(WORD.findall(title))} "
    lead["email_domain"] = email and email.partition("@")[2]
    return lead


def write_expressions(program, leads, count, path):
    """Both programs and the first leads of the CSV file, as one JSON file."""
    with open(leads, newline="", encoding="utf-8") as file:
        rows = [facts(row) for row in islice(csv.DictReader(file), count)]
    said = {"zen": Printer(program, Zen()).steps(), "cel": Printer(program, Cel()).steps(), "leads": rows}
    path.write_text(json.dumps(said))
