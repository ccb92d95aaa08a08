"""Many numbers in a few: the middle, the spread, and when each of them misleads."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.analysis.intervals import mean_interval
from helpers.analysis.result import Result
from helpers.analysis.wording import counted
from helpers.formats import PLAIN, Format
from helpers.problems import NotEnoughData

FEWEST = 2
PULLED = 0.1  # mean and median apart by so much of the middle half's width: worth a word
FAR = 1.5  # widths of the middle half beyond the quartiles, after Tukey (1977)
MEANINGS = {
    "mean": ("all values added up, divided by how many there are",
             "a few very large or very small values pull it after them"),
    "median": ("the value in the middle: half lie below, half above",
               "times how many there are it is not the total; the largest could double unseen"),
    "mode": ("the value that comes most often",
             "where hardly any value comes twice, as with money, it is an accident"),
    "standard_deviation": ("how far values typically lie from the mean",
                           "one extreme value can make it large; it tells no direction"),
    "lower_quartile": ("a quarter of the values lie below it",
                       "with few values it rests on one or two of them"),
    "upper_quartile": ("a quarter of the values lie above it",
                       "with few values it rests on one or two of them"),
    "smallest": ("the smallest value", "it is a single one, and may be a slip of the pen"),
    "largest": ("the largest value", "it is a single one, and may be a slip of the pen"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Summary(Result):
    """A list of numbers, summed up.

    Parameters
    ----------
    count, missing : int
        Values known, and not known; the latter are left out.
    mean, median, standard_deviation : float
        In the unit of the values; the standard deviation is that of a sample (n − 1).
    mean_lower, mean_upper : float
        The 95% interval of the mean (Student, 1908), were such values drawn again.
    modes : tuple of float
        The values that come most often; empty where none comes twice.
    lower_quartile, upper_quartile, smallest, largest : float
        In the unit of the values.
    far_out : int
        Values more than one and a half widths of the middle half beyond it.
    is_money : bool
        Whether a sentence writes them as money.
    noun : str
        What each value is of, in the singular: `day`, `job`.
    values : array
        Those known, from the smallest to the largest.
    """

    count: int
    missing: int
    mean: float
    mean_lower: float
    mean_upper: float
    median: float
    modes: tuple[float, ...]
    standard_deviation: float
    lower_quartile: float
    upper_quartile: float
    smallest: float
    largest: float
    far_out: int
    is_money: bool
    noun: str
    values: np.ndarray

    @property
    def mode(self) -> float:
        """The value that comes most often; NaN where there is none, or more than one."""
        return self.modes[0] if len(self.modes) == 1 else np.nan

    @property
    def frame(self) -> pd.DataFrame:
        """Index `statistic`; its `value`, its `meaning`, and when it `misleads`."""
        rows = {name: (getattr(self, name), *words) for name, words in MEANINGS.items()}
        frame = pd.DataFrame.from_dict(rows, orient="index",
                                       columns=["value", "meaning", "misleads"])
        return frame.rename_axis("statistic")

    def cautions(self, format: Format = PLAIN) -> tuple[str, ...]:
        """What may mislead in these very numbers."""
        said = []
        width = self.upper_quartile - self.lower_quartile
        if abs(self.mean - self.median) > PULLED * width:
            size, side = ("large", "above") if self.mean > self.median else ("small", "below")
            said.append(
                f"A few {size} values pull the mean {side} the median: more than half of the "
                f"{self.noun}s are {'smaller' if size == 'large' else 'larger'} than "
                f"{self.amount(self.mean, format)}."
            )
        if self.far_out:
            said.append(
                f"{counted(self.far_out, 'value', format)} "
                f"{'lies' if self.far_out == 1 else 'lie'} far from the rest: look whether "
                "something special happened, or a number was mistyped, before you trust the mean "
                "or the standard deviation.")
        if not self.modes:
            said.append("No value comes twice, so there is no mode.")
        elif len(self.modes) > 1:
            said.append(f"{len(self.modes)} values come equally often, so there is no one mode.")
        if self.count < 10:
            said.append(f"With {counted(self.count, 'value', format)}, one more can change all of "
                        "these.")
        return tuple(said)

    def headline(self, format: Format = PLAIN) -> str:
        """The middle, how sure the mean is, and the range of the middle half."""
        mean, lower, upper, median, low, high = (
            self.amount(value, format)
            for value in (self.mean, self.mean_lower, self.mean_upper, self.median,
                          self.lower_quartile, self.upper_quartile))
        sentence = (
            f"The mean of {counted(self.count, self.noun, format)} is {mean} (likely {lower} to "
            f"{upper}), the median {median}; half of them lie between {low} and {high}."
        )
        return " ".join([sentence, *self.cautions(format)[:1]])

    def amount(self, value: float, format: Format) -> str:
        """A value in words."""
        if self.is_money:
            return format.money(value)
        whole = abs(value) >= 100 or float(value).is_integer()
        return format.number(value, digits=0 if whole else 1)


def summary(values, *, is_money: bool = False, noun: str = "value") -> Summary:
    """What is usual, and how far do values stray from it?

    Parameters
    ----------
    values : Series, array or list of float
        Such as the takings of each open day. Missing ones are left out and counted.
    is_money : bool
        Whether sentences should write them with the currency.
    noun : str
        What each value is of, in the singular: `day`, `job`.

    Returns
    -------
    Summary

    Raises
    ------
    NotEnoughData
        With fewer than two known values.

    Notes
    -----
    Quartiles are between the values, in proportion (Hyndman and Fan, 1996, type 7, as spreadsheets
    have them); values far out are those beyond the fences of Tukey (1977).

    Examples
    --------
    >>> takings = summary([2, 4, 4, 4, 5, 5, 7, 9])
    >>> takings.mean, takings.median, takings.mode, takings.lower_quartile
    (5.0, 4.5, 4.0, 4.0)
    >>> print(takings.headline())
    The mean of 8 values is 5 (likely 3.2 to 6.8), the median 4.5; half of them lie between 4 and \
5.5. A few large values pull the mean above the median: more than half of the values are smaller \
than 5.
    """
    given = pd.to_numeric(pd.Series(values)).to_numpy(dtype=float, na_value=np.nan)
    known = given[np.isfinite(given)]
    if len(known) < FEWEST:
        raise NotEnoughData("a summary of numbers", counted(len(known), "known value", PLAIN),
                            f"at least {FEWEST}")
    low, middle, high = np.quantile(known, [0.25, 0.5, 0.75])
    fence = FAR * (high - low)
    mean_lower, mean_upper = mean_interval(known)
    return Summary(
        count=len(known), missing=len(given) - len(known), mean=float(known.mean()),
        mean_lower=mean_lower, mean_upper=mean_upper,
        median=float(middle), modes=_modes(known), standard_deviation=float(known.std(ddof=1)),
        lower_quartile=float(low), upper_quartile=float(high), smallest=float(known.min()),
        largest=float(known.max()),
        far_out=int(((known < low - fence) | (known > high + fence)).sum()), is_money=is_money,
        noun=noun, values=np.sort(known),
    )


def _modes(known: np.ndarray) -> tuple[float, ...]:
    values, often = np.unique(known, return_counts=True)
    if often.max() == 1:
        return ()
    return tuple(float(value) for value in values[often == often.max()])
