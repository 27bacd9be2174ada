"""From trained weights to the folder that the package ships: act.onnx (int8), tokenizer.json, labels.json."""

from __future__ import annotations

import hashlib
import json
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
import torch
from network import Coder, batch, load_tokenizer
from numpy.typing import NDArray
from scoring import Held, calibrated, fit_calibration, held_figures
from sentences import ACTS, MODES, PREPROCESSING, STATUSES, Sentence

INPUTS = ("input_ids", "attention_mask", "span_mask", "sentence_of_span", "pair")
OUTPUTS = ("act", "status", "mode", "seen")
HEADS_OF_PAIRS = ("look", "mix", "act", "status", "mode")
UNEVEN = ("/layers.0/narrow", "/layers.1/narrow", "/layers.2/narrow")
"""Layers that cost most agreement with float: all six narrow ones in float gave 98.9 % instead of 98.1 %, the upper three
no more than none, at half again the time; so the lower three."""
AGREEMENT = 0.985  # least share of pairs on which int8 and float say the same act
BYTES = 24_000_000
PROBE = Sentence(
    "Ruritania condemned Graustark's blockade of the port, while Elbonia offered to mediate.",
    ((0, 9), (20, 29), (60, 67)), {},
)  # fmt: skip


def export_float(coder: Coder, path: Path) -> None:
    """One graph with free numbers of sentences, tokens, spans and pairs."""
    example = (
        torch.ones(2, 9, dtype=torch.int64), torch.ones(2, 9, dtype=torch.int64), torch.ones(3, 9),
        torch.tensor([0, 0, 1]), torch.tensor([[0, 0, 1], [0, 1, 0], [1, 2, 2]]),
    )  # fmt: skip
    free = {
        "input_ids": {0: "sentences", 1: "tokens"}, "attention_mask": {0: "sentences", 1: "tokens"},
        "span_mask": {0: "spans", 1: "tokens"}, "sentence_of_span": {0: "spans"}, "pair": {0: "pairs"},
        **{name: {0: "pairs"} for name in OUTPUTS},
    }  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            coder.eval(), example, str(path), input_names=list(INPUTS), output_names=list(OUTPUTS), dynamic_axes=free,
            opset_version=17, dynamo=False,
        )  # fmt: skip


def quantise(source: Path, target: Path) -> None:
    """Weights to 8 bits, one scale a column.

    The encoder multiplies in 8 bits as well, with scales that it takes from each sentence. What comes after it, of each
    pair, multiplies in float from 8-bit weights, so that a pair's scores do not depend on which others are asked for. So
    do the layers of `UNEVEN`, whose inputs are too uneven for one scale a sentence.
    """
    import onnx
    from onnxruntime.quantization import QuantType, quantize_dynamic
    from onnxruntime.quantization.shape_inference import quant_pre_process

    prepared = source.with_suffix(".prepared.onnx")
    quant_pre_process(str(source), str(prepared), skip_symbolic_shape=True)
    model = onnx.load(str(prepared))
    in_float = [n.name for n in model.graph.node if n.op_type in {"Gemm", "MatMul"} and _in_float(n.name)]
    if len(in_float) != len(HEADS_OF_PAIRS) + len(UNEVEN):
        raise SystemExit(f"The graph has {in_float}; expected one each of {HEADS_OF_PAIRS + UNEVEN}.")
    quantize_dynamic(
        str(prepared), str(target), weight_type=QuantType.QInt8, per_channel=True,
        nodes_to_exclude=[*in_float, *(f"{name}_MatMul" for name in in_float)],  # Gemm is renamed on the way
        extra_options={"MatMulConstBOnly": True},
    )  # fmt: skip
    small = onnx.load(str(target))
    kept = [n for n in small.graph.node if n.op_type == "MatMul" and _in_float(n.name)]
    if len(kept) != len(in_float):
        raise SystemExit(f"Multiplies in float: {[n.name for n in kept]}; expected one each of {in_float}.")
    for node in kept:
        _store_in_int8(small.graph, node)
    onnx.checker.check_model(small)
    onnx.save(small, str(target))


def _in_float(name: str) -> bool:
    """Whether a node of the graph multiplies in float; names are paths such as /layers.0/narrow/MatMul."""
    return name.split("/")[1] in HEADS_OF_PAIRS or name.rsplit("/", 1)[0] in UNEVEN


