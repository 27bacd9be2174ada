"""Each family: invented rows in, events and what became of the others out."""

from __future__ import annotations

import gzip
import sys
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman.errors import InputError, MappingError
from dragoman.events.importers import import_files
from dragoman.settings import Settings

sys.path.insert(0, str(Path(__file__).parent))
from rows import ICEWS_HEAD, POLECAT_HEAD, gdelt, icews, mention, polecat


@pytest.fixture
def imported(store, tmp_path):
    """Import lines as one file: (counts, events with their native rows)."""

    def call(name, *lines, encoding="utf-8", **choices):
        path = tmp_path / name
        path.write_bytes("".join(f"{line}\n" for line in lines).encode(encoding))
        (counts,) = import_files(store.refresh(), [path], settings=Settings(), **choices)
        assert counts.rows == counts.imported + counts.mentions + counts.repeated + counts.quarantined
        return counts, seen(store)

    return call


def seen(store):
    return (
        store.refresh()
        .query(
            "SELECT e.*, n.* EXCLUDE (id, dataset, batch, run, coder, ontology) FROM events e JOIN native_events n ON n.id = e.id "
            "ORDER BY n.file, n.line"
        )
        .to_pylist()
    )


def told(events):
    return [(e["source"], e["act"], e["target"], str(e["day"])) for e in events]


# ---------------------------------------------------------------- the families


@pytest.mark.parametrize("columns", [57, 58, 61])
def test_gdelt_rows_of_each_width(imported, columns):
    counts, (event,) = imported("20310503.export.CSV", gdelt(columns=columns))
    assert counts.dataset == event["dataset"] == "gdelt"
    assert told([event]) == [("NOR", "CONSULT", "CHL", "2031-05-02")]
    assert (event["n_reports"], event["n_publishers"], event["n_articles"]) == (6, 2, 5)
    assert event["intensity"] == 1.5
    assert event["url"] == (None if columns == 57 else "http://www.a.example/x")
    assert event["publisher"] == (None if columns == 57 else "a.example")
    assert event["native_id"] == "1"
    assert event["confidence"] is None


def test_gdelt_mentions_belong_to_their_events(imported, store):
    _, (event,) = imported("a.CSV", gdelt(7))
    counts, _ = imported("b.CSV", mention(7), mention(7), mention(8), mention(""))
    assert (counts.mentions, counts.repeated, counts.reasons) == (2, 1, {"no event id": 1})
    rows = (
        store.refresh()
        .query("SELECT * FROM native_mentions ORDER BY event = $id DESC", {"id": event["id"]})
        .to_pylist()
    )
    assert rows[0]["event"] == event["id"]
    assert (str(rows[0]["seen"]), rows[0]["sentence"], rows[0]["confidence"]) == ("2031-05-03", 3, 0.8)


def test_icews_names_states_organisations_and_sectors(imported):
    rows = [
        icews(1),
        icews(2, sectors="Insurgents,Parties", name="Fjord Front"),
        icews(3, source="", name="United Nations", sectors="Global,International Government Organization", code="190"),
        icews(4, source="", name="Somebody", code="010"),
    ]
    counts, events = imported("20310503-icews-events.tab", ICEWS_HEAD, *rows)
    assert told(events)[:3] == [
        ("NOR", "CONSULT", "CHL", "2031-05-02"),
        ("NOR", "CONSULT", "CHL", "2031-05-02"),
        ("UNO", "ASSAULT", "CHL", "2031-05-02"),
    ]
    assert [e["between_states"] for e in events] == [True, False, True, False]
    assert (events[3]["source"], events[3]["act"], events[3]["quad"]) == (None, None, 0)
    assert [e["source_sector"] for e in events] == [None, "REB", "IGO", None]
    assert counts.without_act == 1


def test_icews_parquet_reads_as_its_tab_file_does(imported, store, tmp_path):
    _, events = imported("a.tab", ICEWS_HEAD, icews(1), icews(2, source="NA"))
    names = ICEWS_HEAD.split("\t")
    cells = [icews(1).split("\t"), icews(2, source="NA").split("\t")]
    table = pa.table({name: [c[i] for c in cells] for i, name in enumerate(names)})
    pq.write_table(table, tmp_path / "a.parquet")
    (counts,) = import_files(store.refresh(), [tmp_path / "a.parquet"], settings=Settings())
    assert (counts.rows, counts.repeated) == (2, 2)
    assert events[1]["source"] is None


def test_polecat_keeps_its_own_acts_modes_and_contexts(imported):
    rows = [polecat(), polecat("a2", "RETREAT", two=("Rebels", "CHL", "REB"))]
    _, events = imported("ngecEvents.txt", POLECAT_HEAD, *rows)
    assert told(events) == [("NOR", "CONSULT", "CHL", "2031-05-02"), ("NOR", "RETREAT", "CHL", "2031-05-02")]
    assert (events[0]["mode"], events[0]["contexts"], events[0]["source_sector"]) == ("visit", "diplomatic", "GOV")
    assert [e["between_states"] for e in events] == [True, False]


