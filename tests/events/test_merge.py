"""Ten reports of one visit are ten reports and one event; which ones come together does not hang on their order."""

from __future__ import annotations

from dataclasses import fields
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.events import KeyedReport, event_key, hide, merge
from dragoman.records import Event, Kind, Membership, Precision, Role, Status
from standins import LEFT_OUT, article, coded, keyed

REPORTS = st.lists(
    st.builds(
        keyed,
        id=st.sampled_from([f"R{n}" for n in range(30)]),
        article=st.sampled_from("ABC"),
        publisher=st.sampled_from([None, "Post", "Wire"]),
        role=st.sampled_from([Role.TITLE, Role.BODY]),
        source=st.sampled_from(["RUR", "GRK"]),
        source_sector=st.sampled_from([None, "GOV", "REB"]),
        act=st.sampled_from(["SANCTION", "AGREE"]),
        status=st.sampled_from(Status),
        day=st.sampled_from([None, date(2015, 11, 24), date(2015, 11, 25)]),
        confidence=st.floats(0, 1),
        intensity=st.floats(-10, 10),
    ),
    max_size=20,
    unique_by=lambda r: r.id,
)


def events(*reports: KeyedReport) -> list[Event]:
    return [r for r in merge(reports, left_out=LEFT_OUT) if isinstance(r, Event)]


@given(REPORTS, st.randoms())
def test_order_does_not_matter(reports, random):
    shuffled = list(reports)
    random.shuffle(shuffled)
    assert list(merge(reports, left_out=LEFT_OUT)) == list(merge(shuffled, left_out=LEFT_OUT))


@given(REPORTS)
def test_every_report_tells_one_event_and_counts_add_up(reports):
    merged = list(merge(reports, left_out=LEFT_OUT))
    members = [m for m in merged if isinstance(m, Membership)]
    found = [e for e in merged if isinstance(e, Event)]
    assert sorted(m.report for m in members) == sorted(r.id for r in reports)
    assert {m.event for m in members} == {e.id for e in found}
    assert sum(e.n_reports for e in found) == len(reports)
    for event in found:
        told_in = {m.report for m in members if m.event == event.id}
        told_by = [r for r in reports if r.id in told_in]
        assert event.n_articles == len({r.article for r in told_by})
        assert event.n_publishers == len({r.publisher for r in told_by})
        assert (
            max((r.confidence for r in told_by if r.act == event.act), default=0)
            <= event.confidence + 1e-12
            <= 1 + 1e-12
        )
        assert min(r.intensity for r in told_by) - 1e-9 <= event.intensity <= max(r.intensity for r in told_by) + 1e-9


@pytest.mark.parametrize("other, n", [
    ({"article": "A2"}, 1),  # told again elsewhere
    ({"publisher": None}, 1),
    ({"source_sector": "GOV"}, 1),  # a government stands for its state
    ({"confidence": 0.1, "role": Role.TITLE}, 1),
    ({"day": date(2015, 11, 25)}, 2),
    ({"day_precision": Precision.MONTH, "day": date(2015, 11, 1)}, 1),  # "this month": the only one of its kind in it
    ({"day_precision": Precision.MONTH, "day": date(2015, 10, 1)}, 2),
    ({"day": date(2015, 11, 25), "told": False}, 1),  # the article's day: the act may be a day older
    ({"day": date(2015, 11, 23), "told": False}, 2),  # printed before it took place
    ({"status": Status.HISTORICAL, "article": "A2"}, 1),  # recalled
    ({"act": "THREATEN"}, 2),
    ({"status": Status.NEGATED}, 2),
    ({"source": "GRK", "target": "RUR"}, 2),  # directed
    ({"source_sector": "REB"}, 2),  # rebels act apart from their state
    ({"target_sector": "REB"}, 2),
])  # fmt: skip
def test_which_reports_are_one_event(other, n):
    assert len(events(keyed(), keyed(id="R2", **other))) == n


