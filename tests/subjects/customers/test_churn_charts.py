"""Charts of leaving, of silence, of risk, of programmes, of payback and of sales."""

from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.charts.style import alt_text
from helpers.core.formats import PLAIN
from helpers.subjects.customers.at_risk import at_risk_customers
from helpers.subjects.customers.charts import (
    calibration_chart, churn_rate_chart, effect_chart, lapsed_chart, lift_chart, payback_chart,
    survival_curve,
)
from helpers.subjects.customers.lapse import lapsed
from helpers.subjects.customers.payback import marketing_payback
from helpers.subjects.customers.programme import program_effect
from helpers.subjects.customers.survival_curves import ChurnRate, churn_rate, survival
from helpers.subjects.sales.charts.sales import sales_over_time
from helpers.subjects.sales.over_time import monthly_sales


def texts(ax):
    return [text.get_text() for text in ax.texts]


def test_survival_steps_down_as_the_estimate_does(saas):
    stay = survival(saas.table("subscriptions"))
    line = survival_curve(stay).lines[0]
    assert line.get_drawstyle() == "steps-post"
    assert line.get_ydata().tolist() == stay.curve["survival"].tolist()


def test_survival_tells_how_many_are_still_watched(saas):
    stay = survival(saas.table("subscriptions"))
    curve = stay.curve
    ax = survival_curve(stay)
    at_180 = curve.loc[curve["days"] >= 180, "at_risk"].iloc[0]
    assert PLAIN.number(stay.customers) in texts(ax)
    assert next(text for text in ax.texts if text.xy[0] == 180).get_text() == PLAIN.number(at_180)
    assert PLAIN.number(stay.median_days) in alt_text(ax)


def test_groups_are_named_at_their_lines_as_the_data_name_them(by_awkward_plan):
    ax = survival_curve(by_awkward_plan)
    ends = {text.get_text(): text.get_color() for text in ax.texts if text.xy[0] == 1}
    groups = sorted(by_awkward_plan.median_days.index)
    assert {name.replace("\n", " ")[:10] for name in ends} == {group[:10] for group in groups}
    lines = {line.get_color() for line in ax.lines}
    assert set(ends.values()) < lines
    assert "Solo $9_to_$19 a^month for one person only: half have left by day " \
           f"{PLAIN.number(by_awkward_plan.median_days[groups[1]])}" in alt_text(ax)


def test_churn_leaves_out_months_that_tell_little(saas):
    churn = churn_rate(saas.table("subscriptions"))
    ax = churn_rate_chart(churn)
    known = churn.frame.dropna(subset="rate")
    enough = known[known["at_start"] >= 30]
    assert len(enough) < len(known)
    assert ax.lines[0].get_ydata().tolist() == enough["rate"].tolist()
    assert "fewer than 30 customers" in " ".join(texts(ax)).replace("\n", " ")


def test_churn_of_a_small_business_is_shown_all_the_same():
    months = pd.period_range("2024-01", periods=4, freq="M", name="period")
    small = pd.DataFrame({"at_start": [5, 6, 7, 7], "lost": [1, 0, 2, np.nan],
                          "rate": [0.2, 0, 2 / 7, np.nan], "lower": [0.04, 0, 0.1, np.nan],
                          "upper": [0.6, 0.4, 0.6, np.nan]}, index=months)
    churn = ChurnRate(small, "month", pd.Timestamp("2024-04-20"), {})
    assert len(churn_rate_chart(churn).lines[0].get_ydata()) == 3


def test_silence_is_parted_at_the_threshold(shop):
    silence = lapsed(shop.table("orders"))
    ax = lapsed_chart(silence)
    sides = [sum(bar.get_height() for bar in side) for side in ax.containers]
    assert sides == [len(silence.customers) - silence.lapsed, silence.lapsed]
    assert any(PLAIN.number(silence.lapsed) in text for text in texts(ax))
    assert f"{PLAIN.number(silence.threshold_days)} days" in alt_text(ax)


def test_risk_is_shown_with_what_came_of_it(shop):
    risk = at_risk_customers(orders=shop.table("orders"))
    ax = calibration_chart(risk)
    dots = ax.containers[0].lines[0]
    assert dots.get_xydata().tolist() == risk.calibration[["predicted", "observed"]].values.tolist()
    ax = lift_chart(risk)
    assert ax.lines[1].get_ydata().tolist() == [0, *risk.lift["captured"]]
    assert PLAIN.percent(risk.lift["captured"].iloc[1]) in alt_text(ax)


def test_the_effect_is_shown_by_cohort_and_together(shop):
    effect = program_effect(shop.table("orders"), shop.table("customers"))
    ax = effect_chart(effect)
    names = [label.get_text() for label in ax.get_yticklabels()]
    compared = effect.cohorts.dropna(subset="difference")
    assert len(names) == min(24, len(compared)) + 1 and names[-1] == "all together"
    assert f"({compared['members'].iloc[-1]:.0f}/{compared['others'].iloc[-1]:.0f})" in names[-2]
    assert f"all together {100 * effect.difference:+.0f} (" in alt_text(ax)


def test_payback_is_marked_where_the_lines_cross(shop):
    payback = marketing_payback(shop.table("orders"), shop.table("marketing"),
                                products=shop.table("products"))
    ax = payback_chart(payback)
    marked = [line for line in ax.lines if len(line.get_xdata()) == 1]
    assert marked[0].get_xdata()[0] == payback.payback_months
    never = replace(payback, payback_months=np.nan)
    ax = payback_chart(never)
    assert all(len(line.get_xdata()) > 1 for line in ax.lines)
    assert "have not met" in alt_text(ax)


def test_sales_have_a_bar_for_each_month_that_ended(shop):
    orders = shop.table("orders")
    sales = monthly_sales(orders[orders["order_date"] <= "2024-05-20"])
    ax = sales_over_time(sales)
    assert [bar.get_height() for bar in ax.patches] == sales.finished.tolist()
    assert "May 2024 has not ended" in " ".join(texts(ax))
    assert PLAIN.money(sales.finished.max()) in alt_text(ax)
    assert ax.get_ylim()[0] == 0
