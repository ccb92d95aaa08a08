"""How large a table may be, and which things that bear a file's name are one.

The limits lie far above any business's books and far below a computer's memory, so that a file
made to exhaust it (or one that is simply not a table) is refused before it does.
"""

import os
import stat
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from helpers.core.problems import CannotOpen, DataProblems, Problem

FIRST_ROW = 2  # the heading is row 1 in every spreadsheet

MOST_BYTES = 4 << 30  # of text, unpacked: some 50 million order lines
MOST_CELLS = 500_000_000
MOST_COLUMNS = 1_000
LONGEST_LINE = 1 << 20  # bytes
LONGEST_CELL = 1 << 17  # characters, as Python's csv has it; spreadsheets hold 32,767

# No table of any use packs to less than a two-hundredth; a bomb packs to a thousandth.
MOST_TIMES_PACKED = 200
UNPACKED_ANYHOW = 64 << 20

_SMALLER = "delete what is not needed, or split the file by year"


def opened(path: Path) -> BinaryIO:
    """Open a regular file for reading; a pipe or a device is refused at once, not waited for.

    Raises
    ------
    CannotOpen
        There is no such file, it may not be read, or it is none.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)
                         | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0))
    except FileNotFoundError as error:
        raise CannotOpen(f"There is no file {path.name} in {path.parent}.") from error
    except OSError as error:
        kind = _kind(path)
        if kind:
            raise _no_file(path, kind) from error
        raise CannotOpen(f"{path.name} in {path.parent} cannot be read ({error.strerror}). Allow "
                         "whoever runs this to read it.") from error
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise _no_file(path, _kind(path) or "no file")
    return os.fdopen(handle, "rb")


def unfit(path: Path, folder: Path) -> Problem | None:
    """Why something with a file's name is not to be read as one of a folder's files, if it is not.

    A link may lead to another place in the folder, not out of it: what stands in a client's folder
    must not decide what else is read on this computer.

    Parameters
    ----------
    path : Path
        The file.
    folder : Path
        Where it has to be.
    """
    real, home = os.path.realpath(path), os.path.realpath(folder)
    if os.path.commonpath([real, home]) != home:
        return Problem(path.name, f"a link to a place outside {Path(folder).name}", "a file",
                       "put the file itself in the link's place")
    kind = _kind(path)
    return _not_a_file(path, kind) if kind else None


def _kind(path: Path) -> str | None:
    """What it is if it is no regular file."""
    try:
        mode = os.stat(path).st_mode
    except PermissionError:
        return None
    except OSError:
        return "a link that leads nowhere"
    if stat.S_ISDIR(mode):
        return "a folder"
    return None if stat.S_ISREG(mode) else "a pipe or a device"


def _not_a_file(path: Path, kind: str) -> Problem:
    return Problem(path.name, kind, "a file", "put a file in its place, or move it away")


def _no_file(path: Path, kind: str) -> DataProblems:
    return DataProblems([_not_a_file(path, kind)])


def refuse_columns(file: str, columns: int) -> None:
    """Refuse a table of more columns than any has."""
    if columns > MOST_COLUMNS:
        raise DataProblems([Problem(
            file, f"more than {MOST_COLUMNS:,} columns", f"at most {MOST_COLUMNS:,}",
            "delete the columns that are not needed")])


def refuse_repeated(headings: Iterable[str], file: str) -> None:
    """Refuse headings that stand over more than one column."""
    repeated = sorted(name for name, times in Counter(headings).items() if times > 1)
    if repeated:
        raise DataProblems([
            Problem(file, f"the heading “{heading}” stands over more than one column",
                    "each heading once", "rename or delete the columns you do not need", heading)
            for heading in repeated
        ])


def refuse_cells(file: str, cells: int, most: int = MOST_CELLS) -> None:
    """Refuse a table of more cells than are read."""
    if cells > most:
        raise DataProblems([Problem(file, f"more than {most:,} cells", f"at most {most:,}",
                                    _SMALLER)])


def refuse_bytes(file: str, unpacked: int, packed: int | None = None,
                 most: int = MOST_BYTES) -> None:
    """Refuse content that is too much, or that unpacks to far more than a table ever does.

    Parameters
    ----------
    file : str
        Its name, for the message.
    unpacked, packed : int
        Bytes of content, and the bytes they were packed in, if they were.
    most : int
        How many bytes of content are read.
    """
    if unpacked > most:
        raise DataProblems([Problem(file, f"more than {most >> 20:,} MB once unpacked"
                                    if packed else f"more than {most >> 20:,} MB",
                                    f"at most {most >> 20:,} MB", _SMALLER)])
    if packed is not None and unpacked > UNPACKED_ANYHOW and unpacked > MOST_TIMES_PACKED * packed:
        raise DataProblems([Problem(
            file, f"content that unpacks to more than {MOST_TIMES_PACKED} times its size",
            "a table, which unpacks to some ten times its size",
            "do not use the file unless you know who made it; export it again",
        )])


def long_cell(file: str, row: int) -> DataProblems:
    """The refusal of a cell that is none."""
    return DataProblems([Problem(file, f"a cell of more than {LONGEST_CELL:,} characters",
                                 f"at most {LONGEST_CELL:,}", "shorten or delete the cell",
                                 count=1, rows=(row,))])
