"""Small signed networks that the literature measures, as facts: who is friend (+1) and foe (-1) of whom."""

from __future__ import annotations

import numpy as np

# Read (1954), Cultures of the Central Highlands, New Guinea, Southwestern Journal of Anthropology 10(1): sixteen
# Gahuku-Gama tribes, friendship and enmity, as coded by Hage and Harary (1983), Structural Models in Anthropology;
# the numbers of the tribes are those of the UCINET and KONECT collections ("gama", "ucidata-gama").
TRIBE_FRIENDS = """1-2 1-15 1-16 2-15 2-16 3-4 3-6 3-7 3-8 4-8 5-7 5-9 5-14 6-7 6-8 6-11 6-12 7-8 7-11 7-12 7-13 8-11 8-12
 9-10 9-13 10-13 11-12 13-14 15-16"""
TRIBE_FOES = """1-3 1-4 1-5 1-6 1-12 2-3 2-5 2-6 2-9 2-10 5-15 5-16 6-9 6-13 6-16 8-14 9-11 9-15 10-11 10-15 11-13 11-15
 11-16 12-14 12-15 12-16 13-15 13-16 14-16"""


def highland_tribes() -> np.ndarray:
    """Read's tribes as a matrix of signs, shape (16, 16)."""
    graph = np.zeros((16, 16))
    for sign, pairs in ((1, TRIBE_FRIENDS), (-1, TRIBE_FOES)):
        for pair in pairs.split():
            a, b = (int(x) - 1 for x in pair.split("-"))
            graph[a, b] = graph[b, a] = sign
    return graph
