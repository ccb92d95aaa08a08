"""An executed notebook, read once: what is handed over of it, and all that it says."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from nbformat import NotebookNode

from helpers.lessons.build import clean_cell
from helpers.lessons.lesson import SUMMARY, Lesson, tags
from helpers.lessons.outputs import FINDING_MIME, LIST_MIME, TABLE_MIME
from helpers.reports.identifiers import said_by
from helpers.reports.lists import PeopleList, people_list
from helpers.reports.plan import notebook_of
from helpers.reports.records import Finding, LeftOut
from helpers.reports.sections import Section, Table

VECTOR = "image/svg+xml"


@dataclass(frozen=True)
class Reading:
    """What an executed notebook says.

    Parameters
    ----------
    notebook : NotebookNode
        To hand over: without times, warnings, environment, paths and lists of people, each figure
        once, as the picture that every program shows.
    sections : tuple of Section
        What it says lesson by lesson, without the parts that the data were not enough for.
    left_out : tuple of LeftOut
        Those parts.
    lists : tuple of PeopleList
        Of people to act on; a sentence stands in the place of each.
    warnings : tuple of str
        What cells wrote to stderr, once each, with the lesson that wrote it.
    seconds : dict of str to float
        How long each lesson's cells ran.
    texts : dict of str to str
        All that cells say beside their pictures, by lesson and part.
    """

    notebook: NotebookNode
    sections: tuple[Section, ...]
    left_out: tuple[LeftOut, ...]
    lists: tuple[PeopleList, ...]
    warnings: tuple[str, ...]
    seconds: dict[str, float]
    texts: dict[str, str]


def read_notebook(
    notebook: NotebookNode, lessons: Sequence[Lesson], shorten: Callable[[str], str] = str
) -> Reading:
    """Read an executed notebook, in whole or as far as it came.

    Parameters
    ----------
    notebook : NotebookNode
        As papermill leaves it; its cells are changed.
    lessons : sequence of Lesson
        Whose cells it holds.
    shorten : callable
        Changes each of its texts: takes this machine's folders out.
    """
    reader = _Reader(shorten)
    cells = [reader.read(cell) for cell in notebook.cells]
    parts = {lesson.number: reader.parts.get(lesson.number, {}) for lesson in lessons}
    return Reading(
        notebook_of(cells),
        tuple(section for lesson in lessons if (section := _section(lesson, parts[lesson.number]))),
        tuple(LeftOut(lesson.number, lesson.report_title, name, part.refusal) for lesson in lessons
              for name, part in parts[lesson.number].items() if part.refusal is not None),
        tuple(reader.lists), tuple(dict.fromkeys(reader.warnings)), reader.seconds, reader.texts,
    )


def everywhere(node, change: Callable[[str], str]):
    """A notebook, or a part of one, with each of its texts changed, but for its pictures."""
    if isinstance(node, str):
        return change(node)
    if isinstance(node, dict):
        return type(node)({
            key: value if key.startswith("image/") else everywhere(value, change)
            for key, value in node.items()
        })
    if isinstance(node, list):
        return [everywhere(value, change) for value in node]
    return node


@dataclass
class _Part:
    """What stands under one heading of a lesson, and why the data were not enough, if so."""

    cells: list[NotebookNode] = field(default_factory=list)
    refusal: str | None = None


class _Reader:
    """Goes through the cells in their order, and gathers."""

    def __init__(self, shorten: Callable[[str], str]):
        self._shorten, self._file_names = shorten, set()
        self.lists, self.warnings, self.seconds, self.texts = [], [], {}, {}
        self.parts: dict[str, dict[str, _Part]] = {}

    def read(self, cell: NotebookNode) -> NotebookNode:
        """The cell to hand over."""
        lesson = cell.metadata.get("growth", {}).get("lesson", "")
        seconds = cell.metadata.get("papermill", {}).get("duration") or 0.0
        self.seconds[lesson] = self.seconds.get(lesson, 0.0) + seconds
        if cell.cell_type == "code":
            self._take_warnings(cell, lesson)
        clean_cell(cell)
        cell = everywhere(cell, self._shorten)
        for output in cell.get("outputs", ()):
            if LIST_MIME in output.get("data", {}):
                self._take_list(output)
        place, said = said_by(cell)
        self.texts[place] = f"{self.texts.get(place, '')}\n{said}"
        self._put(cell, lesson)
        return _without_vectors(cell)

    def _take_warnings(self, cell: NotebookNode, lesson: str) -> None:
        kept = []
        for output in cell.outputs:
            if output.get("name") != "stderr":
                kept.append(output)
                continue
            lines = re.findall(r"\w*Warning: .*", output.text) or [output.text.strip()]
            self.warnings += [self._shorten(f"lesson {lesson}: {line}") for line in lines if line]
        cell.outputs = kept

    def _take_list(self, output: NotebookNode) -> None:
        people = people_list(output["data"][LIST_MIME], self._file_names)
        self.lists.append(people)
        output["data"] = type(output["data"])(people.in_its_place)

    def _put(self, cell: NotebookNode, lesson: str) -> None:
        about = cell.metadata.get("growth", {})
        part = self.parts.setdefault(lesson, {}).setdefault(about.get("part", ""), _Part())
        part.cells.append(cell)
        part.refusal = about.get("refusal", part.refusal)


def _without_vectors(cell: NotebookNode) -> NotebookNode:
    if not any(VECTOR in output.get("data", {}) for output in cell.get("outputs", ())):
        return cell
    outputs = [type(output)(output, data=type(output["data"])(
        {kind: value for kind, value in output["data"].items() if kind != VECTOR}
    )) if "data" in output else output for output in cell.outputs]
    return type(cell)(cell, outputs=outputs)


def _section(lesson: Lesson, parts: dict[str, _Part]) -> Section | None:
    """A lesson's section without its refused parts; none where it shows nothing."""
    if "" in parts and parts[""].refusal is not None:
        return None
    cells = [cell for part in parts.values() if part.refusal is None for cell in part.cells]
    shown = [(cell, output.data) for cell in cells for output in cell.get("outputs", ())
             if "data" in output]
    if not shown:
        return None
    return Section(
        lesson.number, lesson.report_title, lesson.report_question, _findings(lesson, shown),
        tuple(Table.of(lesson.number, lesson.report_title, data[TABLE_MIME])
              for _, data in shown if TABLE_MIME in data),
        tuple(cells),
    )


def _findings(lesson: Lesson, shown: list[tuple[NotebookNode, dict]]) -> tuple[Finding, ...]:
    found = [(SUMMARY in tags(cell), data[FINDING_MIME]) for cell, data in shown
             if FINDING_MIME in data]
    chosen = any(tagged for tagged, _ in found)
    return tuple(
        Finding(lesson.number, lesson.report_title, main=tagged if chosen else place == 0, **data)
        for place, (tagged, data) in enumerate(found)
    )
