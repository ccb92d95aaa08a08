import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import PolyCollection

from helpers.charts.axes import TextMarks
from helpers.charts.style import alt_text
from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.community.charts import (
    activity_plan_chart, community_chart, members_chart, self_review_chart,
)
from helpers.subjects.community.membership import members_against_others
from helpers.subjects.community.planning import ACTIVITIES, activity_plan
from helpers.subjects.community.review import STATEMENTS, self_review
from helpers.subjects.community.size import community_size
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
    test_the_style_stays_with_the_chart,
)

POUNDS, HANDED_OVER = Format("en_GB", "GBP"), Format("en_GB", "GBP", smallest_group=5)
NAMES = STATEMENTS["name"].tolist()


def size(months=20, members=80, each=700):
    rng = np.random.default_rng(months)
    days = pd.Timestamp("2024-01-05") + pd.to_timedelta(rng.integers(0, 30 * months, each), "D")
    return community_size(pd.DataFrame({"member_id": rng.integers(0, members, each), "date": days}))


def review(rated=13, before=12):
    now = {name: 1 + place % 5 for place, name in enumerate(NAMES[:rated])}
    then = {name: 1 + 3 * place % 5 for place, name in enumerate(NAMES[:before])}
    return self_review({**now, "date": "2025-10-31"},
                       previous={**then, "date": "2025-04-30"} if before else None)


def compared(scale=1.0, joined="2025-07-20"):
    rng = np.random.default_rng(2)
    everyone = pd.DataFrame({"customer_id": range(90), "quantity": 1.0})
    orders = pd.concat([everyone.assign(order_date=day, unit_price=scale * rng.gamma(4, 5, 90))
                        for day in ("2025-01-01", "2025-06-01", "2025-07-05", "2025-08-20")])
    community = pd.DataFrame({"member_id": range(40), "date": joined})
    return members_against_others(orders, community=community, as_of="2025-12-31")


def plan(count=6, hours=3.0):
    often = ["every week", "every two weeks", "every four weeks", "once a quarter"]
    return activity_plan({activity.name: (often[place % 4], None)
                          for place, activity in enumerate(ACTIVITIES[:count])}, hours_a_week=hours)


