"""Print the figures of the shipped model as the tables of MODEL_CARD.md.

    python training/figures.py

Runs where Dragoman is installed; needs no torch. Labelled sets are read from `DRAGOMAN_REFERENCE`, to measure only.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from sentences import ACTS, read, split

from dragoman.reports.evaluation_acts import evaluate_acts, evaluate_quads
from dragoman.reports.model import ActModel

HERE = Path(__file__).parent
REFERENCE = Path(os.environ.get("DRAGOMAN_REFERENCE", HERE.parents[1] / "shared" / "reference")) / "acts"


def main() -> None:
    model = ActModel.load()
    print(f"model {model.version}\n\n| act | precision | recall | F1 | pairs |\n|---|---|---|---|---|")
    for act, row in own(model).items():
        print(f"| {act} | {row[0]:.2f} | {row[1]:.2f} | {row[2]:.2f} | {row[3]} |")
    if REFERENCE.is_dir():
        found = evaluate_acts(REFERENCE / "pairs.jsonl", model=model)
        print(f"\n{ {k: v for k, v in found.items() if k not in {'per_class', 'confusion'}} }\n")
        print("| act | precision | recall | F1 | pairs | taken for |\n|---|---|---|---|---|---|")
        for act, one in found["per_class"].items():
            wrong = ", ".join(f"{a} {n}" for a, n in found["confusion"][act].items() if a != act and n > 2)
            print(f"| {act} | {one['precision']:.2f} | {one['recall']:.2f} | {one['f1']:.2f} | {one['n']} | {wrong} |")
        print(f"\n{evaluate_quads(REFERENCE / 'quads.jsonl', model=model)}")


def own(model: ActModel) -> dict[str, tuple[float, float, float, int]]:
    """Precision, recall, F1 and number of each act on the sentences held out for testing; of several acts any is right."""
    _, _, test = split(read(sorted((HERE / "sentences").glob("*.jsonl"))))
    pairs = [[(s, t) for s in range(len(x.spans)) for t in range(len(x.spans)) if s != t] for x in test]
    hits: Counter[str] = Counter()
    said: Counter[str] = Counter()
    there: Counter[str] = Counter()
    for x, asked, scores in zip(
        test, pairs, model.score([x.text for x in test], [x.spans for x in test], pairs), strict=True
    ):
        for pair, score in zip(asked, scores, strict=True):
            gold = {one.act for one in x.acts.get(pair, ())} or {"NONE"}
            got = "NONE" if score is None else model.acts[int(score.acts.argmax())]
            gold = {got} if got in gold else gold
            said[got] += 1
            for act in gold:
                there[act] += 1 / len(gold)
            hits[got] += got in gold
    return {
        a: (
            hits[a] / max(1, said[a]),
            hits[a] / max(1, there[a]),
            2 * hits[a] / max(1, said[a] + there[a]),
            round(there[a]),
        )
        for a in ACTS
    }


if __name__ == "__main__":
    main()
