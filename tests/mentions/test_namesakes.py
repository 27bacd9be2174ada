"""A surname of the tables that an article gives to somebody else."""

from __future__ import annotations

import pytest

from dragoman.mentions import Actors
from dragoman.mentions.namesakes import namesakes


@pytest.fixture(scope="module")
def actors():
    return Actors.load()


@pytest.mark.parametrize(
    "text, given",
    [
        ("Rocky De La Fuente ran. De La Fuente lost.", {"de la fuente"}),
        ("The band of Ignatz Lavrov played. Lavrov sang.", {"lavrov"}),
        ("Ignatz Lavrov wrote to Sergey Lavrov.", set()),  # the text has both: the tables' own is not barred
        ("Meanwhile Lavrov spoke. But Putin was silent. President Putin and Minister Lavrov left.", set()),
        ("Turkish President Recep Tayyip Erdogan met Angela Merkel.", set()),
        ("S. Lavrov signed.", set()),
        (
            "The Putin government fell. Does Putin know? Only Putin does.",
            set(),
        ),  # words that open a sentence are no names
        ("Ottokar Q. Putin plays the fiddle.", {"putin"}),  # past an initial
        ("Ottokar el-Faisal keeps bees.", {"el faisal"}),
        ("Ottokar Macron Merkel keeps bees.", {"macron", "merkel"}),  # a given name may be another's surname
    ],
)
def test_surnames_given_to_others(actors, text, given):
    assert namesakes(text, actors) == given
