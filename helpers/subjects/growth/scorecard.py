"""A scorecard of growth: five dimensions, and whether what carries the growth keeps up."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.result import Result
from helpers.stats.small_groups import is_small
from helpers.stats.wording import counted, joined, share
from helpers.stats.yearly import FEWEST_PAIRS, YEAR, changed, moved
from helpers.subjects.growth.imbalance import (
    BROKEN, DIMENSIONS, KEPT, PEOPLE, PER_ONE, RULES, SHARE, TOO_FEW_TO_TELL, VERDICTS, Rule,
    amount_said, judged,
)
from helpers.subjects.growth.strain_signs import found_in


@dataclass(frozen=True, eq=False, repr=False)
class GrowthScorecard(Result):
    """Five dimensions of growth, and whether they keep step.

    Parameters
    ----------
    frame : DataFrame
        Index `dimension`, those that can be told; `measure` (what the figure is), `value`, `unit`,
        `months` (how many are in it), `year_before` (the twelve months before), `change` (on the
        year before: a share, for `profitability` in points of the margin), `compared_months` (how
        many pairs of months that is over), `trend` (rising, falling, no clear trend, not known),
        `trend_lower` and `trend_upper` (the 95% interval that it rests on: of how much a month
        changes on the same month a year before), `target`,
        `target_gap` (as `change`, against the target), `reached`, `source`, and `whole` (whether a
        target can be held to it: it is of twelve months, or of no time at all). NaN where not
        known.
    monthly : DataFrame
        PeriodIndex `month` × dimension: the same figure for each month by itself.
    signals : DataFrame
        Index `signal`, what the rules look at: `now`, `before`, `change`, `lower` and `upper` (its
        95% interval where it is an estimate: of the repeat rate, churn and service), `unit`,
        `words`, `smallest_part` (people in the smallest group it tells of).
    rules : DataFrame
        Index `rule`; `states` (what breaks it) and `outcome`: broken, kept, not known, or
        `no growth to outrun` where revenue did not grow by 5%.
    left_out : dict of str to str
        Dimensions that cannot be told, and why.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    frame: pd.DataFrame
    monthly: pd.DataFrame
    signals: pd.DataFrame
    rules: pd.DataFrame
    left_out: dict[str, str]
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def imbalances(self) -> list[str]:
        """The rules that are broken."""
        return list(self.rules.index[self.rules["outcome"] == BROKEN])

    @property
    def balanced(self) -> bool | None:
        """Whether growth keeps step with what carries it; None where no rule could be asked."""
        asked = self.rules["outcome"].isin([BROKEN, KEPT])
        return not self.imbalances if asked.any() else None

    def warnings(self, format: Format = PLAIN) -> dict[str, str]:
        """Each broken rule in words, where it tells of no group too small."""
        return {
            name: self._warning(name, format) for name in self.imbalances
            if not is_small(self.signals.loc[RULES[name].signal, "smallest_part"], format.smallest_group)
        }

    def against(self, targets: Mapping[str, float | None]) -> "GrowthScorecard":
        """The same held against other targets; see `growth_scorecard`.

        Raises
        ------
        ValueError
            A target for something that is no dimension.
        """
        unknown = set(targets) - set(DIMENSIONS)
        if unknown:
            raise ValueError(f"A target is for one of {', '.join(DIMENSIONS)}; one was for "
                             f"{sorted(unknown)[0]!r}.")
        held = [_against(row, targets.get(name)) for name, row in self.frame.iterrows()]
        return replace(self, frame=self.frame.assign(**pd.DataFrame(held, self.frame.index)))

    def signs(self, format: Format = PLAIN) -> pd.DataFrame:
        """What each rule looks at, then and now, in words, and whether it keeps up."""
        rows = [self._sign(name, RULES[name], format) for name in self._fitting()]
        return pd.DataFrame(rows, columns=["sign", "the year before", "last 12 months",
                                           "keeps up"])

    def headline(self, format: Format = PLAIN) -> str:
        """How each dimension moved, and what growth outruns."""
        said = [_dimension_said(name, row, format) for name, row in self.frame.iterrows()]
        text = f"{self._reach(format)}{joined(said)}."
        return f"{text[0].upper()}{text[1:]} {self._balance(format)}".rstrip()

    def targets_said(self, format: Format = PLAIN) -> list[str]:
        """Each target that is set, and how near it is."""
        held = self.frame[self.frame["target"].notna()]
        return [_target_said(name, row, format) for name, row in held.iterrows()]

    def _reach(self, format: Format) -> str:
        """How many months there are, where they make no year."""
        months = self.frame["months"].max()
        return "" if months >= YEAR else f"over {counted(months, 'month', format)}: "

    def _balance(self, format: Format) -> str:
        warnings = list(self.warnings(format).values())
        if warnings:
            return f"Growth may be outrunning what carries it: {joined(warnings)}."
        if self.balanced:
            kept = (self.rules["outcome"] == KEPT).sum()
            return (f"What carries the growth keeps up, on the {kept} of {len(self._fitting())} "
                    "signs that the tables tell.")
        if self.frame["change"].isna().all():
            return (f"Growth cannot be told yet: that takes {FEWEST_PAIRS} months that have the "
                    "same month a year before.")
        return ""

    def _fitting(self) -> list[str]:
        """The rules that fit: who orders comes back or does not, who subscribes leaves or stays."""
        other = {"repeat_rate": "churn", "churn": "repeat_rate"}
        known = self.signals.index
        return [name for name in RULES if name in known or other.get(name) not in known]

    def _sign(self, name: str, rule: Rule, format: Format) -> tuple[str, str, str, str]:
        outcome = self.rules.loc[name, "outcome"]
        if rule.signal not in self.signals.index:
            return rule.sign, "–", "–", f"not known: it takes two years of {rule.needs}"
        signal = self.signals.loc[rule.signal]
        if is_small(signal["smallest_part"], format.smallest_group):
            return rule.sign, "–", "–", TOO_FEW_TO_TELL
        ends = (amount_said(signal[end], signal["unit"], format) for end in ("before", "now"))
        return signal["words"] or rule.sign, *ends, VERDICTS[outcome]

    def _warning(self, name: str, format: Format) -> str:
        signal = self.signals.loc[RULES[name].signal]
        ends = {end: amount_said(signal[end], signal["unit"], format) for end in ("before", "now")}
        return RULES[name].sentence.format(
            load=signal["words"], one=format.money(1, digits=0), **ends)


