"""Measures `qualify run` against engines that people would use instead; compare.sh calls it. README.md says what and how."""

import argparse
import subprocess
import sys
from pathlib import Path

from comparison.data import to_parquet
from comparison.expressions import write_expressions
from comparison.processes import Contender, in_turns
from comparison.programs import FILES, PROGRAMS
from comparison.report import facts, table
from comparison.same import require_same, results

HERE = Path(__file__).parent.resolve()
TODAY = "2026-03-02"
ENGINES = {"parquet": ("duckdb", "polars", "clickhouse"), "csv": ("duckdb", "polars"), "jsonl": ("duckdb",)}
TITLES = {"parquet": "Parquet", "csv": "CSV", "jsonl": "JSON Lines"}
# Leads for the engines that judge one lead at a time.
ONE_AT_A_TIME = 2_000


class Bench:
    def __init__(self, asked):
        self.rows, self.turns = asked.rows, asked.turns
        self.target, self.work = Path(asked.target).resolve(), Path(asked.target).resolve() / "bench"
        self.release, self.peers = self.target / "release", self.target / "peers" / "release"
        self.files = {form: self.work / f"leads-{self.rows}.{form}" for form in ("csv", "parquet", "jsonl")}

    def generate(self, form):
        """The leads in this form, made once."""
        path = self.files[form]
        if path.exists():
            return
        if form == "parquet":
            self.generate("csv")
            to_parquet(self.files["csv"], path)
            return
        part = path.with_suffix(".part")
        leads = ("leads", "--rows", str(self.rows), "--columns", "crm24", "--seed", "1", "--format", form, "-o", part)
        subprocess.run([self.release / "qualify-samples", *leads], check=True, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
        part.rename(path)

    def ours(self, rules, form, *options):
        leads = ("--leads", str(self.files[form]), "--key", "lead_id", "--today", TODAY)
        return (str(self.release / "qualify"), "run", str(HERE / FILES[rules]), *leads, *options)

    def theirs(self, engine, rules, form, work):
        return (sys.executable, "-m", "comparison.engine", engine, str(rules), form, str(self.files[form]), str(work))

    def reads_parquet(self):
        """Whether `qualify run` takes Parquet."""
        command = self.ours(20, "parquet", "--columns", "result", "--format", "csv", "-o", "/dev/null")
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def compare_results(self, rules, form, ours_too):
        """Every engine's results, lead by lead, against ours from the CSV file."""
        expected, got = self.work / f"expected-{self.rows}-{rules}.csv", self.work / "got.csv"
        options = ("--columns", "result", "--format", "csv", "-o")
        self.generate("csv")
        subprocess.run(self.ours(rules, "csv", *options, str(expected)), check=True, stderr=subprocess.DEVNULL)
        ours = results(expected)
        for engine in ENGINES[form]:
            subprocess.run(self.theirs(engine, rules, form, got), check=True, cwd=HERE)
            require_same(ours, results(got), f"{engine} on {form}, {rules} rules,")
        if ours_too:
            subprocess.run(self.ours(rules, form, *options, str(got)), check=True, stderr=subprocess.DEVNULL)
            require_same(ours, results(got), f"qualify on {form}, {rules} rules,")
        got.unlink()
        expected.unlink()

    def whole_processes(self, form):
        ours_too = form != "parquet" or self.reads_parquet()
        if not ours_too:
            print("`qualify run` does not take Parquet yet, so it is missing here.\n")
        for rules in PROGRAMS:
            self.compare_results(rules, form, ours_too)
            contenders = [Contender(engine, self.theirs(engine, rules, form, "count")) for engine in ENGINES[form]]
            if ours_too:
                counted = self.ours(rules, form, "--columns", "result", "--format", "table")
                contenders.insert(0, Contender("qualify", counted))
            if form == "parquet":
                contenders.append(Contender("bare read (arrow, 24 columns)", (str(self.peers / "bare-read"), str(self.files[form]))))
            elif form == "csv":
                read = (str(self.release / "qualify-samples"), "read", str(self.files[form]))
                contenders.append(Contender("bare read (csv crate)", read))
            taken = in_turns(contenders, self.turns, HERE)
            print(table(f"{TITLES[form]}, {rules} rules: judge all leads, count them by result", taken, self.rows, "qualify"), flush=True)
        if form == "csv":
            self.full_verdicts()

    def full_verdicts(self):
        whole = ("--columns", "result,could_be,status,scores,outcomes", "--format", "csv", "-o", "/dev/null")
        result = ("--columns", "result", "--format", "csv", "-o", "/dev/null")
        for rules in PROGRAMS:
            contenders = [
                Contender("qualify, result", self.ours(rules, "csv", *result)),
                Contender("qualify, whole verdict", self.ours(rules, "csv", *whole)),
            ]
            taken = in_turns(contenders, self.turns, HERE)
            print(table(f"CSV, {rules} rules: a row for each lead", taken, self.rows, "qualify, result"), flush=True)

    def starts(self):
        """What loading an engine costs: it is part of every time of a whole process."""
        contenders = [
            Contender(engine, (sys.executable, "-m", "comparison.engine", engine, "20", "parquet", "-", "start"))
            for engine in ENGINES["parquet"]
        ]
        contenders.insert(0, Contender("qualify", (str(self.release / "qualify"), "check", str(HERE / FILES[20]))))
        taken = in_turns(contenders, self.turns, HERE)
        print(table("Start: load the engine, judge nothing", taken, self.rows, "qualify"), flush=True)

    def one_at_a_time(self):
        self.generate("csv")
        expressions = self.work / "expressions.json"
        for rules, program in PROGRAMS.items():
            write_expressions(program, self.files["csv"], ONE_AT_A_TIME, expressions)
            command = [self.peers / "one-lead", HERE / FILES[rules], expressions, self.files["csv"], TODAY]
            said = subprocess.run([*command, str(self.turns)], check=True, capture_output=True, text=True)
            print(f"### One lead at a time, {rules} rules\n\n{said.stdout}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--turns", type=int, default=5)
    parser.add_argument("--only", choices=["parquet", "csv", "jsonl", "one"])
    parser.add_argument("--target", default="target", help="the folder that cargo builds into")
    asked = parser.parse_args()
    bench = Bench(asked)
    forms = [asked.only] if asked.only else ["parquet", "csv", "jsonl", "one"]
    for form in forms:
        bench.generate("csv" if form == "one" else form)
    sizes = {form: path.stat().st_size for form, path in bench.files.items() if path.exists()}
    print(facts(asked.rows, asked.turns, sizes), flush=True)
    if forms != ["one"]:
        bench.starts()
    for form in forms:
        if form == "one":
            bench.one_at_a_time()
        else:
            bench.whole_processes(form)


if __name__ == "__main__":
    main()
