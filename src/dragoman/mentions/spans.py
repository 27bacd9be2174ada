"""Where are mentions? Noun phrases that carry an actor, found by the tables and bounded by the syntax."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dragoman.mentions.coreference import Draft, refer
from dragoman.mentions.impostors import about_a_game
from dragoman.mentions.namesakes import namesakes
from dragoman.mentions.redefined import redefined
from dragoman.mentions.scan import STATE_KINDS, Match, Words, scan
from dragoman.mentions.sentences import Scene, drafts_of, meant, with_strangers
from dragoman.mentions.syntax import Syntax
from dragoman.records import Mention, Role, fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.actors import Actors
    from dragoman.parsing import Parsed
    from dragoman.records import Article

__all__ = ["find_mentions"]

KNOWN_BY_NAME: Final = frozenset({"person", "organisation"})
BY_NAME: Final = 0.5  # of a state named: a person may be known elsewhere; our choice


def find_mentions(parsed: Parsed, *, actors: Actors) -> tuple[Mention, ...]:
    """All mentions of actors in an article, in the order of the text.

    Spans do not overlap, except where a coordination or a pair ("the two countries") was split into its members.

    Args:
        parsed: an article with its parse.
        actors: the gazetteer.
    """
    article, syntax = parsed.article, Syntax.of(parsed.doc)
    others = redefined(article.text, actors)
    sentences = []
    for start, end in syntax.sentences:
        texts = syntax.texts[start:end]
        words = Words.of(texts)
        letters = [t for t in texts if t.isalpha()]
        shouted = len(letters) > 2 and all(t.isupper() for t in letters)
        sentences.append((start, end, words, meant(scan(words, actors, shouted=shouted), others)))
    weights = _weights([m for _, _, _, ms in sentences for m in ms])
    scene = Scene(article, syntax, actors, weights, namesakes(article.text, actors), others)
    drafts: list[Draft] = []
    for number, (start, end, words, matches) in enumerate(sentences):
        if article.role_at(syntax.starts[start]) is Role.BYLINE:
            continue
        known = with_strangers(words, matches, scene) if scene.strangers else matches
        if known and not about_a_game(syntax.texts[start:end], actors):
            drafts.extend(drafts_of(scene, number, start, end, words, known))
    drafts = refer(drafts, syntax, article)
    return tuple(_mention(article, syntax, d) for d in drafts)


def _weights(matches: Sequence[Match]) -> dict[str, float]:
    """State -> share of the article's clear mentions of states, and of persons and organisations of one state alone."""
    counts: dict[str, float] = {}
    for match in matches:
        known = match.of_kind(KNOWN_BY_NAME)
        if known and len(known) == len(match.senses) and len({s.state for s in known}) == 1 and known[0].state:
            counts[known[0].state] = counts.get(known[0].state, 0.0) + BY_NAME
        clear = [s for s in match.senses if s.kind in STATE_KINDS and s.score >= 0.85]
        codes = {s.state for s in match.senses if s.kind in STATE_KINDS and s.score >= 0.3}
        if clear and len(codes) == 1:
            code = clear[0].state or ""
            counts[code] = counts.get(code, 0.0) + 1
    total = sum(counts.values())
    return {s: n / total for s, n in counts.items()}


def _mention(article: Article, syntax: Syntax, draft: Draft) -> Mention:
    start, end = syntax.starts[draft.first], syntax.end(draft.last)
    made = draft.made
    facts: tuple[object, ...] = (article.id, start, end)
    if draft.by_state:
        facts = (*facts, made.state)
    return Mention(
        id=fingerprint("M", *facts),
        article=article.id,
        start=start,
        end=end,
        text=draft.text if draft.text is not None else article.text[start:end],
        role=article.role_at(start),
        kind=made.kind,
        state=made.state,
        sector=made.sector,
        name=made.name,
        score=round(min(max(made.score, 0.0), 1.0), 3),
        why=made.why,
    )
