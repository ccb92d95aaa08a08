"""Budget against actual as pictures: better to the right, worse to the left and hatched."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest

from helpers.charts.style import alt_text
from helpers.core.formats import Format
from helpers.core.problems import NotEnoughData
from helpers.subjects.finance.charts.variance import (
    budget_chart, price_volume_chart, variance_chart,
)
from helpers.subjects.finance.variance import against_last_year, budget_variance, price_volume
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

POUNDS = Format("en_GB", "GBP")
PLAN = {"revenue": 9000.0, "cost_of_goods": 3000.0, "payroll": 2500.0, "rent": 900.0,
        "marketing": 200.0, "other_operating": 400.0, "depreciation": 100.0, "interest": 40.0,
        "tax": 300.0, "cash": 5000.0, "inventory": 700.0}


def months(changes, count=12):
    """Books against their plan, each account off by its share, more so from month to month."""
    rows = [(month.start_time, account, amount, amount * (1 + changes.get(account, 0) * number))
            for number, month in enumerate(pd.period_range("2025-01", periods=count, freq="M"))
            for account, amount in PLAN.items()]
    frame = pd.DataFrame(rows, columns=["month", "account", "budget", "actual"])
    return budget_variance(frame.rename(columns={"actual": "amount"}),
                           frame.rename(columns={"budget": "amount"}))


def every_account():
    return months({"revenue": 0.01, "cost_of_goods": 0.02, "payroll": -0.002, "rent": 0.01,
                   "marketing": -0.03, "other_operating": 0.03, "depreciation": 0.01,
                   "interest": 0.02, "tax": -0.01, "cash": 0.05, "inventory": 0.2})


def one_large():
    return months({"revenue": -0.9, "rent": 0.001}, count=2)


def salon():
    planned = pd.DataFrame({"product_id": ["cut", "colour"], "quantity": [100, 20],
                            "unit_price": [30.0, 80.0]})
    done = planned.assign(quantity=[110, 15], unit_price=[28.0, 85.0])
    return price_volume(done, planned)


def with_something_new():
    days = pd.date_range("2024-01-01", "2025-12-31", freq="MS")
    orders = pd.DataFrame({"order_date": days, "product_id": "pot", "quantity": 10.0,
                           "unit_price": 20.0})
    new = pd.DataFrame({"order_date": ["2025-12-31"], "product_id": "bowl", "quantity": [9.0],
                        "unit_price": [30.0]})
    return against_last_year(pd.concat([orders, new.assign(
        order_date=pd.to_datetime(new["order_date"]))]))


DRAWN = {
    "variances": lambda: variance_chart(every_account(), format=POUNDS),
    "one large variance": lambda: variance_chart(one_large(), format=POUNDS),
    "months": lambda: budget_chart(every_account(), format=POUNDS),
    "two months": lambda: budget_chart(one_large(), format=POUNDS),
    "price, volume and mix": lambda: price_volume_chart(salon(), format=POUNDS),
    "a year on": lambda: price_volume_chart(with_something_new(), format=POUNDS),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)


def bars(ax):
    """By the name beside it: how far a bar reaches, and its hatching."""
    labels = [label.get_text().replace("\n", " ") for label in ax.get_yticklabels()]
    return {name: (bar.get_width(), bar.get_hatch()) for name, bar in zip(labels, ax.patches)}


def words(ax):
    return [text.get_text() for text in ax.texts]


def test_better_is_to_the_right_and_solid_and_worse_to_the_left_and_hatched():
    found = bars(variance_chart(every_account()))
    for name in ("revenue", "marketing", "payroll", "cash"):
        assert found[name][0] > 0 and found[name][1] is None, name
    for name in ("cost of goods", "other operating"):
        assert found[name][0] < 0 and found[name][1], name


def test_the_largest_stands_first_and_the_smallest_are_counted():
    compared = every_account()
    ax = variance_chart(compared, format=POUNDS)
    reach = [abs(width) for width, _ in bars(ax).values()]
    assert reach == sorted(reach, reverse=True) and len(reach) == 8
    assert "Not shown: 2 smaller ones." in " ".join(words(ax)).replace("\n", " ")


def test_what_is_neither_good_nor_bad_is_left_out():
    assert "inventory" not in bars(variance_chart(months({"inventory": 5, "rent": 0.01})))


def test_words_beside_a_bar_tell_the_amount_its_share_and_the_side():
    ax = variance_chart(one_large(), format=POUNDS)
    assert "£8.1K (45%) under" in words(ax)
    assert "revenue £8.1K (45%) under, adverse" in alt_text(ax)
    assert "rent £0.90 (0.0%) over, adverse" in alt_text(ax)


def test_where_all_went_as_planned_there_is_no_picture_of_differences():
    with pytest.raises(NotEnoughData, match="no account off its budget"):
        variance_chart(months({}))


def test_months_above_the_budget_point_up_and_those_below_point_down():
    compared = months({"revenue": 0.05, "payroll": 0.5}, count=4)
    compared.by_month["variance"] = [10.0, -10.0, 0.0, -5.0]
    ax = budget_chart(compared)
    points = {line.get_marker(): line.get_xdata().tolist() for line in ax.lines
              if line.get_marker() in ("^", "v")}
    assert points == {"^": [0, 2], "v": [1, 3]}
    assert "In 2 it was as planned or better" in alt_text(ax)


def test_actual_and_budget_are_told_apart_by_dashes_and_by_name():
    compared = every_account()
    ax = budget_chart(compared)
    budget, actual = ax.lines[:2]
    assert budget.is_dashed() and not actual.is_dashed()
    assert budget.get_ydata().tolist() == compared.by_month["budget"].tolist()
    assert actual.get_ydata().tolist() == compared.by_month["actual"].tolist()
    assert {"budget", "actual"} <= set(words(ax))


def test_the_last_bar_is_what_the_others_add_up_to():
    split = salon()
    widths = [width for width, _ in bars(price_volume_chart(split)).values()]
    assert sum(widths[:-1]) == pytest.approx(widths[-1]) == pytest.approx(split.variance)
    assert list(bars(price_volume_chart(split))) == ["price", "volume", "mix", "together"]


def test_a_year_on_what_is_new_has_a_bar_of_its_own():
    ax = price_volume_chart(with_something_new(), format=POUNDS)
    assert bars(ax)["what is new"][0] == pytest.approx(270)
    assert "the year before" in alt_text(ax)
    assert "the budget" in alt_text(price_volume_chart(salon()))


def test_profit_needs_income_or_costs():
    balances = pd.DataFrame({"month": ["2025-01"], "account": ["cash"], "amount": [5.0]})
    with pytest.raises(NotEnoughData, match="no income and no costs"):
        budget_chart(budget_variance(balances, balances.assign(amount=np.array([4.0]))))
