"""A program of two hundred rules over the same columns, made from a seed: rules of two to five tests that share about 117 distinct ones."""

import random

from .crm24 import CORE, DEFINES, FIELDS, ICP, JUNIOR, NOT_FREE_MAIL, PROGRAM, SCORE, SETS, in_set, yes
from .criteria import All, Named, Not, Program, Rule, Score, Test, at_least, both

STAGES = ("Lead", "Engaged", "MQL", "PQL", "SQL")
EXITS = ("Suppressed", "Disqualified", "Recycled", "Nurture")
# How many rules conclude what, and of how many tests they are.
MIX = (
    ("Suppressed", 8, (5,)),
    ("Disqualified", 12, (4, 5)),
    ("Recycled", 12, (4, 5)),
    ("Nurture", 12, (4, 5)),
    ("SQL", 44, (5,)),
    ("PQL", 46, (4, 5)),
    ("MQL", 42, (3, 4)),
    ("Engaged", 24, (2, 3)),
)
INDUSTRIES = ("software", "Computer Software", "fintech", "healthcare", "retail", "manufacturing", "education")
SOURCES = ("Organic Search", "Paid Search", "referral", "Direct Traffic", "email", "Social Media", "event", "partner")
COUNTRIES = ("US", "GB", "DE", "FR", "SE", "IN", "BR")


def pool():
    """The tests that rules are made of."""
    tests = [ICP, CORE, NOT_FREE_MAIL, JUNIOR, Named("mid_market"), Named("decider"), Named("active")]
    tests += [Test("industry", "is", value) for value in INDUSTRIES]
    tests += [Test("industry", "in", pair) for pair in (("retail", "education"), ("fintech", "healthcare"))]
    tests += [Not(Test("industry", "is", "other"))]
    tests += [Test("lead_source", "is", value) for value in SOURCES]
    tests += [Test("lead_source", "in", pair) for pair in (("Organic Search", "Paid Search"), ("email", "Social Media"))]
    tests += [Test("country", "is", value) for value in COUNTRIES]
    tests += [Test("country", "in", group) for group in (("DE", "FR", "SE"), ("US", "GB"), ("IN", "BR"))]
    tests += [Test("employees", ">=", size) for size in (20, 100, 1000, 2500)]
    tests += [Test("employees", "<", size) for size in (50, 200)]
    tests += [Test("annual_revenue", ">=", sum * 1_000_000) for sum in (1, 25)]
    tests += [Test("budget", ">=", sum * 1_000) for sum in (5, 20, 50)]
    tests += [Test("page_views", ">=", count) for count in (5, 20, 30)]
    tests += [Test("downloads", ">=", count) for count in (2, 3, 5)]
    tests += [Test("downloads", "is", 0)]
    tests += [Test("emails_opened", ">=", count) for count in (5, 10)]
    tests += [Test("emails_clicked", ">=", count) for count in (1, 3, 4)]
    tests += [Test("last_activity_on", "within", days) for days in (14, 60)]
    tests += [Test("last_activity_on", "ago", days) for days in (120, 180)]
    tests += [Test("created_on", "ago", days) for days in (180, 365, 540)]
    tests += [Test("created_on", "within", days) for days in (60, 180)]
    tests += [Test("created_on", "after", "2025-10-01")]
    tests += [Test("trial_started_on", "within", days) for days in (14, 30)]
    tests += [Test("trial_started_on", "ago", 90)]
    tests += [Test("buying_by", "next", days) for days in (90, 180)]
    tests += [Test("plan", "is", value) for value in ("free", "trial")]
    tests += [Test("plan", ">=", "team"), Not(Test("plan", "is", "free"))]
    tests += [yes("need_confirmed"), yes("has_authority"), Not(yes("is_customer"))]
    tests += [Test("interests", "any", ("crm",)), Test("interests", "any", ("sso", "reports")), Test("interests", "any", ("billing",))]
    tests += [Test("job_title", "word", (word,)) for word in ("sales", "marketing", "engineer", "manager", "vice president", "it")]
    tests += [Test("job_title", "contains", part) for part in ("operations", "analyst")]
    tests += [Test("company", "contains", part) for part in ("software", "health", "capital", "network")]
    tests += [Test("company", "ends", part) for part in ("gmbh", "ag", "ltd")]
    tests += [Not(Test("company", "ends", "inc."))]
    return tests


def fact(test):
    """What a test reads, so that no rule reads one fact twice."""
    match test:
        case Named(name):
            return DEFINES[name].fact
        case Not(part):
            return fact(part)
        case _:
            return test.fact


def mix(rules):
    """How many rules conclude what in a program of so many."""
    counts = [max(1, count * rules // 200) for _, count, _ in MIX]
    conclusions = [conclusion for conclusion, _, _ in MIX]
    counts[conclusions.index("SQL")] += rules - sum(counts)
    return [(conclusion, count, sizes) for (conclusion, _, sizes), count in zip(MIX, counts, strict=True)]


def program(seed=24, size=200):
    chosen = random.Random(seed)
    tests = pool()
    rules, known = [], set()
    waiting = []

    def take(count):
        """Tests of distinct facts, each test of the pool once before any comes again."""
        taken, put_back = [], []
        while len(taken) < count:
            if not waiting:
                waiting.extend(chosen.sample(tests, len(tests)))
            test = waiting.pop()
            if fact(test) in {fact(one) for one in taken}:
                put_back.append(test)
            else:
                taken.append(test)
        waiting.extend(put_back)
        return tuple(taken)

    for conclusion, count, sizes in mix(size):
        made = 0
        while made < count:
            parts = take(chosen.choice(sizes))
            if frozenset(parts) in known:
                continue
            known.add(frozenset(parts))
            made += 1
            name, unless, when = f"{conclusion} {made}", None, All(parts)
            kind = chosen.random()
            if len(parts) > 3 and kind < 0.08:
                when, unless = All(parts[:-1]), parts[-1]
            elif len(parts) > 3 and kind < 0.35 and conclusion not in EXITS:
                when = both(parts[0], at_least(2, *parts[1:]))
            elif conclusion in ("MQL", "PQL") and kind < 0.65:
                when = All((Score(chosen.choice((45, 50, 60))), *parts[:-1]))
            elif conclusion == "SQL" and kind < 0.75:
                when = All((Named(chosen.choice(("MQL", "PQL"))), *parts[:-1]))
            rules.append(Rule(name, when, conclusion, unless))
    return Program(
        heading="Two hundred rules over the columns of crm24.rules, made by comparison/crm24_200.py: a program to measure with.",
        fields=FIELDS,
        sets={**SETS},
        defines=DEFINES,
        stages=STAGES,
        exits=EXITS,
        score=SCORE,
        score_range=PROGRAM.score_range,
        rules=tuple(rules),
    )


PROGRAM_200 = program()
