"""Demand that is not known for sure, in the forms in which an owner or a forecast can state it."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
from scipy.stats import norm, poisson

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.wording import counted

SAME = 1e-9


class UncertainDemand:
    """What may be asked for, and how likely.

    `mean` and `standard_deviation` are in units, which are whole where demand is `counted` rather
    than measured. `quantile(chance)` is the least stock that is
    enough with that chance, `left_over(stock)` the units expected to be left of a stock, and
    `chance_above(stock)` the chance that demand is greater. `stock` may be an array.
    """

    mean: float
    standard_deviation: float
    counted: bool

    def missed(self, stock):
        """Units expected to be asked for in vain."""
        return self.mean - stock + self.left_over(stock)


@dataclass(frozen=True)
class NormalDemand(UncertainDemand):
    """Demand that follows the normal curve; it is measured rather than counted."""

    mean: float
    standard_deviation: float
    counted = False

    def quantile(self, chance: float) -> float:
        return self.mean + self.standard_deviation * float(norm.ppf(chance))

    def left_over(self, stock):
        if self.standard_deviation == 0:
            return np.maximum(np.asarray(stock) - self.mean, 0.0)
        z = (np.asarray(stock) - self.mean) / self.standard_deviation
        return self.standard_deviation * (z * norm.cdf(z) + norm.pdf(z))

    def chance_above(self, stock):
        if self.standard_deviation == 0:
            return (self.mean > np.asarray(stock)).astype(float)
        return norm.sf(stock, self.mean, self.standard_deviation)


@dataclass(frozen=True)
class PoissonDemand(UncertainDemand):
    """Counted demand of customers who come independently of each other."""

    mean: float
    counted = True

    @property
    def standard_deviation(self) -> float:
        return float(np.sqrt(self.mean))

    def quantile(self, chance: float) -> float:
        return float(poisson.ppf(chance, self.mean))

    def left_over(self, stock):
        stock = np.asarray(stock, dtype=float)
        return stock * poisson.cdf(stock, self.mean) - self.mean * poisson.cdf(stock - 1, self.mean)

    def chance_above(self, stock):
        return poisson.sf(stock, self.mean)


@dataclass(frozen=True, eq=False)
class SampledDemand(UncertainDemand):
    """Equally likely demands, such as the sample paths of a forecast."""

    values: np.ndarray
    counted: bool = False

    @cached_property
    def ordered(self) -> np.ndarray:
        return np.sort(self.values)

    @cached_property
    def mean(self) -> float:
        return float(self.values.mean())

    @cached_property
    def standard_deviation(self) -> float:
        return float(self.values.std())

    def quantile(self, chance: float) -> float:
        place = int(np.ceil(chance * len(self.values) - SAME)) - 1
        return float(self.ordered[max(place, 0)])

    def left_over(self, stock):
        stock = np.asarray(stock, dtype=float)
        below = np.concatenate([[0.0], np.cumsum(self.ordered)])
        enough = np.searchsorted(self.ordered, stock, side="right")
        return (enough * stock - below[enough]) / len(self.values)

    def chance_above(self, stock):
        return 1 - np.searchsorted(self.ordered, stock, side="right") / len(self.values)


def demand_in_all(demand) -> UncertainDemand:
    """Demand over the whole time that the demand is stated for.

    Parameters
    ----------
    demand : Forecast, array, (float, float) or ("poisson", float)
        A forecast, whose periods are added up path by path; equally likely demands (one dimension)
        or sample paths (samples × periods); mean and standard deviation of a normal demand; the
        mean of a Poisson demand.

    Raises
    ------
    ValueError
        Where it is none of these, or holds numbers that are missing or negative.
    """
    paths = _paths(demand)
    if paths is None:
        return _stated(demand)
    in_all = paths if paths.ndim == 1 else paths.sum(axis=1)
    return SampledDemand(in_all, _is_counted(demand, paths))


def demand_within(demand, periods: float, *, question: str) -> UncertainDemand:
    """Demand over the next so many periods, whole or not, where `demand` says it for each.

    A normal or Poisson demand, and equally likely demands of one period, are taken as independent
    from period to period. Sample paths keep whatever ties their periods together.

    Raises
    ------
    NotEnoughData
        Where the sample paths end before.
    """
    paths = _paths(demand)
    if paths is not None and paths.ndim == 2:
        sold = sold_by(paths, periods, question=question)
        return SampledDemand(sold, _is_counted(demand, paths))
    each = _stated(demand) if paths is None else SampledDemand(paths)
    if isinstance(each, PoissonDemand):
        return PoissonDemand(each.mean * periods)
    return NormalDemand(each.mean * periods, each.standard_deviation * float(np.sqrt(periods)))


def sold_by(paths: np.ndarray, periods: float, *, question: str) -> np.ndarray:
    """Each path's demand until so many periods are over, the last one in proportion.

    Examples
    --------
    >>> sold_by(np.array([[4.0, 2.0], [1.0, 6.0]]), 1.5, question="an example").tolist()
    [5.0, 4.0]
    """
    horizon = paths.shape[1]
    if periods > horizon + SAME:
        raise NotEnoughData(
            question, f"a forecast of {counted(horizon, 'period', PLAIN)}",
            f"one that reaches at least {np.ceil(periods - SAME):.0f}",
        )
    whole = min(int(periods + SAME), horizon)
    part = max(periods - whole, 0.0)
    sold = paths[:, :whole].sum(axis=1)
    return sold + part * paths[:, whole] if part > SAME else sold


def units(number: float, format: Format) -> str:
    """Units in words, with a decimal where they are few and not whole.

    Examples
    --------
    >>> units(3.25, PLAIN), units(4185.95, PLAIN), units(12.0, PLAIN)
    ('3.2', '4,186', '12')
    """
    few = abs(number) < 10 and abs(number - round(number)) > 0.05
    return format.number(number, digits=1 if few else 0)


def _paths(demand) -> np.ndarray | None:
    """Samples, or samples × periods; None where demand is stated as a distribution."""
    if hasattr(demand, "paths"):
        demand = demand.paths
    elif not isinstance(demand, (np.ndarray, pd.Series, pd.DataFrame, list)):
        return None
    paths = np.asarray(demand, dtype=float)
    if paths.size == 0 or paths.ndim > 2:
        raise ValueError(
            "Samples of demand come as one list, or as samples × periods, with at least one; "
            f"these had the shape {paths.shape}."
        )
    if not np.isfinite(paths).all() or (paths < 0).any():
        raise ValueError("Samples of demand are numbers of at least 0, with none missing.")
    return paths


def _is_counted(demand, paths: np.ndarray) -> bool:
    """Whether a forecast's history, or else the samples, are in whole units."""
    history = getattr(demand, "history", None)
    values = paths if history is None else history.dropna().to_numpy(dtype=float)
    return bool((values == np.round(values)).all())


def _stated(demand) -> UncertainDemand:
    """A distribution given by its name and numbers."""
    if not isinstance(demand, tuple) or len(demand) != 2:
        raise ValueError(
            "demand is a forecast, samples, (mean, standard deviation) or ('poisson', mean); "
            f"it was {demand!r}."
        )
    if demand[0] == "poisson":
        mean, spread = demand[1], 0.0
    else:
        mean, spread = demand
    if not (np.isfinite([mean, spread]).all() and mean > 0 and spread >= 0):
        raise ValueError(
            "Demand has a mean above 0 and a standard deviation of at least 0; "
            f"they were {mean!r} and {spread!r}."
        )
    if demand[0] == "poisson":
        return PoissonDemand(float(mean))
    return NormalDemand(float(mean), float(spread))
