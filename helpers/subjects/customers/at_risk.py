"""Who may be the next to leave, by a model that has to earn its place first."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.compose import make_column_transformer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData
from helpers.stats.intervals import NORMAL_95, wilson
from helpers.stats.order_lines import CustomerLines, customer_lines, zero_where_unknown
from helpers.stats.periods import to_days
from helpers.stats.result import Result
from helpers.stats.small_groups import is_small
from helpers.stats.subscription_terms import Subscriptions, checked_subscriptions, unbroken_terms
from helpers.stats.values import Count, Days, People, Score, Share, When, say
from helpers.stats.wording import counted

QUESTION = "a list of customers at risk"
FEWEST_CHURNERS = 30
CUSTOMERS_PER_BIN = 40
MOST_BINS = 10
LIFT_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5)
HEADLINE_SHARE = 0.2
RARE = 10


NOT_EARNED = (
    "The model did not earn its place: among {judged} it had not been trained on, it could not be "
    "shown to tell those who {left} in the {days} after {since} from the others better than chance "
    "would (AUC {auc}). Do not act on this list.")
_NOW = " Of {now} now, it expects about {expected} to {stay} in the next {days}."
BY_RANK = (
    "Tested on {judged}: the model ranked those who {left} in the {days} after {since} above the "
    "others more often than chance would (AUC {auc})." + _NOW)
BY_TOP = (
    "Tested on {judged}: of the {top} the model ranked highest, {rate} {left} in the {days} after "
    "{since}, against {all} of all (AUC {auc})." + _NOW)


@dataclass(frozen=True, eq=False, repr=False)
class AtRisk(Result):
    """The list, and how the very model that made it did on a later time it had not seen.

    Parameters
    ----------
    customers : DataFrame
        Everyone who could leave, the likeliest first: `customer_id`, `probability` of leaving
        within `horizon_days` of `as_of`, and `reason` in plain words.
    auc, auc_lower, auc_upper : float
        How often a customer who left was ranked above one who stayed, in the holdout; 95%.
    calibration : DataFrame
        Holdout customers in bins of rising risk: `predicted` and `observed` share, `lower`, `upper`
        (95%, Wilson 1927), `customers`.
    lift : DataFrame
        By `share` of the holdout at the top of the list: `customers`, `leavers` among them, `rate`,
        `lift` (rate against the base rate) and `captured` (of all leavers). Equal probabilities
        share their leavers evenly.
    base_rate : float
        Share of the holdout that left.
    trained_on, judged_on : int
        Customers in training (once per time window) and in the holdout.
    leavers_trained_on, leavers_judged_on : int
        How many of them left.
    holdout_from : Timestamp
        The day the judged predictions were made for; the `horizon_days` after it decide.
    horizon_days : int
        How far the model looks ahead.
    as_of : Timestamp
        The day the list was made for.
    contracts : bool
        Whether leaving is the end of a contract, or silence.
    set_aside : dict of str to int
        Rows left out, by reason.
    """

    customers: pd.DataFrame
    auc: float
    auc_lower: float
    auc_upper: float
    calibration: pd.DataFrame
    lift: pd.DataFrame
    base_rate: float
    trained_on: int
    judged_on: int
    leavers_trained_on: int
    leavers_judged_on: int
    holdout_from: pd.Timestamp
    horizon_days: int
    as_of: pd.Timestamp
    contracts: bool
    set_aside: dict[str, int]

    def lift_told(self, fewest: int) -> pd.DataFrame:
        """`lift` without the rows that would tell of fewer than so many people."""
        everyone = [self.judged_on, self.leavers_judged_on]
        counts = self.lift[["customers", "leavers"]]
        parts = pd.concat([counts, everyone - counts, counts.diff(axis=1)["leavers"].abs()], axis=1)
        return self.lift[~is_small(parts.fillna(0), fewest).any(axis=1)]

    @property
    def earned_its_place(self) -> bool:
        """Whether the holdout shows the model to rank customers better than chance."""
        return self.auc_lower > 0.5

    @property
    def caveats(self) -> tuple[str, ...]:
        """What can mislead in these numbers."""
        silence = () if self.contracts else (
            "Leaving here means no purchase in the days looked ahead: silence is no proof.",
        )
        return (
            *silence,
            "The model says who is likely to leave, not why, and not whom a call would keep.",
            "It was judged on one past window; a change in prices or season can make it worse.",
        )

    def headline(self, format: Format = PLAIN) -> str:
        """What the top of the list is worth, or that the model did not earn its place."""
        tops = self.lift_told(format.smallest_group).set_index("share")
        template = NOT_EARNED if not self.earned_its_place else (
            BY_RANK if HEADLINE_SHARE not in tops.index else BY_TOP)
        return say(
            template, format, left="left" if self.contracts else "bought nothing",
            stay="leave" if self.contracts else "stay silent", days=Days(self.horizon_days),
            since=When(self.holdout_from), judged=Count(self.judged_on, "customer"),
            auc=Score(self.auc, self.auc_lower, self.auc_upper), top=Share(HEADLINE_SHARE),
            rate=Share(tops["rate"].get(HEADLINE_SHARE, np.nan)), all=Share(self.base_rate),
            now=People(len(self.customers), "customer"),
            expected=Count(self.customers["probability"].sum()))



def at_risk_customers(
    orders: pd.DataFrame | None = None, subscriptions: pd.DataFrame | None = None,
    customers: pd.DataFrame | None = None, *, horizon_days: int = 90, as_of=None,
) -> AtRisk:
    """Who is likely to leave in the next `horizon_days`, and can that be known at all?

    With `subscriptions`, leaving is the end of a contract and everyone under contract is judged.
    With `orders` alone, leaving is buying nothing for `horizon_days`, and everyone who bought in
    the `2 × horizon_days` before is judged; those silent for longer are past predicting (see
    `lapsed`). Given both, contracts decide and purchases help to foresee.

    A logistic regression looks at what was known on a past day and learns what happened in the
    `horizon_days` after it; every such window that ended by the holdout's first day is used. It is
    judged on the holdout, the last whole window before `as_of`, and the model so judged makes the
    list, unchanged.

    Parameters
    ----------
    orders : DataFrame, optional
        `order_date`, `customer_id`, and where there are any `quantity`, `unit_price`, `discount`.
    subscriptions : DataFrame, optional
        `customer_id`, `start_date`, `end_date`, and where there are any `plan`, `monthly_fee`.
    customers : DataFrame, optional
        `customer_id`, and `region` and `signup_date` where there are any. Its `segment` and
        `member` are not used: they say what a customer is today, which a past day did not know.
    horizon_days : int
        How far to look ahead.
    as_of : date, optional
        The last day the data are complete for; by default the last date in the table that decides.

    Returns
    -------
    AtRisk

    Raises
    ------
    ValueError
        Where neither `orders` nor `subscriptions` is given.
    NotEnoughData
        With fewer than 30 customers who left, or who stayed, in training or in the holdout.

    Notes
    -----
    The interval of the AUC is that of DeLong, DeLong & Clarke-Pearson (1988), on the log-odds
    scale. Penalty and scaling are scikit-learn's defaults.

    Examples
    --------
    >>> rng = np.random.default_rng(1)
    >>> start = pd.Timestamp("2024-01-01") + pd.to_timedelta(rng.integers(0, 500, 900), unit="D")
    >>> loyal = rng.random(900) < 0.5
    >>> days = rng.exponential(np.where(loyal, 900, 200)).astype(int)
    >>> subscriptions = pd.DataFrame({
    ...     "customer_id": range(900), "plan": np.where(loyal, "Team", "Solo"),
    ...     "start_date": start, "end_date": start + pd.to_timedelta(days, unit="D"),
    ... })
    >>> risk = at_risk_customers(subscriptions=subscriptions, as_of="2025-06-30")
    >>> risk.earned_its_place, risk.customers["reason"].iloc[0].split(" for ")[0]
    (True, 'on Solo')
    """
    if orders is None and subscriptions is None:
        raise ValueError("Give orders or subscriptions: without either nothing tells who left.")
    history = (
        _Purchases(customer_lines(orders, question=QUESTION, as_of=as_of))
        if subscriptions is None else _Contracts(subscriptions, orders, as_of)
    )
    as_known = _Known(customers, history.ids)
    rows = _with_codes(pd.concat({
        day: as_known.added(history.snapshot(day, horizon_days), day)
        for day in _days(history, horizon_days)
    }, names=["window"]))
    holdout_from = history.as_of - pd.Timedelta(days=horizon_days)
    window = rows.index.get_level_values("window")
    train, holdout = rows[window < holdout_from], rows[window == holdout_from]
    _refuse_too_few(train["left"], "the training windows")
    _refuse_too_few(holdout["left"], "the holdout")
    model = _fitted(train)
    predicted = _probability(model, holdout)
    left = holdout["left"].to_numpy(dtype=bool)
    auc, lower, upper = auc_interval(predicted, left)
    return AtRisk(
        customers=_list(model, rows[window == history.as_of], history),
        auc=auc, auc_lower=lower, auc_upper=upper, calibration=_calibration(predicted, left),
        lift=lift_by_share(predicted, left), base_rate=float(left.mean()),
        trained_on=len(train), judged_on=len(holdout), leavers_trained_on=int(train["left"].sum()),
        leavers_judged_on=int(left.sum()), holdout_from=holdout_from, horizon_days=horizon_days,
        as_of=history.as_of, contracts=subscriptions is not None, set_aside=history.set_aside,
    )


def auc_interval(score: np.ndarray, left: np.ndarray) -> tuple[float, float, float]:
    """Area under the ROC curve with its 95% interval (DeLong et al., 1988; log-odds scale).

    Examples
    --------
    >>> score = np.array([0.9, 0.8, 0.7, 0.6, 0.5])
    >>> left = np.array([True, True, False, True, False])
    >>> [round(value, 2) for value in auc_interval(score, left)]
    [0.83, 0.15, 0.99]
    """
    leavers, stayers = np.sort(score[left]), np.sort(score[~left])
    above = _share_below(leavers, stayers)
    below = 1 - _share_below(stayers, leavers)
    auc = float(above.mean())
    if auc in (0.0, 1.0):
        return auc, auc, auc
    error = np.sqrt(above.var(ddof=1) / len(leavers) + below.var(ddof=1) / len(stayers))
    odds, spread = np.log(auc / (1 - auc)), NORMAL_95 * error / (auc * (1 - auc))
    lower, upper = (float(1 / (1 + np.exp(-end))) for end in (odds - spread, odds + spread))
    return auc, lower, upper


def _share_below(values: np.ndarray, others: np.ndarray) -> np.ndarray:
    """For each value the share of (sorted) others below it, ties counting half."""
    left, right = (np.searchsorted(others, values, side) for side in ("left", "right"))
    return (left + right) / (2 * len(others))


class _Purchases:
    """What orders tell about each customer on any past day."""

    def __init__(self, lines: CustomerLines):
        self.as_of, self.ids, self.set_aside = lines.as_of, lines.ids, lines.set_aside
        self.first_line, days = lines.first_day, lines.purchase_days()
        self.start = days.indptr[:-1]
        self.customer, self.since = _row_numbers(days), days.indices
        self.first_day = pd.Timestamp(lines.day_after(self.since.min()))
        paid = zero_where_unknown(lines.revenue)
        money = sparse.coo_array((paid, (lines.customer, lines.since))).tocsr()
        self.payer, self.paid, self.paid_since = _row_numbers(money), money.data, money.indices

    def snapshot(self, day: pd.Timestamp, horizon_days: int) -> pd.DataFrame:
        """Customers who bought lately as known on `day`, and whether they `left` after it."""
        table = self.features(day, horizon_days, lately=2 * horizon_days)
        later = self._purchases_between(self._since(day), self._since(day) + horizon_days)
        return table.assign(left=later[table["customer"]] == 0)

    def features(
        self, day: pd.Timestamp, horizon_days: int, lately: int | None = None
    ) -> pd.DataFrame:
        """One row per customer with a purchase by `day`, in the last so many days where given."""
        now = self._since(day)
        after = -1 if lately is None else max(now - lately, -1)
        customer = np.flatnonzero(self._purchases_between(after, now))
        purchases = self._purchases_between(-1, now)[customer]
        recent = self._purchases_between(now - horizon_days, now)[customer]
        first, last = (self.since[self.start[customer] + nth] for nth in (0, purchases - 1))
        by_now = self.paid_since <= now
        money = np.bincount(self.payer[by_now], self.paid[by_now], minlength=len(self.ids))
        silence, once = now - last, purchases == 1
        between = (last - first) / np.maximum(purchases - 1, 1)
        return pd.DataFrame({
            "customer": customer, "customer_id": self.ids[customer],
            "silence_days": silence, "purchases": purchases,
            "usual_gap_days": np.where(once, np.nan, between),
            "first_known": self.first_line + first.astype("timedelta64[D]"),
            "log_silence": np.log1p(silence),
            "log_tenure": np.log1p(now - first),
            "log_purchases": np.log(purchases),
            "log_recent": np.log1p(recent),
            "against_rhythm": np.where(once, 0.0, np.log1p(silence) - np.log1p(between)),
            "once": once.astype(float),
            "log_spent": np.log1p(np.maximum(money[customer], 0.0)),
        })

    def _since(self, day: pd.Timestamp) -> int:
        return int((day - pd.Timestamp(self.first_line)).days)

    def _purchases_between(self, after: int, until: int) -> np.ndarray:
        """Each customer's days with a purchase later than one day and up to another."""
        within = (self.since > after) & (self.since <= until)
        return np.bincount(self.customer[within], minlength=len(self.ids))

    def reasons(self, rows: pd.DataFrame) -> list[str]:
        """What stands out about each customer, from the features in `rows`."""
        silences, gaps = (_days_in_words(rows[name]) for name in ("silence_days", "usual_gap_days"))
        return [
            f"bought once, {silence} ago" if purchases == 1
            else f"{purchases} purchases, about {gap} apart, the last {silence} ago"
            for purchases, gap, silence in zip(rows["purchases"], gaps, silences)
        ]


