"""Every aggregate as one named SQL statement, in the subset that DuckDB and Spark share.

Named values stand as `$name`. Tables are the views of `store.py`, named as their records.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "ARTICLES_KNOWN",
    "BALANCE_COUNTS",
    "BANDS_SHARED",
    "CLAIMS",
    "CLAIMS_OF",
    "CLAIMS_ON_PAIR",
    "CLAIM_COPIES",
    "CLAIM_DAYS",
    "CLAIM_REACH",
    "CLAIM_TEXTS",
    "CODERS",
    "COMPARED",
    "COPIES_OF",
    "CORRECTIONS",
    "DATASETS",
    "DAY_COUNTS",
    "EVENTS_FOR_CLAIMS",
    "EVENTS_IN_PERIOD",
    "EVENTS_OF_EDGES",
    "EVENTS_OF_PAIR",
    "EVENTS_OF_TURN",
    "EVENTS_TOLD_BY",
    "EVENT_ROWS",
    "EVIDENCE",
    "FETCHED",
    "FROZEN_NAMING",
    "FROZEN_OF",
    "KEPT_APART_OR_TOGETHER",
    "LAST_CODER",
    "LEFT_OUT_OF_PAIR",
    "MEMBERSHIPS_OF",
    "MISSING_ARTICLES",
    "NATIVE_MENTIONS_OF",
    "NATIVE_OF",
    "N_IN_PERIOD",
    "OPINIONS_OF_PAIR",
    "OUTCOMES_OF",
    "OUTLETS",
    "OUTLINES_OF",
    "PAIRS_TOLD",
    "PAIR_COUNTS",
    "POOL_COUNTS",
    "PUBLISHED",
    "PUBLISHERS_OF_PAIR",
    "QUARANTINE_BY_ID",
    "QUARANTINE_IDS",
    "QUARANTINE_OF",
    "QUARANTINE_REASONS",
    "REPORTS_AS_CODED",
    "REPORTS_IN",
    "REPORTS_JOINED",
    "REPORTS_NOW",
    "REPORTS_OF_BLOCKS",
    "REPORTS_SHORT",
    "REPORTS_TELLING",
    "REPORTS_TOLD_BY",
    "SIGNATURES",
    "SPEAKERS_ON_PAIR",
    "STORIES_NEAR",
    "STORY_CANDIDATES",
    "STORY_ROWS_OF",
    "TELLING_OF_PAIR",
]

# Which of these articles does the store hold, and from which batch?
ARTICLES_KNOWN: Final = """
SELECT a.id, a.batch, a.day, a.day_why
FROM articles a JOIN given g ON g.id = a.id
"""

# Quarantined items that came from the same place as something that could be read.
QUARANTINE_OF: Final = """
SELECT q.id, q.batch, q.origin FROM quarantine q JOIN given g ON g.origin = q.origin
"""

QUARANTINE_IDS: Final = "SELECT id FROM quarantine ORDER BY id"

# Quarantined items by id.
QUARANTINE_BY_ID: Final = """
SELECT q.id, q.batch FROM quarantine q JOIN given g ON g.id = q.id
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

# Reports of these blocks. A block is a directed pair and a period: a month, a longer period, or the article of undated
# reports. See `events.merge.block_of`. No report of them has a day before `$first` or after `$last`.
#
# Three more statements complete them to the short form of merging. As one join of four tables they took 70 MB at 20,000
# articles and more with every thousand, since memberships and articles were hashed whole; apart they take some 10.
REPORTS_OF_BLOCKS: Final = """
SELECT r.id, r.article, r.role, r.source, r.target, r.source_sector, r.target_sector, r.act, r.quad, r.intensity,
       r.status, r.kind, r.day, r.day_precision, r.day_why, r.place, r.confidence
FROM given g
JOIN reports r ON r.source = g.source AND r.target = g.target
  AND CASE WHEN r.day IS NULL THEN r.article
           WHEN r.day_precision IN ('day', 'week', 'month') THEN substr(CAST(r.day AS VARCHAR), 1, 7)
           ELSE concat(r.day_precision, ' ', CAST(r.day AS VARCHAR)) END = g.period
WHERE r.day IS NULL OR r.day BETWEEN $first AND $last
"""

