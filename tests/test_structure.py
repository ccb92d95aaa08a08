"""The house holds: a room leans only on rooms below it, and each keeps to its own work."""

import ast
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
HELPERS = ROOT / "helpers"

FLOORS = ("lighter", "browser", "still", "places", "problems", "typography", "formats", "parsing",
          "on_disk", "reading", "files", "branding", "tables", "handed", "answers",
          "business", "new", "importers", "samples", "analysis", "charts", "widgets", "lessons",
          "kernels", "reports", "app", "doctor", "cli")

MODULES = sorted(HELPERS.rglob("*.py"))
ANALYSES = sorted((HELPERS / "analysis").rglob("*.py"))
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("[!.]*.ipynb"))

PICTURES_AND_PAGES = {"matplotlib", "seaborn", "ipywidgets", "IPython"}
FILES_CLOCKS_AND_GLOBALS = {"os", "io", "pathlib", "tempfile", "time", "random", "sys"}
READS_OR_TELLS = {"open", "print", "input"}
READS_FILE_OR_CLOCK = {"read_csv", "read_excel", "read_parquet", "now", "today", "utcnow",
                       "write_text", "to_csv", "default_rng"}


def name_of(path):
    return str(path.relative_to(ROOT))


def room_of(path):
    return path.relative_to(HELPERS).with_suffix("").parts[0]


def imported_modules(tree, package=()):
    """Dotted names of all that is imported, however deep in the file it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def rooms_used(source, package=("helpers",)):
    dotted = [name.split(".") for name in imported_modules(ast.parse(source), package)]
    return {"business" if parts[1] == "open_business" else parts[1]
            for parts in dotted if parts[0] == "helpers" and len(parts) > 1}


def outside_packages(tree):
    return {name.split(".")[0] for name in imported_modules(tree)}


def calls(tree):
    """Names of the functions and methods a module calls, with how many arguments."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "id", getattr(node.func, "attr", None))
            yield name, len(node.args) + len(node.keywords)


def test_imports_are_seen_however_they_are_written():
    source = """
from helpers import charts, open_business
import helpers.tables
from . import files
from .analysis.churn import survival
def late():
    from helpers.reports.run import run
"""
    assert rooms_used(source) == {
        "charts", "business", "tables", "files", "analysis", "reports"}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_leans_only_on_rooms_below_it(path):
    if path == HELPERS / "__init__.py":
        return
    room = room_of(path)
    assert room in FLOORS, f"{room} has no floor yet"
    package = path.relative_to(ROOT).parts[:-1]
    allowed = {*FLOORS[: FLOORS.index(room)], room}
    assert rooms_used(path.read_text(encoding="utf-8"), package) <= allowed


@pytest.mark.parametrize("path", ANALYSES, ids=name_of)
def test_an_analysis_draws_reads_and_tells_nothing(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not outside_packages(tree) & (PICTURES_AND_PAGES | FILES_CLOCKS_AND_GLOBALS)
    called = set(calls(tree))
    names = {name for name, _ in called}
    assert not names & READS_OR_TELLS
    assert not names & (READS_FILE_OR_CLOCK - {"default_rng"})
    assert ("default_rng", 0) not in called, "randomness enters by a seed"
    assert not any(isinstance(node, ast.Global) for node in ast.walk(tree))


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_prints(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if room_of(path) == "cli" or path.name == "__main__.py" or "__main__" in ast.dump(tree):
        return
    assert "print" not in {name for name, _ in calls(tree)}


@pytest.mark.parametrize("path", NOTEBOOKS, ids=name_of)
def test_a_lesson_defines_nothing(path):
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "code":
            source = "\n".join(
                line for line in cell.source.splitlines() if not line.startswith("%"))
            kinds = {type(node) for node in ast.walk(ast.parse(source))}
            assert not kinds & {ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Lambda}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_yaml_is_only_ever_loaded_safely(path):
    unsafe = {"unsafe_load", "full_load", "load_all", "unsafe_load_all", "full_load_all"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert not {name for name, _ in calls(tree)} & unsafe
    assert "yaml.load(" not in path.read_text(encoding="utf-8")
