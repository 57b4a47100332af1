"""How does a run become a folder of files?"""

from pathlib import Path

from simulator import report
from simulator.layers import write_layers
from simulator.results import LAYERS, PAGE, WORKBOOK, Results, write_folder
from simulator.workbook import prepare_workbook


def write_all(results: Results, folder: Path) -> Path:
    """Write everything a run gives into a folder, whole or not at all.

    Raises
    ------
    OutputFolderError
        The folder holds something other than an earlier result of this file and variant.
    """

    def further(work: Path) -> None:
        report.write(results, work / PAGE)
        write_layers(results, work / LAYERS)

    # The tables are read here: in a forked process Arrow would lack its threads.
    write_workbook = prepare_workbook(results)
    return write_folder(results, folder, further, lambda work: write_workbook(work / WORKBOOK))
