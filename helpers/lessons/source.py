"""A lesson as it is written: a text file beside its notebook, in jupytext's percent format.

Its header holds the lesson's metadata under `growth`. A cell's mark names the cell, and what the
cell is for: `# %% retention tags=["report"] section="Do customers come back?"`. The first cell and
the last of the notebook are drawn from the metadata, the glossary's links and the lesson that
follows; nobody writes them.
"""

import posixpath
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import jupytext
import yaml
from nbformat import NotebookNode
from nbformat.v4 import new_markdown_cell, new_notebook

from helpers.core.places import GLOSSARY, NOTEBOOKS, SAMPLES
from helpers.core.problems import OwnerError
from helpers.lessons.glossary import words_met

PYTHON = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
          "language_info": {"name": "python"}}

_NAME = re.compile(r"\d\d_\w+\.py")


@dataclass(frozen=True)
class Source:
    """A lesson's text.

    Parameters
    ----------
    path : Path
        The text; the notebook stands beside it.
    about : mapping
        The lesson's metadata.
    cells : sequence of NotebookNode
        What the author wrote, each cell by its name.
    """

    path: Path
    about: Mapping
    cells: Sequence[NotebookNode]

    @classmethod
    def read(cls, path: Path) -> "Source":
        """Read a text, and say what is wrong with it.

        Raises
        ------
        OwnerError
            It has no metadata, or a cell without a name or with one that another has.
        """
        head, *cells = jupytext.reads(path.read_text(encoding="utf-8"), fmt="py:percent").cells
        about = yaml.safe_load(head.source.strip("-\n")) if head.cell_type == "raw" else None
        if not isinstance(about, dict) or "number" not in about.get("growth", {}):
            raise OwnerError(f"{path.name} does not begin with a lesson's metadata under growth.")
        return cls(path, about["growth"], _named(cells, path))

    @property
    def number(self) -> str:
        return self.about["number"]

    @property
    def order(self) -> list[int]:
        return [int(part) for part in self.number.split(".")]

    @property
    def notebook_path(self) -> Path:
        return self.path.with_suffix(".ipynb")


def all_sources(folder: Path = NOTEBOOKS) -> list[Source]:
    """Every lesson's text, in the order of the course.

    Examples
    --------
    >>> [source.number for source in all_sources()][:1]
    ['0']
    """
    paths = (path for path in folder.rglob("*.py") if _NAME.fullmatch(path.name))
    return sorted(map(Source.read, paths), key=lambda source: source.order)


def drawn(source: Source, course: Sequence[Source], folder: Path = NOTEBOOKS) -> NotebookNode:
    """A lesson's notebook, not yet run.

    Parameters
    ----------
    source : Source
        The lesson.
    course : sequence of Source
        All lessons in their order, to name the next.
    folder : Path
        Where the course stands, for links.
    """
    cells = [_cell("title", _title(source.about)), *source.cells,
             _cell("closing", _closing(source, course, folder))]
    return new_notebook(cells=cells, metadata={"growth": dict(source.about)} | PYTHON)


def _named(cells: Sequence[NotebookNode], path: Path) -> list[NotebookNode]:
    names = {"title", "closing"}
    for cell in cells:
        name = cell.metadata.pop("title", "")
        if not name or name in names:
            raise OwnerError(f"{path.name} has a cell {'again' if name else 'without a name'}: "
                             f"“{name or cell.source[:40]}”. Each is marked by a name of its own, "
                             "such as  # %% first-look [markdown]")
        names.add(name)
        cell.id = name
    return list(cells)


def _title(about: Mapping) -> str:
    minutes = about["minutes"]
    time = f"{minutes['reading']} minutes to read, {minutes['exercises']} minutes of exercises."
    promises = "\n".join(f"{n}. {promise}" for n, promise in enumerate(about["promises"], start=1))
    return "\n\n".join([
        f"# {about['title']}", f"**Your question:** {about['question']}",
        f"**Time:** {time} {minutes.get('note', '')}".strip(),
        f"**What you need:** {about['you_need']}", "**What you will have:**", promises])


def _closing(source: Source, course: Sequence[Source], folder: Path) -> str:
    def link(words: str, path: Path) -> str:
        return f"[{words}]({posixpath.relpath(path.as_posix(), source.path.parent.as_posix())})"

    following = [each for each in course if each.order > source.order][:1]
    links = [*(f"**Next:** {link(each.about['title'], each.notebook_path)}" for each in following),
             link("All lessons", folder / "README.md"), link("Glossary", folder / GLOSSARY),
             link("Data dictionary", SAMPLES / "README.md")]
    met = words_met(source.cells)
    return " · ".join(links) + (f"\n\nWords you met: {', '.join(met)}." if met else "")


def _cell(name: str, text: str) -> NotebookNode:
    return new_markdown_cell(text, id=name)
