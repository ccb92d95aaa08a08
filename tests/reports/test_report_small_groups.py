"""The whole course's report on a business full of small groups: none of them is itemised."""

import ast
import json
import pkgutil
import re

import matplotlib
import numpy as np
import pytest

from helpers import open_business
from helpers.charts.axes import TextMarks
from helpers.core.business import smallest_group
from helpers.core.formats import Format
from helpers.core.tables import SCHEMAS
from helpers.importers.identify import find_people, read_list
from helpers.lessons import all_lessons
from helpers.lessons.lesson import tags
from helpers.kernels.warming import modules_of
from helpers.lessons.outputs import FINDING_MIME, TABLE_MIME, table
from helpers.reports.identifiers import IdentifierFound, Identifiers
from helpers.reports.inputs import read_tables
from helpers.reports.lists import write_lists
from helpers.reports.plan import plan_report
from helpers.reports.run import run_plan
from helpers.subjects.customers.charts import (
    effect_chart, lapsed_chart, retention_heatmap, survival_curve,
)
from helpers.subjects.customers.cohorts import cohort_retention
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.programme import program_effect
from helpers.subjects.customers.survival_curves import survival

from .small_groups import SMALL_PLAN, SMALL_REGION, make_business

HANDED_OVER = Format("en_GB", "EUR", 5)
COUNTS_PEOPLE = re.compile(r"customer|member|people|person|subscriber", re.IGNORECASE)
SOMEBODY = re.compile(
    r"(?<![\d.,])[1-4] (?:customers?|people|members?|others|subscribers?)\b"
    r"|(?<![\d.,])[1-4] of (?:the )?[\d.,\s]+(?:customers|others|people|members|known)")


@pytest.fixture(scope="module")
def club(tmp_path_factory):
    return open_business(make_business(tmp_path_factory.mktemp("clients") / "club"))


@pytest.fixture(scope="module")
def plan(club):
    return plan_report(club, all_lessons())


@pytest.fixture(scope="module")
def told(plan):
    return run_plan(plan)


def shown(told, kind):
    return [output["data"][kind] for cell in told.notebook.cells for output in cell.get("outputs", ())
            if kind in output.get("data", {})]


def test_the_business_has_every_table_and_small_groups_to_hide(club):
    assert set(club.tables) == set(SCHEMAS)
    sizes = cohort_retention(club.table("orders")).sizes
    assert ((sizes > 0) & (sizes < 5)).sum() == 3
    assert (club.table("subscriptions")["plan"] == SMALL_PLAN).sum() < 5
    assert (club.table("customers")["region"] == SMALL_REGION).sum() < 5


def test_every_part_of_the_course_is_there(plan, told):
    reported = [lesson.number for lesson in all_lessons()
                if any("report" in tags(cell) for cell in lesson.notebook.cells)]
    assert [lesson.number for lesson in plan.lessons] == reported
    assert [section.number for section in told.sections] == reported
    assert not [*plan.left_out, *told.left_out]
    assert len(told.lists) == 1
    assert len(shown(told, FINDING_MIME)) > 8
    assert len(shown(told, "image/png")) > 10


def test_no_sentence_alt_text_or_table_names_a_small_group(told):
    for place, text in told.texts.items():
        assert SMALL_PLAN not in text, place
        assert SMALL_REGION not in text, place


def test_no_sentence_or_alt_text_counts_one_to_four_people(told):
    for place, text in told.texts.items():
        assert not SOMEBODY.findall(text), place


def test_no_row_of_a_table_counts_one_to_four_people(told):
    for data in shown(told, TABLE_MIME):
        for place, column in enumerate(data["columns"]):
            if column["kind"] == "number" and COUNTS_PEOPLE.search(column["name"]):
                counts = [row[place] for row in data["rows"] if row[place] is not None]
                assert not [count for count in counts if 0 < count < 5], data["title"]


def test_a_list_of_people_is_nowhere_in_the_report_but_in_its_own_file(club, told):
    known = Identifiers(read_tables(club).frames)
    with pytest.raises(IdentifierFound, match="values of customer_id in the list"):
        known.refuse({"the list": str(told.lists)})
    known.refuse(told.texts)
    assert "example.org" not in json.dumps(told.notebook)


