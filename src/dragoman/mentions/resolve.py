"""Who is named by a phrase: state, sector and name, with a score and the reason.

The phrase is read as English noun phrases are built: the head says what it is (a soldier, a ministry, a person), what
stands before it or after "of", "in", "from" says whose it is.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import TYPE_CHECKING, Final

from dragoman.mentions.people import FORMER, choose_person
from dragoman.mentions.scan import STATE_KINDS, Match, Words, scan
from dragoman.mentions.words import BARRIER

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dragoman.mentions.actors import Actors, Sense

__all__ = ["NOBODY", "Resolution", "Setting", "resolve", "resolve_words"]

SURE: Final = 0.70  # share of the best reading from which a name counts as decided; below it stays ambiguous; our choice
DOUBTFUL: Final = 0.90  # a name that is a person's too counts as decided only above this score, or in context

PREPOSITIONS: Final = frozenset(
    "of in at from to for with on by near across within throughout inside outside around against under over who which "
    "that whose while during between among amid toward towards into after before".split()
)
OWNERS: Final = ("of", "in", "from", "at", "for", "across", "within", "throughout", "inside", "by", "on", "around")
PARTITIVES: Final = frozenset(
    "group team band number crowd dozens hundreds thousands scores several some many most one two three four couple pair "
    "series majority all members none handful tens few part parts both any each convoy column wave types type".split()
)
FORMER_WORDS: Final = frozenset("former ex retired late ousted erstwhile onetime deposed outgoing disgraced".split())
_STEPPING: Final = frozenset({"outgoing"})  # still in office
STANCES: Final = frozenset({"pro", "anti", "non"})
PASSIVES: Final = frozenset(
    "backed led supported sponsored funded controlled occupied held run allied aligned trained armed made brokered "
    "mediated imposed friendly speaking language drafted proposed built supplied educated".split()
)
ORIGINS: Final = frozenset("based born led controlled run held occupied administered".split())
WEAK: Final = frozenset(
    "president head leader chief director chairman chairwoman chair chairperson secretary general spokesman spokeswoman "
    "spokesperson official officials member members officer officers representative delegate boss founder deputy adviser "
    "advisor aide envoy employee worker staff source sources figure commander governor minister executive manager "
    "delegation leadership headquarters office branch wing agent operative supporter activist fighter "
    "fighters gunman gunmen militant militants".split()
)  # heads that take their sector from the body they belong to
_ENVOYS_TO: Final = frozenset({"adviser", "advisor", "aide", "assistant", "counsel", "secretary", "spokesman", "spokeswoman"})
ORDINARY: Final = frozenset("ordinary civilian innocent young elderly poor displaced".split())
_BODY_RANK: Final = ("MIL", "COP", "SPY", "REB", "PRM", "LEG", "JUD", "CRM", "OPP", "PTY", "REL", "JRN", "MED", "EDU")
_ELITE: Final = frozenset({"GOV", "MIL", "LEG", "JUD", "SPY", "COP", "IGO", "PTY", "OPP"})
PAPERS: Final = frozenset(
    "post times herald tribune gazette journal daily chronicle guardian telegraph globe inquirer observer courier echo "
    "mirror examiner bulletin news today broadcasting television tv radio".split()
)
_PAPERS_LATER: Final = frozenset("today news mirror echo".split())  # ordinary words unless the whole name is capital


@dataclass(frozen=True, slots=True)
class Resolution:
    """Whom a phrase names.

    Attributes:
        state: code of a state or organisation; None if none or undecided.
        sector: best PLOVER sector; None for the state as such or for no actor.
        name: as the tables spell it.
        score: how sure, 0 to 1.
        why: rows and rules.
        sectors: all that fit, the best first.
        kind: name, adjective, metonym, person, organisation, role, or "" for nobody.
        candidates: states between which it stays undecided, the likeliest first.
    """

    state: str | None = None
    sector: str | None = None
    name: str | None = None
    score: float = 0.0
    why: str = "no table knows an actor in these words"
    sectors: tuple[str, ...] = ()
    kind: str = ""
    candidates: tuple[str, ...] = ()


NOBODY: Final = Resolution()


@dataclass(frozen=True, slots=True)
class Setting:
    """What is known around a phrase.

    Attributes:
        day: of the text.
        weights: state -> how much the text around speaks of it, 0 to 1.
        known: a state given by whoever asks, or None.
        people: surname -> names of persons whom the text named in full before.
        trusted: the phrase is known to name an actor (it was given alone), so that doubtful surnames count.
    """

    day: date | None = None
    weights: Mapping[str, float] = field(default_factory=dict)
    known: str | None = None
    people: Mapping[str, str] = field(default_factory=dict)
    trusted: bool = False


def resolve(
    phrase: str, *, context: str = "", day: date | None = None, known_country: str | None = None, actors: Actors
) -> Resolution:
    """Whom a bare phrase names.

    Args:
        phrase: as a text would have it: "the Turkish foreign minister", "Davutoglu", "Shanghai authorities".
        context: text around it; states named there decide what the phrase leaves open.
        day: of the text; terms of office and the years of states hold by it. Without a day the office held last counts.
        known_country: code of the state that it is about, where known.
        actors: the gazetteer.
    """
    words = Words.of(_tokens(phrase))
    weights = _weights_of(context, actors)
    top = max(weights, key=lambda s: weights[s]) if weights else None
    known = known_country or top
    setting = Setting(day=day, weights=weights, known=known, trusted=True)
    shouted = phrase.isupper() and len(words.pieces) > 1
    found = resolve_words(words, scan(words, actors, shouted=shouted, bare=True), setting, actors)
    if found.state is None and known and found.kind == "role":
        why = "given" if known_country else "named around it"
        return replace(found, state=known, score=found.score * 0.8, why=f"{found.why}; state {known} {why}")
    return found


def _tokens(phrase: str) -> list[str]:
    spaced = phrase
    for mark in "(),;:\"“”[]":
        spaced = spaced.replace(mark, f" {mark} ")
    for mark in ("'s ", "’s "):
        spaced = (spaced + " ").replace(mark, " 's ").rstrip()
    return [t for word in spaced.split() for t in _hyphens(word)]


def _hyphens(word: str) -> list[str]:
    if "-" not in word:
        return [word]
    parts = word.split("-")
    return [p for p in parts if p]


def _weights_of(context: str, actors: Actors) -> dict[str, float]:
    """States named in a text, by share of their mentions."""
    if not context:
        return {}
    words = Words.of(_tokens(context))
    counts: dict[str, float] = {}
    for match in scan(words, actors):
        senses = match.of_kind(STATE_KINDS | {"organisation"})
        best = max(senses, key=lambda s: s.score, default=None)
        if best is not None and best.state and best.score >= 0.8:
            counts[best.state] = counts.get(best.state, 0.0) + (1.0 if best.kind != "organisation" else 0.6)
    total = sum(counts.values())
    return {s: n / total for s, n in counts.items()}


# ------------------------------------------------------------------------------------------- one noun phrase


@dataclass(slots=True)
class _Found:
    """A state read from a modifier, or the readings between which it stays open."""

    state: str | None
    score: float
    why: str
    candidates: tuple[str, ...] = ()


def resolve_words(words: Words, matches: Sequence[Match], setting: Setting, actors: Actors) -> Resolution:
    """Whom a noun phrase names, from the matches in it.

    Args:
        words: of the phrase.
        matches: of `scan` on these words.
        setting: what is known around it.
        actors: the gazetteer.
    """
    pieces = words.pieces
    if not pieces or not matches:
        return NOBODY
    cut = _first_outside(pieces, matches)
    head = [m for m in matches if m.start < cut]
    tail = [m for m in matches if m.start >= cut]
    while not [m for m in head if m.named or m.role] and tail:
        # "a group of thieves", "several of the largest unions": what follows is the head
        if not all(p in PARTITIVES or m_in(matches, i) or _small(p) for i, p in enumerate(pieces[:cut])) and cut:
            if pieces[cut] != "of" and not any(m.of_kind(STATE_KINDS) for m in tail):
                return NOBODY
        if pieces[cut] not in {"of", BARRIER} and pieces[cut] not in OWNERS:
            break
        if not _partitive(pieces, cut) and pieces[cut] != BARRIER:
            break
        cut = _first_outside(pieces, tail, after=cut + 1)
        head, tail = [m for m in tail if m.start < cut], [m for m in tail if m.start >= cut]
    if head and _partitive(pieces, cut) and tail and cut < len(pieces) and pieces[cut] == "of":
        inner = resolve_words(words.part(cut + 1, len(pieces)), _shift(tail, cut + 1), setting, actors)
        if inner.kind and inner.sector:
            own = _owner(head, words, setting, actors)
            return replace(inner, state=inner.state or own.state)
    if not head:
        if tail:
            found = _tail_state(tail, pieces, cut, setting, actors)
            if found.state:
                return Resolution(found.state, None, None, 0.5 * found.score, f"no actor; {found.why}", (), "name", found.candidates)
        return NOBODY
    return _head(words, head, tail, cut, setting, actors)


def m_in(matches: Sequence[Match], i: int) -> bool:
    """Whether a piece lies in a match."""
    return any(m.start <= i < m.end for m in matches)


def _small(piece: str) -> bool:
    return piece in {"a", "an", "the", "of", "s", "its", "his", "their", "more", "than", "about", "least"} or piece.isdigit()


def _partitive(pieces: Sequence[str], cut: int) -> bool:
    return any(p in PARTITIVES for p in pieces[max(0, cut - 3) : cut])


def _shift(matches: Sequence[Match], by: int) -> list[Match]:
    return [Match(m.start - by, m.end - by, m.words, m.senses, m.lowered) for m in matches if m.start >= by]


def _first_outside(pieces: Sequence[str], matches: Sequence[Match], *, after: int = 0) -> int:
    """Index of the first preposition, relative pronoun or barrier that no match contains."""
    inside = {i for m in matches for i in range(m.start, m.end)}
    for i in range(after, len(pieces)):
        if i in inside or (i == 0):
            continue
        if pieces[i] == BARRIER or pieces[i] in PREPOSITIONS:
            return i
    return len(pieces)


def _head(
    words: Words, head: list[Match], tail: list[Match], cut: int, setting: Setting, actors: Actors
) -> Resolution:
    pieces = words.pieces
    paper = _paper(words, head, cut)
    if paper is not None:
        return paper
    people = [m for m in head if _is_person(m, head, words, cut, setting, actors)]
    roles = [m for m in head if m.role is not None and m not in people and not _is_name_first(m, setting)]
    person = people[-1] if people else None
    if person is not None and (person.end < len(pieces) and pieces[person.end] == "s" and any(r.start > person.end for r in roles)):
        person = None  # "Trump's envoy": the person owns, the role is the head
    modifiers = [m for m in head if m is not person and m not in roles]
    if person is not None:
        return _person(words, person, roles, modifiers, tail, cut, setting, actors)
    bodies = [m for m in modifiers if m.of_kind(frozenset({"organisation", "group"})) and not _state_first(m, setting)]
    if roles and roles[-1].end > (bodies[-1].start if bodies else -1):
        return _role(words, roles, bodies, modifiers, tail, cut, setting, actors)
    if bodies:
        return _body(words, bodies[-1], modifiers, tail, cut, setting, actors)
    return _state(words, modifiers, cut, setting, actors)


def _state_first(match: Match, setting: Setting) -> bool:
    """Whether words that are both a state's and a body's mean the state."""
    states = match.of_kind(STATE_KINDS)
    bodies = match.of_kind(frozenset({"organisation", "group"}))
    day = setting.day
    best_state = max((s.score * (1 if s.holds(day) else 0.5) for s in states), default=0.0)
    best_body = max((s.score * (1 if s.holds(day) else 0.5) * (1.2 if s.source.count(", line ") else 1) for s in bodies), default=0.0)
    return best_state >= best_body


def _is_name_first(match: Match, setting: Setting) -> bool:
    """Whether words that are both a role's and a name's mean the name: written with capitals, as "the Pentagon"."""
    return match.named and any(s.kind in {"organisation", "name", "seat", "group"} for s in match.senses) and not match.lowered


def _is_person(
    match: Match, head: Sequence[Match], words: Words, cut: int, setting: Setting, actors: Actors
) -> bool:
    """Whether a match names a person, judged by the words beside it."""
    full = match.of_kind(frozenset({"person"}))
    short = match.of_kind(frozenset({"surname"}))
    if not full and not short:
        return False
    if full:
        return True
    if match.words in setting.people:
        return True
    titled = any(m.end == match.start and m.role is not None for m in head) or (
        match.start > 0 and words.pieces[match.start - 1] in TITLES
    )
    if titled:
        return True
    before, after = _unknown_before(match, head, words), _unknown_after(match, head, words, cut)
    given = set().union(*(s.person.given for s in short if s.person is not None))
    if before is not None and not (before in given or (len(before) == 1 and any(g.startswith(before) for g in given))):
        return False
    if after is not None and after not in given:
        return False
    others = [s for s in match.senses if s.kind not in {"surname", "role"}]
    if others and max(s.score for s in others) >= 0.5 and before is None:
        return False
    return not (match.words in actors.common and before is None)


TITLES: Final = frozenset(
    "mr mrs ms miss dr sir lord lady dame prof professor gen general lt col colonel capt captain maj major sgt adm admiral sen "
    "senator rep rev fr president premier chancellor king queen prince princess sultan emir sheikh sheik pope imam ayatollah "
    "comrade marshal judge justice minister secretary".split()
)


def _unknown_before(match: Match, head: Sequence[Match], words: Words) -> str | None:
    """The capitalised word right before a match that no table knows; None if there is none."""
    i = match.start - 1
    if i < 0 or m_in(head, i) or not words.raws[i][:1].isupper() or words.pieces[i] in TITLES:
        return None
    return words.pieces[i] if words.pieces[i].isalpha() and words.pieces[i] not in {"the", "a", "s", "former", "late", "as"} else None


def _unknown_after(match: Match, head: Sequence[Match], words: Words, cut: int) -> str | None:
    i = match.end
    if i >= min(cut, len(words.pieces)) or m_in(head, i) or not words.raws[i][:1].isupper():
        return None
    return words.pieces[i] if words.pieces[i].isalpha() and words.pieces[i] != "s" else None


def _paper(words: Words, head: Sequence[Match], cut: int) -> Resolution | None:
    """ "Washington Post", "Moscow Times": a place and a newspaper's word in capitals are a medium of that state."""
    for match in head:
        i = match.end
        if i < min(cut, len(words.pieces)) and words.pieces[i] in PAPERS and words.raws[i][:1].isupper():
            places = match.of_kind(frozenset({"name", "capital", "city", "region", "adjective"}))
            last = i + 1 >= len(words.pieces) or i + 1 == cut or words.pieces[i + 1] in PAPERS
            if places and last and not (words.pieces[i] in _PAPERS_LATER and len(words.pieces) == i + 1 and match.start):
                best = max(places, key=lambda s: s.score)
                name = " ".join(words.raws[match.start : i + 1])
                return Resolution(best.state, "JRN", name, 0.7, f"a place and {words.raws[i]!r}: a medium", ("JRN",), "organisation")
    return None


