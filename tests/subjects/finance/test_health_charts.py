"""Pictures of the books, of what customers say, of rivals, resources and of all in one square."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle

from helpers.charts.style import alt_text, contrast
from helpers.core.formats import Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.feedback.charts import satisfaction_chart
from helpers.subjects.feedback.scores import net_promoter_score, score_so_far
from helpers.subjects.finance.charts.health import COLOURS, MARKS, health_chart, ratio_chart
from helpers.subjects.finance.health import health_check
from helpers.subjects.strategy.charts.swot import resources_chart, rivals_chart, swot_chart
from helpers.subjects.strategy.resources import audit_resources
from helpers.subjects.strategy.rivals import compare_rivals
from helpers.subjects.strategy.swot import draw_swot
from tests.subjects.finance.test_finance import SOLO, YEAR_OF_BOOKS, books
from tests.subjects.strategy.test_swot import AUDIT, BOTH, CHAIN, answers
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

POUNDS, HANDED_OVER = Format("en_GB", "GBP"), Format("en_GB", "GBP", smallest_group=5)
TWO_YEARS = {name: [0.9 * amounts[0]] * 12 + amounts for name, amounts in YEAR_OF_BOOKS.items()} | {
    "cash": [5.0] * 12 + [30.0] * 12, "long_term_debt": [90.0] * 12 + [60.0] * 12}
LONG = {"opportunity_1": "Three cafés near by buy $bread_ from out^of town " * 9,
        "threat_1": "Flour, butter, energy and rent all get dearer again " * 3,
        "threat_2": "The supermarket plans an oven of its own " * 3, "threat_3": "A new by-law",
        "date": "2025-10-31"}
EVERYTHING = dict(health=health_check(books(**TWO_YEARS)), score=net_promoter_score(answers(30, 10)),
                  rivals=compare_rivals(BOTH), resources=audit_resources(AUDIT))
ALL_NAMED = BOTH | {"rival_1": "A chain with a very long $name_ of 9^things", "rival_3_ease": "worse",
                    "rival_3": "And one with a name that takes more than two lines of words, surely"}

DRAWN = {
    "health": lambda: health_chart(health_check(books(**TWO_YEARS)), format=POUNDS),
    "health of one who works alone": lambda: health_chart(health_check(books(
        **SOLO, cash=[100.0 - 7 * month for month in range(12)]))),
    "margin": lambda: ratio_chart(health_check(books(**TWO_YEARS)), format=POUNDS),
    "days": lambda: ratio_chart(
        health_check(books(**TWO_YEARS)), "days_sales_outstanding"),
    "debt": lambda: ratio_chart(health_check(books(**TWO_YEARS)), "debt_to_equity"),
    "score": lambda: satisfaction_chart(net_promoter_score(
        pd.concat([answers(10, 30), answers(30, 10, "2025-04-30")]), as_of="2025-04-30")),
    "score of few detractors": lambda: satisfaction_chart(
        net_promoter_score(answers(30, 2)), format=HANDED_OVER),
    "score of nobody against": lambda: satisfaction_chart(net_promoter_score(answers(30, 0))),
    "answers so far": lambda: satisfaction_chart(score_so_far(answers(5, 2))),
    "few answers handed over": lambda: satisfaction_chart(
        score_so_far(answers(3, 0)), format=HANDED_OVER),
    "rivals": lambda: rivals_chart(compare_rivals(ALL_NAMED), format=POUNDS),
    "one rival": lambda: rivals_chart(compare_rivals(CHAIN)),
    "resources": lambda: resources_chart(audit_resources(
        AUDIT, previous={"craft": "lacking", "tools": "room", "date": "2025-04-30"})),
    "square": lambda: swot_chart(draw_swot(LONG, **EVERYTHING), format=POUNDS),
    "square in words alone": lambda: swot_chart(draw_swot(
        {"date": "2025-10-31", "threat_1": "The lease ends on 31 Dec 2026"})),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def texts(ax):
    return [text.get_text() for text in ax.texts]


def marks_by_row(ax):
    """Each row's mark of now: its shape, colour and place from left to right."""
    shapes = set(MARKS.values())
    return {round(line.get_ydata()[0]): (line.get_marker(), line.get_color(), line.get_xdata()[0])
            for line in ax.lines if line.get_marker() in shapes}