class _Contracts:
    """What subscriptions (and orders, if any) tell about each customer on any past day."""

    def __init__(self, subscriptions: pd.DataFrame, orders: pd.DataFrame | None, as_of):
        table = checked_subscriptions(subscriptions, as_of=as_of)
        self.as_of, self.rows = table.as_of, table.frame.sort_values("start", kind="stable")
        terms: Subscriptions = unbroken_terms(subscriptions, as_of=self.as_of)
        self.terms, self.set_aside = terms.frame, table.set_aside
        self.first_day = self.terms["start"].min()
        self.customer, self.ids = pd.factorize(self.terms["customer_id"])
        self.purchases = None if orders is None else _Purchases(
            customer_lines(orders, question=QUESTION, as_of=self.as_of)
        )

    def snapshot(self, day: pd.Timestamp, horizon_days: int) -> pd.DataFrame:
        """Customers under contract as known on `day`, and whether they `left` after it."""
        running = self.terms["start"].le(day) & ~self.terms["end"].le(day)
        terms = self.terms[running]
        past = self.rows[self.rows["start"] <= day]
        latest = past.drop_duplicates("customer_id", keep="last").set_index("customer_id")
        earlier = past.groupby("customer_id").size() - 1
        ids = terms["customer_id"]
        tenure = (day - terms["start"]).dt.days
        table = pd.DataFrame({
            "customer": self.customer[running], "customer_id": ids,
            "tenure_days": tenure, "log_tenure": np.log1p(tenure),
            "plan": ids.map(latest["plan"]),
            "log_fee": np.log1p(ids.map(latest["monthly_fee"]).fillna(0.0)),
            "log_earlier": np.log1p(ids.map(earlier)),
            "first_known": terms["start"],
            "left": terms["end"].le(day + pd.Timedelta(days=horizon_days)),
        })
        return table if self.purchases is None else self._with_purchases(table, day, horizon_days)

    def _with_purchases(self, table: pd.DataFrame, day, horizon_days: int) -> pd.DataFrame:
        bought = self.purchases.features(day, horizon_days)
        bought = bought[["customer_id", "silence_days", "log_silence", "log_purchases",
                         "log_recent", "log_spent"]]
        table = table.merge(bought, on="customer_id", how="left")
        never = table["silence_days"].isna()
        filled = ["log_purchases", "log_recent", "log_spent"]
        table[filled] = table[filled].fillna(0.0)
        table["log_silence"] = table["log_silence"].mask(never, table["log_tenure"])
        return table

    def reasons(self, rows: pd.DataFrame) -> list[str]:
        """Plan, time under contract and silence of each customer in `rows`."""
        plans = rows["plan"].where(rows["plan"].notna(), "contract")
        silences = rows.get("silence_days", pd.Series(np.nan, rows.index))
        return [
            f"on {plan} for {tenure:.0f} days"
            + ("" if np.isnan(silence) else f", last bought {silence:.0f} days ago")
            for plan, tenure, silence in zip(plans, rows["tenure_days"], silences)
        ]


