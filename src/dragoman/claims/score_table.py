"""Who foresaw how well? One row for each holder, ranked only where enough of a holder's claims are settled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from dragoman.claims.score import brier, brier_range, log_score, skill
from dragoman.claims.score_adjusted import adjusted
from dragoman.claims.score_calibration import Bin, calibration
from dragoman.claims.settle import DEADLINE
from dragoman.errors import InputError
from dragoman.records import Claim, Outcome, Rule

__all__ = ["HOLDERS", "LEAST_SETTLED", "Judged", "Standing", "calibration_of", "holder_of", "question_of", "standings"]

LEAST_SETTLED: Final = 10  # below, chance decides ranks; our choice, see docs/claims.md for what was measured
HOLDERS: Final = ("person", "office", "outlet")
OFFICES: Final = {"official": "officials"}


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its rule, what became of it in one window, and the outlet that printed it."""

    claim: Claim
    rule: Rule
    outcome: Outcome
    publisher: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one holder's claims fared."""

    holder: str
    review: str  # "deadline", or the review of open-ended claims: never added up with each other
    kind: str  # "forecast", "intention" or "schedule"
    n_claims: int
    n_true: int
    n_false: int
    n_void: int
    n_open: int
    n_overruled: int
    brier: float | None  # mean over settled claims, 0 best to 1; None where nothing is settled
    brier_best: float | None  # the same if the holder always meant the best chance of the range
    brier_worst: float | None  # the worst
    log_score: float | None  # nats, 0 best
    brier_base: float | None  # of base rates on the same claims; None where one of them is not known
    skill: float | None  # 1 - brier / brier_base; None below the least number: of few claims the ratio is chance
    adjusted: float | None  # Brier score on questions of mean difficulty
    adjusted_low: float | None  # 90 % band of it
    adjusted_high: float | None
    rank: int | None  # by the adjusted score, 1 the best; None below the least number of settled claims


def holder_of(judged: Judged, by: str) -> str | None:
    """Whose claim it is: a person by name, an office by state, or the outlet that printed it; None if it is none's.

    Raises:
        InputError: if `by` is none of person, office, outlet.
    """
    claim = judged.claim
    if by == "person":
        return claim.holder_name if claim.holder_kind != "outlet" else None
    if by == "office":
        office = OFFICES.get(claim.holder_kind)
        return f"{office} of {claim.holder_state}" if office and claim.holder_state else None
    if by == "outlet":
        return judged.publisher if claim.holder_kind in {"author", "outlet"} else None
    raise InputError(f"No holder {by!r}; expected {', '.join(HOLDERS)}.")


def question_of(rule: Rule) -> str:
    """What a claim is about, the same for claims that stand or fall together: its rule and the quarter of its end."""
    ends = {rule.source, rule.target or "anybody"}
    pair = "-".join(sorted(ends)) if rule.either_way else f"{rule.source}>{rule.target or 'anybody'}"
    last = rule.last or (rule.reviews[0] if rule.reviews else None)
    quarter = f"{last.year}Q{(last.month + 2) // 3}" if last else "open"
    what = "+".join(sorted(rule.acts)) if rule.kind == "act" else f"{rule.direction} {rule.third or ''}".strip()
    return f"{rule.kind} {pair} {what} {quarter}"


def standings(
    judged: Iterable[Judged], *, by: str = "person", least: int = LEAST_SETTLED, width: float = 0.90
) -> list[Standing]:
    """One row for each holder, kind and review; ranked ones first, each ranking for itself.

    Args:
        judged: claims with their outcomes.
        by: "person", "office" or "outlet".
        least: settled claims from which a holder is ranked, at least 1.
        width: of the band of adjusted scores.
    Raises:
        InputError: if `by` or `least` is none.
    """
    if least < 1:
        raise InputError(f"The least number of settled claims is {least}; expected 1 or more.")
    groups: dict[tuple[str, str], dict[str, list[Judged]]] = {}
    for one in judged:
        holder = holder_of(one, by)
        if holder is not None:
            group = groups.setdefault((one.claim.kind, one.outcome.review), {})
            group.setdefault(holder, []).append(one)
    made: list[Standing] = []
    for (kind, review), holders in sorted(groups.items(), key=lambda g: (g[0][0], g[0][1] != DEADLINE, g[0][1])):
        bands = _adjusted(holders, width)
        rows = [_standing(name, some, kind, review, bands.get(name)) for name, some in sorted(holders.items())]
        enough = [r for r in rows if r.n_true + r.n_false >= least and r.adjusted is not None]
        order = sorted(enough, key=lambda r: (r.adjusted or 0.0, r.holder))
        ranked = [replace(row, rank=place) for place, row in enumerate(order, 1)]
        rest = [replace(r, skill=None) for r in rows if r not in enough]
        made += [*ranked, *sorted(rest, key=lambda r: (-(r.n_true + r.n_false), -r.n_claims, r.holder))]
    return made


def calibration_of(judged: Iterable[Judged], *, review: str = DEADLINE, kind: str = "forecast") -> list[Bin]:
    """The calibration table of all settled claims of one review and kind."""
    some = [j for j in _scored(judged) if j.outcome.review == review and j.claim.kind == kind]
    return calibration(*_arrays(some))


def _standing(
    holder: str, some: Sequence[Judged], kind: str, review: str, band: tuple[float, float, float] | None
) -> Standing:
    verdicts = [j.outcome.verdict for j in some]
    known = _scored(some)
    arrays = _arrays(known)
    scores, bases = brier(*arrays), [j.outcome.base for j in known]
    best, worst = brier_range(*arrays)
    plain = None
    if bases and None not in bases:
        plain = brier(bases, bases, arrays[2])
    there = bool(known)
    return Standing(
        holder=holder,
        review=review,
        kind=kind,
        n_claims=len(some),
        n_true=verdicts.count("true"),
        n_false=verdicts.count("false"),
        n_void=verdicts.count("void"),
        n_open=verdicts.count("open"),
        n_overruled=sum(j.outcome.overruled for j in some),
        brier=float(scores.mean()) if there else None,
        brier_best=float(best.mean()) if there else None,
        brier_worst=float(worst.mean()) if there else None,
        log_score=float(log_score(*arrays).mean()) if there else None,
        brier_base=float(plain.mean()) if plain is not None else None,
        skill=skill(scores, plain) if plain is not None else None,
        adjusted=band[0] if band else None,
        adjusted_low=band[1] if band else None,
        adjusted_high=band[2] if band else None,
        rank=None,
    )


def _adjusted(holders: Mapping[str, Sequence[Judged]], width: float) -> dict[str, tuple[float, float, float]]:
    known = [(name, j) for name, some in holders.items() for j in _scored(some)]
    if not known:
        return {}
    arrays = _arrays([j for _, j in known])
    bases = [j.outcome.base for _, j in known]
    expected = None if None in bases else brier(bases, bases, arrays[2])
    found = adjusted(
        brier(*arrays),
        [name for name, _ in known],
        [question_of(j.rule) for _, j in known],
        expected=expected,
        width=width,
    )
    bands = zip(found.score, found.low, found.high, strict=True)
    return {name: (float(s), float(a), float(b)) for name, (s, a, b) in zip(found.holders, bands, strict=True)}


def _scored(judged: Iterable[Judged]) -> list[Judged]:
    return [j for j in judged if j.outcome.verdict in {"true", "false"}]


def _arrays(known: Sequence[Judged]) -> tuple[list[float], list[float], list[float]]:
    return (
        [j.claim.chance_low for j in known],
        [j.claim.chance_high for j in known],
        [float(j.outcome.verdict == "true") for j in known],
    )
