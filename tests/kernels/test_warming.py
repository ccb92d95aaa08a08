"""What is imported and used before any kernel is forked."""

import json

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from helpers.core.places import lesson_files
from helpers.kernels import warming
from helpers.kernels.warming import modules_of
from tests.kernels.talking import kernel


def of_the_course() -> set[str]:
    return {name for path in lesson_files() for name in modules_of(path)}


def a_notebook(folder, *cells):
    path = folder / "lesson.ipynb"
    nbformat.write(new_notebook(cells=list(cells)), path)
    return path


def test_it_finds_what_a_notebook_imports_and_no_more(tmp_path):
    notebook = a_notebook(
        tmp_path, new_markdown_cell("import this"), new_code_cell("import json, csv as table"),
        new_code_cell("x = 1\nif x:\n    from email.mime import text\n"), new_code_cell("x + 1"))
    assert list(modules_of(notebook)) == ["json", "csv", "email.mime:text"]


def test_it_imports_what_lessons_import():
    assert {"pandas", "helpers:open_business", "helpers.subjects.customers:CohortWidget",
            "helpers.lessons:finding"} <= of_the_course()


def test_it_imports_for_the_lessons_that_it_is_told_of(tmp_path, monkeypatch):
    seen = []
    monkeypatch.setattr(warming, "ALWAYS", ())
    monkeypatch.setattr(warming, "_use", lambda: None)
    monkeypatch.setattr(warming.pkgutil, "resolve_name", seen.append)
    warming.warm(["csv"], [str(a_notebook(tmp_path, new_code_cell("import json")))])
    assert seen == ["json", "csv"]


def test_a_kernel_starts_with_all_that_lessons_import(by_address):
    with kernel() as one:
        loaded = json.loads(one.run("import sys, json; print(json.dumps(list(sys.modules)))"))
    assert {name.partition(":")[0] for name in of_the_course()} <= set(loaded)
    assert {"helpers.subjects.customers.charts", "matplotlib_inline.backend_inline"} <= set(loaded)


def test_what_cannot_be_imported_or_used_stops_nothing(monkeypatch, caplog, tmp_path):
    monkeypatch.setattr(warming, "ALWAYS", ())
    monkeypatch.setattr(warming, "_use", lambda: 1 / 0)
    lesson = a_notebook(tmp_path, new_code_cell("import no_such_module"), new_code_cell("import ("))
    warming.warm(["no_such_module_either"], [lesson, tmp_path / "gone.ipynb"])
    for what in ("no_such_module ", "no_such_module_either", "lesson.ipynb could not be read",
                 "gone.ipynb could not be read", "first use of the house failed"):
        assert what in caplog.text
