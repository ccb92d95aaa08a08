import ast
import json
import re
import sys

import nbformat
import openpyxl
import pytest

from helpers.core.problems import CannotOpen, OwnerError
from helpers.lessons.lesson import tags
from helpers.reports import Outcome, batch, deliver, make_reports

from .little_course import FINANCES_THAT_FAIL, Clients, Course, code

FORMATS = ("html", "xlsx", "ipynb")
HOSTILE = "<script>alert(1)</script>"


@pytest.fixture(scope="module")
def clients(folder):
    """Five businesses: two fit to report, one small, one to mend, one whose lesson fails."""
    clients = Clients(folder / "clients")
    clients.add("bakery")
    clients.add('odd "na{me}\' \\', name=HOSTILE, orders=[
        "1,2025-01-03,A,=HYPERLINK(\"http://x\"),2,3.50".replace('"', ""),
        f"2,2025-01-04,B,{HOSTILE},1,2", "3,2025-01-05,B,<img src=x onerror=alert(1)>,1,2",
    ])
    clients.add("small", name="Small", orders=["1,2025-01-03,A,bread,2,3.50"])
    clients.add("to-mend", name="Mend me", orders=["1,never,A,bread,2,3.50"])
    clients.add("wrong", name="Cash", finances=FINANCES_THAT_FAIL)
    (clients.folder / "notes").mkdir()
    return clients


@pytest.fixture(scope="module")
def done(folder, clients):
    course = Course(folder / "lessons")
    course.add_sales()
    course.add_books()
    return make_reports([folder / "nowhere"], folder / "out", clients=clients.folder,
                        lessons=course.lessons, formats=FORMATS)


def outcome(done, slug) -> Outcome:
    return next(each for each in done.outcomes if each.slug == slug)


def run_file(done, slug) -> dict:
    return json.loads((done.out / slug / "run.json").read_text())


def everything(done, slug) -> str:
    return "".join((done.out / slug / f"report.{kind}").read_text() for kind in ("html", "ipynb"))


def test_each_business_ends_as_its_data_allow(done):
    assert {each.slug: each.state for each in done.outcomes} == {
        "nowhere": "failed: data", "bakery": "done", "odd-na-me": "done", "small": "done",
        "to-mend": "failed: data", "wrong": "failed",
    }
    assert done.exit_code == 1
    assert [each.slug for each in done.failed] == ["nowhere", "to-mend", "wrong"]


def test_a_report_has_all_its_files_and_a_failure_has_none(done):
    names = {"report.html", "report.xlsx", "report.ipynb", "run.json"}
    for slug in ("bakery", "odd-na-me", "small"):
        assert {path.name for path in (done.out / slug).iterdir()} == names
    here = {path.name for path in done.out.iterdir()}
    assert here == {"bakery", "odd-na-me", "small", "wrong.failed.ipynb", "index.html",
                    "batch.json"}


def test_problems_in_the_data_are_told_as_the_owner_would_read_them(done):
    mend = outcome(done, "to-mend")
    assert mend.reason == "1 problem to put right in its data"
    assert "orders.csv, column order_date, 1 row (row 2)" in mend.details
    assert "to do:" in mend.details
    assert "There is no business" in outcome(done, "nowhere").reason


def test_a_failing_cell_is_named_with_its_lesson_and_error_and_kept(done):
    wrong = outcome(done, "wrong")
    assert wrong.reason == (
        'lesson 1.1 (Sales), cell “books = shop.table("finances")”: '
        "ValueError: cash is not booked here"
    )
    kept = nbformat.read(done.out / "wrong.failed.ipynb", as_version=4)
    assert any(output.output_type == "error" for cell in kept.cells if cell.cell_type == "code"
               for output in cell.outputs)


def test_a_refusal_leaves_out_its_part_and_what_rests_on_it_alone(done):
    small = outcome(done, "small")
    assert [finding.text for finding in small.findings] == ["Small sold £7.00 in all."]
    why = ("There is not enough data for a forecast: it has 1 orders; it needs at least 3.")
    assert [(part.part, part.why) for part in small.left_out if part.why == why] == [
        ("What comes next?", why), ("What to stock?", why),
    ]
    page = (done.out / "small" / "report.html").read_text()
    assert "<h3>What sells?</h3>" in page and "<h3>What comes next?</h3>" not in page
    assert why in page


