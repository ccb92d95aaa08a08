"""Writing into a business's folder: all files of an import together, or none of them."""

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

COPIES = "before-import"


def sha256_of(path: Path) -> str:
    """The hash of a file's bytes."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy_name(path: Path) -> str:
    """Where an owner's own version of a table goes: a name that is no table's."""
    table, _, ending = path.name.partition(".")
    return f"{COPIES}/{table}-{sha256_of(path)[:8]}.{ending}"


def write_together(folder: Path, contents: dict[str, bytes], *, private: tuple[str, ...] = (),
                   copies: dict[str, str] | None = None, removed: tuple[str, ...] = ()) -> None:
    """Write files, put copies aside and remove files: everything, or nothing if one step fails.

    Parameters
    ----------
    folder : Path
        The business's folder.
    contents : dict of str to bytes
        What to write, by name.
    private : tuple of str
        Names among them that only the owner may read.
    copies : dict of str to str
        Names of existing files to the names of their copies.
    removed : tuple of str
        Names of files to take away; each has its copy.
    """
    staging = Path(tempfile.mkdtemp(dir=folder, prefix=".importing-"))
    try:
        for name, content in contents.items():
            _write_through(staging / name, content, 0o600 if name in private else 0o644)
        for name, copy in (copies or {}).items():
            (folder / copy).parent.mkdir(exist_ok=True)
            shutil.copy2(folder / name, folder / copy)
        _exchange(folder, staging, tuple(contents), removed)
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def _write_through(path: Path, content: bytes, mode: int) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _exchange(folder: Path, staging: Path, written: tuple[str, ...], removed: tuple[str, ...]):
    before = staging / "before"
    before.mkdir()
    done = []
    try:
        for name in (*written, *removed):
            had_one = (folder / name).exists()
            if had_one:
                os.replace(folder / name, before / name)
            done.append((name, had_one))
            if name in written:
                os.replace(staging / name, folder / name)
    except BaseException:
        for name, had_one in reversed(done):
            (folder / name).unlink(missing_ok=True)
            if had_one:
                os.replace(before / name, folder / name)
        raise
