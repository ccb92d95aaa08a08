"""How fast something grows, said in the three usual ways at once."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.result import Result
from helpers.stats.wording import share
from helpers.subjects.growth.rates import GrowthRates, RunRate, cagr, growth_rates, run_rate

A_YEAR, RUN_RATE = "growth a year", "a run rate"


@dataclass(frozen=True, eq=False, repr=False)
class HowFast(Result):
    """Year on year, compound growth a year and the run rate.

    Parameters
    ----------
    rates : GrowthRates
        From period to period and from year to year.
    a_year : float
        Compound growth a year from the first year to the last, as a share; NaN where the series is
        too short.
    pace : RunRate or None
        What a year would bring at the present pace; None where that cannot be told.
    left_out : dict of str to str
        What cannot be told, and why.
    what : str
        What grows.
    """

    rates: GrowthRates
    a_year: float
    pace: RunRate | None
    left_out: dict[str, str]
    what: str = "it"

    def headline(self, format: Format = PLAIN) -> str:
        """All three, as far as they can be told."""
        said = [self.rates.usually(format) or self.rates.headline(format)]
        if np.isfinite(self.a_year):
            known = self.rates.frame["value"].dropna().index
            direction = "grew" if self.a_year >= 0 else "shrank"
            said.append(
                f"From {format.period(known[0])} to {format.period(known[-1])}, first year "
                f"against last, {self.what} {direction} by {share(abs(self.a_year), format)} "
                "a year.")
        if self.pace is not None:
            said.append(self.pace.headline(format))
        return " ".join(said)


def how_fast(
    series: pd.Series, *, as_of=None, money: bool = False, what: str = "it"
) -> HowFast:
    """How fast does it grow?

    Parameters
    ----------
    series : Series
        Amounts by month, quarter or year, or by day, as `growth_rates` takes them.
    as_of : date, optional
        As for `growth_rates`.
    money : bool
        Whether the amounts are money, for the headline.
    what : str
        What they are, for the headline: such as `sales`.

    Returns
    -------
    HowFast

    Raises
    ------
    ValueError
        The index has no dates.
    NotEnoughData
        Not one period had ended.

    Examples
    --------
    >>> speed = how_fast(pd.Series([80.0, 100.0, 90.0], index=[2023, 2024, 2025]))
    >>> round(speed.a_year, 4), speed.pace.annual
    (0.0607, 90.0)
    """
    left_out: dict[str, str] = {}
    rates = growth_rates(series, as_of=as_of, money=money)
    a_year = _told(lambda: cagr(rates.frame["value"]), A_YEAR, left_out)
    pace = _told(lambda: run_rate(series, as_of=as_of, money=money), RUN_RATE, left_out)
    return HowFast(rates, np.nan if a_year is None else a_year, pace, left_out, what)


def _told(rate: Callable, name: str, left_out: dict[str, str]):
    try:
        return rate()
    except NotEnoughData as refusal:
        left_out[name] = f"it has {refusal.have}; it needs {refusal.need}"
        return None