# ------------------------------------------------------------------------------------------- kinds of heads


def _person(
    words: Words, match: Match, roles: Sequence[Match], modifiers: Sequence[Match], tail: Sequence[Match], cut: int,
    setting: Setting, actors: Actors,
) -> Resolution:  # fmt: skip
    owner = _owner([m for m in modifiers if m.start < match.start], words, setting, actors)
    states = [owner.state] if owner.state else []
    senses = match.of_kind(frozenset({"person"})) or match.of_kind(frozenset({"surname"}))
    named = setting.people.get(match.words)
    if named is not None:
        senses = [s for s in senses if s.person is not None and s.person.name == named] or senses
    weights = dict(setting.weights)
    if setting.known and not states:
        weights[setting.known] = 1.0
    ranked = choose_person(senses, setting.day, weights=weights, known=states)
    titles = [m.role for m in roles if m.role is not None and m.start < match.start]
    before = set(words.pieces[: match.start])
    former = bool(before & (FORMER_WORDS - _STEPPING))
    title = titles[-1] if titles else None
    best_weight, best = ranked[0]
    rivals = [at for weight, at in ranked[1:] if at.state != best.state and weight > (1 - SURE) / SURE * best_weight]
    full = bool(match.of_kind(frozenset({"person"})))
    if (states and best.state not in states and not full) or (not full and best_weight < 0.12):
        # a namesake whom no table knows: the words beside the name say who it is
        if title is None and not states:
            return replace(NOBODY, why=f"a surname of {best.person.name} ({best.why}), too far from this text")
        sector = FORMER if former and title else (title.sector if title else None)
        return Resolution(
            owner.state, sector, " ".join(words.raws[match.start : match.end]), 0.6,
            f"person not in the tables; {owner.why or 'no state'}", (sector,) if sector else (), "person",
        )  # fmt: skip
    if rivals and named is None:
        names = ", ".join(f"{at.person.name} ({at.why})" for at in [best, *rivals][:3])
        codes = tuple(dict.fromkeys(at.state for at in [best, *rivals]))
        sectors = (title.sector,) if title and title.sector else ()
        return Resolution(
            None, sectors[0] if sectors else None, None, 0.3, f"ambiguous surname: {names}", sectors, "person", codes
        )  # fmt: skip
    sectors = list(best.sectors)
    why = f"{best.person.name}: {best.why}"
    score = 0.95 if full else 0.85
    if former:
        sectors = [FORMER, *[s for s in sectors if s != FORMER]]
        why += "; former by the text's own words"
    elif title is not None and title.sector and sectors[0] == FORMER and setting.day is None:
        sectors = [title.sector, *[s for s in sectors if s != title.sector]]
    elif title is not None and title.sector and title.sector != sectors[0]:
        if title.sector in sectors or (title.sector not in {"GOV", "CVL", "IGO"} and sectors[0] not in {"ELI"}):
            why += f"; title {title.name!r}"
        if title.sector not in {"GOV", "CVL", "REL", "IGO", "BUS"} or title.sector in sectors:
            sectors = [title.sector, *[s for s in sectors if s != title.sector]]
        else:
            sectors.insert(1, title.sector)
    if named is not None:
        why += "; named in full before"
    return Resolution(best.state, sectors[0], best.person.name, score, why, tuple(sectors), "person")


