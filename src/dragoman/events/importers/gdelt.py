"""GDELT 1.0 and 2.0: events (57, 58 or 61 columns) and mentions (16 columns), tab-separated, without header.

Also the same rows as CSV with a header, as tools such as gdeltPyR write them.
Reference: GDELT Event Codebook V2.0 (2015); GDELT Data Format Codebook V1.03 (2013).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from dragoman.events.importers.actors import NativeActor, cameo_actor
from dragoman.events.importers.family import Family, Head, Layout

__all__ = ["FAMILY"]


def _actor(n: int) -> tuple[str, ...]:
    kinds = (
        "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode",
        "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code",
    )  # fmt: skip
    return tuple(f"Actor{n}{kind}" for kind in kinds)


def _places(*more: str) -> tuple[str, ...]:
    kinds = ("Type", "FullName", "CountryCode", "ADM1Code", *more, "Lat", "Long", "FeatureID")
    return tuple(f"{who}Geo_{kind}" for who in ("Actor1", "Actor2", "Action") for kind in kinds)


_HEAD: Final = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate", *_actor(1), *_actor(2),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
)  # fmt: skip
_FIRST: Final = (*_HEAD, *_places(), "DATEADDED", "SOURCEURL")
_SECOND: Final = (*_HEAD, *_places("ADM2Code"), "DATEADDED", "SOURCEURL")
_MENTIONS: Final = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName", "MentionIdentifier",
    "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset", "InRawText", "Confidence",
    "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
_BY_NUMBER: Final = {
    57: Layout(_FIRST, header=False, space="1", optional=1),  # before April 2013, without address
    58: Layout(_FIRST, header=False, space="1", optional=1),
    61: Layout(_SECOND, header=False, space="2"),
    16: Layout(_MENTIONS, header=False, space="2", mentions=True),
}


def _recognise(head: Head) -> Layout | None:
    for delimiter in ("\t", ","):
        cells = head.cells(delimiter)
        if cells and cells[0].upper() == "GLOBALEVENTID":
            second = "ActionGeo_ADM2Code" in cells
            return Layout(
                cells,
                delimiter=delimiter,
                quoted=delimiter == ",",
                space="2" if second or "MentionTimeDate" in cells else "1",
                mentions="MentionTimeDate" in cells,
            )
    for line in head.lines:  # the first may be a misformatted one
        cells = tuple(line.split("\t"))
        if cells[0].isdigit() and len(cells) in _BY_NUMBER:
            return _BY_NUMBER[len(cells)]
    return None


def _staged(layout: Layout) -> Mapping[str, str]:
    def has(name: str) -> str:
        return f"nullif(\"{name}\", '')" if name in layout.columns else "NULL"

    if layout.mentions:
        return {
            "native_id": has("GLOBALEVENTID"),
            "day": f"substr({has('MentionTimeDate')}, 1, 8)",
            "publisher": has("MentionSourceName"),
            "url": has("MentionIdentifier"),
            "code": has("SentenceID"),
            "weight": f"TRY_CAST({has('Confidence')} AS DOUBLE) / 100",
        }
    return {
        "native_id": has("GLOBALEVENTID"),
        "day": has("SQLDATE"),
        "source_code": has("Actor1Code"),
        "source_name": has("Actor1Name"),
        "target_code": has("Actor2Code"),
        "target_name": has("Actor2Name"),
        "code": has("EventCode"),
        "weight": f"TRY_CAST({has('GoldsteinScale')} AS DOUBLE)",
        "n_reports": f"TRY_CAST({has('NumMentions')} AS BIGINT)",
        "n_articles": f"TRY_CAST({has('NumArticles')} AS BIGINT)",
        "n_publishers": f"TRY_CAST({has('NumSources')} AS BIGINT)",
        "url": has("SOURCEURL"),
        "publisher": f"replace(split_part(split_part({has('SOURCEURL')}, '://', 2), '/', 1), 'www.', '')",
        "place": has("ActionGeo_FullName"),
        "latitude": f"TRY_CAST({has('ActionGeo_Lat')} AS DOUBLE)",
        "longitude": f"TRY_CAST({has('ActionGeo_Long')} AS DOUBLE)",
    }


def _who(_layout: Layout, code: str, name: str, _sectors: str) -> NativeActor:
    return cameo_actor(code, name)


FAMILY: Final = Family("gdelt", _recognise, _staged, _who)