def rings_by_row(ax):
    return {round(line.get_ydata()[0]): line.get_xdata()[0] for line in ax.lines
            if line.get_marker() == "o" and line.get_markerfacecolor() == "white"}


def test_a_light_is_a_shape_and_a_word_beside_its_colour():
    check = health_check(books(**TWO_YEARS), bands={"quick_ratio": (0.6, 1)})
    ax = health_chart(check)
    marks = marks_by_row(ax)
    for row, light in enumerate(check.lights):
        assert marks[row][:2] == (MARKS[light], COLOURS[light])
    words = [text for text in texts(ax) if text in MARKS]
    assert words == check.lights.tolist()
    assert set(check.lights) == set(MARKS) and len(set(MARKS.values())) == 3
    fields = [label.get_text() for label in ax.get_xticklabels()]
    assert fields == ["▼ weak", "◆ watch", "▲ strong"]


def test_each_ratio_stands_in_its_field_now_and_a_year_ago():
    check = health_check(books(**TWO_YEARS))
    ax = health_chart(check)
    fields = {"weak": (0, 1), "watch": (1, 2), "strong": (2, 3)}
    for row, (_, _, place) in marks_by_row(ax).items():
        low, high = fields[check.lights.iloc[row]]
        assert low < place < high
    names = check.frame.index.tolist()
    assert 0 < rings_by_row(ax)[names.index("current_ratio")] < 1
    assert 0 < rings_by_row(ax)[names.index("debt_to_equity")] < 1
    assert 1 < rings_by_row(ax)[names.index("gross_margin")] < 2


@pytest.mark.parametrize("debt, low, high", [(200.0, 0, 1), (20.0, 1, 2), (1.0, 2, 3)])
def test_less_debt_is_further_right(debt, low, high):
    ax = health_chart(health_check(books(equity=[10.0], long_term_debt=[debt]),
                                          bands={"debt_to_equity": (1.5, 3)}))
    assert low < marks_by_row(ax)[0][2] < high


def test_a_margin_that_is_watched_stands_in_that_field_though_it_is_high():
    check = health_check(books(**SOLO))
    row = check.frame.index.get_loc("operating_margin")
    assert 1 < marks_by_row(health_chart(check))[row][2] < 2


def test_without_a_field_between_two_bounds_alike_it_stands_on_one_side():
    for bound, low, high in ((0.3, 2, 3), (0.5, 0, 1)):
        check = health_check(books(**YEAR_OF_BOOKS), bands={"gross_margin": (bound, bound)})
        assert low < marks_by_row(health_chart(check))[0][2] < high


def test_every_colour_of_a_light_stands_out_from_its_ground():
    ax = health_chart(health_check(books(**TWO_YEARS)))
    grounds = [patch.get_facecolor()[:3] for patch in ax.patches if isinstance(patch, Rectangle)]
    assert len(grounds) == 3
    assert all(contrast(to_hex(colour), ground) >= 3
               for colour, ground in zip((COLOURS["weak"], COLOURS["watch"], COLOURS["strong"]),
                                         grounds))
    assert all(contrast(colour, "white") >= 4.5 for colour in COLOURS.values())


def test_the_course_is_the_last_year_and_the_band_is_dashed():
    check = health_check(books(**TWO_YEARS), bands={"gross_margin": (0.3, 0.45)})
    ax = ratio_chart(check, "gross_margin")
    line = max(ax.lines, key=lambda line: len(line.get_ydata()))
    assert line.get_ydata().tolist() == check.monthly["gross_margin"].tolist()
    assert {0.3, 0.45} <= {line.get_ydata()[0] for line in ax.lines}
    assert "strong\n45%" in texts(ax) and "weak\n30%" in texts(ax)


def test_the_first_ratio_with_a_course_is_drawn_unless_one_is_named():
    check = health_check(books(cash=[9.0, 8.0, 7.0], payables=[3.0, 3.0, 4.0]))
    assert "current ratio" in alt_text(ratio_chart(check))
    assert "quick ratio" in alt_text(ratio_chart(check, "quick_ratio"))


