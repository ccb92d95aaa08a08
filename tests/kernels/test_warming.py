"""What is imported and used before any kernel is forked."""

import json

from helpers.kernels import warming
from helpers.kernels.warming import modules_of_lessons
from tests.kernels.talking import kernel


def test_it_imports_what_lessons_import():
    assert {"pandas", "helpers", "helpers.widgets", "helpers.lessons"} <= set(modules_of_lessons())


def test_a_kernel_starts_with_all_that_lessons_import(by_address):
    with kernel() as one:
        loaded = json.loads(one.run("import sys, json; print(json.dumps(list(sys.modules)))"))
    assert set(modules_of_lessons()) <= set(loaded)
    assert {"helpers.charts.retention", "holidays", "seaborn", "statsmodels.api"} <= set(loaded)


def test_what_cannot_be_imported_or_used_stops_nothing(monkeypatch, caplog):
    monkeypatch.setattr(warming, "ALWAYS", ())
    monkeypatch.setattr(warming, "modules_of_lessons", lambda: ["no_such_module"])
    monkeypatch.setattr(warming, "_use", lambda: 1 / 0)
    warming.warm(["no_such_module_either"])
    for what in ("no_such_module ", "no_such_module_either", "first use of the house failed"):
        assert what in caplog.text