def _role(
    words: Words, roles: list[Match], bodies: list[Match], modifiers: list[Match], tail: list[Match], cut: int,
    setting: Setting, actors: Actors,
) -> Resolution:  # fmt: skip
    pieces = words.pieces
    last = roles[-1]
    role = last.role
    assert role is not None  # noqa: S101 - roles hold matches with a role
    run = _name_after(last, words, cut)
    if not role.agent and not run and len(roles) > 1:
        agents = [m for m in roles if m.role is not None and m.role.agent]
        if agents:
            role = agents[-1].role or role
    sectors = [role.sector] if role.sector else []
    why = f"role {role.name!r}"
    weak = pieces[last.end - 1] in WEAK or role.sector in {"GOV", "IGO", "CVL", "BUS", None}
    state: str | None = None
    found = _owner([m for m in modifiers if m.start < last.end or not run], words, setting, actors)
    for other in reversed(roles[:-1]):
        if other.role is not None and other.role.sector and other.role.sector not in sectors:
            sectors = _two_roles(sectors, other.role, role, weak=weak)
            why = f"{why} with {other.role.name!r}"
    if bodies:
        body = _best(bodies[-1].of_kind(frozenset({"organisation", "group"})), setting)
        if body is not None and bodies[-1].start < last.start:
            why += f" of {body.name}"
            found = _Found(body.state, body.score, f"{body.name} ({body.source})") if body.state else found
            if body.sector and weak and body.sector not in {"IGO"} and body.sector not in sectors:
                sectors.insert(0, body.sector)
            elif body.sector and body.sector not in sectors:
                sectors.append(body.sector)
    if found.state is None and not found.candidates and tail:
        found = _tail_state(tail, pieces, cut, setting, actors, role=pieces[last.end - 1])
        if found.state is None and not found.candidates:
            found = _tail_person(words, tail, cut, setting, actors)
    if weak and tail and cut < len(pieces) and pieces[cut] in {"of", "for", "at", "in", "to"}:
        inner_at = cut + 1
        inner = [m for m in tail if m.start >= inner_at]
        deeper = _first_outside(pieces, inner, after=inner_at + 1)
        inner = [m for m in inner if m.start < deeper]
        body_sector = _sector_of(inner, setting) if pieces[cut] in {"of", "for", "at"} else None
        if body_sector and body_sector not in {"IGO", "GOV", "CVL"} and body_sector not in sectors[:1]:
            sectors = [body_sector, *[s for s in sectors if s != body_sector]]
            why += f"; of a body of {body_sector}"
    state = found.state
    before = set(pieces[: last.start])
    if role.sector in _ELITE and role.human and (before & (FORMER_WORDS - _STEPPING)) and sectors[0] != FORMER:
        sectors.insert(0, FORMER)
        why += "; former by the text's own words"
    if found.why:
        why += f"; {found.why}"
    score = role.score * (found.score if state else 0.75)
    kind = "person" if run else "role"
    name = " ".join(run) if run else None
    return Resolution(
        state, sectors[0] if sectors else None, name, round(score, 3), why, tuple(dict.fromkeys(sectors)), kind, found.candidates
    )  # fmt: skip


