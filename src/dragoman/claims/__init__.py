"""What people said would happen: predictions found in articles, with the rules that settle them, frozen in a chain."""

from __future__ import annotations

__all__: list[str] = []