def growth_scorecard(
    orders: pd.DataFrame | None = None, finances: pd.DataFrame | None = None,
    customers: pd.DataFrame | None = None, *, subscriptions: pd.DataFrame | None = None,
    feedback: pd.DataFrame | None = None, targets: Mapping[str, float | None] | None = None,
    as_of=None,
) -> GrowthScorecard:
    """Are we growing, in which way, and does what carries the growth keep up?

    Five dimensions, from whatever tables there are, over the last twelve months that have ended:

    - revenue: from the orders where they have prices, or the fees of subscriptions where there are
      no orders, else from the finances;
    - customer base: known customers who bought, or subscribers at the last month's end where there
      are no orders, else those who had signed up;
    - operational scalability: revenue for each 1 of running costs (payroll, rent, marketing, other
      operating costs);
    - profitability: the operating margin, or the gross margin where no operating costs are known;
    - team: people on the payroll (account `headcount`), else what the payroll came to.

    Growth is out of balance where revenue grew by 5% or more on the year before, and any of these
    holds: gross margin or operating margin fell by 2 percentage points or more; revenue for each 1
    of running costs fell by 5% or more; units sold, or subscribers, per person (per 1,000 of
    payroll where people are not counted) rose by 15% or more; the number of customers fell by 5% or
    more; the share of customers who come back within 90 days fell, the share of subscribers who
    leave in a month rose, or the average score customers gave fell, by more than chance explains
    (the 95% interval of the change lies on that side of 0). The bounds are ours.

    Parameters
    ----------
    orders : DataFrame, optional
        `order_date`, and where known `order_id`, `customer_id`, `quantity`, `unit_price`,
        `discount`.
    finances : DataFrame, optional
        `month`, `account`, `amount`; costs are positive.
    customers : DataFrame, optional
        `customer_id` and `signup_date`, where the orders do not tell customers.
    subscriptions : DataFrame, optional
        `customer_id`, `start_date`, `end_date`, `monthly_fee`.
    feedback : DataFrame, optional
        `date` and `score`.
    targets : mapping of dimension to number, optional
        In the figure's own unit: money for a year, customers, a margin such as 0.15. None is no
        target.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`, else in
        `subscriptions`, else the end of the last month in `finances`, else the last sign-up.

    Returns
    -------
    GrowthScorecard

    Raises
    ------
    ValueError
        A target for something that is no dimension.
    DataProblems
        A table lacks a column that it cannot do without.
    NotEnoughData
        Not one dimension can be told.

    Notes
    -----
    A change is told from six pairs of months on, each with the same month a year before. The trend
    is the mean of up to twelve such monthly changes (of logs, for amounts) with Student's interval;
    months that move together make it too narrow. The changes of the shares who come back, and who
    leave (a subscriber counts in each month), have Newcombe's interval (1998, method 10), that of
    the score Welch's (1947).

    Examples
    --------
    >>> months = pd.period_range("2023-01", periods=24, freq="M")
    >>> finances = pd.concat([
    ...     pd.DataFrame({"month": months.start_time, "account": account, "amount": amounts})
    ...     for account, amounts in {"revenue": [100.0] * 12 + [120.0] * 12,
    ...                              "cost_of_goods": [50.0] * 12 + [66.0] * 12}.items()])
    >>> card = growth_scorecard(finances=finances)
    >>> card.frame["change"].round(3).to_dict()
    {'revenue': 0.2, 'profitability': -0.05}
    >>> card.imbalances
    ['gross_margin']
    """
    found = found_in(orders, finances, customers, subscriptions, feedback, as_of)
    rows = {name: found.rows[name] for name in DIMENSIONS if name in found.rows}
    signals = found.signals_frame()
    growth = rows.get("revenue", {}).get("change", np.nan)
    return GrowthScorecard(
        frame=pd.DataFrame(list(rows.values()), pd.Index(rows, name="dimension")),
        monthly=pd.DataFrame(found.monthly)[list(rows)].rename_axis("month"),
        signals=signals, rules=judged(growth, signals), left_out=found.left_out,
        as_of=found.as_of, set_aside=found.set_aside,
    ).against(targets or {})


