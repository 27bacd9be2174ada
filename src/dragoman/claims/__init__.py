"""What people said would happen. `find_claims(parsed, mentions, reports)` gives an article's predictions with their rules."""

from __future__ import annotations

from dragoman.claims.find import find_claims
from dragoman.claims.rules import worded

__all__ = ["find_claims", "worded"]
