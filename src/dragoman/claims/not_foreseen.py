"""Which words that look ahead foresee nothing? Rules, wishes, habits, guesses at what is, plans of the past.

    "members will have to register"              a rule
    "she hopes that the talks will succeed"      a wish
    "has not said that it will leave"            nobody says so
    "a visitor will usually pay in cash"         a habit, or anybody
    "the note could mean"                        a guess at what is
    "the tribe was planning to leave"            a plan of the past, told as background
    "I would sign it", in a quotation            what is imagined
    "understood that it would fail"              what was known
    "a bill that would limit imports"            what a measure is for
    "the judges who will hear the case"          whose part it is

Words by class are rows of `data/not_foreseen.csv`. Reference: None; our choice, developed on news that is in no measure
of the finder (see docs/claims.md).
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Final

from dragoman.data import table

if TYPE_CHECKING:
    from dragoman.claims.outlooks import Outlook
    from dragoman.reports import Told, Tree

__all__ = ["not_foreseen"]

POSSIBLE: Final = frozenset({"could", "may", "might"})
AFTERWARDS: Final = frozenset({"after", "since", "before", "when", "until", "though", "although", "because"})
WAS: Final = frozenset({"was", "were", "had"})
OPEN: Final = frozenset({"unclear", "unknown", "uncertain", "undecided", "unsure", "doubt", "question"})
CLAUSES: Final = ("ccomp", "xcomp", "acl", "csubj", "pcomp", "advcl", "relcl", "conj")
_AHEAD: Final = re.compile(
    r"\b(?:tomorrow|tonight|next|later\sthis|this\s(?:week|month|year|summer|autumn|winter|spring)|by|until|in\s20\d\d"
    r"|soon|shortly|coming|on\s\w+day)\b",
    re.IGNORECASE,
)


def not_foreseen(tree: Tree, outlook: Outlook, told: Told | None, *, quote: tuple[int, int] | None) -> str | None:
    """Why words that look ahead are no claim about what will happen; None if nothing speaks against it.

    Args:
        tree: of the article.
        outlook: what is looked ahead to.
        told: who says it, where somebody does.
        quote: first and one-past-last character of the quotation in which it stands.
    """
    facts = (
        ("a rule", _ruled(tree, outlook)),
        ("a wish", _wished(tree, outlook)),
        ("nobody says so", _unsaid(tree, outlook)),
        ("anybody", _anybody(tree, outlook)),
        ("a habit", _habit(tree, outlook)),
        ("a guess at what is", _guess(tree, outlook)),
        ("a plan of the past", _past_plan(tree, outlook, told) or _given_up(tree, outlook)),
        ("what was known", _known(tree, outlook)),
        ("whose part it is", told is None and _whose_part(tree, outlook)),
        ("what a measure is for", _measure(tree, outlook)),
        ("what is proposed", _proposed(tree, outlook)),
        ("no event", _no_event(tree, outlook)),
        ("what is over", _done(tree, outlook)),
        ("a name", _name(tree, outlook)),
        ("what is imagined", _imagined(tree, outlook, quote)),
    )
    return next((reason for reason, holds in facts if holds), None)


def _ruled(tree: Tree, outlook: Outlook) -> bool:  # noqa: PLR0911 - one return a case
    """As in "members will have to register", "will not be allowed to", "shall be entitled to"."""
    if outlook.force not in ("will", "would", "going to", "is to", "may"):
        return False
    if outlook.force == "may" and not outlook.expected and not tree.passive(outlook.event):
        return tree.lemma[outlook.event] not in _words("not ruled")  # "may not enter"; but "may not win"
    if tree.lower[outlook.cue] == "shall" and not any(
        tree.lower[h] in ("i", "we") for h in tree.subject(outlook.event)
    ):
        return True  # "no person shall be eligible"
    if outlook.force == "is to" and not outlook.expected and tree.passive(outlook.event):
        return True  # "delegates are not to be bound"
    event, rules = outlook.event, _words("rule")
    heads = tree.subject(event) if tree.is_verb(event) else []
    if heads and tree.pos[heads[0]] == "PROPN":
        return False  # "Ruritania will have to leave": of one alone, no rule for all
    if tree.lemma[event] in ("have", "need"):
        return any(tree.lower[a] == "to" for c in tree.kids(event, "xcomp") for a in tree.kids(c, "aux"))
    if tree.lemma[event] in rules:
        return tree.passive(event) or outlook.force == "would"
    return tree.lemma[event] == "be" and any(tree.lower[a] in rules for a in tree.kids(event, "acomp", "attr"))


def _wished(tree: Tree, outlook: Outlook) -> bool:
    """Under "hopes that", "wants to see", "urged that", and "let us hope"."""
    for node in (outlook.cue, *tree.chain(outlook.event)):
        if node not in (outlook.event, outlook.cue) and tree.is_verb(node) and tree.lemma[node] in _words("wish"):
            return True
        if tree.dep[node] not in CLAUSES and node != outlook.cue:
            return False
        above = tree.head[node]
        if tree.dep[node] in ("acl", "ccomp") and tree.lemma[above] in ("hope", "wish", "desire", "request", "demand"):
            return True
        if tree.dep[node] in ("acl", "ccomp") and tree.lemma[tree.head[above]] in ("seek", "want", "demand", "need"):
            return True  # "seeks assurances that it will"
    return False


def _unsaid(tree: Tree, outlook: Outlook) -> bool:  # noqa: PLR0911 - one return a case
    """As in "has not said whether", "no sign that it will", "remains unclear if", "nobody thought that"."""
    if tree.lemma[outlook.event] in _words("speech") and (
        not outlook.expected or (outlook.force == "would" and tree.lemma[outlook.event] == "say")
    ):
        return True  # "would not say", "will not predict"
    for node in tree.chain(outlook.event):
        above = tree.head[node]
        if above == node or tree.dep[node] not in ("ccomp", "csubj", "csubjpass", "acl", "xcomp", "pcomp", "relcl"):
            opens = above != node and any(tree.lower[a] in OPEN for a in tree.kids(above, "acomp"))
            return (
                opens and tree.dep[node] == "advcl" and any(tree.lower[m] == "when" for m in tree.kids(node, "advmod"))
            )
        marks = [tree.lower[m] for m in tree.kids(node, "mark", "advmod")]
        if "whether" in marks or (tree.dep[node] in ("ccomp", "csubj") and marks[:1] == ["if"]):
            return True
        if any(tree.lower[a] in OPEN for a in (above, *tree.kids(above, "acomp", "attr"))) and outlook.force != "doubt":
            return tree.lemma[above] != "doubt"
        nobody = any(tree.lower[s] in ("nobody", "none", "neither") for s in tree.kids(above, "nsubj")) or any(
            tree.lower[d] == "no" for s in [above, *tree.kids(above, "nsubj")] for d in tree.kids(s, "det")
        )
        negated = any(tree.dep[c] == "neg" for c in tree.children[above])
        if tree.dep[node] in ("ccomp", "acl") and tree.lemma[above] in _words("silent") and (negated or nobody):
            return True
        if nobody and tree.dep[node] == "ccomp":
            return True
        if tree.dep[node] == "relcl":
            return False
    return False


def _anybody(tree: Tree, outlook: Outlook) -> bool:
    """As in "the average man will feel", "anyone who wants will find": nobody in particular."""
    heads = tree.subject(outlook.event) if tree.is_verb(outlook.event) else []
    heads = heads + [o for p in tree.kids(outlook.event, "agent") for o in tree.kids(p, "pobj")]
    for h in heads:
        if (
            outlook.force in ("could", "may", "might", "would")
            and tree.lemma[h] in _words("one of a kind")
            and any(tree.lower[d] in ("a", "an", "any", "every", "each") for d in tree.kids(h, "det"))
        ):
            return True
        if tree.lower[h] not in _words("anybody"):
            continue
        articles = [tree.lower[d] for d in tree.kids(h, "det")]
        if tree.pos[h] == "PRON" or articles[:1] in (["a"], ["an"], ["any"], ["every"], ["each"]):
            return True
        if any(tree.lower[a] in ("average", "typical", "ordinary") for a in tree.kids(h, "amod")):
            return True
    return False


def _habit(tree: Tree, outlook: Outlook) -> bool:
    around = {outlook.event, outlook.cue, tree.head[outlook.cue]}
    return any(tree.lower[a] in _words("habit") for w in around for a in tree.kids(w, "advmod", "mark"))


def _guess(tree: Tree, outlook: Outlook) -> bool:
    """As in "the note could mean", "he may know"."""
    if outlook.force not in POSSIBLE:
        return False
    event = outlook.event
    progressive = tree.tag[event] == "VBG" and any(tree.lower[a] == "be" for a in tree.kids(event, "aux"))
    if tree.lemma[event] == "be" and not tree.kids(event, "expl") and tree.kids(event, "prep", "advmod"):
        return not any(
            tree.lower[p] in ("in", "by", "before", "after")
            and _AHEAD.search(" ".join(tree.text[w] for w in tree.subtree(p)))
            for p in tree.kids(event, "prep")
        )  # "might be in play"
    return progressive or tree.lemma[event] in _words("state")


def _known(tree: Tree, outlook: Outlook) -> bool:
    """As in "understood that the push would fail", "ruled that it could"."""
    event = outlook.event
    if outlook.force not in ("would", "could", "might"):
        return False
    return tree.dep[event] == "ccomp" and tree.lemma[tree.head[event]] in _words("factive")


def _measure(tree: Tree, outlook: Outlook) -> bool:
    """As in "a plan that would limit imports", "quotas that will restrain": what a measure is made to do."""
    if outlook.force not in ("will", "would", "could") or tree.dep[outlook.event] != "relcl":
        return False
    of = tree.head[outlook.event]
    if outlook.force == "could" and any(tree.pos[h] == "PRON" for h in tree.kids(outlook.event, "nsubj")):
        return True  # "with whom he could speak"
    any_of_them = any(tree.lower[d] in ("any", "every", "no") for d in tree.kids(of, "det"))
    return any_of_them or tree.lemma[of] in _words("measure")


def _proposed(tree: Tree, outlook: Outlook) -> bool:
    """As in "under this proposal senators would be limited": what a text provides."""
    if outlook.force not in ("would", "could", "may"):
        return False
    return any(
        tree.lower[p] == "under" and tree.lemma[o] in _words("measure")
        for p in tree.kids(outlook.event, "prep")
        for o in tree.kids(p, "pobj")
    )


def _no_event(tree: Tree, outlook: Outlook) -> bool:
    """As in "he will be missed", "it would depend on them", "the aim will be to stop it"."""
    event = outlook.event
    if tree.lemma[event] in _words("no event"):
        return True
    if tree.lemma[event] != "be":
        return False
    moods = any(tree.lower[a] in _words("mood") for a in tree.kids(event, "acomp"))
    purpose = any(tree.lemma[a] in _words("purpose") for a in tree.kids(event, "nsubj", "attr"))
    return moods or purpose


def _done(tree: Tree, outlook: Outlook) -> bool:
    """As in "is projected to have won": what is over, though not known."""
    if tree.lower[outlook.cue] == "determined" and tree.lemma[outlook.event] in ("have", "be"):
        return True
    return outlook.why.endswith(" to") and any(tree.lower[a] == "have" for a in tree.kids(outlook.event, "aux"))


def _whose_part(tree: Tree, outlook: Outlook) -> bool:
    """As in "the judges who will hear the case": whose part something is, not that it comes."""
    event = outlook.event
    return (
        outlook.force == "will"
        and tree.dep[event] == "relcl"
        and any(tree.lower[s] == "who" for s in tree.kids(event, "nsubj"))
    )


def _name(tree: Tree, outlook: Outlook) -> bool:
    """As in "writers Will Smith and May Jones"."""
    cue = outlook.cue
    first, _ = tree.sentences[tree.sent[cue]]
    return tree.text[cue] in ("Will", "May") and cue > first and tree.text[cue + 1 : cue + 2][0][:1].isupper()


def _given_up(tree: Tree, outlook: Outlook) -> bool:
    """As in "reneged on pledges to leave", "made no commitment to leave"."""
    cue = outlook.cue
    if outlook.kind != "intention" or tree.pos[cue] != "NOUN":
        return False
    around = [tree.head[cue], tree.head[tree.head[cue]]]
    before = any(tree.lower[a] in _words("earlier") for a in tree.kids(cue, "amod"))
    return (
        before
        or any(tree.lower[d] in ("no", "any") for d in tree.kids(cue, "det"))
        or any(tree.lemma[w] in _words("given up") for w in around)
    )


def _past_plan(tree: Tree, outlook: Outlook, told: Told | None) -> bool:  # noqa: PLR0911 - one return a case
    """As in "was planning to leave", "after it vowed to leave": background, unless a day to come is named."""
    cue = outlook.cue
    if (
        tree.lower[cue] in _words("past state")
        and told is None
        and not _AHEAD.search(" ".join(tree.text[w] for w in tree.subtree(outlook.event)))
    ):
        return any(tree.lower[a] in WAS for a in (tree.head[cue], *tree.kids(cue, "auxpass", "aux")))
    if outlook.kind != "intention" and tree.lemma[cue] not in _words("past"):
        return False
    if not tree.is_verb(cue):
        return False
    clause = " ".join(tree.text[w] for w in tree.subtree(outlook.event))
    if _AHEAD.search(clause):
        return False
    past = tree.tag[cue] == "VBD" or any(tree.lower[a] in WAS for a in tree.kids(cue, "aux", "auxpass"))
    if not past:
        return False
    if tree.lemma[cue] in _words("past") or any(tree.lower[a] in WAS for a in tree.kids(cue, "aux")):
        return told is None or told.said.cue == cue
    return tree.dep[cue] == "advcl" and any(tree.lower[m] in AFTERWARDS for m in tree.kids(cue, "mark", "advmod"))


def _imagined(tree: Tree, outlook: Outlook, quote: tuple[int, int] | None) -> bool:
    """As in “I would sign it”, unless it depends on something; "if they could not, the council would choose"."""
    if outlook.force == "would" and any(
        tree.lower[a] in ("could", "had")
        for c in tree.kids(outlook.event, "advcl")
        for a in tree.kids(c, "aux")
        if any(tree.lower[m] == "if" for m in tree.kids(c, "mark"))
    ):
        return True
    return outlook.force == "would" and quote is not None and not _on_condition(tree, outlook.event, quote)


def _on_condition(tree: Tree, verb: int, quote: tuple[int, int]) -> bool:
    """Whether "would", inside a quotation, is said on a condition, of an effect, or by somebody who is told of in it."""
    if any(
        tree.dep[n] == "ccomp" and tree.pos[tree.head[n]] == "VERB" and quote[0] < tree.start[tree.head[n]] < quote[1]
        for n in tree.chain(verb)[:3]
    ):
        return True
    return any(
        tree.lower[m] in ("if", "unless", "should")
        for c in tree.kids(verb, "advcl")
        for m in tree.kids(c, "mark", "aux")
    ) or any(tree.pos[s] in ("NOUN", "VERB") for s in tree.kids(verb, "nsubj", "csubj", "nsubjpass"))


@cache
def _words(of_class: str) -> frozenset[str]:
    return frozenset(r["word"] for r in table("not_foreseen") if r["class"] == of_class)
