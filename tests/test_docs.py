"""What the docs say is what the code says."""

import json
import re
from pathlib import Path

import pytest

import dragoman
from dragoman.settings import SETTINGS
from dragoman.views.documents import PAGES

ROOT = Path(__file__).parents[1]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_generated_page_is_up_to_date(name):
    found = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert found == PAGES[name](), f"docs/{name} is out of date: run `make docs`"


def test_public_names_are_documented():
    documented = set(re.findall(r"^## (\w+)$", (ROOT / "docs" / "api.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert documented == set(dragoman.__all__)


def test_every_setting_is_documented():
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert all(f"`{s.variable}`" in page for s in SETTINGS)


def test_notebook_is_stored_without_outputs():
    notebook = json.loads((ROOT / "docs" / "first_steps.ipynb").read_text(encoding="utf-8"))
    assert not any(cell.get("outputs") for cell in notebook["cells"])
