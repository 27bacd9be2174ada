"""How well reports are coded, and how fast, with floors that only rise."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from dragoman.mentions import Actors, find_mentions
from dragoman.parsing import parse
from dragoman.reports import RuleCoder, evaluate_reports

ROOT = Path(__file__).resolve().parents[2]
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference"))
FILE = REFERENCE / "acts" / "reports.jsonl"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not FILE.is_file(), reason="the reference is not here; set DRAGOMAN_REFERENCE to its folder")


@pytest.fixture(scope="module")
def actors() -> Actors:
    return Actors.load()


def test_reports_reach_their_floors(actors):
    found = evaluate_reports(FILE, RuleCoder.load(), actors)
    floors = FLOORS["reports"]
    assert found["triple"]["f1"] >= floors["triple_f1"]
    assert found["triple"]["precision"] >= floors["triple_precision"]
    assert found["triple"]["extra"] <= floors["triple_extra_at_most"]
    assert found["act"]["f1"] >= floors["act_f1"]
    assert found["quad"]["f1"] >= floors["quad_f1"]


def test_coding_is_cheap_beside_the_parse(actors):
    from dragoman.reports.evaluation import _article

    texts = [json.loads(line)["text"] for line in FILE.read_text(encoding="utf-8").splitlines()]
    articles = [_article(" ".join(texts[i : i + 10])) for i in range(0, len(texts), 10)]
    coder = RuleCoder.load()
    list(parse(articles[:1]))
    begun = time.process_time()
    docs = list(parse(articles))
    parsing = time.process_time() - begun
    mentions = [tuple(find_mentions(d, actors=actors)) for d in docs]
    begun = time.process_time()
    for doc, named in zip(docs, mentions, strict=True):
        coder.code(doc, named)
    coding = time.process_time() - begun
    print(json.dumps({"coding_to_parse": round(coding / parsing, 3)}))
    assert coding < FLOORS["reports"]["time_to_parse_at_most"] * parsing