class _Known:
    """What the customers table adds to a past day: only what cannot have changed since."""

    def __init__(self, customers: pd.DataFrame | None, ids: pd.Index):
        self.region = self.signup = None
        if customers is not None:
            table = customers.drop_duplicates("customer_id", keep="last").set_index("customer_id")
            table = table.reindex(ids)
            self.region = table.get("region")
            self.signup = to_days(table["signup_date"]) if "signup_date" in table else None

    def added(self, rows: pd.DataFrame, day: pd.Timestamp) -> pd.DataFrame:
        """The rows with `region`, and with the time since signing up where that came earlier."""
        if self.region is not None:
            rows = rows.assign(region=self.region.array[rows["customer"]])
        if self.signup is not None:
            signup = pd.Series(self.signup.array[rows["customer"]], rows.index)
            known_since = signup.where(signup < rows["first_known"], rows["first_known"])
            rows = rows.assign(log_known=np.log1p((day - known_since).dt.days))
        return rows


def _row_numbers(table: sparse.csr_array) -> np.ndarray:
    return np.repeat(np.arange(table.shape[0], dtype=np.int32), np.diff(table.indptr))


def _days_in_words(days: pd.Series) -> list[str]:
    """`1 day`, `12 days`; each number is put into words once."""
    whole = days.fillna(0).round().astype(int)
    words = {number: counted(number, "day", PLAIN) for number in whole.unique()}
    return [words[number] for number in whole]


