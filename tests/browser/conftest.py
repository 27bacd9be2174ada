"""A real browser on a real server over the bundled sample. Skips with one line where there is no Chromium."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
DRAGOMAN = [sys.executable, "-c", "from dragoman.cli import main; main()"]
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
AXE = HERE / "node_modules" / "axe-core" / "axe.min.js"
PICTURES = HERE / "pictures"  # kept as artefacts, not in the repository
OTHER = """who,whom,when,act
TUR,RUS,2015-11-24,ASSAULT
TUR,RUS,2016-06-27,CONCEDE
TUR,RUS,2016-08-09,CONSULT
RUS,TUR,2015-11-28,SANCTION
"""
MAP = "source=who,target=whom,day=when,code=act,scheme=plover"
DESK, PHONE = {"width": 1280, "height": 900}, {"width": 380, "height": 820}


def pytest_collection_modifyitems(items):
    if CHROMIUM is None:
        for item in items:
            if HERE in Path(item.fspath).parents:
                item.add_marker(pytest.mark.skip(reason="no Chromium here; install Debian's package chromium"))


@pytest.fixture(scope="session")
def sample(tmp_path_factory) -> Path:
    """A store with the bundled sample, read by the rules, its claims settled, and a little of another data set.

    It is looked at, not measured.
    """
    place = tmp_path_factory.mktemp("browser") / "store"
    command = [*DRAGOMAN, "demo", "--store", str(place), "--out", str(place.parent / "b.html"), "--quiet"]
    subprocess.run(command, check=True, env={**os.environ, "DRAGOMAN_CODER": "rules"})
    other = place.parent / "other.csv"
    other.write_text(OTHER, encoding="utf-8")
    for words in (
        ["claims", "freeze", "--all", "--author", "browser", "--json"],
        ["claims", "settle", "--count"],
        ["import", str(other), "--as", "map", "--name", "other", "--quiet", "--map", MAP],
    ):
        subprocess.run([*DRAGOMAN, *words, "--store", str(place)], check=True, stdout=subprocess.DEVNULL)
    return place


@pytest.fixture(scope="session")
def address(sample):
    """Address of a server over the sample, without its last slash."""
    command = [*DRAGOMAN, "serve", "--store", str(sample), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        line = server.stdout.readline()
        yield re.search(r"http://[\d.:]+", line).group()
        server.terminate()


@pytest.fixture(scope="session")
def browser():
    from playwright.sync_api import sync_playwright

    with sync_playwright() as engine:
        started = engine.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="session")
def axe() -> str:
    """The rules of accessibility, from npm."""
    if not AXE.is_file():
        pytest.skip("axe-core is not here; run `npm ci` in tests/browser")
    return AXE.read_text("utf-8")


@pytest.fixture(scope="session")
def pictures() -> Path:
    """Where pictures of the pages are kept, to be looked at."""
    PICTURES.mkdir(exist_ok=True)
    return PICTURES


@pytest.fixture
def phone(browser, address):
    """A page as wide as a small phone."""
    context = browser.new_context(viewport=PHONE, base_url=address)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(browser, address):
    """A page that remembers what went wrong on it."""
    context = browser.new_context(viewport=DESK, base_url=address)
    made = context.new_page()
    made.wrong = []
    made.on("console", lambda m: made.wrong.append(m.text) if m.type in {"error", "warning"} else None)
    made.on("pageerror", lambda e: made.wrong.append(str(e)))
    made.on("request", lambda r: made.wrong.append(f"outside: {r.url}") if not r.url.startswith(address) else None)
    yield made
    context.close()
