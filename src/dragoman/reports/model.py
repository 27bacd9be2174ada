"""What the small network says of a sentence: for each ordered pair of spans the chances of every act.

The encoder multiplies in 8 bits, with scales taken from what goes through it together. So each sentence goes through
alone, and its scores are the same to the last bit whatever stands beside it; sentences are spread over threads.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dragoman.data import folder
from dragoman.errors import DataError, SettingError

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

__all__ = ["ActModel", "PairScores"]

Floats = NDArray[np.float32]
NONE: Final = "NONE"
THREADS: Final = 2  # sentences at once; our choice for a laptop
A_SHARE: Final = 32  # sentences that a thread takes at a time


@dataclass(frozen=True, slots=True)
class PairScores:
    """What one span does to another, in chances.

    Attributes:
        acts: chance of NONE and of each act, in the order of `ActModel.acts`, calibrated, shape (17,), sums to 1.
        statuses: chance of each status in the order of `ActModel.statuses`, given that there is an act, shape (5,).
        modes: chance of each mode in the order of `ActModel.modes`, not calibrated, sums to 1.
        seen: what the network saw of the pair before it judged, shape (1536,): source, target, both, context.
    """

    acts: Floats
    statuses: Floats
    modes: Floats
    seen: Floats


class ActModel:
    """The act network of the package, loaded and checked.

    Attributes:
        acts: NONE and the 16 acts.
        statuses: PLOVER's five.
        modes: modes that it learned; "" is an act without one.
        version: as rows carry it.
        max_tokens: word pieces of a sentence that it reads; what stands behind is cut.
    """

    def __init__(
        self, labels: dict[str, Any], session: InferenceSession, tokenizer: Tokenizer, threads: int, place: Path
    ) -> None:
        self.acts: tuple[str, ...] = tuple(labels["acts"])
        self.statuses: tuple[str, ...] = tuple(labels["statuses"])
        self.modes: tuple[str, ...] = tuple(labels["modes"])
        self.version: str = labels["version"]
        self.max_tokens: int = labels["preprocessing"]["max_tokens"]
        self._temperature: float = labels["temperature"]
        self._bias: float = labels["bias_of_none"]
        self._session, self._tokenizer, self._threads, self._place = session, tokenizer, threads, place

    def __reduce__(self) -> tuple[Callable[[Path, int], ActModel], tuple[Path, int]]:
        """Another process gets the place of the files and loads them anew."""
        return _loaded, (self._place, self._threads)

    @classmethod
    def load(cls, place: Path | None = None, *, threads: int = THREADS) -> ActModel:
        """Load the network, its word pieces and its labels.

        Args:
            place: folder of act.onnx, tokenizer.json and labels.json; the package's own if not given.
            threads: sentences that are read at once.
        Raises:
            DataError: if a file is missing, or is not the one that labels.json names by its hash.
            SettingError: if threads is below 1.
        """
        if threads < 1:
            raise SettingError(f"Found {threads} threads for the act model; expected 1 or more. Give another number.")
        place = place or folder("model")
        labels = _labels(place)
        network, pieces = (_checked(place / name, labels["sha256"][name]) for name in ("act.onnx", "tokenizer.json"))

        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        session = onnxruntime.InferenceSession(network, options, providers=["CPUExecutionProvider"])
        tokenizer = Tokenizer.from_str(pieces.decode("utf-8"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return cls(labels, session, tokenizer, threads, place)

    def score(
        self,
        sentences: Sequence[str],
        spans: Sequence[Sequence[tuple[int, int]]],
        pairs: Sequence[Sequence[tuple[int, int]]],
    ) -> list[list[PairScores | None]]:
        """Score pairs of spans.

        Args:
            sentences: texts of one sentence each.
            spans: for each sentence, first character and one past the last of each actor.
            pairs: for each sentence, which span as source and which as target; places in its `spans`.
        Returns:
            For each sentence, one score a pair, in order. None where a span holds no word piece, or where it runs past
            `max_tokens` and so was not read whole.
        """
        if not len(sentences) == len(spans) == len(pairs):
            raise ValueError(f"{len(sentences)} sentences, {len(spans)} lists of spans, {len(pairs)} lists of pairs")
        # longest first, so that no thread is left with a long sentence at the end
        order = sorted(range(len(sentences)), key=lambda i: len(sentences[i]), reverse=True)
        found: list[list[PairScores | None]] = [[] for _ in sentences]

        def share(start: int) -> None:
            for i in order[start : start + A_SHARE]:
                if pairs[i]:
                    found[i] = self._one(sentences[i], spans[i], pairs[i])

        _in_threads(share, range(0, len(order), A_SHARE), self._threads)
        return found

    def _one(
        self, text: str, spans: Sequence[tuple[int, int]], pairs: Sequence[tuple[int, int]]
    ) -> list[PairScores | None]:
        encoded = self._tokenizer.encode(text)
        offsets = np.array(encoded.offsets).reshape(-1, 2)
        ids = np.array(encoded.ids, np.int64)
        if len(ids) > self.max_tokens:  # the end mark stays
            ids = np.concatenate([ids[: self.max_tokens - 1], ids[-1:]])
        # the marks of start and end cover no character and so belong to no span
        starts, ends = np.array(spans, np.int64).reshape(-1, 2).T
        masks = (offsets[None, :, 0] < ends[:, None]) & (offsets[None, :, 1] > starts[:, None])
        kept = self.max_tokens - 1 if len(offsets) > self.max_tokens else len(offsets)
        whole: NDArray[np.bool_] = np.asarray(masks.any(1) & ~masks[:, kept:].any(1), bool)
        read = [k for k, (source, target) in enumerate(pairs) if whole[source] and whole[target]]
        scores: list[PairScores | None] = [None] * len(pairs)
        if read:
            within = np.zeros((len(spans), len(ids)), np.float32)
            within[:, :kept] = masks[:, :kept]
            act, status, mode, seen = self._session.run(
                ["act", "status", "mode", "seen"],
                {
                    "input_ids": ids[None],
                    "attention_mask": np.ones((1, len(ids)), np.int64),
                    "span_mask": within,
                    "sentence_of_span": np.zeros(len(spans), np.int64),
                    "pair": np.array([(0, *pairs[k]) for k in read], np.int64),
                },
            )
            act[:, self.acts.index(NONE)] += self._bias
            chances = (_softmax(act / self._temperature), _softmax(status), _softmax(mode))
            for k, *row in zip(read, *chances, seen, strict=True):
                scores[k] = PairScores(*row)
        return scores


def _loaded(place: Path, threads: int) -> ActModel:
    return ActModel.load(place, threads=threads)


def _softmax(x: Floats) -> Floats:
    e = np.exp(x - x.max(1, keepdims=True))
    return np.asarray(e / e.sum(1, keepdims=True), np.float32)


def _in_threads(work: Callable[[int], None], items: Sequence[int], threads: int) -> None:
    if threads == 1 or len(items) < 2:
        for item in items:
            work(item)
        return
    from concurrent.futures import ThreadPoolExecutor

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, items))


def _labels(place: Path) -> dict[str, Any]:
    try:
        labels: dict[str, Any] = json.loads((place / "labels.json").read_text("utf-8"))
    except FileNotFoundError as cause:
        raise DataError(f"No labels.json in {place}. Install Dragoman again, or run `make model`.") from cause
    except ValueError as cause:
        raise DataError(
            f"{place / 'labels.json'} is torn: {cause}. Install Dragoman again, or run `make model`."
        ) from cause
    return labels


def _checked(path: Path, expected: str) -> bytes:
    """The bytes of a file, if they are the ones that were trained."""
    try:
        content = path.read_bytes()
    except FileNotFoundError as cause:
        raise DataError(f"No {path.name} in {path.parent}. Install Dragoman again, or run `make model`.") from cause
    if (found := hashlib.sha256(content).hexdigest()) != expected:
        raise DataError(
            f"{path} has SHA-256 {found[:12]}…; labels.json beside it expects {expected[:12]}…. "
            "The file was changed. Install Dragoman again, or run `make model`."
        )
    return content
