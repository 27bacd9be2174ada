"""Aggregates over all states at once, for the pages World and Network; the others stand in `statements`.

What counts for a level is the same as in `statements.BALANCE_COUNTS`; the view `months` holds it (see `store.py`).
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ALL_COUNTS",
    "KEPT_COUNTS",
    "NEW_COUNTS",
    "NEW_EVENTS",
    "ONE_SIDE_COUNTS",
    "ONE_SOURCE_COUNTS",
    "SPAN_TOLD",
    "TRIANGLE_COUNTS",
    "YEARS_TOLD",
]

# Per month: events by quad class of everybody towards one actor, or with `$outgoing` of the actor towards everybody.
ONE_SIDE_COUNTS: Final = """
SELECT source, target, period, dataset, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict, n_events
FROM months
WHERE CASE WHEN $outgoing THEN source ELSE target END = $state
ORDER BY source, target, period, dataset
"""

# Per target and month: events of one actor by quad class and weight, and the outlets that told them. As
# `statements.PAIR_COUNTS` by month, towards everybody.
ONE_SOURCE_COUNTS: Final = """
SELECT c.*, coalesce(p.n_publishers, 0) AS n_publishers
FROM (
    SELECT source, target, CAST(date_trunc('month', day) AS DATE) AS period, dataset,
           CAST(sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS BIGINT) AS verbal_cooperation,
           CAST(sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS BIGINT) AS material_cooperation,
           CAST(sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS BIGINT) AS verbal_conflict,
           CAST(sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS BIGINT) AS material_conflict,
           count(*) AS n_events, sum(intensity) AS intensity_sum, sum(intensity * intensity) AS intensity_squares
    FROM events
    WHERE source = $source AND source <> target
      AND status = 'actual' AND between_states AND NOT headline_only AND act IS NOT NULL
      AND day_precision IN ('day', 'week', 'month')
    GROUP BY source, target, date_trunc('month', day), dataset
) c
LEFT JOIN (
    SELECT e.target, CAST(date_trunc('month', e.day) AS DATE) AS period, e.dataset, count(DISTINCT o.publisher) AS n_publishers
    FROM events e
    JOIN outlets o ON o.event = e.id AND o.source = e.source AND o.target = e.target
    WHERE e.source = $source AND o.source = $source
      AND e.status = 'actual' AND e.between_states AND NOT e.headline_only AND e.act IS NOT NULL
      AND e.day_precision IN ('day', 'week', 'month')
    GROUP BY e.target, date_trunc('month', e.day), e.dataset
) p
ON p.target = c.target AND p.period = c.period AND p.dataset = c.dataset
ORDER BY c.target, c.period, c.dataset
"""

# As `statements.BALANCE_COUNTS` by month, where these are kept (see `views.web.keeping`).
KEPT_COUNTS: Final = """
SELECT * FROM month_counts
WHERE ($a IS NULL OR source = $a OR target = $a) AND ($b IS NULL OR source = $b OR target = $b)
ORDER BY source, target, period, dataset
"""

# As `ONE_SIDE_COUNTS`, of all directed pairs.
ALL_COUNTS: Final = """
SELECT source, target, period, dataset, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict, n_events
FROM months
ORDER BY source, target, period, dataset
"""

# The same between one actor and two others, both ways: the sides of a triangle.
TRIANGLE_COUNTS: Final = """
SELECT source, target, period, dataset, verbal_cooperation, material_cooperation, verbal_conflict, material_conflict, n_events
FROM months
WHERE (source = $a AND target IN ($b, $c)) OR (target = $a AND source IN ($b, $c))
ORDER BY source, target, period, dataset
"""

# The first and the last month in which anybody dealt with anybody.
SPAN_TOLD: Final = """
SELECT min(period) AS first, max(period) AS last FROM months
"""

# Per directed pair and year: events by quad class. What networks are made of.
YEARS_TOLD: Final = """
SELECT source, target, date_trunc('year', period) AS period,
       sum(verbal_cooperation) AS verbal_cooperation, sum(material_cooperation) AS material_cooperation,
       sum(verbal_conflict) AS verbal_conflict, sum(material_conflict) AS material_conflict
FROM months
GROUP BY source, target, date_trunc('year', period)
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
