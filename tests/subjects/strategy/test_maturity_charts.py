"""The radar of the basics and the chart of lifts: what is drawn, and that it can be read."""

import matplotlib.pyplot as plt
import numpy as np
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


def rings(ax):
    """The closed lines around the centre: last time's first, where there is one."""
    return [line for line in ax.lines if line.get_marker() == "o"]


def distances(line):
    return np.hypot(*line.get_data())[:-1]


def ranges(ax):
    """Each bar of what is open, from the centre outwards."""
    return [sorted(np.hypot(*line.get_data())) for line in ax.lines
            if line.get_linewidth() == 8]


def names(ax):
    return [text.get_text() for text in ax.texts]


def test_each_function_lies_as_far_out_as_its_score():
    before, now = rings(maturity_radar(again()))
    assert distances(now) == pytest.approx([3, 4, 4, 3, 2])
    assert distances(before) == pytest.approx([2, 4, 3, 4, 3])
    assert (now.get_xdata()[0], now.get_ydata()[0]) == pytest.approx((0, 3))


def test_last_time_is_told_by_dashes_and_open_dots_as_well_as_by_colour():
    before, now = rings(maturity_radar(again()))
    assert (before.is_dashed(), now.is_dashed()) == (True, False)
    assert before.get_markerfacecolor() == "white" != now.get_markerfacecolor()


def test_without_a_last_time_there_is_no_dashed_line():
    ax = maturity_radar(maturity_profile(rated(3, 4, 4, 3, 2)))
    assert len(rings(ax)) == 1
    assert "Dashed" not in " ".join(names(ax)) and "before" not in alt_text(ax)


def test_what_is_open_is_a_bar_from_the_least_to_the_most_it_allows():
    profile = some_open()
    table = profile.groups
    expected = table.loc[["finance", "people"], ["lower", "upper"]].to_numpy()
    found = np.array(ranges(maturity_radar(profile)))
    assert found == pytest.approx(expected)
    assert ranges(maturity_radar(again())) == []


def test_what_is_not_rated_has_no_dot_and_says_so():
    ax = maturity_radar(some_open())
    assert np.isnan(distances(rings(ax)[0])).tolist() == [False, False, False, True, False]
    assert "legal and regulatory\nnot rated" in names(ax)
    assert "legal and regulatory not rated" in alt_text(ax)


def test_names_tell_the_score_and_last_times():
    ax = maturity_radar(again(), format=FORMAT)
    assert "finance\n3.0 (was 2.0)" in names(ax)
    assert "finance 3.0, before 2.0; customers 4.0, before 4.0;" in alt_text(ax)
    assert "30 Apr 2025" in " ".join(names(ax)).replace("\n", " ")


def test_a_circle_is_drawn_as_one():
    ax = maturity_radar(again())
    ax.figure.png()
    corners = ax.transData.transform([(0, 0), (1, 0), (0, 1)])
    across, up = np.abs(corners[1:] - corners[0]).max(axis=1)
    assert across == pytest.approx(up)


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
    assert "Unevenness costs 0.00." in " ".join(names(ax))


def test_a_function_not_rated_has_no_bar():
    assert len(drag_chart(some_open()).patches) == 4