def test_undated_reports_merge_within_their_article_only():
    undated = {"day": None, "day_precision": Precision.UNKNOWN}
    same = events(keyed(**undated), keyed(id="R2", **undated))
    apart = events(keyed(**undated), keyed(id="R2", article="A2", **undated))
    assert ([e.n_reports for e in same], [e.n_reports for e in apart]) == ([2], [1, 1])


@pytest.mark.parametrize("sectors, between", [
    ((None, None), True), (("GOV", "MIL"), True), (("REB", None), False), ((None, "REB"), False), (("REB", "REB"), False),
])  # fmt: skip
def test_acts_of_rebels_are_not_between_states(sectors, between):
    (event,) = events(keyed(source_sector=sectors[0], target_sector=sectors[1]))
    assert event.between_states is between


@pytest.mark.parametrize("roles, alone", [([Role.TITLE], True), ([Role.TITLE, Role.BODY], False), ([Role.BODY], False)])
def test_headline_only(roles, alone):
    (event,) = events(*(keyed(id=f"R{n}", role=role) for n, role in enumerate(roles)))
    assert event.headline_only is alone


@pytest.mark.parametrize("told, confidence", [
    ([("A1", 0.5)], 0.5),
    ([("A1", 0.5), ("A2", 0.5)], 0.75),
    ([("A1", 0.5), ("A1", 0.3)], 0.5),  # an article counts once, by its best report
    ([("A1", 1.0), ("A2", 0.0)], 1.0),
])  # fmt: skip
def test_confidence_is_noisy_or_over_articles(told, confidence):
    (event,) = events(*(keyed(id=f"R{n}", article=a, confidence=c) for n, (a, c) in enumerate(told)))
    assert event.confidence == pytest.approx(confidence)


def test_a_report_given_twice_counts_once():
    (event,) = events(keyed(), keyed())
    assert event.n_reports == 1


@pytest.mark.parametrize("sentence, n", [
    ("RUR does SANCTION to GRK on 2015-11-24.", 1),
    ("RUR does SANCTION to GRK on 2015-11-24 (opinion).", 0),
    ("RUR does SANCTION to GRK on 2015-11-24 (prediction).", 0),
    ("RUR does SANCTION to GRK on 2015-11-24, hypothetical.", 1),  # an event with that status; no relation moves by it
])  # fmt: skip
def test_opinions_and_predictions_tell_no_event(sentence, n):
    _, (report,) = coded(article(sentence))
    short = KeyedReport.of(report, "Post")
    assert len(events(*([short] if short else []))) == n


@pytest.mark.parametrize("missing", [{"source": None}, {"target": None}, {"kind": Kind.OPINION}])
def test_report_without_actor_or_act_has_no_short_form(missing):
    from dataclasses import replace

    _, (report,) = coded(article("RUR does SANCTION to GRK on 2015-11-24."))
    assert KeyedReport.of(report, None) is not None
    assert KeyedReport.of(replace(report, **missing), None) is None


@given(REPORTS)
def test_ids_depend_on_the_facts_alone(reports):
    for report in reports:
        row = {f.name: getattr(report, f.name) for f in fields(report)}
        plain = {k: v.value if k in {"role", "status", "kind", "day_precision"} else v for k, v in row.items()}
        assert event_key(KeyedReport.from_row(plain), left_out=LEFT_OUT) == event_key(report, left_out=LEFT_OUT)


def test_an_id_is_the_same_tomorrow():
    (event,) = events(keyed())
    assert event.id == "Ee51d426d378622a6"


def test_hidden_event_keeps_what_it_was_and_has_no_reports():
    (event,) = events(keyed())
    row = {f.name: getattr(event, f.name) for f in fields(event)} | {
        "status": "actual",
        "day_precision": "day",
        "batch": 3,
    }
    hidden = hide(row)
    assert (hidden.id, hidden.day, hidden.status, hidden.act) == (event.id, event.day, event.status, event.act)
    assert (hidden.n_reports, hidden.n_articles, hidden.n_publishers, hidden.confidence) == (0, 0, 0, 0.0)


def test_nothing_in_nothing_out():
    assert list(merge([], left_out=LEFT_OUT)) == []
