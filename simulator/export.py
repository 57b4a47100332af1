"""How does a run become a folder of files?"""

from pathlib import Path

from simulator import report
from simulator.results import Results, write_folder


def write_all(results: Results, folder: Path) -> Path:
    """Write tables, summary, manifest and the page into a folder, whole or not at all.

    Raises
    ------
    OutputFolderError
        The folder holds something other than an earlier result of this file and variant.
    """
    return write_folder(results, folder, lambda work: report.write(results, work / "report.html"))