def _two_roles(sectors: list[str], other: Sense, head: Sense, *, weak: bool) -> list[str]:
    """Sectors of "army accountant", "opposition lawmaker", "military court": body first where the head is weak."""
    second = other.sector or ""
    if not head.human or second in {"CVL", "GOV", "BUS", "IGO"} or head.sector == FORMER:
        return [*sectors, second]
    first = sectors[0] if sectors else ""
    if weak or _rank(second) < _rank(first):
        return [second, *sectors]
    return [*sectors, second]


def _rank(sector: str) -> int:
    return _BODY_RANK.index(sector) if sector in _BODY_RANK else len(_BODY_RANK)


def _body(
    words: Words, match: Match, modifiers: Sequence[Match], tail: Sequence[Match], cut: int, setting: Setting, actors: Actors
) -> Resolution:
    others = [m for m in modifiers if m is not match]
    owner = _owner(others, words, setting, actors)
    senses = match.of_kind(frozenset({"organisation", "group"}))
    best, share, states = _weigh(senses, setting, prefer=owner.state)
    name = best.name
    sectors = list(dict.fromkeys(
        s.sector for s in sorted(senses, key=lambda s: not s.holds(setting.day))
        if s.sector and s.state == best.state and (s.holds(setting.day) or s.sector == best.sector)
    ))  # fmt: skip
    if best.sector in sectors:
        sectors.remove(best.sector)
        sectors.insert(0, best.sector)
    why = f"{name} ({best.source})"
    state = best.state
    if state is None:
        state = owner.state or _tail_state(tail, words.pieces, cut, setting, actors).state or setting.known
        if state:
            why += f"; state {state} by the words around"
    if not best.holds(setting.day):
        why += "; outside its years"
    if share < SURE and len(states) > 1 and not owner.state:
        return Resolution(None, best.sector, None, 0.35, f"ambiguous: {name} of {' or '.join(states)}", tuple(sectors), "organisation", states)
    score = best.score * (1 if best.holds(setting.day) else 0.7) * (0.8 if match.lowered else 1)
    return Resolution(state, best.sector, name, round(score, 3), why, tuple(sectors), "organisation")


