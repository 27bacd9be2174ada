"""The road with its real parts: parser, tables, rules, store."""

from dragoman import statements
from dragoman.articles import ReadOptions
from dragoman.flow import read_into
from dragoman.mentions import Actors
from dragoman.reports import RuleCoder
from dragoman.settings import Settings
from dragoman.store import Store


def test_report_tells_one_event_however_many_batches_touch_it(tmp_path):
    """Three batches tell the same event: each report has one membership, and the receipt shows each report once."""

    store = Store.create(tmp_path / "store")
    actors, coder = Actors.load(), RuleCoder.load()
    for n in range(3):
        text = f"Turkey and Russia signed a gas agreement in Ankara on Monday.\n\nThe ceremony took {n + 2} hours."
        (tmp_path / f"{n}.md").write_text(
            f"---\ndate: 2016-10-10\npublisher: Outlet {n}\n---\n{text}\n", encoding="utf-8"
        )
        read_into(store, [tmp_path / f"{n}.md"], options=ReadOptions(), settings=Settings(), actors=actors, coder=coder)
    store = store.refresh()
    assert len(store.batches) == 3
    told = store.query("SELECT report, count(*) AS n FROM memberships GROUP BY report").to_pylist()
    assert told
    assert {row["n"] for row in told} == {1}
    events = store.query("SELECT id, n_reports FROM events WHERE act = 'SUPPORT'").to_pylist()
    assert {e["n_reports"] for e in events} == {3}
    evidence = store.query(statements.EVIDENCE, given={"id": [events[0]["id"]]}).to_pylist()
    assert len({row["id"] for row in evidence}) == len(evidence) == 3
