"""What do status, kind, speaker, day and place add to the coder's time? Prints JSON.

    python benchmarks/voices.py NEWS [NEWS ...]

NEWS: files or folders as `dragoman read` takes them; the bundled sample if none is given. Each coder reads the same parsed
articles with these steps and with them left out (nobody speaks, nothing is judged or foreseen, no day and no place is
looked for), in turns in one process; the least processor time of the rounds counts. The parse and the mentions are the same
in both and are told beside it.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from contextlib import ExitStack
from typing import Any
from unittest.mock import patch

ROUNDS = 3
ARTICLES = 100  # the first ones; enough for the second decimal
MOST = 1.6  # with the steps over without: at most 60 % more


class Nobody:
    """Attributions of an article in which nobody speaks."""

    told: tuple[Any, ...] = ()

    def __init__(self, *_: Any) -> None: ...

    def of(self, _: int) -> None:
        """Nobody."""

    def voice(self, _: int) -> Any:
        """The article's own."""
        from dragoman.records import Voice

        return Voice.ARTICLE


class Undated:
    """Times of an article in which every act has the article's day."""

    def __init__(self, article: Any, *_: Any) -> None:
        self.article = article

    def of_the_past(self, _: Any) -> None:
        """None is."""

    def when(self, *_: Any) -> Any:
        """The article's day."""
        from dragoman.reports.days import without_expression

        return without_expression(self.article.day, self.article.day_precision), False


def without() -> ExitStack:
    """The coder with the steps left out, while it is open."""
    from dragoman.reports import quotations, rules

    stack = ExitStack()
    stack.enter_context(patch.object(quotations, "Attributions", Nobody))
    stack.enter_context(patch.object(quotations, "repair", lambda *_: None))
    stack.enter_context(patch.object(rules, "Timing", Undated))
    stack.enter_context(patch.object(rules, "place_of", lambda *_: None))
    stack.enter_context(patch.object(rules, "foreseen", lambda _, telling, *__: telling))
    stack.enter_context(patch.object(rules, "foretold", lambda *_: []))
    stack.enter_context(patch.object(rules, "judged", lambda _, __, ___, told, *____: tuple(told)))
    return stack


def spent(coder: Any, parses: list[Any], mentions: list[Any]) -> float:
    """Seconds of processor time in which a coder reads parsed articles afresh."""
    for parsed in parses:
        parsed.doc.user_data.clear()
    began = time.process_time()
    for parsed, named in zip(parses, mentions, strict=True):
        coder.code(parsed, named)
    return time.process_time() - began


def measured(news: list[str]) -> dict[str, Any]:
    """The figures of every coder."""
    from coding import articles

    from dragoman.mentions import Actors, find_mentions
    from dragoman.parsing import parse, parse_text
    from dragoman.reports import load_coder

    texts, actors = articles(news)[:ARTICLES], Actors.load()
    parse_text("The model is loaded before the clock starts.")
    began = time.process_time()
    parses = list(parse(texts))
    parsed_at = time.process_time()
    mentions = [tuple(find_mentions(p, actors=actors)) for p in parses]
    named_at = time.process_time()
    sentences = sum(len(list(p.doc.sents)) for p in parses)
    each = 1000 / sentences
    found: dict[str, Any] = {
        "articles": len(texts),
        "sentences": sentences,
        "parse_ms": round((parsed_at - began) * each, 3),
        "mentions_ms": round((named_at - parsed_at) * each, 3),
    }
    for name in ("rules", "trained"):
        print(name, file=sys.stderr)
        coder = load_coder(name)
        spent(coder, parses[:5], mentions[:5])
        full, bare = [], []
        for _ in range(ROUNDS):
            full.append(spent(coder, parses, mentions))
            with without():
                bare.append(spent(coder, parses, mentions))
        whole = named_at - began
        found[name] = {
            "with_ms": round(min(full) * each, 3),
            "without_ms": round(min(bare) * each, 3),
            "ratio": round(min(full) / min(bare), 3),
            "ratio_with_parse_and_mentions": round((whole + min(full)) / (whole + min(bare)), 3),
            "kept": min(full) / min(bare) <= MOST,
        }
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("news", nargs="*", help="files or folders; the bundled sample if none is given")
    print(json.dumps(measured(parser.parse_args().news), indent=1))


if __name__ == "__main__":
    main()