# The event that each of these reports tells so far.
MEMBERSHIPS_OF: Final = """
SELECT m.report, m.event, m.batch AS of_batch FROM memberships m JOIN given g ON g.id = m.report
"""

# Which of these reports the user keeps apart or together.
KEPT_APART_OR_TOGETHER: Final = """
SELECT c.report, c.apart, c.together FROM amended c JOIN given g ON g.id = c.report WHERE NOT c.lifted
"""

# These reports in the short form of merging.
REPORTS_SHORT: Final = """
SELECT r.id, r.article, a.publisher, r.role, r.source, r.target, r.source_sector, r.target_sector, r.act, r.quad,
       r.intensity, r.status, r.kind, r.day, r.day_precision, r.day_why, r.place, r.confidence, a.day AS published,
       c.apart, c.together
FROM given g
JOIN reports r ON r.id = g.id
JOIN articles a ON a.id = r.article
LEFT JOIN amended c ON c.report = r.id AND NOT c.lifted
"""

# Reports that the user joined with others, in the same form.
REPORTS_JOINED: Final = """
SELECT r.id, r.article, a.publisher, r.role, r.source, r.target, r.source_sector, r.target_sector, r.act, r.quad,
       r.intensity, r.status, r.kind, r.day, r.day_precision, r.day_why, r.place, r.confidence, a.day AS published,
       c.apart, c.together
FROM amended c
JOIN reports r ON r.id = c.report
JOIN articles a ON a.id = r.article
WHERE NOT c.lifted AND c.together IS NOT NULL
"""

# Reports of these articles as they were coded, before any correction.
REPORTS_AS_CODED: Final = """
SELECT r.* FROM coded_reports r JOIN given g ON g.article = r.article ORDER BY r.id
"""

# Reports of these articles as corrected.
REPORTS_IN: Final = """
SELECT r.* FROM reports r JOIN given g ON g.article = r.article ORDER BY r.id
"""

# Where reports of these articles stand now: corrected, without the discarded.
REPORTS_NOW: Final = """
SELECT r.id, r.article, a.publisher, r.role, r.source, r.target, r.source_sector, r.target_sector, r.act, r.quad,
       r.intensity, r.status, r.kind, r.day, r.day_precision, r.day_why, r.place, r.confidence, a.day AS published,
       m.event
FROM given g
JOIN reports r ON r.article = g.article
JOIN articles a ON a.id = r.article
LEFT JOIN memberships m ON m.report = r.id
"""

# Outlet and day of these articles.
PUBLISHED: Final = """
SELECT a.id, a.publisher, a.day FROM articles a JOIN given g ON g.article = a.id
"""

# Reports that tell these events.
REPORTS_TELLING: Final = """
SELECT m.report AS id, m.article, m.event FROM memberships m JOIN given g ON g.event = m.event
"""

# The coder and ontology of the last run.
LAST_CODER: Final = """
SELECT coder, ontology FROM runs ORDER BY started DESC, id LIMIT 1
"""

# Everything that users corrected, in the order in which they did.
CORRECTIONS: Final = """
SELECT * FROM corrections ORDER BY made, id
"""

CLAIMS: Final = """
SELECT * FROM claims ORDER BY made NULLS LAST, id
"""

CLAIMS_OF: Final = """
SELECT t.* FROM claims t JOIN given g ON g.id = t.id
"""

# Claims about two states, whichever parts they play in it. `$a` and `$b` are the two.
CLAIMS_ON_PAIR: Final = """
SELECT id FROM claims
WHERE (source = $a OR target = $a OR third = $a) AND (source = $b OR target = $b OR third = $b)
"""

REDRAFTED: Final = """
SELECT claim, rule FROM redrafted
"""

FROZEN: Final = """
SELECT * FROM frozen ORDER BY number
"""

FROZEN_OF: Final = """
SELECT f.* FROM frozen f JOIN given g ON g.id = f.claim ORDER BY f.number
"""

