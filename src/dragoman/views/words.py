"""Figures and records in words, the same on every view."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.records import Relation
    from dragoman.views.brief import Missing, Sentence
    from dragoman.views.web.cells import News

__all__ = ["counted", "day_in_words", "lean_of", "left_out_in_words", "level_in_words", "said_in_words", "signed"]


def counted(n: int, noun: str) -> str:
    """A number with its noun: "1 report", "2 reports"."""
    return f"{n:,} {noun}{'' if n == 1 else 's'}"


def day_in_words(day: date | None, precision: str) -> str:
    """A day as exactly as it is known: "24 Nov 2015", "Oct 2015", "2015"."""
    if day is None:
        return "undated"
    return {
        "month": f"{day:%b %Y}",
        "year": f"{day:%Y}",
        "decade": f"{day:%Y}s",
        "week": f"week of {day.day} {day:%b %Y}",
    }.get(precision, f"{day.day} {day:%b %Y}")


def level_in_words(level: Relation) -> str:
    """A period's level with its band: "+0.31 [+0.18, +0.43]"; "no news" before it in a quiet period, or alone."""
    if level.level is None or level.low is None or level.high is None:
        return "no news"
    words = band_in_words(level.level, level.low, level.high)
    return words if level.n_events else f"no news: {words}"


def band_in_words(level: float, low: float, high: float) -> str:
    """A level with its band: "+0.31 [+0.18, +0.43]"."""
    return f"{signed(level)} [{signed(low)}, {signed(high)}]"


def lean_of(level: Relation | News | None) -> str:
    """To which side a level leans beyond its band: "coop", "conf", or "" where the band holds 0 or nothing is known."""
    if level is None or level.low is None or level.high is None:
        return ""
    return "coop" if level.low > 0 else "conf" if level.high < 0 else ""


def said_in_words(sentence: Sentence) -> str:
    """Who tells it: the article itself, or whom it quotes."""
    if sentence.voice == "article":
        return "headline" if sentence.headline else "article's voice"
    return f"{sentence.voice}: {sentence.said_by or 'speaker not named'}"


def left_out_in_words(missing: Missing) -> list[str]:
    """What is not in the figures, one line each; lines with 0 are left away."""
    lines = [
        (missing.silent_months, "month", "without news: shown as gaps, never as 0"),
        (missing.undated_events, "event", "of this pair whose month nobody told"),
        (missing.other_status, "event", "of this pair told as historical, future, hypothetical or negated"),
        (missing.opinions, "report", "of this pair that judge or predict: no acts"),
        (missing.headlines, "event", "of this pair told in headlines alone"),
        (
            missing.apart,
            "event",
            "of this pair by actors that do not stand for their states, such as rebels or unknown armed men",
        ),
        (missing.undated_articles, "article", "without a day: give it with `dragoman read FILE --date YYYY-MM-DD`"),
        (missing.other_languages, "article", "in other languages: kept, not coded"),
        (missing.quarantined, "input", "in quarantine: see `dragoman quarantine`"),
    ]
    return [f"{counted(n, noun)} {words}" for n, noun, words in lines if n]


def signed(value: float) -> str:
    """A level with its sign: "+0.31"."""
    return f"{value:+.2f}".replace("-", "−")
