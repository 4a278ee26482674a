"""Results of two engines, lead by lead."""

import csv


def results(path):
    """The key and the result of each lead, in the order of the keys."""
    with open(path, newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        return sorted((row[0], row[1]) for row in rows)


def require_same(ours, theirs, name):
    """Stops with the first leads on which `theirs` differs from `ours`; both are from `results`."""
    if len(ours) != len(theirs):
        raise SystemExit(f"{name} has {len(theirs)} leads, and there are {len(ours)}")
    differing = [(one, other) for one, other in zip(ours, theirs) if one != other]
    if differing:
        first = "\n".join(f"  {key}: {result}, but {name} says {other} for {its}" for (key, result), (its, other) in differing[:10])
        raise SystemExit(f"{name} differs in {len(differing)} leads:\n{first}")
