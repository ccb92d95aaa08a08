"""Put a finished report in its place: whole or not at all, whatever ends the program."""

import json
import os
import re
import shutil
import socket
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psutil

from helpers.problems import OwnerError

RUN_FILE = "run.json"
UNFINISHED = ".unfinished"
ASIDE = ".earlier"


@contextmanager
def unfinished(out: Path) -> Iterator[Path]:
    """A folder among the reports for those being written; it goes when they are done.

    Its name says whose it is, so that what a killed batch could not take away is taken away by
    the next one. A report that a killed worker or batch had moved aside goes back to its place.
    """
    out.mkdir(parents=True, exist_ok=True)
    _clear_what_the_dead_left(out)
    _put_back_what_was_moved_aside(out)
    here = psutil.Process()
    folder = out / f"{UNFINISHED}-{_host()}-{here.pid}-{_begun(here)}"
    folder.mkdir(exist_ok=True)
    try:
        yield folder
    finally:
        _put_back_what_was_moved_aside(out)
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


def _put_back_what_was_moved_aside(out: Path) -> None:
    for aside in out.glob(f".*{ASIDE}"):
        _put_right(out / aside.name[1:].removesuffix(ASIDE))


def _host() -> str:
    return re.sub(r"\W", "_", socket.gethostname())


def _begun(process: psutil.Process) -> str:
    return f"{process.create_time():.0f}"


@contextmanager
def staged(destination: Path, beside: Path | None = None) -> Iterator[Path]:
    """A folder to write into; it takes its place at the end, or vanishes if anything fails.

    An earlier report stays untouched until the new one is complete; then it is moved aside, and
    the new one into its place. Should the power fail in between, the next run moves it back.

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
    _put_right(destination)
    stage = Path(tempfile.mkdtemp(dir=beside or destination.parent, prefix=f".{destination.name}."))
    try:
        new = stage / "new"
        new.mkdir()
        yield new
        _swap(new, destination)
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


def _swap(new: Path, destination: Path) -> None:
    try:
        if destination.exists():
            os.rename(destination, _aside(destination))
        os.rename(new, destination)
    finally:
        _put_right(destination)


def _put_right(destination: Path) -> None:
    """Move an earlier report back where no new one took its place; else it goes."""
    aside = _aside(destination)
    if (aside / RUN_FILE).is_file() and not destination.exists():
        os.rename(aside, destination)
    shutil.rmtree(aside, ignore_errors=True)


def _aside(destination: Path) -> Path:
    return destination.with_name(f".{destination.name}{ASIDE}")
