from __future__ import annotations

import pytest

from dragoman.mentions import split_coordination

CASES = [
    ("Greek and Turkish soldiers clashed.", "Greek and Turkish soldiers", ["Greek soldiers", "Turkish soldiers"]),
    ("Greek and Turkish soldiers clashed.", "Turkish soldiers", ["Greek soldiers", "Turkish soldiers"]),
    ("Greeks and Turks clashed.", "Greeks", ["Greeks", "Turks"]),
    ("Brazil, Argentina, and Chile will trade.", "Chile", ["Brazil", "Argentina", "Chile"]),
    ("The German, French and Italian finance ministers met.", "French",
     ["German finance ministers", "French finance ministers", "Italian finance ministers"]),
    ("The army shot a soldier.", "a soldier", ["soldier"]),
    ("The EU and NATO objected.", "NATO", ["EU", "NATO"]),
    ("Iran as well as Syria denied it.", "Syria", ["Iran", "Syria"]),
    ("French President Emmanuel Macron and German Chancellor Angela Merkel met.", "Macron",
     ["French President Emmanuel Macron", "German Chancellor Angela Merkel"]),
    ("Egypt's and Sudan's foreign ministers met.", "Sudan's foreign ministers",
     ["Egypt's foreign ministers", "Sudan's foreign ministers"]),
    ("According to its website, Modi and Abe spoke.", "Abe", ["Modi", "Abe"]),
    ("Police clashed with protesters and students.", "students", ["protesters", "students"]),
    ("India blamed Pakistan.", "India", ["India"]),
    ("Nobody was there.", "Ruritania", ["Ruritania"]),
]  # fmt: skip


@pytest.mark.parametrize("sentence, phrase, members", CASES)
def test_members_of_a_coordination(actors, sentence, phrase, members):
    assert list(split_coordination(sentence, phrase, actors=actors)) == members