def test_polecat_files_with_surplus_columns(imported):
    counts, _ = imported("surplus.txt", POLECAT_HEAD, polecat() + "\t\t\t", polecat("a2") + "\tgarbage")
    assert (counts.imported, counts.reasons) == (1, {"another number of columns": 1})
    counts, _ = imported("headline.txt", POLECAT_HEAD + "\tHeadline", polecat("a3"), polecat("a4"))
    assert counts.imported == 2


@pytest.mark.parametrize(
    ("name", "lines", "expected"),
    [
        ("new.csv", ["date,source,target,code", "1999-01-02,FRAGOV,DEU,042"], ("FRA", "CONSULT", "DEU", "1999-01-02")),
        ("old.csv", ["date,source,target,code", "1999-01-02,FRN,UAR,042"], ("FRA", "CONSULT", "EGY", "1999-01-02")),
        ("o.weis.csv", ["date,source,target,code", "1989-01-02,GER,AUS,031"], ("DEU", "CONSULT", "AUT", "1989-01-02")),
        ("tabari.evt", ["990102\tFRA\tIGOUNO\t042\t(visit)"], ("FRA", "CONSULT", "UNO", "1999-01-02")),
        ("petrarch.txt", ["19990102\tFRA\tDEUMIL\t190\tid1\tPOST"], ("FRA", "ASSAULT", "DEU", "1999-01-02")),
        (
            "phoenix.txt",
            [
                "1\t20150102\t2015\t01\t02\tFRAGOV\tFRA\tGOV\t\tDEU\tDEU\t\t\t042\t04\t1\t1.9\t\t1.0\t2.0\tX\tY\tZ\ts\tu\tn"
            ],
            ("FRA", "CONSULT", "DEU", "2015-01-02"),
        ),
    ],
)
def test_keds_and_its_kin(imported, name, lines, expected):
    _, events = imported(name, *lines)
    assert told(events) == [expected]


def test_weis_is_told_by_its_roots(imported):
    _, events = imported("x.csv", "date,source,target,code", "1989-01-02,FRN,GER,223", "1989-01-03,FRN,GER,020")
    assert [e["act"] for e in events] == ["ASSAULT", None]


def test_ucdp_governments_precision_and_deaths(imported):
    head = "id,type_of_violence,side_a,side_b,gwnoa,gwnob,date_prec,date_start,date_end,best,source_article"
    rows = [
        '7,1,Government of Russia (Soviet Union),Government of Ukraine,365,369,1,2031-05-02,2031-05-02,4,"a, b"',
        "8.0,3,Some Front,Civilians,,,4,2031-05-01,2031-05-30,2.0,c",
    ]
    _, events = imported("ged.csv", head, *rows)
    assert told(events) == [("RUS", "ASSAULT", "UKR", "2031-05-02"), (None, "ASSAULT", None, "2031-05-01")]
    assert [(e["day_precision"], e["deaths"], e["between_states"]) for e in events] == [
        ("day", 4, True),
        ("month", 2, False),
    ]
    assert [e["target_sector"] for e in events] == ["GOV", "CVL"]


def test_acled_of_the_users_own(imported):
    head = "event_id_cnty,event_date,time_precision,event_type,sub_event_type,actor1,inter1,actor2,inter2,country,fatalities"
    rows = [
        'NOR1,02 May 2031,1,Battles,Armed clash,Military Forces of Norway (2030-),1,"Front, the",2,Norway,3',
        "NOR2,2031-05-02,2,Protests,Peaceful protest,Protesters (Norway),6,,0,Norway,0",
        "NOR3,2031-05-02,1,Strategic developments,Other,Military Forces of Norway (2030-),State Forces,,,Norway,0",
    ]
    _, events = imported("acled.csv", head, *rows)
    assert [(e["source"], e["act"], e["source_sector"], e["target"], e["deaths"]) for e in events] == [
        ("NOR", "ASSAULT", "MIL", None, 3),
        ("NOR", "PROTEST", "OPP", None, 0),
        ("NOR", None, "MIL", None, 0),
    ]


def test_any_file_with_a_map(imported):
    mapping = {"source": "who", "target": "whom", "day": "when", "code": "act", "scheme": "cameo", "url": "link"}
    lines = ["who;whom;when;act;link", "Norway;CHL;2031-05-02;042;http://x.example", "Nobody;CHL;2031-05-02;042;"]
    counts, events = imported("mine.csv", *lines, mapping=mapping, dataset="mine")
    assert told(events) == [("NOR", "CONSULT", "CHL", "2031-05-02"), (None, "CONSULT", "CHL", "2031-05-02")]
    assert (events[0]["dataset"], events[0]["url"]) == ("mine", "http://x.example")
    assert counts.faults == {"actor in no table": 1}


