"""Which customers without a contract have fallen silent for longer than those who come back do?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from statsmodels.duration.survfunc import SurvfuncRight

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.findings import WATCH, Finding, Measure
from helpers.stats.order_lines import customer_lines
from helpers.stats.result import Result
from helpers.stats.small_groups import part_in_words, people_in_words
from helpers.stats.values import Days, Share, say
from helpers.stats.wording import counted

FEWEST_RETURNS = 30
STILL_WATCHED = 30
RESAMPLES = 200


@dataclass(frozen=True, eq=False, repr=False)
class Lapsed(Result):
    """Each customer's silence against the silence after which few come back.

    Parameters
    ----------
    customers : DataFrame
        One row per customer, the longest silence first: `customer_id`, `last_purchase`,
        `purchases` (days with one), `usual_gap_days` (median; NaN after a single purchase),
        `silence_days`, `lapsed`, and `return_share`: of customers silent for as long, the share
        that still came back while they could be watched (NaN beyond `watched_days`).
    threshold_days, threshold_lower_days, threshold_upper_days : float
        The silence by which the share `returns` of those who come back has done so; 95% interval.
    returns : float
        That share, such as 0.9.
    lapsed, lapsed_lower, lapsed_upper : int
        Customers silent for longer than the threshold, and at the two ends of its interval.
    returned_share, returned_lower, returned_upper : float
        After a purchase, the chance of another within `watched_days`; 95% interval.
    watched_days : int
        The longest silence that the data can judge, with at least 30 customers watched for it.
    as_of : Timestamp
        The last day looked at.
    set_aside : dict of str to int
        Order lines left out, by reason.
    """

    customers: pd.DataFrame
    threshold_days: float
    threshold_lower_days: float
    threshold_upper_days: float
    returns: float
    lapsed: int
    lapsed_lower: int
    lapsed_upper: int
    returned_share: float
    returned_lower: float
    returned_upper: float
    watched_days: int
    as_of: pd.Timestamp
    set_aside: dict[str, int]

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        short = (
            "The record is short beside the threshold: a longer one may well move it out.",
        ) if self.watched_days < 2 * self.threshold_days else ()
        return (
            "Silence is no proof of leaving: without a contract nobody says goodbye.",
            f"The data can judge silences of up to {self.watched_days} days; whoever comes back "
            "later than that counts here as not coming back.",
            *short,
        )

    def headline(self, format: Format = PLAIN) -> str:
        """How many are silent beyond the threshold, and how far that can be trusted."""
        total = len(self.customers)
        spread = (f"likely {people_in_words(self.lapsed_lower, format)} to "
                  f"{people_in_words(self.lapsed_upper, format)}")
        return say(
            "{returns} of the customers who come back do so within {threshold}. {silent} have been "
            "silent for longer: probably lapsed, but silence is no proof of leaving.", format,
            returns=Share(self.returns), threshold=self._threshold, silent=part_in_words(
                self.lapsed, total, format, spread, of=f" of {counted(total, 'customer', format)}"))

    def finding(self, format: Format = PLAIN) -> Finding:
        """The headline, with the threshold."""
        return Finding(self.headline(format), WATCH, Measure(
            "silence after which a customer has probably gone", self._threshold, "all customers"))

    @property
    def _threshold(self) -> Days:
        return Days(self.threshold_days, self.threshold_lower_days, self.threshold_upper_days)


def lapsed(orders: pd.DataFrame, *, returns: float = 0.9, as_of=None, seed: int = 0) -> Lapsed:
    """After how long a silence is a customer probably gone, and who is that silent now?

    The days from each purchase to the customer's next are the times to return; the silence since
    the last one is a time still running. From both together comes the Kaplan–Meier curve of
    returning, in which every customer counts once, however many purchases they made. The threshold
    is the silence by which the share `returns` of those who ever come back has done so, "ever"
    meaning within the longest silence the data can judge. Days, not order lines, are counted:
    several orders on one day are one purchase.

    Parameters
    ----------
    orders : DataFrame
        `order_date`, `customer_id`, and `quantity` where there is one.
    returns : float
        The share of returns that should lie within the threshold, between 0 and 1.
    as_of : date, optional
        The last day the data are complete for; by default the last date in `orders`.
    seed : int
        For the 200 resamplings of customers behind the intervals.

    Returns
    -------
    Lapsed

    Raises
    ------
    ValueError
        Where `returns` is not between 0 and 1.
    NotEnoughData
        With fewer than 30 returns, or with too short a record.

    Notes
    -----
    Kaplan & Meier (1958) on recurrent gaps, each weighted by one over the customer's number of gaps
    as in Wang & Chang (1999), but with the running silence kept, since here it is the question.
    Intervals from a bootstrap of customers (Efron & Tibshirani, 1993), percentile method.

    Examples
    --------
    >>> days = pd.Timestamp("2025-01-01") + pd.to_timedelta(np.arange(0, 300, 30), unit="D")
    >>> orders = pd.DataFrame([(who, day) for who in range(40) for day in days[: 5 + who % 2 * 5]],
    ...                       columns=["customer_id", "order_date"])
    >>> silence = lapsed(orders)
    >>> silence.threshold_days, silence.lapsed
    (30.0, 20)
    """
    if not 0 < returns < 1:
        raise ValueError(f"returns is a share between 0 and 1; it was {returns!r}.")
    lines = customer_lines(orders, question="a silence threshold", as_of=as_of)
    visits = lines.visits()
    gaps = _gaps(visits, lines.as_of)
    customers = len(lines.ids)
    curve = _ReturnCurve(gaps, customers)
    rng = np.random.default_rng(seed)
    samples = [
        curve.threshold(np.bincount(rng.integers(customers, size=customers), minlength=customers),
                        returns)
        for _ in range(RESAMPLES)
    ]
    threshold, returned = curve.threshold(np.ones(customers), returns)
    (lower, returned_lower), (upper, returned_upper) = np.percentile(
        samples, [2.5, 97.5], axis=0, method="inverted_cdf"
    )
    table = _table(visits, gaps, lines.ids).assign(
        lapsed=lambda rows: rows["silence_days"] > threshold,
        return_share=lambda rows: curve.return_share(rows["silence_days"].to_numpy()),
    )
    silent_beyond = [int((table["silence_days"] > limit).sum()) for limit in (upper, lower)]
    return Lapsed(
        customers=table.sort_values("silence_days", ascending=False, kind="stable",
                                    ignore_index=True),
        threshold_days=threshold, threshold_lower_days=float(lower),
        threshold_upper_days=float(upper), returns=returns, lapsed=int(table["lapsed"].sum()),
        lapsed_lower=silent_beyond[0], lapsed_upper=silent_beyond[1], returned_share=returned,
        returned_lower=float(returned_lower), returned_upper=float(returned_upper),
        watched_days=curve.watched_days, as_of=lines.as_of, set_aside=lines.set_aside,
    )


def _gaps(visits: pd.DataFrame, as_of: pd.Timestamp) -> pd.DataFrame:
    """Days from each purchase to the next, or to `as_of` where none has `returned` yet."""
    next_day = visits["day"].shift(-1).where(visits["customer"].eq(visits["customer"].shift(-1)))
    days = (next_day.fillna(as_of) - visits["day"]).dt.days
    return pd.DataFrame({
        "customer": visits["customer"], "days": days, "returned": next_day.notna(),
    })


class _ReturnCurve:
    """The curve of returning after a purchase, for any weights of the customers."""

    def __init__(self, gaps: pd.DataFrame, customers: int):
        returns = int(gaps["returned"].sum())
        if returns < FEWEST_RETURNS:
            raise NotEnoughData(
                "a silence threshold", counted(returns, "repeat purchase", PLAIN),
                f"at least {FEWEST_RETURNS}",
            )
        customer, days = gaps["customer"].to_numpy(), gaps["days"].to_numpy()
        self.customers = customers
        self.watched_days = int(_longest_judged(gaps))
        returned = gaps["returned"].to_numpy() & (days <= self.watched_days)
        cell = np.minimum(days, self.watched_days) * 2 + returned
        share_of_customer = 1 / np.bincount(customer)[customer]
        shape = (2 * self.watched_days + 2, customers)
        self.shares = sparse.coo_array((share_of_customer, (cell, customer)), shape).tocsr()

    def fit(self, customer_weights: np.ndarray) -> SurvfuncRight:
        """Kaplan–Meier on the distinct days, weighted."""
        weights = self.shares @ customer_weights
        filled = np.flatnonzero(weights)
        return SurvfuncRight(filled // 2, filled % 2, freq_weights=weights[filled])

    def threshold(self, customer_weights: np.ndarray, returns: float) -> tuple[float, float]:
        """The day by which the share `returns` of all returns has happened, and their share."""
        fit = self.fit(customer_weights)
        returned = 1 - fit.surv_prob
        reached = returned >= returns * returned[-1] - 1e-12
        return float(fit.surv_times[np.argmax(reached)]), float(returned[-1])

    def return_share(self, silence_days: np.ndarray) -> np.ndarray:
        """Of those silent for so long, the share that came back within `watched_days`."""
        fit = self.fit(np.ones(self.customers))
        place = np.searchsorted(fit.surv_times, silence_days, side="right")
        still_silent = np.concatenate([[1.0], fit.surv_prob])[place]
        chance = np.divide(still_silent - fit.surv_prob[-1], still_silent,
                           out=np.zeros_like(still_silent), where=still_silent > 0)
        return np.where(silence_days <= self.watched_days, chance, np.nan)


def _longest_judged(gaps: pd.DataFrame) -> int:
    """The longest silence for which enough customers were watched."""
    longest = gaps.groupby("customer")["days"].max().sort_values(ascending=False)
    if len(longest) < STILL_WATCHED:
        raise NotEnoughData(
            "a silence threshold", counted(len(longest), "customer", PLAIN),
            f"at least {STILL_WATCHED}",
        )
    return longest.iloc[STILL_WATCHED - 1]


def _table(visits: pd.DataFrame, gaps: pd.DataFrame, ids: pd.Index) -> pd.DataFrame:
    """One row per customer who bought."""
    usual = gaps[gaps["returned"]].groupby("customer")["days"].median()
    by_customer = visits.groupby("customer")["day"].agg(["max", "size"])
    return pd.DataFrame({
        "customer_id": ids[by_customer.index],
        "last_purchase": by_customer["max"].to_numpy(),
        "purchases": by_customer["size"].to_numpy(),
        "usual_gap_days": usual.reindex(by_customer.index).to_numpy(),
        "silence_days": gaps.loc[~gaps["returned"], "days"].to_numpy(),
    })
