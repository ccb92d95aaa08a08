import ast

import pytest

from helpers import open_business
from helpers.core.problems import DataProblems, NotEnoughData
from helpers.lessons.lesson import tags
from helpers.reports.plan import plan_report

from .little_course import FINANCES, SETUP, code, prose


def sources(plan):
    return [cell.source for cell in plan.notebook.cells]


def test_only_cells_tagged_report_are_taken_under_one_parameters_cell(course, clients):
    plan = plan_report(open_business(clients.add("bakery")), course.lessons)
    taken = "\n".join(sources(plan))
    assert "an exercise" not in taken and "Not for a report" not in taken
    tagged = [cell for cell in plan.notebook.cells if "parameters" in tags(cell)]
    assert [cell.source for cell in tagged] == ['business = ""']
    assert plan.notebook.cells[0] is tagged[0]


def test_a_lesson_keeps_its_options_without_the_business(course, clients):
    plan = plan_report(open_business(clients.add("bakery")), course.lessons)
    assert "least_orders = 3" in sources(plan)
    assert not any("'shop'" in source or '"shop"' in source for source in sources(plan))


@pytest.mark.parametrize("parameters, options", [
    ('business = "shop"; period = "month"', "period = 'month'"),
    ('business: str = "shop"\nperiod: str = "month"', "period = 'month'"),
])
def test_the_business_is_dropped_however_it_is_assigned(course, clients, parameters, options):
    lesson = course.add("3.1", "One more", ["orders"], code(parameters, "parameters"),
                        code(SETUP, "report"))
    plan = plan_report(open_business(clients.add("bakery")), [lesson])
    assert sources(plan)[2] == options


def test_parameters_that_were_asked_for_take_the_place_of_the_lessons_own(course, clients):
    plan = plan_report(open_business(clients.add("bakery")), course.lessons, {"least_orders": 1})
    assert "least_orders = 1" in sources(plan) and "least_orders = 3" not in sources(plan)


def test_a_parameter_is_a_value_whatever_it_says(course, clients):
    lesson = course.add("3.2", "Words", ["orders"], code('word = "plain"', "parameters"),
                        code(SETUP, "report"))
    hostile = '"\nraise SystemExit #\\'
    plan = plan_report(open_business(clients.add("bakery")), [lesson], {"word": hostile})
    (statement,) = ast.parse(sources(plan)[2]).body
    assert ast.literal_eval(statement.value) == hostile


def test_cells_say_their_lesson_section_and_part(course, clients):
    plan = plan_report(open_business(clients.add("bakery")), course.lessons)
    forecast = next(cell for cell in plan.notebook.cells if "forecast = 12" in cell.source)
    assert forecast.metadata.growth == {
        "lesson": "1.1", "section": "Sales", "part": "What comes next?",
    }


def test_what_the_tables_do_not_allow_is_left_out_and_named(course, clients):
    plan = plan_report(open_business(clients.add("bakery")), course.lessons)
    assert [lesson.number for lesson in plan.lessons] == ["1.1"]
    assert list(map(str, plan.left_out)) == [
        "Sales, “What do the books say?”: it needs a table finances, which this business does not "
        "have",
        "Books: it needs a table finances, which this business does not have",
    ]
    assert not any("books" in source for source in sources(plan))


def test_nothing_is_left_out_where_all_tables_are_there(course, clients):
    plan = plan_report(open_business(clients.add("bakery", finances=FINANCES)), course.lessons)
    assert [lesson.number for lesson in plan.lessons] == ["1.1", "1.2"]
    assert plan.left_out == ()
    assert plan.tables == ("orders", "finances")


def test_tables_that_cells_name_are_among_those_it_rests_on(course, clients):
    lesson = course.add("3.1", "One more", ["orders"], code(SETUP, "report"),
                        code('members = shop.table("customers")', "report"))
    shop = open_business(clients.add("bakery", customers="customer_id\nA\n", finances=FINANCES))
    assert plan_report(shop, [lesson]).tables == ("orders", "customers")


def test_all_the_problems_of_needed_tables_are_raised_at_once(course, clients):
    folder = clients.add("bakery", orders=["1,never,A,bread,2,3.50"],
                         finances="month,account,amount\n2025-01,revenue,much\n")
    with pytest.raises(DataProblems) as raised:
        plan_report(open_business(folder), course.lessons)
    assert {problem.file for problem in raised.value.problems} == {"orders.csv", "finances.csv"}


def test_a_broken_table_that_no_cell_uses_stops_nothing(course, clients):
    folder = clients.add("bakery", feedback="date,score\nnever,9\n")
    assert plan_report(open_business(folder), course.lessons).tables == ("orders",)


def test_a_business_that_no_lesson_fits_is_refused_with_what_is_needed(course, clients):
    folder = clients.add("bakery", orders=[])
    with pytest.raises(NotEnoughData, match="at least one of orders, finances"):
        plan_report(open_business(folder), course.lessons)


def test_a_business_with_neither_tables_nor_answers_gets_no_empty_report(course, clients):
    judged = course.add("3.2", "Judged", [], prose("# Judged"), code("1", "report"))
    folder = clients.add("bakery", orders=[])
    with pytest.raises(NotEnoughData, match="at least one of orders, finances"):
        plan_report(open_business(folder), course.lessons)
    (folder / "answers.yaml").write_text("ansoff: {risk_appetite: 3}\n")
    assert plan_report(open_business(folder), course.lessons).lessons == (judged,)


def test_a_lesson_with_nothing_for_a_report_is_not_said_to_be_left_out(course, clients):
    lesson = course.add("3.1", "Talk", ["finances"], prose("# Talk"))
    plan = plan_report(open_business(clients.add("bakery")), [*course.lessons[:1], lesson])
    assert {part.lesson for part in plan.left_out} == {"1.1"}


def test_the_same_business_gives_the_same_notebook(course, clients):
    shop = open_business(clients.add("bakery"))
    assert plan_report(shop, course.lessons).notebook == plan_report(shop, course.lessons).notebook
