"""Every aggregate as one named SQL statement, in the subset that DuckDB and Spark share.

Named values stand as `$name`. Tables are the views of `store.py`, named as their records.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ARTICLES_KNOWN",
    "BALANCE_COUNTS",
    "BANDS_SHARED",
    "CODERS",
    "COMPARED",
    "DATASETS",
    "EVENTS_OF_IDS",
    "EVENTS_OF_PAIR",
    "EVENTS_TOLD_BY",
    "EVIDENCE",
    "FETCHED",
    "LEFT_OUT_OF_PAIR",
    "MISSING_ARTICLES",
    "NATIVE_MENTIONS_OF",
    "NATIVE_OF",
    "PUBLISHERS_OF_PAIR",
    "QUARANTINE_KNOWN",
    "REPORTS_OF_EVENTS",
    "SIGNATURES",
    "SPEAKERS_ON_PAIR",
]

# Which of these articles does the store hold, and from which batch?
ARTICLES_KNOWN: Final = """
SELECT a.id, a.batch, a.day IS NOT NULL AS dated
FROM articles a JOIN given g ON g.id = a.id
"""

# Which quarantined items does the store hold already?
QUARANTINE_KNOWN: Final = """
SELECT q.id FROM quarantine q JOIN given g ON g.id = q.id
"""

# Articles that share a band of their signature with a new one.
BANDS_SHARED: Final = """
SELECT DISTINCT s.article FROM shingles s JOIN given g ON g.band = s.band
"""

# Versions of pages and feeds that servers told.
FETCHED: Final = """
SELECT url, etag, last_modified FROM fetched
"""

# Signatures of these articles.
SIGNATURES: Final = """
SELECT f.article, f.key, f.signature FROM fingerprints f JOIN given g ON g.article = f.article
"""

# Events that the reports of these articles tell.
EVENTS_TOLD_BY: Final = """
SELECT DISTINCT m.event AS id
FROM memberships m JOIN given g ON g.article = m.article
"""

# Reports that tell these events, in the short form of merging.
REPORTS_OF_EVENTS: Final = """
SELECT r.id, r.article, a.publisher, r.role, r.source, r.target, r.source_sector, r.target_sector, r.act, r.quad,
       r.intensity, r.status, r.kind, r.day, r.day_precision, r.confidence
FROM given g
JOIN memberships m ON m.event = g.id
JOIN reports r ON r.id = m.report
JOIN articles a ON a.id = r.article
"""

EVENTS_OF_IDS: Final = """
SELECT e.* FROM events e JOIN given g ON g.id = e.id
"""

# Per directed pair and month: events by quad class, and outlets that told them. Only actual acts between states whose
# month is known. `$a` and `$b` are the two ends; either direction.
BALANCE_COUNTS: Final = """
SELECT c.source, c.target, c.period, c.dataset,
       c.verbal_cooperation, c.material_cooperation, c.verbal_conflict, c.material_conflict,
       c.n_events, coalesce(p.n_publishers, 0) AS n_publishers
FROM (
    SELECT source, target, date_trunc('month', day) AS period, dataset,
           sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS verbal_cooperation,
           sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS material_cooperation,
           sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS verbal_conflict,
           sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS material_conflict,
           count(*) AS n_events
    FROM events
    WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
      AND day_precision IN ('day', 'week', 'month')
      AND ($a IS NULL OR source = $a OR target = $a)
      AND ($b IS NULL OR source = $b OR target = $b)
    GROUP BY source, target, date_trunc('month', day), dataset
) c
LEFT JOIN (
    SELECT e.source, e.target, date_trunc('month', e.day) AS period, e.dataset,
           count(DISTINCT coalesce(a.publisher, '')) AS n_publishers
    FROM events e
    JOIN memberships m ON m.event = e.id
    JOIN reports r ON r.id = m.report
    JOIN articles a ON a.id = r.article
    WHERE e.status = 'actual' AND e.between_states AND NOT e.headline_only
      AND e.day_precision IN ('day', 'week', 'month')
      AND ($a IS NULL OR e.source = $a OR e.target = $a)
      AND ($b IS NULL OR e.source = $b OR e.target = $b)
    GROUP BY e.source, e.target, date_trunc('month', e.day), e.dataset
    UNION ALL
    SELECT e.source, e.target, date_trunc('month', e.day) AS period, e.dataset, count(DISTINCT n.publisher) AS n_publishers
    FROM events e
    JOIN native_events n ON n.id = e.id
    WHERE e.status = 'actual' AND e.between_states AND NOT e.headline_only AND e.act IS NOT NULL
      AND e.day_precision IN ('day', 'week', 'month')
      AND ($a IS NULL OR e.source = $a OR e.target = $a)
      AND ($b IS NULL OR e.source = $b OR e.target = $b)
    GROUP BY e.source, e.target, date_trunc('month', e.day), e.dataset
) p
ON p.source = c.source AND p.target = c.target AND p.period = c.period AND p.dataset = c.dataset
ORDER BY c.source, c.target, c.period, c.dataset
"""

# Every report of these events with its sentence, article and outlet: the receipt.
EVIDENCE: Final = """
SELECT m.event, r.*, a.title, a.publisher, a.url, a.origin, a.day AS published,
       substr(a.text, CAST(r.sentence_start + 1 AS INT), CAST(r.sentence_end - r.sentence_start AS INT)) AS sentence
