"""How long the cash lasts."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import norm
from scipy.stats import t as student

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.result import Result
from helpers.stats.wording import between_periods, counted
from helpers.subjects.finance.accounts import BELOW_OPERATING, OPERATING_COSTS, Books, monthly_books

QUESTION = "how long the cash lasts"
YEAR, BURN_MONTHS, FEWEST_MONTHS = 12, 6, 3
RESAMPLES = 10_000

EARNED, CHANGED, PROFIT = (
    "the cash flow statement: operating and investing, and what went out to lenders and owners, "
    "but not money they put in",
    "the change of the cash balance, in which money lent or put in counts as earned",
    "profit before depreciation, which leaves out stock, unpaid bills and loans",
)


@dataclass(frozen=True, eq=False, repr=False)
class Runway(Result):
    """How many months the cash lasts.

    Parameters
    ----------
    runway_months, runway_lower_months, runway_upper_months : float
        Months of cash at the average burn, with a 95% interval; infinite where cash grows.
    cash : float
        The last known balance, in the business's currency.
    burn_per_month : float
        Money that went out, net, on average; negative where cash grew.
    burn : Series
        The months averaged, by PeriodIndex `month`.
    month : Period
        The month whose balance `cash` is.
    basis : str
        What the burn was read from.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    runway_months: float
    runway_lower_months: float
    runway_upper_months: float
    cash: float
    burn_per_month: float
    burn: pd.Series
    month: pd.Period
    basis: str
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def cash_grows(self) -> bool:
        """Whether, on average, no money went out."""
        return self.burn_per_month <= 0

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        season = (
            f"The burn is that of {counted(len(self.burn), 'month', PLAIN)}: a season that they "
            "leave out can change it.",
        ) if len(self.burn) < YEAR else ()
        return (f"The burn is read from {self.basis}.", *season,
                "One large payment to come, such as tax or stock for the season, is not in it.")

    def headline(self, format: Format = PLAIN) -> str:
        """How long the cash lasts at the pace of the last months."""
        cash = f"Cash of {format.money(self.cash)} at the end of {format.month(self.month)}"
        when = between_periods(self.burn.index[0], self.burn.index[-1], format)
        burn = format.money(abs(self.burn_per_month))
        if self.cash_grows:
            text = f"{cash} does not run out at the pace {when}: it grew by {burn} a month."
            if np.isinf(self.runway_lower_months):
                return text
            return (f"{text} With such months as chance may bring, it could still run out after "
                    f"{in_months(self.runway_lower_months, format)}.")
        upper = self.runway_upper_months
        ends = "or more" if np.isinf(upper) else f"to {format.number(upper, digits=1)}"
        spread = f"likely {format.number(self.runway_lower_months, digits=1)} {ends}"
        lasts = in_months(self.runway_months, format)
        return (f"{cash} lasts {lasts} ({spread}) if {burn} a month goes out, as it did on average "
                f"{when}.")


def runway(
    finances: pd.DataFrame, *, months: int = BURN_MONTHS, as_of=None, seed: int = 0
) -> Runway:
    """How many months does the cash last, if the coming months are like the last ones?

    Burn is the money that goes out, net, in a month. It is read from the cash flow statement where
    there is one (operating and investing, and what went out to lenders and owners; money they put
    in is not counted as earned), else from the change of the cash balance, else from profit before
    depreciation.

    Parameters
    ----------
    finances : DataFrame
        `month`, `account`, `amount`, with at least the account `cash`.
    months : int
        How many of the last months to average, 3 or more.
    as_of : date, optional
        The last day to look at; by default the end of the last month in the table.
    seed : int
        For the 10,000 resamplings of months behind the interval.

    Returns
    -------
    Runway
        Infinite where cash grows on average.

    Raises
    ------
    ValueError
        `months` is below 3.
    DataProblems
        A column is missing, a balance stands twice in a month, or costs are written as negative.
    NotEnoughData
        There is no cash balance, or there are fewer than 3 months to average.

    Notes
    -----
    The interval is the bootstrap's, of the average burn, with percentiles expanded for few months
    (Hesterberg, 2015). It knows nothing of months unlike those averaged.

    Examples
    --------
    >>> finances = pd.DataFrame({"month": ["2025-01", "2025-02", "2025-03", "2025-04"],
    ...                          "account": "cash", "amount": [100.0, 88.0, 80.0, 70.0]})
    >>> lasts = runway(finances)
    >>> lasts.runway_months, lasts.burn_per_month
    (7.0, 10.0)
    """
    if months < FEWEST_MONTHS:
        raise ValueError(f"months is {FEWEST_MONTHS} or more; it was {months!r}.")
    return runway_of(monthly_books(finances, question=QUESTION, as_of=as_of), months, seed)


def runway_of(books: Books, months: int = BURN_MONTHS, seed: int = 0) -> Runway:
    """The same from books that are made ready."""
    cash = books.of("cash").dropna()
    if cash.empty:
        raise NotEnoughData(QUESTION, "no cash balance", "the account cash at a month's end")
    month = cash.index[-1]
    burn, basis = burned(books, month)
    burn = burn.tail(months)
    resampled = np.random.default_rng(seed).choice(burn.to_numpy(), (RESAMPLES, len(burn)))
    tail = expanded_tail(len(burn))
    least, most = np.quantile(resampled.mean(axis=1), [tail, 1 - tail])
    ends = [lasting(cash.iloc[-1], each) for each in (burn.mean(), most, least)]
    return Runway(*ends, cash=float(cash.iloc[-1]), burn_per_month=float(burn.mean()),
                  burn=burn, month=month, basis=basis, as_of=books.as_of,
                  set_aside=books.set_aside)


def expanded_tail(count: int) -> float:
    """The percentile that gives a bootstrap of so few values a 95% interval (Hesterberg, 2015).

    Examples
    --------
    >>> round(expanded_tail(6), 4), round(expanded_tail(10_000), 4)
    (0.0024, 0.025)
    """
    return float(norm.cdf(np.sqrt(count / (count - 1)) * student.ppf(0.025, count - 1)))


def lasting(cash: float, burn: float) -> float:
    """Months of cash; without end where none goes out."""
    return np.inf if burn <= 0 else float(max(cash, 0.0) / burn)


def burned(books: Books, until: pd.Period) -> tuple[pd.Series, str]:
    """Money out, net, in each month up to the last balance, and what it was read from."""
    earned = books.of("operating_cash_flow") + books.of("investing_cash_flow").fillna(0.0)
    repaid = books.of("financing_cash_flow").fillna(0.0).clip(upper=0.0)
    profit = books.of("revenue") - books.total(
        ("cost_of_goods", *OPERATING_COSTS, *BELOW_OPERATING)) + books.total(["depreciation"])
    found = 0
    for flow, basis in ((earned + repaid, EARNED), (books.of("cash").diff(), CHANGED),
                        (profit, PROFIT)):
        burn = -flow.loc[:until].dropna()
        if len(burn) >= FEWEST_MONTHS:
            return burn.rename("burn"), basis
        found = max(found, len(burn))
    raise NotEnoughData(QUESTION, f"{counted(found, 'month', PLAIN)} of money in and out",
                        f"at least {FEWEST_MONTHS} months")


def in_months(value: float, format: Format) -> str:
    """A number of months in words."""
    words = format.number(value, digits=0 if value >= 24 or value == round(value) else 1)
    return f"{words} {'month' if value == 1 else 'months'}"
