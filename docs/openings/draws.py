"""What is drawn as if by chance, the same on every machine, and how are totals shared out?"""

import hashlib
import math
from collections.abc import Iterable
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def uniform(*key: object) -> float:
    """Draw from (0, 1), a pure function of its key: the same on every machine."""
    digest = hashlib.sha256("/".join(str(part) for part in key).encode()).digest()
    return (int.from_bytes(digest[:6], "big") + 0.5) / 2**48


def lognormal(sigma: float, *key: object) -> float:
    """Draw around 1 with the spread ``sigma``, a pure function of its key."""
    return math.exp(sigma * NormalDist().inv_cdf(uniform(*key)))


def whole(weights: Iterable[float], total: int) -> Ints:
    """Share a total out by weights in whole numbers, by largest remainder."""
    exact: Floats = np.array(list(weights), dtype=np.float64)
    exact = exact / exact.sum() * total
    parts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(-(np.round(exact - parts, 9)), kind="stable")
    parts[order[: total - int(parts.sum())]] += 1
    return parts
