"""Testing ideas as lesson 2.10 says, against stopping at the first day that looks significant.

A shop tries ideas one after the other. What each truly changes is drawn; most change little. Some
cost money for each person, so that they must change enough to pay. A rule decides when to stop and
whether to bring the idea in; what counts is a year's profit of it, the test included.

The lesson's rule: plan the test; look daily with limits that allow for it, and stop once it is
clear on which side of what pays the truth lies; else, at the planned end, bring the idea in where
it should pay with luck allowed for. The plain rule: look daily at a plain test, stop at the first
p < .05 and bring in what is ahead; without one, keep things as they were.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import Format
from helpers.samples.draws import happens, stream, strays
from helpers.samples.experiments import experiments
from helpers.subjects.experiments import analyse_test, peek, plan_test
from helpers.subjects.experiments.comparing import AHEAD, PERHAPS, WORTH

ORDER_BRINGS, HOPED_FOR, HORIZON_DAYS = 17.0, 0.05, 365
BASELINE, PEOPLE_A_DAY = 0.30, 52
NAME, OLD, NEW = "idea", "old", "new"
LESSON, EARLY, KNOWING = "the lesson's rule", "first p < .05", "who knows the truth"


@dataclass(frozen=True)
class World:
    """How far ideas change things, and what they cost.

    Parameters
    ----------
    vary_by : float
        The spread of what ideas change, in shares.
    costs : float
        Money for each person who sees the change.
    do_something : float
        The share of ideas that change anything at all.
    """

    vary_by: float
    costs: float
    do_something: float = 1.0

    @property
    def pays_from(self) -> float:
        return self.costs / ORDER_BRINGS


WORLDS = {
    "small changes, free": World(0.03, 0.0),
    "small changes, 20p a person": World(0.03, 0.20),
    "large changes, free": World(0.05, 0.0),
    "large changes, 20p a person": World(0.05, 0.20),
    "large changes, 40p a person": World(0.05, 0.40),
    "three in five do nothing, 20p a person": World(0.06, 0.20, 0.4),
}


def profit_by_rule(world: World, *, seeds: int = 24, ideas: int = 20) -> pd.DataFrame:
    """A year's profit of each idea tried, on average: a row for each seed, a column a rule.

    Parameters
    ----------
    world : World
        How far ideas change things, and what they cost.
    seeds, ideas : int
        How many shops, and how many ideas each tries.

    Examples
    --------
    >>> list(profit_by_rule(World(0.03, 0.2), seeds=1, ideas=1))
    ["the lesson's rule", 'first p < .05', 'who knows the truth']
    """
    shops = {}
    for seed in range(seeds):
        rng = stream(seed, "decisions on experiments")
        changes = world.vary_by * strays(rng, ideas) * happens(
            rng, np.full(ideas, world.do_something))
        changes = changes.clip(0.02 - BASELINE)
        shops[seed] = pd.DataFrame([_profits(rng, world, change) for change in changes]).mean()
    return pd.DataFrame(shops).T.rename_axis("seed")


def decision_table(*, seeds: int = 24, ideas: int = 20) -> str:
    """By world, what each rule earns of what one could who knew the truth, in plain lines."""
    lines = [f"{'':<40}{LESSON:>20}{EARLY:>16}{'could be had':>16}{'wins':>10}"]
    for name, world in WORLDS.items():
        profit = profit_by_rule(world, seeds=seeds, ideas=ideas)
        share = (profit.sum() / profit[KNOWING].sum()).map(Format().percent)
        wins = f"{(profit[LESSON] > profit[EARLY]).sum()} of {seeds}"
        most = Format("en_GB", "GBP").money(profit[KNOWING].mean(), digits=0)
        lines.append(f"{name:<40}{share[LESSON]:>20}{share[EARLY]:>16}{most:>16}{wins:>10}")
    return "\n".join(lines)


def _profits(rng: np.random.Generator, world: World, change: float) -> Mapping[str, float]:
    """What one idea earns in a year under each rule."""
    a_day = PEOPLE_A_DAY * (change * ORDER_BRINGS - world.costs)
    table = _tested(rng, change)
    days = table["day"].nunique()
    test = analyse_test(table, smallest_that_matters=world.pays_from, change=HOPED_FOR)
    looks = peek(table, change=HOPED_FOR, smallest_that_matters=world.pays_from)

    def earned(stop: pd.Timestamp, brought_in: bool, otherwise: bool) -> float:
        known = pd.notna(stop)
        tested = (stop - table["day"].min()).days + 1 if known else days
        return a_day * (tested / 2 + (HORIZON_DAYS - tested) * (brought_in if known else otherwise))

    fooled = looks.fooled[NEW]
    ahead = pd.notna(fooled) and looks.frame.loc[(NEW, fooled), "difference"] > 0
    return {LESSON: earned(looks.decided[NEW], looks.pays(NEW),
                           test.conclusion in (WORTH, PERHAPS, AHEAD)),
            EARLY: earned(fooled, ahead, False), KNOWING: max(0, a_day * HORIZON_DAYS)}


def _tested(rng: np.random.Generator, change: float) -> pd.DataFrame:
    """The test as planned: in whole weeks, for the change hoped for."""
    plan = plan_test(baseline=BASELINE, change=HOPED_FOR,
                     per_day=PEOPLE_A_DAY)
    terms = {"from": "2025-01-06", "days": 7 * -(-plan.days // 7), "control": OLD,
             "people_a_day": PEOPLE_A_DAY, "brings": {"mean": 0, "spread": 0},
             "shares": {OLD: BASELINE, NEW: BASELINE + change}}
    return experiments(rng, {"tests": {NAME: terms}}).drop(columns="revenue")
