"""The chart of lifts and the radar of the basics: what is drawn, and that it can be read."""

import matplotlib.pyplot as plt
import pytest

from helpers.charts.style import alt_text
from helpers.core.formats import Format
from helpers.subjects.strategy.charts.maturity import drag_chart, maturity_radar
from helpers.subjects.strategy.maturity import BASICS, FUNCTIONS, maturity_profile
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

FORMAT = Format("en_GB", "GBP")


def rated(*levels, **more):
    return {name: level for function, level in zip(FUNCTIONS, levels)
            for name in BASICS.names(function) if level is not None} | more


def again():
    return maturity_profile(rated(3, 4, 4, 3, 2), previous=rated(2, 4, 3, 4, 3, date="2025-04-30"))


def some_open():
    answers = rated(3, 4, 4, None, 2)
    return maturity_profile(answers | dict.fromkeys(["talks", "trains", "plans_money"]))


DRAWN = {
    "radar": lambda: maturity_radar(again(), format=FORMAT),
    "radar with open statements": lambda: maturity_radar(some_open(), format=FORMAT),
    "radar of one": lambda: maturity_radar(maturity_profile({"talks": 3}), format=FORMAT),
    "radar of the best": lambda: maturity_radar(
        maturity_profile(rated(5, 5, 5, 5, 5), previous=rated(5, 5, 5, 5, 5))),
    "drag": lambda: drag_chart(again(), format=FORMAT),
    "drag with open statements": lambda: drag_chart(some_open(), format=FORMAT),
    "drag of the best": lambda: drag_chart(maturity_profile(rated(5, 5, 5, 5, 5))),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def names(ax):
    return [text.get_text() for text in ax.texts]


def test_the_longest_bar_is_where_a_point_more_lifts_most():
    profile = again()
    ax = drag_chart(profile, format=FORMAT)
    widths = [bar.get_width() for bar in ax.patches]
    assert widths == sorted(profile.lifts, reverse=True)
    assert ax.get_yticklabels()[0].get_text() == "people\nat 2.0"
    assert f"people +{profile.lifts['people']:.2f}" in alt_text(ax)


def test_where_nothing_can_rise_it_says_nothing():
    ax = drag_chart(maturity_profile(rated(5, 5, 5, 5, 5)))
    assert names(ax).count("nothing") == 5
    assert "Unevenness costs 0.00." in " ".join(" ".join(names(ax)).split())


def test_a_function_not_rated_has_no_bar():
    assert len(drag_chart(some_open()).patches) == 4
