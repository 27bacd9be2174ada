"""In which language is it written?"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

__all__ = ["language_of"]

_GLANCE = 400  # characters looked at first: enough for nearly every article, at a third of the time
_CERTAIN = 0.95  # below it more of the text is looked at
_HEAD = 1_500  # characters looked at then; more changes no answer on news
_SURE = 0.80  # from which the text's own language wins over a declared one; our choice
_UNSURE = 0.50  # below it the second best is looked at; our choice
_LETTERS = 40  # fewer letters than these tell no language by themselves
_NAMES = {"english": "en", "eng": "en", "french": "fr", "german": "de", "russian": "ru", "ukrainian": "uk",
          "turkish": "tr", "arabic": "ar", "spanish": "es", "chinese": "zh", "portuguese": "pt", "italian": "it",
          "persian": "fa", "farsi": "fa", "hindi": "hi", "japanese": "ja", "polish": "pl", "greek": "el"}  # fmt: skip


def language_of(text: str, *, declared: str | None = None) -> tuple[str, float]:
    """ISO 639-1 code and how sure it is, 0 to 1; "und" and 0 when it cannot be told.

    The text decides; what is declared helps where the text is short or the answer unsure.
    """
    named = _code(declared)
    head = text[:_GLANCE]
    if sum(map(str.isalpha, head)) < _LETTERS:
        if named:
            return named, 0.5
        if sum(map(str.isalpha, head)) < 10:
            return "und", 0.0
    code, score = _identifier().classify(head)
    if score < _CERTAIN and len(text) > _GLANCE:
        head = text[:_HEAD]
        code, score = _identifier().classify(head)
    if score < _SURE and named:
        return named, 0.5
    if score < _UNSURE and code != "en":  # a headline full of names; English is what most inputs are
        english = dict(_identifier().rank(head))["en"]
        if english >= score / 4:
            code, score = "en", english
    return str(code), round(float(score), 4)


def _code(declared: str | None) -> str | None:
    if not declared:
        return None
    word = re.split(r"[-_\s;,]", declared.strip().lower())[0]
    word = _NAMES.get(word, word)
    return word if re.fullmatch(r"[a-z]{2}", word) else None


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
