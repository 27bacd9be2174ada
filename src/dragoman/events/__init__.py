"""What happened, merged from its reports. `stories` groups articles, `merge` makes events of reports."""

from dragoman.events.gist import Gist, gist
from dragoman.events.merge import KeyedReport, block_of, event_key, hide, merge
from dragoman.events.stories import stories

__all__ = ["Gist", "KeyedReport", "block_of", "event_key", "gist", "hide", "merge", "stories"]
