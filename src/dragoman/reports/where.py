"""Where did it take place? Words of place in the clause of an act, read by tables of places.

The capital that acts ("Moscow warned") is an actor, a dateline is where the reporter sits, and the place of a thing that is only
spoken of ("condemned the coup in Niger") is not the place of the words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from dragoman.mentions import Gazetteer, Place
from dragoman.reports.expressions import MONTHS, WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from dragoman.records import Mention
    from dragoman.reports.clauses import Telling
    from dragoman.reports.frames import Places, Tree

__all__ = ["place_of"]

AT: Final = frozenset(
    [
        "in",
        "into",
        "at",
        "near",
        "outside",
        "inside",
        "off",
        "around",
        "over",
        "across",
        "throughout",
        "within",
        "along",
        "above",
        "beyond",
        "on",
    ]
)
CITIES_ALONE: Final = frozenset(
    {"at", "on", "over", "above"}
)  # "fired at Graustark", "agreed on Graustark": no place of a state
TRANSFERS: Final = frozenset(
    [
        "send", "deliver", "deploy", "ship", "fly", "dispatch", "move", "ferry", "airlift", "travel", "go", "return", "donate", "provide",
        "supply", "bring", "transfer", "come", "advance", "march", "cross", "import", "export",
    ]
)  # fmt: skip
LEAVING: Final = frozenset({"withdraw", "retreat", "pull", "evacuate", "leave"})
VISITS: Final = frozenset(
    ["visit", "tour", "enter", "reach", "leave", "storm", "occupy", "besiege", "capture", "invade", "annex", "overrun"]
)
JOINT: Final = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # what is agreed and held is there where its noun says
SITES: Final = frozenset(
    [
        "village", "town", "city", "province", "region", "district", "island", "airport", "port", "base", "camp", "territory", "water",
        "airspace", "soil", "border", "area", "coast", "capital", "outskirt", "suburb", "neighbourhood", "neighborhood", "airfield",
        "prison", "valley", "mountain", "hamlet", "harbour", "harbor", "shore", "embassy", "consulate", "hotel", "hospital", "plant",
        "refinery", "depot", "north", "south", "east", "west", "centre", "center", "part", "post", "crossing", "county", "state", "peninsula",
        "enclave", "strip", "desert", "canal", "strait", "resort", "stronghold", "settlement", "side", "oblast", "governorate", "ground",
    ]
)  # fmt: skip
UNSURE: Final = frozenset({"will", "would", "may", "might", "could", "shall"})
HOLDING: Final = frozenset(
    [
        "sign",
        "conclude",
        "ink",
        "initial",
        "hold",
        "meet",
        "negotiate",
        "convene",
        "host",
        "open",
        "agree",
        "gather",
        "chair",
    ]
)
FREE_BEFORE: Final = frozenset(
    [
        "northern",
        "southern",
        "eastern",
        "western",
        "central",
        "north",
        "south",
        "east",
        "west",
        "upper",
        "lower",
        "greater",
        "old",
        "downtown",
        "mainland",
        "northeast",
        "northwest",
        "southeast",
        "southwest",
        "city",
        "town",
        "village",
        "port",
        "region",
        "province",
        "rebel-held",
        "state",
        "neighbouring",
        "neighboring",
        "lake",
        "near",
        "airport",
        "camp",
        "district",
    ]
)  # words that may stand before a name and be no part of it
SEATED: Final = frozenset(
    {
        "government",
        "ministry",
        "parliament",
        "administration",
        "leadership",
        "regime",
        "authority",
        "official",
        "diplomat",
        "analyst",
    }
)
ACTING: Final = frozenset({"nsubj", "nsubjpass", "agent"})
DEEPEST = 3  # phrases inside phrases that are looked into
FAR = 99


def place_of(
    tree: Tree, places: Places, mentions: Sequence[Mention], telling: Telling, quad: int, first: int, last: int
) -> Place | None:
    """Where an act took place, or None if its clause does not tell.

    Args:
        tree: of the article.
        places: its mentions over the tree.
        mentions: the same.
        telling: the act.
        quad: its class; of words (3) and requests only what hangs on their verb counts.
        first: index of the sentence's first word.
        last: one past its last.
    """
    if not any(tree.lower[i] in AT or tree.lower[i] in ("to", "from") for i in range(first, last)) and not _aimed(
        tree, telling
    ):
        return None
    reader = _Reader(tree, places, mentions, first, last)
    for _, preposition, word in sorted(_phrases(tree, telling, quad, first, last)):
        bare = preposition < 0 and tree.lemma[telling.anchor] not in VISITS
        alone = bare or (preposition >= 0 and tree.lower[preposition] in CITIES_ALONE)
        if found := reader.read(word, cities_alone=alone):
            return found
    return None


def _aimed(tree: Tree, telling: Telling) -> bool:
    return bool(tree.is_verb(telling.anchor) and tree.kids(telling.anchor, "dobj", "nsubjpass"))


def _phrases(tree: Tree, telling: Telling, quad: int, first: int, last: int) -> Iterator[tuple[int, int, int]]:
    """Phrases of place that may tell where an act was: how remote, the preposition (or -1), the head of the phrase."""
    anchor = telling.anchor
    words = {anchor, *telling.words}
    clause = tree.clause_of(anchor)
    unsure = any(tree.lower[a] in UNSURE for a in tree.kids(clause, "aux"))
    if not tree.is_verb(anchor) and clause not in telling.words and unsure:
        clause = anchor  # "the partnership will echo in Graustark"
    things = telling.act in JOINT or quad in (2, 4) or bool(HOLDING & {tree.lemma[anchor], tree.lemma[clause]})
    for p in range(first, last):
        if tree.dep[p] not in ("prep", "advmod", "dative", "prt", "mark"):
            continue
        name, governor = tree.lower[p], tree.head[p]
        objects = tree.kids(p, "pobj")
        if not objects:
            continue
        if name not in AT and not _moved(tree, name, governor, quad):
            continue
        rank = _rank(tree, governor, p, words, clause, things=things)
        if rank < FAR:
            for o in objects:
                yield rank * 100 + abs(p - anchor), p, o
    if tree.is_verb(anchor) and (quad == 4 or tree.lemma[anchor] in VISITS):
        for o in tree.objects(anchor):
            yield 350, -1, o


def _moved(tree: Tree, name: str, governor: int, quad: int) -> bool:
    """As in "sent flour to", "withdrew from": where the moving ends or begins."""
    verb = governor if tree.is_verb(governor) else tree.clause_of(governor)
    if name == "to":
        return tree.lemma[verb] in TRANSFERS and quad in (2, 4)
    return name == "from" and tree.lemma[verb] in LEAVING and quad in (2, 4)


def _neighbours(tree: Tree, one: int, other: int) -> bool:
    """Whether two clauses are told together, as in "In Lahore crowds burned flags and attacked the consulate"."""
    for low, high in ((one, other), (other, one)):
        for node in tree.chain(low):
            if node == high:
                return True
            if tree.dep[node] in ("ccomp", "relcl", "parataxis"):
                break
    return False


def _joined(tree: Tree, clause: int) -> bool:
    """Whether a clause is coordinated and has a subject of its own that is no pronoun."""
    return tree.dep[clause] == "conj" and any(tree.pos[s] != "PRON" for s in tree.kids(clause, "nsubj", "nsubjpass"))


def _rank(  # noqa: PLR0911 - one return a case
    tree: Tree, governor: int, p: int, words: set[int], clause: int, *, things: bool
) -> int:
    """How far a phrase hangs from the act: on its word 0, on its clause's verb 1, on what it is done to 2, on who does it 3."""
    if governor in words or governor == clause:
        if things or p < clause:
            return 0
        between = [o for o in tree.kids(clause, "dobj") if clause < o < p]
        return (
            FAR
            if between
            and tree.end[p - 1]
            and p - 1 in tree.subtree(between[-1])
            and governor == clause
            and not tree.kids(between[-1], "prep")
            and tree.lower[p] != "at"
            else 1
        )
    if not things:
        return FAR
    if tree.lemma[governor] in SEATED and tree.dep[governor] in ACTING:
        return FAR  # "the government in Zenda" sits there
    beside = tree.clause_of(governor)
    if beside != clause and p > beside and _joined(tree, clause):
        return FAR  # "won at Zenda, and the king fled": two clauses, each with its subject
    if beside != clause:
        return 4 if _neighbours(tree, beside, clause) else FAR
    for node in tree.chain(governor):
        if node in words or node == clause:
            break
        if tree.dep[node] in ACTING and tree.head[node] == clause:
            return 3
    return 2


