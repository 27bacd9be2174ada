"""Expressions of time in, a day with its precision out. The article's day is a Tuesday, 20 October 2015."""

from __future__ import annotations

from datetime import date

import pytest

from dragoman.records import Precision
from dragoman.reports.days import find_expressions, resolve, without_expression
from dragoman.reports.former import ended
from invented import reports

TUESDAY = date(2015, 10, 20)

PAST = [
    ("today", "2015-10-20", "day"),
    ("earlier today", "2015-10-20", "day"),
    ("yesterday", "2015-10-19", "day"),
    ("the day before yesterday", "2015-10-18", "day"),
    ("last night", "2015-10-19", "day"),
    ("overnight", "2015-10-20", "day"),
    ("this morning", "2015-10-20", "day"),
    ("on Tuesday", "2015-10-20", "day"),
    ("on Monday", "2015-10-19", "day"),
    ("on Wednesday", "2015-10-14", "day"),
    ("on Sunday", "2015-10-18", "day"),
    ("Friday", "2015-10-16", "day"),
    ("last Tuesday", "2015-10-13", "day"),
    ("last Friday", "2015-10-16", "day"),
    ("late on Thursday", "2015-10-15", "day"),
    ("this week", "2015-10-19", "week"),
    ("earlier this week", "2015-10-19", "week"),
    ("last week", "2015-10-12", "week"),
    ("this month", "2015-10-01", "month"),
    ("earlier this month", "2015-10-01", "month"),
    ("last month", "2015-09-01", "month"),
    ("late last month", "2015-09-01", "month"),
    ("this year", "2015-01-01", "year"),
    ("earlier this year", "2015-01-01", "year"),
    ("last year", "2014-01-01", "year"),
    ("last decade", "2000-01-01", "decade"),
    ("three days ago", "2015-10-17", "day"),
    ("a week ago", "2015-10-12", "week"),
    ("two weeks ago", "2015-10-05", "week"),
    ("a fortnight ago", "2015-10-05", "week"),
    ("a month ago", "2015-09-01", "month"),
    ("two months ago", "2015-08-01", "month"),
    ("11 months ago", "2014-11-01", "month"),
    ("a year ago", "2014-01-01", "year"),
    ("five years earlier", "2010-01-01", "year"),
    ("two decades ago", "1990-01-01", "decade"),
    ("a decade ago", "2000-01-01", "decade"),
    ("on November 24", "2014-11-24", "day"),
    ("on October 20", "2015-10-20", "day"),
    ("on Oct. 3", "2015-10-03", "day"),
    ("Sept 30", "2015-09-30", "day"),
    ("on 3 October", "2015-10-03", "day"),
    ("on the 3rd of October", "2015-10-03", "day"),
    ("on October 3rd", "2015-10-03", "day"),
    ("on November 24, 2013", "2013-11-24", "day"),
    ("on 24 November 2013", "2013-11-24", "day"),
    ("on 2013-11-24", "2013-11-24", "day"),
    ("on February 29", "2012-02-29", "day"),
    ("in March", "2015-03-01", "month"),
    ("in December", "2014-12-01", "month"),
    ("in late August", "2015-08-01", "month"),
    ("last March", "2015-03-01", "month"),
    ("last November", "2014-11-01", "month"),
    ("in March 2014", "2014-03-01", "month"),
    ("in 2014", "2014-01-01", "year"),
    ("in early 2014", "2014-01-01", "year"),
    ("in the summer of 1944", "1944-01-01", "year"),
    ("during the war of 1877", "1877-01-01", "year"),
    ("(1941-44)", "1941-01-01", "year"),
    ("from 1941 to 1944", "1941-01-01", "year"),
    ("in the 1990s", "1990-01-01", "decade"),
    ("in the early 1990s", "1990-01-01", "decade"),
    ("in the 19th century", None, "unknown"),
    ("in the nineteenth century", None, "unknown"),
    ("a century ago", None, "unknown"),
    ("centuries ago", None, "unknown"),
    ("on February 30", None, "unknown"),
    ("on February 29, 2015", None, "unknown"),
    ("on 31 April 2015", None, "unknown"),
    ("on 2015-13-01", None, "unknown"),
]

TO_COME = [
    ("on Tuesday", "2015-10-27", "day"),
    ("on Friday", "2015-10-23", "day"),
    ("next Monday", "2015-10-26", "day"),
    ("tomorrow", "2015-10-21", "day"),
    ("the day after tomorrow", "2015-10-22", "day"),
    ("next week", "2015-10-26", "week"),
    ("next month", "2015-11-01", "month"),
    ("later this month", "2015-10-01", "month"),
    ("next year", "2016-01-01", "year"),
    ("on November 24", "2015-11-24", "day"),
    ("in March", "2016-03-01", "month"),
    ("next March", "2016-03-01", "month"),
    ("in two weeks' time", "2015-11-02", "week"),
]

