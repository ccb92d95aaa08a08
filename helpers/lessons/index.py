"""The index of lessons, drawn from their metadata into the two READMEs."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

from helpers.core.on_disk import write_atomically
from helpers.core.places import NOTEBOOKS, ROOT
from helpers.lessons.lesson import Lesson

START, END = "<!-- lessons: drawn by make notebooks -->", "<!-- end of lessons -->"


def lesson_index(lessons: Sequence[Lesson], beside: Path) -> str:
    """A Markdown table a stage, with links relative to the folder `beside`."""
    parts = []
    for stage, group in groupby(lessons, key=lambda lesson: lesson.stage):
        rows = [
            f"| {lesson.number} | [{lesson.title}]({lesson.path.relative_to(beside).as_posix()}) "
            f"| {lesson.question} | {lesson.minutes_reading} + {lesson.minutes_exercises} "
            f"| {lesson.needs_in_words()} |"
            for lesson in group
        ]
        parts.append("\n".join([
            f"**{stage}**", "",
            "| # | Lesson | Your question | Minutes (reading + exercises) | Needs |",
            "|---|---|---|---|---|", *rows,
        ]))
    return "\n\n".join(parts)


def with_index(text: str, index: str) -> str:
    """A page with the part between the two marks drawn anew."""
    before, _, rest = text.partition(START)
    _, _, after = rest.partition(END)
    return f"{before}{START}\n\n{index}\n\n{END}{after}"


def write_indexes(lessons: Sequence[Lesson]) -> list[Path]:
    """Draw the index into README.md and notebooks/README.md; returns the paths that changed."""
    changed = []
    for path in (ROOT / "README.md", NOTEBOOKS / "README.md"):
        before = path.read_text(encoding="utf-8")
        after = with_index(before, lesson_index(lessons, path.parent))
        if after != before:
            write_atomically(path, after)
            changed.append(path)
    return changed