def _days(history: _Purchases | _Contracts, horizon_days: int) -> list[pd.Timestamp]:
    """`as_of` and every whole horizon before it that has at least a horizon of past."""
    step = pd.Timedelta(days=horizon_days)
    span = (history.as_of - history.first_day) // step
    return [history.as_of - back * step for back in range(max(span, 2))]


def _refuse_too_few(left: pd.Series, where: str) -> None:
    leavers, stayers = int(left.sum()), int((~left.astype(bool)).sum())
    if min(leavers, stayers) < FEWEST_CHURNERS:
        raise NotEnoughData(
            QUESTION, f"{leavers} customers who left and {stayers} who stayed in {where}",
            f"at least {FEWEST_CHURNERS} of each",
        )


def _with_codes(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with a number for each plan and region, which are quicker to tell apart."""
    return rows.assign(**{
        f"{name}_code": pd.factorize(rows[name].astype("str"), sort=True)[0]
        for name in ("plan", "region") if name in rows
    })


def _columns(rows: pd.DataFrame) -> tuple[list[str], list[str]]:
    """The measured and the named features."""
    measured = [name for name in rows if name.startswith("log_")]
    measured += [name for name in ("against_rhythm", "once") if name in rows]
    return measured, [name for name in rows if name.endswith("_code")]


def _features(rows: pd.DataFrame) -> pd.DataFrame:
    measured, named = _columns(rows)
    return rows[measured + named]


def _fitted(rows: pd.DataFrame) -> Pipeline:
    measured, named = _columns(rows)
    ready = make_column_transformer(
        (StandardScaler(), measured),
        (OneHotEncoder(handle_unknown="infrequent_if_exist", min_frequency=RARE), named),
    )
    model = make_pipeline(ready, LogisticRegression(max_iter=1000))
    return model.fit(_features(rows), rows["left"].astype(bool))


def _probability(model: Pipeline, rows: pd.DataFrame) -> np.ndarray:
    return model.predict_proba(_features(rows))[:, 1]


def _list(model: Pipeline, rows: pd.DataFrame, history) -> pd.DataFrame:
    """Today's customers, the likeliest to leave first."""
    listed = pd.DataFrame({
        "customer_id": rows["customer_id"].to_numpy(),
        "probability": _probability(model, rows),
        "reason": history.reasons(rows),
    })
    return listed.sort_values("probability", ascending=False, kind="stable", ignore_index=True)


def _calibration(predicted: np.ndarray, left: np.ndarray) -> pd.DataFrame:
    """Predicted against observed, in bins of about equal size."""
    bins = int(np.clip(len(left) // CUSTOMERS_PER_BIN, 2, MOST_BINS))
    place = pd.qcut(predicted, bins, labels=False, duplicates="drop")
    grouped = pd.DataFrame({"predicted": predicted, "observed": left.astype(float)}).groupby(place)
    table = grouped.mean().assign(customers=grouped.size()).reset_index(drop=True)
    table["lower"], table["upper"] = wilson(table["observed"] * table["customers"],
                                            table["customers"])
    return table[["predicted", "observed", "lower", "upper", "customers"]]


def lift_by_share(predicted: np.ndarray, left: np.ndarray) -> pd.DataFrame:
    """How many leavers stand at the top of the list; equal probabilities share theirs evenly.

    Examples
    --------
    >>> predicted, left = np.array([0.9, 0.5, 0.5, 0.5, 0.5, 0.1]), np.array([1, 1, 1, 0, 0, 0])
    >>> lift_by_share(predicted, left == 1)["leavers"].tolist()
    [1.0, 1.5, 1.5, 2.0, 2.0]
    """
    expected = pd.Series(left, dtype=float).groupby(predicted).transform("mean").to_numpy()
    ranked = expected[np.argsort(-predicted, kind="stable")].cumsum()
    customers = np.ceil(np.array(LIFT_SHARES) * len(left)).astype(int)
    leavers = ranked[customers - 1]
    rate = leavers / customers
    return pd.DataFrame({
        "share": LIFT_SHARES, "customers": customers, "leavers": leavers, "rate": rate,
        "lift": rate / left.mean(), "captured": leavers / left.sum(),
    })
