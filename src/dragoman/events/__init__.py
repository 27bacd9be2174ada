"""What happened, merged from its reports. `merge` makes events of reports."""

from dragoman.events.merge import KeyedReport, event_key, hide, merge

__all__ = ["KeyedReport", "event_key", "hide", "merge"]
