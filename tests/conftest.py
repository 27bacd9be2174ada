"""What several tests share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest

import standins
from dragoman.settings import SETTINGS
from dragoman.store import Store

if TYPE_CHECKING:
    from pathlib import Path

hypothesis.settings.register_profile("patient", deadline=None)  # a busy machine is no fault
hypothesis.settings.load_profile("patient")


@pytest.fixture(autouse=True)
def _settings_by_default(monkeypatch):
    """No test depends on the settings of the shell that runs it."""
    for setting in SETTINGS:
        monkeypatch.delenv(setting.variable, raising=False)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """An empty store."""
    return Store.create(tmp_path / "store")


@pytest.fixture(scope="session")
def ledger(tmp_path_factory) -> Store:
    """A store with a little of everything; not to be written to."""
    return standins.ledger(tmp_path_factory.mktemp("ledger") / "store")


@pytest.fixture
def _stand_in_steps(monkeypatch):
    """The steps of the road without a model: sentences and names of `standins`."""
    import dragoman.claims
    import dragoman.mentions
    import dragoman.parsing
    import dragoman.reports

    monkeypatch.setattr(dragoman.parsing, "parse", standins.parse)
    monkeypatch.setattr(dragoman.parsing, "forgetting_words", standins.forgetting_words)
    monkeypatch.setattr(dragoman.mentions, "find_mentions", standins.find_mentions, raising=False)
    monkeypatch.setattr(dragoman.reports, "find_quotations", lambda _parsed, _mentions: ())
    monkeypatch.setattr(dragoman.claims, "find_claims", lambda _parsed, _mentions, _reports: ())
