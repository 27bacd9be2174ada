"""Why is a report in its event? The parts of the weight with which it was matched."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dragoman.events.gist import Gist, alike
from dragoman.events.match import Part, match
from dragoman.events.merge import KeyedReport, telling_of
from dragoman.records import Precision

__all__ = ["match_weights"]


def match_weights(
    reports: Sequence[KeyedReport], block: Iterable[KeyedReport], gists: Mapping[str, Gist]
) -> dict[str, tuple[Part, ...]]:
    """Each report of an event against the telling of it that most articles give; itself left out.

    Args:
        reports: of one event.
        block: all reports of its pair and month, for what "the only one in the month" means.
        gists: article -> what it is about.
    Returns:
        Report id -> parts in bits; nothing for an event of one report.
    """
    days = Counter(act for act, _ in {(r.act, r.day) for r in block if r.day_precision is Precision.DAY and r.day})
    tellings: dict[tuple[object, ...], list[KeyedReport]] = {}
    for report in sorted(reports, key=lambda r: r.id):
        key = (report.act, report.status, report.day, report.day_precision, report.apart)
        tellings.setdefault(key, []).append(report)
    ordered = sorted(tellings.values(), key=lambda some: (-len({r.article for r in some}), some[0].id))
    found = {}
    for report in reports:
        others = next((rest for some in ordered if (rest := [r for r in some if r.id != report.id])), None)
        if others is None:
            continue
        one = telling_of([report], alone=days[report.act] == 1)
        other = telling_of(others, alone=days[others[0].act] == 1)
        compared = [
            alike(gists[report.article], gists[r.article])
            for r in others
            if r.article != report.article and r.article in gists and report.article in gists
        ]
        found[report.id] = match(one, other, likeness=max(compared, default=None))
    return found
