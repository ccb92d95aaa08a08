"""What business.yaml says under `brand:`."""

import pytest

from helpers import open_business
from helpers.core.branding.brand import Brand
from helpers.core.problems import WORTH_A_LOOK, DataProblems

from .drawings import HOSTILE, drawing

SETTINGS = "name: Corner shop\ncurrency: GBP\n"


@pytest.fixture
def branded(make_business):
    """Makes a business with lines under `brand:` and files beside them, and opens it."""

    def make(lines, **files):
        folder = make_business(settings=f"{SETTINGS}brand: {lines}\n")
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return open_business(folder)

    return make


def problems_of(branded, lines, **files):
    with pytest.raises(DataProblems) as error:
        branded(lines, **files)
    return {problem.found: problem for problem in error.value.problems}


def test_a_business_that_says_nothing_has_the_houses_look(make_business):
    business = open_business(make_business())
    assert business.brand == Brand()
    assert (business.brand.name, business.brand.logo) == ("", None)
    assert business.check() == []


def test_name_logo_and_accent_are_taken_as_they_are(branded):
    business = branded('{name: The Corner, logo: mark, accent: "#7A1F3D"}', mark=drawing())
    assert business.name == "Corner shop"
    assert (business.brand.name, business.brand.accent) == ("The Corner", "#7a1f3d")
    assert business.brand.logo.mime == "image/svg+xml"
    assert business.check() == []


def test_an_accent_too_pale_is_darkened_and_that_is_said(branded):
    business = branded('{accent: "#ffcc00"}')
    assert business.brand.accent == "#8a6e00"
    (problem,) = business.check()
    assert problem.severity == WORTH_A_LOOK
    assert problem.found == (
        "brand: accent: #ffcc00, darkened to #8a6e00 so that text in it can be read")


def test_all_that_is_wrong_is_told_at_once_with_the_other_settings(make_business):
    folder = make_business(settings=(
        'name: A\ncurrency: pounds\nbrand:\n  acent: "#7a1f3d"\n  logo: gone.png\n  name: 1984\n'
        "  accent: navy\n"))
    with pytest.raises(DataProblems) as error:
        open_business(folder)
    remedies = {problem.found: problem.remedy for problem in error.value.problems}
    assert set(remedies) == {"currency: pounds", "brand: acent", "brand: name: 1984",
                             "brand: accent: navy", "brand: logo: gone.png is not there"}
    assert remedies["brand: acent"] == "write accent instead"
    assert 'name: "1984"' in remedies["brand: name: 1984"]


@pytest.mark.parametrize(("accent", "remedy"), [
    ("#7a1f3d", 'in quotes, such as  accent: "#7a1f3d"'), ("ffcc00", 'accent: "#ffcc00"'),
    ("123456", 'accent: "#123456"'), ('["#7a1f3d"]', 'accent: "#7a1f3d"'),
    ('"#7a1f3d; } body { display: none"', 'accent: "#7a1f3d"'),
])
def test_an_accent_that_is_no_colour_is_answered_with_one(make_business, accent, remedy):
    folder = make_business(settings=f"{SETTINGS}brand:\n  accent: {accent}\n")
    with pytest.raises(DataProblems) as error:
        open_business(folder)
    (problem,) = error.value.problems
    assert remedy in problem.remedy


def test_a_colour_without_quotes_is_known_for_the_comment_it_is(make_business):
    folder = make_business(settings=f"{SETTINGS}brand:\n  accent: #7a1f3d\n")
    with pytest.raises(DataProblems, match="a # without quotes begins a comment"):
        open_business(folder)


@pytest.mark.parametrize("lines", ["logo.png", "[logo.png]", "7", "yes"])
def test_a_brand_of_another_shape_is_told_not_tripped_over(branded, lines):
    (problem,) = problems_of(branded, lines).values()
    assert "indent the lines" in problem.remedy


def test_an_empty_brand_is_none(branded):
    assert branded("").brand == Brand()


def test_a_logo_that_could_act_keeps_the_business_closed_with_the_reason(branded):
    (found,) = problems_of(branded, "{logo: mark}", mark=HOSTILE["script"])
    assert found == "brand: logo: mark holds a script, <script>"
