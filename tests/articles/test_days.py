from __future__ import annotations

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.articles.days import day_line, resolve
from dragoman.errors import ReadProblem
from dragoman.records import Precision

DAY = date(2019, 1, 4)


@pytest.mark.parametrize("declared, day, precision", [
    ("2019-01-04", DAY, "day"),
    ("2019-1-4", DAY, "day"),
    ("2019/01/04", DAY, "day"),
    ("20190104", DAY, "day"),
    ("20190104123000", DAY, "day"),
    ("2019-01-04T23:30:00Z", DAY, "day"),
    ("2019-01-04T23:30:00.123456+05:30", DAY, "day"),  # the day as it is written, not as UTC
    ("2019-01-04 23:30:00 +02:00", DAY, "day"),
    ("2019-01-04T23:30-0500", DAY, "day"),
    ("Fri, 04 Jan 2019 23:30:00 GMT", DAY, "day"),
    ("Fri, 4 Jan 19 23:30:00 +0100", DAY, "day"),
    ("Fri Jan 04 10:00:00 +0000 2019", DAY, "day"),
    ("Fri Jan  4 10:00:00 2019", DAY, "day"),
    ("January 4, 2019", DAY, "day"),
    ("Friday, January 4, 2019", DAY, "day"),
    ("Jan. 4, 2019 at 10:15 p.m. EST", DAY, "day"),
    ("January 4, 2019 10:15 AM", DAY, "day"),
    ("4 Jan 2019", DAY, "day"),
    ("4th of January 2019", DAY, "day"),
    ("04-JAN-2019", DAY, "day"),
    ("Published: 4 January 2019", DAY, "day"),
    ("10:15 GMT, 4 January 2019", DAY, "day"),
    ("13/01/2019", date(2019, 1, 13), "day"),  # only a day can be 13
    ("01/13/2019", date(2019, 1, 13), "day"),
    ("04/04/2019", date(2019, 4, 4), "day"),
    ("04.01.2019", DAY, "day"),
    ("1546560000", DAY, "day"),
    (1546560000, DAY, "day"),
    (1546560000.0, DAY, "day"),
    ("1546560000000", DAY, "day"),
    ("2019-W01", date(2018, 12, 31), "week"),
    ("2019-W01-5", DAY, "day"),
    ("2019-004", DAY, "day"),
    ("2019-01", date(2019, 1, 1), "month"),
    ("January 2019", date(2019, 1, 1), "month"),
    ("2019", date(2019, 1, 1), "year"),
    (2019, date(2019, 1, 1), "year"),
    ("1990s", date(1990, 1, 1), "decade"),
    ("2016-02-29", date(2016, 2, 29), "day"),
    (DAY, DAY, "day"),
    (datetime(2019, 1, 4, 23), DAY, "day"),
])  # fmt: skip
def test_declared_days(declared, day, precision):
    found = resolve(declared)
    assert (found.day, found.precision) == (day, Precision(precision))
    assert str(declared).split()[0].removesuffix(".0") in found.why


@pytest.mark.parametrize("declared, reason", [
    ("2015-02-30", "impossible date"),
    ("2015-02-29", "impossible date"),
    ("2015-13-01", "impossible date"),
    ("30 February 2015", "impossible date"),
    ("February 30, 2015", "impossible date"),
    ("2019-00-00", "impossible date"),
    ("0001-01-01", "impossible date"),  # what databases write for nothing
    ("9999-12-31", "impossible date"),
    ("2019-W60", "impossible date"),
    ("2019-400", "impossible date"),
    ("2019-13", "impossible date"),
    ("31/31/2019", "impossible date"),
    ("03/04/2019", "ambiguous date"),
    ("yesterday", "unresolvable date"),
    ("Yesterday at 10:00", "unresolvable date"),
    ("2 hours ago", "unresolvable date"),
    ("today", "unresolvable date"),
    ("last Friday", "unresolvable date"),
    ("Friday", "unresolvable date"),
    ("May 4", "unresolvable date"),  # of which year?
    ("soon", "unresolvable date"),
    ("", "unresolvable date"),
    ("4", "unresolvable date"),
    ("123456789", "unresolvable date"),  # 1973: no time stamp of an article
    ("9" * 400, "unresolvable date"),
    ("1/1/19", "unresolvable date"),
])  # fmt: skip
def test_refused_days(declared, reason):
    with pytest.raises(ReadProblem) as problem:
        resolve(declared)
    assert problem.value.reason == reason
    assert "--date" in problem.value.remedy


@pytest.mark.parametrize("day_first, day", [(True, date(2019, 4, 3)), (False, date(2019, 3, 4))])
def test_ambiguous_day_is_read_as_told(day_first, day):
    assert resolve("03/04/2019", day_first=day_first).day == day


@pytest.mark.parametrize("line, day", [
    ("Friday, January 4, 2019 ", DAY),
    ("4 January 2019", DAY),
    ("2019-01-04", DAY),
    ("In January 2019 the envoy was recalled.", None),
    ("2019", None),  # a year alone may be anything
    ("03/04/2019", None),
    ("February 30, 2019", None),
])  # fmt: skip
def test_date_lines(line, day):
    found = day_line(line)
    assert (found.day if found else None) == day


@given(st.dates(date(1400, 1, 1), date(2199, 12, 31)))
def test_every_day_is_read_in_every_usual_form(day):
    forms = [
        day.isoformat(),
        f"{day:%B} {day.day}, {day.year}",
        f"{day.day} {day:%b} {day.year}",
        f"{day:%a}, {day:%d %b} {day.year} 10:00:00 GMT",
    ]
    assert {resolve(form).day for form in forms} == {day}


@given(st.text(max_size=120))
def test_any_words_give_a_day_or_a_reason(words):
    try:
        assert resolve(words).day
    except ReadProblem as problem:
        assert problem.reason in ("impossible date", "ambiguous date", "unresolvable date")  # noqa: PT017