DRAWN = {
    "size": lambda: community_chart(size(), format=POUNDS),
    "size of many years": lambda: community_chart(size(months=90), format=POUNDS),
    "size of two months": lambda: community_chart(size(months=3, each=60)),
    "size handed over": lambda: community_chart(
        size(members=9, each=60), format=HANDED_OVER),
    "review": lambda: self_review_chart(review(), format=POUNDS),
    "review without a before": lambda: self_review_chart(review(15, 0)),
    "members": lambda: members_chart(compared(), format=POUNDS),
    "members of a large business": lambda: members_chart(compared(5e4), format=POUNDS),
    "members without a match": lambda: members_chart(
        compared(joined="2025-01-02"), format=POUNDS),
    "plan": lambda: activity_plan_chart(plan(), format=POUNDS),
    "plan of everything": lambda: activity_plan_chart(plan(9, 1.0), format=POUNDS),
    "plan of one": lambda: activity_plan_chart(plan(1)),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def notes(ax):
    return " ".join(text.get_text().replace("\n", " ") for text in ax.texts)


def row_words(ax):
    """What stands at the right of each row."""
    return {text.xy[1]: text.get_text() for text in ax.texts if text.xy[0] == 1}


def test_it_has_a_title_and_says_its_units(drawn):
    assert drawn.get_title(loc="left") and drawn.get_xlabel()


# Size


def test_the_lines_are_members_and_the_active_and_their_ends_are_said():
    found = size()
    ax = community_chart(found, format=POUNDS)
    for line, name in zip(ax.lines, ("size", "active")):
        assert line.get_ydata().tolist() == found.finished[name].tolist()
    last = found.finished.iloc[-1]
    assert f"members: {last['size']:.0f}" in notes(ax)
    assert f"active: {last['active']:.0f}" in notes(ax)
    assert f"{last['size']:.0f} in" in alt_text(ax)


def test_months_in_which_the_record_fills_up_are_grey():
    [grey] = community_chart(size()).patches
    assert (grey.get_x(), grey.get_x() + grey.get_width()) == (-0.5, 1.5)
    rng = np.random.default_rng(1)
    alone = community_size(pd.DataFrame({
        "member_id": rng.integers(0, 9, 60), "date": "2025-01-05"}), as_of="2025-01-31")
    ax = community_chart(alone)
    assert not ax.patches and "Grey" not in notes(ax)


def test_handed_over_it_tells_of_no_few_people():
    found = size(members=9, each=60)
    assert (found.finished["active"] < 5).any()
    ax = community_chart(found, format=HANDED_OVER)
    told = np.concatenate([line.get_ydata() for line in ax.lines])
    assert ((told >= 5) | (told == 0)).all() and (told >= 5).any()
    assert "nan" not in alt_text(ax)


def test_a_handful_of_people_has_no_picture_that_is_handed_over():
    few = size(members=3, each=40)
    with pytest.raises(NotEnoughData, match="fewer than 5 members"):
        community_chart(few, format=HANDED_OVER)
    community_chart(few, format=PLAIN)


# Members


def test_both_comparisons_have_their_interval_in_money():
    found = compared()
    ax = members_chart(found, format=POUNDS)
    ends = [lines.get_segments()[0][:, 0].tolist() for lines in ax.collections]
    np.testing.assert_allclose(ends, found.differences[["lower", "upper"]])
    dots = [line.get_xdata()[0] for line in ax.lines[1:]]
    np.testing.assert_allclose(dots, found.differences["difference"])
    assert "£" in row_words(ax)[1] and "90 days" in ax.get_xlabel()


def test_without_a_match_the_plain_one_stands_alone_and_that_is_said():
    ax = members_chart(compared(joined="2025-01-02"), format=POUNDS)
    [label] = ax.get_yticklabels()
    assert "last year" in label.get_text() and "…" not in label.get_text()
    assert "could not be made" in notes(ax)
    assert "could not be made" not in notes(members_chart(compared()))


# Plan


def test_a_cell_stands_in_each_week_of_an_activity_and_under_weeks_that_ask_too_much():
    found = plan(9, 1.0)
    ax = activity_plan_chart(found, format=POUNDS)
    [cells] = [each for each in ax.collections if type(each) is PolyCollection]
    middles = {tuple(path.vertices[:4].mean(axis=0).round(6)) for path in cells.get_paths()}
    rows, weeks = np.nonzero(found.schedule.to_numpy())
    expected = {(week + 1.0, float(row)) for row, week in zip(rows, weeks)}
    last = float(len(found.activities))
    assert found.weeks_over
    assert middles == expected | {(float(week), last) for week in found.weeks_over}


def test_hours_stand_in_the_cells_and_their_sum_below():
    found = activity_plan({"replies": ("every week", 0.5), "open_door": ("once a quarter", 3)},
                          hours_a_week=1)
    ax = activity_plan_chart(found)
    [words] = ax.findobj(TextMarks)
    assert words.words.count("0.5") == 13 + 12 and words.words.count("▲3.5") == 1
    assert "more than a week has, which is 1 hour." in notes(ax)
    assert "Too much in week 7." in alt_text(ax)


@pytest.mark.parametrize("found, said", [
    (activity_plan({}), "Nothing is planned yet."),
    (plan(hours=None), "Nobody has said how many hours"),
    (plan(hours=40), "No week asks for more than it has, which is 40 hours.")])
def test_what_there_is_to_say_of_the_hours_is_said(found, said):
    ax = activity_plan_chart(found)
    ax.figure.png()
    assert said in notes(ax) and alt_text(ax).endswith(".")
