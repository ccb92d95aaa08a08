"""Ways in which growth outruns what carries it: the rules, their bounds and their words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import Format
from helpers.stats.small_groups import is_small, people_in_words
from helpers.stats.wording import share

GROWING, WORTH_POINTS, WORTH_SHARE, LOAD_BOUND = 0.05, 0.02, 0.05, 0.15

MONEY, PEOPLE, SHARE, PER_ONE, PER_MONTH, SCORE = (
    "money", "people", "share", "money for each 1 of running costs", "units a month", "score")
DIMENSIONS = {
    "revenue": "revenue", "customer_base": "customer base",
    "operational_scalability": "operational scalability", "profitability": "profitability",
    "team": "team",
}
BROKEN, KEPT, UNKNOWN, NOT_ASKED = "broken", "kept", "not known", "no growth to outrun"


@dataclass(frozen=True)
class Rule:
    """One way in which growth outruns what carries it.

    `breaks` looks at a signal: `change` (a share, or points of a share or score) and its `lower`
    and `upper` ends. `sentence` says it of one that did. `sign` names what is looked at, and
    `needs` of what two years are needed for it.
    """

    signal: str
    sign: str
    states: str
    sentence: str
    breaks: Callable[[Mapping], bool]
    needs: str


RULES = {
    "gross_margin": Rule(
        "gross_margin", "gross margin", "gross margin fell by 2 percentage points or more",
        "gross margin fell from {before} to {now}",
        lambda signal: signal["change"] <= -WORTH_POINTS, "revenue and cost_of_goods in finances"),
    "operating_margin": Rule(
        "operating_margin", "operating margin",
        "operating margin fell by 2 percentage points or more",
        "operating margin fell from {before} to {now}",
        lambda signal: signal["change"] <= -WORTH_POINTS, "revenue and running costs in finances"),
    "running_costs": Rule(
        "scalability", "revenue for each 1 of running costs",
        "revenue for each 1 of running costs (payroll, rent, marketing, other "
        "operating costs) fell by 5% or more",
        "running costs grew faster: each {one} of them brought in {now}, after {before}",
        lambda signal: signal["change"] <= -WORTH_SHARE, "revenue and running costs in finances"),
    "load": Rule(
        "load", "units sold, or subscribers, for each person on the payroll",
        "units sold, or subscribers, per person on the payroll (per 1,000 of payroll where people "
        "are not counted) rose by 15% or more",
        "{load} rose from {before} to {now}",
        lambda signal: signal["change"] >= LOAD_BOUND,
        "headcount or payroll in finances, and of sales"),
    "customers": Rule(
        "customers", "number of customers", "the number of customers fell by 5% or more",
        "the number of customers fell from {before} to {now}",
        lambda signal: signal["change"] <= -WORTH_SHARE, "orders with customers"),
    "repeat_rate": Rule(
        "repeat_rate", "customers who come back within 90 days",
        "the share of customers who come back within 90 days fell, by more than chance explains",
        "the share of customers who came back within 90 days fell from {before} to {now}",
        lambda signal: signal["upper"] < 0, "orders with customers"),
    "churn": Rule(
        "churn", "subscribers who leave in a month",
        "the share of subscribers who leave in a month rose, by more than chance explains",
        "the share of subscribers who leave in a month rose from {before} to {now}",
        lambda signal: signal["lower"] > 0, "subscriptions"),
    "service": Rule(
        "service", "average score customers gave",
        "the average score customers gave fell, by more than chance explains",
        "the average score customers gave fell from {before} to {now}",
        lambda signal: signal["upper"] < 0, "feedback, with 30 scores in each"),
}
VERDICTS = {BROKEN: "no", KEPT: "yes", UNKNOWN: "not known", NOT_ASKED: "sales did not grow"}
TOO_FEW_TO_TELL = "too few people to tell"


def judged(growth: float, signals: pd.DataFrame) -> pd.DataFrame:
    """What each rule says: `states` and `outcome`, by `rule`.

    Parameters
    ----------
    growth : float
        Of revenue on the year before, as a share; NaN where it cannot be told.
    signals : DataFrame
        As `GrowthScorecard.signals`.
    """
    outcomes = []
    for rule in RULES.values():
        known = rule.signal in signals.index and np.isfinite(signals["change"][rule.signal])
        if np.isnan(growth) or (growth >= GROWING and not known):
            outcomes.append(UNKNOWN)
        elif growth < GROWING:
            outcomes.append(NOT_ASKED)
        else:
            outcomes.append(BROKEN if rule.breaks(signals.loc[rule.signal]) else KEPT)
    return pd.DataFrame({"states": [rule.states for rule in RULES.values()], "outcome": outcomes},
                        index=pd.Index(RULES, name="rule"))


def amount_said(value: float, unit: str, format: Format) -> str:
    """A figure of the scorecard in its unit.

    Examples
    --------
    >>> pounds = Format("en_GB", "GBP")
    >>> amount_said(1204.0, MONEY, pounds), amount_said(0.123, SHARE, pounds)
    ('£1,204', '12%')
    >>> amount_said(3.0, PEOPLE, Format(smallest_group=5)), amount_said(3.457, PER_ONE, pounds)
    ('fewer than 5', '£3.46')
    """
    if unit == MONEY:
        return format.money(value)
    if unit == SHARE:
        return share(value, format)
    if unit == PEOPLE:
        hidden = format.smallest_group > 1 and is_small(value, format.smallest_group)
        whole = hidden or value == round(value)
        return people_in_words(value, format) if whole else format.number(value, digits=1)
    if unit == PER_ONE:
        return format.money(value, digits=2)
    return format.number(value, digits=1 if abs(value) < 100 else 0)
