"""What two readers said of 200 claims drawn at random, 100 of the bundled sample and 100 of Wikinews. Prints JSON.

    python tests/quality/claims_checks.py

`claims_checks.csv` has a line for each claim: its id, where it was found, whether either reader holds it to be a prediction,
threat, promise or announced intention about political actors, and of the second whether the holder is right. The first
reader wrote the finder; the second judged without sight of the first.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path


def main() -> None:
    with (Path(__file__).parent / "claims_checks.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    found = {}
    for corpus in (*sorted({r["corpus"] for r in rows}), "all"):
        some = [r for r in rows if corpus in {"all", r["corpus"]}]
        judged = [r for r in some if r["b_right"] == "1" and r["b_holder"]]
        found[corpus] = {
            "n": len(some),
            "first_reader": round(sum(r["a_right"] == "1" for r in some) / len(some), 3),
            "second_reader": round(sum(r["b_right"] == "1" for r in some) / len(some), 3),
            "both_agree": round(sum(r["a_right"] == r["b_right"] for r in some) / len(some), 3),
            "holder_right": round(sum(r["b_holder"] == "1" for r in judged) / len(judged), 3),
        }
    print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