def _state(words: Words, modifiers: Sequence[Match], cut: int, setting: Setting, actors: Actors) -> Resolution:
    pieces = words.pieces
    match = modifiers[-1]
    found = _owner(modifiers, words, setting, actors, doubt=True)
    senses = match.of_kind(STATE_KINDS)
    if not senses:
        return NOBODY
    best = _best(senses, setting) or senses[0]
    last = match.end >= cut or pieces[match.end] == "s"
    shown = " ".join(dict.fromkeys(words.raws[match.start : match.end]))
    if found.candidates and found.state is None:
        return Resolution(None, None, None, 0.3, found.why, (), "name", found.candidates)
    if found.state is None:
        return replace(NOBODY, why=found.why or NOBODY.why)
    sectors: tuple[str, ...] = ()
    score = found.score * (0.8 if match.lowered else 1)
    kind, why = "name", found.why
    if not last:
        kind, score = "adjective", score * 0.65
        why += f"; {shown!r} modifies a word that is no actor"
    elif best.kind in {"capital", "seat"}:
        kind, sectors = "metonym", ("GOV",)
        why += f"; {'capital' if best.kind == 'capital' else 'seat of power'} named for its state"
    elif best.kind in {"adjective", "region_adjective"}:
        people = any(s.kind == "people" for s in senses)
        kind, score = ("name", score) if people else ("adjective", score * 0.9)
    if any(s.kind == "people" for s in senses) and last:
        if any(p in ORDINARY for p in pieces[: match.start]):
            sectors = ("CVL",)
    sector = sectors[0] if sectors else None
    return Resolution(found.state, sector, best.name, round(score, 3), why, sectors, kind)


