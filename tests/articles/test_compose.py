from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.press import BODY, check_parts
from dragoman.articles.compose import Draft, compose, normalised
from dragoman.articles.options import ReadOptions
from dragoman.errors import ReadProblem
from dragoman.records import Role
from dragoman.settings import Settings

SETTINGS = Settings()


def composed(body, *, options=None, **facts):
    return compose(Draft(origin="here", body=body, **facts), options=options or ReadOptions(), settings=SETTINGS)


def parts(article):
    return [(p.role.value, article.text[p.start : p.end]) for p in article.parts]


@pytest.mark.parametrize("dateline", [
    "ANKARA, Nov 24 - ",
    "ANKARA, Nov. 24, 2015 — ",
    "MOSCOW (Reuters) - ",
    "KYIV, Ukraine (AP) — ",
    "Beirut (AFP) – ",
    "BRUSSELS/LONDON, March 3 (Reuters) - ",
    "UNITED NATIONS (AP) _ ",
    "PORT-AU-PRINCE, Haiti — ",
    "WASHINGTON — ",
    "ISLAMABAD: ",
    "New York (CNN) -- ",
    "(Reuters) - ",
])  # fmt: skip
def test_datelines_are_parts(dateline):
    article = composed(dateline + BODY, title="Envoy received")
    assert parts(article) == [("title", "Envoy received"), ("dateline", dateline), ("body", BODY)]
    assert article.body == BODY
    assert article.role_at(article.text.index(dateline.strip())) is Role.DATELINE


@pytest.mark.parametrize("dateline, day", [
    ("NAIROBI, March 3, 2021 - ", date(2021, 3, 3)),
    ("NAIROBI, March 3 2021 (Reuters) - ", date(2021, 3, 3)),
    ("NAIROBI, 3 Mar. 2021 — ", date(2021, 3, 3)),
    ("NAIROBI, Kenya, Sept. 13, 2019 — ", date(2019, 9, 13)),
    ("NAIROBI, March 3 - ", None),  # no year is ever guessed
    ("NAIROBI, Feb. 30, 2021 - ", None),
    ("NAIROBI, 2021 - ", None),
])  # fmt: skip
def test_a_dateline_with_its_year_dates_an_article_that_has_no_other_day(dateline, day):
    article = composed(dateline + BODY)
    assert article.day == day
    assert ("dateline" in article.day_why) == (day is not None)


def test_other_days_go_before_that_of_the_dateline():
    told = "NAIROBI, March 3, 2021 - " + BODY
    assert composed(told, declared_day="2021-03-04").day == date(2021, 3, 4)
    assert composed(told, options=ReadOptions(day=date(2021, 3, 5))).day == date(2021, 3, 5)
    assert composed(f"March 6, 2021\n\n{told}").day == date(2021, 3, 6)
    assert composed(told, declared_day="yesterday", strict_day=False).day == date(2021, 3, 3)


@pytest.mark.parametrize("opening", [
    "NATO - the alliance of the west - met in Strelsau on Monday to speak of it.",
    "BREAKING: The envoy of Ruritania was recalled from Strelsau on Monday.",
    "The envoy - a friend of the king - was received in Strelsau on Monday.",
    "Ruritania (and its friends) - said nothing about the envoy on Monday.",
    "EU: no comment was given on the envoy of Ruritania on Monday.",
])  # fmt: skip
def test_prose_is_no_dateline(opening):
    assert parts(composed(opening)) == [("body", opening)]


def test_byline_and_date_line_are_parts():
    article = composed(f"By Rudolf Rassendyll\nFriday, January 4, 2019\n\n{BODY}")
    assert parts(article) == [
        ("byline", "By Rudolf Rassendyll"),
        ("dateline", "Friday, January 4, 2019"),
        ("body", BODY),
    ]
    assert (article.byline, article.day) == ("Rudolf Rassendyll", date(2019, 1, 4))


def test_repeated_title_stands_once():
    assert parts(composed(f"Envoy received\n\n{BODY}", title="Envoy  received")) == [
        ("title", "Envoy received"),
        ("body", BODY),
    ]


@pytest.mark.parametrize("declared, given_day, strict, day, why", [
    ("2019-01-04", date(2001, 1, 1), True, date(2019, 1, 4), "declared"),  # the text's own day wins
    ("yesterday", date(2019, 1, 5), True, date(2019, 1, 5), "given by the user"),
    ("2015-02-30", None, False, None, "impossible date"),
    ("yesterday", None, False, None, "unresolvable date"),
    (None, None, True, None, "no day in the text; give one with --date"),
    (" ", date(2019, 1, 5), True, date(2019, 1, 5), "given by the user"),
])  # fmt: skip
def test_days(declared, given_day, strict, day, why):
    article = composed(BODY, declared_day=declared, strict_day=strict, options=ReadOptions(day=given_day))
    assert article.day == day
    assert why in article.day_why
    assert (article.day_precision == "unknown") == (day is None)


@pytest.mark.parametrize(
    "body, reason",
    [("", "empty"), ("\u200b \n\t\x00", "empty"), ("Too short.", "too short"), ("word " * 500_000, "too large")],
)
def test_what_is_no_article(body, reason):
    with pytest.raises(ReadProblem) as problem:
        composed(body)
    assert problem.value.reason == reason


def test_impossible_declared_day_is_refused():
    with pytest.raises(ReadProblem) as problem:
        composed(BODY, declared_day="2015-02-30")
    assert (problem.value.reason, "2015-02-30" in problem.value.found) == ("impossible date", True)


def test_id_depends_on_publisher_title_and_text_alone():
    one = composed(BODY, title="Envoy", publisher="Post")
    assert (
        one.id
        == compose(
            Draft(origin="there", body=BODY + "\r\n", title="Envoy", publisher="Post", native_id="7"),
            options=ReadOptions(),
            settings=SETTINGS,
        ).id
    )
    assert one.id != composed(BODY, title="Envoy", publisher="Times").id
    assert composed(BODY, url="https://www.post.example/a").publisher == "post.example"


@pytest.mark.parametrize("text, language", [
    (BODY, "en"),
    ("Министр иностранных дел Руритании принял посла и говорил о новом начале.", "ru"),
    ("Ruritanya büyükelçisi dışişleri bakanı tarafından kabul edildi ve yeni bir başlangıçtan söz edildi.", "tr"),
    ("12345 67890 12345 67890 12345 67890", "und"),
])  # fmt: skip
def test_languages(text, language):
    assert composed(text).language == language


anything = st.text(st.characters(codec=None, exclude_categories=()), max_size=400)
prose = st.lists(
    st.sampled_from(
        [
            BODY,
            "By Rudolf Rassendyll",
            "KYIV (AP) — ",
            "January 4, 2019",
            "\r\n",
            "\n\n",
            "\u2028",
            "e\u0301",
            "\ufeff",
            "\x00",
            " ",
        ]
    ),
    max_size=12,
).map("".join)


@given(anything | prose, st.none() | anything | prose)
def test_offsets_stay_valid(body, title):
    try:
        article = composed(body, title=title)
    except ReadProblem as problem:
        assert problem.reason in ("empty", "too short")  # noqa: PT017
        return
    check_parts(article)
    assert unicodedata.is_normalized("NFC", article.text)
    assert article.text.encode("utf-8")
    assert "\r" not in article.text
    assert normalised(article.body) == article.body


@given(anything | prose)
def test_normalising_twice_changes_nothing(text):
    assert normalised(normalised(text)) == normalised(text)
