"""Events sorted beside the store give the pages that the store itself gives, and are made anew when they are stale."""

import json
import shutil

import pytest
from starlette.testclient import TestClient

import standins
from dragoman.correcting import correct
from dragoman.errors import StoreBusy, StoreError
from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.standing import standing
from dragoman.views.web import desk as desks_of
from dragoman.views.web import keeping
from dragoman.views.web import prepared as preparing
from dragoman.views.web.app import application
from dragoman.views.web.desk import Desks
from dragoman.views.web.guard import Access
from dragoman.views.web.prepared import Apart, latest_prepared, prepare, prepared

ADDRESSES = [
    "/pair/TUR/RUS?format=json", "/pair/TUR/RUS?format=json&measure=L1&by=week", "/pair/TUR/RUS?format=json&beside=UKR",
    "/pair/RUS/TUR?format=json&from=2015-01-01&to=2015-12-31", "/pair/TUR/ALL?format=json", "/pair/CHL/PER?format=json",
    "/events?format=json", "/events?format=json&actor=TUR&status=all", "/events?format=json&actor=TUR&target=RUS",
    "/events?format=json&act=CONSULT&to=2016-01-01", "/events?format=json&target=RUS&from=2015-06-01&quad=3",
    "/events?format=json&status=historical", "/events?format=json&q=on&status=all", "/events?format=json&start=3",
    "/pairs?format=json", "/world?format=json", "/world?format=json&state=RUS&way=from", "/state/TUR?format=json",
    "/triangle/TUR/RUS/UKR?format=json", "/network?format=json", "/data?format=json", "/events?format=json&dataset=all",
    "/events?format=json&publisher=zenda+WIRE", "/events?format=json&publisher=Strelsau+Post&actor=RUS&target=TUR",
    "/events?format=json&place=Yalta", "/events?format=json&place=ukr&quad=1", "/events?format=json&place=nowhere",
]  # fmt: skip


def client(path, settings=None):
    return TestClient(application(Desks(path, settings or Settings()), Access()), base_url="http://127.0.0.1:8620")


def answers(path, settings=None):
    asked = client(path, settings)
    return {address: asked.get(address).json() for address in ADDRESSES}


@pytest.fixture
def copied(ledger, tmp_path):
    shutil.copytree(ledger.path, tmp_path / "store")
    return Store.open(tmp_path / "store")


def nearly(told):
    """The same with numbers to ten digits: a sum over other neighbours may differ in the last ones."""
    if isinstance(told, dict):
        return {k: nearly(v) for k, v in told.items()}
    if isinstance(told, list):
        return [nearly(v) for v in told]
    return float(f"{told:.10g}") if isinstance(told, float) else told


def test_the_same_pages_sorted_or_not(copied):
    before = answers(copied.path)
    assert prepared(copied) is None
    folder = prepare(copied)
    assert folder == prepared(copied)
    after = answers(copied.path)
    for address in ADDRESSES:
        assert nearly(after[address]) == nearly(before[address]), address
    assert before[ADDRESSES[0]]["directions"][0]["n_events"] > 0
    for address in ("q=on&status=all", "place=Yalta", "place=ukr&quad=1", "publisher=zenda+WIRE"):
        assert before[f"/events?format=json&{address}"]["found"] > 0, address
    assert before["/events?format=json&place=nowhere"]["found"] == 0


def test_another_band_is_worked_out_anew(copied):
    narrow = Settings({"band": 0.5})
    before = answers(copied.path, narrow)
    prepare(copied, band=0.9)
    after = answers(copied.path, narrow)
    for address in ADDRESSES:
        assert nearly(after[address]) == nearly(before[address]), address


def test_pages_ask_the_columns(copied, monkeypatch):
    """Else the sameness above would hold for want of them."""
    prepare(copied)
    monkeypatch.setattr(Store, "query", lambda *_, **__: pytest.fail("a page asked the tables"))
    desk = Desks(copied.path, Settings()).at()
    assert len(desk.columns) > 0
    assert desk.datasets
    assert desk.prior(
        Store(copied.path, copied.batches, prepared=desk._prepared, datasets=("dragoman",))
    ).shares.sum() == (pytest.approx(1))


