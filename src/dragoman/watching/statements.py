"""What a watch asks of the store, as named SQL statements; see `dragoman.statements`."""

from __future__ import annotations

from typing import Final

__all__ = [
    "ADDRESSES_KNOWN",
    "ALERTS",
    "EVENTS_OF_RULE",
    "EVENTS_WRITTEN_AFTER",
    "LATEST_EVENT",
    "POLLED",
    "SENDINGS",
    "WATCHED",
]

# Events that a rule of the user's counts. `$source` or `$target` NULL: every actor. `$both`: either direction.
EVENTS_OF_RULE: Final = """
SELECT id, source, target, act, quad, day, n_articles, n_publishers FROM events
WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
  AND day_precision = 'day' AND n_sources >= $outlets AND ($act IS NULL OR act = $act)
  AND ((($source IS NULL OR source = $source) AND ($target IS NULL OR target = $target))
       OR ($both AND ($source IS NULL OR target = $source) AND ($target IS NULL OR source = $target)))
ORDER BY day, id
"""

# Events that were written, or told by one more report, after a batch.
EVENTS_WRITTEN_AFTER: Final = """
SELECT id, source, target FROM events WHERE batch > $batch
"""

# The latest batch with events, and the latest day on which an article was published.
LATEST_EVENT: Final = """
SELECT coalesce((SELECT max(batch) FROM events), 0) AS batch, (SELECT max(day) FROM articles) AS day
"""

# Alerts, the first raised first.
ALERTS: Final = """
SELECT * FROM alerts ORDER BY raised, id
"""

# Attempts to send alerts, in their order.
SENDINGS: Final = """
SELECT alert, channel, attempt, outcome, tried, found FROM sendings ORDER BY alert, channel, attempt, tried
"""

# How feeds stand.
POLLED: Final = """
SELECT url, asked, outcome, found, etag, last_modified, digest, failures, due FROM polled ORDER BY url
"""

# Since when things are watched.
WATCHED: Final = """
SELECT subject, begun, examined FROM watched ORDER BY subject
"""

# Addresses of articles that the store holds: pages behind entries are not fetched again.
ADDRESSES_KNOWN: Final = """
SELECT DISTINCT url FROM articles WHERE url IS NOT NULL
"""
