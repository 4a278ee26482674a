"""Measures how the cost of `qualify run` grows; growth.sh calls it. README.md says what and how."""

import argparse
import subprocess
from pathlib import Path

from comparison.data import to_parquet
from comparison.growing import of_fields, of_rules
from comparison.plot import plot
from comparison.processes import Contender, in_turns
from comparison.rules_text import rules_text

HERE = Path(__file__).parent.resolve()
ROWS = (100_000, 300_000, 1_000_000, 3_000_000)
RULES = (20, 50, 100, 200, 500, 1_000)
FIELDS = (2, 6, 10, 14, 18, 23)
VISITS = (100_000, 300_000, 1_000_000, 3_000_000)
FORMS = {"csv": "CSV", "parquet": "Parquet"}


class Growth:
    def __init__(self, asked):
        self.turns, self.rows, self.most = asked.turns, asked.rows, asked.most
        self.work = Path(asked.target).resolve() / "bench"
        self.release = Path(asked.target).resolve() / "release"
        self.images = Path(asked.images).resolve()

    def generated(self, name, *arguments):
        """A file of `qualify-samples`, made once."""
        path = self.work / name
        if not path.exists():
            part = path.with_suffix(".part")
            command = [self.release / "qualify-samples", *map(str, arguments), "-o", part]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            part.rename(path)
        return path

    def leads(self, rows, form):
        source = self.generated(f"leads-{rows}.csv", "leads", "--rows", rows, "--columns", "crm24", "--seed", 1)
        if form == "csv":
            return source
        path = source.with_suffix(".parquet")
        if not path.exists():
            to_parquet(source, path)
        return path

    def program(self, name, program):
        path = self.work / f"growth-{name}.rules"
        path.write_text(rules_text(program))
        return path

    def command(self, rules, leads, *options):
        run = (self.release / "qualify", "run", rules, "--leads", leads, "--key", "lead_id", "--today", "2026-03-02", *options)
        return tuple(map(str, (*run, "--columns", "result", "--format", "csv", "-o", "/dev/null")))

    def measure(self, commands):
        """What each command took, by its line and number; all in turns."""
        # It ends with 3 where some rows could not be read, as some visits cannot.
        contenders = [Contender(f"{line}, {number}", command, (0, 3)) for (line, number), command in commands.items()]
        taken = in_turns(contenders, self.turns, HERE)
        return {key: taken[one.name] for key, one in zip(commands, contenders, strict=True)}

    def by_rows(self):
        rows = [count for count in ROWS if count <= self.most]
        return {(FORMS[form], count): self.command(HERE / "crm24.rules", self.leads(count, form)) for form in FORMS for count in rows}

    def by_rules(self):
        programs = {count: self.program(f"rules-{count}", of_rules(count)) for count in RULES}
        return {(FORMS[form], count): self.command(path, self.leads(self.rows, form)) for form in FORMS for count, path in programs.items()}

    def by_fields(self):
        programs = {count: self.program(f"fields-{count}", of_fields(count)) for count in FIELDS}
        return {(FORMS[form], count): self.command(path, self.leads(self.rows, form)) for form in FORMS for count, path in programs.items()}

    def by_visits(self):
        commands = {}
        for count in (count for count in VISITS if count <= self.most):
            arguments = ("visits", "--rows", count, "--leads", self.rows, "--seed", 1)
            visits = self.generated(f"visits-{count}-of-{self.rows}.csv", *arguments)
            for form, name in FORMS.items():
                commands[name, count] = self.command(HERE / "visits.rules", self.leads(self.rows, form), "--events", f"visits={visits}")
        return commands

    def tell(self, name, title, across, commands, leads_of):
        """Measures one growth, prints its table and writes its plot."""
        taken = self.measure(commands)
        print(f"\n### {title}\n\n| {across} | leads in | CPU | CPU a lead | to linear | peak memory |\n|--:|---|--:|--:|--:|--:|")
        lines = {}
        for (line, number), one in sorted(taken.items(), key=lambda item: item[0]):
            lines.setdefault(line, []).append((number, one.cpu))
        for (line, number), one in sorted(taken.items(), key=lambda item: item[0]):
            (x0, y0), (x1, y1) = lines[line][0], lines[line][-1]
            linear = y0 + (y1 - y0) * (number - x0) / (x1 - x0)
            a_lead = one.cpu / leads_of(number) * 1e9
            print(f"| {number:,} | {line} | {one.cpu:.2f} s | {a_lead:,.0f} ns | {one.cpu / linear:.2f} | {one.memory:.0f} MB |")
        self.images.mkdir(parents=True, exist_ok=True)
        (self.images / f"growth-{name}.svg").write_text(plot(title, across, "CPU seconds", lines))


def main():
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("--target", required=True)
    asking.add_argument("--images", required=True)
    asking.add_argument("--turns", type=int, default=3)
    asking.add_argument("--rows", type=int, default=300_000, help="leads where their number does not grow")
    asking.add_argument("--most", type=int, default=3_000_000, help="the most leads and visits")
    growth = Growth(asking.parse_args())
    growth.work.mkdir(parents=True, exist_ok=True)
    leads = f"{growth.rows:,} leads"
    growth.tell("rows", "Leads, 20 rules", "leads", growth.by_rows(), lambda number: number)
    growth.tell("rules", f"Rules, {leads}", "rules", growth.by_rules(), lambda _: growth.rows)
    growth.tell("fields", f"Fields read, 46 rules, {leads}", "fields", growth.by_fields(), lambda _: growth.rows)
    growth.tell("visits", f"Rows of visits, {leads}", "visits", growth.by_visits(), lambda _: growth.rows)


if __name__ == "__main__":
    main()