def test_a_store_without_events_has_nothing_to_prepare_and_says_so(tmp_path):
    store = Store.create(tmp_path / "store")
    assert prepare(store) is None
    asked = client(store.path)
    for address in ("/world", "/pairs", "/events", "/network", "/pair/TUR/RUS", "/state/TUR", "/data"):
        assert asked.get(address).status_code == 200, address
    assert "no dated act" in asked.get("/network").text


def test_a_store_of_articles_without_events_is_prepared(tmp_path):
    with Store.create(tmp_path / "store").writing(standins.run()) as writer:
        writer.commit([standins.article("Nothing happened.")])
    store = Store.open(tmp_path / "store")
    assert prepare(store) == prepared(store)
    asked = client(store.path)
    assert asked.get("/world").status_code == asked.get("/network").status_code == 200


# ------------------------------------------------------------------------------------------------- what makes it stale


def test_what_was_prepared_for_an_earlier_batch_is_not_taken(copied):
    prepare(copied)
    earlier = Store(copied.path, copied.batches[:-1] or (99,))
    assert prepared(earlier) is None


def test_a_correction_makes_it_stale(copied):
    prepare(copied)
    event = copied.query("SELECT id FROM events WHERE dataset = 'dragoman' ORDER BY id LIMIT 1")["id"][0].as_py()
    correct(copied, "discard", [event], author="a reader", note="read again", settings=Settings())
    now = Store.open(copied.path)
    assert prepared(now) is None
    assert latest_prepared(now) == copied.batches[-1]
    prepare(now)
    assert latest_prepared(now) == now.batches[-1]
    assert (
        client(copied.path).get("/events?format=json&status=all&start=0").json()["found"]
        == now.query("SELECT count(*) AS n FROM events WHERE dataset = 'dragoman'")["n"][0].as_py()
    )


@pytest.mark.parametrize("tear", ["shorter", "gone", "no mark", "other version", "no json"])
def test_a_torn_folder_is_not_taken_and_made_again(copied, tear):
    folder = prepare(copied)
    mark = folder / "whole.json"
    if tear == "shorter":
        (folder / "by_day.parquet").write_bytes((folder / "by_day.parquet").read_bytes()[:-10])
    elif tear == "gone":
        (folder / "columns" / "day.npy").unlink()
    elif tear == "no mark":
        mark.unlink()
    elif tear == "other version":
        mark.write_text(json.dumps({**json.loads(mark.read_text()), "made_as": 1}))
    else:
        mark.write_text("[]")
    assert prepared(copied) is None
    assert client(copied.path).get("/events?format=json").status_code == 200
    assert prepare(copied) == prepared(copied) == folder


