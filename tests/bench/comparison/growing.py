"""Programs that grow: so many rules over all fields, or the same number of rules over so many fields."""

from dataclasses import replace

from .crm24 import DEFINES, FIELDS, SETS, yes
from .crm24_200 import fact, pool, program
from .criteria import Named, Program, Rule

# How many rules the programs have that read more and more fields.
RULES = 46


def of_rules(count):
    return replace(program(size=count), heading=f"{count} rules, made to measure how cost grows with their number.")


def of_fields(count):
    """Each rule is one test; they take turns among the first fields."""
    tests = {name: [] for name in FIELDS}
    for test in pool():
        if not isinstance(test, Named):
            tests[fact(test)].append(test)
    read = list(FIELDS)[:count]
    rules = []
    for number in range(RULES):
        name = read[number % count]
        among = tests[name] or [yes(name)]
        rules.append(Rule(f"Rule {number + 1}", among[number // count % len(among)], ("MQL", "SQL")[number % 2]))
    fields = {name: FIELDS[name] for name in read}
    return Program(
        heading=f"{RULES} rules over {count} fields, made to measure how cost grows with the fields that are read.",
        fields=fields,
        sets={name: of for name, of in SETS.items() if of[0] == "text" or of[0] in fields},
        defines={name: test for name, test in DEFINES.items() if test.fact in fields},
        stages=("Lead", "MQL", "SQL"),
        exits=(),
        score=(),
        score_range=None,
        rules=tuple(rules),
    )
