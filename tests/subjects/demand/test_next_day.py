import numpy as np
import pandas as pd
import pytest

from helpers import open_business
from helpers.core.problems import NotEnoughData
from helpers.subjects.demand.next_day import coming_day
from helpers.subjects.sales.day_effects import effects

SATURDAY, MONDAY = "2025-11-01", "2025-11-03"


@pytest.fixture(scope="module")
def found():
    bakery = open_business("bakery")
    return effects(bakery.table("orders"), bakery.table("daily_context"))


def test_an_ordinary_day_is_what_the_effects_say_of_it(found):
    coming = coming_day(found, SATURDAY, rain=0)
    assert coming.weekday == "Saturday"
    assert coming.expected["expected"] == pytest.approx(found.on_day("Saturday")["expected"])
    assert coming.moved_by.empty
    assert "Against" not in coming.headline()


def test_every_weekday_has_the_same_weather_and_event(found):
    wet = coming_day(found, SATURDAY, rain=3, event="Farmers' Market").frame["expected"]
    dry = coming_day(found, SATURDAY, rain=0).frame["expected"]
    ratios = found.frame["ratio"]
    assert (wet / dry).tolist() == pytest.approx([
        ratios[("weather", "a wet day")] * ratios[("event", "farmers' market")]] * len(wet))


def test_what_moves_the_day_is_told_with_its_interval(found):
    coming = coming_day(found, SATURDAY, rain=3, event="Farmers' Market")
    assert coming.moved_by.index.tolist() == ["farmers' market", "rain"]
    assert coming.moved_by.loc["rain"].tolist() == pytest.approx(
        found.frame.loc[("weather", "a wet day"), ["ratio", "lower", "upper"]].tolist())
    assert "farmers' market 23% more and rain 11% less" in coming.headline()


@pytest.mark.parametrize("degrees, what", [(-10, "cold"), (10, "warmth")])
def test_the_warmth_counts_against_that_of_late_with_its_ends_in_order(found, degrees, what):
    coming = coming_day(found, SATURDAY, temperature=found.usual_temperature + degrees)
    row, ten = coming.moved_by.loc[what], found.frame.loc[("weather", "10 degrees warmer")]
    assert row["ratio"] == pytest.approx(ten["ratio"] ** (degrees / 10))
    assert row["lower"] < row["ratio"] < row["upper"]


def test_weather_that_nobody_knows_lies_between_wet_and_dry(found):
    wet, unknown, dry = (coming_day(found, SATURDAY, rain=rain).expected["expected"]
                         for rain in (5, None, 0))
    assert wet < unknown < dry


def test_single_days_stray_farther_than_their_average(found):
    row = coming_day(found, SATURDAY, rain=0).expected
    assert row["low"] < row["lower"] < row["expected"] < row["upper"] < row["high"]


def test_eight_of_ten_days_lie_within_what_is_said():
    """Fitted on two years of days that stray by a tenth, tried on the days of another draw."""
    rng = np.random.default_rng(2)
    days = pd.date_range("2023-01-02", periods=1400)
    level = np.where(days.day_of_week == 5, 200.0, 100.0)
    sales = level * rng.normal(1, 0.1, len(days))
    orders = pd.DataFrame({"order_date": days, "quantity": sales})
    found = effects(orders[:699], measure="units")
    row = found.on_day("Saturday")
    later = sales[699:][days[699:].day_of_week == 5]
    assert 0.7 <= np.mean((later >= row["low"]) & (later <= row["high"])) <= 0.9


def test_an_event_that_could_not_be_judged_is_said_and_changes_nothing(found):
    plain, comet = (coming_day(found, SATURDAY, event=event) for event in ("", "comet"))
    assert comet.unknown_event and not plain.unknown_event
    pd.testing.assert_frame_equal(plain.frame, comet.frame)
    assert "no knowing what comet does to sales" in comet.headline()


def test_a_weekday_on_which_it_is_closed_is_refused(found):
    with pytest.raises(NotEnoughData, match="what a Monday brings"):
        coming_day(found, MONDAY)


def test_the_week_starts_as_asked(found):
    assert coming_day(found, SATURDAY, week_start="saturday").frame.index[0] == "Saturday"
    assert coming_day(found, SATURDAY).frame.index[0] == "Tuesday"


def test_units_are_said_as_units():
    bakery = open_business("bakery")
    found = effects(bakery.table("orders"), bakery.table("daily_context"), measure="units")
    assert " units" in coming_day(found, SATURDAY).headline(bakery.format)
