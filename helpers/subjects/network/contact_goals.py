"""What an owner wants of the network, beside what it is now and what was wanted last time."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.stats.result import Result
from helpers.stats.wording import counted, share
from helpers.subjects.network.mapping import NetworkMap

WORDS = {"goal": "what it should bring", "give": "what to give first"}
LARGEST, RELATIONS = "the largest customer's share", "organisations we work with"
PERCENT = 100


@dataclass(frozen=True, eq=False, repr=False)
class NetworkGoals(Result):
    """Goals for a network.

    Parameters
    ----------
    frame : DataFrame
        Index `goal`, those that are counted and set; `now`, `wanted`, `last_time` (what was wanted
        then; NaN where nothing), `reached`. The largest customer's share is 0 to 1.
    words : dict of str to str
        Those in words, by what they are; `before` the earlier ones.
    before : dict of str to str
        What those said last time, where they said otherwise.
    by : Timestamp or None
        The day by which they are to be reached.
    """

    frame: pd.DataFrame
    words: Mapping[str, str]
    before: Mapping[str, str]
    by: pd.Timestamp | None

    def lines(self, format: Format = PLAIN) -> list[str]:
        """Each goal in words, with where it stands."""
        said = [f"{what[0].upper()}{what[1:]}: {text}"
                + (f" (last time: {self.before[what]})" if what in self.before else "")
                for what, text in self.words.items()]
        counts = [self._counted(*row, format) for row in self.frame.itertuples()]
        return [*said, *counts, *([f"By {format.date(self.by)}."] if self.by else [])]

    def headline(self, format: Format = PLAIN) -> str:
        """How many of the goals that are counted are reached."""
        if self.frame.empty:
            return "No goal for the network is counted yet."
        reached = int(self.frame["reached"].sum())
        when = f" By {format.date(self.by)}:" if self.by else ""
        return (f"{format.number(reached)} of {counted(len(self.frame), 'goal', format)} for the "
                f"network {'is' if reached == 1 else 'are'} reached.{when} "
                + " ".join(self._counted(*row, format) for row in self.frame.itertuples())).strip()

    def _counted(self, goal, now, wanted, last_time, reached, format: Format) -> str:
        def write(value):
            return share(value, format) if goal == LARGEST else format.number(value)
        most = "at most" if goal == LARGEST else "at least"
        before = "" if np.isnan(last_time) or last_time == wanted else (
            f"; last time {write(last_time)} was wanted")
        stands = "not known yet" if np.isnan(now) else (
            f"{write(now)} now, {'reached' if reached else 'not reached yet'}")
        return f"{goal[0].upper()}{goal[1:]}: {most} {write(wanted)}; {stands}{before}."


def network_goals(
    wanted: Mapping, before: Mapping, found: NetworkMap, largest_customer_share: float
) -> NetworkGoals:
    """Where do our goals for the network stand?

    Parameters
    ----------
    wanted, before : mapping
        The owner's answers now and last time: `goal`, `give` (words), `most_share` (of the largest
        customer, in per cent), `relations` (how many organisations to work with), `by` (a day). All
        may be missing.
    found : NetworkMap
        The network as it is.
    largest_customer_share : float
        From 0 to 1; NaN where it is not known.

    Returns
    -------
    NetworkGoals

    Examples
    --------
    >>> from helpers.subjects.network.mapping import network_map
    >>> star = network_map(pd.DataFrame({"source": "us", "target": ["a", "b"]}))
    >>> print(network_goals({"most_share": 20, "relations": 3}, {}, star, 0.12).headline())
    1 of 2 goals for the network is reached. The largest customer's share: at most 20%; 12% now, \
reached. Organisations we work with: at least 3; 2 now, not reached yet.
    """
    rows = {
        LARGEST: (largest_customer_share, _number(wanted, "most_share") / PERCENT,
                  _number(before, "most_share") / PERCENT),
        RELATIONS: (float(found.kinds["with_us"].sum()), _number(wanted, "relations"),
                    _number(before, "relations")),
    }
    frame = pd.DataFrame.from_dict(rows, orient="index", columns=["now", "wanted", "last_time"])
    frame["reached"] = [bool(row.now <= row.wanted) if goal == LARGEST else
                        bool(row.now >= row.wanted) for goal, row in frame.iterrows()]
    words = {what: str(wanted[name]) for name, what in WORDS.items() if wanted.get(name)}
    earlier = {what: str(before[name]) for name, what in WORDS.items()
               if before.get(name) and before[name] != wanted.get(name)}
    day = wanted.get("by")
    return NetworkGoals(frame[frame["wanted"].notna()].rename_axis("goal"), words, earlier,
                        pd.Timestamp(day) if day else None)


def _number(answers: Mapping, name: str) -> float:
    value = answers.get(name)
    return np.nan if value is None else float(value)
