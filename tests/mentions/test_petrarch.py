from __future__ import annotations

from datetime import date

import pytest

from dragoman.errors import InputError
from dragoman.mentions import Actors, resolve

TABLE = """# actors of two invented states
RURITANIA_ [RUR]
+KINGDOM_OF_RURITANIA_
+RURITANIAN
STRELSAU_ [RURGOV]
RUDOLF_RASSENDYLL_   ; a remark
+RASSENDYLL_
\t[RURGOV 930101-981231]
\t[RURELI >981231]
BLUE_ELPHBERG_ [GRKREB <20000101]
COUNT_RUPERT [OPP] [GRKMIL 20000101-20051231]
"""


@pytest.fixture(scope="module")
def invented(tmp_path_factory):
    path = tmp_path_factory.mktemp("actors") / "invented.txt"
    path.write_text(TABLE, encoding="utf-8")
    return Actors.load([path])


CASES = [
    ("Ruritania", None, "RUR", None),
    ("the Kingdom of Ruritania", None, "RUR", None),
    ("Strelsau", None, "RUR", "GOV"),
    ("Rudolf Rassendyll", date(1995, 1, 1), "RUR", "GOV"),
    ("Rassendyll", date(1998, 12, 31), "RUR", "GOV"),
    ("Rassendyll", date(1999, 1, 1), "RUR", "ELI"),
    ("Blue Elphberg", date(1999, 12, 31), "GRK", "REB"),
    ("Count Rupert", date(2003, 1, 1), "GRK", "MIL"),
]


@pytest.mark.parametrize("phrase, day, state, sector", CASES)
def test_names_of_a_users_table(invented, phrase, day, state, sector):
    found = resolve(phrase, day=day, actors=invented)
    assert (found.state, found.sector) == (state, sector), found.why


def test_its_rows_are_named_as_the_reason(invented):
    assert "invented.txt, line 2" in resolve("Ruritania", actors=invented).why


def test_they_are_found_in_a_text(found, invented):
    mentions = found("Ruritania warned Strelsau.", using=invented)
    assert [(m.text, m.state) for m in mentions] == [("Ruritania", "RUR"), ("Strelsau", "RUR")]


def test_a_users_row_wins(tmp_path, found):
    path = tmp_path / "mine.txt"
    path.write_text("KREMLIN_ [GRKGOV]\n", encoding="utf-8")
    assert resolve("the Kremlin", actors=Actors.load([path])).state == "GRK"


BROKEN = [
    ("RURITANIA_\n", "line 1", "a code in brackets"),
    ("# nothing\n+RURITANIA_ [RUR]\n", "line 2", "a line that names an actor"),
    ("RURITANIA_ [RU]\n", "line 1", "three-letter parts"),
    ("RURITANIA_ [RURXYZ]\n", "line 1", "a sector after the state"),
    ("RURITANIA_ [RUR 931301-941231]\n", "line 1", "a day as YYMMDD"),
    ("RURITANIA_ [RUR 941231-930101]\n", "line 1", "a first day that is not after"),
    ("RURITANIA_ [RUR yesterday]\n", "line 1", "days such as"),
    ("RURITANIA_ [RUR\n", "line 1", "one pair of square brackets"),
    ("RURITANIA_ [RUR]\n  something else\n", "line 2", "an indented line with codes"),
    ("[RUR]\n", "line 1", "a name in letters"),
]


@pytest.mark.parametrize("text, line, expected", BROKEN)
def test_a_bad_line_is_named(tmp_path, text, line, expected):
    path = tmp_path / "bad.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError) as told:
        Actors.load([path])
    assert line in str(told.value)
    assert expected in str(told.value)
    assert "bad.txt" in str(told.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(InputError, match="none\\.txt"):
        Actors.load([tmp_path / "none.txt"])
