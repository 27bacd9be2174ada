"""Who says so, as a table: the attributions of an article as `Quotation` records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dragoman.records import Quotation, Role, Stretch, fingerprint
from dragoman.reports.attributions import Attributions
from dragoman.reports.cues import Cues
from dragoman.reports.frames import Places, Tree
from dragoman.reports.repairs import repair
from dragoman.reports.speakers import phrase_span

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.parsing import Parsed
    from dragoman.records import Mention
    from dragoman.reports.attributions import Told

__all__ = ["Laid", "find_quotations", "laid_out"]

_KEY = "dragoman.laid"


class Laid:
    """An article laid out for coding: its tree, its mentions over it, who says what in it.

    Attributes:
        tree: the parse in plain lists.
        places: mentions by word and slot.
        attributions: who says what.
    """

    __slots__ = ("_asked", "attributions", "places", "tree")

    def __init__(self, parsed: Parsed, mentions: Sequence[Mention]) -> None:
        """Lay it out."""
        self.tree = Tree(parsed.doc)
        repair(self.tree, Cues.load(), parsed.article.text)
        self.places = Places(self.tree, mentions)
        self.attributions = Attributions(parsed.article.text, self.tree, self.places, mentions)
        self._asked = tuple(m.id for m in mentions)

    def is_of(self, mentions: Sequence[Mention]) -> bool:
        """Whether it was laid out with these mentions."""
        return self._asked == tuple(m.id for m in mentions)


def laid_out(parsed: Parsed, mentions: Sequence[Mention]) -> Laid:
    """An article laid out once for the finder of quotations and for the coder: it is kept beside the parse.

    Args:
        parsed: the article with its parse.
        mentions: its actors.
    """
    kept: dict[Any, Any] = parsed.doc.user_data
    laid = kept.get(_KEY)
    if not isinstance(laid, Laid) or not laid.is_of(mentions):
        laid = kept[_KEY] = Laid(parsed, mentions)
    return laid


def find_quotations(parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Quotation, ...]:
    """Who says what in one article, in the order of the cues.

    Direct, indirect and mixed speech, beliefs and findings ("believes", "the report found"), and what is condemned,
    demanded or praised, each with its speaker. A pronoun is told as the nearest speaker that fits.

    Args:
        parsed: the article with its parse.
        mentions: its actors; without any, speakers have no state.
    """
    laid = laid_out(parsed, mentions)
    made = (_record(parsed, mentions, laid, told) for told in laid.attributions.told)
    return tuple({q.id: q for q in made}.values())


def _record(parsed: Parsed, mentions: Sequence[Mention], laid: Laid, told: Told) -> Quotation:
    article, tree, said, speaker = parsed.article, laid.tree, told.said, told.speaker
    assert said.source is not None  # noqa: S101 - the finder keeps none without
    start, end = phrase_span(tree, said.source)
    cue_start, cue_end = _cue_span(tree, told)
    known = mentions[speaker.mention] if speaker.mention is not None else None
    to = laid.places.actors(said.addressee, 1) if said.addressee is not None else []
    about = {
        m.state: None
        for m in sorted(mentions, key=lambda m: m.start)
        if m.state and any(a <= m.start and m.end <= b for a, b in told.stretches)
    }
    role = article.role_at(cue_start)
    why = "; ".join(w for w in (said.why, speaker.why, known.why if known else "") if w)
    return Quotation(
        id=fingerprint("U", article.id, cue_start, start),
        article=article.id,
        role=role if role in (Role.TITLE, Role.BODY) else Role.BODY,
        source=" ".join(article.text[start:end].split()),
        source_start=start,
        source_end=end,
        speaker=speaker.words or " ".join(article.text[start:end].split()),
        named=speaker.named,
        state=known.state if known else None,
        sector=speaker.sector,
        name=known.name if known else None,
        mention=known.id if known else None,
        place=speaker.place,
        cue=" ".join(article.text[cue_start:cue_end].split()),
        cue_start=cue_start,
        cue_end=cue_end,
        cue_kind=said.kind,
        content=tuple(Stretch(start=a, end=b) for a, b in told.stretches),
        content_start=told.stretches[0][0],
        content_end=told.stretches[-1][1],
        text=" [...] ".join(" ".join(article.text[a:b].split()) for a, b in told.stretches),
        form=told.form,
        about=tuple(about),
        addressee=_words(article.text, tree, said.addressee),
        addressee_state=mentions[to[0]].state if to else None,
        via=told.via,
        score=round(min(1.0, said.score * speaker.score), 4),
        why=why,
    )


def _cue_span(tree: Tree, told: Told) -> tuple[int, int]:
    """The cue with its auxiliaries and negation before it, and its particle behind it."""
    cue = first = told.said.cue
    while first > 0 and tree.head[first - 1] == cue and tree.dep[first - 1] in ("aux", "auxpass", "neg"):
        first -= 1
    last = told.said.particle if told.said.particle is not None and told.said.particle - cue <= 2 else cue
    return tree.start[first], tree.end[max(last, cue)]


def _words(text: str, tree: Tree, head: int | None) -> str | None:
    if head is None:
        return None
    start, end = phrase_span(tree, head)
    return " ".join(text[start:end].split())