# Frozen claims whose body holds two words, such as the codes of two states in quotation marks.
FROZEN_NAMING: Final = """
SELECT * FROM frozen WHERE contains(body, $a) AND contains(body, $b) ORDER BY number
"""

OUTCOMES_OF: Final = """
SELECT o.* FROM outcomes o JOIN given g ON g.id = o.claim ORDER BY o.claim, o.review
"""

TEXTS_OF: Final = """
SELECT t.id, t.text FROM articles t JOIN given g ON g.id = t.id
"""

# Reports of these articles in the same form, as far as they tell an event.
REPORTS_TOLD_BY: Final = """
SELECT r.id, r.article, a.publisher, r.role, r.source, r.target, r.source_sector, r.target_sector, r.act, r.quad,
       r.intensity, r.status, r.kind, r.day, r.day_precision, r.day_why, r.place, r.confidence, a.day AS published
FROM given g
JOIN reports r ON r.article = g.article
JOIN memberships m ON m.report = r.id
JOIN articles a ON a.id = r.article
"""

# What these articles are about. None of them was published before `$first` or after `$last`.
OUTLINES_OF: Final = """
SELECT o.article, o.day, o.terms FROM outlines o JOIN given g ON g.article = o.article
WHERE o.day IS NULL OR o.day BETWEEN $first AND $last
"""

# Links of these articles to others with nearly the same text.
COPIES_OF: Final = """
SELECT d.article, d.other FROM duplicates d JOIN given g ON g.article = d.article
"""

# Articles that share at least two terms with one of the given within some days; undated ones with undated ones.
STORY_CANDIDATES: Final = """
SELECT DISTINCT article FROM (
    SELECT t.article, g.article AS other,
           row_number() OVER (PARTITION BY g.article ORDER BY count(*) DESC, t.article) AS place
    FROM story_terms t
    JOIN given g ON g.term = t.term AND t.day BETWEEN g.day - $apart AND g.day + $apart
    WHERE t.day BETWEEN $first AND $last
    GROUP BY t.article, g.article HAVING count(*) >= 2
) c
WHERE c.place <= $most
"""

# Articles of the stories of these articles: of each story these themselves and its newest.
STORIES_NEAR: Final = """
SELECT n.article, n.story, n.day
FROM (
    SELECT s.article, s.story, s.day,
           row_number() OVER (PARTITION BY s.story ORDER BY g.article IS NULL, s.day DESC, s.article) AS place
    FROM stories s
    LEFT JOIN given g ON g.article = s.article
    WHERE (s.day IS NULL OR s.day >= $first)
      AND s.story IN (
          SELECT t.story FROM stories t JOIN given h ON h.article = t.article WHERE t.day IS NULL OR t.day >= $first
      )
) n
WHERE n.place <= $of_a_story
ORDER BY n.place, n.article
LIMIT $most
"""

# Under which days do these articles stand among the stories?
STORY_ROWS_OF: Final = """
SELECT DISTINCT s.article, s.day FROM stories s JOIN given g ON g.article = s.article
"""

# All rows of these events, superseded ones too: the newest of each counts. The view `events` would sort the whole table.
EVENT_ROWS: Final = """
SELECT e.* FROM raw_events e JOIN given g ON g.id = e.id WHERE e.batch IN (SELECT batch FROM visible) ORDER BY e.batch
"""

