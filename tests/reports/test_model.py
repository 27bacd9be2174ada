from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from dragoman.data import folder
from dragoman.errors import DataError, SettingError
from dragoman.reports.model import ActModel
from dragoman.reports.ontology import acts

ROOT = Path(__file__).resolve().parents[2]
MODEL = folder("model")
LABELS = json.loads((MODEL / "labels.json").read_text("utf-8"))


def training(name: str) -> ModuleType:
    """A file of training/, as the scripts there import it."""
    path = ROOT / "training" / f"{name}.py"
    if not path.exists():
        pytest.skip("training/ is not here; it comes with the checkout, not with the wheel")
    spec = importlib.util.spec_from_file_location(f"training_{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def model() -> ActModel:
    return ActModel.load()


def span(text: str, *words: str) -> list[tuple[int, int]]:
    return [(text.index(w), text.index(w) + len(w)) for w in words]


CASES = [
    ("Ruritania condemned Graustark over the closed bridge.", "Ruritania", "Graustark", "ACCUSE"),
    ("Ruritanian troops shelled a Graustarkian village on Monday.", "Ruritanian troops", "a Graustarkian village", "ASSAULT"),
    ("Graustark's premier met the king of Ruritania in Strelsau.", "Graustark's premier", "the king of Ruritania", "CONSULT"),
    ("Graustark imposed sanctions on Ruritania.", "Graustark", "Ruritania", "SANCTION"),
    ("Ruritania sent 40 trucks of flour to Graustark.", "Ruritania", "Graustark", "AID"),
    ("Police in Edelweiss arrested two Ruritanian reporters.", "Police in Edelweiss", "two Ruritanian reporters", "COERCE"),
    ("The premier of Graustark will visit Ruritania next week.", "The premier of Graustark", "Ruritania", "AGREE"),
    ("Graustark and Elbonia both export flour.", "Graustark", "Elbonia", "NONE"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "source", "target", "act"), CASES)
def test_plain_sentences(model: ActModel, text: str, source: str, target: str, act: str) -> None:
    ((score,),) = model.score([text], [span(text, source, target)], [[(0, 1)]])
    assert score is not None
    assert model.acts[int(score.acts.argmax())] == act


def test_shipped_labels_are_those_of_training(model: ActModel) -> None:
    sentences = training("sentences")
    assert model.acts == sentences.ACTS
    assert model.statuses == sentences.STATUSES
    assert model.modes == sentences.MODES
    assert LABELS["preprocessing"] == sentences.PREPROCESSING
    assert model.max_tokens == sentences.MAX_TOKENS


def test_labels_are_those_of_the_code_book(model: ActModel) -> None:
    assert model.acts[0] == "NONE"
    assert set(model.acts[1:]) == set(acts())


def test_package_reads_a_sentence_as_training_did(model: ActModel) -> None:
    probe = LABELS["probe"]
    (scores,) = model.score([probe["text"]], [probe["spans"]], [probe["pairs"]])
    np.testing.assert_allclose([s.acts for s in scores if s], probe["act"], atol=0.02)


def test_chances_sum_to_one(model: ActModel) -> None:
    text = CASES[0][0]
    ((score,),) = model.score([text], [span(text, "Ruritania", "Graustark")], [[(0, 1)]])
    assert score is not None
    for chances, names in ((score.acts, model.acts), (score.statuses, model.statuses), (score.modes, model.modes)):
        assert chances.shape == (len(names),)
        assert chances.sum() == pytest.approx(1, abs=1e-5)


def test_company_changes_nothing(model: ActModel) -> None:
    texts = [text for text, *_ in CASES] * 9
    spans = [span(text, source, target) for text, source, target, _ in CASES] * 9
    together = model.score(texts, spans, [[(0, 1), (1, 0)]] * len(texts))
    again = ActModel.load(threads=1).score(texts, spans, [[(0, 1), (1, 0)]] * len(texts))
    for i, text in enumerate(texts[: len(CASES)]):
        ((alone,),) = model.score([text], [spans[i]], [[(1, 0)]])
        for score in (together[i][1], again[i][1], together[i + len(CASES)][1]):
            assert score is not None
            assert alone is not None
            np.testing.assert_allclose(score.acts, alone.acts, rtol=0, atol=1e-5)


def test_nothing_in_nothing_out(model: ActModel) -> None:
    assert model.score([], [], []) == []
    assert model.score(["Rain fell."], [[]], [[]]) == [[]]


def test_pairs_behind_the_limit_are_not_scored(model: ActModel) -> None:
    text = "Ruritania condemned Graustark" + ", and then again" * model.max_tokens + ", and so did Elbonia."
    (scores,) = model.score([text], [span(text, "Ruritania", "Graustark", "Elbonia")], [[(0, 1), (2, 1), (1, 2)]])
    assert [s is None for s in scores] == [False, True, True]


def test_a_span_of_nothing_is_not_scored(model: ActModel) -> None:
    assert model.score(["Ruritania   condemned Graustark."], [[(10, 11), (22, 31)]], [[(0, 1)]]) == [[None]]


@pytest.mark.parametrize("name", ["act.onnx", "tokenizer.json"])
def test_a_changed_file_is_refused(tmp_path: Path, name: str) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    with (tmp_path / "model" / name).open("ab") as file:
        file.write(b" ")
    with pytest.raises(DataError, match=name):
        ActModel.load(tmp_path / "model")


@pytest.mark.parametrize("name", ["act.onnx", "tokenizer.json", "labels.json"])
def test_a_missing_file_is_named(tmp_path: Path, name: str) -> None:
    shutil.copytree(MODEL, tmp_path / "model")
    (tmp_path / "model" / name).unlink()
    with pytest.raises(DataError, match=name):
        ActModel.load(tmp_path / "model")


def test_no_threads_no_model() -> None:
    with pytest.raises(SettingError, match="0 threads"):
        ActModel.load(threads=0)
