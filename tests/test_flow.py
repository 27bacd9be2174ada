"""The road from articles to events: orders that cannot work, counts that add up, reading again, dating anew."""

from __future__ import annotations

import csv
import itertools
import json
import tempfile
from dataclasses import asdict
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
import standins
from dragoman import flow, statements
from dragoman.articles import ReadOptions
from dragoman.clearing import clear
from dragoman.errors import FlowError, InputError, UnknownId
from dragoman.flow import CODING, ROAD, Counts, Stage, Tools, check_road, read_into
from dragoman.parsing import Parsed
from dragoman.records import Article, Event, Mention, Quarantine, Report
from dragoman.relations import levels
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.brief import make_brief
from dragoman.views.charts import level_chart
from dragoman.views.export import export, jsonable
from dragoman.views.listings import Filters, rows
from dragoman.views.printed import as_markdown

TABLES = ("articles", "mentions", "reports", "events", "memberships", "duplicates", "shingles", "quarantine")
pytestmark = pytest.mark.usefixtures("_stand_in_steps")


def stage(name: str) -> Stage:
    return next(s for s in ROAD if s.name == name)


def read(store: Store, *files: Path, batch: int = 200, day: date | None = None, **given) -> Counts:
    return read_into(
        store.refresh(),
        files,
        options=ReadOptions(day=day, format="jsonl"),
        settings=Settings({"batch_articles": batch, "min_article_characters": 10, **given}),
        actors=None,
        coder=standins.LineCoder(),
    )


def row(text: str, day: str | None = "2015-11-25", **columns) -> dict:
    return {
        "text": text,
        "publisher": "Graustark Gazette",
        "language": "en",
        **({"day": day} if day else {}),
        **columns,
    }


def contents(store: Store) -> dict[str, list]:
    now = store.refresh()
    return {table: standins.rows_of(now, table) for table in TABLES}


# ---------------------------------------------------------------- the order of the steps


def test_road_is_accepted():
    check_road(ROAD)


@pytest.mark.parametrize("names, lacks", [
    (["mention"], "Parsed"),
    (["merge"], "Report"),
    (["parse", "report"], "Mention"),
    (["report", "parse", "mention"], "Parsed"),
    (["parse", "merge", "mention", "report"], "Report"),
    (["link", "mention", "parse", "report", "merge"], "Parsed"),
])  # fmt: skip
def test_step_before_what_it_reads_is_refused(names, lacks):
    with pytest.raises(FlowError, match=f"{lacks}.*no earlier step writes"):
        check_road([stage(name) for name in names])


@pytest.mark.parametrize("names", [["parse", "parse"], ["link", "link"], ["parse", "mention", "mention"]])
def test_writing_twice_is_refused(names):
    with pytest.raises(FlowError, match="there already"):
        check_road([stage(name) for name in names])


def test_step_that_looks_things_up_is_refused_without_a_store():
    with pytest.raises(FlowError, match="there is none"):
        flow.walk(
            [stage("link")], {Article: [standins.article("RUR does SANCTION to GRK.")]}, Tools(Settings(), None, None)
        )


def test_road_without_articles_is_refused():
    with pytest.raises(FlowError, match="Article"):
        check_road(ROAD, given=())


def test_every_order_is_accepted_exactly_if_nothing_is_read_too_early():
    for order in itertools.permutations(ROAD):
        possible = all(
            set(s.reads) <= {Article, Quarantine, *(w for earlier in order[:i] for w in earlier.writes)}
            for i, s in enumerate(order)
        )
        if possible:
            check_road(order)
        else:
            with pytest.raises(FlowError):
                check_road(order)


def test_nothing_runs_in_an_impossible_order():
    ran = []
    steps = [
        Stage("late", (Report,), (Event,), lambda *_: ran.append(1) or []),
        Stage("early", (), (Report,), lambda *_: []),
    ]
    with pytest.raises(FlowError):
        flow.walk(steps, {Article: []}, None)
    assert not ran