# ------------------------------------------------------------------------------------------- whose it is


def _weigh(senses: Sequence[Sense], setting: Setting, *, prefer: str | None = None) -> tuple[Sense, float, tuple[str, ...]]:
    """The likeliest sense, the share of its state among all readings, and the states by weight."""
    by_state: dict[str | None, tuple[float, Sense]] = {}
    for sense in senses:
        weight = sense.score * (1.0 if sense.holds(setting.day) else 0.25) * (1 + 4 * setting.weights.get(sense.state or "", 0.0))
        if setting.known and sense.state == setting.known:
            weight *= 4
        if prefer and sense.state == prefer:
            weight *= 6
        if ", line " in sense.source:
            weight *= 10  # the user's own row
        if sense.state not in by_state or by_state[sense.state][0] < weight:
            by_state[sense.state] = (weight, sense)
    ranked = sorted(by_state.items(), key=lambda r: -r[1][0])
    total = sum(weight for weight, _ in by_state.values())
    return ranked[0][1][1], ranked[0][1][0] / total if total else 0.0, tuple(s for s, _ in ranked if s)


def _best(senses: Sequence[Sense], setting: Setting) -> Sense | None:
    return _weigh(senses, setting)[0] if senses else None


def _owner(
    modifiers: Sequence[Match], words: Words, setting: Setting, actors: Actors, *, doubt: bool = False
) -> _Found:
    """The state that modifiers give: the one nearest to the head that is no "backed" or "pro-"."""
    spare: _Found | None = None
    undecided: _Found | None = None
    for match in reversed(modifiers):
        senses = match.of_kind(STATE_KINDS)
        if not senses:
            body = _best(match.of_kind(frozenset({"organisation", "group"})), setting)
            person = match.of_kind(frozenset({"person", "surname"}))
            if body is not None and body.state:
                return _Found(body.state, body.score, f"{body.name} ({body.source})")
            if person:
                ranked = choose_person(person, setting.day, weights=setting.weights)
                if ranked and ranked[0][0] >= 0.2:
                    at = ranked[0][1]
                    return _Found(at.state, 0.75, f"{at.person.name}: {at.why}")
            continue
        found = _state_of(match, senses, words, setting, actors, doubt=doubt)
        after = words.pieces[match.end] if match.end < len(words.pieces) else ""
        before = words.pieces[match.start - 1] if match.start else ""
        if before in STANCES:
            continue
        if after in PASSIVES or after in ORIGINS:
            if after in ORIGINS and spare is None and found.state:
                spare = _Found(found.state, found.score * 0.7, f"{found.why}; {after}")
            continue
        if found.state is not None:
            return found
        if found.candidates and undecided is None:
            undecided = found
    return spare or undecided or _Found(None, 0.0, "")


