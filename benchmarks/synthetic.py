"""Articles made by rule from a seed: the same number and seed give the same articles, everywhere.

Sentences over states with acts and days; some near copies, some without a day (which some get later), some in
German, some broken lines.
"""

from __future__ import annotations

import json
import random
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["rows", "write"]

STATES = (
    ("Turkey", "Turkish", "Ankara"), ("Russia", "Russian", "Moscow"), ("Ukraine", "Ukrainian", "Kyiv"),
    ("Greece", "Greek", "Athens"), ("Germany", "German", "Berlin"), ("France", "French", "Paris"),
    ("Iran", "Iranian", "Tehran"), ("Israel", "Israeli", "Jerusalem"), ("Armenia", "Armenian", "Yerevan"),
    ("Azerbaijan", "Azerbaijani", "Baku"), ("Egypt", "Egyptian", "Cairo"), ("Poland", "Polish", "Warsaw"),
)  # fmt: skip
SENTENCES = (
    "{A} imposed sanctions on {B} on {day}, closing its ports to ships from {b_city}.",
    "The {a} foreign minister met his {b} counterpart in {b_city} on {day} to discuss trade.",
    "{A} accused {B} of violating its airspace on {day}.",
    "{A} signed an agreement with {B} on gas deliveries, officials in {a_city} said.",
    "{a_city} denied that {a} troops had crossed the border with {B}.",
    "{A} sent food and medicine to {B} after the earthquake.",
    "Protesters gathered outside the {b} embassy in {a_city} on {weekday}.",
    "{A} will recall its ambassador from {b_city} if the shelling does not stop, a spokesman warned.",
    "“We expect {B} to return to the talks,” the {a} president told reporters.",
    "{a} warplanes struck positions held by {b} forces near the border on {day}.",
    "Analysts in {a_city} think that {B} may withdraw its troops next year.",
    "The parliament in {b_city} rejected a request by {A} to open a consulate.",
    "In 1974, {A} had threatened {B} over fishing rights.",
    "Prices at the market rose by {n} percent and the harvest was the poorest in {n} years.",
    "The ferry between the two ports did not sail, and some {n} passengers spent the night in the hall.",
)
PUBLISHERS = ("Strelsau Post", "Zenda Wire", "Graustark Gazette", "Northern Ledger", None)
GERMAN = (
    "Der Botschafter reiste am Dienstag aus {b_city} ab, nachdem die Gespräche ohne Ergebnis zu Ende gegangen waren."
)


def rows(n: int, *, seed: int = 0, faulty: bool = True, paragraphs: int = 4) -> Iterator[str]:
    """Lines of JSONL, one an article.

    Args:
        n: how many.
        seed: of the draws.
        faulty: whether some lines are broken, empty, impossible or in German.
        paragraphs: of an article, at most.
    """
    draw = random.Random(seed)
    recent: list[dict[str, str]] = []
    undated: list[dict[str, str]] = []  # as they were before their day was taken away
    for number in range(n):
        chance = draw.random()
        if recent and chance < 0.08:  # a near copy of a recent article, by another outlet
            row = dict(draw.choice(recent))
            row["publisher"] = draw.choice(PUBLISHERS[:4])
            row["text"] += " Our correspondent contributed." if draw.random() < 0.5 else ""
        else:
            row = _article(draw, number, paragraphs)
            recent = [*recent[-50:], row]
        if faulty and 0.08 <= chance < 0.12:
            undated.append(row)
            row = {name: value for name, value in row.items() if name != "day"}
        elif faulty and 0.12 <= chance < 0.14:
            row = row | {"text": GERMAN.format(b_city=draw.choice(STATES)[2]) + f" Nummer {number}.", "language": "de"}
        elif faulty and 0.14 <= chance < 0.15:
            row = row | {"day": "2015-02-31"}
        elif faulty and 0.15 <= chance < 0.16:
            row = row | {"text": ""}
        elif undated and 0.17 <= chance < 0.19:
            row = undated.pop(draw.randrange(len(undated)))  # the same article again, now with its day
        line = json.dumps({k: v for k, v in row.items() if v is not None}, ensure_ascii=False)
        yield line[: len(line) // 2] if faulty and number and 0.16 <= chance < 0.17 else line


def write(place: Path, n: int, **choices: int) -> Path:
    """Write them as a JSONL file; choices as for `rows`."""
    with place.open("w", encoding="utf-8") as file:
        file.writelines(line + "\n" for line in rows(n, **choices))
    return place


def _article(draw: random.Random, number: int, most: int) -> dict[str, str]:
    published = date(2014, 1, 1) + timedelta(days=draw.randrange(1500))
    a, b = draw.sample(STATES, 2)
    paragraphs = []
    for _ in range(draw.randint(1, most)):
        sentences = []
        for _ in range(draw.randint(1, 4)):
            one, other = (a, b) if draw.random() < 0.6 else draw.sample(STATES, 2)
            told = published - timedelta(days=draw.randrange(4))
            sentences.append(
                draw.choice(SENTENCES).format(
                    A=one[0], B=other[0], a=one[1], b=other[1], a_city=one[2], b_city=other[2],
                    day=f"{told:%B} {told.day}, {told.year}", weekday=f"{told:%A}", n=draw.randint(2, 90),
                )
            )  # fmt: skip
        paragraphs.append(" ".join(sentences))
    return {
        "id": f"S{number}",
        "title": f"{a[0]} and {b[0]}: {draw.choice(('talks', 'tensions', 'trade', 'troops'))} in {published:%B}",
        "text": "\n\n".join(paragraphs),
        "publisher": draw.choice(PUBLISHERS),
        "day": published.isoformat(),
        "language": "en",
    }
