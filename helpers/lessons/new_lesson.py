"""A new lesson: text, calculation, chart, explorer, exercises and tests that already run.

The files come from `skeleton/`. What they say and count is there to be written over; what they
show is where each thing goes.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from string import Template

from helpers.core.on_disk import write_atomically
from helpers.core.places import ROOT
from helpers.core.problems import OwnerError
from helpers.core.tables import SCHEMAS
from helpers.lessons.lesson import STAGES
from helpers.lessons.source import all_sources

SKELETON = Path(__file__).parent / "skeleton"
STAGE = re.compile(r"([123])\.([1-9]\d?)")
NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class _Place:
    """Where a part of the lesson goes, under which name its subject offers what it gives."""

    part: str
    path: Path
    module: str = ""
    gives: tuple[str, ...] = ()


def new_lesson(
    number: str, subject: str, *, table: str, title: str, root: Path = ROOT
) -> list[Path]:
    """Write the skeleton of a lesson; returns the files written or added to.

    Parameters
    ----------
    number : str
        Such as `2.10`.
    subject : str
        The subject's folder; it is made where there is none.
    table : str
        A table of the data contract that the lesson needs.
    title : str
        The lesson's title, such as `Testing ideas`; its file and its module are named after it.
    root : Path
        Where the course stands.

    Raises
    ------
    OwnerError
        The number, subject, table or title will not do, or there is such a lesson already.
    """
    words = _words(number, subject, table, title, root)
    home = root / "helpers" / "subjects" / subject
    name, tests = words["name"], root / "tests" / "subjects" / subject
    chart, widget = (_module(home, room, name) for room in ("charts", "widgets"))
    words["chart_module"] = chart.replace("/", ".")
    class_ = words["class_"]
    new = [
        _Place("lesson.py", words.pop("path")),
        _Place("calculation.py", home / f"{name}.py", name, (class_, f"count_{name}")),
        _Place("charts.py", home / f"{chart}.py", chart, (f"{name}_chart",)),
        _Place("widgets.py", home / f"{widget}.py", widget, (f"{class_}Explorer", f"{name}_view")),
        _Place("test.py", tests / f"test_{name}.py"),
    ]
    taken = [place.path for place in new if place.path.exists()]
    if taken:
        raise OwnerError(f"There is already {taken[0].relative_to(root)}. Give the lesson another "
                         "title, or write there.")
    for folder in (home, tests, new[0].path.parent):
        folder.mkdir(parents=True, exist_ok=True)
    _offer(home, subject, new)
    if not (tests / "__init__.py").exists():
        write_atomically(tests / "__init__.py", "")
    for place in new:
        write_atomically(place.path, _filled(place.part, words))
    added = [_added(home / "exercises.yaml", "", "exercises.yaml", words),
             _added(home / "exercises.py", f'"""What must be computed for the exercises on '
                    f'{subject}."""\n', "exercises.py", words)]
    return [*(place.path for place in new), home / "__init__.py", *added]


def _words(number: str, subject: str, table: str, title: str, root: Path) -> dict:
    if not STAGE.fullmatch(number):
        raise OwnerError(f"“{number}” is no lesson's number. Write its stage and place, as 2.10.")
    if number in {source.number for source in all_sources(root / "notebooks")}:
        raise OwnerError(f"There is already a lesson {number}.")
    if not NAME.fullmatch(subject):
        raise OwnerError(f"“{subject}” cannot name a subject: use small letters, as in customers.")
    if table not in SCHEMAS:
        raise OwnerError(f"“{table}” is no table of the data contract. There are: "
                         f"{', '.join(SCHEMAS)}.")
    name = "_".join(re.findall(r"[a-z0-9]+", title.lower()))
    if not NAME.fullmatch(name):
        raise OwnerError(f"“{title}” cannot name a file; begin the title with a letter, A to Z.")
    stage, place = STAGE.fullmatch(number).groups()
    folder = next(each for each in STAGES if each.startswith(f"0{stage}_"))
    return {
        "number": number, "subject": subject, "table": table, "title": title, "name": name,
        "class_": name.title().replace("_", ""), "sample": "shop",
        "path": root / "notebooks" / folder / f"{int(place):02d}_{name}.py",
    }


def _module(home: Path, room: str, name: str) -> str:
    """`charts`, or a module beside the one there is, or within its folder."""
    if (home / room).is_dir():
        return f"{room}/{name}"
    return f"{name}_{room}" if (home / f"{room}.py").exists() else room


def _offer(home: Path, subject: str, places: list[_Place]) -> None:
    """Name what is public in the subject's `__init__`, which may be new."""
    path = home / "__init__.py"
    entries = "".join(
        f'    "{place.module.replace("/", ".")}": '
        f'({", ".join(f"{name!r}" for name in place.gives)},),\n'.replace("'", '"')
        for place in places if place.gives)
    before = path.read_text(encoding="utf-8") if path.exists() else ""
    if "loads_on_use(" in before:
        content = before.replace("\n})", f"\n{entries}}})")
    else:
        says = before.strip() or f'"""{subject.capitalize()}: say here what it is about."""'
        content = (f"{says}\n\nfrom helpers.core.lazily import loads_on_use\n\n"
                   f"__getattr__, __dir__, __all__ = loads_on_use(__name__, {{\n{entries}}})\n")
    write_atomically(path, content)


def _added(path: Path, head: str, part: str, words: dict) -> Path:
    before = path.read_text(encoding="utf-8") if path.exists() else head
    write_atomically(path, before + _filled(part, words))
    return path


def _filled(part: str, words: dict) -> str:
    return Template((SKELETON / f"{part}.txt").read_text(encoding="utf-8")).substitute(words)
