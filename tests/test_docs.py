"""What the docs say is what the code says."""

import importlib.util
import json
import re
from pathlib import Path

import pytest

import dragoman
from dragoman.settings import SETTINGS
from dragoman.views.accuracy import figures
from dragoman.views.documents import PAGES

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_page_is_up_to_date(name):
    found = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert found == PAGES[name](), f"docs/{name} is out of date: run `make docs`"


def test_public_names_are_documented():
    documented = set(re.findall(r"^## (\w+)$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == set(dragoman.__all__)


def test_figures_of_accuracy_in_docs_are_those_that_the_package_carries():
    """Both are written by one command; none is typed by hand."""
    spec = importlib.util.spec_from_file_location("accuracy_benchmark", ROOT / "benchmarks" / "accuracy.py")
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    assert (ROOT / "docs" / "accuracy.md").read_text(encoding="utf-8") == benchmark.page(dict(figures()))


def test_every_setting_is_documented():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert all(f"`{s.variable}`" in page for s in SETTINGS)


def test_notebook_is_stored_without_outputs():
    notebook = json.loads((ROOT / "docs" / "first_steps.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") for cell in notebook["cells"])
