import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.collections import FillBetweenPolyCollection

from helpers.charts.style import alt_text
from helpers.core.formats import Format
from helpers.subjects.demand.charts import backtest_chart, forecast_chart, newsvendor_chart
from helpers.subjects.demand.forecasting.backtest import backtest
from helpers.subjects.demand.forecasting.forecast import forecast_demand
from helpers.subjects.demand.stocking import stocking_curve
from tests.charts.test_every_chart import (  # noqa: F401 - they hold here too
    test_its_alt_text_tells_the_numbers,
    test_its_words_do_not_touch,
    test_its_words_stand_on_the_page,
    test_no_text_is_taken_for_a_formula,
    test_no_two_marks_on_an_axis_read_alike,
)

POUNDS = Format("en_GB", "GBP")


def sold(periods, start, freq, scale=40.0):
    rng = np.random.default_rng(periods)
    index = pd.period_range(start, periods=periods, freq=freq)
    return pd.Series(np.round(scale * rng.uniform(0.5, 1.5, periods), 2), index)


def context_of(days, events=None):
    """A shop that is closed on Mondays, with events by date."""
    dates = pd.date_range("2025-01-01", periods=days)
    names = pd.Series(events or {}, dtype=object)
    names.index = pd.to_datetime(names.index)
    return pd.DataFrame({"date": dates, "open": dates.day_of_week != 0,
                         "event": names.reindex(dates).to_numpy()})


CONTEXT = context_of(200, {
    "2025-05-03": "a $farmers' market$ with a very long name", "2025-06-07": "fair",
    "2025-06-08": "fair", "2025-06-28": "summer evening"})
DAYS = sold(175, "2025-01-01", "D").where(CONTEXT["open"].to_numpy()[:175])


DRAWN = {
    "days": lambda: forecast_chart(
        forecast_demand(DAYS, 14, context=CONTEXT), context=CONTEXT),
    "one day": lambda: forecast_chart(
        forecast_demand(DAYS, 1, context=CONTEXT), context=CONTEXT),
    "many days": lambda: forecast_chart(forecast_demand(sold(1500, "2020", "D"), 120)),
    "weeks": lambda: forecast_chart(forecast_demand(sold(120, "2023", "W"), 13)),
    "months": lambda: forecast_chart(forecast_demand(sold(48, "2021", "M"), 12)),
    "few years, tiny": lambda: forecast_chart(
        forecast_demand(sold(5, "2019", "Y", 0.02), 1)),
    "huge quarters": lambda: forecast_chart(
        forecast_demand(sold(40, "2015", "Q", 3e7), 8)),
    "nothing sold": lambda: forecast_chart(
        forecast_demand(0 * sold(36, "2021", "M"), 2)),
    "backtest": lambda: backtest_chart(backtest(DAYS, 14, context=CONTEXT)),
    "backtest of a day": lambda: backtest_chart(backtest(DAYS, 1, context=CONTEXT)),
    "backtest of months": lambda: backtest_chart(backtest(sold(60, "2020", "M"), 12)),
    "newsvendor": lambda: newsvendor_chart(
        stocking_curve((100, 25), price=3, cost=1), format=POUNDS),
    "newsvendor, chosen": lambda: newsvendor_chart(
        stocking_curve(("poisson", 3), price=3, cost=2, quantity=6), format=POUNDS),
    "newsvendor, huge": lambda: newsvendor_chart(
        stocking_curve(np.array([5e6, 6e6, 7.5e6]), price=3, cost=1)),
}


@pytest.fixture(scope="module", params=DRAWN, ids=str)
def drawn(request):
    ax = DRAWN[request.param]()
    ax.figure.png()
    yield ax
    plt.close(ax.figure)



def test_the_lines_are_the_history_and_the_forecast():
    forecast = forecast_demand(sold(48, "2021", "M"), 6)
    ax = forecast_chart(forecast)
    history, mean = (line.get_ydata() for line in ax.lines[:2])
    assert history.tolist() == forecast.history.tail(len(history)).tolist()
    assert mean.tolist() == forecast.frame["mean"].tolist()


def test_each_band_reaches_from_its_lower_to_its_upper_bound():
    forecast = forecast_demand(sold(48, "2021", "M"), 6)
    bands = forecast_chart(forecast).findobj(FillBetweenPolyCollection)
    tops = [band.get_paths()[0].vertices[:, 1].max() for band in bands]
    assert tops == pytest.approx([forecast.frame[f"upper_{level}"].max() for level in (95, 80)])


def test_closed_days_are_gaps_before_and_after_today():
    forecast = forecast_demand(DAYS, 14, context=CONTEXT)
    history, mean = forecast_chart(forecast, context=CONTEXT).lines[:2]
    assert np.isnan(history.get_ydata()).sum() == 8  # in 56 days
    assert np.isnan(mean.get_ydata()).sum() == 2


def test_days_without_a_sale_are_no_gaps_where_the_shop_was_open():
    quiet = DAYS.copy()
    quiet.iloc[-4] = 0.0
    forecast = forecast_demand(quiet, 7, context=CONTEXT)
    history = forecast_chart(forecast, context=CONTEXT).lines[0].get_ydata()
    assert history[-4] == 0


def test_events_are_named_once_on_their_first_day():
    forecast = forecast_demand(DAYS, 14, context=CONTEXT)
    ax = forecast_chart(forecast, context=CONTEXT)
    named = [text.get_text() for text in ax.texts if text.get_rotation() == 90]
    assert named == ["a $farmers' m…", "fair", "summer evening"]
    assert "Events ahead: summer evening." in alt_text(ax)


def test_a_product_that_nobody_buys_is_not_called_closed():
    ax = DRAWN["nothing sold"]()
    assert ax.lines[1].get_ydata().tolist() == [0, 0]
    assert "closed" not in alt_text(ax)


def test_the_verdict_of_a_backtest_stands_in_its_title():
    months = pd.period_range("2021-01", periods=48, freq="M")
    same_each_year = backtest(pd.Series([100.0, 120, 90] * 16, months), 6)
    assert "did not earn" in backtest_chart(same_each_year).get_title(loc="left")
    tested = backtest(DAYS, 14, context=CONTEXT)
    assert tested.earned_its_place
    assert "earned its place" in backtest_chart(tested).get_title(loc="left")


def test_a_backtest_says_how_often_the_intervals_held():
    tested = backtest(DAYS, 14, context=CONTEXT)
    ax = backtest_chart(tested)
    note = " ".join(text.get_text() for text in ax.texts).replace("\n", " ")
    for level, share in tested.coverage.items():
        assert f"{share:.0%} within the {level:.0%} interval" in note


def test_the_best_and_the_chosen_quantity_are_marked():
    curve = stocking_curve((100, 25), price=3, cost=1, quantity=140)
    ax = newsvendor_chart(curve, format=POUNDS)
    marked = {line.get_marker(): line.get_xdata()[0] for line in ax.lines
              if line.get_marker() in ("o", "D")}
    assert marked == {"o": curve.best.quantity, "D": 140}
    assert {"best: 111", "chosen: 140"} <= {text.get_text() for text in ax.texts}
    assert POUNDS.money(curve.forgone, digits=0) in alt_text(ax)
