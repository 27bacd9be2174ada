"""Who is named: a parsed article in, its mentions of actors out.

`find_mentions` finds them, `resolve` says whom a bare phrase names, `split_coordination` takes "X and Y" apart.
"""

from dragoman.mentions.actors import Actors
from dragoman.mentions.codes import code_of, name_of
from dragoman.mentions.resolve import Resolution, resolve

__all__ = ["Actors", "Resolution", "code_of", "name_of", "resolve"]
