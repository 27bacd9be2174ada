"""How the claims of a store are settled: evidence read, verdicts and scores written, a person's word above the data's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman import statements
from dragoman.claims.chain import frozen_claim
from dragoman.claims.evidence import News, Text, Told, told_from
from dragoman.claims.score import brier, log_score
from dragoman.claims.score_base import base_rate
from dragoman.claims.score_table import Judged
from dragoman.claims.settle import Verdict, settled, windows
from dragoman.claims.settle_level import level_on
from dragoman.claims.settle_turn import turn_in
from dragoman.errors import InputError, UnknownId
from dragoman.records import Claim, Frozen, Outcome, Overruling, Rule, fingerprint
from dragoman.relations.count_turns import fit_prior, pair_counts
from dragoman.relations.datasets import OWN, standing_on
from dragoman.relations.levels import prior_of
from dragoman.relations.partition import Prior as TurnPrior
from dragoman.runs import run_of_change

if TYPE_CHECKING:
    from dragoman.relations.affinity import Prior
    from dragoman.settings import Settings
    from dragoman.store import Store

__all__ = [
    "VERDICTS",
    "basing",
    "frozen_claims",
    "judged",
    "news_of",
    "outcomes",
    "overrule",
    "settle",
    "undo_overruling",
]

VERDICTS: Final = ("true", "false", "void", "open")


def settle(
    store: Store,
    *,
    settings: Settings,
    dataset: str | None = None,
    made: datetime | None = None,
) -> list[Outcome]:
    """Settle all frozen claims from the events of the store, and keep what has changed.

    Args:
        store: open.
        settings: in force.
        dataset: data sets to stand on, as for `relations.standing_on`.
        made: when; now if None.
    Returns:
        The outcome of each claim and window, by claim; what a person overruled as that person said.
    Raises:
        StoreBusy: if another process writes to the store.
    """
    claims = frozen_claims(store)
    if not claims:
        return []
    found = _settled(store, claims, dataset=dataset, made=made or datetime.now(UTC))
    held = {(o.claim, o.review): o for o in outcomes(store)}
    new = [o for o in found if _differs(held.get((o.claim, o.review)), o)]
    if new:
        with store.writing(run_of_change(store, settings)) as writer:
            writer.commit(new)
    return found


def overrule(
    store: Store,
    claim: str,
    verdict: str,
    *,
    author: str,
    note: str,
    settings: Settings,
    review: str | None = None,
    dataset: str | None = None,
    made: datetime | None = None,
) -> Overruling:
    """Say what became of a claim, above the data; it can be undone.

    Args:
        store: open.
        claim: id of a frozen claim.
        verdict: "true", "false", "void" or "open".
        author: who says so.
        note: why; at least a word.
        settings: in force.
        review: "deadline", or the review of an open-ended claim; its only window if None.
        dataset: as for `settle`.
        made: when; now if None.
    Raises:
        UnknownId: if no frozen claim has the id.
        InputError: if the verdict or review is unknown, or there is no note.
    """
    known = {c.id: rule for c, rule, _ in frozen_claims(store)}
    if claim not in known:
        raise UnknownId(f"No frozen claim {claim} in {store.path}. `dragoman claims` lists them; freeze one first.")
    names = [name for name, _ in windows(known[claim])]
    chosen = review or (names[0] if len(names) == 1 else None)
    if chosen not in names:
        raise InputError(f"Review {review!r} is none of claim {claim}; expected {', '.join(names)}. Give --review.")
    if verdict not in VERDICTS:
        raise InputError(f"No verdict {verdict!r}; expected {', '.join(VERDICTS)}.")
    if not note.strip():
        raise InputError("Overruling needs a note that says why. Give --note.")
    when = made or datetime.now(UTC)
    one = Overruling(
        id=fingerprint("V", claim, chosen, verdict, author, note, when.isoformat()),
        claim=claim,
        review=chosen,
        verdict=verdict,
        author=author,
        note=note,
        made=when,
        undoes=None,
    )
    _kept(store, one, settings=settings, dataset=dataset)
    return one


def undo_overruling(
    store: Store,
    wanted: str,
    *,
    author: str,
    note: str,
    settings: Settings,
    dataset: str | None = None,
    made: datetime | None = None,
) -> Overruling:
    """Take an overruling back; both stay listed, and the data speak again. An undoing can itself be undone.

    Raises:
        UnknownId: if the store has no such overruling.
    """
    held = {o.id: o for o in overrulings(store)}
    if wanted not in held:
        raise UnknownId(f"No overruling {wanted} in {store.path}. `dragoman claims overrule --list` shows them.")
    when = made or datetime.now(UTC)
    one = Overruling(
        id=fingerprint("V", "undo", wanted, author, note, when.isoformat()),
        claim=held[wanted].claim,
        review=held[wanted].review,
        verdict=None,
        author=author,
        note=note,
        made=when,
        undoes=wanted,
    )
    _kept(store, one, settings=settings, dataset=dataset)
    return one


def frozen_claims(store: Store) -> list[tuple[Claim, Rule, str]]:
    """Each frozen claim with its rule and the hash of its link; of a claim frozen twice the first link holds."""
    if not store.has(Frozen):
        return []
    made: dict[str, tuple[Claim, Rule, str]] = {}
    names = [f.name for f in fields(Frozen)]
    for row in store.query("SELECT * FROM frozen ORDER BY number").to_pylist():
        one = Frozen(**{n: row[n] for n in names})
        claim = frozen_claim(one)
        if claim.rule is not None and claim.id not in made:
            made[claim.id] = claim, claim.rule, one.hash
    return list(made.values())


def outcomes(store: Store, *, ids: Sequence[str] | None = None) -> list[Outcome]:
    """What became of the claims of a store, or of these alone, as last settled, by claim and review."""
    if not store.has(Outcome):
        return []
    names = [f.name for f in fields(Outcome)]
    rows = (
        store.query("SELECT * FROM outcomes ORDER BY claim, review")
        if ids is None
        else store.query(statements.OUTCOMES_OF, given={"id": list(ids)})
    ).to_pylist()
    return [Outcome(**{**{n: r[n] for n in names}, "events": tuple(r["events"] or ())}) for r in rows]


def judged(store: Store) -> list[Judged]:
    """Frozen claims with what became of them, as last settled, and the outlets that printed them."""
    of_claim = {c.id: (c, rule) for c, rule, _ in frozen_claims(store)}
    articles = sorted({c.article for c, _ in of_claim.values() if c.article})
    rows = store.query(statements.PUBLISHED, given={"article": articles}).to_pylist() if articles else []
    publishers = {row["id"]: row["publisher"] for row in rows}
    return [
        Judged(*of_claim[o.claim], o, publishers.get(of_claim[o.claim][0].article))
        for o in outcomes(store)
        if o.claim in of_claim
    ]


def basing(store: Store, *, dataset: str | None = None) -> Callable[[Rule], Rule]:
    """A function that fills in the base of level rules: L2 of the pair on the last day before their window.

    Args:
        store: open.
        dataset: as for `settle`.
    """
    opened = standing_on(store, dataset)

    @cache
    def prior() -> Prior:
        return _shared(opened)

    @cache
    def told(source: str, target: str) -> tuple[Told, ...]:
        return news_of(opened, {source, target}, []).told

    def based(rule: Rule) -> Rule:
        if rule.kind != "level" or rule.target is None or rule.first is None:
            return rule
        made = rule.first - timedelta(days=1)
        level = level_on(prior)(rule, told(rule.source, rule.target), made)
        return replace(rule, base=None if level is None else round(level, 6))

    return based


def news_of(store: Store, states: Iterable[str], articles: Sequence[str]) -> News:
    """All that claims about these states, made in these articles, may be settled from."""
    rows = store.query(statements.EVENTS_FOR_CLAIMS, given={"state": sorted(set(states))}).to_pylist()
    own = [row["id"] for row in rows if row["dataset"] == OWN]
    texts: dict[str, list[Text]] = {}
    for row in store.query(statements.CLAIM_TEXTS, given={"event": own}).to_pylist() if own else []:
        texts.setdefault(row["event"], []).append(Text(row["article"], row["publisher"], row["day"]))
    copies: dict[str, set[str]] = {}
    for row in store.query(statements.CLAIM_COPIES, given={"article": list(articles)}).to_pylist() if articles else []:
        copies.setdefault(row["article"], set()).add(row["copy"])
    reach = [r["last_day"] for r in store.query(statements.CLAIM_REACH, {"own": OWN}).to_pylist() if r["last_day"]]
    return News(
        told=tuple(told_from(rows, texts, own=OWN)),
        days=tuple(store.query(statements.CLAIM_DAYS)["day"].to_pylist()),
        until=max(reach, default=None),
        copies={article: frozenset(some) for article, some in copies.items()},
    )


def _settled(
    store: Store,
    claims: Sequence[tuple[Claim, Rule, str]],
    *,
    dataset: str | None,
    made: datetime,
    above: Sequence[Overruling] | None = None,
) -> list[Outcome]:
    opened = standing_on(store, dataset)
    states = {code for _, rule, _ in claims for code in _states(rule)}
    news = news_of(opened, states, [c.article for c, *_ in claims if c.article])

    @cache
    def prior() -> Prior:
        return _shared(opened)

    @cache
    def turns() -> TurnPrior:
        return fit_prior(pair_counts(opened.query(statements.DAY_COUNTS).to_pylist()))

    level, turn = level_on(prior), turn_in(turns)
    force = _in_force(overrulings(store) if above is None else above)
    found = []
    for claim, rule, link in claims:
        ends = dict(windows(rule))
        of_rule = News(
            tuple(t for t in news.told if {t.source, t.target} & _states(rule)), news.days, news.until, news.copies
        )
        for verdict in settled(claim, rule, of_rule, level_on=level, turn_in=turn):
            base = None
            if claim.made is not None and news.days:
                base = base_rate(
                    rule,
                    of_rule.told,
                    made=claim.made,
                    last=ends[verdict.review],
                    begun=news.days[0],
                    level_on=level,
                    turn_in=turn,
                )
            found.append(_outcome(claim, link, verdict, force.get((claim.id, verdict.review)), base, news.until, made))
    return found


def _outcome(
    claim: Claim,
    link: str,
    told: Verdict,
    above: Overruling | None,
    base: float | None,
    until: date | None,
    made: datetime,
) -> Outcome:
    verdict = above.verdict if above and above.verdict else told.verdict
    scored = verdict in {"true", "false"}
    chance, came = ([claim.chance_low], [claim.chance_high]), [float(verdict == "true")]
    return Outcome(
        claim=claim.id,
        link=link,
        review=told.review,
        verdict=verdict,
        decided=above.made.date() if above else told.decided,
        data_until=until,
        events=told.events,
        n_events=told.n_events,
        n_publishers=told.n_publishers,
        value=told.value,
        base=base,
        brier=float(brier(*chance, came)[0]) if scored else None,
        log_score=float(log_score(*chance, came)[0]) if scored else None,
        overruled=above is not None,
        author=above.author if above else None,
        note=above.note if above else None,
        made=made,
        why=f"{above.author}: {above.note} (the data: {told.verdict}, {told.why})" if above else told.why,
    )


def _kept(store: Store, one: Overruling, *, settings: Settings, dataset: str | None) -> None:
    """Write an overruling and the outcomes that change with it, as one batch."""
    with store.writing(run_of_change(store, settings)) as writer:
        claims = [c for c in frozen_claims(writer.store) if c[0].id == one.claim]
        every = [*overrulings(writer.store), one]
        found = _settled(writer.store, claims, dataset=dataset, made=one.made, above=every)
        writer.commit([one], [o for o in found if o.review == one.review])


def overrulings(store: Store) -> list[Overruling]:
    """All overrulings and undoings, in the order in which they were made."""
    if not store.has(Overruling):
        return []
    names = [f.name for f in fields(Overruling)]
    rows = store.query("SELECT * FROM overrulings ORDER BY made, id").to_pylist()
    return [Overruling(**{n: r[n] for n in names}) for r in rows]


def _in_force(every: Sequence[Overruling]) -> dict[tuple[str, str], Overruling]:
    """The newest overruling of each claim and review that no later row undid."""
    undone: set[str] = set()
    for one in reversed(every):
        if one.undoes is not None and one.id not in undone:
            undone.add(one.undoes)
    return {(o.claim, o.review): o for o in every if o.undoes is None and o.id not in undone}


def _shared(store: Store) -> Prior:
    """What all pairs share, as in every view of levels by month."""
    return prior_of(store.query(statements.POOL_COUNTS, {"by": "month"}), "month")


def _states(rule: Rule) -> set[str]:
    named = (rule.source, rule.target, rule.third, rule.condition_source, rule.condition_target)
    return {code for code in named if code is not None}


def _differs(held: Outcome | None, new: Outcome) -> bool:
    """Whether an outcome says more than the one that is kept, the moment of settling apart."""
    return held is None or replace(held, made=new.made) != new
