"""One test as its table has it: the variants, who saw each, and which one is the control."""

from dataclasses import dataclass

import pandas as pd

from helpers.core.problems import DataProblems, NotEnoughData, Problem
from helpers.stats.order_lines import require_columns

COUNTS = ["exposures", "conversions"]


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
        raise NotEnoughData(question, "one variant", "two at least: a change, and how it was "
                                                     "before, side by side")
    unseen = totals.index[~(totals["exposures"] > 0)]
    if len(unseen):
        raise NotEnoughData(question, f"nobody who saw “{unseen[0]}”", "people who saw each "
                                                                       "variant")
    return Trial(str(experiment), control, daily, totals)


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
