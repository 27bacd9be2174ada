"""The run under which a change of a store is written that reads no article: a correction, a frozen claim, a settlement."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dragoman import statements
from dragoman.records import Run

if TYPE_CHECKING:
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = ["run_of_change"]


def run_of_change(store: Store, settings: Settings) -> Run:
    """A new run: coder and ontology stay those that made the reports.

    Args:
        store: that is changed.
        settings: in force.
    """
    last = store.query(statements.LAST_CODER).to_pylist()
    coder, ontology = (last[0]["coder"], last[0]["ontology"]) if last else ("none", "none")
    return Run(
        id=uuid.uuid4().hex,
        started=datetime.now(UTC),
        coder=coder,
        ontology=ontology,
        settings=json.dumps(settings.as_dict(), sort_keys=True),
    )
