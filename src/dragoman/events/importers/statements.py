"""The SQL of importing: tables in memory, and what is asked of them for each piece of a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

__all__ = [
    "ANY_REPEATED",
    "EVENT_COLUMNS",
    "FAULTS",
    "JUDGED",
    "MENTIONS",
    "NATIVE_COLUMNS",
    "NEW_ACTORS",
    "NEW_CODES",
    "QUARANTINED",
    "REPEATED",
    "TABLES",
]

TABLES: Final = (
    "CREATE TEMP TABLE seen (key UBIGINT, facts UBIGINT)",
    "CREATE TEMP TABLE refused (id VARCHAR)",
    (
        "CREATE TEMP TABLE actors (code VARCHAR, name VARCHAR, sectors VARCHAR, state VARCHAR, sector VARCHAR, "
        "fault VARCHAR, apart BOOLEAN)"
    ),
    (
        "CREATE TEMP TABLE acts (code VARCHAR, mode VARCHAR, known BOOLEAN, act VARCHAR, quad BIGINT, weight DOUBLE, "
        "plover_mode VARCHAR, contexts VARCHAR, loss VARCHAR, fault VARCHAR)"
    ),
)

NEW_ACTORS: Final = """
SELECT k.* FROM (
    SELECT coalesce(source_code, '') AS code, coalesce(source_name, '') AS name, coalesce(source_sectors, '') AS sectors
    FROM staged
    UNION
    SELECT coalesce(target_code, ''), coalesce(target_name, ''), coalesce(target_sectors, '') FROM staged
) k ANTI JOIN actors a ON a.code = k.code AND a.name = k.name AND a.sectors = k.sectors
"""

NEW_CODES: Final = """
SELECT k.* FROM (SELECT DISTINCT code, coalesce(mode, '') AS mode FROM staged WHERE code IS NOT NULL) k
ANTI JOIN acts a ON a.code = k.code AND a.mode = k.mode
"""

_DAY: Final = """
CAST(CASE length({day})
    WHEN 10 THEN coalesce(try_strptime({day}, '%Y-%m-%d'), try_strptime({day}, '%d-%m-%Y'))
    WHEN 8 THEN try_strptime({day}, '%Y%m%d')
    WHEN 6 THEN try_strptime({day}, '%y%m%d')
    ELSE coalesce(try_strptime({day}, '%d %B %Y'), try_strptime({day}, '%Y-%m-%d %H:%M:%S'),
                  try_strptime({day}, '%Y-%m-%dT%H:%M:%S'), try_strptime({day}, '%d-%B-%Y'))
END AS DATE)
"""

_ID: Final = """
substr(md5(concat_ws(chr(31), $prefix, coalesce(s.native_id, concat_ws(chr(30), {identity})))), 1, 16)
"""

# Every row with what it means, its id, and why it cannot be used, if so.
JUDGED: Final = f"""
CREATE OR REPLACE TEMP TABLE judged AS
SELECT *, hash(id) AS key, hash(day, source_code, target_code, code) AS facts, FALSE AS repeated,
    CASE WHEN raw_code IS NULL THEN 'no act code'
         WHEN NOT coalesce(code_known, FALSE) THEN 'unknown act code'
         WHEN day IS NULL OR year(day) NOT BETWEEN 1500 AND 2200 THEN 'impossible date'
         WHEN coalesce(source_code, source_name, target_code, target_name) IS NULL THEN 'no actor' END AS reason
FROM (
    SELECT 'E' || {_ID} AS id, s.line, s.recoded, s.native_id,
        {_DAY.replace("{day}", "s.day")} AS day, s.day AS raw_day,
        {_DAY.replace("{day}", "s.last_day")} AS last_day,
        coalesce(s.day_precision, 'day') AS day_precision,
        s.source_code, s.source_name, s.target_code, s.target_name, coalesce(s.code, '') AS code, s.code AS raw_code,
        a.state AS source, a.sector AS source_sector, a.fault AS source_fault,
        b.state AS target, b.sector AS target_sector, b.fault AS target_fault,
        NOT a.apart AND NOT b.apart AS between_states,
        c.known AS code_known, c.act, c.quad, c.loss, c.fault AS code_fault, c.plover_mode,
        coalesce(s.contexts, c.contexts) AS contexts, s.weight, coalesce(s.weight, c.weight, 0) AS intensity,
        s.deaths, greatest(coalesce(s.n_reports, 1), 1) AS n_reports, greatest(coalesce(s.n_articles, 1), 1) AS n_articles,
        greatest(coalesce(s.n_publishers, 1), 1) AS n_publishers,
        s.url, s.publisher, s.story, s.place, s.latitude, s.longitude
    FROM staged s
    LEFT JOIN actors a ON a.code = coalesce(s.source_code, '') AND a.name = coalesce(s.source_name, '')
        AND a.sectors = coalesce(s.source_sectors, '')
    LEFT JOIN actors b ON b.code = coalesce(s.target_code, '') AND b.name = coalesce(s.target_name, '')
        AND b.sectors = coalesce(s.target_sectors, '')
    LEFT JOIN acts c ON c.code = s.code AND c.mode = coalesce(s.mode, '')
)
"""

# Mentions of events: `code` holds the number of the sentence, `weight` the confidence.
MENTIONS: Final = f"""
CREATE OR REPLACE TEMP TABLE judged AS
SELECT 'E' || {_ID} AS event, s.line, s.native_id, {_DAY.replace("{day}", "s.day")} AS day, s.day AS raw_day,
    'N' || substr(md5(concat_ws(chr(31), $prefix, s.native_id, s.url, s.code, s.day)), 1, 16) AS id,
    s.publisher, s.url, TRY_CAST(s.code AS BIGINT) AS sentence, s.weight AS confidence, CAST(0 AS UBIGINT) AS facts, hash(substr(md5(concat_ws(chr(31), $prefix, s.native_id, s.url, s.code, s.day)), 1, 16)) AS key,
    FALSE AS repeated, CASE WHEN s.native_id IS NULL THEN 'no event id' END AS reason,
    s.url AS source_code, s.publisher AS target_code, s.code AS raw_code
