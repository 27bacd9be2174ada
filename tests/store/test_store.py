"""Whole batches or nothing, many readers beside one writer, earlier versions readable, failures in words."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import deltalake
import pytest

import standins
from dragoman.errors import StoreBusy, StoreError, StoreFull, StoreMissing, StoreNewer
from dragoman.records import (
    Article,
    Duplicate,
    Event,
    Membership,
    Mention,
    Part,
    Quarantine,
    Relation,
    Report,
    Role,
    Run,
    Story,
    row_of,
    schema_of,
)
from dragoman.store import FORMAT, Batch, Cleared, Fetched, Fingerprint, Shingle, Store, Withdrawn

FIRST = standins.article("RUR does SANCTION to GRK on 2015-11-24. GRK does PROTEST to RUR on 2015-11-25.")
SECOND = standins.article(
    "RUR does SANCTION to GRK on 2015-11-24. RUR does AGREE to GRK on 2015-12-01.", publisher="Strelsau Post"
)
TABLES = (
    Article,
    Mention,
    Report,
    Event,
    Membership,
    Duplicate,
    Shingle,
    Fingerprint,
    Quarantine,
    Withdrawn,
    Fetched,
    Run,
)
N_APPENDS = 9  # articles, mentions, reports, labels, quotations, events, memberships, runs, batches


def commit(store: Store, *groups, run: str = "1") -> int:
    with store.writing(standins.run(run)) as writer:
        return writer.commit(*groups)


def counts(store: Store) -> dict[str, int]:
    return {record.table: store.count(record) for record in TABLES}


def contents(store: Store) -> dict[str, list]:
    now = store.refresh()
    return {record.table: standins.rows_of(now, record.table) for record in TABLES if record is not Run}


# ---------------------------------------------------------------- whole batches


def test_commit_makes_all_tables_visible_together(store):
    assert commit(store, *standins.derived(FIRST)) == 1
    seen = counts(store.refresh())
    assert {t: seen[t] for t in ("articles", "mentions", "reports", "events", "memberships", "runs")} == {
        "articles": 1, "mentions": 4, "reports": 2, "events": 2, "memberships": 2, "runs": 1,
    }  # fmt: skip


def test_rows_carry_batch_run_coder_and_ontology(store):
    commit(store, *standins.derived(FIRST), run="tuesday")
    (row,) = store.refresh().query("SELECT DISTINCT batch, run, coder, ontology FROM reports").to_pylist()
    assert row == {"batch": 1, "run": "tuesday", "coder": "stand-in-1", "ontology": "PLOVER-2021"}


def test_one_run_is_noted_once_for_all_its_batches(store):
    with store.writing(standins.run()) as writer:
        assert [writer.commit(*standins.derived(a)) for a in (FIRST, SECOND)] == [1, 2]
    assert store.refresh().count(Run) == 1


@pytest.fixture(scope="module")
def contents_of_both(tmp_path_factory):
    """What a store holds into which both articles went without a failure."""
    whole = Store.create(tmp_path_factory.mktemp("whole") / "store")
    commit(whole, *standins.derived(FIRST))
    commit(whole, *standins.derived(SECOND))
    return contents(whole)


class Killed(BaseException):
    """Stands for the end of the process: nothing that catches errors may catch it."""


@pytest.mark.parametrize("failure, after", [
    (Killed(), False), (Killed(), True), (OSError(errno.EIO, "input/output error"), False),
], ids=["killed before the append", "killed after it", "append failed"])  # fmt: skip
@pytest.mark.parametrize("k", range(N_APPENDS))
def test_batch_broken_at_any_table_is_invisible_and_cleaned(store, monkeypatch, contents_of_both, k, after, failure):
    commit(store, *standins.derived(FIRST))
    before = contents(store)
    real, calls = deltalake.write_deltalake, []

    def breaks(place, table, **choices):
        calls.append(place)
        broken = len(calls) == k + 1
        if broken and not after:
            raise failure
        real(place, table, **choices)
        if broken:
            raise failure

    with monkeypatch.context() as patch:
        patch.setattr(deltalake, "write_deltalake", breaks)
        with pytest.raises((Killed, StoreError)):
            commit(store, *standins.derived(SECOND), run="2")
    assert len(calls) == k + 1
    last_append_was_made = after and k == N_APPENDS - 1
    assert (contents(store) == before) is not last_append_was_made

    if not last_append_was_made:
        assert commit(store, *standins.derived(SECOND), run="3") == 2
    else:  # the list of finished batches has it: all of it is there, and the next writer leaves it so
        assert commit(store, [], run="3") == 3
    assert contents(store) == contents_of_both
    assert not (store.path / "writing.json").exists()


def test_same_writer_goes_on_after_a_failed_commit_without_doubling(store, monkeypatch):
    real = deltalake.write_deltalake
    with store.writing(standins.run()) as writer:
        with monkeypatch.context() as patch:
            patch.setattr(
                deltalake, "write_deltalake", lambda p, t, **c: real(p, t, **c) if p.endswith("articles") else 1 / 0
            )
            with pytest.raises(StoreError):
                writer.commit(*standins.derived(FIRST))
        assert writer.commit(*standins.derived(FIRST)) == 1
    assert counts(store.refresh())["articles"] == 1
    assert store.refresh().count(Run) == 1


@pytest.mark.parametrize("note", ["", "{", "[]", '{"batch": "two"}', "null", '{"batch": 99}'])
def test_torn_note_of_the_batch_under_way_is_got_over(store, monkeypatch, note):
    commit(store, *standins.derived(FIRST))
    before = contents(store)
    real = deltalake.write_deltalake
    with monkeypatch.context() as patch:
        patch.setattr(deltalake, "write_deltalake", lambda p, t, **c: real(p, t, **c) if "articles" in p else 1 / 0)
        with pytest.raises(StoreError):
            commit(store, *standins.derived(SECOND))
    (store.path / "writing.json").write_text(note)
    assert contents(store) == before
    if "99" in note:
        return  # names a batch that never was: nothing to remove; only that readers are not harmed is asked
    assert commit(store, *standins.derived(SECOND)) == 2
    assert store.refresh().count(Article) == 2


# ---------------------------------------------------------------- readers


def test_reader_stays_at_its_moment(store):
    commit(store, *standins.derived(FIRST))
    reader, unused = store.refresh(), store.refresh()
    before = counts(reader)
    commit(store, *standins.derived(SECOND))
    assert counts(reader) == before
    assert counts(unused) == before  # also when its first question comes after the commit
    assert counts(reader.refresh())["articles"] == 2


@pytest.mark.parametrize(
    "batches", [(), (1,), (2, 3), (1, 3), (1, 2, 3, 4, 5), tuple(range(1, 2 * 100, 2)), (2, *range(1001, 1200, 2))]
)
def test_reader_sees_the_batches_that_it_was_given_and_no_other(store, batches):
    for n in range(1, 6):
        commit(store, [Fetched(url=f"http://f.example/{n}", etag=None, last_modified=None)])
    seen = Store(store.path, batches).query("SELECT url FROM fetched")["url"].to_pylist()
    assert sorted(seen) == [f"http://f.example/{n}" for n in range(1, 6) if n in batches]


def test_reader_beside_a_writer_at_work(store):
    with store.writing(standins.run()) as writer:
        writer.commit(*standins.derived(FIRST))
        assert Store.open(store.path).count(Article) == 1
        writer.commit(*standins.derived(SECOND))
        assert Store.open(store.path).count(Article) == 2


def test_as_of_number_and_moment(store):
    commit(store, *standins.derived(FIRST))
    commit(store, *standins.derived(SECOND))
    finished = {r["batch"]: r["finished"] for r in store.refresh().query("SELECT * FROM batches").to_pylist()}
    for as_of, articles in (
        (1, 1), (2, 2), (finished[1], 1), (finished[2] - timedelta(microseconds=1), 1), (finished[2], 2),
        (finished[2].replace(tzinfo=None), 2),  # a naive moment is UTC
        (datetime(2999, 1, 1, tzinfo=UTC), 2),
    ):  # fmt: skip
        assert Store.open(store.path, as_of=as_of).count(Article) == articles, as_of


def test_as_of_a_batch_to_come_says_which_is_latest(store):
    commit(store, *standins.derived(FIRST))
    with pytest.raises(StoreError, match="no batch 99: its latest is 1"):
        Store.open(store.path, as_of=99)


@pytest.mark.parametrize("as_of", [0, -1, datetime(1999, 1, 1)])
def test_as_of_before_the_first_batch_says_which_is_first(store, as_of):
    commit(store, *standins.derived(FIRST))
    with pytest.raises(StoreError, match="first batch is 1"):
        Store.open(store.path, as_of=as_of)


def test_empty_store_has_every_table(store):
    assert set(counts(store).values()) == {0}
    assert store.query("SELECT batch FROM batches").num_rows == 0


def test_stream_gives_what_query_gives(store):
    commit(store, *standins.derived(FIRST), *standins.derived(SECOND)[:1])
    reader = store.refresh()
    statement = "SELECT id FROM mentions ORDER BY id"
    streamed = [row for batch in reader.stream(statement, rows=2) for row in batch.to_pylist()]
    assert streamed == reader.query(statement).to_pylist() != []


def test_store_answers_while_a_stream_flows_and_after_one_was_left(store):
    commit(store, *standins.derived(FIRST))
    reader = store.refresh()
    stream = reader.stream("SELECT id FROM mentions", rows=1)
    next(stream)
    assert reader.count(Mention) == 4
    assert sum(batch.num_rows for batch in stream) == 3
    left = reader.stream("SELECT id FROM mentions", rows=1)
    next(left)
    assert reader.count(Mention) == 4


def test_newest_row_of_an_event_holds_and_an_empty_one_is_hidden(store):
    groups = standins.derived(FIRST)
    event, other = next(g for g in groups if isinstance(g[0], Event))
    commit(store, [event, other])
    commit(store, [dataclasses.replace(event, n_reports=5)])
    assert {r["id"]: r["n_reports"] for r in standins.rows_of(store.refresh(), "events")} == {event.id: 5, other.id: 1}
    commit(store, [dataclasses.replace(event, n_reports=0)])
    assert [r["id"] for r in standins.rows_of(store.refresh(), "events")] == [other.id]
    assert [
        r["n_reports"] for r in standins.rows_of(Store.open(store.path, as_of=2), "events") if r["id"] == event.id
    ] == [5]


def test_article_that_got_another_day_stands_in_one_story(store):
    from dragoman.remerging import told_together

    undated, dated = (dataclasses.replace(FIRST, day=day) for day in (None, date(2015, 11, 25)))
    commit(store, [undated], [Story(article=FIRST.id, story="S1", day=None)])
    commit(store, [Story(article=FIRST.id, story="S2", day=None)])  # written anew later: hidden by no withdrawal
    told = list(told_together(store.refresh(), [dated], [], copies=(), withdrawn={FIRST.id}))
    assert [s.day for s in told if isinstance(s, Story)] == [None, date(2015, 11, 25)]
    commit(store, [dated], [s for s in told if isinstance(s, Story)], [Withdrawn(article=FIRST.id, of_batch=1)])
    assert store.refresh().query("SELECT day FROM stories")["day"].to_pylist() == [date(2015, 11, 25)]
    assert Store.open(store.path, as_of=2).query("SELECT story FROM stories")["story"].to_pylist() == ["S2"]


def test_withdrawn_article_hides_its_mentions_and_reports_and_as_of_shows_them(store):
    commit(store, *standins.derived(FIRST), *standins.derived(SECOND)[:3])
    dated = dataclasses.replace(FIRST, day=date(2016, 1, 1))
    mentions, reports = standins.coded(dated)
    commit(store, [dated], mentions[:1], reports[:1], [Withdrawn(article=FIRST.id, of_batch=1)])
    now = store.refresh()
    assert [str(r["day"]) for r in standins.rows_of(now, "articles") if r["id"] == FIRST.id] == ["2016-01-01"]
    of_first = {"id": FIRST.id}
    for table, n in (("mentions", 1), ("reports", 1)):
        assert now.query(f"SELECT count(*) AS n FROM {table} WHERE article = $id", of_first)["n"][0].as_py() == n
        assert now.query(f"SELECT count(*) AS n FROM {table} WHERE article <> $id", of_first)["n"][0].as_py() > 0
    earlier = Store.open(store.path, as_of=1)
    assert [str(r["day"]) for r in standins.rows_of(earlier, "articles") if r["id"] == FIRST.id] == ["2015-11-25"]
    assert earlier.query("SELECT count(*) AS n FROM mentions WHERE article = $id", of_first)["n"][0].as_py() == 4


def test_compaction_keeps_rows_and_open_readers(store):
    with store.writing(standins.run()) as writer:
        for n in range(6):
            writer.commit(*standins.derived(standins.article(f"RUR does SANCTION to GRK on 2015-11-2{n}.")))
    reader = store.refresh()
    before, files = contents(store), len(deltalake.DeltaTable(str(store.path / "articles")).file_uris())
    with store.writing(standins.run("2")) as writer:
        writer.compact()
    assert len(deltalake.DeltaTable(str(store.path / "articles")).file_uris()) < files
    assert contents(store) == before
    assert counts(reader)["articles"] == 6
    assert Store.open(store.path, as_of=3).count(Article) == 3


def test_failing_compaction_is_told_in_words(store):
    """It runs in a process of its own: what went wrong there is told here, and nothing is lost."""
    commit(store, *standins.derived(FIRST))
    with store.writing(standins.run("2")) as writer:
        before = contents(store)
        log = store.path / "quarantine" / "_delta_log"
        log.mkdir(parents=True, exist_ok=True)
        (log / "00000000000000000000.json").write_text("no log of a table\n", encoding="utf-8")
        with pytest.raises(StoreError, match="doctor"):
            writer.compact()
        shutil.rmtree(store.path / "quarantine")
    assert contents(store) == before


# ---------------------------------------------------------------- one writer


def test_second_writer_is_refused_and_the_first_goes_on(store):
    with store.writing(standins.run()) as writer:
        with pytest.raises(StoreBusy, match="Another process is writing"), store.writing(standins.run("2")):
            pass
        writer.commit(*standins.derived(FIRST))
    with store.writing(standins.run("2")) as writer:
        assert writer.commit(*standins.derived(SECOND)) == 2


def test_second_writer_in_another_process_is_refused(store):
    code = "import sys; from dragoman.store import Store\nwith Store.open(sys.argv[1]).writing(None): pass"
    with store.writing(standins.run()):
        other = subprocess.run([sys.executable, "-c", code, store.path], capture_output=True, text=True, check=False)
    assert "StoreBusy" in other.stderr


# ---------------------------------------------------------------- folders that cannot be used


def test_missing_store_names_the_folder_and_a_way_out(tmp_path):
    with pytest.raises(StoreMissing, match=r"No store in .*nowhere.*dragoman read"):
        Store.open(tmp_path / "nowhere")


def test_folder_with_strange_files_is_left_alone(tmp_path):
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(StoreError, match=r"not empty \(it holds thesis\.tex\)"):
        Store.create(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


@pytest.mark.parametrize("left", ["store.new", "writer.lock"])
def test_what_an_interrupted_creation_left_does_not_hinder_the_next(tmp_path, left):
    (tmp_path / left).write_text("")
    assert Store.create(tmp_path).batches == ()


def test_file_in_place_of_a_folder(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError):
        Store.create(tmp_path / "file")


def test_newer_format_is_refused(store):
    (store.path / "store.json").write_text(json.dumps({"format": FORMAT + 1}))
    with pytest.raises(StoreNewer, match=f"format {FORMAT + 1}.*Upgrade"):
        Store.open(store.path)
    with pytest.raises(StoreNewer):
        Store.create(store.path)


def test_earlier_format_is_refused_with_a_way_out(store):
    (store.path / "store.json").write_text(json.dumps({"format": FORMAT - 1}))
    with pytest.raises(StoreError, match=f"format {FORMAT - 1}.*new folder"):
        Store.open(store.path)


@pytest.mark.parametrize("mark", ["", "{", "[]", "{}", '{"format": "new"}', "\x00\x01", '{"format": null}'])
def test_damaged_mark_says_how_to_mend_it(store, mark):
    commit(store, *standins.derived(FIRST))
    (store.path / "store.json").write_text(mark)
    with pytest.raises(StoreError, match=rf'write \{{"format": {FORMAT}\}}'):
        Store.open(store.path)
    (store.path / "store.json").write_text(json.dumps({"format": FORMAT}))  # the remedy that it names
    assert Store.open(store.path).count(Article) == 1


@pytest.mark.parametrize("harm", ["gone", "cut", "rubbish"])
@pytest.mark.parametrize("table", ["articles", "batches"])
def test_damaged_table_is_told_in_words(store, table, harm):
    commit(store, *standins.derived(FIRST))
    for file in (store.path / table).glob("*.parquet"):
        if harm == "gone":
            file.unlink()
        else:
            file.write_bytes(b"rubbish" if harm == "rubbish" else file.read_bytes()[:-200])
    with pytest.raises(StoreError, match="dragoman doctor"):
        Store.open(store.path).query("SELECT * FROM articles")


def test_damaged_log_of_a_table_is_told_in_words(store):
    commit(store, *standins.derived(FIRST))
    for file in (store.path / "articles" / "_delta_log").glob("*.json"):
        file.write_text("{")
    with pytest.raises(StoreError, match="dragoman doctor"):
        Store.open(store.path).count(Article)


@pytest.mark.skipif(
    os.geteuid() == 0, reason="root may write everywhere: a folder without rights stops only other users"
)
def test_no_permission_to_write(store):
    store.path.chmod(0o500)
    try:
        with pytest.raises(StoreError, match="No permission to write"):
            commit(store, *standins.derived(FIRST))
    finally:
        store.path.chmod(0o700)


@pytest.mark.parametrize(
    ("cause", "kind", "words"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), StoreError, "No permission to write"),
        (OSError(errno.EROFS, "Read-only file system"), StoreError, "No permission to write"),
        (OSError(errno.ENOSPC, "No space left on device"), StoreFull, "Free some space"),
        (
            Exception("Generic LocalFileSystem error: No space left on device (os error 28)"),
            StoreFull,
            "same command again",
        ),
        (ValueError("something else"), StoreError, "something else.*dragoman doctor"),
    ],
)
def test_failed_write_is_told_in_words_with_its_cause(store, monkeypatch, cause, kind, words):
    def fails(*_, **__):
        raise cause

    monkeypatch.setattr(deltalake, "write_deltalake", fails)
    with pytest.raises(kind, match=words) as told:
        commit(store, *standins.derived(FIRST))
    assert type(told.value) is kind
    assert told.value.__cause__ is cause


@pytest.fixture
def small_disk(tmp_path):
    """A disk of one megabyte."""
    place = tmp_path / "disk"
    place.mkdir()
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("needs root to mount a small disk; the translation of the error is tested without")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], capture_output=True, text=True, check=False
    )
    if mounted.returncode:
        pytest.skip(f"no small disk can be mounted here: {mounted.stderr.strip()}")
    yield place
    subprocess.run(["umount", "--lazy", place], check=True)


def fill(file):
    with file.open("wb", buffering=0) as raw, contextlib.suppress(OSError):
        while raw.write(b"\0" * 4096):
            pass


def test_full_disk_loses_no_finished_batch_and_goes_on_after_space_is_made(small_disk):
    store = Store.create(small_disk / "store")
    commit(store, *standins.derived(FIRST))
    before = contents(store)
    ballast = small_disk / "ballast"
    fill(ballast)
    with pytest.raises(StoreFull, match="Free some space"):
        commit(store, *standins.derived(SECOND))
    assert contents(store) == before
    ballast.unlink()
    assert commit(store, *standins.derived(SECOND)) == 2
    assert store.refresh().count(Article) == 2


def test_full_disk_at_creation_does_not_hinder_the_next(small_disk):
    ballast = small_disk / "ballast"
    fill(ballast)
    with pytest.raises(StoreFull):
        Store.create(small_disk / "store")
    ballast.unlink()
    assert Store.create(small_disk / "store").batches == ()


# ---------------------------------------------------------------- records as rows

RECORDS = [
    Article,
    Quarantine,
    Duplicate,
    Mention,
    Report,
    Event,
    Membership,
    Relation,
    Run,
    Batch,
    Withdrawn,
    Cleared,
    Shingle,
    Fetched,
]


@pytest.mark.parametrize("record", RECORDS, ids=lambda r: r.__name__)
def test_schema_has_each_field_in_order_with_its_nullability(record):
    schema = schema_of(record)
    assert schema.names == [f.name for f in dataclasses.fields(record)]
    for f in dataclasses.fields(record):
        assert schema.field(f.name).nullable == ("None" in f.type), f.name


def test_schema_refuses_what_no_table_can_hold():
    @dataclasses.dataclass
    class Odd:
        thing: complex

    with pytest.raises(TypeError, match="complex"):
        schema_of(Odd)


def test_row_of_is_plain_and_goes_through_the_store_unchanged(store):
    titled = standins.article(
        "RUR does SANCTION to GRK on 2015-11-24.",
        title="Trade “halted” – 帝国 🕊",
        day=None,
        url="https://example.org/1",
    )
    groups = [[titled], *standins.coded(titled)]
    commit(store, *groups)
    for group in groups:
        for record in group:
            (found,) = (r for r in standins.rows_of(store.refresh(), record.table, but=()) if r["id"] == record.id)
            expected = dict(row_of(record))
            assert {k: found[k] for k in expected} == expected
            assert all(type(v) in {str, int, float, bool, date, list, type(None)} for v in expected.values())
    assert row_of(Part(role=Role.BODY, start=0, end=3)) == {"role": "body", "start": 0, "end": 3}
