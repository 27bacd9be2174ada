"""Days that are counted from others, vague words, and words that only look like days. The article is of Wednesday, 12 June 2024."""

from __future__ import annotations

from datetime import date

import pytest

from invented import reports

DAY = date(2024, 6, 12)

CASES = [
    ("On 4 May Syldavia protested, and two days later Ruritania attacked Graustark.", "2024-05-06", "day"),
    ("On 4 May Syldavia protested, and the next day Ruritania attacked Graustark.", "2024-05-05", "day"),
    ("Two weeks after the summit Ruritania attacked Graustark.", None, "unknown"),
    ("The summit was held on 3 May. Two weeks after the summit Ruritania attacked Graustark.", "2024-05-17", "day"),
    ("Four days after the vote of 12 May, Ruritania attacked Graustark.", "2024-05-16", "day"),
    ("Ruritania recently attacked Graustark.", None, "unknown"),
    ("Ruritania attacked Graustark in recent weeks.", None, "unknown"),
    ("Ruritania attacked Graustark the next day.", None, "unknown"),
    ("Ruritania attacked Graustark in March last year.", "2023-03-01", "month"),
    ("Ruritania attacked Graustark on 3 May last year.", "2023-05-03", "day"),
    ("Ruritania attacked Graustark on the 5th.", "2024-06-05", "day"),
    ("Ruritania attacked Graustark on the 28th of last month.", "2024-05-28", "day"),
    ("Ruritania attacked Graustark on Monday last week.", "2024-06-03", "day"),
    ("Ruritania attacked Graustark last autumn.", "2023-01-01", "year"),
    ("Ruritania attacked Graustark on Christmas Day.", "2023-12-25", "day"),
    ("Ruritania attacked Graustark on 15.04.2024.", "2024-04-15", "day"),
    ("Ruritania attacked Graustark on 05/04/2024.", None, "unknown"),  # day or month first?
    ("Ruritania attacked Graustark on the 45th of May.", None, "unknown"),
    ("Ruritania's 1974 attack on Graustark was long.", "1974-01-01", "year"),
    ("Syldavia held it (1921-1944) until Ruritania attacked Graustark.", "1944-01-01", "year"),
]


@pytest.mark.parametrize("text, day, precision", CASES)
def test_days(text, day, precision):
    found = {(r.day and r.day.isoformat(), r.day_precision.value) for r in reports(text, day=DAY) if r.act == "ASSAULT"}
    assert found == {(day, precision)}


@pytest.mark.parametrize(
    "words", ["two weeks after the summit", "on Christmas Day", "last autumn", "on the 5th", "two days later"]
)
def test_without_the_articles_day_nothing_of_it_is_guessed(words):
    (report,) = [r for r in reports(f"Ruritania attacked Graustark {words}.") if r.act == "ASSAULT"]
    assert report.day is None