FROM staged s
"""

# Whether any row's id was met before: in the store, in an earlier piece, or above in this one.
ANY_REPEATED: Final = """
SELECT CAST((SELECT count(key) - count(DISTINCT key) FROM judged WHERE reason IS NULL) AS BIGINT)
     + (SELECT count(*) FROM (SELECT key FROM seen) s SEMI JOIN judged j ON j.key = s.key)
"""

# If so, which they are, and whether they say what the first said.
REPEATED: Final = """
UPDATE judged SET repeated = TRUE,
    reason = CASE WHEN m.facts <> judged.facts THEN 'repeated id, other content' ELSE reason END
FROM (
    SELECT j.line, coalesce(s.facts, j.first_facts) AS facts
    FROM (SELECT key, line, facts, row_number() OVER w AS place, first_value(facts) OVER w AS first_facts
          FROM judged WHERE reason IS NULL WINDOW w AS (PARTITION BY key ORDER BY line)) j
    LEFT JOIN (SELECT DISTINCT ON (key) key, facts FROM seen SEMI JOIN judged USING (key)) s ON s.key = j.key
    WHERE j.place > 1 OR s.key IS NOT NULL
) m
WHERE m.line = judged.line
"""

# Imported rows by what is wrong with them.
FAULTS: Final = """
SELECT source_fault, target_fault, code_fault IS NOT NULL, recoded, count(*)
FROM judged WHERE reason IS NULL AND NOT repeated
  AND (source_fault IS NOT NULL OR target_fault IS NOT NULL OR code_fault IS NOT NULL OR recoded)
GROUP BY ALL
"""

QUARANTINED: Final = """
SELECT line, reason,
    CASE reason WHEN 'impossible date' THEN 'day ' || coalesce(raw_day, 'none')
                WHEN 'unknown act code' THEN 'code ' || raw_code
                WHEN 'no act code' THEN 'none' WHEN 'no actor' THEN 'neither source nor target'
                WHEN 'no event id' THEN 'none' ELSE 'id ' || coalesce(native_id, 'none') END,
    concat_ws(' | ', native_id, raw_day, source_code, target_code, raw_code, url)
FROM judged WHERE reason IS NOT NULL
"""

EVENT_COLUMNS: Final[Mapping[str, str]] = {
    "id": "id",
    "dataset": "$dataset",
    "source": "source",
    "target": "target",
    "between_states": "between_states",
    "act": "act",
    "quad": "quad",
    "intensity": "intensity",
    "status": "'actual'",
    "day": "day",
    "day_precision": "day_precision",
    "n_reports": "n_reports",
    "n_articles": "n_articles",
    "n_publishers": "n_publishers",
    "headline_only": "FALSE",
    "confidence": "CAST(NULL AS DOUBLE)",
    "n_sources": "n_publishers",
    "first_report": "''",
    "first_published": "CAST(NULL AS DATE)",
    "last_day": "coalesce(last_day, day)",
    "variants": "CAST([] AS VARCHAR[])",
}
"""Columns of `records.Event`, as many of them as it has."""

NATIVE_COLUMNS: Final[Mapping[str, str]] = {
    "id": "id",
    "dataset": "$dataset",
    "native_id": "native_id",
    "file": "$file",
    "line": "line",
    "code": "code",
    "mode": "plover_mode",
    "contexts": "contexts",
    "loss": "loss",
    "faults": "CASE WHEN recoded OR source_fault IS NOT NULL OR target_fault IS NOT NULL OR code_fault IS NOT NULL THEN "
    "concat_ws('; ', source_fault, target_fault, code_fault, "
    "CASE WHEN recoded THEN 'no UTF-8; read as Windows-1252' END) END",
    "source_code": "source_code",
    "source_name": "source_name",
    "source_sector": "source_sector",
    "target_code": "target_code",
    "target_name": "target_name",
    "target_sector": "target_sector",
    "weight": "weight",
    "deaths": "deaths",
    "url": "url",
    "publisher": "publisher",
    "story": "story",
    "place": "nullif(place, '')",
    "latitude": "latitude",
    "longitude": "longitude",
}
