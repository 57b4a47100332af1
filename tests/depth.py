"""How many random cases does a property get: few in every run, many with ``--full``?"""

import os

FULL = "SIMULATE_TESTS"
"""Environment variable that asks for every test; ``--full`` sets it before tests are imported."""


def cases(few: int, many: int) -> int:
    """Return the number of random cases of this run."""
    return many if os.environ.get(FULL) == "full" else few
