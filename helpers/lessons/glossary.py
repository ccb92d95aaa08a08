"""The glossary: every term of the course once, in the words of the lesson that defines it.

A lesson defines a term where its name stands bold and linked, as in
`[**Churn rate**](../glossary.ipynb#Churn-rate)`; the sentence around it is the definition. From
those sentences `make notebooks` draws `notebooks/glossary.ipynb`.
"""

import posixpath
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import nbformat

from helpers.core.on_disk import write_atomically
from helpers.core.places import GLOSSARY
from helpers.lessons.lesson import Lesson

_LINK = re.compile(rf"\[(?P<words>[^\]]+)\]\((?:\.\./)*{re.escape(GLOSSARY)}#(?P<anchor>[^)\s]+)\)")
_MARKER = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
_SENTENCE = re.compile(r"(?:(?<=[.!?])|(?<=[.!?][*\"”)])|(?<=[.!?][*]{2}))\s+(?=\S)")

INTRODUCTION = """\
# Glossary

Every term of the course, in the words of the lesson that defines it. A link leads back to that \
lesson.

[All lessons](README.md)"""


@dataclass(frozen=True)
class Term:
    """A term, what it means, and the lesson that says so.

    Parameters
    ----------
    name : str
        As a heading: with a capital.
    meaning : str
        A sentence in Markdown, its links leading to other terms of the glossary.
    lesson : Lesson
        Where it is defined.
    """

    name: str
    meaning: str
    lesson: Lesson

    @property
    def anchor(self) -> str:
        """What a link to it ends with, as notebooks name their headings."""
        return anchor(self.name)


def anchor(name: str) -> str:
    """How a term is linked to.

    Examples
    --------
    >>> anchor("churn rate")
    'Churn-rate'
    """
    return _capital(name).replace(" ", "-")


def terms(lessons: Sequence[Lesson]) -> list[Term]:
    """Every term that lessons define, in the order of the alphabet.

    Parameters
    ----------
    lessons : sequence of Lesson
        The course.

    Examples
    --------
    >>> from helpers.lessons.lesson import all_lessons
    >>> [term.meaning for term in terms(all_lessons()) if term.name == "Churn rate"][0][:46]
    'The **churn rate** is the share of the custome'
    """
    found = [
        Term(_capital(link["words"].strip("*")), _in_the_glossary(sentence), lesson)
        for lesson in lessons for sentence in _sentences(lesson)
        for link in _LINK.finditer(sentence) if link["words"].startswith("**")
    ]
    return sorted(found, key=lambda term: (term.name.casefold(), term.lesson.number))


def linked_terms(lesson: Lesson) -> set[str]:
    """The anchors that a lesson's text links to, whether it defines the terms or uses them."""
    return {link["anchor"] for cell in lesson.notebook.cells if cell.cell_type == "markdown"
            for link in _LINK.finditer(cell.source)}


def words_met(cells: Sequence[nbformat.NotebookNode]) -> list[str]:
    """The terms that cells link to, each once with its link, in the order in which they come."""
    met = {}
    for cell in cells:
        if cell.cell_type == "markdown":
            for link in _LINK.finditer(cell.source):
                words = link["words"].strip("*")
                name = words if anchor(words) == link["anchor"] else link["anchor"].replace("-", " ")
                met.setdefault(link["anchor"], (name, link[0].partition("](")[2]))
    return [f"[{_small(name)}]({address}" for name, address in met.values()]


def write_glossary(lessons: Sequence[Lesson], folder: Path) -> list[Path]:
    """Draw the glossary into a folder; returns its path where it changed."""
    path = folder / GLOSSARY
    content = nbformat.writes(glossary(lessons, folder)) + "\n"
    if path.is_file() and path.read_text(encoding="utf-8") == content:
        return []
    write_atomically(path, content)
    return [path]


def glossary(lessons: Sequence[Lesson], folder: Path) -> nbformat.NotebookNode:
    """The glossary as a notebook of text: a cell a letter, a heading a term."""
    cells = [_cell("introduction", INTRODUCTION)]
    for letter, group in groupby(terms(lessons), key=lambda term: term.name[0].upper()):
        entries = (f"### {term.name}\n\n{_entry(term, folder)}" for term in group)
        cells.append(_cell(f"letter-{letter.lower()}", "\n\n".join([f"## {letter}", *entries])))
    return nbformat.v4.new_notebook(cells=cells, metadata={
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    })


def _entry(term: Term, folder: Path) -> str:
    path = posixpath.relpath(term.lesson.path.as_posix(), folder.as_posix())
    return f"{term.meaning} ([{term.lesson.number} {term.lesson.title}]({path}))"


def _cell(name: str, source: str) -> nbformat.NotebookNode:
    cell = nbformat.v4.new_markdown_cell(source)
    cell["id"] = name
    return cell


def _sentences(lesson: Lesson):
    for cell in lesson.notebook.cells:
        if cell.cell_type == "markdown":
            for line in cell.source.split("\n"):
                yield from _SENTENCE.split(_MARKER.sub("", line.strip()))


def _in_the_glossary(sentence: str) -> str:
    """A sentence as it stands in the glossary: its own term bold, other terms linked within."""
    def linked(link: re.Match) -> str:
        words = link["words"]
        return words if words.startswith("**") else f"[{words}](#{link['anchor']})"

    return _LINK.sub(linked, sentence)


def _small(name: str) -> str:
    """A term within a sentence: small but for an abbreviation or what is a name."""
    return name[:1].lower() + name[1:] if name[1:] == name[1:].lower() else name


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]