def test_a_ratio_of_one_month_has_no_course():
    with pytest.raises(NotEnoughData, match="at least 2 months"):
        ratio_chart(health_check(books(revenue=[9.0], cost_of_goods=[3.0])))


def test_the_score_and_its_interval_are_drawn_in_all_and_by_stretch():
    score = net_promoter_score(pd.concat([
        answers(10, 30), answers(30, 10, "2025-04-30")]), as_of="2025-04-30")
    ax = satisfaction_chart(score)
    ends = [tuple(segment[:, 0]) for found in ax.collections for segment in found.get_segments()]
    assert ends == [(score.lower, score.upper), score.change.now[1:], score.change.before[1:]]
    dots = [line.get_xdata()[0] for line in ax.lines if line.get_marker() == "o"]
    assert dots == [score.value, score.change.now[0], score.change.before[0]]
    widths = sorted(bar.get_width() for bar in ax.patches)
    assert widths == [-50.0, 50.0]


def test_few_detractors_are_not_shown_in_what_is_handed_over():
    score = net_promoter_score(answers(30, 2))
    own, handed_over = satisfaction_chart(score), satisfaction_chart(
        score, format=HANDED_OVER)
    assert len(own.patches) == 2 and "detractors 6.2%" in texts(own)
    assert not handed_over.patches
    assert "detractors" not in alt_text(handed_over).lower()


def test_too_few_answers_are_a_bar_that_falls_short_of_its_line():
    ax = satisfaction_chart(score_so_far(answers(5, 2)))
    assert [bar.get_width() for bar in ax.patches] == [10, 7]
    hidden = satisfaction_chart(score_so_far(answers(3, 0)), format=HANDED_OVER)
    assert [bar.get_width() for bar in hidden.patches] == [10]
    assert "fewer than 5" in alt_text(hidden)


def test_every_rating_of_a_rival_is_a_word_and_a_sign():
    comparison = compare_rivals(BOTH | {"matters_most": "ease"})
    ax = rivals_chart(comparison)
    assert texts(ax)[:4] == ["= alike", "▼ they are better", "▼ they are better", "▲ we are better"]
    assert [label.get_text() for label in ax.get_yticklabels()][0] == "Ease (1st)"
    assert [label.get_text() for label in ax.get_xticklabels()] == comparison.rivals


def test_a_resource_stands_on_its_step_with_a_ring_where_it_stood():
    audit = audit_resources(AUDIT, previous={"craft": "lacking", "tools": "enough",
                                             "date": "2025-04-30"})
    ax = resources_chart(audit)
    rows = {name: row for row, name in enumerate(audit.frame.index)}
    steps = {round(line.get_ydata()[0]): line.get_xdata()[0] for line in ax.lines
             if line.get_marker() in "v^o" and line.get_markerfacecolor() != "white"
             and len(line.get_xdata()) == 1}
    assert steps == {rows["craft"]: 3, rows["backups"]: 0, rows["stand_in"]: 1, rows["tools"]: 2}
    assert rings_by_row(ax) == {rows["craft"]: 0}
    assert texts(ax).count("not rated") == 6


def test_the_square_counts_what_it_has_no_room_for_and_says_all_of_it_in_words():
    swot = draw_swot(LONG, **EVERYTHING)
    ax = swot_chart(swot)
    assert [text.splitlines()[-1].strip() for text in texts(ax) if "more" in text.splitlines()[-1]
            ] == ["and 2 more"]
    assert sum(text.endswith("…") for text in texts(ax)) == 1
    for point in swot.points()["point"]:
        assert point.rstrip(".").strip() in alt_text(ax)


def test_an_empty_quarter_says_so():
    shown = texts(swot_chart(draw_swot({"threat_1": "Rent"})))
    assert shown.count("none shows yet") == 2 and shown.count("not written down yet") == 1


def test_words_stay_within_their_quarter():
    ax = swot_chart(draw_swot(LONG, **EVERYTHING))
    ax.figure.png()
    for text in ax.texts:
        box = text.get_window_extent().transformed(ax.transData.inverted())
        assert np.floor(box.x0) == np.floor(box.x1) and np.floor(box.y0) == np.floor(box.y1)
