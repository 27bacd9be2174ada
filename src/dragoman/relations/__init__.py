"""How states stand to each other. `levels` gives a pair's months; `span_months` the calendar behind them."""

from dragoman.relations.comparison import compared
from dragoman.relations.datasets import standing_on
from dragoman.relations.levels import balance_band, levels

__all__ = ["balance_band", "compared", "levels", "standing_on"]
