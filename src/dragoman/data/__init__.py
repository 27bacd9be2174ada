"""Knowledge as tables: one row a fact, each with its source. Code only reads them."""

from __future__ import annotations

import csv
from functools import cache
from hashlib import blake2b
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["LEADERS", "edition", "folder", "table"]

LEADERS = ("leaders_europe_americas", "leaders_asia_oceania", "leaders_africa")
"""Terms of office, in three tables of the same columns."""


@cache
def table(name: str) -> tuple[Mapping[str, str], ...]:
    """The rows of `data/NAME.csv`, in their order, each column as text.

    Raises:
        DataError: if the table is missing, or a row has another number of cells than the header.
    """
    try:
        with Path(str(files(__name__) / f"{name}.csv")).open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            rows: list[Mapping[str, str]] = []
            for row in reader:
                if None in row or None in row.values():
                    raise DataError(
                        f"Table {name}.csv, line {reader.line_num}: another number of cells than the header's "
                        f"{len(reader.fieldnames or ())}. Mend the row, or install Dragoman again."
                    )
                rows.append(row)
            return tuple(rows)
    except FileNotFoundError as cause:
        raise DataError(f"No table {name}.csv in the package. Install Dragoman again.") from cause
    except csv.Error as cause:
        raise DataError(f"Table {name}.csv is torn: {cause}. Mend it, or install Dragoman again.") from cause


@cache
def edition() -> str:
    """Eight hex digits that change with any table: rows made with other knowledge carry another coder's version."""
    digest = blake2b(digest_size=4)
    for place in sorted(Path(str(files(__name__))).glob("*.csv")):
        digest.update(place.name.encode() + b"\0" + place.read_bytes())
    return digest.hexdigest()


def folder(name: str) -> Path:
    """A folder of the package's data on disk, such as the bundled sample.

    Raises:
        DataError: if it is not there.
    """
    place = Path(str(files(__name__) / name))
    if not place.is_dir():
        raise DataError(f"No folder {name} in the package's data. Install Dragoman again.")
    return place
