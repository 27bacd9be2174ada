"""The Python face: open a store, read into it, get tables and relations, plot, brief, walk to the sentences.

    import dragoman
    dragoman.read("articles/", store="my-store")
    store = dragoman.open_store("my-store")
    months = dragoman.relation(store, "TUR", "RUS")
    dragoman.plot(store, "TUR", "RUS")

Verbs on other people's events and on corrections: `api_events.py`; on turns, triangles and networks: `api_states.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, overload

from dragoman.api_events import compare, correct, import_events, undo
from dragoman.api_states import network, networks, realignment, realignments, triangle, turns
from dragoman.errors import InputError
from dragoman.mentions.codes import code_of
from dragoman.records import Outcome, Relation, row_of, schema_of
from dragoman.relations.levels import checked_measure
from dragoman.relations.periods import checked
from dragoman.settings import Settings
from dragoman.store import Store, stored_schema
from dragoman.views.brief import Brief
from dragoman.views.brief_more import StateBrief, TriangleBrief, brief_of
from dragoman.views.listings import LISTED, Filters, rows
from dragoman.views.standing import end_of, standing

if TYPE_CHECKING:
    import altair as alt

    from dragoman.claims.score_table import Standing
    from dragoman.flow import Counts
    from dragoman.views.explain import Receipt

__all__ = [
    "brief",
    "claim_scores",
    "compare",
    "correct",
    "explain",
    "import_events",
    "network",
    "networks",
    "open_store",
    "plot",
    "quotes",
    "read",
    "realignment",
    "realignments",
    "relation",
    "relation_table",
    "settle_claims",
    "table",
    "triangle",
    "turns",
    "undo",
]

Form = Literal["arrow", "pandas", "polars"]


def open_store(path: str | Path, *, as_of: int | datetime | None = None) -> Store:
    """Open a store for reading.

    Args:
        path: its folder.
        as_of: a batch number or a moment, to see the store as it was then.
    Raises:
        StoreMissing: if the folder holds no store.
    """
    return Store.open(path, as_of=as_of)


def read(
    inputs: str | Path | Iterable[str | Path],
    *,
    store: str | Path,
    day: date | None = None,
    publisher: str | None = None,
    mapping: Mapping[str, str] | None = None,
    follow: bool = False,
    settings: Settings | None = None,
    progress: Callable[[Counts], None] | None = None,
) -> Counts:
    """Read articles, code them and keep all of it; what the store holds already is passed over.

    Args:
        inputs: a file, folder or address, or several.
        store: folder of the store; made where there is none.
        day: day of publication of articles that have none.
        publisher: outlet of articles that name none.
        mapping: field of an article -> column of a JSONL, CSV or Parquet file.
        follow: read the page behind each feed entry.
        settings: in force; defaults and environment if None.
        progress: called with the counts so far after each batch.
    Returns:
        What became of everything that came in.
    Raises:
        InputError: if an input does not exist.
        StoreError: if the store cannot be written.
    """
    from dragoman.articles import ReadOptions
    from dragoman.flow import read_into
    from dragoman.mentions import Actors
    from dragoman.reports import load_coder

    in_force = settings or Settings()
    return read_into(
        Store.create(store),
        [inputs] if isinstance(inputs, str | Path) else inputs,
        options=ReadOptions(day=day, publisher=publisher, mapping=dict(mapping or {}), follow=follow),
        settings=in_force,
        actors=Actors.load(),
        coder=load_coder(in_force.coder, in_force.historical_days),
        progress=progress,
    )


def table(
    store: Store,
    name: str,
    *,
    actor: str | None = None,
    target: str | None = None,
    act: str | None = None,
    status: str | None = None,
    first: date | None = None,
    last: date | None = None,
    dataset: str | None = None,
    limit: int | None = None,
    form: Form = "arrow",
) -> Any:
    """One table of the store under filters.

    Args:
        store: open.
        name: "articles", "mentions", "quotations", "reports", "events", "stories", "corrections", "duplicates",
            "quarantine", "runs", "batches", or of imported data "native_events" and "native_mentions".
        actor: code or name of the source (of an actor mentioned, for articles and mentions).
        target: code or name of the target.
        act: a PLOVER act.
        status: a status; all if None.
        first: first day.
        last: last day.
        dataset: data sets of events, separated by commas; all if None.
        limit: rows at most.
        form: "arrow" for a `pyarrow.Table`, "pandas" or "polars" for a data frame (with `dragoman[frames]`).
    Raises:
        InputError: if the table is unknown or a filter does not fit it.
        UnknownActor: if nobody has the code or name.
    """
    filters = Filters(
        actor=code_of(actor) if actor else None,
        target=code_of(target) if target else None,
        act=act,
        status=status,
        first=first,
        last=last,
        dataset=dataset,
        limit=limit,
    )
    found = list(rows(store, name, filters))
    return _framed(found, stored_schema(LISTED[name]), form)


def quotes(
    store: Store,
    *,
    by: str | None = None,
    about: str | None = None,
    first: date | None = None,
    last: date | None = None,
    limit: int | None = None,
    form: Form = "arrow",
) -> Any:
    """Who says what: speaker, cue, words, as one table.

    Args:
        store: open.
        by: whose speaker: code or name.
        about: a state named in what is said: code or name.
        first: first day of publication.
        last: last day of publication.
        limit: rows at most.
        form: as for `table`.
    Raises:
        UnknownActor: if nobody has the code or name.
    """
    return table(store, "quotations", actor=by, target=about, first=first, last=last, limit=limit, form=form)


def relation(
    store: Store,
    a: str,
    b: str = "ALL",
    *,
    measure: str = "L2",
    by: str = "month",
    hindsight: bool = False,
    undirected: bool = False,
    first: date | None = None,
    last: date | None = None,
    dataset: str | None = None,
    settings: Settings | None = None,
) -> list[Relation]:
    """Periods of two actors, both directions, each from its first to its last period with news.

    A pair without events has no rows. A period without news has counts of 0, no balance and no intensity (None); its
    level is None too by L0 and L1, and by L2 the carried level with a wider band, or None after a year of silence.

    Args:
        store: open.
        a: code or name of a state, organisation or group (EU, NATO, BRICS ...: its members of the time).
        b: code or name of the other; "ALL", the default, for all others together.
        measure: "L0" balance, "L1" mean intensity, "L2" affinity.
        by: "day", "week" or "month".
        hindsight: L2 from all events, instead of those up to the period.
        undirected: both directions as one relation.
        first: first period to give; any day of it.
        last: last period to give; any day of it.
        dataset: data sets to stand on, separated by commas, or "all"; our own coding if None and there is any, else the
            data set with most events.
        settings: in force; the band's width is taken from here.
    Returns:
        Records in the order of source, target, period, a's direction first; none if nothing is known of the pair.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if the measure or the length of a period is unknown, both ends are the same, or the span ends before
            it begins.
    """
    return standing(
        store,
        end_of(a),
        end_of(b),
        settings=settings or Settings(),
        measure=checked_measure(measure),
        by=checked(by),
        hindsight=hindsight,
        both=undirected,
        dataset=dataset,
        first=first,
        last=last,
    )


def relation_table(store: Store, a: str, b: str = "ALL", *, form: Form = "arrow", **choices: Any) -> Any:
    """As `relation`, as a `pyarrow.Table` or a data frame, one row a direction and period; choices as there."""
    months = relation(store, a, b, **choices)
    return _framed([dict(row_of(m)) for m in months], schema_of(Relation), form)


def plot(store: Store, a: str, b: str = "ALL", **choices: Any) -> alt.VConcatChart:
    """Level of a towards b with its band, gaps and events, as an Altair chart; choices as for `relation`.

    Raises:
        InputError: if there is no news of a towards b: there is nothing to draw, and nothing is drawn as zero.
    """
    from dragoman.views.charts import level_chart

    source = end_of(a)
    months = [m for m in relation(store, a, b, **choices) if m.source == source or choices.get("undirected")]
    if not months:
        raise InputError(f"No news of {a} towards {b} in {store.path}: nothing to draw.")
    return level_chart(months)


@overload
def brief(store: Store, a: str, b: str, *, dataset: str | None = ..., settings: Settings | None = ...) -> Brief: ...
@overload
def brief(store: Store, a: str, *, dataset: str | None = ..., settings: Settings | None = ...) -> StateBrief: ...
@overload
def brief(
    store: Store, a: str, b: str, c: str, *, dataset: str | None = ..., settings: Settings | None = ...
) -> TriangleBrief: ...
def brief(
    store: Store,
    a: str,
    b: str | None = None,
    c: str | None = None,
    *,
    dataset: str | None = None,
    settings: Settings | None = None,
) -> Brief | StateBrief | TriangleBrief:
    """What is known of a pair; of a state among its partners, without `b`; of a state between two others, with `c`.

    `dragoman.views.sheets.sheet_of` makes a page of it, which `views.sheet_forms` and `views.pdf` print.

    Args:
        store: open.
        a: code or name of a state or organisation.
        b: the other of the pair.
        c: a third: does a leave b for c?
        dataset: as for `relation`.
        settings: in force.
    Raises:
        UnknownActor: if nobody has one of the codes or names.
        InputError: if there is a third without a second, or the three are not different.
    """
    if c is not None and b is None:
        raise InputError(f"A triangle needs two others; found only {c}. Give `b` and `c`, or one other as `b`.")
    codes = [code_of(word) for word in (a, b, c) if word is not None]
    return brief_of(store, codes, dataset=dataset, settings=settings or Settings())


def explain(store: Store, wanted: str, *, dataset: str | None = None, settings: Settings | None = None) -> Receipt:
    """Walk from a figure or an id to the sentences it rests on: a tree of `what`, `words`, `row` and `beneath`.

    Args:
        store: open.
        wanted: an id, a level such as "TUR-RUS@2015-11", or an edge of a network such as "RUS~TUR@2015-11..2016-10".
        dataset: on which a level or edge stands, as for `relation`.
        settings: in force; the band's width is taken from here.
    Raises:
        UnknownId: if nothing in the store has the id, or the pair no news then.
        InputError: if it looks like none of these.
    """
    from dragoman.views.explain import explain as receipt_of

    return receipt_of(store, wanted, settings=settings or Settings(), dataset=dataset)


def settle_claims(store: Store, *, dataset: str | None = None, settings: Settings | None = None) -> list[Outcome]:
    """Settle all frozen claims from the events of the store, and keep what has changed; see `docs/claims.md`.

    Args:
        store: open.
        dataset: as for `relation`.
        settings: in force.
    Raises:
        StoreBusy: if another process writes to the store.
    """
    from dragoman.settling import settle

    return settle(store, settings=settings or Settings(), dataset=dataset)


def claim_scores(store: Store, *, by: str = "person", least: int | None = None) -> list[Standing]:
    """How well each holder of settled claims foresaw, as `dragoman claims table` shows it.

    Args:
        store: open.
        by: "person", "office" or "outlet".
        least: settled claims from which a holder is ranked; 10 if None.
    Raises:
        InputError: if `by` or `least` is none.
    """
    from dragoman.claims.score_table import LEAST_SETTLED, standings
    from dragoman.settling import judged

    return standings(judged(store), by=by, least=LEAST_SETTLED if least is None else least)


def _framed(found: list[dict[str, Any]], schema: Any, form: Form) -> Any:
    import pyarrow as pa

    made = pa.Table.from_pylist(found, schema=schema)
    if form == "arrow":
        return made
    if form == "pandas":
        return made.to_pandas()
    if form == "polars":
        import polars

        return polars.from_arrow(made)
    raise InputError(f"No form {form!r}; expected arrow, pandas or polars.")