FROM given g
JOIN memberships m ON m.event = g.id
JOIN reports r ON r.id = m.report
JOIN articles a ON a.id = r.article
ORDER BY m.event, a.day, r.article, r.trigger_start, r.id
"""

# What the store holds and what of it could not be used.
MISSING_ARTICLES: Final = """
SELECT (SELECT count(*) FROM articles) AS articles,
       (SELECT count(*) FROM articles WHERE day IS NULL) AS undated_articles,
       (SELECT count(*) FROM articles WHERE language <> $language) AS other_languages,
       (SELECT count(*) FROM quarantine) AS quarantined,
       (SELECT count(*) FROM duplicates) AS linked_copies,
       (SELECT min(day) FROM articles) AS first_day,
       (SELECT max(day) FROM articles) AS last_day
"""

# Events of one direction that stand in its levels.
EVENTS_OF_PAIR: Final = """
SELECT * FROM events
WHERE source = $source AND target = $target AND status = 'actual' AND between_states AND NOT headline_only
  AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
ORDER BY day, id
"""

# Outlets that told these events.
PUBLISHERS_OF_PAIR: Final = """
SELECT count(DISTINCT coalesce(a.publisher, '')) AS n
FROM events e
JOIN memberships m ON m.event = e.id
JOIN reports r ON r.id = m.report
JOIN articles a ON a.id = r.article
WHERE e.source = $source AND e.target = $target AND e.status = 'actual' AND e.between_states AND NOT e.headline_only
  AND e.day_precision IN ('day', 'week', 'month')
"""

# What is known of a pair and does not stand in its levels.
LEFT_OUT_OF_PAIR: Final = """
SELECT
  (SELECT count(*) FROM events WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a))
     AND status = 'actual' AND day_precision NOT IN ('day', 'week', 'month')) AS undated_events,
  (SELECT count(*) FROM events WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a))
     AND status <> 'actual') AS other_status,
  (SELECT count(*) FROM reports WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a))
     AND kind <> 'report') AS opinions,
  (SELECT count(*) FROM events WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a))
     AND status = 'actual' AND headline_only) AS headlines,
  (SELECT count(*) FROM events WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a))
     AND status = 'actual' AND NOT headline_only AND NOT between_states
     AND day_precision IN ('day', 'week', 'month')) AS apart
"""

# Who is quoted or paraphrased in reports of a pair, most often first.
SPEAKERS_ON_PAIR: Final = """
SELECT said_by, count(*) AS n FROM reports
WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a)) AND said_by IS NOT NULL
GROUP BY said_by ORDER BY n DESC, said_by LIMIT 8
"""

# How many events has each data set?
DATASETS: Final = """
SELECT dataset, count(*) AS n_events, min(day) AS first_day, max(day) AS last_day FROM events GROUP BY dataset
"""

# What another data set says of an imported event.
NATIVE_OF: Final = """
SELECT n.* FROM native_events n JOIN given g ON g.id = n.id
"""

# Texts that mention an imported event.
NATIVE_MENTIONS_OF: Final = """
SELECT m.* FROM native_mentions m JOIN given g ON g.id = m.event ORDER BY m.seen, m.id
"""

# Per data set, direction and month of a pair: all its events, whether or not they move a relation.
COMPARED: Final = """
SELECT dataset, source, target, date_trunc('month', day) AS period, count(*) AS n_events,
       sum(CASE WHEN between_states THEN 1 ELSE 0 END) AS n_between_states,
       sum(CASE WHEN act IS NULL THEN 1 ELSE 0 END) AS n_without_act,
       sum(CASE WHEN between_states AND quad IN (1, 2) THEN 1 ELSE 0 END) AS cooperation,
       sum(CASE WHEN between_states AND quad IN (3, 4) THEN 1 ELSE 0 END) AS conflict
FROM events
WHERE status = 'actual' AND NOT headline_only AND day_precision IN ('day', 'week', 'month')
  AND ((source = $a AND target = $b) OR (source = $b AND target = $a))
GROUP BY dataset, source, target, date_trunc('month', day)
ORDER BY dataset, source, target, period
"""

# Which coders and ontologies made the reports of this store?
CODERS: Final = """
SELECT DISTINCT coder, ontology FROM reports
"""
