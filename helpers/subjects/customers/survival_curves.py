"""How long do customers under contract stay, and what share leaves in a period?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from statsmodels.duration.survfunc import SurvfuncRight, survdiff

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.findings import WATCH, Finding, Measure
from helpers.stats.intervals import NORMAL_95, wilson
from helpers.stats.order_lines import require_columns
from helpers.stats.periods import frequency, last_finished
from helpers.stats.result import Result
from helpers.stats.small_groups import OTHERS, TOGETHER, is_small, too_small
from helpers.stats.subscription_terms import Subscriptions, unbroken_terms
from helpers.stats.values import Count, Days, Part, People, Share, When, say
from helpers.stats.wording import counted, in_period

FEWEST_CUSTOMERS = 10
STILL_WATCHED = 10
RECENT_PERIODS = 12
MEDIANS = ("median_days", "median_lower_days", "median_upper_days")
CAME_BACK = "of customers who came back after leaving (their first term counts)"


@dataclass(frozen=True)
class LogRank:
    """The log-rank test of equal survival: large `statistic`, small `p_value`, unlike groups."""

    statistic: float
    p_value: float
    degrees_of_freedom: int


@dataclass(frozen=True, eq=False, repr=False)
class Survival(Result):
    """The share of customers still there, by days since they started.

    Parameters
    ----------
    curve : DataFrame
        `days`, `survival`, `lower`, `upper` (95%), `at_risk` (customers still watched just before),
        and the group's column, named as `by`. A row for day 0, for every day on which someone left,
        and for the last day anyone was watched. The interval is NaN once survival is 0.
    median_days, median_lower_days, median_upper_days : float or Series
        The day by which half have left, with its interval; NaN where not reached. By group, a
        Series.
    logrank : LogRank or None
        With two or more groups.
    by : str or None
        The column that groups.
    as_of : Timestamp
        The last day looked at.
    customers, ended : int
        Customers, and how many of them had left by `as_of`.
    set_aside : dict of str to int
        Subscriptions left out or joined to others, by reason.
    """

    curve: pd.DataFrame
    median_days: float | pd.Series
    median_lower_days: float | pd.Series
    median_upper_days: float | pd.Series
    logrank: LogRank | None
    by: str | None
    as_of: pd.Timestamp
    customers: int
    ended: int
    set_aside: dict[str, int]

    def curve_told(self, fewest: int) -> pd.DataFrame:
        """The curve in steps of at least so many leavers, while as many are still watched."""
        if fewest <= 1:
            return self.curve
        if self.by is None:
            return _in_larger_steps(self.curve, fewest)
        curves = [_in_larger_steps(curve, fewest) for _, curve in self.curve.groupby(self.by)]
        return pd.concat(curves, ignore_index=True)

    def headline(self, format: Format = PLAIN) -> str:
        """When half have left, and whether the groups differ by more than chance."""
        so_far = say("Of {customers}, {left} had left by {day}.", format,
                     customers=Count(self.customers, "customer"), day=When(self.as_of),
                     left=self._left(format))
        if is_small(self.ended, format.smallest_group):
            return so_far
        if self.by is None:
            half = self._half(self.curve, None, format)
            return f"{so_far} {half[0].upper()}{half[1:]}"
        halves = [f"{group}: {self._half(curve, group, format)}"
                  for group, curve in self.curve.groupby(self.by, sort=True)]
        return " ".join([so_far, *halves, *self._test(format)])

    def _left(self, format: Format) -> str:
        few_stay = is_small(self.customers - self.ended, format.smallest_group)
        return (f"all but fewer than {format.smallest_group}" if few_stay
                else format.write(People(self.ended)))

    def _half(self, curve: pd.DataFrame, group, format: Format) -> str:
        middle, lower, upper = (
            values if group is None else values[group]
            for values in (self.median_days, self.median_lower_days, self.median_upper_days)
        )
        if not np.isnan(middle):
            return say("half leave within {days}.", format, days=Days(middle, lower, upper))
        watched = curve[curve["at_risk"] >= min(STILL_WATCHED, curve["at_risk"].max())]
        last = watched.iloc[-1]
        return say("more than half stay as long as the data can show; {share} stay beyond {days}.",
                   format, share=Share(last.survival, last.lower, last.upper), days=Days(last.days))

    def _test(self, format: Format) -> list[str]:
        if self.logrank is None:
            return []
        p_value = self.logrank.p_value
        chance = "less than 0.1%" if p_value < 0.001 else format.percent(p_value, digits=1)
        verdict = "is hard to put down to chance" if p_value < 0.05 else "may well be chance"
        return [
            f"The difference {verdict}: if they were all alike, one as large would still come up "
            f"in {chance} of cases (log-rank test)."
        ]


def survival(
    subscriptions: pd.DataFrame, *, by: str | None = None, as_of=None, smallest_group: int = 1
) -> Survival:
    """How long do customers stay, and does that differ between plans?

    The Kaplan–Meier estimate: customers who are still there count for as long as they have been
    watched. One customer is one lifetime: subscriptions that follow each other without a break of
    more than a day are one term, so a change of plan is no loss; those of a customer who came back
    after leaving are set aside and counted. A group is the one a customer started in, whatever they
    changed to. An end after `as_of` has not happened yet. A subscription that ended on its first
    day lasted one day.

    Parameters
    ----------
    subscriptions : DataFrame
        `customer_id`, `start_date`, `end_date` (missing while it runs), and the column `by`.
    by : str, optional
        The column that groups customers, such as `plan`.
    as_of : date, optional
        The last day the data are complete for; by default the last date in the table.
    smallest_group : int
        Groups of fewer customers, or of whom fewer left, are taken together as “All others”; the
        log-rank test still compares them all.

    Returns
    -------
    Survival

    Raises
    ------
    NotEnoughData
        With fewer than 10 customers, or none who left.
    DataProblems
        Where a column is missing, or a subscription ends before it starts.

    Notes
    -----
    Intervals are on the log(−log) scale with Greenwood's variance (Kalbfleisch & Prentice, 1980);
    that of the median holds the days at which the interval of the curve holds one half (Brookmeyer
    & Crowley, 1982). The test is the log-rank test (Mantel, 1966).

    Examples
    --------
    >>> subscriptions = pd.DataFrame({
    ...     "customer_id": range(12), "start_date": "2025-01-01",
    ...     "end_date": [f"2025-{month:02}-01" for month in range(2, 12)] + [None, None],
    ... })
    >>> stay = survival(subscriptions, as_of="2025-12-31")
    >>> stay.median_days
    181.0
    >>> print(stay.headline())
    Of 12 customers, 10 had left by 31 Dec 2025. Half leave within 181 days (likely 59 to 304).
    """
    if by is not None:
        require_columns(subscriptions, "subscriptions", [by])
    lifetimes = _lifetimes(unbroken_terms(subscriptions, as_of=as_of), by)
    frame = lifetimes.frame
    ended = int(frame["left"].sum())
    if len(frame) < FEWEST_CUSTOMERS or not ended:
        raise NotEnoughData(
            "a survival curve",
            f"{counted(len(frame), 'customer', PLAIN)}, {ended} of whom left",
            f"at least {FEWEST_CUSTOMERS} customers, some of whom left",
        )
    if by is None:
        curve = _curve(frame)
        medians = _medians(curve)
    else:
        groups = _large_enough(frame, by, smallest_group)
        curves = {group: _curve(rows) for group, rows in frame.groupby(groups, sort=True)}
        curve = pd.concat([rows.assign(**{by: group}) for group, rows in curves.items()],
                          ignore_index=True)
        by_group = pd.DataFrame(
            {group: _medians(rows) for group, rows in curves.items()}, index=MEDIANS
        )
        medians = tuple(by_group.loc[name].rename_axis(by) for name in MEDIANS)
    return Survival(
        curve, *medians, logrank=_logrank(frame, by), by=by, as_of=lifetimes.as_of,
        customers=len(frame), ended=ended, set_aside=lifetimes.set_aside,
    )


@dataclass(frozen=True, eq=False, repr=False)
class ChurnRate(Result):
    """The share of customers lost in each period.

    Parameters
    ----------
    frame : DataFrame
        PeriodIndex `period`; `at_start` (customers on its first day), `lost` (of those, by its last
        day), `rate`, `lower`, `upper` (95%, Wilson 1927). A period that has not ended has only
        `at_start`.
    period : str
        `week`, `month`, `quarter` or `year`.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Subscriptions left out or joined to others, by reason.
    """

    frame: pd.DataFrame
    period: str
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    def told(self, fewest: int) -> pd.DataFrame:
        """`frame` where a rate is that of as many periods together as so many people left in.

        A period in which fewer left has the rate of the stretch it belongs to; all are missing
        where fewer left in the whole time.
        """
        finished = self.frame[self.frame["rate"].notna()]
        if fewest <= 1:
            return finished
        stretch = _stretches(finished["lost"].to_numpy(), fewest)
        sums = finished.groupby(stretch)[["at_start", "lost"]].transform("sum")
        lower, upper = wilson(sums["lost"], sums["at_start"])
        rates = {"rate": sums["lost"] / sums["at_start"], "lower": lower, "upper": upper}
        return finished[["at_start"]].assign(**rates).mask(is_small(sums["lost"], fewest))

    def headline(self, format: Format = PLAIN) -> str:
        """The last finished period, and the recent ones pooled."""
        last = self._known.iloc[-1]
        sentence = say(
            "Of {customers} at the start of the {period}, {left} left {when}.", format,
            customers=People(last.at_start, "customer"), period=self.period, left=self._left(of=""),
            when=in_period(last.name, format))
        recent = self._known.tail(RECENT_PERIODS)
        if len(recent) < 2 or is_small(recent["lost"].sum(), format.smallest_group):
            return sentence
        return sentence + say(
            " Over the last {count} finished {period}s it was {rate} a {period}.", format,
            count=len(recent), period=self.period,
            rate=Share(recent["lost"].sum() / recent["at_start"].sum()))

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, with the last finished period's rate."""
        return Finding(self.headline(format), WATCH, Measure(
            f"customers who leave in a {self.period}", self._left(), "customers at its start",
            str(self._known.index[-1])))

    @property
    def _known(self) -> pd.DataFrame:
        return self.frame[self.frame["rate"].notna()]

    def _left(self, *, of: str | None = None) -> Part:
        last = self._known.iloc[-1]
        return Part(last.lost, last.at_start, "customer", last.lower, last.upper, of=of)


