"""Write the tables of the shipped places again, byte for byte.

Run ``python docs/generate_openings.py [place] [folder]``. The published figures of each place stand
in ``openings/``; everything else is invented by the rules stated there and in the page of the
place. Nothing here looks at a programme or at a result of the simulation.
"""

import importlib
import sys
from pathlib import Path

from openings.place import Place
from openings.tables import generate

PLACES = ("county", "heping", "jiedong", "taijiang", "xuchang")


def place(slug: str) -> Place:
    """Read what is said of a place."""
    found: Place = importlib.import_module(f"openings.{slug}").PLACE
    return found


if __name__ == "__main__":
    for slug in [sys.argv[1]] if len(sys.argv) > 1 else PLACES:
        here = Path(__file__).resolve().parents[1] / "scenarios" / slug
        folder = Path(sys.argv[2]) if len(sys.argv) > 2 else here
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in generate(place(slug)).items():
            (folder / name).write_bytes(text.encode())
