"""Which notebooks are no longer what their lessons would give: made of other words, code or data.

A lesson rests on its cells, on the rooms that they import and the rooms that those import, on its
subject's exercises, and on the samples. Kept is a digest of all that for each notebook.
"""

import ast
import hashlib
import importlib.util
import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

from nbformat import NotebookNode

from helpers.core.on_disk import write_atomically
from helpers.core.places import NOTEBOOKS, ROOT, SAMPLES

HELPERS = ROOT / "helpers"
KEPT = NOTEBOOKS / ".built.json"
LEFT_ASIDE = {"__pycache__", ".ipynb_checkpoints"}


def kept_digests() -> dict[str, str]:
    """From a lesson's number to the digest with which its notebook was built."""
    return json.loads(KEPT.read_text(encoding="utf-8")) if KEPT.is_file() else {}


def keep_digests(digests: Mapping[str, str]) -> None:
    """Keep what the notebooks were built from."""
    write_atomically(KEPT, json.dumps(dict(sorted(digests.items())), indent=1) + "\n")


def digest(notebook: NotebookNode) -> str:
    """What a notebook that is not yet run would come of, in a few letters."""
    whole = hashlib.sha256()
    for cell in notebook.cells:
        whole.update(json.dumps([cell.id, cell.cell_type, cell.source, cell.metadata],
                                sort_keys=True).encode())
    whole.update(json.dumps(notebook.metadata, sort_keys=True).encode())
    for place in sorted(rests_on(notebook)):
        whole.update(_digest_of(place).encode())
    return whole.hexdigest()[:16]


def rests_on(notebook: NotebookNode) -> set[Path]:
    """The folders and single files that a notebook's code and data come from.

    Examples
    --------
    >>> from helpers.lessons.source import all_sources, drawn
    >>> course = all_sources()
    >>> HELPERS / "charts" in rests_on(drawn(course[0], course))
    True
    """
    code = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "code")
    subject = HELPERS / "subjects" / notebook.metadata["growth"]["subject"]
    found, waiting = {SAMPLES}, [subject, *_imported(code, "")]
    while waiting:
        place = waiting.pop()
        if place not in found and place.exists():
            found.add(place)
            waiting += _imported_by(place)
    return found


@cache
def _imported_by(place: Path) -> frozenset[Path]:
    paths = [place] if place.is_file() else place.glob("*.py")
    return frozenset(each for path in paths for each in _imported(
        path.read_text(encoding="utf-8"), ".".join(path.relative_to(ROOT).parent.parts)))


def _imported(code: str, package: str) -> Iterator[Path]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (_place(alias.name) for alias in node.names if _is_ours(alias.name))
        elif isinstance(node, ast.ImportFrom):
            start = importlib.util.resolve_name("." * node.level + (node.module or ""), package)
            if _is_ours(start):
                yield from (_place(f"{start}.{alias.name}") for alias in node.names)


def _is_ours(dotted: str) -> bool:
    return dotted.partition(".")[0] == HELPERS.name


def _place(dotted: str) -> Path:
    """The folder that holds a module; of what stands in `helpers` itself, the one file."""
    path = ROOT.joinpath(*dotted.split("."))
    while not path.is_dir() and not path.with_suffix(".py").is_file():
        path = path.parent
    if path == HELPERS:
        return HELPERS / "__init__.py"
    folder = path if path.is_dir() else path.parent
    return path.with_suffix(".py") if folder == HELPERS else folder


@cache
def _digest_of(place: Path) -> str:
    whole = hashlib.sha256()
    paths = [place] if place.is_file() else sorted(
        path for path in place.rglob("*") if path.is_file() and not LEFT_ASIDE & {*path.parts})
    for path in paths:
        whole.update(f"{path.relative_to(ROOT).as_posix()}\0".encode() + path.read_bytes())
    return whole.hexdigest()
