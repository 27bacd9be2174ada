"""Training sentences: what they are labelled with, how they are read, and which of them are held out.

Plain Python without torch, so that tests can compare it with the shipped model. `ACTS`, `STATUSES`, `MODES`,
`MAX_TOKENS` and `PREPROCESSING` are the only place where labels and preprocessing are declared for training.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

ACTS: Final = (
    "NONE", "AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
    "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
)  # fmt: skip
COOPERATIVE: Final = frozenset(ACTS[1:8])
STATUSES: Final = ("actual", "historical", "future", "hypothetical", "negated")
MODES: Final = (
    "", "abduct", "access", "aerial", "allege", "arrest", "assassinate", "assist", "asylum", "ban", "beat", "boycott",
    "ceasefire", "censor", "change", "cleansing", "curfew", "demo", "deport", "destroy", "disapprove", "disarm",
    "discontinue", "expel", "explosives", "firearms", "heavy-weapons", "hunger", "investigate", "massacre", "meet",
    "militia", "multilateral", "obstruct", "phone", "police", "primitive", "relations", "release", "resign",
    "restrict", "return", "riot", "seize", "strike", "third-party", "troops", "violence", "visit", "weapons",
    "withdraw", "withhold", "yield",
)  # fmt: skip
"""Modes with some twenty sentences or more; "" is an act without a mode."""

MAX_TOKENS: Final = 160  # longest sentence of the collection: 52 words, some 90 tokens
PREPROCESSING: Final = {
    "max_tokens": MAX_TOKENS,
    "lowercase": True,
    "tokens_of_span": "every token that shares a character with the span",
    "span": "mean of its tokens",
}
HELD_OUT: Final = 0.08  # share of the sentences, by hash of the text
_VERBAL: Final = frozenset({"AGREE", "REQUEST", "ACCUSE", "REJECT", "THREATEN"})


@dataclass(frozen=True, slots=True)
class Act:
    """One act as it is learned; `act` is NONE for a denied act, which keeps its status alone."""

    act: str
    mode: str | None  # None: not known or too rare to learn
    status: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with the spans of its actors and the acts of each ordered pair."""

    text: str
    spans: tuple[tuple[int, int], ...]
    acts: dict[tuple[int, int], tuple[Act, ...]]  # by (source, target); a pair that is not here has no act


def as_told(act: str, mode: str, status: str) -> Act:
    """The act as the code book wants it told.

    An announced act is its announcement (a future meeting AGREE, a future attack THREATEN), a deed that was refused
    or did not come about REJECT; both took place when they were said. A denied hostile act is none.
    """
    if status == "future" and act not in _VERBAL:
        return Act("AGREE" if act in COOPERATIVE else "THREATEN", None, "actual")
    if status == "negated":
        return Act("REJECT", None, "actual") if act in COOPERATIVE else Act("NONE", None, "negated")
    return Act(act, mode if mode in MODES else None, status)


def read(paths: Iterable[Path]) -> list[Sentence]:
    """All sentences of the files, in order; a text that occurs twice is taken once.

    Raises:
        ValueError: if a line names an actor, act, or status that cannot be; with file and line.
    """
    seen: dict[str, Sentence] = {}
    for path in paths:
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line.strip():
                try:
                    sentence = _sentence(json.loads(line))
                except (KeyError, ValueError) as cause:
                    raise ValueError(f"{path.name}, line {number}: {cause}. Mend the line.") from cause
                seen.setdefault(sentence.text, sentence)
    return list(seen.values())


def _sentence(row: dict[str, Any]) -> Sentence:
    text, actors = row["text"], row["actors"]
    if absent := [a for a in actors if a not in text]:
        raise ValueError(f"actors {absent} do not stand in the text")
    told: dict[tuple[int, int], list[Act]] = defaultdict(list)
    for source, target, act, mode, status in row["acts"]:
        if act not in ACTS or status not in STATUSES or source == target:
            raise ValueError(f"act {act!r} with status {status!r} from {source} to {target}")
        if not 0 <= min(source, target) <= max(source, target) < len(actors):
            raise ValueError(f"no actor {source} or {target}")
        one = as_told(act, mode or "", status)
        if all(one.act != other.act for other in told[source, target]):
            told[source, target].append(one)
    spans = tuple((text.find(a), text.find(a) + len(a)) for a in actors)
    return Sentence(text, spans, {pair: tuple(acts) for pair, acts in told.items()})


def share(text: str) -> float:
    """A number in [0, 1) that depends on the text alone."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest(), "big") / 2**64


def split(sentences: Sequence[Sentence]) -> tuple[list[Sentence], list[Sentence], list[Sentence]]:
    """Sentences to train on, to calibrate on, and to test on: 92, 4 and 4 of a hundred."""
    train = [s for s in sentences if share(s.text) >= HELD_OUT]
    calibration = [s for s in sentences if share(s.text) < HELD_OUT / 2]
    test = [s for s in sentences if HELD_OUT / 2 <= share(s.text) < HELD_OUT]
    return train, calibration, test


def fingerprint(sentences: Iterable[Sentence]) -> str:
    """SHA-256 over texts, spans and acts, whatever their order."""
    rows = sorted(repr((s.text, s.spans, sorted((p, a) for p, a in s.acts.items()))) for s in sentences)
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


_PEOPLE = re.compile(r"(?:ian|ean|ese|ish|can|ian|ani|aqi|eli|eni|nch|tch)$")


def shape(actor: str) -> str:
    """How an actor is written: what may stand in its place without breaking the grammar around it."""
    words = actor.split()
    forms = ["N" if w[0].isupper() else "9" if w[0].isdigit() else w if w in {"the", "a", "an"} else "w" for w in words]
    last = words[-1]
    ending = "'s" if last.endswith(("'s", "s'")) else "s" if last.endswith("s") else "p" if _PEOPLE.search(last) else ""
    return " ".join(forms) + ending


class NameSwaps:
    """Actors of the collection by shape, to put another in an actor's place: the act must not hang on the name."""

    def __init__(self, sentences: Iterable[Sentence], chance: float) -> None:
        self.chance = chance
        self.names: dict[str, list[str]] = defaultdict(list)
        for s in sentences:
            for a, z in s.spans:
                self.names[shape(s.text[a:z])].append(s.text[a:z])

    def __call__(self, sentence: Sentence, draw: random.Random) -> Sentence:
        """The sentence with some of its actors exchanged; the same sentence where spans overlap."""
        order = sorted(range(len(sentence.spans)), key=lambda i: sentence.spans[i])
        spans = [sentence.spans[i] for i in order]
        if self.chance <= 0 or any(z > a for (_, z), (a, _) in pairwise(spans)):
            return sentence
        text, moved, last = "", dict[int, tuple[int, int]](), 0
        for i, (a, z) in zip(order, spans, strict=True):
            name = sentence.text[a:z]
            if draw.random() < self.chance and sentence.text.count(name) == 1:
                name = draw.choice(self.names[shape(name)])
            text += sentence.text[last:a]
            moved[i] = (len(text), len(text) + len(name))
            text += name
            last = z
        return Sentence(text + sentence.text[last:], tuple(moved[i] for i in range(len(spans))), sentence.acts)


def main() -> None:
    """Check every file and count what is in it."""
    for path in sorted((Path(__file__).parent / "sentences").glob("*.jsonl")):
        some = read([path])
        told = Counter(one.act for s in some for acts in s.acts.values() for one in acts)
        print(f"{path.name}: {len(some)} sentences; {', '.join(f'{a} {n}' for a, n in told.most_common())}")


if __name__ == "__main__":
    main()