@pytest.mark.parametrize(
    "mapping", [{"source": "who"}, {"source": "a", "target": "b", "day": "c", "code": "d", "what": "e"}]
)
def test_maps_that_do_not_fit_are_refused(imported, mapping):
    with pytest.raises(MappingError):
        imported("mine.csv", "a,b,c,d,e", mapping=mapping, family="map")


def test_archives_and_packed_files(store, tmp_path):
    with zipfile.ZipFile(tmp_path / "20310503.export.CSV.zip", "w") as archive:
        archive.writestr("20310503.export.CSV", gdelt(1) + "\n" + gdelt(2) + "\n")
    (tmp_path / "more.tsv.gz").write_bytes(gzip.compress((gdelt(3) + "\n").encode()))
    files = [tmp_path / "20310503.export.CSV.zip", tmp_path / "more.tsv.gz"]
    (counts,) = import_files(store, files, settings=Settings())
    assert counts.imported == 3


def test_unknown_files_are_refused_before_anything_is_written(store, tmp_path):
    (tmp_path / "good.tsv").write_text(gdelt() + "\n")
    (tmp_path / "bad.txt").write_text("Dear diary\n")
    with pytest.raises(InputError, match="Name its family"):
        import_files(store, [tmp_path / "good.tsv", tmp_path / "bad.txt"], settings=Settings())
    with pytest.raises(InputError, match="No file"):
        import_files(store, [tmp_path / "gone.tsv"], settings=Settings())
    assert store.refresh().batches == ()


@pytest.mark.parametrize("ending", [".csv", ".parquet", ".jsonl"])
def test_native_rows_and_events_of_one_data_set_export(imported, store, tmp_path, ending):
    from dragoman.views.export import export
    from dragoman.views.listings import Filters

    imported("a.tab", ICEWS_HEAD, icews(1), icews(2, source="", name="Somebody", code="010"))
    imported("b.CSV", gdelt(7))
    for table in ("events", "native_events"):
        out = tmp_path / f"{table}{ending}"
        assert export(store.refresh(), table, out, filters=Filters(dataset="icews"), settings=Settings()) == 2


def test_relations_stand_on_one_data_set_unless_asked(imported, store):
    from dragoman import statements
    from dragoman.api import relation
    from dragoman.relations import compared
    from dragoman.views.explain import explain

    imported("a.tab", ICEWS_HEAD, icews(1), icews(2), icews(3, code="010"), icews(4, source="China", target="Chile"))
    imported("b.CSV", gdelt(7, code="190"))
    store = store.refresh()

    def stood(dataset):
        (month,) = relation(store, "NOR", "CHL", dataset=dataset)
        return month.datasets, month.n_events, month.balance

    assert stood(None) == stood("icews") == (("icews",), 2, 1.0)  # the statement has no act and moves nothing
    assert stood("gdelt") == (("gdelt",), 1, -1.0)
    assert stood("all") == stood("gdelt,icews") == (("gdelt", "icews"), 3, pytest.approx(1 / 3))
    with pytest.raises(InputError, match="No events of the data set polecat"):
        stood("polecat")
    sides = compared(store.query(statements.COMPARED, {"a": "NOR", "b": "CHL"}).to_pylist()).sides
    assert [(s.dataset, s.n_events, s.n_without_act, s.balance) for s in sides] == [
        ("gdelt", 1, 0, -1.0),
        ("icews", 3, 1, 1.0),
    ]
    level = explain(store, "NOR-CHL@2031-05", settings=Settings(), dataset="gdelt")
    (event,) = level.beneath
    assert "code 190" in event.beneath[0].words
    assert "http://www.a.example/x" in event.beneath[0].words


def test_correlation_needs_three_months_and_movement(imported, store):
    from dragoman import statements
    from dragoman.relations import compared

    days = [("2031-01-02", 1), ("2031-02-02", 2), ("2031-03-02", 3)]
    imported("a.tab", ICEWS_HEAD, *(icews(f"{d}{i}", day=d) for d, n in days for i in range(n)))
    imported("b.CSV", *(gdelt(int(d[5:7]) * 10 + i, day=d.replace("-", "")) for d, n in days for i in range(n)))
    (agreement,) = compared(store.refresh().query(statements.COMPARED, {"a": "NOR", "b": "CHL"}).to_pylist()).agreement
    assert (agreement.n_months, agreement.n_levels) == (3, 3)
    assert agreement.counts == pytest.approx(1.0)
    assert agreement.balances is None
