"""Which words of a sentence speak of what is to come? "Will", "is expected to", "vowed to", "may", "talks are due on Monday".

Rules over syntax and `data/foresights.csv`. What is past, asked, wished, or only the condition of something else is none.
Reference: None; our choice, developed on sentences of our own (tests/claims).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from dragoman.reports import Hedges, Tree

__all__ = ["TOLD_OF_THE_PAST", "Outlook", "outlooks"]

WILL: Final = frozenset({"will", "shall", "'ll", "’ll", "wo", "sha"})
WOULD: Final = frozenset({"would", "'d", "’d"})
MAY: Final = frozenset({"may", "might", "could"})
CONDITIONS: Final = frozenset({"if", "unless", "whether", "lest", "though", "although", "because"})
LIKINGS: Final = frozenset({"like", "love", "prefer", "appreciate", "welcome"})
QUESTIONS: Final = frozenset({"WP", "WRB", "WP$"})
PURPOSES: Final = frozenset(
    [
        "aim",
        "goal",
        "idea",
        "purpose",
        "task",
        "mission",
        "role",
        "way",
        "job",
        "point",
        "challenge",
        "objective",
        "solution",
        "duty",
        "first",
    ]
)
TO_SEEM: Final = frozenset({"look", "seem", "appear", "become", "get", "prove", "grow"})
TO_ANNOUNCE: Final = frozenset({"announce", "unveil", "outline", "present", "reveal", "confirm"})
AT_STAKE: Final = frozenset(
    [
        "be",
        "raise",
        "increase",
        "face",
        "see",
        "warn",
        "carry",
        "bring",
        "pose",
        "grow",
        "remain",
        "heighten",
        "fuel",
        "exist",
        "run",
        "create",
        "hold",
    ]
)
ARRANGED: Final = frozenset(
    [
        "begin",
        "start",
        "open",
        "meet",
        "visit",
        "arrive",
        "leave",
        "travel",
        "come",
        "go",
        "end",
        "expire",
        "vote",
        "host",
        "return",
        "resume",
        "join",
        "launch",
        "sign",
        "hold",
        "take",
        "fly",
        "face",
    ]
)
UNREAL: Final = frozenset({"nearly", "almost"})
TOLD_OF_THE_PAST: Final = 0.45  # score of "would be held for a year" unless somebody says it; our choice
PROPOSALS: Final = frozenset(
    [
        "bill",
        "law",
        "legislation",
        "deal",
        "agreement",
        "accord",
        "treaty",
        "plan",
        "proposal",
        "measure",
        "reform",
        "resolution",
        "sanctions",
        "ban",
        "withdrawal",
        "war",
        "attack",
        "invasion",
        "strike",
        "move",
        "alliance",
        "pact",
        "pipeline",
        "decision",
        "amendment",
        "policy",
        "act",
    ]
)  # what "would" is said of as its effect
TOLD_NOUNS: Final = frozenset(
    {
        "concern",
        "fear",
        "worry",
        "warning",
        "prediction",
        "expectation",
        "belief",
        "promise",
        "pledge",
        "vow",
        "claim",
        "statement",
        "assurance",
        "guarantee",
        "announcement",
        "threat",
        "speculation",
        "forecast",
        "report",
    }
)  # what is told by a noun: "fears that it would"
HABIT: Final = frozenset({"often", "usually", "sometimes", "regularly", "frequently"})
_AHEAD: Final = re.compile(
    r"\b(?:tomorrow|next\s(?:week|weekend|month|year|spring|summer|autumn|fall|winter|\w+day)|later\sthis\s(?:week|month|year))\b",
    re.IGNORECASE,
)
_BY_NOUN: Final = frozenset(
    {
        "threaten",
        "vow",
        "promise",
        "pledge",
        "plan",
        "schedule",
        "predict",
        "forecast",
        "expect",
        "anticipate",
        "foresee",
    }
)


@dataclass(frozen=True, slots=True)
class Outlook:
    """Words that speak of what is to come.

    Attributes:
        event: the verb or noun that tells what is to come.
        cue: the word that opens it: "will", "expected", "vowed".
        kind: "forecast", or "intention" where the cue is one of planning, promising, threatening.
        force: row of data/chances.csv by which the cue gives a chance.
        expected: False: that it will not be.
        owner: the word whose subject intends; None of forecasts.
        score: 0 to 1, how sure it is that this is no past, wish or habit; our choice.
        why: the rule.
    """

    event: int
    cue: int
    kind: str
    force: str
    expected: bool
    owner: int | None
    score: float
    why: str


def outlooks(tree: Tree, hedges: Hedges, first: int, last: int, *, title: bool = False) -> list[Outlook]:
    """What a sentence foresees, in text order; one for each word that tells what is to come.

    Args:
        tree: of the article.
        hedges: which verbs report speech.
        first: index of the sentence's first word.
        last: one past its last.
        title: whether it is a headline, in which "to sign" means "will sign".
    """
    if not any(tree.lower[i] in _openers() or tree.lemma[i] in _openers() for i in range(first, last)):
        return []
    if any(tree.text[i] == "?" for i in range(max(first, last - 3), last)):
        return []
    if tree.lower[first] in ("what", "how", "why", "who"):
        return []
    found: dict[int, Outlook] = {}
    for i in range(first, last):
        for one in _at(tree, hedges, i, title=title):
            if not _conditional(tree, one.cue) and (one.event not in found or one.score > found[one.event].score):
                found[one.event] = one
    if not found and (ahead := _arranged(tree, first, last)):
        found[ahead.event] = ahead
    return [found[i] for i in sorted(found)]


def _at(tree: Tree, hedges: Hedges, i: int, *, title: bool) -> Iterator[Outlook]:  # noqa: C901 - one branch a part of speech
    word, lemma, pos = tree.lower[i], tree.lemma[i], tree.pos[i]
    known = _table()
    if tree.dep[i] == "aux" and tree.tag[i] == "MD":
        yield from _modal(tree, hedges, i)
    elif word == "to" and tree.dep[i] == "aux":
        yield from _to(tree, hedges, i, title=title)
    elif pos in ("ADJ", "VERB") and (row := known.get((word, "hardly"))):
        yield from _hardly(tree, i, row)
    elif pos in ("ADJ", "VERB") and (row := known.get((word, "adj"))) and (found := _adjective(tree, i, row)):
        yield from found
    elif pos in ("ADJ", "ADV") and (row := known.get((word, "that"))):
        for clause in tree.kids(i, "ccomp") + tree.kids(tree.head[i], "ccomp"):
            if clause > i and not tree.kids(clause, "aux"):
                yield Outlook(clause, i, "forecast", row[1], not _negated(tree, clause), None, 0.6, f"{word} that")
    elif pos == "VERB" and lemma == "warn":
        yield from _warned(tree, i)
    elif pos == "VERB" and (row := known.get((lemma, "verb"))):
        yield from _verb(tree, i, row)
    elif pos == "NOUN" and (row := known.get((lemma, "noun"))):
        yield from _noun(tree, i, row)


def _modal(tree: Tree, hedges: Hedges, i: int) -> Iterator[Outlook]:  # noqa: C901 - one branch a modal
    """A case such as "will", "would", "may"."""
    word, verb = tree.lower[i], tree.head[i]
    perfect = any(tree.lower[a] == "have" for a in tree.kids(verb, "aux"))
    negated = _negated(tree, verb)
    if _asked(tree, verb) or any(tree.lower[c] in UNREAL | HABIT for c in tree.kids(verb, "advmod")):
        return
    if word in WILL:
        force, score = "will", 0.9
    elif word in WOULD:
        if perfect or tree.lemma[verb] in LIKINGS or any(tree.lower[c] == "rather" for c in tree.kids(verb, "advmod")):
            return
        reported = _reported(tree, hedges, verb)
        if tree.tag[verb] in ("VBN", "VBD") and not tree.kids(verb, "auxpass"):
            return  # "they'd hit the wall"
        force, score = "would", 0.8 if reported else 0.6 if _depends(tree, verb) else TOLD_OF_THE_PAST
    elif word in MAY:
        if perfect or (word == "could" and (negated or _purpose(tree, verb))) or _wish(tree, i, verb):
            return
        there = bool(tree.kids(verb, "expl"))
        if tree.lemma[verb] == "be" and tree.kids(verb, "attr", "acomp") and not tree.kids(verb, "advcl") and not there:
            return  # "could be a spy": a guess at what is
        force, score = word, 0.6
    else:
        return
    above = tree.head[verb]
    if tree.dep[verb] == "ccomp" and tree.lemma[above] in ("doubt", "fear") and not _negated(tree, above):
        force = tree.lemma[above]  # "doubts that it will": the chance is the doubt's
    for event in (
        verb,
        *(c for c in tree.kids(verb, "conj") if tree.tag[c] == "VB" and not tree.kids(c, "aux", "nsubj")),
    ):
        either = event != verb and any(tree.lower[c] in ("or", "nor") for c in tree.kids(verb, "cc"))
        expected = not (negated if event == verb or either else _negated(tree, event))
        yield Outlook(
            event, i, "forecast", force, expected, None, score if event == verb else score - 0.05, tree.lower[i]
        )


def _depends(tree: Tree, verb: int) -> bool:
    """Whether "would" is said on a condition, or of what something proposed would bring."""
    if any(
        tree.lower[m] in ("if", "unless", "should", "were")
        for c in tree.kids(verb, "advcl")
        for m in tree.kids(c, "mark", "aux")
    ):
        return True
    first, _ = tree.sentences[tree.sent[verb]]
    if tree.lower[first] in ("should", "were") and tree.tag[first] in ("MD", "VBD"):
        return True  # "Should the talks fail, it would"
    heads = tree.subject(verb)
    if heads and tree.lower[heads[0]] in ("that", "which") and (above := _relative(tree, verb)) is not None:
        heads = [above]
    return any(tree.lemma[h] in PROPOSALS or tree.lower[h] in PROPOSALS for h in heads)


def _wish(tree: Tree, i: int, verb: int) -> bool:
    """As in "May she rest in peace"."""
    subjects = tree.kids(verb, "nsubj", "nsubjpass")
    return tree.lower[i] == "may" and bool(subjects) and i < subjects[0]


def _to(  # noqa: C901 - one branch a case
    tree: Tree, hedges: Hedges, i: int, *, title: bool
) -> Iterator[Outlook]:
    """A case such as "is going to sign", "is to sign", and the headline "Ruritania to sign"."""
    verb = tree.head[i]
    above = tree.head[verb]
    if above == verb:
        if title and tree.kids(verb, "nsubj", "nsubjpass"):
            yield Outlook(verb, i, "forecast", "is to", not _negated(tree, verb), None, 0.8, "to, in a headline")
        return
    if tree.dep[verb] != "xcomp":
        return
    negated = _negated(tree, above) or _negated(tree, verb)
    if tree.lower[above] == "going":
        past = any(tree.lower[a] in ("was", "were") for a in tree.kids(above, "aux"))
        if not past or _reported(tree, hedges, above):
            yield Outlook(verb, above, "forecast", "going to", not negated, None, 0.9, "going to")
    elif tree.lemma[above] == "be" and tree.lower[above] in ("is", "are", "'s", "’s", "was", "were"):
        subjects = tree.kids(above, "nsubj", "nsubjpass")
        between = range(above + 1, i)
        if tree.kids(above, "acomp", "attr") or any(
            tree.dep[w] not in ("neg", "advmod") or tree.lower[w] in ("only", "yet") for w in between
        ):
            return  # "it is safe to travel", "is only to protect"
        if not subjects or any(tree.lemma[s] in PURPOSES or tree.lemma[s] in _nouns() for s in subjects):
            return
        if not tree.passive(verb) and not any(
            tree.pos[s] in ("PROPN", "PRON") or tree.tag[s] == "NNS" or tree.lower[s] in _organs() for s in subjects
        ):
            return  # "the lesson is to act early"
        if tree.lower[above] in ("was", "were") and not _reported(tree, hedges, above):
            return
        yield Outlook(verb, above, "forecast", "is to", not negated, None, 0.75, "is to")


def _adjective(  # noqa: C901, PLR0911, PLR0912 - one return a case
    tree: Tree, i: int, row: tuple[str, str]
) -> list[Outlook]:
    """A case such as "is likely to leave", "is expected to leave", "talks are scheduled for May"."""
    word, kind, force = tree.lower[i], *row
    if tree.dep[i] in ("amod", "compound", "aux", "auxpass", "advmod") and not tree.kids(i, "xcomp"):
        return []
    if any(tree.lower[a] in ("had", "having", "been") for a in tree.kids(i, "aux", "auxpass", "prt")) or tree.kids(
        i, "prt"
    ):
        return []
    if tree.pos[i] == "VERB" and any(tree.lower[a] in ("have", "has") for a in tree.kids(i, "aux")):
        return []  # "have projected"
    plain = tree.pos[i] == "VERB" and not tree.passive(i) and tree.dep[i] != "acl" and tree.tag[i] != "VBN"
    if plain and tree.dep[i] not in ("acomp", "ROOT") and word not in ("set", "due"):
        return []
    if plain and not any(tree.lower[x] == "to" for c in tree.kids(i, "xcomp") for x in tree.kids(c, "aux")):
        return []
    if plain and (tree.kids(i, "dobj") or tree.tag[i] in ("VBD", "VBZ", "VBP", "VB")) and word != "set":
        return []
    negated = _negated(tree, i) or (tree.dep[i] in ("acomp", "oprd") and _negated(tree, tree.head[i]))
    clauses = [c for c in tree.kids(i, "xcomp", "advcl") if _has_to(tree, c)]
    if tree.dep[i] in ("acomp", "oprd", "attr"):
        clauses += [c for c in tree.kids(tree.head[i], "xcomp") if c > i and _has_to(tree, c)]
    owner = i if kind == "intention" else None
    if clauses:
        return [
            Outlook(c, i, kind, force, negated == _negated(tree, c), owner, 0.85, f"{word} to")
            for event in clauses[:1]
            for c in (event, *(k for k in tree.kids(event, "conj") if tree.tag[k] == "VB"))
        ]
    if word in (
        "set",
        "about",
        "sure",
        "certain",
        "bound",
        "liable",
        "poised",
        "likely",
        "unlikely",
        "committed",
        "determined",
    ):
        return []
    subjects = tree.kids(i, "nsubj", "nsubjpass") or (
        tree.kids(tree.head[i], "nsubj", "nsubjpass") if tree.dep[i] in ("acomp", "oprd", "attr") else []
    )
    if word == "planned" and tree.dep[i] == "acl":
        return []  # "cancelled a rally planned for May"
    if word == "due" and any(tree.lower[p] in ("to", "out") for p in tree.kids(i, "prep", "pcomp", "prt", "advmod")):
        return []
    if tree.dep[i] == "acl" and tree.pos[tree.head[i]] in ("NOUN", "PROPN"):
        subjects = [tree.head[i]]
    if subjects and tree.lower[subjects[0]] in ("which", "that") and (above := _relative(tree, i)) is not None:
        subjects = [above]
    if not subjects or tree.pos[subjects[0]] == "PRON":
        return []
    return [Outlook(subjects[0], i, kind, force, not negated, None, 0.75, f"is {word}")]


def _relative(tree: Tree, i: int) -> int | None:
    """The noun that a relative clause belongs to."""
    return next((tree.head[j] for j in tree.chain(i) if tree.dep[j] == "relcl"), None)


def _hardly(tree: Tree, i: int, row: tuple[str, str]) -> Iterator[Outlook]:
    """A case such as "it looks increasingly difficult for Ruritania to keep the balance": that it fails is foreseen."""
    above = tree.head[i]
    ahead = tree.lemma[above] in TO_SEEM or any(tree.lower[a] in WILL for a in tree.kids(above, "aux"))
    if not ahead or tree.tag[above] == "VBD":
        return
    clauses = tree.kids(i, "xcomp", "advcl", "ccomp") + tree.kids(above, "xcomp", "advcl", "ccomp")
    for c in [c for c in clauses if c > i and _has_to(tree, c)][:1]:
        yield Outlook(
            c, i, "forecast", row[1], not _negated(tree, c), None, 0.95, f"{tree.lower[above]} {tree.lower[i]} to"
        )


def _warned(tree: Tree, i: int) -> Iterator[Outlook]:
    """A case such as "warned of attacks", "warns of a possible war"."""
    for p in tree.kids(i, "prep"):
        if tree.lower[p] in ("of", "about") and p > i:
            for o in tree.kids(p, "pobj")[:1]:
                if tree.pos[o] == "NOUN":
                    yield Outlook(o, i, "forecast", "risk", True, None, 0.6, "warn of")


def _verb(tree: Tree, i: int, row: tuple[str, str]) -> Iterator[Outlook]:  # noqa: C901, PLR0911, PLR0912 - one branch a case
    """A case such as "predicts that", "expects Ruritania to leave", "vowed to retaliate", "threatened sanctions"."""
    kind, force = row
    lemma = tree.lemma[i]
    if tree.passive(i) or tree.dep[i] in ("amod", "compound"):
        return
    if any(tree.lower[a] in ("had", "having") for a in tree.kids(i, "aux")) or _asked(tree, i):
        return
    if lemma == "aim" and tree.dep[i] in ("relcl", "acl"):
        return
    if kind == "forecast" and _has_to(tree, i):
        return  # "worked to predict the waves"
    negated = _negated(tree, i)
    owner = i if kind == "intention" else None
    clauses = tree.kids(i, "xcomp", "ccomp")
    events = [c for c in clauses if _has_to(tree, c) and c > i]
    if kind == "forecast" and not events:
        events = [c for c in clauses if c > i and tree.tag[c] in ("VBZ", "VBP", "VBG", "VB") and not _modals(tree, c)]
        if lemma in ("fear", "doubt"):
            events = []
    if events:
        for event in (events[0], *(k for k in tree.kids(events[0], "conj") if tree.tag[k] == "VB")):
            yield Outlook(event, i, kind, force, negated == _negated(tree, event), owner, 0.8, f"{lemma} to")
        return
    if kind == "forecast" and tree.tag[i] == "VBD":
        return  # "expected loyalty"
    if lemma in _BY_NOUN and not any(_modals(tree, c) for c in clauses):
        for o in tree.kids(i, "dobj")[:1]:
            if lemma == "threaten" and tree.lower[o] not in _threatened():
                return  # "threatens the soldiers"
            if tree.pos[o] in ("NOUN", "PROPN") and o > i:
                yield Outlook(o, i, kind, force, not negated, owner, 0.6, f"{lemma} something")


def _noun(tree: Tree, i: int, row: tuple[str, str]) -> Iterator[Outlook]:
    """A case such as "its plan to leave", "the risk of war", "the prediction that"."""
    kind, force = row
    lemma = tree.lemma[i]
    none = any(tree.lower[d] == "no" for d in tree.kids(i, "det"))
    if kind == "forecast" and (
        none
        or _negated(tree, tree.head[i])
        or any(tree.lower[c] == "longer" for c in tree.kids(tree.head[i], "advmod"))
    ):
        return
    if kind == "intention":
        below = tree.kids(i, "acl") + (
            tree.kids(tree.head[i], "xcomp", "advcl") if tree.lemma[tree.head[i]] in TO_ANNOUNCE else []
        )
        for c in [c for c in below if c > i and _has_to(tree, c)][:1]:
            yield Outlook(c, i, kind, force, not none, i, 0.6, f"{lemma} to")
        return
    above = tree.head[i]
    if tree.lemma[above] not in AT_STAKE and tree.lower[above] not in ("in", "at"):
        return
    for c in tree.kids(i, "acl", "ccomp", "relcl"):
        if c > i and any(tree.lower[m] == "that" for m in tree.kids(c, "mark")) and not _modals(tree, c):
            yield Outlook(c, i, kind, force, not none, None, 0.5, f"{lemma} that")
    for p in tree.kids(i, "prep"):
        if tree.lower[p] == "of":
            for o in (tree.kids(p, "pobj") + tree.kids(p, "pcomp"))[:1]:
                yield Outlook(o, i, kind, force, not none, None, 0.5, f"{lemma} of")


def _arranged(tree: Tree, first: int, last: int) -> Outlook | None:
    """As in "the ministers meet next week": the present tense with words of a day to come."""
    root = next((i for i in range(first, last) if tree.head[i] == i), None)
    if root is None or tree.lemma[root] not in ARRANGED:
        return None
    finite = tree.tag[root] in ("VBZ", "VBP")
    going = tree.tag[root] == "VBG" and any(
        tree.lower[a] in ("is", "are", "'s", "’s", "'re") for a in tree.kids(root, "aux")
    )
    if not (finite or going) or not _AHEAD.search(" ".join(tree.text[first:last])):
        return None
    return Outlook(
        root, root, "forecast", "scheduled", not _negated(tree, root), None, 0.7, "the present with a day to come"
    )


# ------------------------------------------------------------------------------------------------- what surrounds it


def _conditional(tree: Tree, cue: int) -> bool:
    """Whether a word stands in a condition: that is no prediction but what one depends on."""
    for node in tree.chain(cue):
        if tree.dep[node] in ("advcl", "ccomp", "pcomp", "acl") and any(
            tree.lower[m] in ("if", "unless", "whether", "lest") for m in tree.kids(node, "mark")
        ):
            return True
    return False


def _asked(tree: Tree, verb: int) -> bool:
    """As in "decide who will lead", "asked when it would end": a question inside the sentence."""
    if tree.dep[verb] in ("relcl", "ROOT", "conj"):
        return False
    return any(
        tree.tag[c] in QUESTIONS and c < verb and tree.lower[c] not in ("which", "when")
        for c in tree.kids(verb, "nsubj", "nsubjpass", "dobj", "advmod", "attr", "pobj")
    ) or (tree.dep[verb] in ("ccomp", "pcomp") and any(tree.lower[c] == "when" for c in tree.kids(verb, "advmod")))


def _purpose(tree: Tree, verb: int) -> bool:
    """As in "withdrew so that aid could pass"."""
    return tree.dep[verb] == "advcl" and any(tree.lower[c] in ("so", "that") for c in tree.kids(verb, "mark", "advmod"))


def _reported(tree: Tree, hedges: Hedges, verb: int) -> bool:
    """Whether a clause is what somebody said, so that its "would" is their "will"."""
    for node in tree.chain(verb)[:4]:
        head, dep = tree.head[node], tree.dep[node]
        if dep in ("acl", "ccomp") and tree.lemma[head] in TOLD_NOUNS:
            return True
        if dep in ("ccomp", "parataxis") and tree.is_verb(head):
            return hedges.verb("attribution", tree, head) or hedges.verb("intend", tree, head)
        if dep not in ("conj", "xcomp"):
            return False
    return False


def _negated(tree: Tree, verb: int) -> bool:
    return any(tree.dep[c] == "neg" or tree.lower[c] in ("never", "no longer") for c in tree.children[verb])


def _has_to(tree: Tree, verb: int) -> bool:
    return any(tree.lower[a] == "to" for a in tree.kids(verb, "aux", "mark"))


def _modals(tree: Tree, verb: int) -> bool:
    return any(tree.tag[a] == "MD" for a in tree.kids(verb, "aux"))


@cache
def _table() -> Mapping[tuple[str, str], tuple[str, str]]:
    """(word, part) -> kind and force. A word of difficulty stands under the part "hardly"."""
    return {
        (r["cue"], "hardly" if r["kind"] == "hardly" else r["pos"]): (
            "forecast" if r["kind"] == "hardly" else r["kind"],
            r["chance"],
        )
        for r in table("foresights")
    }


@cache
def _organs() -> frozenset[str]:
    """Nouns of politics, which can be due to do or undergo something: "the blockade is to end"."""
    return frozenset(r["word"] for r in table("politics")) - {"policy", "deal", "law", "bill", "vote"}


@cache
def _threatened() -> frozenset[str]:
    """What one threatens with, not whom."""
    return frozenset(r["word"] for r in table("deeds") if r["class"] == "threatened")


@cache
def _openers() -> frozenset[str]:
    return (
        WILL
        | WOULD
        | MAY
        | {"going", "to", "tomorrow", "next", "later", "warn"}
        | {r["cue"] for r in table("foresights")}
    )


@cache
def _nouns() -> frozenset[str]:
    return frozenset(r["cue"] for r in table("foresights") if r["pos"] == "noun")
