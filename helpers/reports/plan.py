"""What one report holds: which lessons, which of their cells, what is left out and why."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.core.business import Business
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.core.tables import SCHEMAS
from helpers.lessons.lesson import NEEDS, Lesson, needed_tables, tags
from helpers.reports.parameters import BUSINESS, own_parameters
from helpers.reports.records import LeftOut

REPORT, PARAMETERS, TITLE = "report", "parameters", "title"
PART = "### "


@dataclass(frozen=True)
class Plan:
    """A report before it is run.

    Parameters
    ----------
    business : Business
        Whose report it is.
    lessons : tuple of Lesson
        Those it draws on, in the order of the course.
    notebook : NotebookNode
        Their cells in one notebook, with one `parameters` cell. Each cell's metadata say, under
        `growth`, the number of the lesson it is from, the title of the section, and the part of
        it: the heading that the cell stands under, empty before the first.
    tables : tuple of str
        The tables the cells rest on.
    left_out : tuple of LeftOut
        What the business's tables do not allow.
    """

    business: Business
    lessons: tuple[Lesson, ...]
    notebook: NotebookNode
    tables: tuple[str, ...]
    left_out: tuple[LeftOut, ...]


def plan_report(
    business: Business, lessons: Sequence[Lesson], parameters: Mapping[str, object] | None = None
) -> Plan:
    """Choose the lessons and cells that a business's tables allow.

    Parameters
    ----------
    business : Business
        Whose report it is.
    lessons : sequence of Lesson
        The course; lessons without cells tagged `report` have no part in a report.
    parameters : mapping of str to object, optional
        Values of the lessons' parameters that are not to be the lessons' own, as
        `read_parameters` gives them.

    Raises
    ------
    NotEnoughData
        The tables allow none of the lessons, or there is neither a table nor an answer.
    DataProblems
        A table that is needed must be mended first; all such problems at once.

    Examples
    --------
    >>> from helpers import open_business
    >>> from helpers.lessons import all_lessons
    >>> plan = plan_report(open_business("shop"), all_lessons())
    >>> plan.tables[0], plan.notebook.cells[0].source
    ('orders', 'business = ""')
    """
    reported = [lesson for lesson in lessons if _report_cells(lesson)]
    fitting, left_out, cells = [], [], [_parameters_cell()]
    for lesson in reported:
        lacking = lesson.missing(business.has)
        if lacking:
            why = _lacks(lacking)
            left_out.append(LeftOut(lesson.number, lesson.report_title, "", why))
            continue
        section = _section(lesson, parameters or {})
        left_out += _parts_left_out(business, lesson, section)
        cells += [cell for cell in section if all(map(business.has, needed_tables(cell)))]
        fitting.append(lesson)
    if not fitting or not _tells_anything(business):
        raise NotEnoughData("a report", _tables_in_words(business), _needed_in_words(reported))
    tables = _tables_used(business, fitting, cells)
    _refuse_broken(business, tables)
    return Plan(business, tuple(fitting), _notebook(cells), tables, tuple(left_out))


def _report_cells(lesson: Lesson) -> list[NotebookNode]:
    return [cell for cell in lesson.notebook.cells if REPORT in tags(cell)]


def _section(lesson: Lesson, parameters: Mapping[str, object]) -> list[NotebookNode]:
    title = new_markdown_cell(f"# {lesson.report_title}", metadata={"tags": [TITLE]})
    own = own_parameters(lesson)
    options = [f"{name} = {(own | parameters)[name]!r}" for name in own]
    settings = [new_code_cell("\n".join(options))] if options else []
    copies = (copy for cell in _report_cells(lesson) for copy in (*_heading(cell), _copy(cell)))
    section, part = [title, *settings, *copies], ""
    for cell in section:
        if cell.cell_type == "markdown" and cell.source.startswith(PART):
            part = cell.source.splitlines()[0].removeprefix(PART)
        cell.metadata["growth"] = {
            "lesson": lesson.number, "section": lesson.report_title, "part": part,
        }
    return section


def _parts_left_out(
    business: Business, lesson: Lesson, section: list[NotebookNode]
) -> list[LeftOut]:
    lacking = {}
    for cell in section:
        missing = [table for table in sorted(needed_tables(cell)) if not business.has(table)]
        lacking.setdefault(cell.metadata["growth"]["part"], {}).update(dict.fromkeys(missing))
    return [LeftOut(lesson.number, lesson.report_title, part, _lacks(list(missing)))
            for part, missing in lacking.items() if missing]


def _lacks(names: list[str]) -> str:
    return f"it needs {' and '.join(map(_in_words, names))}, which this business does not have"


def _in_words(name: str) -> str:
    table, _, column = name.partition(".")
    return f"a column {column} in the table {table}" if column else f"a table {table}"


def _tables_used(
    business: Business, lessons: list[Lesson], cells: list[NotebookNode]
) -> tuple[str, ...]:
    """The tables that the lessons need or that their cells name, of those the business has."""
    code = "\n".join(cell.source for cell in cells if cell.cell_type == "code")
    named = {table for lesson in lessons for entry in lesson.needs for table in entry}
    named |= set(re.findall(r"""["'](\w+)(?:\.\w+)?["']""", code))
    return tuple(table for table in SCHEMAS if table in named and business.has(table))


def _tells_anything(business: Business) -> bool:
    """Whether there is a table, or an owner's answer, that a lesson could say something of."""
    return any(map(business.has, SCHEMAS)) or len(business.answers) > 0


def _tables_in_words(business: Business) -> str:
    return ", ".join(business.tables) or "no table that a lesson uses"


def _needed_in_words(lessons: list[Lesson]) -> str:
    tables = dict.fromkeys(table for lesson in lessons for entry in lesson.needs for table in entry)
    return f"at least one of {', '.join(tables)}" if tables else "at least one"


def _refuse_broken(business: Business, tables: Iterable[str]) -> None:
    problems = []
    for table in tables:
        try:
            business.table(table)
        except DataProblems as error:
            problems += error.problems
    if problems:
        raise DataProblems(problems)


def _notebook(cells: list[NotebookNode]) -> NotebookNode:
    for number, cell in enumerate(cells):
        cell.id = f"cell-{number}"
    kernel = {"display_name": "Python 3", "language": "python", "name": "python3"}
    notebook = new_notebook(
        cells=cells, metadata={"kernelspec": kernel, "language_info": {"name": "python"}}
    )
    nbformat.validate(notebook)
    return notebook


def _parameters_cell() -> NotebookNode:
    return new_code_cell(f'{BUSINESS} = ""', metadata={"tags": [PARAMETERS]})


def _heading(cell: NotebookNode) -> list[NotebookNode]:
    """The heading of the part that begins with a cell; none within a part."""
    if "section" not in cell.metadata:
        return []
    kept = sorted(tag for tag in tags(cell) if tag == REPORT or tag.startswith(NEEDS))
    return [new_markdown_cell(PART + cell.metadata["section"], metadata={"tags": kept})]


def _copy(cell: NotebookNode) -> NotebookNode:
    new = new_code_cell if cell.cell_type == "code" else new_markdown_cell
    return new(cell.source, metadata={"tags": sorted(tags(cell))})
