from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from helpers.core.problems import NotEnoughData, OwnerError
from helpers.subjects.demand.forecasting import structural as short
from helpers.subjects.demand.forecasting.backtest import backtest
from helpers.subjects.demand.forecasting.ensemble import members_for, theta, yearly_shape
from helpers.subjects.demand.forecasting.forecast import Forecast, forecast_demand, total
from helpers.subjects.demand.forecasting.smoothing import (
    ADDITIVE, MULTIPLICATIVE, NONE, grid, smooth,
)

BOUNDS = ["lower_95", "lower_80", "mean", "upper_80", "upper_95"]
SHAPE = np.array([0.7, 0.8, 0.9, 1.0, 1.0, 0.9, 0.8, 0.8, 1.0, 1.1, 1.4, 1.6])
FREQUENCIES = ["D", "W-SUN", "M", "Q-DEC", "Y-DEC"]


def by_period(values, freq="M", start="2021-01"):
    return pd.Series(values, pd.period_range(start, periods=len(values), freq=freq))


def seasonal(years, level=200.0, growth=0.0, noise=0.0, seed=0):
    months = np.arange(12 * years)
    drawn = np.exp(noise * np.random.default_rng(seed).normal(size=len(months)))
    return by_period(level * np.exp(growth * months) * np.tile(SHAPE, years) * drawn)


def days(count=400, *, seed=0, level=60.0, event_lift=1.5, ahead=28):
    """Daily sales closed on Sundays, with events, and the table of days that goes on `ahead`."""
    rng = np.random.default_rng(seed)
    dates = pd.date_range("2023-01-02", periods=count + ahead)
    weekday = np.array([0.8, 0.9, 0.9, 1.0, 1.3, 1.6, 0.0])[dates.day_of_week]
    event = rng.random(len(dates)) < 0.05
    expected = level * weekday * np.where(event, event_lift, 1.0)
    context = pd.DataFrame({
        "date": dates, "open": dates.day_of_week != 6,
        "event": np.where(event, "Street market", None),
    })
    sold = pd.Series(rng.poisson(expected).astype(float), dates)
    return sold.iloc[:count], context, expected[count:]


def assert_sound(forecast: Forecast, horizon: int):
    values = forecast.frame[BOUNDS].to_numpy()
    assert values.shape == (horizon, 5)
    assert np.isfinite(values).all() and (values >= 0).all()
    assert (np.diff(values[:, [0, 1, 3, 4]], axis=1) >= 0).all()
    assert forecast.paths.shape[1] == horizon and (forecast.paths >= 0).all()
    assert forecast.headline().startswith("About ") and "{" not in forecast.method


# What a forecast is

def test_a_forecast_follows_season_and_level():
    forecast = forecast_demand(seasonal(5, noise=0.03), 12)
    assert forecast.frame["mean"].to_numpy() == pytest.approx(200 * SHAPE, rel=0.06)
    assert forecast.frame.index.equals(pd.period_range("2026-01", periods=12, freq="M"))
    assert forecast.frame.index.name == "period"
    assert forecast.method == (
        "the median of four forecasts: exponential smoothing with the season, the theta method, "
        "exponential smoothing without the season and the same month a year ago")


def test_the_bounds_are_those_of_the_paths():
    forecast = forecast_demand(seasonal(4, noise=0.1), 6)
    assert forecast.paths.mean(axis=0) == pytest.approx(forecast.frame["mean"])
    tails = np.quantile(forecast.paths, [0.025, 0.1, 0.9, 0.975], axis=0)
    bounds = forecast.frame[["lower_95", "lower_80", "upper_80", "upper_95"]]
    assert bounds.to_numpy().T == pytest.approx(tails)


def test_other_levels_name_other_columns():
    frame = forecast_demand(seasonal(3), 2, levels=(0.5, 0.975)).frame
    assert frame.columns.tolist() == ["mean", "lower_50", "upper_50", "lower_97.5", "upper_97.5"]


