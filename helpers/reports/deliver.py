"""Put a finished report in its place: whole or not at all, whatever ends the program."""

import ctypes
import errno
import json
import os
import re
import shutil
import socket
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from helpers.problems import OwnerError

RUN_FILE = "run.json"
UNFINISHED = ".unfinished"

_AT_WORKING_FOLDER, _EXCHANGE = -100, 2  # of renameat2(2)


@contextmanager
def unfinished(out: Path) -> Iterator[Path]:
    """A folder among the reports for those being written; it goes when they are done.

    Its name says whose it is, so that what a killed batch could not take away is taken away by
    the next one.
    """
    out.mkdir(parents=True, exist_ok=True)
    _clear_what_the_dead_left(out)
    here = psutil.Process()
    folder = out / f"{UNFINISHED}-{_host()}-{here.pid}-{_begun(here)}"
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _clear_what_the_dead_left(out: Path) -> None:
    for folder in out.glob(f"{UNFINISHED}-{_host()}-*-*"):
        pid, begun = folder.name.rsplit("-", 2)[1:]
        try:
            alive = _begun(psutil.Process(int(pid))) == begun
        except (psutil.Error, ValueError):
            alive = False
        if not alive:
            shutil.rmtree(folder, ignore_errors=True)


def _host() -> str:
    return re.sub(r"\W", "_", socket.gethostname())


def _begun(process: psutil.Process) -> str:
    return f"{process.create_time():.0f}"


@contextmanager
def staged(destination: Path, beside: Path | None = None) -> Iterator[Path]:
    """A folder to write into; it takes its place at the end, or vanishes if anything fails.

    The new report is written near the place it is for and then moved there in one step, so that
    an earlier one stays untouched until the new one is complete.

    Parameters
    ----------
    destination : Path
        Where the report is to stand; an earlier report there is replaced.
    beside : Path, optional
        Where to write until then, on the same disk; next to the destination unless given.

    Raises
    ------
    OwnerError
        Something stands there that is not a report.

    Examples
    --------
    >>> place = Path(tempfile.mkdtemp()) / "bakery"
    >>> with staged(place) as folder:
    ...     _ = (folder / "run.json").write_text("{}")
    ...     place.exists()
    False
    >>> place.exists()
    True
    """
    refuse_other_folders(destination)
    destination.parent.mkdir(parents=True, exist_ok=True)
    stage = Path(tempfile.mkdtemp(dir=beside or destination.parent, prefix=f".{destination.name}."))
    try:
        new = stage / "new"
        new.mkdir()
        yield new
        _swap(new, destination, stage / "old")
    finally:
        shutil.rmtree(stage, ignore_errors=True)


def refuse_other_folders(destination: Path) -> None:
    """Refuse to put a report in place of anything but an earlier report."""
    if not destination.exists() or (destination / RUN_FILE).is_file():
        return
    if destination.is_dir() and not any(destination.iterdir()):
        return
    raise OwnerError(f"{destination} is there already and is not an earlier report. "
                     "Choose another folder with --out.")


def write_json(path: Path, content: Mapping) -> None:
    """Write readable JSON."""
    path.write_text(json_text(content), encoding="utf-8")


def json_text(content: Mapping) -> str:
    """Readable JSON."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _swap(new: Path, destination: Path, old: Path) -> None:
    if not destination.exists():
        os.rename(new, destination)
        return
    if _exchanged(new, destination):
        return
    os.rename(destination, old)
    try:
        os.rename(new, destination)
    except BaseException:
        os.rename(old, destination)
        raise


def _exchanged(one: Path, other: Path) -> bool:
    """Whether two folders changed places in one step, which Linux can do and others cannot."""
    if sys.platform != "linux":
        return False
    exchange = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if exchange is None:
        return False
    paths = _AT_WORKING_FOLDER, os.fsencode(one), _AT_WORKING_FOLDER, os.fsencode(other)
    if exchange(*paths, _EXCHANGE) == 0:
        return True
    code = ctypes.get_errno()
    if code in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):  # an older system, other file systems
        return False
    raise OSError(code, os.strerror(code), str(other))
