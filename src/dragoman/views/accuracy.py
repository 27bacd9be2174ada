"""How right is the coder? The figures that `benchmarks/accuracy.py` measured for this version, as tables in words."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Accuracy", "Measured", "accuracy_of", "figures"]

COMMAND: Final = "python benchmarks/accuracy.py --page docs/accuracy.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One table of figures.

    Attributes:
        title: what is measured.
        words: on what, and how to read it.
        columns: heads.
        rows: cells, as printed.
    """

    title: str
    words: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """All figures of a version.

    Attributes:
        lede: what to trust, in a sentence.
        versions: that were measured: Dragoman, ontology, coders.
        other: True if the store was read by another coder than those that were measured.
        command: that measures.
    """

    lede: str
    versions: Mapping[str, str]
    tables: tuple[Measured, ...]
    other: bool
    command: str


@cache
def figures() -> Mapping[str, Any]:
    """The measured figures that the package carries, as `benchmarks/accuracy.py` prints them.

    Raises:
        DataError: if they are missing or torn.
    """
    place = files("dragoman.data") / "accuracy.json"
    try:
        found: Mapping[str, Any] = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError) as cause:
        raise DataError(
            "The package's figures, data/accuracy.json, are missing or torn. Install Dragoman again."
        ) from cause
    return found


def accuracy_of(found: Mapping[str, Any], coders: str = "") -> Accuracy:
    """The figures in words; what was not measured is left away.

    Args:
        found: as `figures` gives them.
        coders: versions that read the store, with commas between them; "" if none did.
    """
    told = found["versions"]
    known = set(told["coders"].values())
    read_by = {word.strip() for word in coders.split(",") if word.strip()}
    tables = (_reports(found), _acts(found), _actors(found), _chances(found))
    return Accuracy(
        lede=(
            "Cooperation against conflict and the four classes are the trustworthy level; single acts are indicative. "
            "Measured on sentences that others labelled, never trained on; other news will come out somewhat lower."
        ),
        versions={"dragoman": told["dragoman"], "ontology": told["ontology"], **told["coders"]},
        tables=tuple(t for t in tables if t is not None),
        other=bool(read_by) and not read_by <= known,
        command=COMMAND,
    )


def _reports(found: Mapping[str, Any]) -> Measured | None:
    by_coder = found.get("reports")
    if not by_coder:
        return None
    n = next(iter(by_coder.values()))["n"]
    return Measured(
        title="Who did what to whom, end to end",
        words=(
            f"{n} sentences of PLOVER's gold standard records. A triple is source, act and target: precision is the share of "
            "told triples that are right, recall the share of true ones that are told; F1 lies between. In brackets 95 % of "
            "bootstrap draws."
        ),
        columns=("coder", "triple precision", "triple recall", "triple F1", "act F1", "class F1"),
        rows=tuple(
            (
                name,
                f"{told['triple']['precision']:.2f}",
                f"{told['triple']['recall']:.2f}",
                *(_with_interval(told[part]) for part in ("triple", "act", "quad")),
            )
            for name, told in by_coder.items()
        ),
    )


def _with_interval(told: Mapping[str, Any]) -> str:
    low, high = told["interval"]["f1"]
    return f"{told['f1']:.2f} [{low:.2f}, {high:.2f}]"


def _acts(found: Mapping[str, Any]) -> Measured | None:
    told = found.get("acts")
    if not told:
        return None
    return Measured(
        title="Acts, with source and target given",
        words=(
            f"The trained coder on {told['n']:,} pairs of labelled sentences: mean F1 of acts {told['macro_f1']:.2f}, of the "
            f"four classes {told['quad_macro_f1']:.2f}, of cooperation against conflict {told['coop_conflict_macro_f1']:.2f}."
        ),
        columns=("act", "precision", "recall", "F1", "pairs"),
        rows=tuple(
            (act, f"{row['precision']:.2f}", f"{row['recall']:.2f}", f"{row['f1']:.2f}", str(row["n"]))
            for act, row in told["per_class"].items()
        ),
    )


def _actors(found: Mapping[str, Any]) -> Measured | None:
    names = {"actors": "NGEC's tests of actor resolution", "own_gold_actors": "our own"}
    rows = tuple(
        (title, f"{told['n']:,}", f"{told['country_accuracy']:.3f}", f"{told['sector_accuracy']:.3f}")
        for name, title in names.items()
        if (told := found.get(name))
    )
    if not rows:
        return None
    return Measured(
        title="Who is named",
        words="Phrases such as “the Turkish foreign minister”: share of which the state, and the sector, come out right.",
        columns=("phrases", "number", "state right", "sector right"),
        rows=rows,
    )


def _chances(found: Mapping[str, Any]) -> Measured | None:
    bins = found.get("reliability")
    if not bins:
        return None
    return Measured(
        title="Do confidences mean what they say?",
        words=(
            f"{sum(n for *_, n in bins):,} pairs of our own sentences that neither trained nor calibrated the network; expected "
            f"calibration error {found['calibration_error']:.3f}, where 0 is perfect."
        ),
        columns=("confidence given", "share right", "pairs"),
        rows=tuple((f"{chance:.2f}", f"{share:.2f}", f"{n:,}") for chance, share, n in bins),
    )
