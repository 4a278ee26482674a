"""Whole processes in turns: what each took, as the system counted it."""

import statistics
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Contender:
    """A name, the command that does the timed work, and the exit codes with which it did it."""

    name: str
    command: tuple
    ends_with: tuple = (0,)


@dataclass(frozen=True)
class Taken:
    """CPU seconds (user and system), wall seconds and the peak of resident memory in MB."""

    cpu: float
    wall: float
    memory: float


LAUNCH = (sys.executable, "-I", "-S", str(Path(__file__).with_name("launch.py")))


def measure(contender, folder):
    said = subprocess.run([*LAUNCH, *contender.command], cwd=folder, capture_output=True, text=True, check=True)
    cpu, wall, memory, code = said.stdout.split()
    if int(code) not in contender.ends_with:
        raise SystemExit(f"{contender.name} stopped with {code}: {said.stderr}")
    return Taken(float(cpu), float(wall), int(memory) / 1024)


def in_turns(contenders, turns, folder):
    """The median of each contender over so many turns; in each turn every contender runs once, in a rotated order."""
    taken = {contender.name: [] for contender in contenders}
    for turn in range(turns):
        at = turn % len(contenders)
        for contender in contenders[at:] + contenders[:at]:
            taken[contender.name].append(measure(contender, folder))
    middle = statistics.median
    return {
        name: Taken(middle(t.cpu for t in all), middle(t.wall for t in all), middle(t.memory for t in all))
        for name, all in taken.items()
    }
