"""Who foresaw well? Scores of holders with bands, ranked only from enough settled claims, and how their chances held."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Final

from dragoman.claims.score_table import HOLDERS, LEAST_SETTLED, Standing, calibration_of, standings
from dragoman.claims.settle import DEADLINE, REVIEW_NAMES
from dragoman.errors import InputError
from dragoman.settling import judged
from dragoman.views.web.calibration import Plate, plate
from dragoman.views.words import counted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.claims.score_calibration import Bin
    from dragoman.claims.score_table import Judged
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["CalibrationPart", "ScoresPage", "StandingsPart", "scores_page"]

HOLDERS_SHOWN: Final = 40  # of one table
MOST_LEAST: Final = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingsPart:
    """The holders of one kind of claim in one window, never added up with others.

    Attributes:
        rows: ranked ones first, `HOLDERS_SHOWN` at most.
        n_holders: all of them.
        n_ranked: with enough settled claims.
    """

    title: str
    review: str
    kind: str
    rows: tuple[Standing, ...]
    n_holders: int
    n_ranked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationPart:
    """How chances held in one window, over all holders."""

    review: str
    n_settled: int
    bins: tuple[Bin, ...]
    drawing: Plate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoresPage:
    """The page of scores.

    Attributes:
        by: whose claims are told apart: person, office or outlet.
        least: settled claims from which a holder is ranked.
        parts: forecasts at their deadline first, then reviews, then intentions.
        calibration: of forecasts; windows in which nothing is settled are left away.
    """

    title: str
    lede: str
    by: str
    least: int
    parts: tuple[StandingsPart, ...]
    calibration: tuple[CalibrationPart, ...]
    holders: tuple[str, ...]
    versions: Mapping[str, str]
    command: str


def scores_page(desk: Desk, link: Link) -> ScoresPage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: state `by` (person, office, outlet), `least` (settled claims from which a holder is ranked).
    Raises:
        InputError: if a part of the state cannot be.
    """
    by = link.word("by") or "person"
    if by not in HOLDERS:
        raise InputError(f"by={by[:20]!r}; expected {', '.join(HOLDERS)}.")
    least = link.number("least", LEAST_SETTLED, low=1, high=MOST_LEAST)
    known = desk.cached("judged", lambda: judged(desk.whole))
    found = desk.cached(("standings", by, least), lambda: standings(known, by=by, least=least))
    groups = groupby(found, key=lambda s: (s.kind, s.review))
    parts = tuple(_part(kind, review, list(rows)) for (kind, review), rows in groups)
    return ScoresPage(
        title="Who foresaw well",
        lede=_lede(known, parts, by, least),
        by=by,
        least=least,
        parts=tuple(sorted(parts, key=lambda p: (p.kind != "forecast", _order(p.review)))),
        calibration=tuple(c for review in (DEADLINE, *REVIEW_NAMES) if (c := _calibration(known, review)).n_settled),
        holders=HOLDERS,
        versions=desk.versions(desk.store(link)),
        command=f"dragoman claims table --by {by}" + (f" --least {least}" if least != LEAST_SETTLED else ""),
    )


def _order(review: str) -> int:
    return (DEADLINE, *REVIEW_NAMES).index(review)


def _part(kind: str, review: str, rows: list[Standing]) -> StandingsPart:
    window = "at their deadline" if review == DEADLINE else f"looked at after {review}"
    return StandingsPart(
        title=f"{kind.capitalize()}s {window}",
        review=review,
        kind=kind,
        rows=tuple(rows[:HOLDERS_SHOWN]),
        n_holders=len(rows),
        n_ranked=sum(r.rank is not None for r in rows),
    )


def _calibration(known: list[Judged], review: str) -> CalibrationPart:
    bins = calibration_of(known, review=review)
    title = f"Chances said in forecasts against shares that came true, {review}."
    return CalibrationPart(
        review=review, n_settled=sum(b.n for b in bins), bins=tuple(bins), drawing=plate(bins, title=title)
    )


def _lede(known: list[Judged], parts: tuple[StandingsPart, ...], by: str, least: int) -> str:
    if not known:
        return (
            "No claim was settled yet: freeze some with `dragoman claims freeze`, then `dragoman claims settle` looks what "
            "became of them."
        )
    ranked = max((p.n_ranked for p in parts), default=0)
    settled = sum(j.outcome.verdict in {"true", "false"} for j in known)
    told = f"in no table are more than {ranked} ranked" if ranked else "nobody is ranked"
    return (
        f"{counted(settled, 'verdict')}, true or false, on {counted(len({j.claim.id for j in known}), 'frozen claim')}. "
        f"{'A' if by == 'person' else 'An'} {by} is ranked from {least} settled claims of one kind; below, chance decides: {told}."
    )