def churn_rate(
    subscriptions: pd.DataFrame, *, period: str = "month", as_of=None, week_start: str = "monday"
) -> ChurnRate:
    """What share of the customers under contract at the start of a period is gone by its end?

    A customer is there on every day from the start to the end of a subscription, both included, and
    is lost in the period in which it ends. A change of plan is no loss; a customer who leaves and
    comes back is lost once and there again from then on. One who starts after a period's first day
    does not count in that period.

    Parameters
    ----------
    subscriptions : DataFrame
        `customer_id`, `start_date`, `end_date` (missing while it runs).
    period : str
        `week`, `month`, `quarter` or `year`.
    as_of : date, optional
        The last day the data are complete for; by default the last date in the table.
    week_start : str
        The first day of the week.

    Returns
    -------
    ChurnRate

    Raises
    ------
    NotEnoughData
        Where no period with customers at its start has ended.
    DataProblems
        Where a column is missing, or a subscription ends before it starts.
    ValueError
        Where `period` or `week_start` is none of the choices.

    Examples
    --------
    >>> churn = churn_rate(pd.DataFrame({
    ...     "customer_id": ["ann", "bob", "cas"], "start_date": "2025-01-01",
    ...     "end_date": ["2025-01-20", None, "2025-02-03"],
    ... }), as_of="2025-02-28")
    >>> churn.frame[["at_start", "lost"]].to_numpy().tolist()
    [[3.0, 1.0], [2.0, 1.0]]
    """
    freq = frequency(period, week_start)
    terms = unbroken_terms(subscriptions, as_of=as_of)
    start, end = terms.frame["start"], terms.frame["end"]
    periods = pd.period_range(start.min(), terms.as_of, freq=freq, name="period")
    opening, closing = periods.start_time, periods.end_time.normalize()
    started = np.searchsorted(np.sort(start), opening, side="right")
    ends = np.sort(end.dropna())
    at_start = started - np.searchsorted(ends, opening, side="left")
    ended = np.searchsorted(ends, closing, side="right") - np.searchsorted(ends, opening, "left")
    lost = (ended - _within_one_period(terms.frame, periods)).astype(float)
    finished = periods <= last_finished(terms.as_of, freq)
    frame = pd.DataFrame({"at_start": at_start, "lost": np.where(finished, lost, np.nan)}, periods)
    frame["rate"] = frame["lost"] / frame["at_start"].where(frame["at_start"] > 0)
    frame["lower"], frame["upper"] = wilson(frame["lost"], frame["at_start"])
    if frame["rate"].isna().all():
        raise NotEnoughData(
            f"churn by {period}", f"no finished {period} that began with a customer",
            "at least one",
        )
    return ChurnRate(frame, period, terms.as_of, terms.set_aside)