# Per directed pair and period: events by quad class, and outlets that told them. Only actual acts between states whose
# period is known. `$a` and `$b` are the two ends; either direction. `$by` is day, week or month.
BALANCE_COUNTS: Final = """
SELECT c.source, c.target, c.period, c.dataset,
       c.verbal_cooperation, c.material_cooperation, c.verbal_conflict, c.material_conflict,
       c.n_events, c.intensity_sum, c.intensity_squares, coalesce(p.n_publishers, 0) AS n_publishers
FROM (
    SELECT source, target, date_trunc($by, day) AS period, dataset,
           sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS verbal_cooperation,
           sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS material_cooperation,
           sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS verbal_conflict,
           sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS material_conflict,
           count(*) AS n_events, sum(intensity) AS intensity_sum, sum(intensity * intensity) AS intensity_squares
    FROM events
    WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
      AND (day_precision = 'day' OR (day_precision = 'week' AND $by <> 'day') OR (day_precision = 'month' AND $by = 'month'))
      AND ($a IS NULL OR source = $a OR target = $a)
      AND ($b IS NULL OR source = $b OR target = $b)
    GROUP BY source, target, date_trunc($by, day), dataset
) c
LEFT JOIN (
    SELECT e.source, e.target, date_trunc($by, e.day) AS period, e.dataset,
           count(DISTINCT coalesce(a.publisher, '')) AS n_publishers
    FROM events e
    JOIN memberships m ON m.event = e.id
    JOIN reports r ON r.id = m.report
    JOIN articles a ON a.id = r.article
    WHERE e.status = 'actual' AND e.between_states AND NOT e.headline_only
      AND (e.day_precision = 'day' OR (e.day_precision = 'week' AND $by <> 'day')
           OR (e.day_precision = 'month' AND $by = 'month'))
      AND ($a IS NULL OR e.source = $a OR e.target = $a)
      AND ($b IS NULL OR e.source = $b OR e.target = $b)
    GROUP BY e.source, e.target, date_trunc($by, e.day), e.dataset
    UNION ALL
    SELECT e.source, e.target, date_trunc($by, e.day) AS period, e.dataset, count(DISTINCT n.publisher) AS n_publishers
    FROM events e
    JOIN native_events n ON n.id = e.id
    WHERE e.status = 'actual' AND e.between_states AND NOT e.headline_only AND e.act IS NOT NULL
      AND (e.day_precision = 'day' OR (e.day_precision = 'week' AND $by <> 'day')
           OR (e.day_precision = 'month' AND $by = 'month'))
      AND ($a IS NULL OR e.source = $a OR e.target = $a)
      AND ($b IS NULL OR e.source = $b OR e.target = $b)
    GROUP BY e.source, e.target, date_trunc($by, e.day), e.dataset
) p
ON p.source = c.source AND p.target = c.target AND p.period = c.period AND p.dataset = c.dataset
ORDER BY c.source, c.target, c.period, c.dataset
"""

# Cooperation and conflict of all directed pairs by period: what the prior of measure L2 is learned from.
POOL_COUNTS: Final = """
SELECT source, target, date_trunc($by, day) AS period,
       sum(CASE WHEN quad <= 2 THEN 1 ELSE 0 END) AS cooperation, sum(CASE WHEN quad > 2 THEN 1 ELSE 0 END) AS conflict
FROM events
WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
  AND (day_precision = 'day' OR (day_precision = 'week' AND $by <> 'day') OR (day_precision = 'month' AND $by = 'month'))
GROUP BY source, target, date_trunc($by, day)
ORDER BY source, target, period
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

# Per directed pair, day and act: events of cooperation and of conflict, as they stand in levels.
DAY_COUNTS: Final = """
SELECT source, target, day, day_precision, act,
       sum(CASE WHEN quad IN (1, 2) THEN 1 ELSE 0 END) AS cooperation,
       sum(CASE WHEN quad IN (3, 4) THEN 1 ELSE 0 END) AS conflict
FROM events
WHERE status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
GROUP BY source, target, day, day_precision, act
ORDER BY source, target, day, day_precision, act
"""

# Which events of one kind happened between two actors, in either direction, between two days? Most told first.
EVENTS_OF_TURN: Final = """
SELECT id, source, target, act, quad, day, n_articles, n_publishers FROM events
WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a))
  AND day BETWEEN $first AND $last AND ((quad IN (1, 2)) = $cooperation)
  AND status = 'actual' AND between_states AND NOT headline_only AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
