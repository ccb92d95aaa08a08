"""A file on the disk: written whole or not at all, and one version told from the next."""

import os
import tempfile
from pathlib import Path


def version(path: Path) -> tuple[int, ...]:
    """What tells one version of a file from the next, without reading it.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp()) / "orders.csv"
    >>> write_atomically(path, "order_id")
    >>> before = version(path)
    >>> write_atomically(path, "order_ID")
    >>> version(path) == before
    False
    """
    about = path.lstat()
    return about.st_ino, about.st_mtime_ns, about.st_size


def write_atomically(path: Path, content: bytes | str, *, private: bool = False) -> None:
    """Write a file whole or not at all: a reader sees the old content or the new, never a part.

    A `private` one only its owner may read.

    Examples
    --------
    >>> path = Path(tempfile.mkdtemp()) / "note.txt"
    >>> write_atomically(path, "whole")
    >>> path.read_text()
    'whole'
    """
    path = Path(path)
    data = content.encode("utf-8") if isinstance(content, str) else content
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o600 if private else _mode_of(path))
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise


def _mode_of(path: Path) -> int:
    if path.exists():
        return path.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
