"""Put a finished report in its place: whole or not at all."""

import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from helpers.problems import OwnerError

RUN_FILE = "run.json"


@contextmanager
def staged(destination: Path) -> Iterator[Path]:
    """A folder to write into; it takes its place at the end, or vanishes if anything fails.

    The new report is written beside the place it is for and then moved there in one step, so that
    an earlier one stays untouched until the new one is complete.

    Parameters
    ----------
    destination : Path
        Where the report is to stand; an earlier report there is replaced.

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
    stage = Path(tempfile.mkdtemp(dir=destination.parent, prefix=f".{destination.name}."))
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
    path.write_text(json.dumps(content, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _swap(new: Path, destination: Path, old: Path) -> None:
    if destination.exists():
        os.rename(destination, old)
    try:
        os.rename(new, destination)
    except BaseException:
        if old.exists():
            os.rename(old, destination)
        raise
