"""What the store holds, what of it could not be used, and what made the figures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman import statements
from dragoman.reports.ontology import acts
from dragoman.views.accuracy import Accuracy, accuracy_of, figures

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["ActLine", "DataPage", "OutletLine", "data_page"]

NONE_YET: Final = "none yet"  # as `Desk.versions` says of an empty store
REFUSED_SHOWN: Final = 100
OUTLETS_SHOWN: Final = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletLine:
    """An outlet with its articles."""

    publisher: str | None
    articles: int
    first_day: date | None
    last_day: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActLine:
    """An act of the code book."""

    act: str
    quad: int
    intensity: float
    cameo: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DataPage:
    """The page of the data.

    Attributes:
        quarantine: what was refused, with reason and remedy; `REFUSED_SHOWN` at most.
        reasons: reason -> how many, most first.
        accuracy: how right the coder is, as measured for this version of the package.
    """

    title: str
    lede: str
    totals: Mapping[str, Any]
    datasets: tuple[Mapping[str, Any], ...]
    outlets: tuple[OutletLine, ...]
    reasons: tuple[tuple[str, int], ...]
    quarantine: tuple[Mapping[str, Any], ...]
    versions: Mapping[str, str]
    settings: Mapping[str, Any]
    acts: tuple[ActLine, ...]
    accuracy: Accuracy
    store: str


def data_page(desk: Desk, link: Link) -> DataPage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: `dataset` chooses data sets for the versions.
    """
    totals = desk.totals
    outlets = desk.cached("outlets", lambda: desk.whole.query(statements.OUTLETS).to_pylist())
    reasons = desk.cached("reasons", lambda: desk.whole.query(statements.QUARANTINE_REASONS).to_pylist())
    refused = desk.whole.query(f"SELECT * FROM quarantine ORDER BY origin, id LIMIT {REFUSED_SHOWN}").to_pylist()
    versions = desk.versions(desk.store(link))
    coders = "" if versions["coder"] == NONE_YET else versions["coder"]
    return DataPage(
        title="What this stands on",
        lede=(
            f"{totals['articles']:,} articles from {len(outlets):,} outlets; {totals['quarantined']:,} inputs could not be "
            f"used, {totals['undated_articles']:,} articles have no day, {totals['other_languages']:,} are in other languages."
        ),
        totals=totals,
        datasets=desk.datasets,
        outlets=tuple(OutletLine(**row) for row in outlets[:OUTLETS_SHOWN]),
        reasons=tuple((row["reason"], row["n"]) for row in reasons),
        quarantine=tuple({k: row[k] for k in ("origin", "reason", "found", "expected", "remedy")} for row in refused),
        versions=versions,
        settings=desk.settings.as_dict(),
        acts=tuple(
            ActLine(act=name, quad=a.quad, intensity=a.intensity, cameo=tuple(a.cameo))
            for name, a in sorted(acts().items())
        ),
        accuracy=accuracy_of(figures(), coders),
        store=desk.path.name,
    )
