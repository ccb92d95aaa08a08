"""What goes wrong is said so that an owner can put it right."""

import pytest
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config

from helpers.core.problems import CannotOpen, DataProblems, NotEnoughData, OwnerError, Problem


def test_a_problem_says_where_as_a_spreadsheet_shows_it():
    whole_file = Problem("orders.csv", "f", "e", "r")
    one_row = Problem("orders.csv", "f", "e", "r", "quantity", 1, (7,))
    many_rows = Problem("orders.csv", "f", "e", "r", "quantity", 1200, (2, 3, 4, 5, 6))
    assert whole_file.where() == "orders.csv"
    assert one_row.where() == "orders.csv, column quantity, 1 row (row 7)"
    assert many_rows.where() == "orders.csv, column quantity, 1,200 rows (rows 2, 3, 4, 5, 6, …)"


def test_all_problems_stand_in_one_message():
    error = DataProblems([Problem("a.csv", "f", "e", "r"), Problem("b.csv", "f", "e", "r")])
    assert [line for line in str(error).splitlines() if not line.startswith(" ")] == [
        "a.csv", "b.csv"]


@pytest.mark.parametrize("error", [
    OwnerError("mend it"), CannotOpen("no file"), NotEnoughData("a forecast", "2 days", "30 days"),
    DataProblems([Problem("a.csv", "f", "e", "r")]),
])
def test_a_notebook_shows_the_message_without_a_traceback(error, capsys, tmp_path):
    memory_only = Config(HistoryManager={"enabled": False})
    shell = InteractiveShell(ipython_dir=str(tmp_path), config=memory_only)
    shell.user_ns["error"] = error
    shell.run_cell("raise error")
    shown = capsys.readouterr().out
    assert error.title in shown
    assert str(error).splitlines()[0] in shown
    assert "Traceback" not in shown
    assert "raise error" not in shown
