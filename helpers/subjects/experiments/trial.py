"""One test as its table has it: the variants, who saw each, and which one is the control."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm

from helpers.core.problems import DataProblems, NotEnoughData, Problem
from helpers.stats.order_lines import require_columns

COUNTS = ["exposures", "conversions"]
USUAL_CHANGE = 0.2  # of the rarer of doing and not doing: what people hope for, where nobody said


@dataclass(frozen=True, eq=False)
class Trial:
    """One test.

    Parameters
    ----------
    name, control : str
        The test, and the variant that the others are compared with.
    daily : DataFrame
        Rows as in the table, `day` NaT where none is known, `revenue` NaN where none is.
    totals : DataFrame
        By variant, the control first: `exposures`, `conversions`, `revenue`.
    """

    name: str
    control: str
    daily: pd.DataFrame
    totals: pd.DataFrame

    @property
    def others(self) -> list[str]:
        return list(self.totals.index[1:])

    def by_day(self, column: str) -> pd.DataFrame:
        """One column, a row a day and a column a variant; empty where no days are known."""
        known = self.daily.dropna(subset=["day", column])
        wide = known.pivot_table(index="day", columns="variant", values=column, aggfunc="sum")
        return wide.reindex(columns=self.totals.index)


def one_trial(
    experiments: pd.DataFrame, experiment: str | None = None, control: str | None = None
) -> Trial:
    """One test out of the table of experiments.

    Parameters
    ----------
    experiments : DataFrame
        The table `experiments`.
    experiment : str, optional
        Which one, where the table holds several.
    control : str, optional
        Which variant is the control, where the column `control` does not say so and none is
        called control.

    Raises
    ------
    DataProblems
        A column is missing, or it is not said which test or which control is meant.
    NotEnoughData
        One variant only, or one that nobody saw.
    """
    require_columns(experiments, "experiments", ["experiment", "variant", *COUNTS])
    names = list(dict.fromkeys(experiments["experiment"]))
    if experiment is None and len(names) == 1:
        experiment = names[0]
    if experiment not in names:
        raise _asks("experiment", f"the tests {', '.join(map(str, names))}",
                    "to be told which one", "Name one of them: experiment=\"…\".")
    rows = experiments[experiments["experiment"] == experiment]
    control = _control(rows, control)
    daily = pd.DataFrame({
        "variant": rows["variant"].astype(str), "day": pd.to_datetime(rows.get("day")),
        **{name: pd.to_numeric(rows.get(name)) for name in [*COUNTS, "revenue"]},
    }, index=rows.index)
    totals = daily.groupby("variant", sort=False)[[*COUNTS, "revenue"]].sum(min_count=1)
    totals = totals.loc[[control, *totals.index.drop(control)]]
    question = f"the test “{experiment}”"
    if len(totals) < 2:
        raise NotEnoughData(question, "one variant", "a change beside how it was before")
    unseen = totals.index[~(totals["exposures"] > 0)]
    if len(unseen):
        raise NotEnoughData(question, f"nobody who saw “{unseen[0]}”", "people who saw each")
    return Trial(str(experiment), control, daily, totals)


def plain_p(did, seen, others_did, others_seen):
    """The two-sided p-value of two shares alike, by the score test; 1 where all, or none, did.

    Examples
    --------
    >>> float(plain_p(56, 70, 48, 80).round(4))
    0.008
    """
    pooled = (did + others_did) / (seen + others_seen)
    error = np.sqrt(pooled * (1 - pooled) * (1 / seen + 1 / others_seen))
    apart = np.abs(did / seen - others_did / others_seen)
    return 2 * norm.sf(np.divide(apart, error, out=np.zeros_like(error), where=error > 0))


def squared_error(did, seen):
    """The squared standard error of a share, never nought: shares are drawn a little towards a
    half (Agresti & Caffo, 2000)."""
    rate = (did + 1) / (seen + 2)
    return rate * (1 - rate) / (seen + 2)


def usual_change(rate: float) -> float:
    """A difference that people may hope for, where nobody said one."""
    return USUAL_CHANGE * max(min(rate, 1 - rate), 0.005)


def _control(rows: pd.DataFrame, named: str | None) -> str:
    variants = rows["variant"].astype(str)
    if named is not None:
        found = [named] if named in set(variants) else []
    elif "control" in rows and rows["control"].notna().any():
        found = list(variants[rows["control"].isin([True, "yes"])].unique())
    else:
        found = list(variants[variants.str.lower() == "control"].unique())
    if len(found) != 1:
        raise _asks("control", f"{len(found) or 'no'} variants marked as the control of "
                    f"“{rows['experiment'].iloc[0]}”", "exactly one: how things were before",
                    "Write yes in its rows and no in the others.")
    return found[0]


def _asks(column: str, found: str, expected: str, remedy: str) -> DataProblems:
    return DataProblems([Problem("experiments", found, expected, remedy, column)])
