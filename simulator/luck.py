"""What chance decides, named so that two scenarios share it wherever they do not differ.

A draw is a pure function of (seed, replicate, purpose, entity, year, k): a counter hash of the
entity's declared id, then an inverse distribution function. No draw depends on the position of
an entity, or on how many other draws were made.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Keys = NDArray[np.uint64]

_Distribution = Callable[[Ints, NDArray[np.bool_]], Floats]

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
_MIX_2 = np.uint64(0x94D049BB133111EB)


def _mix(value: Keys) -> Keys:
    """Finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit affects every bit."""
    value = (value ^ (value >> np.uint64(30))) * _MIX_1
    value = (value ^ (value >> np.uint64(27))) * _MIX_2
    return value ^ (value >> np.uint64(31))


@lru_cache(maxsize=64)
def keys(ids: tuple[str, ...]) -> Keys:
    """Return the stable 64-bit key of each declared id; read-only, for it is shared."""
    made = np.array(
        [int.from_bytes(hashlib.blake2b(i.encode(), digest_size=8).digest(), "big") for i in ids],
        dtype=np.uint64,
    )
    made.flags.writeable = False
    return made


@dataclass(frozen=True, slots=True)
class Luck:
    """The luck of one replicate; replicate 0 is the central run, without luck."""

    seed: int
    replicate: int = 0

    @property
    def central(self) -> bool:
        """Whether this is the central run."""
        return self.replicate == 0

    def uniform(self, purpose: str, entity: Keys, year: int, k: ArrayLike = 0) -> Floats:
        """Draw numbers in (0, 1).

        Parameters
        ----------
        purpose
            What is decided.
        entity
            Keys of the entities (see ``keys``); broadcast against ``k``.
        year
            School year.
        k
            Counter within entity and year, such as the age or the number of a child.
        """
        with np.errstate(over="ignore"):
            base = np.uint64(self.seed % 2**64) * _GOLDEN + np.uint64(self.replicate)
            state = _mix(np.atleast_1d(base)) ^ keys((purpose,))
            state = _mix(state + np.uint64(year) * _GOLDEN)
            state = _mix(state + np.asarray(entity, dtype=np.uint64))
            state = _mix(state + np.asarray(k).astype(np.uint64) * _GOLDEN)
        # 52 bits and a half are exact in a double, so neither 0 nor 1 can come out.
        return ((state >> np.uint64(12)).astype(np.float64) + 0.5) * 2.0**-52


def binomial(u: Floats, trials: Ints, chance: Floats) -> Ints:
    """Return the binomial quantile at ``u``: the smallest k with P(X ≤ k) ≥ u."""
    from scipy import special

    u, trials, chance = np.broadcast_arrays(u, trials, chance)
    quantile = np.zeros(u.shape, dtype=np.int64)
    sure = chance >= 1
    quantile[sure] = trials[sure]
    draw = (chance > 0) & ~sure & (trials > 0)
    if draw.any():
        n, p, level = trials[draw], chance[draw], u[draw]
        guess = np.ceil(special.bdtrik(level, n, p) - 1e-9)
        k = np.clip(np.nan_to_num(guess, nan=0.0), 0, n).astype(np.int64)
        quantile[draw] = _settle(k, level, n, lambda k, s: special.bdtr(k, n[s], p[s]))
    return quantile


def poisson(u: Floats, mean: Floats) -> Ints:
    """Return the Poisson quantile at ``u``: the smallest k with P(X ≤ k) ≥ u."""
    from scipy import special

    u, mean = np.broadcast_arrays(u, mean)
    quantile = np.zeros(u.shape, dtype=np.int64)
    draw = mean > 0
    if draw.any():
        m, level = mean[draw], u[draw]
        guess = np.ceil(special.pdtrik(level, m) - 1e-9)
        k = np.maximum(np.nan_to_num(guess, nan=0.0), 0).astype(np.int64)
        top = np.full(k.shape, np.iinfo(np.int64).max)
        quantile[draw] = _settle(k, level, top, lambda k, s: special.pdtr(k, m[s]))
    return quantile


def _settle(k: Ints, level: Floats, top: Ints, cdf: _Distribution) -> Ints:
    """Walk a guess to the exact quantile: inverse functions are a unit off at their steps."""
    everything = np.ones(k.shape, dtype=bool)
    for _ in range(64):
        up = (cdf(k, everything) < level) & (k < top)
        if not up.any():
            break
        k = k + up
    for _ in range(64):
        below = k > 0
        down = np.zeros(k.shape, dtype=bool)
        down[below] = cdf(k[below] - 1, below) >= level[below]
        if not down.any():
            break
        k = k - down
    return k
