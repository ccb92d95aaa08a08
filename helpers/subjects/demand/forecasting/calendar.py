"""What is known of each day, past and future: open or not, events, holidays, weather."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.problems import OwnerError

CHANCE = 0.01
WEEKS_LOOKED_BACK = 8
WEATHER = ("temperature", "rain")


@dataclass(frozen=True)
class Calendar:
    """One row per day of history and future.

    Parameters
    ----------
    days : DatetimeIndex
        Every day, without a gap.
    open : array of bool
        Whether the business is, or is expected to be, open.
    events, holidays : array of str
        What is on that day; "" for nothing.
    weather : array
        Days × temperature and rain; NaN where unknown.
    """

    days: pd.DatetimeIndex
    open: np.ndarray
    events: np.ndarray
    holidays: np.ndarray
    weather: np.ndarray

    def without_weather_from(self, day: int) -> "Calendar":
        """As it was known on a past day: nobody had seen the weather that was to come."""
        weather = self.weather.copy()
        weather[day:] = np.nan
        return Calendar(self.days, self.open, self.events, self.holidays, weather)


def read_calendar(
    history: pd.Series, horizon: int, context: pd.DataFrame | None, country: str | None
) -> Calendar:
    """The calendar of a daily history (PeriodIndex) and the days after it."""
    days = pd.date_range(history.index[0].start_time, periods=len(history) + horizon)
    frame = _by_day(context, days)
    is_open = frame["open"].to_numpy(dtype=float, na_value=np.nan)
    usually = _usually_open(days, is_open, history.to_numpy())
    is_open = np.where(np.isnan(is_open), usually[days.day_of_week], is_open > 0)
    events = frame["event"].astype("str").fillna("").str.strip().str.casefold()
    return Calendar(
        days, is_open.astype(bool), events.to_numpy(dtype=object),
        national_holidays(days, country),
        frame[list(WEATHER)].to_numpy(dtype=float, na_value=np.nan),
    )


def national_holidays(days: pd.DatetimeIndex, country: str | None) -> np.ndarray:
    """The name of each day's public holiday, "" for none.

    Raises
    ------
    OwnerError
        Where the country is not known.
    """
    if country is None:
        return np.full(len(days), "", dtype=object)
    from holidays import country_holidays  # slow to import, and many need no country

    try:
        known = country_holidays(country, years=range(days[0].year, days[-1].year + 1))
    except NotImplementedError as error:
        raise OwnerError(
            f"No public holidays are known for the country {country!r}. Give its two letters, "
            "such as GB, or leave it out and name the holidays as events."
        ) from error
    return np.array([known.get(day, "") for day in days.date], dtype=object)


def context_days(context: pd.DataFrame) -> pd.DatetimeIndex:
    """The days of the context table's rows."""
    if "date" not in context:
        raise OwnerError("The table of days (context) has no column 'date'. It needs one.")
    try:
        dates = pd.DatetimeIndex(pd.to_datetime(context["date"]))
    except (TypeError, ValueError) as error:
        raise OwnerError(
            "The column 'date' of the table of days (context) holds something that is no date, "
            f"such as {context['date'].iloc[0]!r}."
        ) from error
    return dates.tz_localize(None).normalize()


def _by_day(context: pd.DataFrame | None, days: pd.DatetimeIndex) -> pd.DataFrame:
    """The context table with a row for every day, and every column."""
    columns = ["open", "event", *WEATHER]
    if context is None:
        return pd.DataFrame(np.nan, days, columns).astype({"event": object})
    dates = context_days(context)
    if dates.has_duplicates:
        raise OwnerError(
            f"The table of days (context) has {dates[dates.duplicated()][0]:%d %b %Y} more than "
            "once. It needs one row for each day."
        )
    return context.set_axis(dates).reindex(index=days, columns=columns)


def _usually_open(days: pd.DatetimeIndex, is_open: np.ndarray, values: np.ndarray) -> np.ndarray:
    """For Monday to Sunday, whether such a day is open where nothing says so.

    As most of the last weeks that the context knows; otherwise closed if never anything was sold
    then, and that is no chance.
    """
    usually = np.ones(7, dtype=bool)
    known = np.isfinite(values)
    for weekday in range(7):
        of_week = days.day_of_week == weekday
        said = is_open[of_week & np.isfinite(is_open)]
        if len(said):
            usually[weekday] = said[-WEEKS_LOOKED_BACK:].mean() > 0.5
            continue
        past, others = (chosen[:len(values)] & known for chosen in (of_week, ~of_week))
        if others.any() and not (values[past] > 0).any():
            by_chance = (values[others] == 0).mean() ** of_week[:len(values)].sum()
            usually[weekday] = by_chance > CHANCE
    return usually
