"""What was said of claims drawn at random: are they such, of the kind that is told, and held by whom is told? Prints JSON.

    python tests/quality/claims_checks.py

`claims_kinds_checks.csv` has a line for each of 400 claims: where it was found, the kind that the finder told, and the kind
that two readings gave it: forecast, intention, schedule, or none where it is no statement about what political actors
will do or undergo; of the second whether the holder is right, and the reason. The second reading was strict (what is
past, law, business, crime and sport is none) and in another order; the finder's kind was not shown. Both readings are by the
author of the rules, the second soon after the first, so their agreement is not that of two persons. Two draws of 200:

- tuned: Wikinews, the bundled sample and pages of newspapers; the rules were mended after it was judged.
- fresh: Wikinews articles of 2004 to 2020 on politics (the texts of `future_statements.jsonl`, whose recall was tuned
  on, without the sentences that were looked at for it), ECB+ stories (crime, sport, business, some politics), and other
  sentences of the sample and pages. Before its second reading a list of disagreements on kind was seen. After it was
  judged the rules for kinds and a few words were mended.

`claims_blind_checks.csv` has a third draw of 200, read by two readers who had no part in the rules, each alone and without
the finder's kind: 140 from Wikinews articles of the same texts that tell of an act between two states, 60 of the sample, none
of them in an earlier draw. Nothing was mended after it.

`claims_checks.csv` has an earlier draw, of the finder before these rules, with the verdicts of two persons.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent


def main() -> None:
    print(json.dumps({"draws": draws(), "earlier": earlier()}, indent=1))


def rows(name: str) -> list[dict[str, str]]:
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def draws() -> dict[str, Any]:
    """Figures by draw and corpus."""
    found: dict[str, Any] = {}
    judged = [*rows("claims_blind_checks.csv"), *rows("claims_kinds_checks.csv")]
    for draw in ("blind", "fresh", "tuned"):
        held = [r for r in judged if r["draw"] == draw]
        for corpus in (*dict.fromkeys(r["corpus"] for r in held), "all"):
            found[f"{draw}, {corpus}"] = figures([r for r in held if corpus in ("all", r["corpus"])])
    return found


def figures(some: list[dict[str, str]]) -> dict[str, Any]:
    """Share that are claims, that are of the kind told, and of forecasts that are forecasts, by both readings."""
    forecasts = [r for r in some if r["kind"] == "forecast"]
    holders = [r for r in some if r["b_holder"]]

    def share(which: list[dict[str, str]], holds: Any) -> float | None:
        return round(sum(map(holds, which)) / len(which), 3) if which else None

    return {
        "n": len(some),
        "first_reading": share(some, lambda r: r["a_kind"] != "none"),
        "second_reading": share(some, lambda r: r["b_kind"] != "none"),
        "kind_right": [share(some, lambda r, by=by: r[by] == r["kind"]) for by in ("a_kind", "b_kind")],
        "forecasts": len(forecasts),
        "forecasts_right": [share(forecasts, lambda r, by=by: r[by] == "forecast") for by in ("a_kind", "b_kind")],
        "holder_right": share(holders, lambda r: r["b_holder"] == "1"),
        "readings_agree": share(some, lambda r: r["a_kind"] == r["b_kind"]),
    }


def earlier() -> dict[str, Any]:
    """The draw of the finder before, by two persons."""
    held = rows("claims_checks.csv")
    found = {}
    for corpus in (*sorted({r["corpus"] for r in held}), "all"):
        some = [r for r in held if corpus in ("all", r["corpus"])]
        judged = [r for r in some if r["b_right"] == "1" and r["b_holder"]]
        found[corpus] = {
            "n": len(some),
            "first_reader": round(sum(r["a_right"] == "1" for r in some) / len(some), 3),
            "second_reader": round(sum(r["b_right"] == "1" for r in some) / len(some), 3),
            "both_agree": round(sum(r["a_right"] == r["b_right"] for r in some) / len(some), 3),
            "holder_right": round(sum(r["b_holder"] == "1" for r in judged) / len(judged), 3),
        }
    return found


if __name__ == "__main__":
    main()