@pytest.mark.parametrize("series", [seasonal(4, noise=0.2), days(90)[0]], ids=["months", "days"])
def test_the_same_seed_gives_the_same_paths_and_another_gives_others(series):
    first, again, other = (forecast_demand(series, 5, seed=seed).paths for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_the_headline_can_be_repeated():
    forecast = forecast_demand(by_period([100.0] * 30), 3)
    assert forecast.headline() == (
        "About 300 units should be sold in the 3 months from Jul 2023 to Sept 2023, likely 300 to "
        "300. The last 3 months brought 300.")
    assert "in Jul 2023, likely" in forecast_demand(by_period([100.0] * 30), 1).headline()


# What a history may look like

@settings(max_examples=60, deadline=None)
@given(
    values=st.lists(
        st.one_of(st.none(), st.just(0.0), st.floats(0, 1e6), st.integers(0, 9).map(float)),
        max_size=70),
    freq=st.sampled_from(FREQUENCIES), horizon=st.integers(1, 15),
)
def test_an_odd_series_gets_a_sound_forecast_or_a_refusal(values, freq, horizon):
    series = by_period(np.array(values, dtype=float), freq)
    try:
        forecast = forecast_demand(series, horizon)
    except NotEnoughData as refusal:
        known = series[series.notna()]
        assert "it needs at least" in str(refusal)
        assert freq == "D" or len(known) < 4 or (known.iloc[:-3] == 0).any()
        return
    assert_sound(forecast, horizon)


@pytest.mark.parametrize("values", [
    [5.0] * 30, [5.0] * 9, [0.0] * 30, np.arange(1.0, 40),
    np.r_[np.full(30, 100.0), np.full(9, 400)], np.r_[np.full(30, 100.0), np.zeros(5)],
    2.0 ** np.arange(40), [1.0] * 20 + [1e6] + [1.0] * 20,
    [3.0, 4, 5, 6], [3.0, np.nan, 5, 6, np.nan, 4], np.tile([0.0, 0, 8, 0], 12),
], ids=["constant", "short constant", "zeros", "line", "level shift", "ended", "explosive", "spike",
        "four points", "gaps", "every fourth month"])
@pytest.mark.parametrize("freq", FREQUENCIES[1:])
def test_plain_odd_cases_are_sound(values, freq):
    assert_sound(forecast_demand(by_period(values, freq), 8), 8)


def test_a_constant_stays_and_says_that_its_interval_knows_nothing():
    forecast = forecast_demand(by_period([5.0] * 30), 4)
    assert forecast.frame.to_numpy() == pytest.approx(5)
    assert "never varied" in forecast.caveats[-1]


def test_nothing_sold_is_forecast_as_nothing():
    assert (forecast_demand(by_period([0.0] * 30), 4).frame == 0).all(axis=None)
    assert (forecast_demand(by_period([0.0] * 60, "D"), 4).frame == 0).all(axis=None)


def test_after_a_level_shift_the_new_level_is_forecast():
    rng = np.random.default_rng(3)
    shifted = by_period(np.r_[rng.normal(100, 5, 30), rng.normal(400, 5, 14)])
    assert forecast_demand(shifted, 6).frame["mean"].mean() == pytest.approx(400, rel=0.1)
    daily = by_period(np.r_[rng.poisson(40, 200), rng.poisson(80, 42)], "D")
    assert forecast_demand(daily, 14).frame["mean"].mean() == pytest.approx(80, rel=0.1)


def test_a_closed_month_is_no_demand_of_zero():
    series = seasonal(4, noise=0.02)
    series.iloc[15] = 0
    forecast = forecast_demand(series, 12)
    assert forecast.frame["mean"].to_numpy() == pytest.approx(200 * SHAPE, rel=0.07)
    assert forecast.caveats == (
        "1 month without a sale, among months that sell well, counted as closed or sold out, not "
        "as no demand.",)
    assert forecast.history.iloc[15] == 0


def test_zeros_that_chance_explains_are_demand():
    counts = by_period(np.random.default_rng(5).poisson(1.2, 120))
    forecast = forecast_demand(counts, 3)
    assert forecast.caveats == ()
    assert forecast.frame["mean"].mean() == pytest.approx(counts.mean(), rel=0.3)


def test_what_is_missing_is_unknown_and_said():
    whole = seasonal(5, noise=0.02)
    gaps = whole.drop(whole.index[[7, 20]]).mask(whole.index[~whole.index.isin(
        whole.index[[7, 20]])] == whole.index[33])
    forecast = forecast_demand(gaps, 12)
    assert forecast.frame["mean"].to_numpy() == pytest.approx(200 * SHAPE, rel=0.07)
    assert forecast.caveats[0].startswith("3 months in the history without a value")
    assert forecast.history.isna().sum() == 3


def test_an_unfinished_last_period_is_forecast():
    series = by_period([10.0, 12, 11, 9, 10, np.nan])
    assert forecast_demand(series, 1).frame.index[0] == pd.Period("2021-06")


def test_periods_before_the_first_sale_are_left_out():
    forecast = forecast_demand(by_period(np.r_[np.zeros(20), np.full(8, 30.0)]), 2)
    assert forecast.frame["mean"].to_numpy() == pytest.approx(30)
    assert forecast.caveats[0].startswith("20 months before the first sale left out")


def test_zeros_at_the_end_are_demand_and_said():
    forecast = forecast_demand(by_period(np.r_[np.full(30, 20.0), np.zeros(8)]), 2)
    assert forecast.frame["mean"].max() < 10
    assert forecast.caveats[0].startswith("8 months at the end without a sale")


def test_order_type_and_time_zone_of_the_index_do_not_matter():
    sold, _, _ = days(60)
    expected = forecast_demand(sold, 7).frame
    for same in (
        sold.sample(frac=1, random_state=1), sold.tz_localize("Europe/Berlin"),
        sold.set_axis(sold.index.astype(str)), sold.astype("Int64"), sold.astype(object),
        sold.astype(int).astype(str), sold.set_axis(sold.index.to_period("D")),
    ):
        pd.testing.assert_frame_equal(forecast_demand(same, 7).frame, expected)


@pytest.mark.parametrize("freq, first, period", [
    ("MS", "2024-02", "month"), ("ME", "2024-02", "month"), ("QS", "2028Q2", "quarter"),
    ("YE", "2047", "year"), ("W-MON", "2023-06-26/2023-07-02", "week"),
    ("W-SUN", "2023-06-26/2023-07-02", "week"), ("D", "2023-01-27", "day"),
])
def test_dates_are_read_as_the_periods_they_stand_for(freq, first, period):
    start = "2023-01-02" if freq[0] in "WD" else "2022-01-01"
    index = pd.date_range(start, periods=25, freq=freq)
    forecast = forecast_demand(pd.Series(np.full(25, 9.0), index), 2)
    assert forecast.period == period
    assert str(forecast.frame.index[0]) == first


def test_gaps_do_not_hide_the_period():
    months = pd.date_range("2022-01-01", periods=24, freq="MS").delete([3, 4, 11])
    assert forecast_demand(pd.Series(np.full(21, 9.0), months), 2).period == "month"
    weeks = pd.date_range("2022-01-03", periods=24, freq="7D").delete([3, 4, 11])
    forecast = forecast_demand(pd.Series(np.full(21, 9.0), weeks), 2)
    assert str(forecast.frame.index[0]) == "2022-06-20/2022-06-26"


@pytest.mark.parametrize("series, message", [
    ([1.0, 2, 3], "pandas Series"),
    (pd.Series([1.0, 2, 3]), "needs dates as its index"),
    (pd.Series([], dtype=float), "empty"),
    (by_period([1.0, -2, 3, 4]), "below 0, the first -2 in 2021-02"),
    (by_period([1.0, np.inf, 3, 4]), "beyond any count, the first inf in 2021-02"),
    (by_period(["1", "two", "3", "4"]), "cannot be read as a number; the first is 'two'"),
    (by_period(np.array([1 + 1j] * 4)), "cannot be read as a number"),
    (pd.Series([1.0, 2, 3], pd.to_datetime(["2024-01-01", "2024-01-01", "2024-01-02"])),
     "2024-01-01 has more than one value"),
    (pd.Series([1.0, 2], pd.DatetimeIndex(["2024-01-01", None])), "dates of the series are miss"),
    (by_period([1.0] * 30, "h"), "goes by 'h'"),
    (by_period([1.0] * 9, "2M"), "goes by '2M'"),
])
def test_what_cannot_be_read_is_refused_in_plain_words(series, message):
    with pytest.raises(OwnerError, match=message):
        forecast_demand(series, 3)


@pytest.mark.parametrize("series, has, needs", [
    (by_period([3.0]), "1 month", "4 months"), (by_period([3.0] * 13, "D"), "13 days", "14 days"),
    (by_period([np.nan] * 9, "Q-DEC"), "no known value", "4 quarters"),
])
def test_too_short_a_history_is_refused(series, has, needs):
    with pytest.raises(NotEnoughData, match=f"it has {has}; it needs at least {needs}"):
        forecast_demand(series, 3)


@pytest.mark.parametrize("options", [
    {"horizon": 0}, {"horizon": 2.5}, {"horizon": True}, {"levels": ()}, {"levels": (80,)}])
def test_options_that_make_no_sense_are_refused(options):
    with pytest.raises(ValueError, match="horizon is|levels lie"):
        forecast_demand(seasonal(2), **{"horizon": 3, **options})


# The methods for months, quarters and years

@pytest.mark.parametrize("kind, trend, season", [
    (NONE, None, None), (NONE, "add", None), (ADDITIVE, "add", "add"),
    (MULTIPLICATIVE, None, "mul"), (MULTIPLICATIVE, "add", "mul"),
])
def test_a_member_of_the_grid_is_statsmodels_exponential_smoothing(kind, trend, season):
    values = seasonal(4, 1.0, growth=0.01, noise=0.1).to_numpy()
    indices = {ADDITIVE: SHAPE - SHAPE.mean(), MULTIPLICATIVE: SHAPE}
    initial = {kind: indices[kind]} if kind else None
    smoothed = smooth(values, initial, (kind,))
    members = grid(12 if kind else 1, (kind,))
    place = np.flatnonzero((members.beta > 0) == (trend is not None))[4]
    model = ETSModel(
        values, trend=trend, seasonal=season, damped_trend=trend is not None,
        seasonal_periods=12 if season else None)
    level, slope = _beginning(values, indices.get(kind), kind, trended=trend is not None)
    parameters = {"smoothing_level": members.alpha[place], "smoothing_trend": members.beta[place],
                  "smoothing_seasonal": members.gamma[place], "damping_trend": members.phi[place],
                  "initial_level": level, "initial_trend": slope}
    initial_names = [name for name in model.param_names if name.startswith("initial_seasonal")]
    parameters |= dict(zip(initial_names, indices.get(kind, SHAPE)[::-1]))
    fixed = model.smooth([parameters[name] for name in model.param_names])
    # With a multiplicative season statsmodels divides by the level after its update, not before.
    close = 1e-3 if kind == MULTIPLICATIVE else 1e-9
    assert smoothed.residuals[:, place] == pytest.approx(np.asarray(fixed.resid), abs=close)
    alone = replace(smoothed)
    alone.__dict__["weights"] = (np.arange(len(members.alpha)) == place).astype(float)
    assert alone.forecast(15) == pytest.approx(np.asarray(fixed.forecast(15)), abs=close)


def _beginning(values, indices, kind, trended):
    adjusted = values
    if kind:
        tiled = np.tile(indices, 4)
        adjusted = values - tiled if kind == ADDITIVE else values / tiled
    first = adjusted[:16]
    slope, intercept = np.polyfit(np.arange(1, 17), first, 1)
    return (intercept, slope) if trended else (first.mean(), 0.0)


def test_theta_is_simple_smoothing_with_half_the_slope_as_drift():
    """Hyndman and Billah (2003): the mean of the line, and of smoothing what doubles its rest."""
    values = seasonal(4, 1.0, growth=0.02, noise=0.1).to_numpy()
    smoothed = smooth(values)
    place = np.arange(1, len(values) + 1)
    slope, intercept = np.polyfit(place, values, 1)
    without_trend = np.flatnonzero(smoothed.grid.beta == 0)
    best = without_trend[np.argmin(smoothed.squared_errors[without_trend])]
    state = 2 * values[:16].mean() - intercept
    for doubled in 2 * values - (intercept + slope * place):
        state += smoothed.grid.alpha[best] * (doubled - state)
    line = intercept + slope * (len(values) + np.arange(1, 7))
    assert theta(values, smoothed, 6) == pytest.approx((line + state) / 2, abs=1e-9)


def test_seasonal_indices_are_as_strong_as_the_years_agree():
    rng = np.random.default_rng(2)
    assert yearly_shape(np.tile(SHAPE, 4), 12) == pytest.approx(
        SHAPE / np.exp(np.log(SHAPE).mean()), rel=0.01)
    noise = yearly_shape(np.exp(rng.normal(0, 0.2, 48)), 12)
    assert np.abs(np.log(noise)).mean() < 0.06  # the means of four draws alone would be 0.08
    assert (yearly_shape(np.ones(9), 12) == 1).all()


def test_two_years_of_quarters_are_enough_to_see_a_season():
    quarters = np.array([0.6, 1.0, 1.5, 0.9])
    assert yearly_shape(np.tile(quarters, 2), 4) == pytest.approx(
        quarters / np.exp(np.log(quarters).mean()), rel=0.15)


@pytest.mark.parametrize("points, season, members", [
    (36, 12, ("exponential smoothing with the season", 4)), (12, 4, ("exponential smoothing", 4)),
    (35, 12, ("a model of level", 4)), (24, 12, ("a model of level", 4)),
    (23, 12, ("a model of level", 1)), (4, 12, ("a model of level", 1)),
    (8, 4, ("a model of level", 4)), (7, 4, ("a model of level", 1)),
    (6, 1, ("the theta method", 2)), (5, 1, ("exponential smoothing without", 1))])
def test_a_short_history_bears_other_methods(points, season, members):
    first, count = members
    found = members_for(points, season)
    assert found[0].startswith(first) and len(found) == count


# Histories of one or two years

@pytest.mark.parametrize("season", [4, 12, 52])
def test_a_season_of_a_short_history_adds_up_to_nothing_over_the_year(season):
    for correlations in (short.smooth_season(season), short.free_season(season)):
        assert correlations[0] == pytest.approx(1)
        assert correlations[1:] == pytest.approx(correlations[:0:-1])
        assert correlations.sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize("model", [(1e4, 0.1, 0.003, 10, 0), (1e4, 1.0, 0.003, 0, 1)])
def test_one_structural_model_is_a_conditional_distribution(monkeypatch, model):
    """By the blocks of the whole covariance's inverse; Student's t, as the scale is unknown."""
    monkeypatch.setattr(short, "MODELS", np.array([model]))
    values = seasonal(2, 1.0, noise=0.2).to_numpy()[:15].copy()
    values[4] = np.nan
    point, paths = short.structural(values, 12, 3, 40_000, np.random.default_rng(0))
    known = np.isfinite(values)
    places = np.r_[np.flatnonzero(known), 15, 16, 17]
    precision = np.linalg.inv(
        np.tensordot(model, short.parts(18, 12), 1)[np.ix_(places, places)] + np.eye(17))
    off = values[known] - values[known].mean()
    ahead, across = precision[14:, 14:], precision[14:, :14]
    assert point == pytest.approx(
        values[known].mean() - np.linalg.solve(ahead, across @ off), rel=1e-6)
    past = precision[:14, :14] - across.T @ np.linalg.solve(ahead, across)
    expected = off @ past @ off / (14 - 3) * np.linalg.inv(ahead)
    assert np.cov(paths.T) == pytest.approx(expected, rel=0.05)


def test_one_year_that_swings_smoothly_is_read_as_a_season():
    wave = 100 + 40 * np.cos(2 * np.pi * np.arange(24) / 12)
    forecast = forecast_demand(by_period(wave[:12]), 12).frame["mean"]
    assert forecast.to_numpy() == pytest.approx(wave[12:], rel=0.12)


def test_one_year_that_rose_to_a_new_level_stays_there():
    risen = by_period(np.r_[np.full(6, 100.0), np.full(6, 200.0)] + np.tile([-3.0, 4, 1, -2], 3))
    assert forecast_demand(risen, 4).frame["mean"].mean() > 150


def test_one_year_of_noise_is_forecast_calmer_than_it_was():
    calmer = []
    for seed in range(20):
        noise = by_period(np.random.default_rng(seed).normal(100, 20, 12))
        calmer.append(forecast_demand(noise, 12).frame["mean"].std() / noise.std())
    assert 0.2 < np.mean(calmer) < 0.8


@pytest.mark.parametrize("months", [9, 14, 27])
def test_intervals_of_short_histories_hold_about_as_many_months_as_they_say(months):
    held = []
    for seed in range(60):
        series = seasonal(4, noise=0.15, seed=seed)
        frame = forecast_demand(series.iloc[:months], 8).frame
        actual = series.iloc[months:months + 8]
        held.append([actual.between(frame[f"lower_{n}"], frame[f"upper_{n}"]).mean()
                     for n in (80, 95)])
    within_80, within_95 = np.mean(held, axis=0)
    assert 0.72 < within_80 < 0.95
    assert 0.9 < within_95 < 0.999


# Intervals

def test_intervals_hold_about_as_many_months_as_they_say():
    held = []
    for seed in range(40):
        series = seasonal(6, noise=0.1, seed=seed)
        frame = forecast_demand(series.iloc[:-12], 12).frame
        actual = series.iloc[-12:]
        held.append([actual.between(frame[f"lower_{n}"], frame[f"upper_{n}"]).mean()
                     for n in (80, 95)])
    within_80, within_95 = np.mean(held, axis=0)
    assert 0.74 < within_80 < 0.92
    assert 0.9 < within_95 < 0.995


# Demand that comes and goes

def test_rare_demand_is_the_mean_of_the_last_twelve_with_a_little_of_the_long_run():
    series = by_period([0.0, 0, 0, 4] * 6 + [0, 0, 0, 1] * 3)
    forecast = forecast_demand(series.iloc[3:], 4)
    assert forecast.frame["mean"].to_numpy() == pytest.approx((3 + 27 / 33) / 13)
    assert forecast.method == "the mean of the last 12 months, as most months have no sale"
    assert np.array_equal(forecast.paths, forecast.paths.round())
    assert forecast.paths.mean() == pytest.approx(forecast.frame["mean"].mean(), rel=0.2)


def test_the_quantiles_of_rare_counts_hold_as_many_as_they_say():
    rng = np.random.default_rng(4)
    held = []
    for _ in range(60):
        counts = by_period(rng.negative_binomial(0.4, 0.3, 66))
        if (counts.iloc[:60] > 0).any():
            frame = forecast_demand(counts.iloc[:60], 6).frame
            held.append((counts.iloc[60:] <= frame["upper_95"]).mean())
    assert 0.93 < np.mean(held) <= 1


def test_rare_sums_of_money_are_no_counts():
    forecast = forecast_demand(by_period([0.0, 0, 0, 12.5] * 8), 3)
    assert set(np.unique((forecast.paths > 0) * 1)) == {0, 1}
    assert forecast.paths.mean(axis=0) == pytest.approx(forecast.frame["mean"])


# Daily sales

def test_closed_days_are_forecast_as_zero():
    sold, context, _ = days()
    context.loc[context["date"] == sold.index[-1] + pd.Timedelta(days=3), "open"] = False
    forecast = forecast_demand(sold, 28, context=context)
    closed = forecast.frame.index.day_of_week == 6
    closed[2] = True
    assert (forecast.paths[:, closed] == 0).all()
    assert (forecast.frame.loc[~closed, "lower_95"] > 0).all()


def test_a_weekday_that_never_sells_is_closed_without_being_told():
    sold, _, _ = days()
    for series in (sold, sold[sold > 0]):
        frame = forecast_demand(series, 14).frame
        assert ((frame["mean"] == 0) == (frame.index.day_of_week == 6)).all()


def test_weekdays_and_events_are_recovered():
    sold, context, expected = days(700, level=200)
    frame = forecast_demand(sold, 28, context=context).frame
    is_open = expected > 0
    assert (frame["mean"] / expected)[is_open].to_numpy() == pytest.approx(1, abs=0.09)
    event = context["event"].notna().to_numpy()[700:]
    lift = (frame["mean"] / expected)[event & is_open].mean()
    assert event.any() and lift == pytest.approx(1, abs=0.05)


def test_weather_counts_where_it_is_known():
    rng = np.random.default_rng(6)
    sold, context, _ = days(500, level=200, event_lift=1.0)
    rain = rng.gamma(0.5, 8, len(context))
    context["rain"], context["temperature"] = rain, np.nan
    sold = (sold * np.exp(-0.15 * np.log1p(rain[:500]))).round()
    wet, dry = context.copy(), context.copy()
    wet.loc[500:, "rain"], dry.loc[500:, "rain"] = 20.0, 0.0
    ratio = (forecast_demand(sold, 28, context=wet).frame["mean"].sum()
             / forecast_demand(sold, 28, context=dry).frame["mean"].sum())
    assert ratio == pytest.approx(np.exp(-0.15 * np.log1p(20)), rel=0.05)


def test_public_holidays_come_from_the_country():
    dates = pd.date_range("2021-01-01", "2024-12-20")
    sold = pd.Series(np.random.default_rng(7).poisson(100, len(dates)).astype(float), dates)
    christmas = (dates.month == 12) & (dates.day == 25)
    sold[christmas] = 30
    told, untold = (forecast_demand(sold, 10, country=country).frame["mean"]["2024-12-25"]
                    for country in ("GB", None))
    assert told < 65 < untold
    with pytest.raises(OwnerError, match="No public holidays are known for the country 'Atlantis'"):
        forecast_demand(sold, 10, country="Atlantis")


def test_intervals_hold_about_as_many_days_as_they_say():
    held = []
    for seed in range(12):
        sold, context, _ = days(300 + 28, seed=seed, ahead=0)
        frame = forecast_demand(sold.iloc[:-28], 28, context=context).frame
        actual = sold.iloc[-28:].set_axis(frame.index)
        selling = actual.index.day_of_week != 6
        held.append([actual[selling].between(
            frame[f"lower_{n}"][selling], frame[f"upper_{n}"][selling]).mean() for n in (80, 95)])
    within_80, within_95 = np.mean(held, axis=0)
    assert 0.74 < within_80 < 0.88
    assert 0.91 < within_95 < 0.985


@pytest.mark.parametrize("alike", [
    lambda table: table.assign(date=table["date"].astype(str)),
    lambda table: table.assign(date=table["date"].dt.tz_localize("UTC")),
    lambda table: table.assign(open=table["open"].astype("boolean"), event=table["event"].astype(
        "str")),
    lambda table: table.assign(open=table["open"].astype(object).where(table.index % 9 > 0)),
    lambda table: table.assign(rain=0.0, temperature=np.nan).sample(frac=1, random_state=1),
], ids=["text dates", "time zone", "flags", "open unknown", "constant weather"])
def test_a_table_of_days_may_come_in_other_types(alike):
    sold, context, _ = days(80)
    for result in (forecast_demand, backtest):
        pd.testing.assert_frame_equal(
            result(sold, 7, context=alike(context)).frame, result(sold, 7, context=context).frame)


@pytest.mark.parametrize("broken, message", [
    (lambda table: table.drop(columns="date"), "no column 'date'"),
    (lambda table: pd.concat([table, table.tail(1)]), "more than once"),
    (lambda table: table.assign(date="soon"), "no date, such as 'soon'"),
    (lambda table: table.assign(open=False), "it has 0 days"),
])
def test_a_broken_table_of_days_is_refused(broken, message):
    sold, context, _ = days(60)
    with pytest.raises(OwnerError, match=message):
        forecast_demand(sold, 7, context=broken(context))


# Several products

def test_a_total_adds_paths_not_bounds():
    bread, cake = (
        forecast_demand(seasonal(4, level, noise=0.2, seed=seed).iloc[seed:], 6)
        for level, seed in ((200, 0), (80, 1)))
    both = total({"bread": bread, "cake": cake})
    assert np.array_equal(both.paths, bread.paths + cake.paths)
    assert both.frame["mean"].to_numpy() == pytest.approx(
        (bread.frame["mean"] + cake.frame["mean"]).to_numpy())
    assert (both.frame["upper_95"] < bread.frame["upper_95"] + cake.frame["upper_95"]).all()
    assert both.history.iloc[-1] == bread.history.iloc[-1] + cake.history.iloc[-1]
    assert len(both.history) == 47
    assert both.method == "the sum of 2 forecasts, path by path"


def test_products_that_move_together_do_so_in_their_paths():
    series = seasonal(4, noise=0.2)
    twins = total([forecast_demand(series, 3), forecast_demand(2 * series, 3)])
    alone = forecast_demand(3 * series, 3)
    assert twins.frame.to_numpy() == pytest.approx(alone.frame.to_numpy())
    rare = [by_period(np.random.default_rng(seed).poisson(0.4, 40)) for seed in (1, 2)]
    left, right = (forecast_demand(counts, 3).paths.sum(axis=1) for counts in rare)
    assert abs(np.corrcoef(left, right)[0, 1]) < 0.1


def test_what_does_not_fit_together_is_not_added():
    with pytest.raises(OwnerError, match="no forecast to add"):
        total([])
    with pytest.raises(OwnerError, match="same periods"):
        total([forecast_demand(seasonal(3), 3), forecast_demand(seasonal(3), 4)])


# Would it have been right before?

def test_a_backtest_by_hand():
    """Yearly 10, 20, 10, 20, …: what the backtest counts can be said by hand."""
    series = by_period([10.0, 20] * 6, "Y-DEC", "2010")
    tested = backtest(series, 2, origins=2)
    assert tested.frame["origin"].astype(str).tolist() == ["2017", "2017", "2019", "2019"]
    assert tested.frame["period"].astype(str).tolist() == ["2018", "2019", "2020", "2021"]
    assert tested.frame["actual"].tolist() == [10, 20, 10, 20]
    assert tested.frame["naive"].tolist() == [20, 20, 20, 20]
    assert tested.by_horizon["naive_error"].tolist() == [10, 0]
    assert tested.by_horizon["forecasts"].tolist() == [2, 2]
    assert tested.naive_error == 5
    for row in tested.frame.itertuples():
        known = series[series.index <= row.origin]
        assert row.mean == forecast_demand(known, 2).frame["mean"].iloc[row.step - 1]
    by_hand = (tested.frame["mean"] - tested.frame["actual"]).abs()
    assert tested.by_horizon["error"].tolist() == [
        pytest.approx(by_hand[[0, 2]].mean()), pytest.approx(by_hand[[1, 3]].mean())]
    assert tested.error == pytest.approx(by_hand.mean())
    within = tested.frame["actual"].between(tested.frame["lower_80"], tested.frame["upper_80"])
    assert tested.coverage[0.8] == within.mean()
    assert tested.earned_its_place == (tested.error < 5)


def test_a_backtest_knows_when_the_effort_paid():
    noisy = backtest(seasonal(7, noise=0.15), 6)
    assert noisy.earned_its_place and noisy.origins == 4
    assert noisy.headline().startswith("Tried on 4 past stretches of 6 months, the forecast was ")
    assert "it earned its place" in noisy.headline()
    exact = backtest(seasonal(7), 6)
    assert not exact.earned_its_place
    assert "does not earn its place" in exact.headline()


def test_a_backtest_of_days_leaves_out_the_closed_ones_and_does_not_know_the_weather():
    sold, context, _ = days(200, ahead=0)
    context["rain"] = np.random.default_rng(8).gamma(0.5, 8, len(context))
    tested = backtest(sold, 14, origins=2, context=context)
    assert tested.frame["period"].dt.day_of_week.max() == 5
    soaked = context.assign(rain=context["rain"].where(context.index < 172, 500.0))
    first = tested.frame["origin"] == tested.frame["origin"].iloc[0]
    again = backtest(sold, 14, origins=2, context=soaked).frame
    assert again.loc[first, "mean"].tolist() == tested.frame.loc[first, "mean"].tolist()


def test_rare_demand_is_not_judged_by_the_absolute_error():
    tested = backtest(by_period(np.random.default_rng(9).poisson(0.3, 60).astype(float)), 6)
    assert tested.measure == "root mean squared error"
    off = tested.frame["mean"] - tested.frame["actual"]
    assert tested.error == pytest.approx(np.sqrt((off**2).mean()))


def test_a_short_history_has_fewer_or_overlapping_stretches_or_none():
    assert backtest(by_period(np.arange(1.0, 13)), 4).origins == 1
    overlapping = backtest(by_period(np.arange(1.0, 16)), 4)
    assert overlapping.origins == 4
    assert overlapping.frame["origin"].astype(str).unique().tolist() == [
        "2021-08", "2021-09", "2021-10", "2021-11"]
    with pytest.raises(NotEnoughData, match="it has 11 months; it needs at least 12 months"):
        backtest(by_period(np.arange(1.0, 12)), 4)