def test_the_run_file_says_what_went_in_and_what_came_of_it(done):
    run = run_file(done, "bakery")
    assert run["business"] == "Rye & Co" and run["folder"] == "bakery"
    assert set(run["inputs"]) == {"business.yaml", "orders.csv"}
    assert all(len(value) == 64 for value in run["inputs"].values())
    assert {"Python", "pandas", "papermill", "SMB Growth Workbook"} <= set(run["versions"])
    assert run["seconds"] > 0
    assert run["findings"][0] == {
        "lesson": "1.1", "section": "Sales", "text": "Rye & Co sold £25.00 in all.",
        "main": True, "kind": "watch", "firmness": "likely", "rests_on_answers": False,
        "measure": None, "stake": None, "action": None,
    }
    [lesson] = run["lessons"]
    assert 0 < lesson["seconds"] < run["seconds"]
    assert outcome(done, "bakery").lesson_seconds == {"1.1": lesson["seconds"]}
    assert [part["title"] for part in run["left_out"]] == ["Sales", "Books"]


def test_warnings_are_in_the_run_file_and_not_in_the_report(done):
    assert run_file(done, "bakery")["warnings"] == [
        "lesson 1.1: UserWarning: a warning about bakery",
    ]
    page = (done.out / "bakery" / "report.html").read_text()
    assert "UserWarning" not in page and "stdout of a cell" not in page
    assert "a warning about bakery" not in everything(done, "bakery").replace("warnings.warn", "")


def test_nothing_delivered_names_a_place_on_this_machine(done, folder):
    for slug in ("bakery", "odd-na-me", "small"):
        text = everything(done, slug) + (done.out / slug / "run.json").read_text()
        for place in (str(folder), sys.prefix, str(batch.SAMPLES.parent)):
            assert place not in text
    notebook = nbformat.read(done.out / "bakery" / "report.ipynb", as_version=4)
    injected = next(cell for cell in notebook.cells if "injected-parameters" in tags(cell))
    assert injected.source == '# Parameters\nbusiness = "bakery"\n'
    assert "papermill" not in notebook.metadata


def test_the_name_of_a_folder_cannot_become_code(done):
    notebook = nbformat.read(done.out / "odd-na-me" / "report.ipynb", as_version=4)
    injected = next(cell for cell in notebook.cells if "injected-parameters" in tags(cell))
    (statement,) = ast.parse(injected.source).body
    assert ast.literal_eval(statement.value) == 'odd "na{me}\' \\'


def test_text_from_files_cannot_become_markup(done):
    page = (done.out / "odd-na-me" / "report.html").read_text()
    assert "<script" not in page and "onerror=" not in page.replace("&lt;img src=x onerror=", "")
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    index = (done.out / "index.html").read_text()
    assert "<script" not in index and "&lt;script&gt;" in index


def test_text_from_files_cannot_become_a_formula(done):
    book = openpyxl.load_workbook(done.out / "odd-na-me" / "report.xlsx")
    product = next(cell for row in book["Sales"].iter_rows() for cell in row
                   if str(cell.value).startswith("=HYPERLINK"))
    assert product.data_type == "s" and product.quotePrefix


def test_the_index_links_to_reports_and_explains_failures(done):
    index = (done.out / "index.html").read_text()
    assert 'bakery/report.html"' in index
    assert "Rye &amp; Co sold £25.00 in all." in index
    assert "to-mend/report.html" not in index
    assert "column order_date" in index


def test_the_batch_prints_as_a_table_with_reasons_and_what_was_skipped(done):
    text = str(done)
    lines = text.splitlines()
    assert lines[0].split() == ["report", "business", "state", "findings", "left", "out", "seconds"]
    assert [line.split()[0] for line in lines[1:7]] == [each.slug for each in done.outcomes]
    assert "expected: a date such as 2025-03-31" in text
    assert "Skipped, since they hold no business.yaml: notes." in text
    assert "3 of 6 reports made" in text


def test_a_kernel_that_dies_fails_its_own_business_alone(tmp_path):
    clients, course = Clients(tmp_path / "clients"), Course(tmp_path / "lessons")
    clients.add("deadly")
    clients.add("fine", orders=["1,2025-01-03,A,bread,2,3.50"])
    course.add("1.1", "Sales", ["orders"], code(
        "import os\nif os.path.getsize(f'{business}/orders.csv') > 110: os._exit(1)", "report"))
    ended = make_reports(out=tmp_path / "out", clients=clients.folder, lessons=course.lessons,
                         formats=FORMATS)
    assert [each.state for each in ended.outcomes] == ["failed", "done"]
    assert "The kernel ended with code 1" in ended.outcomes[0].reason
    assert (tmp_path / "out" / "deadly.failed.ipynb").is_file()


def test_a_line_of_a_batch_never_holds_what_a_terminal_would_obey():
    rude = Outcome("A\x1b[31m\nB", "a", "failed", "bad\x07")
    text = str(batch.BatchResult(batch.Path("out"), (rude,), (), 1.0))
    assert "\x1b" not in text and "\x07" not in text and "A [31m B" in text