def _state_of(
    match: Match, senses: Sequence[Sense], words: Words, setting: Setting, actors: Actors, *, doubt: bool
) -> _Found:
    best, share, states = _weigh(senses, setting)
    shown = " ".join(dict.fromkeys(words.raws[match.start : match.end]))
    if share < SURE and len(states) > 1:
        return _Found(None, 0.3, f"ambiguous: {shown!r} is {' or '.join(states)}", states)
    personal = match.words in actors.first_names or match.words in actors.family_names
    alone = len(words.pieces) - sum(p in {"the", "a", "s", BARRIER} for p in words.pieces) <= match.end - match.start
    if doubt and personal and best.score < DOUBTFUL and alone and not setting.weights and setting.known is None:
        return _Found(None, 0.3, f"ambiguous: {shown!r} is {best.state} or a person's name; nothing decides", states)
    score = best.score * (1.0 if best.holds(setting.day) else 0.8)
    if len(states) > 1:
        score *= 0.5 + 0.5 * share
    why = f"{shown!r} is {_KIND_WORDS.get(best.kind, best.kind)} of {best.state} ({best.source})"
    if not best.holds(setting.day):
        why += "; outside its years"
    if len(states) > 1:
        why += f"; rather than {' or '.join(states[1:])}"
    return _Found(best.state, round(score, 3), why)