def test_walking_leaves_its_input_as_it_was():
    given_records = {Article: [standins.article("RUR does SANCTION to GRK on 2015-11-24.")]}
    made = flow.walk(CODING, given_records, Tools(Settings(), None, standins.LineCoder()))
    assert (len(made[Parsed]), len(made[Mention]), len(made[Report])) == (1, 2, 1)
    assert list(given_records) == [Article]


# ---------------------------------------------------------------- counts


def test_counts_add_up_and_match_the_store(store, tmp_path):
    news = standins.jsonl(
        tmp_path / "news.jsonl",
        row("RUR does SANCTION to GRK on 2015-11-24. And so on."),
        row("RUR does SANCTION to GRK on 2015-11-24. And so on."),  # again
        row("GRK does PROTEST to RUR yesterday. They were angry.", day=None),
        row("Ein Botschafter der Ruritanier ist gestern abgereist.", language="de"),
        '{"text": "broken',
        row(""),
        row("RUR does AGREE to GRK yesterday. It was late.", day="2015-02-31"),
    )
    counts = read(store, news)
    assert counts.came_in == counts.stored + counts.duplicates + counts.updated + counts.quarantined == 7
    assert (counts.stored, counts.duplicates, counts.updated, counts.quarantined) == (3, 1, 0, 3)
    assert (counts.undated, counts.not_coded) == (1, 1)
    assert sum(counts.reasons.values()) == counts.quarantined
    now = store.refresh()
    assert [now.count(r) for r in (Article, Mention, Report, Quarantine)] == [
        counts.stored, counts.mentions, counts.reports, counts.quarantined,
    ]  # fmt: skip


TEXTS = st.sampled_from([f"RUR does SANCTION to GRK on 2015-11-2{n}. And so on." for n in range(4)])
LINES = st.one_of(
    st.builds(row, TEXTS, st.sampled_from([None, "2015-11-25", "2015-11-31"])),
    st.sampled_from(['{"text":', "[]", '{"text": ""}']),
)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=st.lists(LINES, min_size=1, max_size=8), batch=st.integers(1, 4))
def test_counts_add_up_whatever_comes_in_however_it_is_cut(lines, batch):
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "store")
        news = standins.jsonl(Path(folder) / "news.jsonl", *lines)
        counts = read(store, news, batch=batch)
        assert counts.came_in == counts.stored + counts.duplicates + counts.updated + counts.quarantined == len(lines)
        assert store.refresh().count(Article) == counts.stored
        again = read(store, news, batch=batch)
        assert (again.stored, again.updated, again.came_in) == (0, 0, len(lines))


# ---------------------------------------------------------------- reading again


@pytest.fixture
def news(tmp_path):
    return standins.jsonl(
        tmp_path / "news.jsonl",
        row("RUR does SANCTION to GRK on 2015-11-24. GRK does PROTEST to RUR yesterday."),
        row("RUR does SANCTION to GRK on 2015-11-24, said the radio.", publisher="Strelsau Post"),
        row("RUR does SANCTION to GRK on 2015-11-24, said the radio.", publisher="Zenda Wire", day=None),
        row("GRK does AGREE to RUR yesterday. A treaty was signed.", day=None),
        "broken",
    )


def test_reading_again_changes_nothing(store, news):
    read(store, news)
    before, batches = contents(store), store.refresh().batches
    counts = read(store, news)
    assert (counts.stored, counts.updated, counts.duplicates, counts.quarantined) == (0, 0, 4, 1)
    assert contents(store) == before
    assert store.refresh().batches == batches


def test_same_input_same_rows_in_another_store_and_in_other_batches(store, news, tmp_path):
    read(store, news)
    for size in (1, 3):
        other = Store.create(tmp_path / f"store-{size}")
        read(other, news, batch=size)
        assert contents(other) == contents(store), size


def test_interrupted_reading_is_resumed_by_giving_it_again(store, news, tmp_path, monkeypatch):
    whole = Store.create(tmp_path / "whole")
    read(whole, news, batch=1)

    class Stops(standins.LineCoder):
        n = 0

        def code(self, parsed, mentions):
            Stops.n += 1
            if Stops.n == 3:
                raise KeyboardInterrupt
            return super().code(parsed, mentions)

    with pytest.raises(KeyboardInterrupt):
        read_into(
            store, [news], options=ReadOptions(), settings=Settings({"batch_articles": 1}), actors=None, coder=Stops()
        )
    assert store.refresh().count(Article) == 2
    read(store, news, batch=1)
    assert contents(store) == contents(whole)


