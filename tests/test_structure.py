"""The house holds: a room leans only on rooms below it, and each keeps to its own work."""

import ast
import importlib
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[1]
HELPERS = ROOT / "helpers"

FLOORS = ("core", "stats", "charts", "widgets", "subjects", "importers", "samples", "lessons",
          "kernels", "reports", "app", "doctor", "cli")
WITHIN = {
    "core": ("light_imports", "browser", "interactive", "lazily", "places", "problems",
             "typography", "formats", "columns", "parsing", "on_disk", "reading", "files",
             "branding", "tables", "table_handover", "answers", "business", "new_business"),
    "subjects": ("customers", "sales", "demand", "finance", "growth", "goals", "feedback",
                 "operations", "strategy", "network", "community", "experiments", "data"),
}
MOST_FILES = 21  # in a folder: more, and nobody finds a line by guessing

MODULES = sorted(HELPERS.rglob("*.py"))
SUBJECTS = sorted(path.parent for path in HELPERS.glob("subjects/*/__init__.py"))
CALCULATIONS = sorted(
    path for floor in ("stats", "subjects") for path in (HELPERS / floor).rglob("*.py")
    if not any(f"_{part}".endswith(("_charts", "_widgets"))
               for part in path.relative_to(HELPERS).with_suffix("").parts))
NOTEBOOKS = sorted((ROOT / "notebooks").rglob("[!.]*.ipynb"))

PICTURES_AND_PAGES = {"matplotlib", "seaborn", "ipywidgets", "IPython"}
FILES_CLOCKS_AND_GLOBALS = {"os", "io", "pathlib", "tempfile", "time", "random", "sys"}
READS_OR_TELLS = {"open", "print", "input"}
READS_FILE_OR_CLOCK = {"read_csv", "read_excel", "read_parquet", "now", "today", "utcnow",
                       "write_text", "to_csv", "default_rng"}


def name_of(path):
    return str(path.relative_to(ROOT))


def place_of(path):
    """A module's room, and its place within it."""
    parts = path.relative_to(HELPERS).with_suffix("").parts
    return parts[0], parts[1] if len(parts) > 1 else ""


def imported_modules(tree, package=()):
    """Dotted names of all that is imported, however deep in the file it stands."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            start = ".".join([*above, *([node.module] if node.module else [])])
            yield from (f"{start}.{alias.name}" for alias in node.names)


def places_used(source, package=("helpers",)):
    """Rooms of ours that a source imports, each with the place within it."""
    dotted = [name.split(".") for name in imported_modules(ast.parse(source), package)]
    return {("core", "business") if parts[1] == "open_business" else
            (parts[1], parts[2] if len(parts) > 2 else "")
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
import helpers.core.tables
from .core import files
from .subjects.customers.cohorts import cohort_retention
def late():
    from helpers.reports.run import run
"""
    assert places_used(source) == {
        ("charts", ""), ("core", "business"), ("core", "tables"), ("core", "files"),
        ("subjects", "customers"), ("reports", "run")}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_room_leans_only_on_rooms_below_it(path):
    if path == HELPERS / "__init__.py":
        return
    room, place = place_of(path)
    assert room in FLOORS, f"{room} has no floor yet"
    package = path.relative_to(ROOT).parts[:-1]
    for used, inner in places_used(path.read_text(encoding="utf-8"), package):
        assert FLOORS.index(used) <= FLOORS.index(room), f"{used} stands above {room}"
        order = WITHIN.get(room)
        if used == room and order and inner and place != "__init__":
            assert order.index(inner) <= order.index(place), f"{inner} stands above {place}"


@pytest.mark.parametrize("path", CALCULATIONS, ids=name_of)
def test_a_calculation_draws_reads_and_tells_nothing(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    allowed = {"pathlib"} if path.name == "exercises.py" else set()
    assert not outside_packages(tree) & ((PICTURES_AND_PAGES | FILES_CLOCKS_AND_GLOBALS) - allowed)
    called = set(calls(tree))
    names = {name for name, _ in called}
    assert not names & READS_OR_TELLS
    assert not names & (READS_FILE_OR_CLOCK - {"default_rng"})
    assert ("default_rng", 0) not in called, "randomness enters by a seed"
    assert not any(isinstance(node, ast.Global) for node in ast.walk(tree))


@pytest.mark.parametrize("path", [path for path in MODULES if "subjects" in path.parts],
                         ids=name_of)
def test_only_charts_draw_and_only_widgets_ask(path):
    parts = {part.rpartition("_")[2] for part in path.relative_to(HELPERS).with_suffix("").parts}
    outside = outside_packages(ast.parse(path.read_text(encoding="utf-8")))
    assert "charts" in parts or not outside & {"matplotlib", "seaborn"}
    assert "widgets" in parts or not outside & {"ipywidgets", "IPython"}


@pytest.mark.parametrize("folder", sorted({path.parent for path in MODULES}), ids=name_of)
def test_a_folder_can_be_taken_in_at_a_glance(folder):
    assert len(list(folder.glob("*.py"))) <= MOST_FILES


@pytest.mark.parametrize("folder", SUBJECTS, ids=name_of)
def test_a_subject_gives_each_of_its_public_names(folder):
    subject = importlib.import_module(f"helpers.subjects.{folder.name}")
    modules = {path.stem for path in folder.iterdir()}
    for name in getattr(subject, "__all__", ()):
        assert name not in modules, f"{name} would be hidden by the module of that name"
        assert getattr(subject, name).__name__ == name if callable(getattr(subject, name)) else True


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_only_the_command_line_prints(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    if place_of(path)[0] == "cli" or path.name == "__main__.py" or "__main__" in ast.dump(tree):
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
