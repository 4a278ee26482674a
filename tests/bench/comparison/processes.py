"""Whole processes in turns: what each took, as the system counted it."""

import os
import statistics
import subprocess
import time
from dataclasses import dataclass


@dataclass(frozen=True)
class Contender:
    """A name and the command that does the timed work."""

    name: str
    command: tuple


@dataclass(frozen=True)
class Taken:
    """CPU seconds (user and system), wall seconds and the peak of resident memory in MB."""

    cpu: float
    wall: float
    memory: float


def measure(contender, folder):
    start = time.perf_counter()
    process = subprocess.Popen(contender.command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    told = process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{contender.name} stopped with {process.returncode}: {told.decode()}")
    return Taken(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024)


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
