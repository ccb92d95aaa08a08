import pytest

from helpers.core.problems import OwnerError
from helpers.lessons import all_lessons
from helpers.reports.parameters import own_parameters, read_parameters

from .little_course import code


def lesson(course, source, **growth):
    added = course.add("2.1", "Odd", [], code(source, "parameters"))
    added.notebook.metadata["growth"] |= growth
    return added


@pytest.fixture
def lessons(course):
    source = ('business = "shop"\nperiod = "month"\nhorizon = 12\nshare = 0.5\nquiet = True')
    return [lesson(course, source, choices={"period": ["week", "month", "quarter"]})]


def test_the_business_is_no_parameter_of_the_lessons(lessons):
    assert own_parameters(lessons[0]) == {
        "period": "month", "horizon": 12, "share": 0.5, "quiet": True}


def test_text_is_read_as_what_the_parameter_is(lessons):
    typed = {"period": "week", "horizon": "6", "share": "1", "quiet": "no"}
    assert read_parameters(typed, lessons) == {
        "period": "week", "horizon": 6, "share": 1.0, "quiet": False}
    assert read_parameters({"share": 1, "quiet": False}, lessons) == {"share": 1.0, "quiet": False}


@pytest.mark.parametrize("given, said", [
    ({"horizn": "6"}, "No lesson has a parameter horizn. Did you mean horizon?"),
    ({"zzz": "6"}, "No lesson has a parameter zzz. The parameters are: period, horizon"),
    ({"business": "x"}, "business is the report's own to give"),
    ({"horizon": "six"}, "horizon is 'six'; it takes a whole number, such as 12."),
    ({"horizon": 6.5}, "horizon is 6.5; it takes a whole number"),
    ({"quiet": "perhaps"}, "it takes yes or no"),
    ({"period": "moth"}, "period is 'moth'; it can be week, month, quarter. Did you mean month?"),
])
def test_what_is_unknown_or_mistyped_is_refused_with_what_was_meant(lessons, given, said):
    with pytest.raises(OwnerError) as refused:
        read_parameters(given, lessons)
    assert said in str(refused.value)


def test_all_that_is_wrong_is_told_at_once(lessons):
    with pytest.raises(OwnerError) as refused:
        read_parameters({"horizn": "6", "quiet": "perhaps"}, lessons)
    assert len(str(refused.value).splitlines()) == 2


def test_a_parameter_that_is_worked_out_is_refused(course):
    odd = lesson(course, "horizon = 6 * 2")
    with pytest.raises(OwnerError, match="not a name and a plain value"):
        own_parameters(odd)


def test_the_courses_own_parameters_say_what_they_can_be():
    with pytest.raises(OwnerError, match="it can be week, .*, year. Did you mean month"):
        read_parameters({"period": "moth"}, all_lessons())