def test_missing_input_is_refused_before_anything_is_read(store, news, tmp_path):
    with pytest.raises(InputError):
        read(store, news, tmp_path / "nowhere.jsonl")
    assert store.refresh().batches == ()


# ---------------------------------------------------------------- dating anew


def test_article_dated_later_takes_its_mentions_reports_and_events_along(store, tmp_path):
    undated = standins.jsonl(
        tmp_path / "news.jsonl",
        row("GRK does AGREE to RUR yesterday. A treaty was signed.", day=None),
        row("RUR does SANCTION to GRK on 2015-11-24. And so on.", day=None),
    )
    first = read(store, undated)
    assert (first.stored, first.undated) == (2, 2)
    before = contents(store)
    assert sorted(str(e["day"]) for e in before["events"]) == ["2015-11-24", "None"]

    second = read(store, undated, day=date(2015, 12, 2))
    assert (second.stored, second.updated, second.duplicates, second.undated) == (0, 2, 0, 0)
    after = contents(store)
    assert sorted(str(e["day"]) for e in after["events"]) == ["2015-11-24", "2015-12-01"]
    assert {len(after[t]) for t in ("articles", "reports", "events", "memberships")} == {2}
    assert len(after["mentions"]) == len(before["mentions"]) == 4
    assert after["shingles"] == before["shingles"]

    once = Store.create(tmp_path / "once")
    read(once, undated, day=date(2015, 12, 2))
    assert after == contents(once)
    assert read(store, undated).updated == 0  # a day is not taken back


def test_a_wrong_day_given_by_the_user_is_corrected_by_giving_the_right_one(store, tmp_path):
    undated = standins.jsonl(
        tmp_path / "news.jsonl",
        row("GRK does AGREE to RUR yesterday. A treaty was signed.", day=None),
        row("RUR does SANCTION to GRK yesterday. And so on.", day="2015-11-25"),
    )
    read(store, undated, day=date(2051, 12, 2))
    counts = read(store, undated, day=date(2015, 12, 2))
    assert (counts.updated, counts.duplicates) == (1, 1)  # the one that tells its own day keeps it
    once = Store.create(tmp_path / "once")
    read(once, undated, day=date(2015, 12, 2))
    assert contents(store) == contents(once)
    assert read(store, undated, day=date(2015, 12, 2)).updated == read(store, undated).updated == 0


def test_a_day_that_the_text_tells_replaces_the_one_that_the_user_gave(store, tmp_path):
    text = "GRK does AGREE to RUR yesterday. A treaty was signed."
    read(store, standins.jsonl(tmp_path / "bare.jsonl", row(text, day=None)), day=date(2016, 1, 1))
    dated = standins.jsonl(tmp_path / "dated.jsonl", row(text, day="2015-12-02"))
    assert read(store, dated).updated == 1
    assert [str(a["day"]) for a in contents(store)["articles"]] == ["2015-12-02"]
    assert read(store, dated, day=date(2016, 1, 1)).updated == 0


# ---------------------------------------------------------------- quarantine


def refused(store):
    return [(r["origin"].rpartition("/")[2], r["reason"]) for r in rows(store.refresh(), "quarantine", Filters())]


def test_what_can_be_read_since_leaves_the_quarantine(store, tmp_path):
    good = row("RUR does SANCTION to GRK on 2015-11-24. And so on.")
    news = standins.jsonl(tmp_path / "news.jsonl", good, "broken", "torn")
    read(store, news)
    assert len(refused(store)) == 2
    standins.jsonl(news, good, row("GRK does PROTEST to RUR on 2015-11-25. And so on."), "torn")
    counts = read(store, news)
    assert (counts.stored, counts.quarantined) == (1, 1)
    assert [origin for origin, _ in refused(store)] == ["news.jsonl, line 3"]
    standins.jsonl(news, good, "broken", "torn")
    read(store, news)
    assert len(refused(store)) == 2  # refused again, listed again
    batches = store.refresh().batches
    read(store, news)
    assert store.refresh().batches == batches


