"""Classes of a user's own, beside the standard acts: small heads on what the act network saw of each pair.

`teaching.teach` makes the heads from labelled rows; here they are kept, loaded, and asked for every pair of actors of a
sentence. The standard acts of a report are left as they are.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from dragoman.errors import DataError
from dragoman.records import Label, fingerprint
from dragoman.reports.rules import HISTORICAL_DAYS
from dragoman.reports.trained import TrainedCoder

if TYPE_CHECKING:
    from dragoman.parsing import Parsed
    from dragoman.records import Mention, Report
    from dragoman.reports.model import ActModel

__all__ = ["NO_CLASS", "Heads", "TaughtCoder"]

NO_CLASS: Final = "NONE"
LABELLED_FROM: Final = 0.5  # chance from which a pair gets a class: likelier than everything else together; our choice
FILES: Final = ("heads.npz", "taught.json")


@dataclass(frozen=True, slots=True)
class Heads:
    """A multinomial logistic regression on what the network saw of a pair.

    Attributes:
        classes: the user's own, `NO_CLASS` among them.
        mean: of each feature over the rows taught, shape (features,).
        scale: standard deviation of each feature, shape (features,).
        weights: shape (features + 1, classes); the last row is the constant.
        model: version of the act network below; other networks see otherwise.
        version: of these heads, from their own content.
    """

    classes: tuple[str, ...]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    weights: NDArray[np.float64]
    model: str
    version: str

    def chances(self, seen: NDArray[Any]) -> NDArray[np.float64]:
        """Chance of each class.

        Args:
            seen: what the network saw, shape (n, features).
        Returns:
            Shape (n, classes); rows sum to 1.
        """
        logits = ((seen - self.mean) / self.scale) @ self.weights[:-1] + self.weights[-1]
        e = np.exp(logits - logits.max(1, keepdims=True))
        return np.asarray(e / e.sum(1, keepdims=True), np.float64)

    def save(self, place: Path, figures: dict[str, Any]) -> None:
        """Write the heads and what was measured of them into a folder, which is made if need be.

        Raises:
            OSError: if the folder cannot be written.
        """
        place.mkdir(parents=True, exist_ok=True)
        np.savez(place / FILES[0], mean=self.mean, scale=self.scale, weights=self.weights)
        told = {
            "classes": self.classes,
            "model": self.model,
            "version": self.version,
            "sha256": _digest(place / FILES[0]),
            "figures": figures,
        }
        (place / FILES[1]).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", "utf-8")

    @classmethod
    def load(cls, place: Path) -> Heads:
        """Read the heads of a folder.

        Raises:
            DataError: if a file is missing, torn, or not the one that was taught.
        """
        try:
            told = json.loads((place / FILES[1]).read_text("utf-8"))
            if (found := _digest(place / FILES[0])) != told["sha256"]:
                raise DataError(
                    f"{place / FILES[0]} has SHA-256 {found[:12]}…; {FILES[1]} expects {told['sha256'][:12]}…. "
                    "The file was changed. Teach it again with `dragoman teach`."
                )
            with np.load(place / FILES[0], allow_pickle=False) as held:
                arrays = {name: held[name] for name in ("mean", "scale", "weights")}
            return cls(classes=tuple(told["classes"]), model=told["model"], version=told["version"], **arrays)
        except (OSError, ValueError, KeyError, TypeError) as cause:
            raise DataError(
                f"{place} is no taught model: {cause}. Expected {' and '.join(FILES)}, as `dragoman teach` writes them."
            ) from cause


class TaughtCoder:
    """The trained coder with classes of the user's own beside it. Load it once with `TaughtCoder.load()`."""

    def __init__(self, trained: TrainedCoder, heads: Heads) -> None:
        if heads.model != trained.model.version:
            raise DataError(
                f"These classes were taught on network {heads.model}; this installation has {trained.model.version}. "
                "Teach them again with `dragoman teach`."
            )
        self._trained = trained
        self._heads = heads
        self.version: str = f"{trained.version}+{heads.version}"

    @classmethod
    def load(cls, place: Path, historical_days: int = HISTORICAL_DAYS) -> TaughtCoder:
        """Load the package's coder and the heads of a folder.

        Raises:
            DataError: if a file is missing or damaged, or the heads were taught on another network.
        """
        return cls(TrainedCoder.load(historical_days), Heads.load(place))

    @property
    def model(self) -> ActModel:
        """The network below."""
        return self._trained.model

    def code(self, parsed: Parsed, mentions: Sequence[Mention]) -> tuple[Report, ...]:
        """The reports of one article, as the trained coder makes them."""
        return self._trained.code(parsed, mentions)

    def labels(self, parsed: Parsed, mentions: Sequence[Mention]) -> Iterator[Label]:
        """The user's classes of every pair of actors of an article, the likeliest of each two actors in a sentence."""
        for place, row in zip(*self._trained.scored(parsed, mentions), strict=True):
            read = [(pair, score.seen) for pair, score in zip(place.pairs, row, strict=True) if score is not None]
            if not read:
                continue
            chances = self._heads.chances(np.array([seen for _, seen in read]))
            best: dict[tuple[Any, ...], Label] = {}
            for ((s, t), _), chance in zip(read, chances, strict=True):
                number = int(chance.argmax())
                label = self._heads.classes[number]
                if label == NO_CLASS or chance[number] < LABELLED_FROM:
                    continue
                source, target = mentions[place.actors[s]], mentions[place.actors[t]]
                who = (source.state, source.sector, target.state, target.sector, label)
                if who not in best or best[who].chance < chance[number]:
                    best[who] = Label(
                        id=fingerprint("L", parsed.article.id, source.id, target.id, label),
                        article=parsed.article.id,
                        sentence_start=place.start,
                        sentence_end=place.end,
                        source=source.state,
                        source_sector=source.sector,
                        source_mention=source.id,
                        target=target.state,
                        target_sector=target.sector,
                        target_mention=target.id,
                        label=label,
                        chance=round(float(chance[number]), 4),
                        taught=self._heads.version,
                    )
            yield from best.values()


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()
