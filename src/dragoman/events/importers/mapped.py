"""Any CSV, tab-separated or Parquet file with a map: `--as map --map source=who,target=whom,day=when,code=act`.

`code` holds PLOVER acts, or CAMEO or WEIS codes when the map says `scheme=cameo` or `scheme=weis`. Actors are names or
codes of states and organisations, or CAMEO codes with `actors=cameo`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dragoman.errors import MappingError
from dragoman.events.importers.actors import NativeActor, cameo_actor, state_of
from dragoman.events.importers.family import STAGED, Family, Head, Layout, column

__all__ = ["mapped"]

_NEEDED: Final = ("source", "target", "day", "code")
_SHORT: Final = {"source": "source_code", "target": "target_code", "id": "native_id", "act": "code", "date": "day"}


def mapped(mapping: Mapping[str, str]) -> Family:
    """The family of files with these columns.

    Args:
        mapping: our column -> the file's; besides, `scheme` (plover, cameo, weis) and `actors` (names, cameo, keds).
    Raises:
        MappingError: if a column of ours is unknown or one that is needed is missing.
    """
    chosen = dict(mapping)
    scheme, actors = chosen.pop("scheme", "plover"), chosen.pop("actors", "names")
    ours = {_SHORT.get(name, name): theirs for name, theirs in chosen.items()}
    unknown = sorted(set(ours) - set(STAGED))
    if unknown:
        raise MappingError(
            f"--map names {', '.join(unknown)}, which an imported event lacks; expected source, target, day, code, id, "
            f"scheme, actors or {', '.join(n for n in STAGED if n not in _SHORT.values())}."
        )
    missing = [n for n in _NEEDED if _SHORT.get(n, n) not in ours]
    if missing:
        raise MappingError(f"--map lacks {', '.join(missing)}. Give such as source=who,target=whom,day=when,code=act.")
    if scheme not in {"plover", "cameo", "weis"} or actors not in {"names", "cameo", "keds"}:
        raise MappingError("--map scheme= takes plover, cameo or weis; actors= takes names, cameo or keds.")

    def recognise(head: Head) -> Layout | None:
        line = head.lines[0] if head.lines else ""
        delimiter = max((",", "\t", ";"), key=line.count)
        cells = head.cells(delimiter)
        lacking = sorted(set(ours.values()) - set(cells))
        if lacking:
            raise MappingError(f"{head.name} has no column {', '.join(lacking)}; it has {', '.join(cells)}.")
        return Layout(cells, delimiter=delimiter, quoted=True, scheme=scheme, actors=actors)

    def staged(_layout: Layout) -> Mapping[str, str]:
        return {
            name: column(theirs) if STAGED[name] == "VARCHAR" else f"TRY_CAST({column(theirs)} AS {STAGED[name]})"
            for name, theirs in ours.items()
        }

    def who(layout: Layout, code: str, name: str, sectors: str) -> NativeActor:
        if layout.actors != "names":
            return cameo_actor(code, name, scheme=layout.actors)
        state = state_of(code)
        return NativeActor(state, sectors or None, None if state or not code else f"actor {code!r} in no table")

    return Family("map", recognise, staged, who)
