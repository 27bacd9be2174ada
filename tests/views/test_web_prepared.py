"""Events sorted beside the store give the pages that the store itself gives."""

import shutil

import pytest
from starlette.testclient import TestClient

from dragoman.settings import Settings
from dragoman.store import Store
from dragoman.views.standing import standing
from dragoman.views.web.app import application
from dragoman.views.web.desk import Desks
from dragoman.views.web.guard import Access
from dragoman.views.web.prepared import prepare, prepared

ADDRESSES = [
    "/pair/TUR/RUS?format=json", "/pair/TUR/RUS?format=json&measure=L1&by=week", "/events?format=json",
    "/events?format=json&actor=TUR&status=all", "/pairs?format=json",
]  # fmt: skip


def answers(path):
    asked = TestClient(application(Desks(path, Settings()), Access()), base_url="http://127.0.0.1:8620")
    return [asked.get(address).json() for address in ADDRESSES]


@pytest.fixture
def copied(ledger, tmp_path):
    shutil.copytree(ledger.path, tmp_path / "store")
    return Store.open(tmp_path / "store")


def test_the_same_pages_sorted_or_not(copied):
    before = answers(copied.path)
    assert prepared(copied) is None
    folder = prepare(copied)
    assert sorted(p.name for p in folder.iterdir()) == ["by_day.parquet", "by_pair.parquet", "outlets.parquet"]
    assert before[0]["directions"][0]["n_events"] > 0
    assert answers(copied.path) == before


def test_what_was_prepared_for_an_earlier_batch_is_not_taken(copied):
    prepare(copied)
    earlier = Store(copied.path, copied.batches[:-1] or (99,))
    assert prepared(earlier) is None


def test_a_pair_alone_stands_as_among_all_pairs(ledger):
    settings = Settings()
    among = [m for m in standing(ledger, "TUR", None, settings=settings) if {m.source, m.target} == {"TUR", "RUS"}]
    alone = standing(ledger, "TUR", "RUS", settings=settings)
    key = ("source", "target", "period", "n_events", "n_publishers", "balance", "intensity", "datasets")
    assert sorted(tuple(getattr(m, k) for k in key) for m in alone) == sorted(
        tuple(getattr(m, k) for k in key) for m in among
    )
    assert len(alone) > 1
