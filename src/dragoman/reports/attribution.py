"""Who says so? The voice and the speaker of a report, from the attributions of its article."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.records import Voice

if TYPE_CHECKING:
    from dragoman.records import Mention
    from dragoman.reports.attributions import Attributions

__all__ = ["Attribution", "attribution_of"]


@dataclass(frozen=True, slots=True)
class Attribution:
    """In whose words something is told.

    Attributes:
        voice: the article's own, a quotation or a paraphrase.
        said_by: the speaker as the text names it; of a pronoun the phrase it stands for.
        state: the speaker's state, where a mention tells it.
        mention: number of the speaker's mention.
        sector: of the speaker, by mention or by the word for their work.
    """

    voice: Voice
    said_by: str | None = None
    state: str | None = None
    mention: int | None = None
    sector: str | None = None


def attribution_of(attributions: Attributions, mentions: Sequence[Mention], word: int) -> Attribution:
    """In whose words the clause of a word is told: those of the innermost speaker around it.

    The same finder fills the table `quotations`, so that both agree. A speaker in whose quotation the text goes on to
    name another is in that row's `via`.

    Args:
        attributions: of the article.
        mentions: its actors, as they were laid over the attributions.
        word: the word that tells the act.
    """
    told, voice = attributions.of(word), attributions.voice(word)
    if told is None:
        return Attribution(voice)
    number = told.speaker.mention
    state = mentions[number].state if number is not None else None
    return Attribution(voice, told.speaker.words, state, number, told.speaker.sector)
