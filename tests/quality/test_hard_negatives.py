"""Does the coder keep silent where nothing is told of states? Pages of sport, business, science and culture."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from dragoman import flow
from dragoman.articles import ReadOptions, read_articles
from dragoman.mentions import Actors
from dragoman.parsing import parse
from dragoman.records import Article, Kind, Report, Status
from dragoman.reports import load_coder
from dragoman.settings import Settings

ROOT = Path(__file__).resolve().parents[2]
PAGES = Path(os.environ.get("DRAGOMAN_REFERENCE", ROOT.parent / "shared" / "reference")) / "pages"
FLOORS = json.loads((Path(__file__).parent / "floors.json").read_text("utf-8"))["hard_negatives"]
# Chosen by their titles before the coder saw them: nothing between states is their subject.
SOFT = {
    "NationalPost_2024_08_28", "OttawaCitizen_2026_05_26", "TheGlobeAndMail_2024_08_28", "TheNamibian_2023_11_16",
    "DailyMail_2024_04_27", "EveningStandard_2024_05_02", "Express_2024_07_18", "Nature_2026_02_07", "TechRadar_2026_05_21",
    "TheTelegraph_2023_08_30", "iNews_2023_08_30", "BusinessInsider_2024_02_14", "CNBC_2023_04_28", "LATimes_2023_06_26",
    "Reuters_2023_05_16", "RollingStone_2024_04_25", "RollingStone_2024_08_27", "TechCrunch_2024_04_28",
    "TechCrunch_2024_05_17", "TheNation_2023_05_15", "TheNewYorker_2023_05_16", "Wired_2024_04_28", "WorldTruth_2023_04_28",
    "DurbanLocal_2025_11_09",
}  # fmt: skip

pytestmark = pytest.mark.skipif(not PAGES.is_dir(), reason="pages are not here; set DRAGOMAN_REFERENCE to their folder")


def test_few_reports_on_pages_without_politics():
    files = [f for f in sorted(PAGES.rglob("*.html.gz")) if f.name.removesuffix(".html.gz") in SOFT]
    found = read_articles(files, options=ReadOptions(), settings=Settings())
    articles = [a for a in found if isinstance(a, Article) and a.language == "en"]
    sentences = sum(1 for parsed in parse(articles) for _ in parsed.doc.sents)
    made = flow.code(articles, settings=Settings(), actors=Actors.load(), coder=load_coder("trained"))[Report]
    told = [r for r in made if r.source and r.target and r.kind is Kind.REPORT and r.status is Status.ACTUAL]
    silent = 1 - len(told) / sentences
    print(
        json.dumps({"pages": len(articles), "sentences": sentences, "reports": len(told), "silent": round(silent, 4)})
    )
    assert len(articles) >= FLOORS["pages"]
    assert silent >= FLOORS["silent"]
