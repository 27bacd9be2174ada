"""Writes docs/performance.md from what the benchmarks printed.

python benchmarks/reading.py > reading.json
python benchmarks/crash.py > crash.json
python benchmarks/page.py docs/performance.md reading.json crash.json
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any


def reading(told: dict[str, Any]) -> list[str]:
    """One run of reading.py."""
    return [
        f"## Reading with the coder `{told['coder']}`",
        "",
        f"Input: {told['input']}; {told['cores']} cores, Python {told['python']}.",
        "",
        "| articles | processes that code | seconds | articles a second | peak memory of the main process, MB |",
        "|--:|--:|--:|--:|--:|",
        *(
            f"| {run['articles']:,} | {run['workers']} | {run['seconds']:.1f} | {run['articles_per_second']:.1f} "
            f"| {run['peak_megabytes']} |"
            for run in told["runs"]
        ),
        "",
        f"End to end {told['sentences_per_second']:.0f} sentences a second in one process. The floor, spaCy's parse alone of",
        f"the same texts: {told['floor']['sentences_per_second']:.0f}. Ratio of the whole to the floor: {told['ratio_to_floor']:.2f}.",
        f"Peak memory of the largest to the smallest size: {told['peak_ratio']:.2f}.",
        "",
        "| stage | share |",
        "|---|--:|",
        *(f"| {name} | {share:.1%} |" for name, share in sorted(told["stages"].items(), key=lambda s: -s[1])),
        "",
    ]


def crash(told: dict[str, Any]) -> list[str]:
    """One run of crash.py."""
    return [
        "## Crash drill",
        "",
        f"{told['articles']:,} articles, killed {told['kills']} times with SIGKILL at random moments while it worked, resumed each",
        f"time, with a reader beside it: final tables equal to those of an uninterrupted run, row for row: **{told['equal']}**.",
        "",
    ]


def page(files: list[Path]) -> str:
    lines = [
        "# Performance",
        "",
        "Printed by the commands in `benchmarks/page.py`; figures hold for the machine of that run.",
        "",
    ]
    for file in files:
        told = json.loads(file.read_text(encoding="utf-8"))
        lines += reading(told) if "floor" in told else crash(told)
    return "\n".join(lines).rstrip() + "\n"


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(page([Path(name) for name in sys.argv[2:]]), encoding="utf-8")
