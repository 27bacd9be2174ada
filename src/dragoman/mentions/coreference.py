"""Whom do "it", "its navy", "the president", "the two countries" mean? The nearest fitting mention before."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from dragoman.mentions.lexicon import listed
from dragoman.mentions.resolution import Resolution
from dragoman.records import Role

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dragoman.mentions.syntax import Syntax
    from dragoman.records import Article

__all__ = ["Draft", "refer"]

BESIDE: Final = 3.0  # weight of an owner named in the same list; our choice
MAX_TOKENS: Final = 80  # a pronoun reaches no farther back; our choice
_IT: Final = frozenset({"it", "its", "itself"})
_THEY: Final = frozenset({"they", "them", "their", "themselves"})
_HE: Final = frozenset({"he", "him", "his", "himself", "she", "her", "herself"})
LEADERS_REACH: Final = 3  # sentences back in which two leaders may be named; our choice
_PERSONS: Final = frozenset(["leaders", "presidents", "ministers"])
_OFFICES: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP"})
_SHARE: Final = 0.6  # of the mentions of states so far, from which one state is what the text is about; our choice


@dataclass(slots=True)
class Draft:
    """A mention in the making; `first` and `last` are tokens, `last` included."""

    first: int
    last: int
    head: int
    number: int  # of the sentence
    made: Resolution
    text: str | None = None
    split: bool = False
    pronoun: int | None = None  # a possessive pronoun that owns it
    inherits: int | None = None  # head of the phrase to which it is joined
    definite: bool = False
    subject: bool = False
    plural: bool = False
    place: bool = False
    human: bool = False  # a role of persons
    by_state: bool = False  # several mentions share the span
    stands_for: Draft | None = None  # what a pronoun means


def refer(drafts: Sequence[Draft], syntax: Syntax, article: Article) -> list[Draft]:
    """Fill in what earlier mentions tell, and add pronouns and pairs.

    Args:
        drafts: in the order of the text.
        syntax: of the article.
        article: for its parts and paragraphs.
    """
    out: list[Draft] = []
    queue = list(drafts)
    owned = {d.pronoun for d in drafts if d.pronoun is not None}
    at = 0
    for number, (start, end) in enumerate(syntax.sentences):
        here = []
        while at < len(queue) and queue[at].number == number:
            here.append(queue[at])
            at += 1
        if article.role_at(syntax.starts[start]) is Role.BYLINE:
            continue
        for event in _events(here, syntax, start, end, owned):
            if isinstance(event, Draft):
                out.append(_filled(event, out, syntax, article))
            else:
                out.extend(_pronoun(event, number, out, syntax, article))
        pair = _pair(syntax, start, end, number, out)
        if pair:
            first, last = pair[0].first, pair[0].last
            out = [d for d in out if d.last < first or d.first > last] + pair
            out.sort(key=lambda d: (d.first, d.last))
    return out


def _events(here: Sequence[Draft], syntax: Syntax, start: int, end: int, owned: set[int]) -> list[Draft | int]:
    """Drafts and pronouns of a sentence in their order."""
    events: list[tuple[int, Draft | int]] = [(d.first, d) for d in here]
    for i in range(start, end):
        tag = syntax.tags[i]
        if tag in {"PRP", "PRP$"} and i not in owned:
            word = syntax.texts[i].lower()
            if (word in _IT or word in _THEY or word in _HE) and not any(d.first <= i <= d.last for d in here):
                events.append((i, i))
    events.sort(key=lambda e: e[0])
    return [e for _, e in events]


def _filled(draft: Draft, before: Sequence[Draft], syntax: Syntax, article: Article) -> Draft:
    made = draft.made
    if made.state is not None or made.kind not in {"role", "person"}:
        return draft
    if draft.pronoun is not None:
        found = _antecedent(draft.pronoun, draft.number, before, syntax, article)
        if found is not None and found.made.state:
            shown = syntax.texts[draft.pronoun]
            why = f"{made.why}; {shown!r} is {_shown(found, syntax)!r}"
            draft.made = replace(
                made, state=found.made.state, score=round(0.7 * made.score * found.made.score, 3), why=why
            )
        return draft
    if draft.inherits is not None:
        joined = next((d for d in reversed(before) if d.first <= draft.inherits <= d.last and d.made.state), None)
        if joined is not None and joined.made.kind in {"role", "person"} and not (joined.split):
            weight = 0.55 if draft.definite else 0.7
            why = f"{made.why}; joined to {_shown(joined, syntax)!r}"
            draft.made = replace(made, state=joined.made.state, score=round(weight * made.score, 3), why=why)
            return draft
    if draft.definite and made.sector == "IGO" and not draft.plural:
        return _same_body(draft, before, syntax)
    if (
        (draft.definite or made.kind == "person")
        and made.sector in _OFFICES
        and not draft.plural
        and not made.candidates
    ):
        return _definite(draft, before, syntax, article)
    return draft


def _same_body(draft: Draft, before: Sequence[Draft], syntax: Syntax) -> Draft:
    """What "the alliance", "the bloc" mean: the international organisation named last."""
    for other in reversed(before):
        if draft.first - other.last > 2 * MAX_TOKENS:
            break
        international = "IGO" in other.made.sectors or other.made.state == "EUR"
        if other.made.kind == "organisation" and other.made.state and international:
            why = f"{draft.made.why}; as {_shown(other, syntax)!r} before"
            score = round(0.6 * draft.made.score, 3)
            draft.made = replace(draft.made, state=other.made.state, name=other.made.name, score=score, why=why)
            break
    return draft


def _definite(draft: Draft, before: Sequence[Draft], syntax: Syntax, article: Article) -> Draft:
    """Whose "the president" is: of the state whose such office was named last, else of the state that the text is about."""
    made = draft.made
    word = syntax.texts[draft.head].lower()
    for other in reversed(before):
        if draft.first - other.last > 4 * MAX_TOKENS:
            break
        if (
            other.made.state
            and other.made.kind in {"role", "person"}
            and other.made.sector == made.sector
            and other.made.score > 0.3
        ):
            words = {t.lower() for t in syntax.texts[other.first : other.last + 1]}
            same = word in words
            if same or (made.sector != "GOV" and other.made.kind == "role"):
                why = f"{made.why}; as {_shown(other, syntax)!r} before"
                draft.made = replace(made, state=other.made.state, score=round(0.6 * made.score, 3), why=why)
                return draft
    counts: dict[str, float] = {}
    for other in before:
        if other.made.state and other.made.kind != "pronoun" and other.made.score >= 0.4:
            near = 2.0 if draft.number - other.number <= 2 else 1.0
            first = 1.0 if other is before[0] or article.role_at(syntax.starts[other.first]) is Role.DATELINE else 0.0
            counts[other.made.state] = counts.get(other.made.state, 0.0) + near + first
    total = sum(counts.values())
    if total:
        best = max(sorted(counts), key=lambda s: counts[s])
        if counts[best] / total >= _SHARE:
            why = f"{made.why}; {best} is what the text is about so far"
            draft.made = replace(made, state=best, score=round(0.4 * made.score, 3), why=why)
            return draft
        some = tuple(sorted(counts, key=lambda s: -counts[s])[:3])
        draft.made = replace(made, candidates=some, why=f"{made.why}; undecided between {', '.join(some)}")
    return draft


def _pronoun(token: int, number: int, before: Sequence[Draft], syntax: Syntax, article: Article) -> list[Draft]:
    word = syntax.texts[token].lower()
    if word == "it" and _empty(token, syntax):
        return []
    found = _antecedent(token, number, before, syntax, article)
    if found is None or found.made.state is None:
        return []
    distance = number - found.number
    base = found.stands_for or found
    weight = (0.65 if distance == 0 else 0.55) * (0.9 if found.stands_for else 1.0)
    score = round(base.made.score * weight, 3)
    made = Resolution(
        found.made.state,
        found.made.sector,
        found.made.name,
        score,
        f"{word!r} is {_shown(base, syntax)!r}",
        found.made.sectors,
        "pronoun",
    )
    return [
        Draft(
            first=token,
            last=token,
            head=token,
            number=number,
            made=made,
            subject=syntax.deps[token] == "nsubj",
            plural=word in _THEY,
            stands_for=base,
        )
    ]


def _empty(token: int, syntax: Syntax) -> bool:
    """Whether an "it" stands for nothing: "it is likely that", "it looks difficult"."""
    verb = syntax.heads[token]
    if syntax.deps[token] == "expl":
        return True
    low = syntax.texts[verb].lower()
    if low in listed("empty it"):
        return True
    if low in {"is", "was", "'s", "be", "been", "’s", "were"}:
        return any(
            syntax.deps[i] in {"acomp", "attr", "ccomp", "advcl"}
            for i in range(verb + 1, min(verb + 12, len(syntax.heads)))
            if syntax.heads[i] == verb
        )
    return False


def _antecedent(token: int, number: int, before: Sequence[Draft], syntax: Syntax, article: Article) -> Draft | None:
    """The mention that a pronoun means: fitting in number and kind, near, subjects first."""
    word = syntax.texts[token].lower()
    best: tuple[float, int, Draft] | None = None
    for draft in reversed(before):
        gap = number - draft.number
        if gap > 1 or token - draft.last > MAX_TOKENS:
            if gap > 1:
                break
            continue
        if draft.last >= token or not draft.made.state or not _fits(word, draft):
            continue
        if gap == 1 and not _same_paragraph(draft, token, article, syntax) and not draft.subject:
            continue
        weight = (
            (2.0 if draft.subject else 1.0)
            * (0.6 if draft.place else 1.0)
            * (0.6 if draft.made.kind == "adjective" else 1.0)
        )
        weight *= BESIDE if gap == 0 and _beside(token, draft, syntax) else 1.0
        weight *= (1.0 if gap == 0 else 0.8) * (1.0 - (token - draft.last) / (3 * MAX_TOKENS))
        if best is None or weight > best[0]:
            best = (weight, draft.first, draft)
    return best[2] if best else None


def _beside(token: int, draft: Draft, syntax: Syntax) -> bool:
    """As in "Ruritania and its army" and "Ruritania's raids and its threats": owner of what stands in one list with it."""
    noun = syntax.heads[token]
    if syntax.deps[token] != "poss" or syntax.deps[noun] != "conj":
        return False
    first = syntax.heads[noun]
    return draft.first <= first <= draft.last or any(
        syntax.heads[i] == first and syntax.deps[i] == "poss" for i in range(draft.first, draft.last + 1)
    )


def _fits(word: str, draft: Draft) -> bool:
    kind = draft.made.kind
    if draft.by_state:
        return False
    if draft.stands_for is not None:
        return _fits(word, draft.stands_for)
    if word in _IT:
        return (kind in {"name", "metonym", "organisation", "adjective"} and not draft.plural) or (
            kind == "role" and not draft.plural and not draft.human
        )
    if word in _HE:
        return kind == "person" or (kind == "role" and draft.human and not draft.plural)
    return draft.plural or kind == "organisation" or (kind == "role" and draft.plural)


def _same_paragraph(draft: Draft, token: int, article: Article, syntax: Syntax) -> bool:
    return "\n\n" not in article.text[syntax.starts[draft.last] : syntax.starts[token]]


def _pair(syntax: Syntax, start: int, end: int, number: int, before: Sequence[Draft]) -> list[Draft]:
    """Whom "the two countries", "both sides" mean: the two states named in this sentence or the one before.

    "The two presidents" may have been named some sentences before, as long as no third one was.
    """
    texts = syntax.texts
    for i in range(start, end - 1):
        low = texts[i].lower()
        if low not in {"two", "both"}:
            continue
        last = next((j for j in range(i + 1, min(i + 4, end)) if texts[j].lower() in listed("pair")), None)
        between = range(i + 1, last or i + 1)
        if last is None or any(syntax.tags[j] in {",", "CC", "IN"} or texts[j][:1].isupper() for j in between):
            continue  # "two Elbonian ministers" are of one state
        if last + 1 < end and texts[last + 1].lower() in {"of", "in", "from"}:
            continue
        persons = texts[last].lower() in _PERSONS
        for reach in range(LEADERS_REACH + 1 if persons else 2):
            near = [
                d
                for d in before
                if number - d.number <= reach and d.last < i and d.made.state and d.made.kind != "pronoun"
            ]
            near = _leading([d for d in near if not d.place and d.made.score >= 0.35], persons=persons, far=reach > 1)
            states = list(dict.fromkeys(d.made.state for d in near))
            if len(states) > 2:  # those who act, rather than those acted upon
                near = [d for d in near if (d.made.kind in {"person", "role"} if persons else d.subject)]
                states = list(dict.fromkeys(d.made.state for d in near))
            if len(states) == 2:
                first = next(d for d in near if d.made.state == states[0])
                second = next(d for d in near if d.made.state == states[1])
                shown = f"{_shown(first, syntax)!r} and {_shown(second, syntax)!r}"
                return [
                    Draft(
                        first=i, last=last, head=last, number=number, split=True, by_state=True, plural=True,
                        subject=syntax.deps[last].startswith("nsubj"),
                        made=Resolution(s, None, None, 0.6, f"{' '.join(texts[i : last + 1])!r} are {shown}", (), "pronoun"),
                    )
                    for s in states
                ]  # fmt: skip
            if len(states) > 2:
                break
    return []


def _leading(near: list[Draft], *, persons: bool, far: bool) -> list[Draft]:
    """Who may be a pair: leaders are named as such, or near by through what their states do."""
    if not persons:
        return near
    some = [d for d in near if d.made.kind in {"person", "role"}]
    if far or len({d.made.state for d in some}) > 1:
        return some
    return near if not some else [d for d in near if d.subject]


def _shown(draft: Draft, syntax: Syntax) -> str:
    return draft.text or " ".join(syntax.texts[draft.first : draft.last + 1])
