"""How well is it told who says what? Articles with every attribution marked in, precision and recall out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, Final

from dragoman.errors import InputError
from dragoman.records import Article, Form, Part, Precision, Role, fingerprint
from dragoman.reports.cues import Cues
from dragoman.reports.quotations import laid_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from dragoman.reports.attributions import Told
    from dragoman.reports.frames import Tree

__all__ = ["HALVES", "evaluate_attribution"]

MARKS: Final = (":", "-", "–", "—")  # cues of headlines and transcripts
HALVES: Final = ("tuning", "figures")


@dataclass(frozen=True, slots=True)
class _Gold:
    """One marked attribution, in words of our parse."""

    head: int | None  # of the source
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]
    asked: bool  # an overt source and a cue of saying
    overt: bool  # an overt source and a cue of any kind


@dataclass(slots=True)
class _Tally:
    right: int = 0
    found: int = 0
    gold: int = 0

    def figures(self) -> dict[str, float | int]:
        p = self.right / self.found if self.found else 0.0
        r = self.right / self.gold if self.gold else 0.0
        return {
            "precision": round(p, 4),
            "recall": round(r, 4),
            "f1": round(2 * p * r / (p + r), 4) if p + r else 0.0,
            "right": self.right,
            "found": self.found,
            "gold": self.gold,
        }


def evaluate_attribution(
    path: Path, *, half: str | None = None, model: str = "", marks: bool = False
) -> dict[str, Any]:
    """Find the attributions of the articles of a file and compare them with those that people marked.

    Each line is a JSON object with `id`, `text` and `attributions`: a list of objects with `source`, `cue`, `content`,
    each a list of `{"spans": [[start, end], ...]}` in characters.

    *Gold.* An attribution is asked for when its source and content are not empty and its cue is one of saying: a word
    of the cue is a verb of communication (`data/cues.csv`, kind "say" of verbs, after Levin 1993, ch. 37) or begins
    "according to", or, with `marks`, it is a colon or dash alone. The others (beliefs, judgements, votes, else colons) are
    not asked for: whoever finds one of them is neither right nor wrong. `all_overt` counts every attribution with a source
    and a cue, whatever the cue, against everything found.

    *Pairs.* Found and marked attributions are paired one to one, cue word on cue word first, then by the number of
    content words that they share, greatest first, at least one. A found attribution is counted when it has a cue of
    saying and is not paired with a marked one that is not asked for, nor stands with its cue inside such a cue.

    *Source head.* Right when the head of the marked source (the first of its words whose syntactic head stands outside
    it) stands in the found source, and the head of the found source in the marked one. A whole noun phrase counts as the
    found source, with its clauses.

    *Content.* Words are tokens that hold a letter or digit. Over all counted pairs

        P = shared words / words found,  R = shared words / words marked,  F1 = 2 P R / (P + R)

    where words found counts each found attribution and words marked each marked one, paired or not.

    *Direct.* Of the found attributions that are direct quotations and counted, the share with the right source head.

    Args:
        path: JSON lines.
        half: "tuning" or "figures": only the articles whose id falls into it by BLAKE2b; None: all.
        model: of the parser; empty for the pinned one.
        marks: ask for speakers by a colon or a dash too. Off for PolNeAR, whose figures have stood without them.
    Returns:
        articles, asked; source_head, content, all_overt, each with precision, recall, f1, right, found, gold; and
        direct_speaker with precision, right, found.
    Raises:
        InputError: if the file cannot be read as such rows, or there is no such half.
    Reference:
        Newell, Cheung, Ruths 2018 for the scheme; the measure is our own.
    """
    from dragoman.parsing import parse

    if half is not None and half not in HALVES:
        raise InputError(f"No half {half!r}; expected {' or '.join(HALVES)}, or none for all articles.")
    rows = [row for row in _rows(path) if half is None or half_of(str(row["id"])) == half]
    articles = [_article(row) for row in rows]
    heads, content, direct, overt = _Tally(), _Tally(), _Tally(), _Tally()
    for row, parsed in zip(rows, parse(articles, model=model), strict=True):
        laid = laid_out(parsed, ())
        gold = [g for a in row["attributions"] if (g := _gold(laid.tree, a, marks=marks)) is not None]
        _count(laid.tree, gold, laid.attributions.told, heads, content, direct)
        _count_all(laid.tree, gold, laid.attributions.told, overt)
    return {
        "articles": len(rows),
        "asked": heads.gold,
        "source_head": heads.figures(),
        "content": content.figures(),
        "direct_speaker": {
            "precision": round(direct.right / direct.found, 4) if direct.found else 0.0,
            "right": direct.right,
            "found": direct.found,
        },
        "all_overt": overt.figures(),
    }


def half_of(name: str) -> str:
    """The half into which an article falls: by the last bit of a hash of its id."""
    return HALVES[blake2b(name.encode(), digest_size=4).digest()[-1] % 2]


def _count(
    tree: Tree, gold: Sequence[_Gold], told: Sequence[Told], heads: _Tally, content: _Tally, direct: _Tally
) -> None:
    pairs = _pairs(tree, gold, told)
    others = {w for g in gold if not g.asked for w in g.cue}
    heads.gold += sum(g.asked for g in gold)
    content.gold += sum(len(g.content) for g in gold if g.asked)
    for number, one in enumerate(told):
        partner = pairs.get(number)
        saying = one.said.kind == "say"
        if partner is not None and not partner.asked:
            continue
        if partner is None and (not saying or one.said.cue in others):
            continue
        words = _content(tree, one)
        right = partner is not None and _same_source(tree, one, partner)
        heads.found += 1
        heads.right += right
        content.found += len(words)
        content.right += len(words & partner.content) if partner is not None else 0
        if one.form is Form.DIRECT:
            direct.found += 1
            direct.right += right


def _count_all(tree: Tree, gold: Sequence[_Gold], told: Sequence[Told], overt: _Tally) -> None:
    pairs = _pairs(tree, gold, told)
    overt.gold += sum(g.overt for g in gold)
    for number, one in enumerate(told):
        partner = pairs.get(number)
        if partner is not None and not partner.overt:
            continue
        overt.found += 1
        overt.right += partner is not None and _same_source(tree, one, partner)


def _same_source(tree: Tree, one: Told, gold: _Gold) -> bool:
    source = one.said.source
    return source in gold.source and gold.head in set(tree.subtree(source if source is not None else -1))


def _pairs(tree: Tree, gold: Sequence[_Gold], told: Sequence[Told]) -> dict[int, _Gold]:
    """Number of a found attribution -> the marked one that it is paired with."""
    options = []
    for number, one in enumerate(told):
        words = _content(tree, one)
        for other, g in enumerate(gold):
            shared, cued = len(words & g.content), one.said.cue in g.cue
            if shared or cued:
                options.append((-cued, -g.asked if cued else 0, -shared, number, other))
    pairs: dict[int, _Gold] = {}
    taken: set[int] = set()
    for *_, number, other in sorted(options):
        if number not in pairs and other not in taken:
            pairs[number] = gold[other]
            taken.add(other)
    return pairs


def _content(tree: Tree, one: Told) -> frozenset[int]:
    return frozenset(_words(tree, one.stretches))


def _words(tree: Tree, spans: Iterable[Sequence[int]]) -> Iterable[int]:
    """Numbers of the words in stretches, marks and blanks left out."""
    from bisect import bisect_left, bisect_right

    for start, end in spans:
        for i in range(bisect_right(tree.end, start), bisect_left(tree.start, end)):
            if any(letter.isalnum() for letter in tree.text[i]):
                yield i


def _gold(tree: Tree, marked: Mapping[str, Any], *, marks: bool) -> _Gold | None:
    """A marked attribution; None when it has no content."""
    source, cue, content = (
        frozenset(_words(tree, (s for part in marked.get(name) or [] for s in part["spans"])))
        for name in ("source", "cue", "content")
    )
    if not content:
        return None
    head = next((i for i in sorted(source) if tree.head[i] not in source or tree.head[i] == i), None)
    verbs = Cues.load().verbs
    saying = any(verbs.get(tree.lemma[i]) == "say" or tree.lower[i] == "according" for i in cue)
    if marks and not cue:  # a mark of a headline or a transcript
        starts = {s for part in marked.get("cue") or [] for s, _ in part["spans"]}
        cue = frozenset(i for i, start in enumerate(tree.start) if start in starts and tree.text[i] in MARKS)
        saying = bool(cue)
    overt = bool(source and cue)
    return _Gold(head, source, cue, content, overt and saying, overt)


def _rows(path: Path) -> list[Mapping[str, Any]]:
    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as cause:
        raise InputError(f"Articles {path}: {cause}. Give a text file of JSON lines.") from cause
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            row["id"], row["text"].strip()
            for marked in row["attributions"]:
                for name in ("source", "cue", "content"):
                    [(int(s), int(e)) for part in marked.get(name) or [] for s, e in part["spans"]]
        except (ValueError, TypeError, KeyError, AttributeError) as cause:
            raise InputError(
                f"Articles {path}, line {number}: found {line[:60]!r}; expected a JSON object with id, text and "
                "attributions, each with spans of source, cue and content. Mend the line."
            ) from cause
        rows.append(row)
    return rows


def _article(row: Mapping[str, Any]) -> Article:
    text = str(row["text"])
    return Article(
        id=fingerprint("A", row["id"], text),
        title=None,
        byline=None,
        publisher=None,
        url=None,
        day=None,
        day_precision=Precision.UNKNOWN,
        day_why="not asked for",
        language="en",
        language_score=1.0,
        text=text,
        parts=(Part(role=Role.BODY, start=0, end=len(text)),),
        origin=str(row["id"]),
        native_id=None,
    )
