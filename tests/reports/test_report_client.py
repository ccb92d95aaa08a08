import json
import pickle
from datetime import UTC, datetime

from helpers.reports import Job, client, report_one
from helpers.reports.reading import read_notebook
from tests.reports.little_course import SETUP, code


def job(course, folder, out):
    return Job(str(folder), "bakery", out, tuple(lesson.path for lesson in course.lessons),
               datetime(2025, 4, 1, tzinfo=UTC), formats=("html", "xlsx", "ipynb"))


def test_a_job_and_its_outcome_can_be_sent_to_another_process(course, clients, tmp_path):
    asked = job(course, clients.add("bakery", orders=["1,never,A,bread,2,3.50"]), tmp_path / "out")
    outcome = report_one(pickle.loads(pickle.dumps(asked)))
    assert pickle.loads(pickle.dumps(outcome)) == outcome
    assert outcome.state == "failed: data"


def test_a_success_takes_away_the_notebook_of_an_earlier_failure(
    course, clients, tmp_path, monkeypatch
):
    monkeypatch.setattr(client, "run_plan", lambda plan, **_: read_notebook(plan.notebook, plan.lessons))
    asked = job(course, clients.add("bakery"), tmp_path / "out")
    asked.out.mkdir()
    asked.failed_notebook.write_text("{}")
    assert report_one(asked).state == "done"
    assert not asked.failed_notebook.exists()


def test_the_period_ends_with_the_last_month_of_the_data(course, clients, tmp_path, monkeypatch):
    monkeypatch.setattr(client, "run_plan", lambda plan, **_: read_notebook(plan.notebook, plan.lessons))
    finances = "month,account,amount\n2025-02,revenue,100\n2025-04,revenue,100\n"
    asked = job(course, clients.add("bakery", finances=finances), tmp_path / "out")
    assert report_one(asked).period == "3 Jan 2025 to 30 Apr 2025"


def test_a_report_wears_the_clients_brand_and_says_what_was_changed_in_it(
    course, clients, tmp_path, monkeypatch
):
    monkeypatch.setattr(client, "run_plan", lambda plan, **_: read_notebook(plan.notebook, plan.lessons))
    folder = clients.add("bakery")
    (folder / "logo.svg").write_text('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"/>')
    with (folder / "business.yaml").open("a") as settings:
        settings.write('brand: {name: The Bakery, accent: "#ffcc00", logo: logo.svg}\n')
    asked = job(course, folder, tmp_path / "out")
    assert report_one(asked).state == "done"
    page = (asked.destination / "report.html").read_text()
    assert "--accent: #8a6e00" in page and "data:image/svg+xml;base64," in page
    assert "The Bakery" in page
    run = json.loads((asked.destination / "run.json").read_text())
    assert "logo.svg" in run["inputs"]
    assert any("#ffcc00, darkened to #8a6e00" in note for note in run["notes"])


def test_the_kernel_reads_no_table_again(course, clients, tmp_path):
    lesson = course.add(
        "1.9", "Twice", ["orders"], code('business = "shop"', "parameters"), code(SETUP, "report"),
        code("from helpers.core import files\nfiles.read_text_table = None\nlen(shop.table('orders'))",
             "report"))
    course.lessons = [lesson]
    outcome = report_one(job(course, clients.add("bakery"), tmp_path / "out"))
    assert outcome.state == "done", outcome


def test_no_startup_file_of_an_analyst_changes_a_report(course, clients, tmp_path, monkeypatch):
    startup = tmp_path / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "mine.py").write_text("mine = 1")
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    course.lessons = [course.add(
        "1.9", "Mine", ["orders"], code('business = "shop"', "parameters"), code(SETUP, "report"),
        code("assert 'mine' not in globals()", "report"),
        code('finding(Said("Nobody else was here."), shop)', "report"))]
    assert report_one(job(course, clients.add("bakery"), tmp_path / "out")).state == "done"
