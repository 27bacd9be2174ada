"""Classes of one's own: taught from rows, judged on held-out rows, told beside the standard acts."""

from __future__ import annotations

import csv
import hashlib
import json
from itertools import product

import pytest
from typer.testing import CliRunner

from dragoman.cli import app
from dragoman.errors import DataError, InputError, SettingError
from dragoman.reports import load_coder
from dragoman.reports.taught import NO_CLASS, Heads, TaughtCoder
from dragoman.reports.teaching import teach

PAIRS = [("Ruritania", "Graustark"), ("Graustark", "Elbonia"), ("Elbonia", "Ruritania"), ("Sylvania", "Freedonia")]
SENTENCES = {
    "fishing dispute": [
        "{a} seized a trawler that had put to sea from {b} and was fishing off the northern banks.",
        "A patrol boat of {a} fired warning shots at a fishing vessel from {b} on Friday.",
        "{a} accused {b} of letting its crews empty the herring grounds at night.",
        "Coast guards of {a} cut the nets of two cutters registered in {b}, the fishermen's union said.",
    ],
    "energy deal": [
        "{a} signed a contract with {b} for ten billion cubic metres of gas a year.",
        "{a} will build a power line to {b} and sell electricity at half the present price.",
        "{a} and {b} opened a joint refinery on the coast after four years of work.",
        "The energy minister of {a} agreed with {b} on the price of oil for the winter.",
    ],
    "": [
        "{a} said that its national day would be celebrated like that of {b}.",
        "Rain fell in {a} and in {b} all week, forecasters said.",
        "Tourists from {a} preferred the mountains last year, and those from {b} the sea.",
    ],
}


@pytest.fixture(scope="module")
def rows():
    return [
        {"text": text.format(a=a, b=b), "source": a, "target": b, "label": label}
        for label, texts in SENTENCES.items()
        for text, (a, b) in product(texts, PAIRS)
    ]


def hash_of(text):
    return hashlib.blake2b(text.encode()).digest()[0]


def written(path, rows):
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["text", "source", "target", "label"])
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def taught(rows, tmp_path_factory):
    place = tmp_path_factory.mktemp("taught")
    figures = teach(written(place / "rows.csv", rows), place / "model")
    return place, figures


def test_held_out_rows_are_told_apart(taught, rows):
    _, figures = taught
    assert figures["n"] == len(rows)
    assert set(figures["per_class"]) == {"fishing dispute", "energy deal"}
    assert figures["macro_f1"] >= 0.8
    assert sum(figures["classes"].values()) == len(rows)


def test_same_rows_give_the_same_heads(taught, rows, tmp_path):
    place, figures = taught
    again = teach(written(tmp_path / "rows.csv", rows), tmp_path / "model")
    assert again == figures
    assert Heads.load(tmp_path / "model").version == Heads.load(place / "model").version


def test_labels_that_mean_nothing_score_low(rows, tmp_path):
    """The measure can fail: classes dealt out at random are not learned."""
    dealt = [{**row, "label": ("one", "two")[hash_of(row["text"]) % 2]} for row in rows]
    assert teach(written(tmp_path / "rows.csv", dealt), tmp_path / "model")["macro_f1"] < 0.7


def test_reading_tells_own_classes_beside_the_acts(taught, tmp_path):
    place, _ = taught
    news = tmp_path / "news.jsonl"
    text = "Turkey signed a contract with Azerbaijan for six billion cubic metres of gas a year. Rain fell in Greece."
    news.write_text(json.dumps({"text": text, "date": "2015-01-05"}) + "\n", "utf-8")
    run = CliRunner().invoke
    store = ["--store", str(tmp_path / "store")]
    assert run(app, ["read", str(news), "--coder", str(place / "model"), *store]).exit_code == 0
    labels = json.loads(run(app, ["labels", "--json", *store]).stdout)
    assert ("TUR", "energy deal", "AZE") in {(r["source"], r["label"], r["target"]) for r in labels}
    assert all(0.5 <= r["chance"] <= 1 and r["label"] != NO_CLASS for r in labels)
    acts = {r["act"] for r in json.loads(run(app, ["reports", "--json", *store]).stdout)}
    assert "SUPPORT" in acts
    assert json.loads(run(app, ["labels", "--count", "--actor", "GRC", *store]).stdout) == {"count": 0}


def test_changed_or_foreign_heads_are_refused(taught, tmp_path):
    place, _ = taught
    for name in ("heads.npz", "taught.json"):
        (tmp_path / name).write_bytes((place / "model" / name).read_bytes())
    told = json.loads((tmp_path / "taught.json").read_text("utf-8"))
    (tmp_path / "taught.json").write_text(json.dumps(told | {"model": "1999.01.01"}), "utf-8")
    with pytest.raises(DataError, match=r"1999\.01\.01.*Teach them again"):
        TaughtCoder.load(tmp_path)
    (tmp_path / "heads.npz").write_bytes(b"torn")
    with pytest.raises(DataError, match="was changed"):
        Heads.load(tmp_path)
    with pytest.raises(DataError, match="no taught model"):
        load_coder(str(tmp_path / ".."))
    with pytest.raises(SettingError, match="folder that `dragoman teach` wrote"):
        load_coder("nobody")


@pytest.mark.parametrize(
    "rows, words",
    [
        ([], "no rows"),
        ([{"text": "Ruritania met Graustark.", "source": "Elbonia", "target": "Graustark", "label": "x"}], "does not stand"),
        ([{"text": "Ruritania met Graustark.", "source": "Ruritania", "target": "Graustark", "label": "x"}], "fewer than 5"),
        ([{"text": "Ruritania met Graustark.", "source": "Ruritania", "target": "Graustark", "label": ""}] * 6, "no class"),
    ],
)  # fmt: skip
def test_faulty_rows_are_told_in_words(tmp_path, rows, words):
    with pytest.raises(InputError, match=words):
        teach(written(tmp_path / "rows.csv", rows), tmp_path / "model")


def test_lines_that_are_no_rows_are_told_by_number(tmp_path):
    file = tmp_path / "rows.jsonl"
    file.write_text('{"text": "a", "source": "a", "target": "a"}\n', "utf-8")
    with pytest.raises(InputError, match="row 1 lacks label"):
        teach(file, tmp_path / "model")
    file.write_text("{", "utf-8")
    with pytest.raises(InputError, match="row 1 is no JSON"):
        teach(file, tmp_path / "model")