def test_a_crash_while_preparing_leaves_nothing_that_is_taken(copied, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(keeping, "write_telling", full)
        with pytest.raises(StoreError, match="full"):
            prepare(copied)
    assert prepared(copied) is None
    left = copied.path / "prepared" / f"batch-{copied.batches[-1]}.new"
    whole = (left / "by_pair.parquet").stat().st_mtime_ns
    assert not (left / "columns").exists()  # the step that failed
    assert prepare(copied) == prepared(copied)
    assert (prepared(copied) / "by_pair.parquet").stat().st_mtime_ns == whole  # gone on with, not made again
    assert [p.name for p in (copied.path / "prepared").glob("*.new")] == []


def test_a_damaged_file_says_what_to_remove(copied):
    folder = prepare(copied)
    for name in ("by_pair", "by_day"):
        file = folder / f"{name}.parquet"
        file.write_bytes(b"x" * file.stat().st_size)
    found = client(copied.path).get("/events?format=json&q=on")
    assert found.status_code == 503
    assert "Remove the folder" in found.json()["error"]
    assert str(folder) in found.json()["error"]


def test_one_process_prepares_at_a_time(copied):
    import filelock

    (copied.path / "prepared").mkdir()
    with filelock.FileLock(copied.path / "prepared" / "writer.lock"), pytest.raises(StoreBusy, match="wait"):
        prepare(copied)


# ------------------------------------------------------------------------------------------------------ prepared apart


@pytest.fixture
def apart(monkeypatch):
    """Every store counts as large, and each request looks at it again."""
    monkeypatch.setattr(preparing, "WORTH", 1)
    monkeypatch.setattr(preparing, "RESTS", 0.0)
    monkeypatch.setattr(desks_of, "FRESH", 0.0)


def test_a_large_store_is_prepared_apart_and_a_newer_batch_appears_when_it_is(copied, apart):
    desks = Desks(copied.path, Settings())
    try:
        first = desks.at()
        assert (first.columns, first.batch) == (None, copied.batches[-1])  # nothing is prepared: the store itself
        assert "being prepared" in first.slow
        desks._apart.wait(60)
        assert (desks.at().columns is not None, desks.at().slow) == (True, None)

        event = copied.query("SELECT id FROM events WHERE dataset = 'dragoman' ORDER BY id LIMIT 1")["id"][0].as_py()
        correct(Store.open(copied.path), "discard", [event], author="a reader", note="read again", settings=Settings())
        newest = Store.open(copied.path).batches[-1]
        behind = desks.at()
        assert (behind.batch, behind.newest) == (copied.batches[-1], newest)  # quick, and says that more is to come
        assert desks.at(newest=True).batch == newest
        asked = TestClient(application(desks, Access()), base_url="http://127.0.0.1:8620")
        assert f"batch {newest} is being prepared" in asked.get("/pairs").text
        desks._apart.wait(60)
        now = desks.at()
        assert (now.batch, now.newest) == (newest, newest)
        assert now.columns is not None
        assert "is being prepared" not in asked.get("/pairs").text
        kept = {p.name for p in (copied.path / "prepared").iterdir() if p.is_dir()}
        assert kept == {f"batch-{copied.batches[-1]}", f"batch-{newest}"}  # who reads the one before goes on
    finally:
        desks.close()


def test_what_cannot_be_prepared_is_told_and_not_tried_again(copied, apart):
    (copied.path / "prepared").write_text("in the way")
    desks = Desks(copied.path, Settings())
    try:
        desks.at()
        desks._apart.wait(60)
        desk = desks.at()
        assert "could not be prepared" in desk.slow
        assert not desks._apart.begin(copied)
        asked = TestClient(application(desks, Access()), base_url="http://127.0.0.1:8620")
        assert "Pages are slow" in asked.get("/pairs").text
    finally:
        desks.close()


def test_a_store_that_grows_leaves_the_machine_some_rest(copied, apart, monkeypatch):
    monkeypatch.setattr(preparing, "RESTS", 1000.0)
    made = Apart(0.9)
    assert made.begin(copied)
    made.wait(60)
    later = Store(copied.path, (*copied.batches, copied.batches[-1] + 1))
    assert made.failed(later) is None
    assert not made.begin(later)


def test_it_ends_with_the_server(copied, apart):
    made = Apart(0.9)
    assert made.begin(copied)
    assert not made.begin(copied)
    process = made._process
    made.end()
    assert process.poll() is not None
    assert prepare(copied) == prepared(copied)


def test_pages_while_the_store_is_written_to(copied, apart):
    desks = Desks(copied.path, Settings())
    try:
        run = standins.run("another")
        seen = []
        with copied.writing(run) as writer:
            for day in range(3):
                article = standins.article(f"TUR does CONSULT to RUS on 2016-03-0{day + 1}.")
                writer.commit([article])
                seen.append(desks.at().newest)
                assert desks.at().whole.query("SELECT count(*) AS n FROM events")["n"][0].as_py() > 0
        assert seen == sorted(set(seen))
        assert seen[-1] == Store.open(copied.path).batches[-1]
    finally:
        desks.close()


def test_a_pair_alone_stands_as_among_all_pairs(ledger):
    settings = Settings()
    among = [m for m in standing(ledger, "TUR", None, settings=settings) if {m.source, m.target} == {"TUR", "RUS"}]
    alone = standing(ledger, "TUR", "RUS", settings=settings)
    key = ("source", "target", "period", "n_events", "n_publishers", "balance", "intensity", "datasets")
    assert sorted(tuple(getattr(m, k) for k in key) for m in alone) == sorted(
        tuple(getattr(m, k) for k in key) for m in among
    )
    assert len(alone) > 1
