"""Which coder does a name mean? All of them stand behind one small interface, `Coder`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from dragoman.errors import SettingError
from dragoman.reports.rules import HISTORICAL_DAYS, Coder, RuleCoder

__all__ = ["CODERS", "load_coder"]


def _trained(historical_days: int) -> Coder:
    from dragoman.reports.trained import TrainedCoder

    return TrainedCoder.load(historical_days)


CODERS: Final[Mapping[str, Callable[[int], Coder]]] = {"trained": _trained, "rules": RuleCoder.load}
"""Name to what loads it."""


def load_coder(name: str, historical_days: int = HISTORICAL_DAYS) -> Coder:
    """Load a coder by its name.

    Args:
        name: one of `CODERS`, or the folder that `dragoman teach` wrote.
        historical_days: an act told as older than this before its article's day is historical.
    Raises:
        SettingError: if there is no such coder and no such folder.
        DataError: if a table or the network is missing or damaged.
    """
    if name not in CODERS:
        if Path(name).is_dir():
            from dragoman.reports.taught import TaughtCoder

            return TaughtCoder.load(Path(name), historical_days)
        raise SettingError(
            f"No coder {name!r}; expected {' or '.join(CODERS)}, or a folder that `dragoman teach` wrote. "
            "Mend --coder, or the setting coder (DRAGOMAN_CODER)."
        )
    return CODERS[name](historical_days)
