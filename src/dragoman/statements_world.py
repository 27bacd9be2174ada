"""Aggregates over all states at once, for the pages World and Network; the others stand in `statements`.

What counts for a level is the same as in `statements.BALANCE_COUNTS`.
"""

from __future__ import annotations

from typing import Final

__all__ = ["NEW_COUNTS", "NEW_EVENTS", "ONE_SIDE_COUNTS", "YEARS_TOLD"]

# Per month: events by quad class of everybody towards one actor, or with `$outgoing` of the actor towards everybody. As
# `BALANCE_COUNTS`, for one direction and without outlets, which a map does not show and which cost most of the time.
ONE_SIDE_COUNTS: Final = """
SELECT source, target, date_trunc('month', day) AS period, dataset,
       sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS verbal_cooperation,
       sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS material_cooperation,
       sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS verbal_conflict,
       sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS material_conflict,
       count(*) AS n_events, sum(intensity) AS intensity_sum, sum(intensity * intensity) AS intensity_squares
FROM events
WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
  AND CASE WHEN $outgoing THEN source ELSE target END = $state
GROUP BY source, target, date_trunc('month', day), dataset
ORDER BY source, target, period, dataset
"""

# Per directed pair and year: events by quad class. What networks are made of.
YEARS_TOLD: Final = """
SELECT source, target, date_trunc('year', day) AS period,
       sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS verbal_cooperation,
       sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS material_cooperation,
       sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS verbal_conflict,
       sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS material_conflict
FROM events
WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
GROUP BY source, target, date_trunc('year', day)
ORDER BY source, target, period
"""

# How much came after a batch? Events count if they are new or told anew.
NEW_COUNTS: Final = """
SELECT (SELECT count(*) FROM articles WHERE batch > $since) AS articles,
       (SELECT count(*) FROM events WHERE batch > $since) AS events
"""

# The latest events that came after a batch.
NEW_EVENTS: Final = """
SELECT id, source, target, act, quad, day, day_precision, n_reports FROM events
WHERE batch > $since AND status = 'actual' AND NOT headline_only AND act IS NOT NULL
ORDER BY day DESC NULLS LAST, id LIMIT 12
"""
