"""Who did what to whom, as told. `load_coder("trained").code(parsed, mentions)` gives reports."""

from __future__ import annotations

from dragoman.reports import ontology
from dragoman.reports.coders import CODERS, load_coder
from dragoman.reports.evaluation import evaluate_reports
from dragoman.reports.quotations import find_quotations
from dragoman.reports.rules import Coder, Labelling, RuleCoder

__all__ = ["CODERS", "Coder", "Labelling", "RuleCoder", "evaluate_reports", "find_quotations", "load_coder", "ontology"]