ORDER BY n_publishers DESC, n_articles DESC, day, id
"""

# Events of these pairs, in either direction, that stand in their levels between two days: of each the most told.
EVENTS_OF_EDGES: Final = """
SELECT c.one, c.other, c.id FROM (
    SELECT g.one, g.other, e.id,
           row_number() OVER (
               PARTITION BY g.one, g.other ORDER BY e.n_publishers DESC, e.n_articles DESC, e.day, e.id
           ) AS place
    FROM events e
    JOIN given g ON g.one = least(e.source, e.target) AND g.other = greatest(e.source, e.target)
    WHERE e.status = 'actual' AND e.between_states AND NOT e.headline_only AND e.act IS NOT NULL
      AND e.day_precision IN ('day', 'week', 'month') AND e.day BETWEEN $first AND $last
) c
WHERE c.place <= $most
ORDER BY c.one, c.other, c.place
"""

# Events of one direction that stand in its levels.
EVENTS_OF_PAIR: Final = """
SELECT * FROM events
WHERE source = $source AND target = $target AND status = 'actual' AND between_states AND NOT headline_only
  AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
ORDER BY day, id
"""

# Events of one direction that stand in its levels, between two days: the latest.
EVENTS_IN_PERIOD: Final = """
SELECT * FROM events
WHERE source = $source AND target = $target AND day BETWEEN $first AND $last
  AND status = 'actual' AND between_states AND NOT headline_only AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
ORDER BY day DESC, id LIMIT $most
"""

# How many are these?
N_IN_PERIOD: Final = """
SELECT count(*) AS n FROM events
WHERE source = $source AND target = $target AND day BETWEEN $first AND $last
  AND status = 'actual' AND between_states AND NOT headline_only AND act IS NOT NULL
  AND day_precision IN ('day', 'week', 'month')
"""

# Of each month of a direction the events that weigh most, and of these the heaviest: all among which
# `views.brief.most_telling` chooses, without the others. Weight: |intensity| * confidence * (1 + ln(publishers)).
TELLING_OF_PAIR: Final = """
SELECT * FROM (
    SELECT w.*, row_number() OVER (PARTITION BY date_trunc('month', day) ORDER BY weight DESC, day, id) AS place
    FROM (
        SELECT e.*, abs(intensity) * coalesce(confidence, 1.0) * (1 + ln(greatest(n_publishers, 1))) AS weight
        FROM events e
        WHERE source = $source AND target = $target AND status = 'actual' AND between_states AND NOT headline_only
          AND act IS NOT NULL AND day_precision IN ('day', 'week', 'month')
    ) w
) p
WHERE place <= $a_month ORDER BY weight DESC, day, id LIMIT $most
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

# Reports of a pair that judge or predict.
OPINIONS_OF_PAIR: Final = """
SELECT count(*) AS n FROM reports
WHERE ((source = $a AND target = $b) OR (source = $b AND target = $a)) AND kind <> 'report'
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

# Undirected pairs of states with their events, most first: what a reader can choose from.
PAIRS_TOLD: Final = """
SELECT CASE WHEN source < target THEN source ELSE target END AS a,
       CASE WHEN source < target THEN target ELSE source END AS b,
       CAST(sum(verbal_cooperation + material_cooperation) AS BIGINT) AS cooperation,
       CAST(sum(verbal_conflict + material_conflict) AS BIGINT) AS conflict,
       min(first_day) AS first_day, max(last_day) AS last_day
