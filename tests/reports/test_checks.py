"""What must hold of every report, whatever the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.data import table
from dragoman.errors import DataError
from dragoman.reports import triggers
from dragoman.reports.frames import Frame
from dragoman.reports.ontology import acts
from invented import article, coder, mentions_of, parsed

SUBJECTS = [
    "Ruritania",
    "Graustark's president",
    "Syldavian rebels",
    "Ruritania and Graustark",
    "The Bordurian navy",
    "It",
]
VERBS = [
    "attacked", "visited", "refused to meet", "threatened to bomb", "held talks with", "may sanction", "did not praise",
    "said it would help", "was invaded by", "signed a treaty with", "imposed an embargo on", "betrays",
]  # fmt: skip
OBJECTS = ["Elbonia", "Elbonian villagers", "Graustark and Syldavia", "the Ruritanian embassy", "its neighbour"]
TIMES = ["", " on Tuesday", " in 1944", " last week", " two years ago", " on February 30"]
ENDS = [".", ", Elbonia said.", ", if asked.", " because Borduria demanded it.", "”"]

sentences = st.builds(
    lambda s, v, o, t, e: f"{s} {v} {o}{t}{e}",
    st.sampled_from(SUBJECTS), st.sampled_from(VERBS), st.sampled_from(OBJECTS), st.sampled_from(TIMES), st.sampled_from(ENDS),
)  # fmt: skip


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.lists(sentences, min_size=1, max_size=4), st.sampled_from([None, date(2015, 10, 20)]))
def test_every_report_shows_its_evidence(texts, day):
    told = article(" ".join(texts), day=day)
    doc, mentions = parsed(told), mentions_of(told)
    ids = {m.id for m in mentions}
    found = coder().code(doc, mentions)
    for r in found:
        assert 0 <= r.sentence_start <= r.trigger_start < r.trigger_end <= r.sentence_end <= len(told.text)
        assert r.trigger == told.text[r.trigger_start : r.trigger_end]
        assert {r.source_mention, r.target_mention} <= ids | {None}
        assert r.source_mention or r.target_mention
        assert r.source_mention != r.target_mention
        assert (r.quad, r.intensity) == (acts()[r.act].quad, acts()[r.act].intensity)
        assert 0 < r.confidence <= 1
        assert all((r.why, r.day_why))
        assert (r.day is None) == (r.day_precision == "unknown")
    assert [r.trigger_start for r in found] == sorted(r.trigger_start for r in found)
    assert len({r.id for r in found}) == len(found)
    assert coder().code(parsed(told), mentions_of(told)) == found


@given(st.text(max_size=200))
@settings(max_examples=40, deadline=None, derandomize=True)
def test_any_text_is_survived(text):
    told = article("Ruritania attacked Graustark. " + text)
    coder().code(parsed(told), mentions_of(told))


def test_no_mentions_no_reports():
    assert coder().code(parsed(article("It rained.")), ()) == ()


def test_the_table_covers_every_act_and_names_its_sources():
    rows = table("triggers")
    assert len(rows) >= 900
    assert {row["act"] for row in rows} == set(acts())
    assert all(row["source"] for name in ("triggers", "opinions", "hedges", "nouns") for row in table(name))
    keys = [(row["trigger"], row["pos"], row["objects"], row["act"]) for row in rows]
    assert len(set(keys)) == len(keys)


def test_a_malformed_row_is_named(monkeypatch):
    row = {
        "trigger": "visit", "pos": "verb", "act": "CONSULT", "mode": "", "frame": "subj>obj", "complement": "whatever",
        "objects": "", "score": "", "source": "x",
    }  # fmt: skip
    monkeypatch.setattr(triggers, "table", lambda name: (row,) if name == "triggers" else ())
    with pytest.raises(DataError, match=r"triggers\.csv, line 2: complement 'whatever'"):
        triggers._load.__wrapped__()


def test_frames():
    assert Frame.parse("subj>obj|with") == Frame(("subj",), ("obj", "with"), False)
    assert Frame.parse("between|by<>with").reciprocal
    assert Frame.parse("subj<&>with").coordinated
    with pytest.raises(ValueError, match="without '>'"):
        Frame.parse("subj")
