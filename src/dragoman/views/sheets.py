"""What does a brief of a pair, a state or a triangle say, block by block?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import singledispatch
from typing import TYPE_CHECKING, Any, Final

from dragoman.views.brief import Brief, Direction
from dragoman.views.brief_more import StateBrief, TriangleBrief
from dragoman.views.printed import citation, formula, scope
from dragoman.views.sheet import Block, Chart, Events, Heading, Items, Leaning, Note, Paragraph, Sheet, Table
from dragoman.views.words import counted, left_out_in_words, level_in_words, signed

if TYPE_CHECKING:
    from dragoman.records import Relation
    from dragoman.relations.count_turns import CountTurn
    from dragoman.relations.triangles import Realignment, Triangle

__all__ = ["sheet_of"]

SETTINGS_SHOWN: Final = ("band", "historical_days", "near_duplicate", "relation_sectors_left_out", "language")
STANDS_OUT: Final = 0.05  # chance under which a realignment stands out


@singledispatch
def sheet_of(brief: Any) -> Sheet:
    """A brief as blocks.

    Raises:
        TypeError: if it is no brief.
    """
    raise TypeError(f"No sheet of {type(brief).__name__}.")


@sheet_of.register
def _(brief: Brief) -> Sheet:
    blocks: list[Block] = [block for d in brief.directions for block in _direction(d)]
    return Sheet(brief.title, scope(brief), (*blocks, *_end(brief)), citation(brief))


@sheet_of.register
def _(brief: StateBrief) -> Sheet:
    if not brief.briefs:
        words = f"The store has no dated act of {brief.name} or towards it: no level can be given."
        return Sheet(brief.name, "", (Paragraph(words),), "")
    shown = (
        f", of which the {len(brief.partners)} with most events are shown"
        if brief.n_partners > len(brief.partners)
        else ""
    )
    blocks: list[Block] = [
        Heading("Partners"),
        Paragraph(
            f"{brief.name} has dated acts with {counted(brief.n_partners, 'other actor')}{shown}. "
            "Level of the latest month with news, with its band and that month."
        ),
        Table(
            ("partner", "events", f"{brief.state} towards it", f"it towards {brief.state}"),
            tuple((p.name, f"{p.n_events:,}", _latest(p.there), _latest(p.back)) for p in brief.partners),
        ),
        *_turns(brief.turns, f"No turn of {brief.name} that the events of this store tell with enough certainty."),
    ]
    for pair in brief.briefs:
        for d in pair.directions:
            blocks += _direction(d, table=False)
    first = brief.briefs[0]
    return Sheet(
        brief.name, scope(first), (*blocks, *_end(first, of_pair=False)), _cited(first, f"{brief.state}", brief.name)
    )


@sheet_of.register
def _(brief: TriangleBrief) -> Sheet:
    first, second = brief.briefs
    title = f"{first.a_name} between {first.b_name} and {second.b_name}"
    names = (first.a_name, first.b_name, second.b_name)
    if brief.triangle is None:
        blocks: list[Block] = [Paragraph("One of the two pairs has no dated event: nothing can be tested together.")]
    else:
        blocks = [Heading("Both relations together"), *_triangle(brief.triangle, names)]
    blocks += _turns(brief.turns, "No turn of either pair that the events of this store tell with enough certainty.")
    for pair in brief.briefs:
        for d in pair.directions:
            blocks += _direction(d, table=False)
    return Sheet(
        title,
        scope(first),
        (*blocks, *_end(first, of_pair=False)),
        _cited(first, f"{brief.a} {brief.b} {brief.c}", title),
    )


def _direction(d: Direction, *, table: bool = True) -> Iterator[Block]:
    yield Heading(f"{d.source_name} → {d.target_name}")
    yield Paragraph(d.lede)
    if d.latest is None:
        return
    yield Paragraph(
        f"Latest month with news, {d.latest.period:%B %Y}: {level_in_words(d.latest)} "
        f"({counted(d.latest.n_events, 'event')}, {counted(d.latest.n_publishers, 'outlet')}). "
        f"All in all {counted(d.n_events, 'event')} from {counted(d.n_publishers, 'outlet')}."
    )
    yield Chart(
        d.levels,
        "Hatched: no news. Line: monthly level, carried on where the news is silent for less than a year; pale: its band; "
        "bars: events of the month.",
    )
    yield Heading("Most telling events", 2)
    yield Events(d.telling)
    if table:
        yield Heading("Months", 2)
        yield Table(
            ("month", "level [band]", "verbal coop.", "material coop.", "verbal conf.", "material conf."),
            tuple(
                (
                    f"{m.period:%Y-%m}",
                    level_in_words(m),
                    *(
                        str(n)
                        for n in (m.verbal_cooperation, m.material_cooperation, m.verbal_conflict, m.material_conflict)
                    ),
                )
                for m in d.levels
            ),
        )


def _turns(turns: Sequence[CountTurn], none: str) -> Iterator[Block]:
    yield Heading("Turns")
    if not turns:
        yield Paragraph(none)
        return
    yield Table(
        ("pair", "turn", "day", "90 % interval", "balance", "chance"),
        tuple(
            (
                f"{t.a}–{t.b}",
                t.direction,
                f"{t.day}",
                f"{t.first} to {t.last}",
                f"{signed(t.before)} → {signed(t.after)}",
                f"{t.probability:.2f}",
            )
            for t in turns
        ),
    )
    yield Note("Told with hindsight. The events behind a turn: dragoman turns A B.")


def _triangle(found: Triangle, names: tuple[str, str, str]) -> Iterator[Block]:
    a, b, c = names
    yield Items((_leaving(a, b, c, found.leaves_b_for_c), _leaving(a, c, b, found.leaves_c_for_b)))
    if found.see_saw is None:
        yield Paragraph("See-saw: cannot be told, fewer than 12 months in which both relations have news.")
    else:
        yield Paragraph(
            f"See-saw (one up, other down): rank correlation {signed(found.see_saw)} over {found.see_saw_months} months, "
            f"chance {found.see_saw_p:.2f}."
        )
    if found.leaning:
        month, level, low, high = found.leaning[-1]
        yield Paragraph(
            f"Leaning in the year to {month:%B %Y}: {signed(level)} [{signed(low)}, {signed(high)}]; + nearer to {b}, "
            f"− nearer to {c}; −2 to +2."
        )
        yield Leaning(
            found.leaning,
            b,
            c,
            f"Level of {a} with {b} less its level with {c}, over the year up to each month; pale: its 90 % band. The line "
            "breaks where either relation has no news in that year.",
        )
    yield Note(
        "z: change of the log odds of cooperation in the half-year against the year before, by its standard error. The chance "
        "is the larger of those of the two sides, each of a relation that goes on as it does."
    )


def _leaving(a: str, b: str, c: str, found: Realignment | None) -> str:
    if found is None:
        return f"{a} leaves {b} for {c}: cannot be told, the two pairs never have news together."
    verdict = "stands out from chance" if found.p <= STANDS_OUT else "does not stand out from chance"
    return (
        f"{a} leaves {b} for {c}: most in the half-year from {found.month:%B %Y} (z {signed(found.z_worse)}, "
        f"chance {found.p_worse:.2f}, and z {signed(found.z_better)}, chance {found.p_better:.2f}); chance of both "
        f"{found.p:.2f}: {verdict}."
    )


def _end(brief: Brief, *, of_pair: bool = True) -> Iterator[Block]:
    if of_pair and brief.speakers:
        yield Heading("Who says so")
        yield Items(tuple(f"{who}: {n}" for who, n in brief.speakers))
    if of_pair:
        yield Heading("What is missing")
        yield Items(tuple(left_out_in_words(brief.missing)) or ("nothing known",))
    yield Heading("How it was made")
    yield Paragraph(formula())
    shown = {**brief.versions, **{f"setting {n}": brief.settings[n] for n in SETTINGS_SHOWN}}
    yield Items(tuple(f"{name}: {value}" for name, value in shown.items()))


def _latest(month: Relation | None) -> str:
    return f"{level_in_words(month)}, {month.period:%Y-%m}" if month else "no news"


def _cited(brief: Brief, words: str, title: str) -> str:
    return (
        citation(brief)
        .replace(f"{brief.title}:", f"{title}:")
        .replace(f"brief {brief.a} {brief.b} ", f"brief {words} ")
    )
