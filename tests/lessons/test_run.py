"""Every lesson runs by papermill, start to end and as a report.

Here on a sparse business, and as a report on the sample it teaches with; nbval runs it on that
sample. `make prove` runs it on every sample that fits, and by the papermill command.
"""

import re
import subprocess
import sys
from pathlib import Path

import nbformat
import papermill
import pytest
from papermill.exceptions import PapermillExecutionError

from helpers import open_business
from helpers.core.places import SAMPLES
from helpers.importers import import_files
from helpers.lessons.build import execute
from helpers.lessons.lesson import all_lessons, needed_tables, tags
from helpers.samples import sample_names

WARM = "growth-warm"  # the same cells, without a start-up for each of so many
TOO_LITTLE = {("2.5", "plumber"), ("2.8", "plumber")}  # five months of one person's work


def taught_on(lesson) -> str:
    cell = next(cell for cell in lesson.notebook.cells if "parameters" in tags(cell))
    return re.search(r'^business = "(\w+)"', cell.source, re.M)[1]


def fitting():
    for lesson in all_lessons():
        for name in sample_names():
            too_little = (lesson.number, name) in TOO_LITTLE
            if not too_little and not lesson.missing(open_business(name).has):
                    yield pytest.param(lesson, name, id=f"{lesson.number}-{name}",
                                   marks=[] if name == taught_on(lesson) else pytest.mark.prove)


@pytest.fixture(scope="module")
def imported(tmp_path_factory):
    """Another system's list of sales, brought in: orders and little else."""
    folder = tmp_path_factory.mktemp("imported")
    (folder / "business.yaml").write_text("name: Imported\ncurrency: USD\ncountry: US\n")
    mapping = {"order_id": "Invoice", "order_date": "Date", "product_id": "Item",
               "quantity": "Qty", "unit_price": "Price", "customer_id": "Client"}
    sales = open_business("shop").table("orders")[list(mapping)].rename(columns=mapping)
    path = tmp_path_factory.mktemp("export") / "sales.csv"
    sales.assign(Date=sales["Date"].dt.strftime("%d/%m/%Y")).to_csv(path, index=False, sep=";")
    import_files("csv", [path], folder, mapping=mapping)
    return folder


@pytest.mark.prove
@pytest.mark.parametrize("lesson, name", list(fitting()))
def test_a_lesson_runs_on_every_sample_that_fits(lesson, name):
    nothing_is_amiss(execute(lesson.path, engine=WARM, business=name))


def nothing_is_amiss(notebook):
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            assert output.output_type != "error"
            assert output.get("name") != "stderr", output.text
            assert "application/vnd.jupyter.widget-view+json" not in output.get("data", {})


@pytest.mark.parametrize("number, name", sorted(TOO_LITTLE))
def test_a_lesson_that_asks_for_more_data_says_what_it_needs(number, name):
    lesson = next(lesson for lesson in all_lessons() if lesson.number == number)
    with pytest.raises(PapermillExecutionError) as refused:
        execute(lesson.path, engine=WARM, business=name)
    assert refused.value.ename == "NotEnoughData"
    assert "it has" in refused.value.evalue and "it needs" in refused.value.evalue


@pytest.mark.parametrize("lesson", all_lessons(), ids=lambda lesson: lesson.number)
def test_a_lesson_runs_on_an_imported_business(lesson, imported):
    nothing_is_amiss(execute(lesson.path, engine=WARM, business=str(imported)))


@pytest.mark.parametrize("lesson, name", [
    pair for pair in fitting()
    if any("report" in tags(cell) for cell in pair.values[0].notebook.cells)
])
def test_the_report_cells_run_without_the_others(lesson, name, tmp_path):
    business = open_business(name)
    notebook = nbformat.from_dict(lesson.notebook)
    notebook.cells = [
        cell for cell in notebook.cells
        if tags(cell) & {"report", "parameters"} and all(map(business.has, needed_tables(cell)))
    ]
    path = tmp_path / "report_cells.ipynb"
    nbformat.write(notebook, path)
    ran = papermill.execute_notebook(path, None, parameters={"business": name}, progress_bar=False,
                                     engine_name=WARM)
    assert any(
        "application/vnd.growth.finding+json" in output.get("data", {})
        for cell in ran.cells for output in cell.get("outputs", ())
    )


@pytest.mark.parametrize("lesson", [
    pytest.param(lesson, id=lesson.number, marks=[] if lesson.number == "2.5" else pytest.mark.prove)
    for lesson in all_lessons()
])
def test_a_lesson_runs_under_the_papermill_command(lesson, tmp_path):
    out = tmp_path / "out.ipynb"
    papermill_command = Path(sys.executable).with_name("papermill")
    ended = subprocess.run(
        [papermill_command, lesson.path, out, "-p", "business", str(SAMPLES / "shop")],
        capture_output=True, text=True,
    )
    assert ended.returncode == 0, ended.stderr
    injected = next(cell for cell in nbformat.read(out, as_version=4).cells
                    if "injected-parameters" in tags(cell))
    assert "data/shop" in injected.source
