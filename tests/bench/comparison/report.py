"""What was measured, as Markdown."""

import os
import platform
from importlib.metadata import version


def facts(rows, turns, sizes):
    model = "unknown processor"
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        for line in file:
            if line.startswith("model name"):
                model = line.partition(":")[2].strip()
                break
    versions = ", ".join(f"{name} {version(name)}" for name in ("duckdb", "polars", "chdb", "pyarrow"))
    files = ", ".join(f"{form} {size / 1e6:.1f} MB" for form, size in sizes.items())
    load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
    return (
        f"{rows:,} leads of 24 columns ({files}); medians of {turns} turns. {model}, {os.cpu_count()} cores, "
        f"{platform.system()} {platform.release()}, load {load} at the start. Python {platform.python_version()}, {versions}; every engine has two threads.\n"
    )


def table(title, taken, rows, ours):
    """One table; ratios are to the CPU time of `ours`, where it was measured."""
    base = taken[ours].cpu if ours in taken else None
    lines = [
        f"### {title}\n",
        "| | CPU s | ns a lead | CPU, times ours | wall s | peak MB |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    for name, one in taken.items():
        ratio = f"{one.cpu / base:.2f}" if base else "-"
        lines.append(
            f"| {name} | {one.cpu:.2f} | {one.cpu / rows * 1e9:,.0f} | {ratio} | {one.wall:.2f} | {one.memory:,.0f} |"
        )
    return "\n".join(lines) + "\n"
