"""The network: MiniLM-L6 as encoder, one pass a sentence; every ordered pair of its actors is scored from that pass."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from sentences import ACTS, MAX_TOKENS, MODES, STATUSES, Sentence
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional as fn

WIDTH, LAYERS, HEADS, INNER, VOCABULARY = 384, 6, 12, 1536, 30522  # as MiniLM-L6 has them
VIEWS = 6  # looks that a pair takes at the words of its sentence; our choice
IGNORED = -100


class Layer(nn.Module):
    """One layer of BERT, with its names for the weights."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.attended, self.attended_norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, eps=1e-12)
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.norm, self.drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)

    def forward(self, x: Tensor, blocked: Tensor) -> Tensor:
        """Words that looked at one another; `blocked` is very low where there is padding."""
        q, k, v = (_heads(f(x), HEADS) for f in (self.query, self.key, self.value))
        weight = (q @ k.transpose(-1, -2) / math.sqrt(WIDTH / HEADS) + blocked[:, None, None]).softmax(-1)
        seen = (self.drop(weight) @ v).transpose(1, 2).flatten(2)
        x = self.attended_norm(x + self.drop(self.attended(seen)))
        return self.norm(x + self.drop(self.narrow(fn.gelu(self.wide(x)))))


class Coder(nn.Module):
    """Scores of each pair: act (with NONE), status, mode."""

    def __init__(self, dropout: float = 0.2) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, WIDTH)
        self.positions = nn.Embedding(MAX_TOKENS, WIDTH)
        self.embedded_norm, self.embedded_drop = nn.LayerNorm(WIDTH, eps=1e-12), nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.look, self.mix = nn.Linear(2 * WIDTH, WIDTH), nn.Linear(4 * WIDTH, WIDTH)
        self.drop = nn.Dropout(dropout)
        self.act, self.status, self.mode = (nn.Linear(WIDTH, len(names)) for names in (ACTS, STATUSES, MODES))

    def forward(
        self, input_ids: Tensor, attention_mask: Tensor, span_mask: Tensor, sentence_of_span: Tensor, pair: Tensor
    ) -> tuple[Tensor, Tensor, Tensor, Tensor]:
        """Logits of act, status and mode of each pair, and what was seen of it: shape (pairs, 4 WIDTH).

        Args:
            input_ids: tokens, shape (sentences, tokens).
            attention_mask: 1 for a token, 0 for padding, same shape.
            span_mask: 1 where a token belongs to the span, shape (spans, tokens).
            sentence_of_span: row of each span's sentence, shape (spans,).
            pair: sentence, source span, target span, shape (pairs, 3).
        """
        blocked = (1.0 - attention_mask.to(self.act.weight.dtype)) * -1e4
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = self.embedded_drop(self.embedded_norm(self.words(input_ids) + self.positions(places)[None]))
        for layer in self.layers:
            x = layer(x, blocked)
        share = span_mask / span_mask.sum(1, keepdim=True).clamp(min=1)
        span = (share.unsqueeze(1) @ x[sentence_of_span]).squeeze(1)
        source, target, words = span[pair[:, 1]], span[pair[:, 2]], x[pair[:, 0]]
        keys = _heads(words, VIEWS)
        look = self.look(torch.cat([source, target], -1)).unflatten(-1, (VIEWS, 1, -1))
        weight = (
            look @ keys.transpose(-1, -2) / math.sqrt(WIDTH / VIEWS) + blocked[pair[:, 0]][:, None, None]
        ).softmax(-1)
        context = (weight @ keys).flatten(1)
        seen = self.drop(torch.cat([source, target, source * target, context], -1))
        z = self.drop(fn.gelu(self.mix(seen)))
        return self.act(z), self.status(z), self.mode(z), seen


def _heads(x: Tensor, heads: int) -> Tensor:
    return x.unflatten(-1, (heads, -1)).transpose(1, 2)


def from_minilm(folder: Path) -> Coder:
    """A coder whose encoder has the weights of MiniLM-L6 in a folder; the rest is drawn at random."""
    from safetensors.torch import load_file

    given = {k.removeprefix("bert."): v for k, v in load_file(folder / "model.safetensors").items()}
    coder = Coder()
    own = coder.state_dict()
    names = {
        "words.weight": "embeddings.word_embeddings.weight",
        "embedded_norm.weight": "embeddings.LayerNorm.weight",
        "embedded_norm.bias": "embeddings.LayerNorm.bias",
    }
    parts = {
        "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
        "attended": "attention.output.dense", "attended_norm": "attention.output.LayerNorm",
        "wide": "intermediate.dense", "narrow": "output.dense", "norm": "output.LayerNorm",
    }  # fmt: skip
    for i in range(LAYERS):
        for ours, theirs in parts.items():
            for kind in ("weight", "bias"):
                names[f"layers.{i}.{ours}.{kind}"] = f"encoder.layer.{i}.{theirs}.{kind}"
    for ours, theirs in names.items():
        own[ours] = given[theirs]
    # a sentence is all of the first kind, so the kind's vector goes into the position's
    kind = given["embeddings.token_type_embeddings.weight"][0]
    own["positions.weight"] = given["embeddings.position_embeddings.weight"][:MAX_TOKENS] + kind
    coder.load_state_dict(own)
    return coder


def load_tokenizer(folder: Path) -> Tokenizer:
    """The word pieces of MiniLM-L6, without padding, cut at `MAX_TOKENS`."""
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)
    return tokenizer


@dataclass(frozen=True, slots=True)
class Batch:
    """What the network reads, and what it should say."""

    inputs: tuple[Tensor, ...]
    acts: Tensor  # shape (pairs, acts), rows sum to 1
    statuses: Tensor  # shape (pairs,), IGNORED where unknown
    modes: Tensor


def batch(sentences: Sequence[Sentence], tokenizer: Tokenizer) -> Batch:
    """Sentences as tensors, with every ordered pair of their actors."""
    encoded = tokenizer.encode_batch([s.text for s in sentences])
    length = max(len(e) for e in encoded)
    ids, mask = (np.zeros((len(sentences), length), np.int64) for _ in range(2))
    spans, owners, pairs, acts, statuses, modes = [], [], [], [], [], []
    for i, (sentence, e) in enumerate(zip(sentences, encoded, strict=True)):
        ids[i, : len(e)], mask[i, : len(e)] = e.ids, e.attention_mask
        offsets, first = np.array(e.offsets), len(owners)
        for a, z in sentence.spans:
            inside = np.zeros(length, np.float32)
            inside[: len(e)] = (offsets[:, 0] < z) & (offsets[:, 1] > a)
            spans.append(inside)
            owners.append(i)
        count = len(sentence.spans)
        for source, target in ((s, t) for s in range(count) for t in range(count) if s != t):
            told = sentence.acts.get((source, target), ())
            row = np.zeros(len(ACTS), np.float32)
            for one in told:
                row[ACTS.index(one.act)] += 1 / len(told)
            row[0] += not told
            pairs.append((i, first + source, first + target))
            acts.append(row)
            statuses.append(STATUSES.index(told[0].status) if told else IGNORED)
            mode = told[0].mode if len(told) == 1 else None
            modes.append(IGNORED if mode is None else MODES.index(mode))
    tensors = (ids, mask, np.stack(spans), np.array(owners), np.array(pairs).reshape(-1, 3))
    return Batch(
        tuple(torch.from_numpy(t) for t in tensors),
        torch.tensor(np.stack(acts)),
        torch.tensor(statuses),
        torch.tensor(modes),
    )
