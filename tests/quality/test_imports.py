"""Imports of the reference files: every row accounted for, sums and monthly counts as a direct count has them."""

from __future__ import annotations

import json
import os
from pathlib import Path

import duckdb
import pytest

from dragoman.events.importers import import_files
from dragoman.settings import Settings
from dragoman.store import Store

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
DATA = REFERENCE / "eventdata"
FLOORS = json.loads((ROOT / "tests" / "quality" / "floors.json").read_text(encoding="utf-8"))["imports"]
QUARTER = DATA / "icews_2018_q4.parquet"
NAMES = {
    "USA": "United States",
    "CHN": "China",
    "RUS": "Russian Federation",
    "UKR": "Ukraine",
    "IND": "India",
    "PAK": "Pakistan",
}

pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder"
)


@pytest.fixture(scope="module")
def quarter(tmp_path_factory):
    store = Store.create(tmp_path_factory.mktemp("quarter") / "store")
    (counts,) = import_files(store, [QUARTER], settings=Settings())
    return counts, store.refresh()


def direct(statement):
    return duckdb.connect().sql(statement).fetchall()


def test_the_icews_quarter_imports_whole(quarter):
    counts, store = quarter
    assert counts.rows == counts.imported == FLOORS["icews_quarter_events"] == 164_332
    assert counts.quarantined == counts.repeated == 0
    ours = store.query("SELECT sum(intensity) AS s, count(*) AS n FROM events").to_pylist()[0]
    ((s, n),) = direct(f"SELECT sum(Intensity), count(*) FROM '{QUARTER}'")
    assert ours["n"] == n
    assert ours["s"] == pytest.approx(s)


@pytest.mark.parametrize("pair", [("USA", "CHN"), ("RUS", "UKR"), ("IND", "PAK")])
def test_monthly_counts_of_pairs_equal_a_direct_count(quarter, pair):
    for one, other in (pair, pair[::-1]):
        ours = quarter[1].query(
            "SELECT CAST(date_trunc('month', day) AS DATE) AS m, count(*) AS n FROM events "
            "WHERE source = $a AND target = $b GROUP BY 1 ORDER BY 1",
            {"a": one, "b": other},
        )
        theirs = direct(
            f"""SELECT CAST(date_trunc('month', "Event Date") AS DATE), count(*) FROM '{QUARTER}'
            WHERE "Source Country" = '{NAMES[one]}' AND "Target Country" = '{NAMES[other]}' GROUP BY 1 ORDER BY 1"""
        )
        assert [(r["m"], r["n"]) for r in ours.to_pylist()] == theirs


def test_every_country_of_the_quarter_is_known(quarter):
    named = direct(f"""SELECT count("Source Country") FROM '{QUARTER}'""")[0][0]
    known = (
        quarter[1]
        .query(
            "SELECT count(*) AS n FROM events e JOIN native_events n ON n.id = e.id "
            "WHERE e.source IS NOT NULL AND n.source_code IS NOT NULL"
        )["n"][0]
        .as_py()
    )
    assert known == named


@pytest.mark.parametrize(
    ("files", "n", "mentions"),
    [
        ("icews/*.tab", 21_320, 0),
        ("icews_layout_sample.tab", 3_705, 0),
        ("gdelt/gdelt1_events_20160728.tsv", 710, 0),
        ("gdelt/gdeltPyR_events2samp.csv", 50, 0),
        ("gdelt/gdeltPyR_mentionssamp.csv", 0, 50),
        ("keds/levant.cameo.csv", 145_709, 0),
        ("keds/gulf.cameo.csv", 54_466, 0),
        ("keds/turkey.cameo.csv", 29_029, 0),
        ("keds/balkans.weis.csv", 72_953, 0),
        ("keds/casia.weis.csv", 8_377, 0),
        ("ucdp_ged_sample.csv", 1_000, 0),
        ("acled_format/acled_old_dummy.csv", 326, 0),
    ],
)
def test_no_row_of_the_reference_is_lost(tmp_path, files, n, mentions):
    store = Store.create(tmp_path / "store")
    (counts,) = import_files(store, sorted(DATA.glob(files)), settings=Settings())
    assert (counts.imported, counts.mentions, counts.quarantined, counts.repeated) == (n, mentions, 0, 0)


def test_deaths_of_ucdp_add_up(tmp_path):
    store = Store.create(tmp_path / "store")
    import_files(store, [DATA / "ucdp_ged_sample.csv"], settings=Settings())
    ours = store.refresh().query("SELECT sum(deaths) AS n FROM native_events")["n"][0].as_py()
    assert ours == direct(f"SELECT sum(best) FROM '{DATA / 'ucdp_ged_sample.csv'}'")[0][0]


def test_heads_that_importers_expect_are_the_providers():
    """The columns of ICEWS, GDELT 1.0, 2.0 and its mentions, in the order in which they are published."""
    import csv

    from dragoman.events.importers import gdelt
    from events.importers.rows import ICEWS_HEAD

    with (DATA / "icews" / "20181120-icews-events.tab").open(encoding="utf-8") as lines:
        assert next(lines).rstrip("\n") == ICEWS_HEAD

    def published(name):
        lines = (DATA / "gdelt" / "schemas" / name).read_text(encoding="utf-8", errors="replace")
        rows = csv.reader(lines.splitlines(), delimiter="\t" if name.endswith("tsv") else ",")
        kept = [[cell for cell in row if cell] for row in rows][1:]
        return [(row[1] if row[0].isdigit() else row[0]).strip().lower() for row in kept if row]

    for columns, name in (
        (gdelt._FIRST, "GDELT_1.0_event_Column_Labels_Header_Row_Sep2016.tsv"),
        (gdelt._SECOND, "GDELT_2.0_Events_Column_Labels_Header_Row_Sep2016.csv"),
        (gdelt._MENTIONS, "GDELT_2.0_eventMentions_Column_Labels_Header_Row_Sep2016.tsv"),
    ):
        assert [c.lower() for c in columns] == published(name), name