_KIND_WORDS: Final = {
    "name": "a name", "abbreviation": "a short name", "adjective": "an adjective", "people": "a people",
    "capital": "the capital", "seat": "a seat of power", "nickname": "a byname", "region": "a region",
    "region_adjective": "an adjective of a region", "city": "a city",
}  # fmt: skip


def _tail_state(
    tail: Sequence[Match], pieces: Sequence[str], cut: int, setting: Setting, actors: Actors, *, role: str = ""
) -> _Found:
    """The state after "of", "in", "from" ...; after "to" only for advisers and the like."""
    for match in tail:
        link = next((pieces[i] for i in range(match.start - 1, cut - 1, -1) if pieces[i] in PREPOSITIONS or pieces[i] == BARRIER), "")
        if link not in OWNERS and not (link == "to" and role in _ENVOYS_TO):
            if link in {"to", "with", "against", BARRIER, "who", "which", "that"}:
                break
            continue
        dummy = Words([*match.words.split(), "x"], [*match.words.split(), "x"], [])
        senses = match.of_kind(STATE_KINDS)
        if senses:
            found = _state_of(Match(0, match.end - match.start, match.words, match.senses), senses, dummy, setting, actors, doubt=False)
            if found.state or found.candidates:
                weight = 1.0 if link == "of" else 0.85
                return _Found(found.state, found.score * weight, f"{link!r}: {found.why}", found.candidates)
        body = _best(match.of_kind(frozenset({"organisation", "group"})), setting)
        if body is not None and body.state:
            return _Found(body.state, body.score * 0.9, f"{link!r}: {body.name} ({body.source})")
    return _Found(None, 0.0, "")


def _tail_person(words: Words, tail: Sequence[Match], cut: int, setting: Setting, actors: Actors) -> _Found:
    """ "an aide to Putin", "the government of Erdogan"."""
    for match in tail:
        senses = match.of_kind(frozenset({"person"})) or match.of_kind(frozenset({"surname"}))
        link = words.pieces[match.start - 1] if match.start else ""
        if senses and link in {"of", "to", "for"} and match.words not in actors.common:
            ranked = choose_person(senses, setting.day, weights=setting.weights)
            if ranked[0][0] >= 0.2:
                at = ranked[0][1]
                return _Found(at.state, 0.7, f"{link!r}: {at.person.name}: {at.why}")
    return _Found(None, 0.0, "")


def _sector_of(matches: Sequence[Match], setting: Setting) -> str | None:
    """The sector of a body named after "of": the last role or organisation."""
    for match in reversed(matches):
        body = _best(match.of_kind(frozenset({"organisation"})), setting)
        if body is not None:
            return body.sector
        if match.role is not None and match.role.agent:
            return match.role.sector
    return None


def _name_after(role: Match, words: Words, cut: int) -> list[str]:
    """The capitalised words right after a title: a person whom no table knows."""
    run: list[str] = []
    for i in range(role.end, min(cut, len(words.pieces))):
        raw = words.raws[i]
        if words.pieces[i] == "s" and raw.lower() in {"'s", "’s"}:
            return []
        if not raw[:1].isupper() and words.pieces[i] not in {"al", "el", "bin", "de", "van", "von", "der", "da", "dos", "ben", "la"}:
            return [] if not run else run
        if not run or run[-1] != raw:
            run.append(raw)
    return run
