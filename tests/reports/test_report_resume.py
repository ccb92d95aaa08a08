import json
import os

import pytest

from helpers.reports import client, make_reports, versions
from helpers.reports.reading import read_notebook

from .little_course import FINANCES_THAT_FAIL


@pytest.fixture
def runs(monkeypatch):
    """The names of the businesses whose notebooks were run; none really is."""
    names = []

    def run(plan, **_):
        names.append(plan.business.folder.name)
        return read_notebook(plan.notebook, plan.lessons)

    monkeypatch.setattr(client, "run_plan", run)
    return names


@pytest.fixture
def batch(course, clients, tmp_path):
    """Makes or resumes the batch of the clients there are."""
    def go(**options):
        options = {"formats": ["html", "ipynb"], "resume": True, **options}
        return make_reports(out=tmp_path / "out", clients=clients.folder, lessons=course.lessons,
                            on="here", **options)
    return go


def states(done):
    return {each.slug: each.state for each in done.outcomes}


def test_a_finished_report_is_kept_and_only_what_is_missing_is_made(runs, batch, clients):
    clients.add("one")
    first = batch()
    clients.add("two")
    second = batch()
    assert states(second) == {"one": "unchanged", "two": "done"}
    assert runs == ["one", "two"] and second.exit_code == 0
    kept, made = second.outcomes[0], first.outcomes[0]
    assert (kept.name, kept.findings, kept.left_out, kept.files, kept.period) == (
        made.name, made.findings, made.left_out, made.files, made.period)
    assert "1 of 2 reports made, 1 unchanged" in str(second)


def test_without_resume_everything_is_made_again(runs, batch, clients):
    clients.add("one")
    batch()
    assert states(batch(resume=False)) == {"one": "done"} and runs == ["one", "one"]


def changed_table(folder, report):
    with (folder / "orders.csv").open("a") as file:
        file.write("4,2025-03-10,C,cake,1,12.00\n")


def changed_settings(folder, report):
    (folder / "business.yaml").write_text("name: Other\ncurrency: GBP\n")


def new_table(folder, report):
    (folder / "finances.csv").write_text("month,account,amount\n2025-01,revenue,100\n")


def new_answers(folder, report):
    (folder / "answers.yaml").write_text("ansoff: {risk_appetite: 3}\n")


def changed_report(folder, report):
    (report / "report.html").write_text("forged")


def missing_file(folder, report):
    (report / "report.html").unlink()


def added_file(folder, report):
    (report / "more.html").write_text("not ours")


def damaged_run_file(folder, report):
    (report / "run.json").write_text("{")


@pytest.mark.parametrize("change", [
    changed_table, changed_settings, new_table, new_answers, changed_report, missing_file,
    added_file, damaged_run_file,
])
def test_a_report_is_made_again_when_anything_it_rests_on_has_changed(
    runs, batch, clients, tmp_path, change
):
    folder = clients.add("one")
    batch()
    change(folder, tmp_path / "out" / "one")
    assert states(batch()) == {"one": "done"}
    assert states(batch()) == {"one": "unchanged"} and runs == ["one", "one"]


@pytest.mark.parametrize("options", [
    {"parameters": {"least_orders": 2}}, {"formats": ["html"]},
])
def test_another_wish_makes_another_report(runs, batch, clients, options):
    clients.add("one")
    batch()
    assert states(batch(**options)) == {"one": "done"}


def test_another_program_or_lesson_makes_another_report(runs, batch, clients, course, monkeypatch):
    clients.add("one")
    batch()
    with course.lessons[0].path.open("a") as file:
        file.write("\n")
    assert states(batch()) == {"one": "done"}
    monkeypatch.setattr(versions, "versions", lambda: {"pandas": "999"})
    assert states(batch()) == {"one": "done"}


def test_a_failure_is_tried_again(batch, clients):
    folder = clients.add("wrong", finances=FINANCES_THAT_FAIL)
    assert states(batch()) == {"wrong": "failed"}
    (folder / "finances.csv").unlink()
    assert states(batch()) == {"wrong": "done"}


def test_two_runs_of_the_same_inputs_deliver_the_same_bytes(course, clients, tmp_path, monkeypatch):
    clients.add("one")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1740000000")
    monkeypatch.setenv("TOKEN_OF_THE_ANALYST", "not-for-clients")
    kinds = ["html", "xlsx", "ipynb"]
    for out in ("first", "second"):
        made = make_reports(out=tmp_path / out, clients=clients.folder, lessons=course.lessons,
                            formats=kinds, on="here")
        assert states(made) == {"one": "done"}
    for name in os.listdir(tmp_path / "first" / "one"):
        first, second = ((tmp_path / out / "one" / name).read_bytes()
                         for out in ("first", "second"))
        assert b"not-for-clients" not in first
        if name != "run.json":
            assert first == second, name
            continue
        told, again = json.loads(first), json.loads(second)
        for each in (told, told["lessons"][0], again, again["lessons"][0]):
            assert each.pop("seconds") > 0
        assert told == again and told["made"] == "2025-02-19T21:20:00+00:00"
