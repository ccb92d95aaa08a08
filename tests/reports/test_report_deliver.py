import os
import shutil
import subprocess
import sys

import pytest

from helpers.core.places import ROOT
from helpers.core.problems import OwnerError
from helpers.reports import client, make_reports
from helpers.reports.deliver import staged, unfinished
from helpers.reports.reading import read_notebook


def report(folder, text):
    with staged(folder) as stage:
        (stage / "run.json").write_text(text)


def contents(folder):
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*"))


def test_a_report_appears_whole_and_replaces_the_earlier_one(tmp_path):
    report(tmp_path / "out" / "bakery", "old")
    with staged(tmp_path / "out" / "bakery") as stage:
        (stage / "run.json").write_text("new")
        (stage / "report.html").write_text("page")
        assert (tmp_path / "out" / "bakery" / "run.json").read_text() == "old"
    assert (tmp_path / "out" / "bakery" / "run.json").read_text() == "new"
    assert contents(tmp_path / "out") == ["bakery", "bakery/report.html", "bakery/run.json"]


def test_a_crash_while_writing_leaves_the_earlier_report_and_nothing_else(tmp_path):
    report(tmp_path / "bakery", "old")
    with pytest.raises(OSError), staged(tmp_path / "bakery") as stage:
        (stage / "run.json").write_text("half")
        raise OSError("the disk is full")
    assert (tmp_path / "bakery" / "run.json").read_text() == "old"
    assert contents(tmp_path) == ["bakery", "bakery/run.json"]


def test_a_crash_while_taking_its_place_puts_the_earlier_report_back(tmp_path, monkeypatch):
    report(tmp_path / "bakery", "old")
    rename = os.rename

    def fails_for_the_new(source, target):
        if source.name == "new":
            raise OSError("no room")
        rename(source, target)

    monkeypatch.setattr(os, "rename", fails_for_the_new)
    with pytest.raises(OSError):
        report(tmp_path / "bakery", "new")
    assert (tmp_path / "bakery" / "run.json").read_text() == "old"
    assert contents(tmp_path) == ["bakery", "bakery/run.json"]


ENDS_BETWEEN = """
import os, pathlib
from helpers.reports import deliver
rename = os.rename
os.rename = lambda source, to: os._exit(3) if source.name == "new" else rename(source, to)
place = pathlib.Path("v1.2 bakery").absolute()
with deliver.unfinished(place.parent) as stage, deliver.staged(place, stage) as folder:
    (folder / "run.json").write_text("new")
"""


def test_after_an_end_between_two_steps_the_next_batch_puts_the_earlier_report_back(tmp_path):
    report(tmp_path / "v1.2 bakery", "old")
    ended = subprocess.run([sys.executable, "-c", ENDS_BETWEEN], cwd=tmp_path,
                           env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert ended.returncode == 3 and not (tmp_path / "v1.2 bakery").exists()
    with unfinished(tmp_path):
        assert (tmp_path / "v1.2 bakery" / "run.json").read_text() == "old"
    assert contents(tmp_path) == ["v1.2 bakery", "v1.2 bakery/run.json"]


@pytest.mark.parametrize("between", [False, True])
def test_what_was_moved_aside_is_in_nobodys_way(tmp_path, between):
    report(tmp_path / "bakery", "old")
    shutil.copytree(tmp_path / "bakery", tmp_path / ".bakery.earlier")
    if between:
        shutil.rmtree(tmp_path / "bakery")
    report(tmp_path / "bakery", "new")
    assert (tmp_path / "bakery" / "run.json").read_text() == "new"
    assert contents(tmp_path) == ["bakery", "bakery/run.json"]


def test_a_folder_that_is_no_report_is_never_replaced(tmp_path):
    (tmp_path / "bakery").mkdir()
    (tmp_path / "bakery" / "orders.csv").write_text("precious")
    with pytest.raises(OwnerError, match="not an earlier report"):
        report(tmp_path / "bakery", "new")
    assert contents(tmp_path) == ["bakery", "bakery/orders.csv"]


def test_a_failure_in_drawing_leaves_the_earlier_report(course, clients, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "run_plan", lambda plan, **_: read_notebook(plan.notebook, plan.lessons))

    def batch():
        return make_reports([clients.folder / "bakery"], tmp_path / "out", lessons=course.lessons,
                            formats=["html", "xlsx"], on="here")

    clients.add("bakery")
    assert batch().exit_code == 0
    before = contents(tmp_path / "out")
    page = (tmp_path / "out" / "bakery" / "report.html").read_bytes()
    monkeypatch.setattr(client, "workbook", lambda *_, **__: 1 / 0)
    failed = batch()
    assert failed.outcomes[0].reason == "ZeroDivisionError: division by zero"
    assert contents(tmp_path / "out") == before
    assert (tmp_path / "out" / "bakery" / "report.html").read_bytes() == page


def test_reports_are_not_written_over_the_clients_they_are_about(course, clients, monkeypatch):
    monkeypatch.setattr(client, "run_plan", lambda *_, **__: pytest.fail("it was run anyway"))
    folder = clients.add("bakery")
    before = contents(folder)
    done = make_reports([folder], clients.folder, lessons=course.lessons, on="here")
    assert "not an earlier report" in done.outcomes[0].reason
    assert contents(folder) == before
