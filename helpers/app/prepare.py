"""A lesson's notebook made ready for a page without code. The notebook stays the only source.

The learner's business takes the place of the lesson's own, and links lead to pages. What a cell's
source holds is never sent to the page.
"""

import posixpath
import re
from collections.abc import Callable

import nbformat
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from helpers.core.places import NOTEBOOKS
from helpers.lessons.lesson import Lesson, tags

LAB_ONLY = "lab-only"
SETUP = "from helpers.app import showing\nshowing.get_ready()"

_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)\s]+)\)")


def prepare(lesson: Lesson, business: str, page_of: Callable[[str], str | None]) -> NotebookNode:
    """A lesson for one business as the app runs it.

    Parameters
    ----------
    lesson : Lesson
        The lesson; its own notebook is not changed.
    business : str
        A name from `business_names()`; it takes the place of the lesson's own.
    page_of : callable
        From the path of a file below the notebooks' folder, such as `00_start_here.ipynb` or
        `README.md`, to the address of its page in the app; None where it has none.

    Examples
    --------
    >>> from helpers.lessons import all_lessons
    >>> page = prepare(all_lessons()[0], "saas", lambda path: None)
    >>> [cell.source for cell in page.cells if "business =" in cell.source][0].splitlines()[-1]
    "business = 'saas'"
    """
    folder = lesson.path.parent.relative_to(NOTEBOOKS).as_posix()
    cells = [
        new_markdown_cell(_linked(cell.source, folder, page_of)) if cell.cell_type == "markdown"
        else _run(cell, business)
        for cell in lesson.notebook.cells if LAB_ONLY not in tags(cell)
    ]
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
    })
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
    return notebook


def _linked(source: str, folder: str, page_of: Callable[[str], str | None]) -> str:
    def linked(found: re.Match) -> str:
        words, address = found.groups()
        if re.match(r"https?:|mailto:|#", address):
            return found[0]
        path, mark, place = address.partition("#")
        page = page_of(posixpath.normpath(posixpath.join(folder, path)))
        return words if page is None else f"[{words}]({page}{mark}{place})"

    return _LINK.sub(linked, source)


def _run(cell: NotebookNode, business: str) -> NotebookNode:
    copy = new_code_cell(cell.source)
    if "parameters" in tags(cell):
        copy.source = f"{SETUP}\n{cell.source}\nbusiness = {business!r}"
    return copy
