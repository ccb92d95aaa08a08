"""Make every lesson's notebook from its text and run it: `make notebooks`, `make lesson N=2.5`.

Only what is out of date is made again. The same versions give the same bytes: no times, no counters
of widgets, no paths. The owner's own answers are put aside, so that what is written depends on the
samples alone. The index of lessons and the glossary are drawn from the lessons at the same time.
"""

import argparse
import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import nbformat
import papermill
from nbconvert.preprocessors import CoalesceStreamsPreprocessor

from helpers.core.on_disk import write_atomically
from helpers.core.places import NOTEBOOKS, ROOT
from helpers.core.problems import OwnerError
from helpers.lessons.glossary import write_glossary
from helpers.lessons.index import write_indexes
from helpers.lessons.lesson import all_lessons
from helpers.lessons.source import PYTHON, Source, all_sources, drawn
from helpers.lessons.stale import digest, keep_digests, kept_digests

AT_ONCE = 2
WARM = "growth-warm"
TRIED = "tests/lessons/test_every_exercise.py"


def build(course: Sequence[Source], wanted: Sequence[str] = ()) -> list[Path]:
    """Make the notebooks that are wanted, or else those out of date; returns the paths written.

    Parameters
    ----------
    course : sequence of Source
        Every lesson.
    wanted : sequence of str
        Numbers of lessons to make in any case, and no others.
    """
    notebooks = {source.number: drawn(source, course) for source in course}
    digests, kept = {number: digest(each) for number, each in notebooks.items()}, kept_digests()
    stale = [source for source in course if (source.number in wanted if wanted else
             kept.get(source.number) != digests[source.number] or not source.notebook_path.exists())]
    written = []
    for source, notebook in _all_run(stale, [notebooks[source.number] for source in stale]):
        print(f"{source.number:>5}  {source.about['title']}", flush=True)
        if _write_where_changed(source.notebook_path, nbformat.writes(clean(notebook)) + "\n"):
            written.append(source.notebook_path)
        kept[source.number] = digests[source.number]
        keep_digests({number: kept[number] for number in digests if number in kept})
    return written


def execute(
    notebook: Path | nbformat.NotebookNode, *, engine: str | None = None, cwd: Path | None = None,
    **parameters,
) -> nbformat.NotebookNode:
    """Run a lesson by papermill as a reader would find it: no widgets, no earlier answers."""
    with tempfile.TemporaryDirectory() as folder, untouched(Path(folder)):
        return papermill.execute_notebook(
            notebook, None, parameters=parameters, cwd=cwd or notebook.parent,
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
    notebook.metadata.update(PYTHON)
    in_one_piece = CoalesceStreamsPreprocessor()
    for number, cell in enumerate(notebook.cells):
        in_one_piece.preprocess_cell(cell, {}, number)  # what is printed comes in any pieces
        for key in ("papermill", "execution"):
            cell.metadata.pop(key, None)
        if not cell.metadata.get("tags", True):
            del cell.metadata["tags"]
    return notebook


def to_be_tested(source: Source) -> list[str]:
    """What pytest runs for one lesson: its notebook, its exercises, and its subject's tests."""
    subject = ROOT / "tests" / "subjects" / source.about["subject"]
    return [str(source.notebook_path.relative_to(ROOT)),
            f"{TRIED}::test_every_answer_is_told_why[{source.number}]",
            *([str(subject.relative_to(ROOT))] if subject.is_dir() else [])]


def _all_run(
    sources: Sequence[Source], notebooks: Sequence[nbformat.NotebookNode]
) -> Iterator[tuple[Source, nbformat.NotebookNode]]:
    folders = [source.path.parent for source in sources]
    if len(sources) <= 1:
        yield from zip(sources, map(_run, notebooks, folders))
        return
    with ProcessPoolExecutor(AT_ONCE, mp_context=get_context("spawn")) as pool:
        yield from zip(sources, pool.map(_run, notebooks, folders))


def _run(notebook: nbformat.NotebookNode, folder: Path) -> nbformat.NotebookNode:
    return execute(notebook, engine=WARM, cwd=folder)


def _write_where_changed(path: Path, content: str) -> bool:
    if path.is_file() and path.read_text(encoding="utf-8") == content:
        return False
    write_atomically(path, content)
    return True


def main() -> None:
    """Build the lessons that are named, or those that are out of date."""
    parser = argparse.ArgumentParser(prog="python -m helpers.lessons.build", description=__doc__)
    parser.add_argument("numbers", metavar="NUMBER", nargs="*", help="lessons, such as 2.5")
    parser.add_argument("--test", action="store_true", help="run these lessons' tests afterwards")
    options = parser.parse_args()
    try:
        course = all_sources()
        there_are = {source.number: source for source in course}
        for number in options.numbers:
            if number not in there_are:
                raise OwnerError(f"There is no lesson {number}. There are: {', '.join(there_are)}.")
        written = build(course, options.numbers)
    except OwnerError as error:
        sys.exit(str(error))
    written += write_indexes(all_lessons()) + write_glossary(all_lessons(), NOTEBOOKS)
    print(f"{len(written)} files changed.", flush=True)
    if options.test:
        tests = [test for number in options.numbers for test in to_be_tested(there_are[number])]
        sys.exit(subprocess.call([sys.executable, "-m", "pytest", "-q", *tests], cwd=ROOT))


if __name__ == "__main__":
    main()