def test_quarantine_is_cleared_by_hand(store, tmp_path):
    news = standins.jsonl(tmp_path / "news.jsonl", "broken", "torn")
    read(store, news)
    first, _ = (r["id"] for r in rows(store.refresh(), "quarantine", Filters()))
    with pytest.raises(UnknownId, match="Q0000000000000000"):
        clear(store, [first, "Q0000000000000000"], note="", settings=Settings())
    assert len(refused(store)) == 2
    assert clear(store, [first], note="an advertisement", settings=Settings()) == 1
    assert len(refused(store)) == 1
    assert clear(store, None, note="", settings=Settings()) == 1
    assert refused(store) == []
    assert clear(store, None, note="", settings=Settings()) == 0


def test_event_that_two_articles_tell_stays_when_one_is_dated_anew(store, tmp_path):
    text = "RUR does SANCTION to GRK {}. And so on."
    first = standins.jsonl(tmp_path / "a.jsonl", row(text.format("on 2015-11-24"), publisher="Strelsau Post"))
    other = standins.jsonl(tmp_path / "b.jsonl", row(text.format("yesterday"), day=None))
    read(store, first)
    read(store, other)
    assert sorted((str(e["day"]), e["n_reports"]) for e in contents(store)["events"]) == [
        ("2015-11-24", 1),
        ("None", 1),
    ]
    read(store, other, day=date(2015, 11, 25))
    assert [(str(e["day"]), e["n_reports"], e["n_publishers"]) for e in contents(store)["events"]] == [
        ("2015-11-24", 2, 2)
    ]


@pytest.mark.parametrize(
    "days", [(None, "2015-11-25"), ("2015-11-25", None), (None, "2015-11-25", "2015-11-26"), (None, None)]
)
def test_same_article_twice_in_one_batch_is_kept_once_with_its_first_day(store, tmp_path, days):
    text = "GRK does AGREE to RUR yesterday. A treaty was signed."
    news = standins.jsonl(tmp_path / "news.jsonl", *(row(text, day=d) for d in days))
    counts = read(store, news)
    assert (counts.stored, counts.duplicates) == (1, len(days) - 1)
    (stored,) = contents(store)["articles"]
    assert (str(stored["day"]) if stored["day"] else None) == next((d for d in days if d), None)
    if not any(days):
        assert stored["origin"].endswith("1")  # the first of them, as if they had come in two batches


def test_events_of_two_batches_merge(store, tmp_path):
    news = standins.jsonl(
        tmp_path / "news.jsonl",
        *(
            row(f"RUR does SANCTION to GRK on 2015-11-24. Words of paper {n}.", publisher=f"Paper {n}")
            for n in range(5)
        ),
    )
    read(store, news, batch=1)
    (event,) = contents(store)["events"]
    assert (event["n_reports"], event["n_articles"], event["n_publishers"]) == (5, 5, 5)
    assert (event["n_sources"], event["confidence"]) == (1, 0.8)  # the five print copies of one text


def test_copies_are_linked_within_and_across_batches(store, tmp_path):
    text = "RUR does SANCTION to GRK on 2015-11-24. The envoy left by the evening train with all of his luggage and two dogs."
    news = standins.jsonl(tmp_path / "news.jsonl", *(row(text, publisher=p) for p in ("Post", "Wire", "Gazette")))
    read(store, news, batch=2)
    assert [(d["kind"], d["similarity"]) for d in contents(store)["duplicates"]] == [("exact", 1.0)] * 3


# ---------------------------------------------------------------- relations