class _Reader:
    """Phrases of one sentence read as places."""

    def __init__(self, tree: Tree, places: Places, mentions: Sequence[Mention], first: int, last: int) -> None:
        self.tree, self.places, self.mentions = tree, places, mentions
        self.first, self.last = first, last

    def read(self, word: int, *, cities_alone: bool = False, depth: int = 0) -> Place | None:
        """The place that a phrase names by its head, by "the town of", by an adjective or possessor of a site."""
        tree = self.tree
        if depth > DEEPEST:
            return None
        if tree.pos[word] == "PROPN" and (found := self._named(word, cities_alone=cities_alone)):
            return found
        if tree.pos[word] == "ADJ" or tree.lemma[word] not in SITES:
            return None
        for p in tree.kids(word, "prep"):
            if tree.lower[p] in AT or tree.lower[p] in ("of", "between"):
                for o in tree.kids(p, "pobj"):
                    if found := self.read(o, depth=depth + 1):
                        return found
        for c in (*tree.kids(word, "appos"), *tree.kids(word, "compound", "nmod")):
            if tree.pos[c] == "PROPN" and (found := self._named(c)):
                return found
        return self._of_state(word)

    def _of_state(self, word: int) -> Place | None:
        """As in "a Graustarkian village", "Graustark's capital"; an embassy there is not in its own state."""
        if self.tree.lemma[word] in ("embassy", "consulate"):
            return None
        for m in self.places.modifiers(word):
            mention = self.mentions[m]
            if mention.state and mention.sector is None and mention.kind != "pronoun":
                found = Gazetteer.load().state(mention.state, mention.text)
                return Place(
                    found.name, found.state, found.latitude, found.longitude, f"{self.tree.text[word]!r} of {found.why}"
                )
        return None

    def _named(self, word: int, *, cities_alone: bool = False) -> Place | None:
        tree, gazetteer = self.tree, Gazetteer.load()
        if any(self.mentions[m].kind in ("person", "organisation") for m in self.places.at(word)):
            return None
        if tree.lower[word] in MONTHS or tree.lower[word] in WEEKDAYS:
            return None
        start = word
        while start > self.first and self._of_name(start - 1, word):
            start -= 1
        within, state = self._within(word)
        for begin in range(start, word + 1):
            if begin > start and self._is_part(begin - 1):
                break  # "Soviet Union" is no place named Union
            name = self._text(begin, word)
            bare = gazetteer.country(name)
            if bare is not None and not (within and gazetteer.us_state(within)):
                return None if cities_alone else gazetteer.state(bare, name)
            if found := gazetteer.find(name, near=self._near(word), within=within, state=state):
                return found
        return None

    def _is_part(self, before: int) -> bool:
        """Whether a name is only whole with the word before: both are capitalised, and that one is no word such as "northern"."""
        tree = self.tree
        return tree.pos[before] == "PROPN" and tree.dep[before] == "compound" and tree.lower[before] not in FREE_BEFORE

    def _near(self, word: int) -> set[str]:
        """The states that the text names by other words than this one."""
        here = self.places.at(word)
        return {m.state for number, m in enumerate(self.mentions) if m.state and number not in here}

    def _of_name(self, i: int, word: int) -> bool:
        """Whether a word is a part of the name whose last word is given."""
        tree = self.tree
        capital = (
            tree.text[i][:1].isupper() or not tree.text[i][:1].isalpha() or tree.lower[i] in ("el", "al", "de", "la")
        )
        return (
            capital
            and tree.pos[i] in ("PROPN", "ADJ", "PUNCT", "NOUN", "X", "ADP", "DET")
            and word in tree.chain(i)
            and (tree.head[i] == word or tree.head[tree.head[i]] == word)
            and tree.dep[i] in ("compound", "amod", "nmod", "punct", "det", "prep")
        )

    def _text(self, begin: int, word: int) -> str:
        tree = self.tree
        pieces = (
            tree.text[i] + (" " if i < word and tree.end[i] < tree.start[i + 1] else "") for i in range(begin, word + 1)
        )
        return "".join(pieces)

    def _within(self, word: int) -> tuple[str | None, str | None]:
        """What stands behind a comma after a name, and the state that it names."""
        tree = self.tree
        if word + 2 >= self.last or tree.text[word + 1] != "," or tree.pos[word + 2] != "PROPN":
            return None, None
        end = word + 2
        while end + 1 < self.last and tree.pos[end + 1] == "PROPN":
            end += 1
        name = " ".join(tree.text[word + 2 : end + 1])
        states = [self.mentions[m].state for m in self.places.at(end)]
        return name, Gazetteer.load().country(name) or next((s for s in states if s), None)