def pretended(monkeypatch):
    """Jobs that were asked for; nothing is run."""
    jobs = []

    def pretend(todo, *_):
        for job in todo:
            jobs.append(job)
            yield Outcome(job.name, job.slug, "done", seconds=1.0)

    monkeypatch.setattr(batch.executors, "on_this_machine", pretend)
    return jobs


def test_without_a_name_the_samples_are_reported(tmp_path, monkeypatch):
    jobs = pretended(monkeypatch)
    make_reports([], tmp_path / "out", lessons=[])
    assert {job.slug for job in jobs} >= {"saas", "shop"}


def test_two_clients_of_one_name_get_folders_of_their_own(tmp_path, monkeypatch):
    jobs = pretended(monkeypatch)
    make_reports([tmp_path / "a" / "bakery", tmp_path / "b" / "Bakery", tmp_path / "a" / "bakery"],
                 tmp_path / "out", lessons=[])
    assert [job.slug for job in jobs] == ["bakery", "Bakery-2"]


def test_a_name_cannot_lead_out_of_the_reports(tmp_path, monkeypatch):
    jobs = pretended(monkeypatch)
    make_reports(["..", "a/../../x", "-rf", "café & co"], tmp_path / "out", lessons=[])
    assert all(job.destination.parent == tmp_path / "out" for job in jobs)
    assert all(job.slug.strip("-_.") == job.slug != "" for job in jobs)


def test_outcomes_stand_in_the_order_asked_for_however_they_come(tmp_path, monkeypatch):
    def backwards(todo, *_):
        for job in reversed(todo):
            yield Outcome(job.name, job.slug, "done")

    monkeypatch.setattr(batch.executors, "on_this_machine", backwards)
    done = make_reports(["a", "b", "c"], tmp_path / "out", lessons=[])
    assert [each.slug for each in done.outcomes] == ["a", "b", "c"]


def test_the_batch_file_tells_what_was_asked_and_what_came_of_it(done):
    told = json.loads((done.out / "batch.json").read_text())
    assert [client["slug"] for client in told["clients"]] == [each.slug for each in done.outcomes]
    failed = next(client for client in told["clients"] if client["slug"] == "wrong")
    assert failed["state"] == "failed" and "cash is not booked here" in failed["reason"]
    assert told["skipped"] == ["notes"] and told["formats"] == list(FORMATS)
    assert told["code"] == run_file(done, "bakery")["code"] and len(told["code"]) == 64
    assert told["versions"]["pandas"] and told["seconds"] > 0 and told["on"] == "local"


@pytest.mark.parametrize("asked, said", [
    ({"formats": ["html", "docx"]}, "docx is no format. There are: html, pdf, xlsx, ipynb."),
    ({"formats": []}, "Nothing is no format"),
    ({"on": "moon"}, "moon is no place to run. There are: here, local, dask."),
    ({"parameters": {"least_order": 2}}, "Did you mean least_orders?"),
])
def test_what_cannot_be_is_refused_before_anything_is_run(
    course, tmp_path, monkeypatch, asked, said
):
    jobs = pretended(monkeypatch)
    with pytest.raises(OwnerError, match=re.escape(said)):
        make_reports(["a"], tmp_path / "out", lessons=course.lessons, **asked)
    assert not jobs and not (tmp_path / "out").exists()


def test_parameters_reach_the_lesson_and_the_run_file(course, clients, tmp_path):
    done = make_reports([clients.folder / "small"], tmp_path / "out", lessons=course.lessons,
                        parameters={"least_orders": "1"}, formats=["ipynb"], on="here")
    assert "Next month brings 12 orders." in [each.text for each in done.outcomes[0].findings]
    assert run_file(done, "small")["parameters"] == {"least_orders": 1}
    assert done.outcomes[0].files == ("report.ipynb",)


def test_nothing_unfinished_is_left_and_what_the_dead_left_goes(tmp_path, monkeypatch):
    pretended(monkeypatch)
    (tmp_path / "out").mkdir()
    left = tmp_path / "out" / f".unfinished-{deliver._host()}-999999999-1"
    another_machines = tmp_path / "out" / ".unfinished-elsewhere-999999999-1"
    for folder in (left, another_machines):
        (folder / "half").mkdir(parents=True)
    make_reports(["a"], tmp_path / "out", lessons=[])
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        another_machines.name, "index.html", "batch.json"}


def test_a_folder_without_clients_is_said_to_hold_none(tmp_path):
    with pytest.raises(CannotOpen, match="No folder in"):
        make_reports(out=tmp_path / "out", clients=tmp_path)
    with pytest.raises(CannotOpen, match="There is no folder"):
        make_reports(out=tmp_path / "out", clients=tmp_path / "none")
