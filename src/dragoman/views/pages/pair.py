"""How two actors stand: both directions, each with its level, its turns, and the events behind every month."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.mentions.codes import name_of
from dragoman.records import Claim
from dragoman.relations.groups import is_group
from dragoman.relations.levels import MEASURES
from dragoman.views.ledger import Entry, entries_on, what_in_words
from dragoman.views.pages.claims import ClaimLine, claim_line
from dragoman.views.pages.evidence import EventLine, lines_of
from dragoman.views.pages.pair_events import events_on, left_out_on
from dragoman.views.standing import end_of, standing
from dragoman.views.web.cells import Cells
from dragoman.views.web.drawing import Drawing, TurnMark, draw
from dragoman.views.web.marks import ClaimMark
from dragoman.views.web.receipts import FORMULAS, FigureReceipt, citation, made_by
from dragoman.views.words import counted, level_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from dragoman.records import Relation
    from dragoman.relations.count_turns import CountTurn
    from dragoman.store import Store
    from dragoman.views.web.desk import Desk
    from dragoman.views.web.links import Link

__all__ = ["DirectionPart", "PairPage", "TurnLine", "pair_page"]

WIDTHS: Final = (860, 350)  # of the drawing: on a desk, on a phone
EVENTS_TURNED: Final = (
    50_000  # of a store, beyond which turns are left to `dragoman turns`: of 130,000 events the prior alone
)
# takes more than a minute of a core, for each pair anew
CLAIMS_SHOWN: Final = 4  # beside the drawing; all of them stand below its time axis
KEEP: Final = ("dataset", "as_of")


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnLine:
    """A turn of the pair, both directions together."""

    direction: str
    day: date
    first: date
    last: date
    probability: float
    before: float
    after: float
    link: str  # to the events that carry it


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectionPart:
    """One direction.

    Attributes:
        lede: it in a sentence.
        latest: the last period with news; None if there is none.
        when: its period in words; None without news.
        figure: its level in words.
        levels: all periods from the first to the last with news.
        receipt: how the latest level was made.
        draw: makes the drawings, for a desk and for a phone; none without levels. JSON does without them.
    """

    source: str
    target: str
    source_name: str
    target_name: str
    lede: str
    latest: Relation | None
    when: str | None
    figure: str
    levels: tuple[Relation, ...]
    receipt: FigureReceipt
    n_events: int
    draw: Callable[[], tuple[Drawing, ...]] = field(metadata={"json": False}, compare=False)

    @property
    def drawings(self) -> tuple[Drawing, ...]:
        """The level through time, for a desk and for a phone."""
        return self.draw()


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPage:
    """The page of a pair.

    Attributes:
        directions: a to b and back.
        turns: with hindsight, by day.
        chosen: first and last day whose events are listed; None: the most telling ones are.
        events: of both directions, by day.
        n_chosen: events in the chosen period, or all of the pair; shown or not.
        claims: the newest that a rule can settle, made in the chosen period if there is one.
        n_claims: about the two, whichever parts they play in it.
        left_out: what stands in no figure, by name.
    """

    a: str
    b: str
    a_name: str
    b_name: str
    title: str
    lede: str
    measure: str
    made_by: str
    by: str
    hindsight: bool
    beside: str | None
    beside_name: str | None
    dataset: str | None
    directions: tuple[DirectionPart, DirectionPart]
    turns: tuple[TurnLine, ...] | None
    chosen: tuple[date, date] | None
    events: tuple[EventLine, ...]
    n_chosen: int
    claims: tuple[ClaimLine, ...]
    n_claims: int
    left_out: Mapping[str, int]
    versions: Mapping[str, str]
    datasets: tuple[Mapping[str, Any], ...]
    disagree: str | None


def pair_page(desk: Desk, link: Link) -> PairPage:
    """Gather the page.

    Args:
        desk: the store at one moment.
        link: parts `a` and `b`; state `measure`, `by`, `hindsight`, `from`, `to`, `beside`, `dataset`.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if a part of the state cannot be, or both ends are the same.
    """
    a, b = end_of(link.parts["a"]), end_of(link.parts["b"])
    if a == b:
        raise InputError(f"A pair needs two actors; got {a} twice. Its own acts: /events?actor={a}&target={a}.")
    measure, by = (
        _one_of(link, "measure", tuple(MEASURES), "L2"),
        _one_of(link, "by", ("month", "week", "day"), "month"),
    )
    third = link.word("beside")
    third = end_of(third) if third else None
    store, hindsight = desk.store(link), link.flag("hindsight")
    chosen = _chosen(link)

    kept = Cells.of(store, desk.settings.band) if (measure, by, hindsight) == ("L2", "month", False) else None

    def told(one: str, other: str) -> list[Relation]:
        if kept and not is_group(one) and not is_group(other):
            return kept.pair(one, other) + kept.pair(other, one)
        made = desk.cached(
            ("levels", store.datasets, one, other, measure, by, hindsight),
            lambda: standing(
                store,
                one,
                other,
                settings=desk.settings,
                by=by,
                measure=measure,
                hindsight=hindsight,
                prior=desk.prior(store, by),
            ),
        )
        return list(made)

    levels = told(a, b)
    turned = (
        None
        if desk.n_events > EVENTS_TURNED
        else desk.cached(("turns", store.datasets, a, b), lambda: _turns(store, a, b))
    )
    versions = desk.versions(store)
    claimed = desk.cached("any claims", lambda: desk.whole.has(Claim))
    said = desk.cached(("claims on", a, b), lambda: entries_on(desk.whole, a, b)) if claimed else []
    beside = [r for r in told(a, third) if r.source == a] if third else []
    parts = tuple(
        _direction(
            desk,
            link,
            [r for r in levels if (r.source, r.target) == ends],
            ends,
            turned or (),
            beside if ends == (a, b) else (),
            [e for e in said if _of_direction(e, ends)],
            chosen,
            versions,
        )
        for ends in ((a, b), (b, a))
    )
    picked, n_chosen = events_on(desk, store, a, b, chosen)
    ab, _ = parts
    left_out = desk.cached(("left out", store.datasets, a, b), lambda: left_out_on(desk, store, a, b))
    return PairPage(
        a=a,
        b=b,
        a_name=name_of(a),
        b_name=name_of(b),
        title=f"{name_of(a)} → {name_of(b)}",
        lede=ab.lede,
        measure=measure,
        made_by=made_by(measure),
        by=by,
        hindsight=hindsight,
        beside=third,
        beside_name=name_of(third) if third else None,
        dataset=link.word("dataset"),
        directions=(parts[0], parts[1]),
        turns=None if turned is None else tuple(_turn_line(t, link) for t in turned),
        chosen=chosen,
        events=lines_of(store, picked, columns=desk.columns),
        n_chosen=n_chosen,
        claims=tuple(claim_line(e) for e in _newest(said, chosen)),
        n_claims=len(said),
        left_out=left_out,
        versions=versions,
        datasets=desk.datasets,
        disagree=ab.latest.disagree if ab.latest else None,
    )


def _one_of(link: Link, name: str, allowed: Sequence[str], default: str) -> Any:
    word = link.word(name) or default
    if word not in allowed:
        raise InputError(f"{name}={word[:20]!r}; expected {', '.join(allowed)}.")
    return word


def _chosen(link: Link) -> tuple[date, date] | None:
    first, last = link.day("from"), link.day("to")
    if first is None and last is None:
        return None
    first, last = first or date.min, last or date.max
    if first > last:
        raise InputError(f"from={first} is after to={last}; expected the earlier day first.")
    return first, last


def _turns(store: Store, a: str, b: str) -> list[CountTurn]:
    from dragoman.api import turns

    return turns(store, a, b)


def _of_direction(entry: Entry, ends: tuple[str, str]) -> bool:
    """Whether a claim stands under a direction: what its source does, or what either may do."""
    claim = entry.held.claim
    either = bool(claim.rule and claim.rule.either_way) or claim.source not in ends
    return either or claim.source == ends[0]


def _newest(said: Sequence[Entry], chosen: tuple[date, date] | None) -> list[Entry]:
    """Claims that a rule can settle, newest first; of the chosen period if there is one."""
    found = [e for e in said if e.stand != "no rule"]
    if chosen is not None:
        found = [e for e in found if e.held.claim.made and chosen[0] <= e.held.claim.made <= chosen[1]]
    return found[::-1][:CLAIMS_SHOWN]


def _mark(entry: Entry, link: Link) -> ClaimMark | None:
    """A claim for the drawing; None without a day or a rule."""
    claim = entry.held.claim
    if claim.made is None or claim.rule is None:
        return None
    when = f"{claim.made.day} {claim.made:%b %Y}"
    words = f"{when}, {claim.holder}: {what_in_words(claim)}, chance {claim.chance:.0%}; {entry.verdict}"
    return ClaimMark(claim.made, entry.verdict, words, link.at(f"/claim/{claim.id}", keep=("as_of",)).url)


def _turn_line(turn: CountTurn, link: Link) -> TurnLine:
    return TurnLine(
        direction=turn.direction,
        day=turn.day,
        first=turn.first,
        last=turn.last,
        probability=turn.probability,
        before=turn.before,
        after=turn.after,
        link=link.with_(first=turn.first.isoformat(), last=max(turn.last, turn.day).isoformat()).url + "#events",
    )


def _direction(
    desk: Desk,
    link: Link,
    levels: list[Relation],
    ends: tuple[str, str],
    turned: Sequence[CountTurn],
    beside: Sequence[Relation],
    said: Sequence[Entry],
    chosen: tuple[date, date] | None,
    versions: Mapping[str, str],
) -> DirectionPart:
    source, target = ends
    names = name_of(source), name_of(target)
    known = [r for r in levels if r.n_events]
    latest = known[-1] if known else None
    figure = level_in_words(latest) if latest else "no news"
    what = f"{names[0]} → {names[1]}" + (f", {_period(latest)}" if latest else "")
    title = f"Level of {names[0]} towards {names[1]} through time, with its band; periods without news are hatched."

    def drawn() -> tuple[Drawing, ...]:
        made = (
            draw(
                levels,
                width=width,
                title=title,
                address=lambda first, last: link.with_(first=first.isoformat(), last=last.isoformat()).url + "#events",
                turns=[TurnMark(t.day, t.direction == "better", t.probability) for t in turned],
                beside=[r for r in beside if levels[0].period <= r.period <= levels[-1].period] if levels else (),
                claims=[mark for e in said if (mark := _mark(e, link)) is not None],
                chosen=chosen,
            )
            for width in WIDTHS
        )
        return tuple(d for d in made if d is not None)

    now = link.with_(as_of=str(desk.batch))
    return DirectionPart(
        source=source,
        target=target,
        source_name=names[0],
        target_name=names[1],
        lede=_lede(names, levels, known, desk.settings.band),
        latest=latest,
        when=_period(latest) if latest else None,
        figure=figure,
        levels=tuple(levels),
        receipt=FigureReceipt(
            what=what,
            measure=made_by(levels[0].measure if levels else "L2"),
            formula=FORMULAS[levels[0].measure if levels else "L2"],
            value=figure if latest else None,
            band=desk.settings.band,
            n_events=sum(r.n_events for r in known),
            n_sources=latest.n_publishers if latest else None,
            versions=versions,
            link=now.url,
            rows=link.at("/events", keep=KEEP, actor=source, target=target, status="actual").url,
            command=f"dragoman relation {source} {target} --measure {levels[0].measure if levels else 'L2'}",
            cite=citation(desk, now, what, figure if latest else None, versions),
        ),
        draw=drawn,
        n_events=sum(r.n_events for r in known),
    )


def _period(level: Relation) -> str:
    if level.granularity == "month":
        return f"{level.period:%B %Y}"
    return ("the week of " if level.granularity == "week" else "") + f"{level.period.day} {level.period:%B %Y}"


def _lede(names: tuple[str, str], levels: Sequence[Relation], known: Sequence[Relation], width: float) -> str:
    """The direction in a sentence or two."""
    if not known:
        return f"The store has no dated act of {names[0]} towards {names[1]}: no level can be given."
    latest = known[-1]
    lean = "neither way beyond chance"
    if latest.low is not None and latest.high is not None and latest.low > 0:
        lean = "towards cooperation"
    elif latest.low is not None and latest.high is not None and latest.high < 0:
        lean = "towards conflict"
    words = (
        f"{'On' if latest.granularity == 'day' else 'In'} {_period(latest)}, the last {latest.granularity} with news, {names[0]} leans {lean} with {names[1]}: "
        f"{level_in_words(latest)}, a {width:.0%} band, from {counted(sum(r.n_events for r in known), 'event')} so far."
    )
    silent = len(levels) - len(known)
    if silent:
        words += (
            f" {silent} of {len(levels)} {latest.granularity}s have no news: hatched, and never counted as neutral."
        )
    return words