def _stretches(lost: np.ndarray, fewest: int) -> np.ndarray:
    """Numbers the shortest stretches of periods, counted from the last, with enough leavers."""
    stretch, number, waiting = np.zeros(len(lost), dtype=int), 0, 0.0
    for place in range(len(lost) - 1, -1, -1):
        stretch[place] = number
        waiting += lost[place]
        if waiting >= fewest:
            number, waiting = number + 1, 0.0
    if waiting and number:  # too few at the beginning go with those after them
        stretch[stretch == number] = number - 1
    return stretch


def _within_one_period(terms: pd.DataFrame, periods: pd.PeriodIndex) -> np.ndarray:
    """Terms of each period that began after its first day and ended by its last."""
    started, ended = (pd.PeriodIndex(terms[name], freq=periods.freq) for name in ("start", "end"))
    inside = (started == ended) & (terms["start"] > started.start_time)
    return np.bincount(started[inside].asi8 - periods[0].ordinal, minlength=len(periods))


def _lifetimes(terms: Subscriptions, by: str | None) -> Subscriptions:
    """Each customer's first term, with its length in `days` and whether they `left`."""
    frame = terms.frame
    set_aside = dict(terms.set_aside)
    again = frame["customer_id"].duplicated()
    if again.any():
        set_aside[CAME_BACK] = int(again.sum())
    frame = frame[~again]
    if by is not None:
        unknown = frame[by].isna()
        if unknown.any():
            set_aside[f"without a {by}"] = int(unknown.sum())
        frame = frame[~unknown]
    left = frame["end"].notna()
    days = (frame["end"].fillna(terms.as_of) - frame["start"]).dt.days
    frame = frame.assign(left=left, days=days.where(~left, days.clip(lower=1)))
    return Subscriptions(frame, terms.as_of, set_aside)


