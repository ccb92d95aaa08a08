"""What a coming day should bring, by its weekday, its weather and what is on."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.demand_distributions import units
from helpers.stats.periods import WEEKDAYS, to_day
from helpers.stats.result import Result
from helpers.stats.wording import joined, share
from helpers.subjects.sales.day_effects import EVENT, WARMER, WEATHER, WEEKDAY, WET, Effects


@dataclass(frozen=True, eq=False, repr=False)
class ComingDay(Result):
    """What to expect of one day, beside the other weekdays under the same weather and event.

    Parameters
    ----------
    frame : DataFrame
        Index `weekday`, in the order of the week; `expected` sales of such a day at the level of
        the last month, `lower`, `upper` (95%, of the average of such days), and `low`, `high`,
        which hold eight of ten single days.
    moved_by : DataFrame
        Index `what`: the event, “wet” and the warmth, as far as they count; `ratio`, `lower`,
        `upper`: how many times as much is sold.
    day : Timestamp
        The day asked about.
    event : str
        What is on; "" for nothing.
    temperature, rain : float
        Degrees and millimetres; NaN where not known.
    unknown_event : bool
        Whether the event could not be judged, so that the day counts as one without it.
    measure : str
        `revenue` (in the business's currency) or `units`.
    """

    frame: pd.DataFrame
    moved_by: pd.DataFrame
    day: pd.Timestamp
    event: str
    temperature: float
    rain: float
    unknown_event: bool
    measure: str

    @property
    def weekday(self) -> str:
        """Such as `Saturday`."""
        return WEEKDAYS[self.day.day_of_week].capitalize()

    @property
    def expected(self) -> pd.Series:
        """The row of the day asked about."""
        return self.frame.loc[self.weekday]

    def amount(self, value: float, format: Format) -> str:
        """Sales in words."""
        if self.measure == "revenue":
            return format.money(value)
        return f"{units(value, format)} units"

    def headline(self, format: Format = PLAIN) -> str:
        """What to expect, how far single days stray, and what moves it."""
        row = self.expected
        on = f" ({self.event})" if self.event else ""
        said = (
            f"For {self.weekday}, {format.date(self.day)}{on}, expect about "
            f"{self.amount(row['expected'], format)}; on eight such days of ten it lies between "
            f"{self.amount(row['low'], format)} and {self.amount(row['high'], format)}."
        )
        moved = [f"{name} {share(abs(times - 1), format)} {'more' if times >= 1 else 'less'}"
                 for name, times in self.moved_by["ratio"].items()]
        against = (f" Against a {self.weekday} without an event, dry and as warm as of late: "
                   f"{joined(moved)}." if moved else "")
        unsaid = (f" There is no knowing what {self.event} does to sales." if self.unknown_event
                  else "")
        return f"{said}{against}{unsaid}"


def coming_day(
    found: Effects, day, *, event: str = "", temperature: float | None = None,
    rain: float | None = None, week_start: str = "monday",
) -> ComingDay:
    """What will that day bring, and what if it rains, or the market is on?

    Parameters
    ----------
    found : Effects
        From `effects`.
    day : date
        The day.
    event : str
        What is on; "" for nothing.
    temperature, rain : float, optional
        Degrees and millimetres expected; where not known, the last month's warmth, and rain as
        often as it usually falls.
    week_start : str
        The first day of a week.

    Returns
    -------
    ComingDay

    Raises
    ------
    NotEnoughData
        The business was open on that weekday too seldom to tell.

    Examples
    --------
    >>> from helpers.subjects.sales.day_effects import effects
    >>> days = pd.date_range("2025-03-03", periods=56)
    >>> sold = [8, 9, 8, 10, 12, 20, 10, 9, 8, 7, 11, 11, 21, 11] * 4
    >>> found = effects(pd.DataFrame({"order_date": days, "quantity": sold}), measure="units")
    >>> print(coming_day(found, "2025-05-03").headline())
    For Saturday, 3 May 2025, expect about 21 units; on eight such days of ten it lies between 19 \
units and 22 units.
    """
    day = to_day(day)
    weekday = WEEKDAYS[day.day_of_week].capitalize()
    known = list(found.frame.loc[WEEKDAY].index)
    if weekday not in known:
        raise NotEnoughData(f"what a {weekday} brings", f"hardly a {weekday} that was open",
                            "at least three")
    judged = event if found.knows(event) else ""
    start = WEEKDAYS.index(week_start)
    order = sorted(known, key=lambda name: (WEEKDAYS.index(name.lower()) - start) % 7)
    rain = np.nan if rain is None else float(rain)
    rows = {name: found.on_day(name, event=judged or None, temperature=temperature, rain=rain)
            for name in order}
    return ComingDay(
        frame=pd.DataFrame(rows).T.rename_axis("weekday"),
        moved_by=_moved_by(found, judged, temperature, rain), day=day, event=event,
        temperature=np.nan if temperature is None else float(temperature),
        rain=rain,
        unknown_event=bool(event and not judged), measure=found.measure,
    )


def _moved_by(found: Effects, event: str, temperature, rain) -> pd.DataFrame:
    """What makes the day differ from an ordinary one of its weekday, as multiples."""
    frame, rows = found.frame[["ratio", "lower", "upper"]], {}
    if event:
        named = next(name for kind, name in frame.index
                     if kind == EVENT and name.casefold() == event.casefold())
        rows[named] = frame.loc[(EVENT, named)]
    if rain >= found.wet_from and (WEATHER, WET) in frame.index:
        rows["rain"] = frame.loc[(WEATHER, WET)]
    usual = found.usual_temperature
    if temperature is not None and (WEATHER, WARMER) in frame.index and temperature != usual:
        tens = (temperature - usual) / 10
        warmth = frame.loc[(WEATHER, WARMER)] ** tens
        if tens < 0:
            warmth[["lower", "upper"]] = warmth[["upper", "lower"]].to_numpy()
        rows["warmth" if tens > 0 else "cold"] = warmth
    return pd.DataFrame.from_dict(rows, orient="index",
                                  columns=["ratio", "lower", "upper"]).rename_axis("what")