def _store_in_int8(graph: Any, node: Any) -> None:
    """Keep a node's weights in 8 bits, to be spread to float when the model is loaded."""
    from onnx import helper, numpy_helper

    held = next(i for i in graph.initializer if i.name == node.input[1])
    weights = numpy_helper.to_array(held)
    scale = np.maximum(np.abs(weights).max(0), 1e-8).astype(np.float32) / 127
    small = np.round(weights / scale).clip(-127, 127).astype(np.int8)
    name = held.name
    graph.initializer.remove(held)
    graph.initializer.extend(
        [
            numpy_helper.from_array(small, f"{name}.int8"),
            numpy_helper.from_array(scale, f"{name}.scale"),
            numpy_helper.from_array(np.zeros(len(scale), np.int8), f"{name}.zero"),
        ]
    )
    spread = helper.make_node(
        "DequantizeLinear", [f"{name}.int8", f"{name}.scale", f"{name}.zero"], [f"{name}.float"], axis=1
    )
    node.input[1] = f"{name}.float"
    graph.node.insert(0, spread)


def session(path: Path) -> onnxruntime.InferenceSession:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def run(model: onnxruntime.InferenceSession, sentences: Sequence[Sentence], tokenizer: Any) -> Held:
    """What an exported model says of every pair, one sentence at a time, as the package runs it."""
    parts: list[tuple[NDArray[Any], ...]] = []
    for sentence in sentences:
        if len(sentence.spans) > 1:
            b = batch([sentence], tokenizer)
            act, status, *_ = model.run(list(OUTPUTS), dict(zip(INPUTS, (t.numpy() for t in b.inputs), strict=True)))
            parts.append((act, b.acts.numpy(), status, b.statuses.numpy()))
    return Held(*(np.concatenate(x) for x in zip(*parts, strict=True)))


def write_model(
    coder: Coder, tokenizer: Path, out: Path, *, calibration: Sequence[Sentence], test: Sequence[Sentence],
    version: str, data: dict[str, Any],
) -> dict[str, Any]:  # fmt: skip
    """Export, quantise, compare, calibrate, and write the folder.

    Returns:
        Figures of the int8 model on the sentences held out for testing, and its agreement with float.
    Raises:
        SystemExit: if int8 and float agree on too few pairs, or the file is too large.
    """
    out.mkdir(parents=True, exist_ok=True)
    pieces = load_tokenizer(tokenizer.parent)
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "float.onnx"
        export_float(coder, whole)
        quantise(whole, out / "act.onnx")
        held = [*calibration, *test]
        one, other = run(session(whole), held, pieces), run(session(out / "act.onnx"), held, pieces)
    same = float((one.acts.argmax(1) == other.acts.argmax(1)).mean())
    small = session(out / "act.onnx")
    temperature, bias = fit_calibration(run(small, calibration, pieces))
    figures = {"same_as_float": round(same, 4), **held_figures(run(small, test, pieces), temperature, bias)}
    size = (out / "act.onnx").stat().st_size
    pieces.save(str(out / "tokenizer.json"))
    probe = batch([PROBE], pieces)
    logits = small.run(["act"], dict(zip(INPUTS, (t.numpy() for t in probe.inputs), strict=True)))[0]
    labels = {
        "version": version,
        "acts": list(ACTS), "statuses": list(STATUSES), "modes": list(MODES),
        "preprocessing": PREPROCESSING,
        "temperature": temperature, "bias_of_none": bias,
        "sha256": {n: hashlib.sha256((out / n).read_bytes()).hexdigest() for n in ("act.onnx", "tokenizer.json")},
        "data": data,
        "figures": figures,
        "probe": {
            "text": PROBE.text, "spans": PROBE.spans,
            "pairs": [(s, t) for s in range(3) for t in range(3) if s != t],
            "act": np.round(calibrated(logits, temperature, bias), 4).tolist(),
        },
    }  # fmt: skip
    (out / "labels.json").write_text(json.dumps(labels, indent=1, ensure_ascii=False) + "\n", "utf-8")
    if same < AGREEMENT:
        raise SystemExit(f"int8 and float agree on {same:.4f} of the pairs; expected {AGREEMENT}. Do not ship it.")
    if size > BYTES:
        raise SystemExit(f"act.onnx has {size} bytes; at most {BYTES} fit the package.")
    return {**figures, "bytes": size, "temperature": temperature, "bias_of_none": bias}
