"""Pictures of ratings: radar and rows tell what was rated, what is open, what was before."""

import numpy as np
import pytest

from helpers.charts.ratings import ratings_radar, ratings_rows
from helpers.charts.style import alt_text
from helpers.core.formats import Format
from helpers.stats.questionnaire import Questionnaire
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
    test_the_style_stays_with_the_chart,
)

POUNDS = Format("en_GB", "GBP")
SIDES = ["finance", "customers", "operations", "law", "people"]
ASKED = Questionnaire.declared({
    "section": "basics", "title": "a profile", "heading": "How well it is run", "word": "side",
    "lesson": "a lesson", "whole": "mean", "scale": {1: "no", 2: "a bit", 3: "half", 4: "mostly",
                                                     5: "yes, always"},
    "groups": {side: {"statements": {f"{side}_{place}": "We do." for place in "ab"}}
               for side in SIDES}})


def rated(*levels, **more):
    return {name: level for side, level in zip(SIDES, levels)
            for name in ASKED.names(side) if level is not None} | more


def again():
    return ASKED.profile(rated(3, 4, 4, 3, 2, date="2025-10-31"),
                         previous=rated(2, 4, 3, 4, 3, date="2025-04-30"))


def some_open():
    return ASKED.profile(rated(3, 4, 4, None, 2, finance_a=None, people_b=None))


DRAWN = {
    "radar": lambda: ratings_radar(again(), format=POUNDS),
    "radar with open statements": lambda: ratings_radar(some_open(), format=POUNDS),
    "rows": lambda: ratings_rows(again(), format=POUNDS),
    "rows with open statements": lambda: ratings_rows(some_open(), format=POUNDS),
    "rows of one": lambda: ratings_rows(ASKED.profile({"law_a": 3})),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    return ax


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


def notes(ax):
    return " ".join(names(ax)).replace("\n", " ")


def row_words(ax):
    """What stands at the right of each row."""
    return {text.xy[1]: text.get_text() for text in ax.texts if text.xy[0] == 1}


def test_each_group_lies_as_far_out_as_its_score():
    before, now = rings(ratings_radar(again()))
    assert distances(now) == pytest.approx([3, 4, 4, 3, 2])
    assert distances(before) == pytest.approx([2, 4, 3, 4, 3])
    assert (now.get_xdata()[0], now.get_ydata()[0]) == pytest.approx((0, 3))


def test_last_time_is_told_by_dashes_and_open_dots_as_well_as_by_colour():
    before, now = rings(ratings_radar(again()))
    assert (before.is_dashed(), now.is_dashed()) == (True, False)
    assert before.get_markerfacecolor() == "white" != now.get_markerfacecolor()


def test_without_a_last_time_there_is_no_dashed_line():
    ax = ratings_radar(ASKED.profile(rated(3, 4, 4, 3, 2)))
    assert len(rings(ax)) == 1
    assert "Dashed" not in " ".join(names(ax)) and "before" not in alt_text(ax)


def test_what_is_open_is_a_bar_from_the_least_to_the_most_it_allows():
    profile = some_open()
    table = profile.groups
    expected = table.loc[["finance", "people"], ["lower", "upper"]].to_numpy()
    found = np.array(ranges(ratings_radar(profile)))
    assert found == pytest.approx(expected)
    assert ranges(ratings_radar(again())) == []


def test_what_is_not_rated_has_no_dot_and_says_so():
    ax = ratings_radar(some_open())
    assert np.isnan(distances(rings(ax)[0])).tolist() == [False, False, False, True, False]
    assert "law\nnot rated" in names(ax)
    assert "law not rated" in alt_text(ax)


def test_names_tell_the_score_and_last_times():
    ax = ratings_radar(again(), format=POUNDS)
    assert "finance\n3.0 (was 2.0)" in names(ax)
    assert "finance 3.0, before 2.0; customers 4.0, before 4.0;" in alt_text(ax)
    assert "30 Apr 2025" in " ".join(names(ax)).replace("\n", " ")


def test_a_circle_is_drawn_as_one():
    ax = ratings_radar(again())
    ax.figure.png()
    corners = ax.transData.transform([(0, 0), (1, 0), (0, 1)])
    across, up = np.abs(corners[1:] - corners[0]).max(axis=1)
    assert across == pytest.approx(up)


def test_the_radars_title_tells_the_whole_where_there_is_one():
    assert ratings_radar(again()).get_title(loc="left") == "How well it is run: 3.2 of 5"


def test_a_dot_is_now_and_a_diamond_last_time():
    ax = ratings_rows(again(), format=POUNDS)
    now, before = (line.get_xdata().tolist() for line in ax.lines)
    assert (now, before) == ([3, 4, 4, 3, 2], [2, 4, 3, 4, 3])
    assert "rated on 31 Oct 2025" in notes(ax) and "Diamonds: 30 Apr 2025" in notes(ax)
    assert list(row_words(ax).values()) == [
        "3.0 (+1.0)", "4.0 (0.0)", "4.0 (+1.0)", "3.0 (−1.0)", "2.0 (−1.0)"]
    assert ax.get_title(loc="left") == "How well it is run"
    assert ax.get_xlabel() == "Our own rating, 1 (no) to 5 (yes, always)"


def test_a_band_stands_only_where_statements_are_open():
    ax = ratings_rows(some_open())
    bands = [segment[:, 0].tolist() for lines in ax.collections for segment in lines.get_segments()
             if lines.get_linewidth()[0] > 2]
    assert bands == [[2, 4], [1.5, 3.5]] and "Bands" in notes(ax)
    assert "Bands" not in notes(ratings_rows(again()))


def test_a_group_without_a_rating_is_said_to_have_none():
    ax = ratings_rows(ASKED.profile({"law_a": 3}))
    assert list(row_words(ax).values()).count("not rated") == 4
    assert "1 of 10 statements" in alt_text(ax) and " nan" not in alt_text(ax)