NO_DATE = [
    "for two years",
    "over the past two weeks",
    "for three days",
    "by Friday",
    "until 2030",
    "before Monday",
    "since 2011",
    "after March 2014",
    "130 companies",
    "the March forward",
    "they may go",
    "2,014 people",
    "in 2000 people",
    "at 10:30",
    "the next time",
]


def one(words: str, *, day: date | None = TUESDAY, future: bool = False):
    (expression,) = find_expressions(f"Ruritania attacked Graustark {words}.")
    return resolve(expression, day, future=future)


@pytest.mark.parametrize("words, day, precision", PAST)
def test_past(words, day, precision):
    when = one(words)
    assert (when.day and when.day.isoformat(), when.precision.value) == (day, precision)
    assert words.split()[-1].strip("()") in when.why


@pytest.mark.parametrize("words, day, precision", TO_COME)
def test_to_come(words, day, precision):
    when = one(words, future=True)
    assert (when.day and when.day.isoformat(), when.precision.value) == (day, precision)


@pytest.mark.parametrize("words", NO_DATE)
def test_no_date(words):
    assert find_expressions(f"Ruritania fought Graustark {words}.") == ()


@pytest.mark.parametrize("words", ["today", "on Tuesday", "last month", "two weeks ago", "in March", "on November 24"])
def test_without_the_articles_day_nothing_relative_is_resolved(words):
    when = one(words, day=None)
    assert (when.day, when.precision) == (None, Precision.UNKNOWN)
    assert "give the article's day with --date YYYY-MM-DD" in when.why


@pytest.mark.parametrize(
    "words, day", [("in 2014", "2014-01-01"), ("in March 2014", "2014-03-01"), ("on 24 November 2013", "2013-11-24")]
)
def test_without_the_articles_day_absolute_ones_are(words, day):
    assert one(words, day=None).day == date.fromisoformat(day)


def test_without_expression():
    assert without_expression(TUESDAY, Precision.DAY).day == TUESDAY
    assert "the article's day" in without_expression(TUESDAY, Precision.DAY).why
    assert without_expression(None, Precision.UNKNOWN).day is None
    assert "--date" in without_expression(None, Precision.UNKNOWN).why


IN_SENTENCES = [
    ("Ruritania attacked Graustark.", "2015-10-20", "day", "actual"),
    ("Ruritania attacked Graustark on Sunday.", "2015-10-18", "day", "actual"),
    ("On Sunday Ruritania attacked Graustark.", "2015-10-18", "day", "actual"),
    ("Ruritania attacked Graustark in 1944.", "1944-01-01", "year", "historical"),
    ("Ruritania attacked Graustark last year.", "2014-01-01", "year", "historical"),
    ("Ruritania attacked Graustark earlier this year.", "2015-01-01", "year", "actual"),
    ("Ruritania attacked Graustark a century ago.", None, "unknown", "historical"),
    ("Ruritania attacked Graustark in the 19th century.", None, "unknown", "historical"),
    ("Ruritania said on Monday that Graustark attacked Syldavia.", "2015-10-20", "day", "actual"),
    ("In 1944 the country changed, until Ruritania attacked Graustark.", None, "unknown", "historical"),
    ("Ruritania attacked Graustark two months ago.", "2015-08-01", "month", "actual"),
    ("Ruritania's invasion of Graustark in 1908 lasted ten days.", "1908-01-01", "year", "historical"),
]


@pytest.mark.parametrize("text, day, precision, status", IN_SENTENCES)
def test_days_of_reports(text, day, precision, status):
    acts = [r for r in reports(text, day=TUESDAY) if r.act == "ASSAULT"]
    assert {(r.day and r.day.isoformat(), r.day_precision.value, r.status.value) for r in acts} == {
        (day, precision, status)
    }


def test_an_announcement_has_the_articles_day():
    (report,) = reports("Ruritania's president will visit Graustark next week.", day=TUESDAY)
    assert (report.act, report.day) == ("AGREE", TUESDAY)
    assert "next week" in report.day_why


def test_without_the_articles_day_there_is_none():
    (report,) = reports("Ruritania attacked Graustark on Sunday.")
    assert (report.day, "--date" in report.day_why) == (None, True)
    (report,) = reports("Ruritania attacked Graustark.")
    assert (report.day, "--date" in report.day_why) == (None, True)


@pytest.mark.parametrize(
    "name, term",
    [
        ("the Ottoman Empire", "ottoman empire"),
        ("Soviet troops", "soviet"),
        ("the Soviet Union's army", "soviet union"),
        ("Turkey", None),
        ("French troops", None),
    ],
)
def test_names_of_the_past(name, term):
    found = ended(name)
    assert (found and found[0]) == term
