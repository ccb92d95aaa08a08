"""What we will do for our community in the next quarter, and whether we have the hours for it."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined, share
from helpers.subjects.community.review import (
    ADAPTABILITY, AUTHENTICITY, CONSISTENCY, QUALITIES, RECIPROCITY, VALUE,
)

WEEKS = 13
WEEKS_BETWEEN = {"every week": 1, "every two weeks": 2, "every four weeks": 4, "once a quarter": 13}
CLOSE = 1e-9


@dataclass(frozen=True)
class Activity:
    """Something a business can do for its community.

    Parameters
    ----------
    name, text : str
        Its name in a plan, and in words.
    quality : str
        What it shows most, of `QUALITIES`.
    answered : bool
        Whether people answer one another in it; else it goes one way, from us to them.
    hours : float
        What it usually takes each time, with all that goes before and after.
    """

    name: str
    text: str
    quality: str
    answered: bool
    hours: float


ACTIVITIES = (
    Activity("replies", "answer messages and reviews", CONSISTENCY, True, 0.5),
    Activity("thanks", "thank people by name", RECIPROCITY, True, 0.25),
    Activity("referrals", "ask happy customers to tell a friend", RECIPROCITY, True, 0.25),
    Activity("questions", "ask three customers what they want", ADAPTABILITY, True, 0.5),
    Activity("posts", "show the work: a photo, a story", AUTHENTICITY, False, 0.5),
    Activity("tips", "share a tip, a recipe, a how-to", VALUE, False, 1.0),
    Activity("open_door", "open door: coffee, visit, look behind", AUTHENTICITY, True, 3.0),
    Activity("workshop", "workshop or demonstration", VALUE, True, 6.0),
    Activity("partner", "something with a local business or club", RECIPROCITY, True, 4.0),
)
BY_NAME = {activity.name: activity for activity in ACTIVITIES}


@dataclass(frozen=True, eq=False, repr=False)
class ActivityPlan(Result):
    """A quarter of activities, week by week, against the hours there are.

    Parameters
    ----------
    activities : DataFrame
        Index `activity` (names as in `ACTIVITIES`); `text`, `quality`, `answered`, `how_often`,
        `hours_each`, `times` in the quarter and `hours` in all.
    schedule : DataFrame
        Hours, activity by week (columns `week`, 1 to 13); 0 where there are none.
    hours_a_week : float
        The hours there are; NaN where nobody has said.
    leave_out : str or None
        Where the plan asks for more than there is: the smallest activity without which it fits;
        None where it fits, or where no single one is enough.
    """

    activities: pd.DataFrame
    schedule: pd.DataFrame
    hours_a_week: float
    leave_out: str | None

    @property
    def by_week(self) -> pd.Series:
        """Hours asked for, week by week."""
        return self.schedule.sum()

    @property
    def hours(self) -> float:
        """Hours asked for in the quarter."""
        return float(self.activities["hours"].sum())

    @property
    def hours_there_are(self) -> float:
        """Hours that the owner has in the quarter; NaN where nobody has said."""
        return self.hours_a_week * self.schedule.shape[1]

    @property
    def fits(self) -> bool:
        """Whether the quarter has the hours; no where nobody has said how many there are."""
        return bool(self.hours <= self.hours_there_are + CLOSE)

    @property
    def weeks_over(self) -> list[int]:
        """The weeks that ask for more than a week has."""
        over = self.by_week > self.hours_a_week + CLOSE
        return over.index[over].tolist()

    @property
    def answered_share(self) -> float:
        """The share of the hours in which people can answer; NaN where nothing is planned."""
        hours = self.activities["hours"]
        return float(hours[self.activities["answered"]].sum() / hours.sum()) if len(hours) \
            else np.nan

    @property
    def not_shown(self) -> list[str]:
        """Qualities of the self-review that no activity of the plan shows most."""
        return [name for name in QUALITIES if name not in set(self.activities["quality"])]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        return ("Hours are your own guesses. Note for a month what each really took, and change "
                "the plan.",)

    def headline(self, format: Format = PLAIN) -> str:
        """What the plan asks for, whether it fits, and how much of it people can answer."""
        if self.activities.empty:
            return "Nothing is planned yet."
        weeks = format.number(self.schedule.shape[1])
        asks = f"The plan asks for {_hours(self.hours, format)} in {weeks} weeks"
        return f"{asks}{self._fit_words(format)} {self._answered_words(format)}"

    def _answered_words(self, format: Format) -> str:
        if self.activities["answered"].all():
            return "In all of that time people can answer."
        if not self.activities["answered"].any():
            return "All of it goes one way: nobody can answer."
        return (f"In {share(self.answered_share, format)} of that time people can answer; the rest "
                "goes one way.")

    def _fit_words(self, format: Format) -> str:
        if np.isnan(self.hours_a_week):
            return "; nobody has said how many hours there are."
        there_are = _hours(self.hours_there_are, format)
        if not self.fits:
            way_out = (f"It would fit without “{self.activities.loc[self.leave_out, 'text']}”."
                       if self.leave_out else "Leaving out one of them is not enough.")
            return f", and there are {there_are}: it does not fit. {way_out}"
        if not self.weeks_over:
            return f"; there are {there_are}, and it fits in every week."
        busiest = self.by_week.idxmax()
        most = _hours(self.by_week[busiest], format)
        return (f"; there are {there_are}, so it fits in all, but not in "
                f"{_weeks(self.weeks_over, format)}. Week {busiest} asks for {most}: begin "
                "earlier.")


def activity_plan(
    chosen: Mapping[str, tuple[str, float | None]], *, hours_a_week: float | None = None,
    weeks: int = WEEKS,
) -> ActivityPlan:
    """Which activities, how often, and do we have the hours?

    Parameters
    ----------
    chosen : mapping of str to (str, float or None)
        By names in `ACTIVITIES`: how often, in words of `WEEKS_BETWEEN`, and hours each time; None
        for what it usually takes.
    hours_a_week : float, optional
        The hours there are for it in a week.
    weeks : int
        How far to plan, at least 1.

    Returns
    -------
    ActivityPlan

    Raises
    ------
    ValueError
        Where an activity or a frequency is not known, or hours are none or below.

    Notes
    -----
    The longest activities are set into weeks first, each where the busiest of its weeks holds least
    so far (Graham, 1969), and among those near the middle, which leaves time to prepare.

    Examples
    --------
    >>> chosen = {"replies": ("every week", 0.5), "open_door": ("once a quarter", None)}
    >>> plan = activity_plan(chosen, hours_a_week=1)
    >>> print(plan.headline())
    The plan asks for 9.5 hours in 13 weeks; there are 13 hours, so it fits in all, but not in \
