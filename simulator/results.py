"""What did a run say, and how is it kept and read again?"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd


@dataclass(frozen=True)
class Results:
    """Everything a run says: tables (see ``simulator.tables``), summary and manifest.

    A page is made from this alone, so that an old run can be shown again without running.
    """

    tables: Mapping[str, pd.DataFrame]
    summary: Mapping[str, Any]
    """As ``summary.json``."""
    manifest: Mapping[str, Any]
    """As ``manifest.json``; seconds and dates under ``volatile``."""