def _large_enough(frame: pd.DataFrame, by: str, fewest: int) -> pd.Series:
    """Each customer's group, the small ones and those few have left taken together."""
    sizes = frame.groupby(by)["left"].agg(["size", "sum"])
    small = too_small(sizes[["sum"]], fewest, wholes=sizes["size"]).iloc[:, 0]
    small |= too_small(sizes[["size"]], fewest).iloc[:, 0]
    return frame[by].where(~frame[by].isin(small.index[small]), TOGETHER if small.all() else OTHERS)


def _in_larger_steps(curve: pd.DataFrame, fewest: int) -> pd.DataFrame:
    watched = curve[curve["at_risk"] >= fewest]
    before = watched["survival"].shift(fill_value=1.0)
    stayed = (watched["survival"] / before.where(before > 0)).fillna(1.0)
    left = (watched["at_risk"] * (1 - stayed)).round()
    kept, waiting = [], 0
    for row, count in left.items():
        waiting += count
        if row == watched.index[0] or waiting >= fewest:
            kept, waiting = [*kept, row], 0
    steps = watched.loc[kept]
    last = steps.iloc[[-1]].assign(days=watched["days"].iloc[-1])
    return pd.concat([steps, last]).drop_duplicates("days", ignore_index=True)


def _curve(lifetimes: pd.DataFrame) -> pd.DataFrame:
    """The Kaplan–Meier curve with its log(−log) interval."""
    days = lifetimes["days"].to_numpy()
    fit = SurvfuncRight(days, lifetimes["left"].to_numpy(dtype=int))
    steps = pd.DataFrame({
        "days": fit.surv_times, "survival": fit.surv_prob, "at_risk": fit.n_risk,
        "error": fit.surv_prob_se,
    })
    start = {"days": 0, "survival": 1.0, "at_risk": len(days), "error": 0.0}
    last = {"days": days.max(), "at_risk": (days == days.max()).sum()}
    curve = pd.concat([pd.DataFrame([start]), steps, pd.DataFrame([last])], ignore_index=True)
    curve = curve.drop_duplicates("days", ignore_index=True)
    settled = curve["survival"].isna()
    curve.loc[settled, ["survival", "error"]] = curve.ffill().loc[settled, ["survival", "error"]]
    curve["lower"], curve["upper"] = _log_log(curve["survival"], curve["error"])
    curve = curve.astype({"days": float, "at_risk": int})
    return curve[["days", "survival", "lower", "upper", "at_risk"]]


def _log_log(survival: pd.Series, error: pd.Series) -> tuple[pd.Series, pd.Series]:
    inside = survival.where((survival > 0) & (survival < 1))
    factor = np.exp(NORMAL_95 * error / (inside * np.log(inside)).abs())
    certain = survival.where(survival == 1)
    return (inside**factor).fillna(certain), (inside ** (1 / factor)).fillna(certain)


def _medians(curve: pd.DataFrame) -> tuple[float, float, float]:
    """The first day on which the curve, its lower and its upper limit are at one half or less."""
    return tuple(
        float(curve.loc[curve[name] <= 0.5 + 1e-12, "days"].min())
        for name in ("survival", "lower", "upper")
    )


def _logrank(frame: pd.DataFrame, by: str | None) -> LogRank | None:
    if by is None or frame[by].nunique() < 2:
        return None
    groups = pd.factorize(frame[by])[0]
    statistic, p_value = survdiff(frame["days"], frame["left"].astype(int), groups)
    return LogRank(float(statistic), float(p_value), int(groups.max()))