def _against(row: pd.Series, target: float | None) -> dict:
    """A dimension's target, and how far off it is where a whole year can be held to it."""
    target = np.nan if target is None else float(target)
    fits = row["whole"] and np.isfinite([target, row["value"]]).all()
    gap = changed(row["value"], target, row["unit"] == SHARE) if fits else np.nan
    return {"target": target, "target_gap": gap,
            "reached": bool(row["value"] >= target) if fits else None}


def _dimension_said(name: str, row: pd.Series, format: Format) -> str:
    text = f"{DIMENSIONS[name]} {amount_said(row['value'], row['unit'], format)}"
    if row["unit"] == PER_ONE:
        text += f" for each {format.money(1, digits=0)} of running costs"
    if np.isfinite(row["change"]):
        text += f" ({moved(row['change'], format, by_points=row['unit'] == SHARE)})"
    return text


def _target_said(name: str, row: pd.Series, format: Format) -> str:
    wanted = f"{DIMENSIONS[name]}, target {amount_said(row['target'], row['unit'], format)}"
    if row["reached"] is None:
        return f"{wanted}: it takes a whole year of months to tell"
    if row["reached"]:
        return f"{wanted}: reached"
    if row["unit"] == PEOPLE and is_small(row["value"], format.smallest_group):
        return f"{wanted}: not reached"
    short = (f"{format.number(-100 * row['target_gap'], digits=1)} points"
             if row["unit"] == SHARE else share(-row["target_gap"], format))
    return f"{wanted}: short by {short}"