DAYS = st.dates(date(2014, 1, 1), date(2016, 12, 31))
ACTS = st.sampled_from(["AGREE", "AID", "ACCUSE", "SANCTION"])
PAIRS = st.sampled_from([("TUR", "RUS"), ("RUS", "TUR"), ("TUR", "UKR"), ("REB", "RUS")])
STATUSES = st.sampled_from(["actual", "actual", "historical", "negated", "future", "hypothetical"])
HAPPENINGS = st.lists(st.tuples(PAIRS, ACTS, DAYS, STATUSES), min_size=1, max_size=12)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(HAPPENINGS)
def test_months_without_news_have_no_level_in_any_view_and_counts_add_up(happenings):
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "store")
        told = [
            standins.article(f"{s} does {act} to {t} on {day}, {status}. Number {n}.", publisher=f"Paper {n % 3}")
            for n, ((s, t), act, day, status) in enumerate(happenings)
        ]
        with store.writing(standins.run()) as writer:
            writer.commit(*standins.derived(*told))
        store = store.refresh()
        counted = {
            (s, t, day.replace(day=1)) for (s, t), _, day, status in happenings if status == "actual" and s != "REB"
        }
        distinct = {(s, t, act, day) for (s, t), act, day, status in happenings if status == "actual" and s != "REB"}
        months = levels(store.query(statements.BALANCE_COUNTS, {"a": None, "b": None, "by": "month"}).to_pylist())
        assert sum(m.n_events for m in months) == len(distinct)
        for m in months:
            assert m.n_events == m.verbal_cooperation + m.material_cooperation + m.verbal_conflict + m.material_conflict
            assert ((m.source, m.target, m.period) in counted) == (m.n_events > 0) == (m.balance is not None)
            assert (m.balance is None) == (m.intensity is None) == (m.n_publishers == 0)
            assert (m.level is None) == (m.low is None) == (m.high is None)
            assert m.level is not None or m.n_events == 0
        assert counted == {(m.source, m.target, m.period) for m in months if m.balance is not None}
        check_views(store, Path(folder), {(s, t, f"{day:%Y-%m}") for s, t, day in counted})


def check_views(store: Store, folder: Path, with_news: set[tuple[str, str, str]]) -> None:
    """Every view and export gives a level to the months with news, and to no other."""
    of_pair = {m for m in with_news if {m[0], m[1]} == {"TUR", "RUS"}}
    months = dragoman.relation(store, "TUR", "RUS")
    assert {(m.source, m.target, f"{m.period:%Y-%m}") for m in months if m.balance is not None} == of_pair

    for ending in ("csv", "parquet", "jsonl"):
        out = folder / f"relations.{ending}"
        export(store, "relations", out, filters=Filters(), settings=Settings())
        if ending == "csv":
            with out.open(newline="") as file:
                rows = [{**r, "balance": float(r["balance"]) if r["balance"] else None} for r in csv.DictReader(file)]
        elif ending == "parquet":
            rows = pq.read_table(out).to_pylist()
        else:
            rows = [json.loads(line) for line in out.read_text().splitlines()]
        assert {(r["source"], r["target"], str(r["period"])[:7]) for r in rows if r["balance"] is not None} == with_news
        assert all(int(r["n_events"]) == 0 for r in rows if r["balance"] is None)

    brief = make_brief(store, "TUR", "RUS", settings=Settings())
    told = json.loads(json.dumps(jsonable(asdict(brief)), allow_nan=False))
    shown = [m for d in told["directions"] for m in d["levels"]]
    assert {(m["source"], m["target"], m["period"][:7]) for m in shown if m["balance"] is not None} == of_pair
    lines = [line for line in as_markdown(brief).splitlines() if line.startswith("| 20")]
    assert sum("no news" not in line for line in lines) == len(of_pair)
    assert len(lines) == len(shown)

    for d in brief.directions:
        if d.levels:
            points = points_of(level_chart(d.levels).to_dict())
            assert {f"{m.period:%B %Y}" for m in d.levels if m.balance is not None} == set(points)
            assert None not in points.values()


def points_of(node) -> dict:
    """Months with a level anywhere in a chart's specification."""
    found = {}
    if isinstance(node, dict):
        if "month" in node and "level" in node:
            found[node["month"]] = node["level"]
        for below in node.values():
            found |= points_of(below)
    elif isinstance(node, list):
        for below in node:
            found |= points_of(below)
    return found
