"""How states stand to each other. `levels` gives a pair's periods; `fit` the affinities of all pairs as arrays."""

from dragoman.relations.affinity import Filter, Fitted, Prior, fit
from dragoman.relations.comparison import compared
from dragoman.relations.datasets import standing_on
from dragoman.relations.event_balance import balance_band
from dragoman.relations.levels import levels, prior_of

__all__ = ["Filter", "Fitted", "Prior", "balance_band", "compared", "fit", "levels", "prior_of", "standing_on"]