week 7. Week 7 asks for 3.5 hours: begin earlier. In all of that time people can answer.
    """
    if weeks < 1:
        raise ValueError(f"weeks is at least 1; it was {weeks!r}.")
    limit = np.nan if hours_a_week is None else float(hours_a_week)
    activities = _activities(chosen)
    if limit < 0 or not (activities["hours_each"] > 0).all():
        raise ValueError("An activity takes more than 0 hours, and a week has 0 or more for it.")
    schedule = _scheduled(activities, weeks)
    activities["times"] = (schedule > 0).sum(axis=1)
    activities["hours"] = schedule.sum(axis=1)
    return ActivityPlan(activities, schedule, limit,
                        _smallest_enough(activities["hours"], limit * weeks))


def _activities(chosen: Mapping[str, tuple[str, float | None]]) -> pd.DataFrame:
    """What is planned, in the order of `ACTIVITIES`."""
    unknown = [name for name in chosen if name not in BY_NAME]
    if unknown:
        raise ValueError(f"There is no activity {joined(unknown)}. There are: "
                         f"{', '.join(BY_NAME)}.")
    rows = []
    for activity in ACTIVITIES:
        if activity.name not in chosen:
            continue
        how_often, hours = chosen[activity.name]
        if how_often not in WEEKS_BETWEEN:
            raise ValueError(f"{activity.name} cannot be {how_often!r}. It can be: "
                             f"{', '.join(WEEKS_BETWEEN)}.")
        rows.append((activity.name, activity.text, activity.quality, activity.answered, how_often,
                     activity.hours if hours is None else float(hours)))
    return pd.DataFrame(
        rows, columns=["activity", "text", "quality", "answered", "how_often", "hours_each"],
    ).astype({"answered": bool, "hours_each": float}).set_index("activity")


def _scheduled(activities: pd.DataFrame, weeks: int) -> pd.DataFrame:
    schedule = pd.DataFrame(0.0, activities.index, pd.RangeIndex(1, weeks + 1, name="week"))
    load = np.zeros(weeks)
    for name in activities["hours_each"].sort_values(ascending=False, kind="stable").index:
        gap = min(WEEKS_BETWEEN[activities.loc[name, "how_often"]], weeks)
        start = min(range(gap), key=lambda first: (load[first::gap].max(), abs(first - gap // 2)))
        load[start::gap] += activities.loc[name, "hours_each"]
        schedule.loc[name, start + 1::gap] = activities.loc[name, "hours_each"]
    return schedule


def _smallest_enough(hours: pd.Series, there_are: float) -> str | None:
    """The activity of fewest hours without which the rest fits."""
    too_much = hours.sum() - there_are
    enough = hours[hours >= too_much - CLOSE]
    return enough.idxmin() if too_much > CLOSE and len(enough) else None


def _hours(hours: float, format: Format) -> str:
    whole = hours == round(hours)
    return counted(hours, "hour", format) if whole else f"{_decimal(hours, format)} hours"


def _decimal(hours: float, format: Format) -> str:
    return format.number(hours, digits=1 if round(hours, 1) == round(hours, 4) else 2)


def _weeks(weeks: list[int], format: Format) -> str:
    if len(weeks) > 3:
        return f"{format.number(len(weeks))} of them"
    return f"week{'s' if len(weeks) > 1 else ''} {joined([str(week) for week in weeks])}"
