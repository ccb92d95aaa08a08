"""Tables that one process has read and checked, handed to another that works on the same report.

Whoever makes a report looks at every table before it starts the kernel that runs the lessons. What
it has read goes into a folder of its own, which only its user can look into; the kernel finds that
folder's name in its environment and reads no file twice.
"""

import os
import pickle
from collections.abc import Hashable
from pathlib import Path

from helpers.core.tables import CheckedTable

FOLDER = "GROWTH_TABLES"
SHUT = 0o700


def hand_over(folder: Path, name: str, read: Hashable, table: CheckedTable) -> None:
    """Put a table where a kernel with this folder in its environment finds it.

    Where there is no room for it, there is none: the kernel reads the file then.

    Parameters
    ----------
    folder : Path
        For nobody else; it is made where there is none.
    name : str
        The table's.
    read : hashable
        What was read, and how: the version of the file, the settings.
    table : CheckedTable
        What came of it.
    """
    path = folder / name
    try:
        folder.mkdir(SHUT, exist_ok=True)
        with path.open("wb") as file:
            pickle.dump(read, file)
            pickle.dump(table, file, pickle.HIGHEST_PROTOCOL)
    except OSError:
        path.unlink(missing_ok=True)


def handed_over(name: str, read: Hashable) -> CheckedTable | None:
    """The table, if just this was handed over.

    Parameters
    ----------
    name, read
        As for `hand_over`.

    Examples
    --------
    >>> handed_over("orders", "the file as it is now") is None
    True
    """
    folder = os.environ.get(FOLDER)
    if not folder:
        return None
    try:
        with (Path(folder) / name).open("rb") as file:
            if pickle.load(file) == read:
                return pickle.load(file)
    except (OSError, EOFError, pickle.UnpicklingError):
        pass
    return None