def test_the_list_leads_back_to_the_very_people(club, told, tmp_path, monkeypatch):
    monkeypatch.setenv("GROWTH_BUSINESSES", str(tmp_path / "businesses"))
    [people] = told.lists
    write_lists(told.lists, club, tmp_path)
    wanted = read_list(tmp_path / "lists" / people.file)
    assert "example.org" not in (tmp_path / "lists" / people.file).read_text()
    found = find_people(wanted, club.folder / "customers.csv", club.folder)
    assert found.people["customer_id"].tolist() == [row[0] for row in people.rows]


def test_a_report_s_cells_give_every_chart_and_headline_the_business_s_own_format():
    for lesson in all_lessons():
        pictures = {name.rpartition(":")[2] for name in modules_of(lesson.path)
                    if ".charts" in getattr(pkgutil.resolve_name(name), "__module__", "")}
        for cell in lesson.notebook.cells:
            if cell.cell_type != "code" or "report" not in tags(cell):
                continue
            for call in ast.walk(ast.parse(cell.source)):
                if isinstance(call, ast.Call) and ast.unparse(call.func) in pictures:
                    given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
                    assert given.get("format", "").endswith(".format"), (lesson.number, cell.source)


def test_the_environment_decides_and_only_a_report_s(monkeypatch):
    assert smallest_group() == 1
    monkeypatch.setenv("GROWTH_REPORT", "1")
    assert smallest_group() == 5


def test_a_table_leaves_out_rows_of_few_and_one_beside_them_and_says_so(monkeypatch, club):
    frame = club.table("customers").groupby("region").size().rename("customers").reset_index()
    for report, rows in (("", 3), ("1", 1)):
        monkeypatch.setenv("GROWTH_REPORT", report)
        bundles = []
        monkeypatch.setattr("helpers.lessons.outputs.display",
                            lambda thing: bundles.append(thing._repr_mimebundle_()))
        table(frame, "Regions", open_business(club.folder), people="customers")
        assert len(bundles[0][TABLE_MIME]["rows"]) == rows
    assert SMALL_REGION not in json.dumps(bundles[0])
    assert "2 rows are left out" in bundles[0]["text/html"]
    assert "2 rows are left out" in bundles[0]["text/plain"]


def words_of(ax):
    return [word for artist in ax.get_children() if isinstance(artist, TextMarks)
            for word in artist.words]


def test_a_heatmap_marks_small_cells_and_leaves_small_cohorts_out(club):
    retention = cohort_retention(club.table("orders"))
    own = words_of(retention_heatmap(retention, measure="customers"))
    told = words_of(retention_heatmap(retention, measure="customers", format=HANDED_OVER))
    assert {"1", "2", "3", "4"} & set(own)
    assert not {"1", "2", "3", "4"} & set(told)
    assert "·" in told
    sizes = [int(size) for word in told for size in re.findall(r"\((\d+)", word)]
    assert sizes and min(sizes) >= 5


def test_no_bar_of_the_histogram_is_of_one_to_four(club):
    silence = lapsed(club.table("orders"))
    for format, allowed in ((Format(), True), (HANDED_OVER, False)):
        ax = lapsed_chart(silence, format=format)
        heights = np.array([patch.get_height() for container in ax.containers
                            for patch in container])
        assert bool(((heights > 0) & (heights < 5)).any()) == allowed


def test_numbers_under_a_survival_curve_are_whole_groups(club):
    stay = survival(club.table("subscriptions"), by="plan", smallest_group=5)
    ax = survival_curve(stay, format=HANDED_OVER)
    below = [text.get_text() for text in ax.texts if re.fullmatch(r"<?[\d,]+", text.get_text())]
    assert "<5" in below
    assert all(int(text.replace(",", "")) % 5 == 0 for text in below if text != "<5")


def test_rows_of_a_programme_s_chart_are_of_five_and_more(club):
    effect = program_effect(club.table("orders"), club.table("customers"), period="month")
    ax = effect_chart(effect, format=HANDED_OVER)
    labels = [label.get_text() for label in ax.get_yticklabels()]
    counts = [int(count) for label in labels for count in re.findall(r"\d+(?=[/)])", label)]
    assert not [count for count in counts if count < 5]
    assert len(labels) < len(effect_chart(effect).get_yticklabels())
    matplotlib.pyplot.close("all")


def test_a_rate_of_a_test_is_not_told_where_few_people_made_it(told):
    [regions] = [each for each in shown(told, TABLE_MIME) if each["title"] == "Every test"]
    assert not regions["rows"] and "1 row is left out" in regions["note"]
