"""Who did what to whom, as told. `load_coder("trained").code(parsed, mentions)` gives reports."""

from __future__ import annotations

from dragoman.reports import ontology
from dragoman.reports.attribution import attribution_of
from dragoman.reports.attributions import Told
from dragoman.reports.clauses import Clauses
from dragoman.reports.coders import CODERS, load_coder
from dragoman.reports.days import When, find_expressions, resolve
from dragoman.reports.evaluation import evaluate_reports
from dragoman.reports.frames import Places, Tree
from dragoman.reports.quotations import Laid, find_quotations, laid_out
from dragoman.reports.rules import Coder, Labelling, RuleCoder
from dragoman.reports.speakers import Speaker
from dragoman.reports.status import Hedges
from dragoman.reports.triggers import Triggers

__all__ = [
    "CODERS",
    "Clauses",
    "Coder",
    "Hedges",
    "Labelling",
    "Laid",
    "Places",
    "RuleCoder",
    "Speaker",
    "Told",
    "Tree",
    "Triggers",
    "When",
    "attribution_of",
    "evaluate_reports",
    "find_expressions",
    "find_quotations",
    "laid_out",
    "load_coder",
    "ontology",
    "resolve",
]
