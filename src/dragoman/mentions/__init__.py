"""Who is named: a parsed article in, its mentions of actors out.

`find_mentions` finds them, `resolve` says whom a bare phrase names, `split_coordination` takes "X and Y" apart.
"""

from dragoman.mentions.actors import Actors
from dragoman.mentions.codes import code_of, name_of
from dragoman.mentions.coordination import split_coordination
from dragoman.mentions.evaluation import evaluate_actors
from dragoman.mentions.places import Gazetteer, Place
from dragoman.mentions.resolution import Resolution
from dragoman.mentions.resolve import resolve
from dragoman.mentions.spans import find_mentions

__all__ = [
    "Actors",
    "Gazetteer",
    "Place",
    "Resolution",
    "code_of",
    "evaluate_actors",
    "find_mentions",
    "name_of",
    "resolve",
    "split_coordination",
]