FROM months
GROUP BY 1, 2
ORDER BY sum(n_events) DESC, 1, 2
"""

# Outlets with their articles, most first.
OUTLETS: Final = """
SELECT publisher, count(*) AS articles, min(day) AS first_day, max(day) AS last_day
FROM articles GROUP BY publisher ORDER BY count(*) DESC, publisher
"""

# Why inputs were refused.
QUARANTINE_REASONS: Final = """
SELECT reason, count(*) AS n FROM quarantine GROUP BY reason ORDER BY count(*) DESC, reason
"""

# Events of these states that may settle claims: those that stand in levels. An imported event with the outlet that told it.
EVENTS_FOR_CLAIMS: Final = """
SELECT e.id, e.dataset, e.source, e.target, e.act, e.quad, e.day, e.day_precision, e.last_day, n.publishers
FROM (
    SELECT * FROM events
    WHERE (source IN (SELECT state FROM given) OR target IN (SELECT state FROM given))
      AND status = 'actual' AND between_states AND source <> target AND NOT headline_only AND act IS NOT NULL
      AND day_precision IN ('day', 'week', 'month')
) e
LEFT JOIN (
    SELECT id, array_agg(DISTINCT publisher) AS publishers FROM native_events WHERE publisher IS NOT NULL GROUP BY id
) n ON n.id = e.id
ORDER BY e.day, e.id
"""

# Articles that tell these events.
CLAIM_TEXTS: Final = """
SELECT DISTINCT m.event, m.article, a.publisher, a.day
FROM given g
JOIN memberships m ON m.event = g.event
JOIN reports r ON r.id = m.report
JOIN articles a ON a.id = m.article
ORDER BY m.event, a.day, m.article
"""

# Articles with nearly the same text as these.
CLAIM_COPIES: Final = """
SELECT g.article, d.other AS copy FROM duplicates d JOIN given g ON g.article = d.article
UNION
SELECT g.article, d.article AS copy FROM duplicates d JOIN given g ON g.article = d.other
"""

# Days on which the data tell anything of anybody.
CLAIM_DAYS: Final = """
SELECT DISTINCT day FROM events
WHERE status = 'actual' AND day IS NOT NULL AND day_precision IN ('day', 'week', 'month') ORDER BY day
"""

# How far each kind of data reaches: our own to the last article, others to their last event.
CLAIM_REACH: Final = """
SELECT e.dataset, CASE WHEN e.dataset = $own THEN (SELECT max(day) FROM articles) ELSE e.last_day END AS last_day
FROM (SELECT dataset, max(day) AS last_day FROM events GROUP BY dataset) e
"""

# As BALANCE_COUNTS, of one pair. Both ends stand bare, so that files sorted by them are read in part.
PAIR_COUNTS: Final = """
SELECT c.source, c.target, c.period, c.dataset,
       c.verbal_cooperation, c.material_cooperation, c.verbal_conflict, c.material_conflict,
       c.n_events, c.intensity_sum, c.intensity_squares, coalesce(p.n_publishers, 0) AS n_publishers
FROM (
    SELECT source, target, date_trunc($by, day) AS period, dataset,
           sum(CASE WHEN quad = 1 THEN 1 ELSE 0 END) AS verbal_cooperation,
           sum(CASE WHEN quad = 2 THEN 1 ELSE 0 END) AS material_cooperation,
           sum(CASE WHEN quad = 3 THEN 1 ELSE 0 END) AS verbal_conflict,
           sum(CASE WHEN quad = 4 THEN 1 ELSE 0 END) AS material_conflict,
           count(*) AS n_events, sum(intensity) AS intensity_sum, sum(intensity * intensity) AS intensity_squares
    FROM events
    WHERE source = $source AND target = $target
      AND status = 'actual' AND between_states AND NOT headline_only AND act IS NOT NULL
      AND (day_precision = 'day' OR (day_precision = 'week' AND $by <> 'day') OR (day_precision = 'month' AND $by = 'month'))
    GROUP BY source, target, date_trunc($by, day), dataset
) c
LEFT JOIN (
    SELECT date_trunc($by, e.day) AS period, e.dataset, count(DISTINCT o.publisher) AS n_publishers
    FROM events e
    JOIN outlets o ON o.event = e.id AND o.source = e.source AND o.target = e.target
    WHERE e.source = $source AND e.target = $target AND o.source = $source AND o.target = $target
      AND e.status = 'actual' AND e.between_states AND NOT e.headline_only AND e.act IS NOT NULL
      AND (e.day_precision = 'day' OR (e.day_precision = 'week' AND $by <> 'day')
           OR (e.day_precision = 'month' AND $by = 'month'))
    GROUP BY date_trunc($by, e.day), e.dataset
) p
ON p.period = c.period AND p.dataset = c.dataset
ORDER BY c.period, c.dataset
"""
