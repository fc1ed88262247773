"""How far a share measured on so few questions can be trusted."""

from collections.abc import Sequence

import numpy as np

DRAWS = 2000
SEED = 175  # any fixed one: the same run must print the same interval


def bootstrap(values: Sequence[float], confidence: float = 0.95) -> tuple[float, float]:
    """Return the percentile bootstrap interval of the mean of `values` (0 to 1 each), (0, 0) for none.

    Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    if not values:
        return 0.0, 0.0
    drawn = np.random.default_rng(SEED).choice(np.asarray(values, dtype=float), size=(DRAWS, len(values)))
    low, high = np.quantile(drawn.mean(axis=1), [(1 - confidence) / 2, (1 + confidence) / 2])
    return float(low), float(high)
