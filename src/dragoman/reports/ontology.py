"""The 16 acts of PLOVER with quad class, weight and CAMEO roots, looked up from `data/acts.csv`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ONTOLOGY", "QUADS", "Act", "acts"]

ONTOLOGY: Final = "PLOVER-2021"  # stored with every row

QUADS: Final[Mapping[int, str]] = {
    1: "verbal cooperation",
    2: "material cooperation",
    3: "verbal conflict",
    4: "material conflict",
}


@dataclass(frozen=True, slots=True)
class Act:
    """One type of act.

    Attributes:
        code: its name in PLOVER.
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        intensity: Goldstein weight, -10 hostile to +10 friendly.
        cameo: root codes of CAMEO that it covers.
        meaning: what it takes in, in one line.
    """

    code: str
    quad: int
    intensity: float
    cameo: tuple[str, ...]
    meaning: str

    @property
    def cooperative(self) -> bool:
        """Whether it is cooperation rather than conflict."""
        return self.quad <= 2

    @property
    def verbal(self) -> bool:
        """Whether it is done in words."""
        return self.quad in (1, 3)


@cache
def acts() -> Mapping[str, Act]:
    """Code to act, in the order of the code book.

    Reference:
        Open Event Data Alliance (2021), PLOVER manual; Goldstein (1992), A conflict-cooperation scale for WEIS
        events data, Journal of Conflict Resolution 36(2). Rows say where a weight is our own choice.
    """
    return {
        row["act"]: Act(
            row["act"], int(row["quad"]), float(row["intensity"]), tuple(row["cameo"].split("|")), row["meaning"]
        )
        for row in table("acts")
    }
