"""Who did what to whom, as told. `RuleCoder.load().code(parsed, mentions)` gives reports."""

from __future__ import annotations

from dragoman.reports import ontology
from dragoman.reports.evaluation import evaluate_reports
from dragoman.reports.rules import Coder, RuleCoder

__all__ = ["Coder", "RuleCoder", "evaluate_reports", "ontology"]
