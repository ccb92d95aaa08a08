"""Execute every lesson and write it with its outputs: `make notebooks`.

The same versions give the same bytes: no times, no counters of widgets, no paths. The owner's own
answers are put aside, so that what is written depends on the samples alone. The index of lessons
and the glossary are drawn from the lessons at the same time.
"""

import contextlib
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import nbformat
import papermill
from nbconvert.preprocessors import CoalesceStreamsPreprocessor

from helpers.core.on_disk import write_atomically
from helpers.core.places import NOTEBOOKS
from helpers.lessons.glossary import write_glossary
from helpers.lessons.index import write_indexes
from helpers.lessons.lesson import Lesson, all_lessons

_IN_ONE_PIECE = CoalesceStreamsPreprocessor()


def build(lessons: Sequence[Lesson]) -> list[Path]:
    """Execute lessons and write those that changed; returns the paths written."""
    written = []
    for lesson in lessons:
        print(f"{lesson.number:>5}  {lesson.title}", flush=True)
        content = nbformat.writes(clean(execute(lesson.path))) + "\n"
        if content != lesson.path.read_text(encoding="utf-8"):
            write_atomically(lesson.path, content)
            written.append(lesson.path)
    return written


def execute(path: Path, *, engine: str | None = None, **parameters) -> nbformat.NotebookNode:
    """Run a lesson by papermill as a reader would find it: no widgets, no earlier answers."""
    with tempfile.TemporaryDirectory() as folder, untouched(Path(folder)):
        return papermill.execute_notebook(
            path, Path(folder) / path.name, parameters=parameters, cwd=path.parent,
            progress_bar=False, kernel_name="python3", engine_name=engine,
        )


@contextlib.contextmanager
def untouched(folder: Path) -> Iterator[None]:
    """Still pictures in place of widgets, and an empty place for answers, while it lasts."""
    before = dict(os.environ)
    os.environ.update(GROWTH_STILL="1", GROWTH_BUSINESSES=str(folder / "businesses"))
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def clean(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Drop what differs from run to run."""
    for key in ("papermill", "widgets"):
        notebook.metadata.pop(key, None)
    notebook.metadata.kernelspec = {
        "display_name": "Python 3", "language": "python", "name": "python3",
    }
    notebook.metadata.language_info = {"name": "python"}
    for cell in notebook.cells:
        clean_cell(cell)
    return notebook


def clean_cell(cell: nbformat.NotebookNode) -> None:
    """Drop from a cell what differs from run to run."""
    _IN_ONE_PIECE.preprocess_cell(cell, {}, 0)  # what is printed comes in any pieces
    for key in ("papermill", "execution"):
        cell.metadata.pop(key, None)
    if not cell.metadata.get("tags", True):
        del cell.metadata["tags"]


def main() -> None:
    """Build all lessons, or those whose numbers are given."""
    wanted = sys.argv[1:]
    lessons = [lesson for lesson in all_lessons() if not wanted or lesson.number in wanted]
    written = build(lessons)
    written += write_indexes(all_lessons()) + write_glossary(all_lessons(), NOTEBOOKS)
    print(f"{len(lessons)} lessons executed, {len(written)} files changed.")


if __name__ == "__main__":
    main()
