"""What is at stake if a customer, a supplier or a partner goes."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from helpers.core.formats import PLAIN, Format
from helpers.core.problems import NotEnoughData, OwnerError
from helpers.stats.order_lines import zero_where_unknown, line_revenue, require_columns, numbers
from helpers.stats.periods import to_day, to_days
from helpers.stats.result import Result
from helpers.stats.wording import counted, joined, share
from helpers.subjects.finance.cash_runway import in_months
from helpers.subjects.network.mapping import cut_off
from helpers.subjects.network.relations import BRING_MONEY, SUPPLIER, read_relations

QUESTION = "what depends on somebody"
YEAR_DAYS = 365
MONTHS = 12
NAMED = 3
FAR_MONTHS = 60
NO_RELATION = "none with us"


@dataclass(frozen=True, eq=False, repr=False)
class Dependency(Result):
    """What a year would lack without somebody, if nothing else changed.

    Parameters
    ----------
    frame : DataFrame
        One row for each of those lost and each of their relations; index `lost`; `relation`,
        `money` (a year's money between us), `replaceable` (the share the owner expects to replace,
        0 to 1), `revenue_at_stake`, `margin_at_stake` (money a year; NaN where not known).
    revenue_at_stake, margin_at_stake : float
        Of all of them together, never more than there is.
    revenue_share : float
        Of the year's revenue (0 to 1).
    total_revenue, total_margin : float
        The year's revenue that it is a share of, and what it leaves after direct costs.
    on_the_map : bool
        Whether that revenue is only what the network's own rows add up to.
    runway_months_before, runway_months_after : float
        Months until the cash is gone, as things are and without them; infinite where it grows, NaN
        where not known.
    cut_off : tuple of str
        Organisations that no relation would tie to the rest any more.
    people : bool
        Whether those lost may be people, of whom a report that is handed over tells nothing singly.
    """

    frame: pd.DataFrame
    revenue_at_stake: float
    margin_at_stake: float
    revenue_share: float
    total_revenue: float
    total_margin: float
    on_the_map: bool
    runway_months_before: float
    runway_months_after: float
    cut_off: tuple
    people: bool

    def headline(self, format: Format = PLAIN) -> str:
        """What is at stake, how long the cash would last, and who else would be out of reach."""
        lost = self.frame.index.unique()
        if self.people and len(lost) < format.smallest_group:
            return (f"What depends on fewer than {format.smallest_group} customers is not told "
                    "here.")
        names = joined([str(name) for name in lost[:NAMED]]
                       + ([counted(len(lost) - NAMED, "other", format)]
                          if len(lost) > NAMED else []))
        text = f"Without {names}, {self._stake(format)}."
        text += self._runway(format)
        if self.cut_off:
            text += (f" Nobody would tie us to "
                     f"{joined([str(name) for name in self.cut_off[:NAMED]])}"
                     f"{' and others' if len(self.cut_off) > NAMED else ''} any more.")
        return text

    def _stake(self, format: Format) -> str:
        if np.isnan(self.revenue_at_stake):
            return ("nobody can say how much revenue is at stake before it is known what a sale "
                    "leaves after its direct costs")
        if not self.revenue_at_stake:
            replaced = (self.frame["replaceable"] == 1).all()
            return ("nothing would be lost once all of it is replaced" if replaced else
                    "no revenue would be lost directly")
        margin = ("" if np.isnan(self.margin_at_stake) else
                  f", and {format.money(self.margin_at_stake)} of margin,")
        of = "the revenue on the map" if self.on_the_map else "all revenue"
        replaced = (" once what can be replaced is taken off"
                    if (self.frame["replaceable"] > 0).any() else ", if nothing could be replaced")
        part = share(self.revenue_share, format)
        return (f"{format.money(self.revenue_at_stake)} of revenue a year ({part} of {of}){margin} "
                f"would be at stake{replaced}")

    def _runway(self, format: Format) -> str:
        before, after = self.runway_months_before, self.runway_months_after
        if np.isnan(after) or not self.revenue_at_stake:
            return ""
        if np.isinf(after):
            return " The cash would still not run out."
        then = lasting_for(after, format)
        if np.isinf(before):
            return f" The cash would not run out as things are, and lasts {then} without them."
        now = lasting_for(before, format)
        return f" The cash lasts {now} as things are, and {then} without them."


def lasting_for(months: float, format: Format = PLAIN) -> str:
    """How long cash lasts, in words.

    Examples
    --------
    >>> lasting_for(3.14), lasting_for(181.6), lasting_for(np.inf)
    ('3.1 months', 'more than 5 years', 'without end')
    """
    if months > FAR_MONTHS:
        return "without end" if np.isinf(months) else "more than 5 years"
    return in_months(months, format)


def dependency(
    table: pd.DataFrame, lost, *, replaceable=0.0, revenue: float | None = None,
    margin_rate: float | None = None, products: pd.DataFrame | None = None,
    cash: float | None = None, monthly_surplus: float | None = None, by: str = "customer_id",
    us: str | None = None, as_of=None,
) -> Dependency:
    """What would we lose without them, and how long would the cash last?

    Parameters
    ----------
    table : DataFrame
        `network` (`source`, `target`, `relation`, `revenue`: a year's money), or `orders`, whose
        last 365 days count.
    lost : list
        Who is gone: organisations of the network, or values of the orders' column `by`.
    replaceable : float or mapping
        The share of the money that the owner expects to replace within the year (0 to 1); of all,
        or by name (those not named: nothing).
    revenue : float, optional
        Of a network: the year's whole revenue, where the network does not list every customer.
    margin_rate : float, optional
        What a sale leaves after its direct costs, as a share of revenue (0 to 1).
    products : DataFrame, optional
        Of orders: `product_id`, `unit_cost`, from which the margin is found where there is no rate.
    cash : float, optional
        Money in the bank now.
    monthly_surplus : float, optional
        What a month adds to the cash (negative: takes from it).
    by : str
        Of orders: the column that names those lost.
    us : str, optional
        Of a network: the business itself, as in `network_map`.
    as_of : date, optional
        Of orders: the last day to look at; by default the last date in the table.

    Returns
    -------
    Dependency

    Raises
    ------
    DataProblems
        A column is missing.
    NotEnoughData
        Without any revenue in the last year.
    OwnerError
        Where one of those lost is not in the table.
    ValueError
        Where a share is not between 0 and 1.

    Notes
    -----
    A customer or a partner takes their revenue with them, and its margin: other costs stay. Money
    through other relations, such as rent, is what we pay; no revenue hangs on it directly, and what
    it costs to do without is not in these numbers. A supplier takes the sales that were made from
    what they supplied: what was bought from them, divided by 1 − margin rate, as if all of it were
    sold. Money of one who is in both roles counts once in each. It is an answer to “what if”, not a
    forecast.

    Examples
    --------
    >>> network = pd.DataFrame({
    ...     "source": "us", "target": ["cafe", "hotel", "mill"],
    ...     "relation": ["customer", "customer", "supplier"], "revenue": [30_000.0, 10_000, 6_000]})
    >>> without = dependency(network, ["cafe"], replaceable=0.2, margin_rate=0.5, cash=9_000,
    ...                      monthly_surplus=100)
    >>> print(without.headline())
    Without cafe, 24,000 of revenue a year (60% of the revenue on the map), and 12,000 of margin, \
would be at stake once what can be replaced is taken off. The cash would not run out as things \
are, and lasts 10 months without them.
    """
    lost = [lost] if isinstance(lost, str) else list(dict.fromkeys(lost))
    _check_share(margin_rate, "margin_rate")
    gone, in_network = (), {"source", "target"} <= set(table.columns)
    if in_network:
        frame, total, margin, gone = _in_network(table, lost, revenue, margin_rate, us)
    else:
        frame, total, margin = _in_orders(table, lost, by, margin_rate, products, as_of)
    frame["replaceable"] = _replaceable(replaceable, frame.index)
    left = 1 - frame["replaceable"]
    frame["revenue_at_stake"] = frame.pop("revenue") * left
    frame["margin_at_stake"] = frame.pop("margin") * left
    revenue_lost, margin_lost = (
        _at_most(frame[column].sum(skipna=False), whole)
        for column, whole in (("revenue_at_stake", total), ("margin_at_stake", margin)))
    after = None if monthly_surplus is None else monthly_surplus - margin_lost / MONTHS
    return Dependency(
        frame=frame[["relation", "money", "replaceable", "revenue_at_stake", "margin_at_stake"]],
        revenue_at_stake=revenue_lost, margin_at_stake=margin_lost,
        revenue_share=revenue_lost / total, total_revenue=total, total_margin=margin,
        on_the_map=in_network and revenue is None,
        runway_months_before=_runway_months(cash, monthly_surplus),
        runway_months_after=_runway_months(cash, after), cut_off=tuple(gone),
        people=by == "customer_id" and not in_network,
    )


def _in_network(network, lost, whole, margin_rate, us):
    require_columns(network, "network", ["relation", "revenue"])
    relations = read_relations(network, us=us, question=QUESTION)
    _check_known(lost, relations.nodes)
    ends = relations.ends()
    if relations.us is not None:
        ends = ends[ends["other"] == relations.us]
    else:
        first = ends["node"].isin(lost)
        ends = pd.concat([ends[first], ends[~first]]).drop_duplicates("row")
    rate = np.nan if margin_rate is None else margin_rate
    supplies, pays = ends["relation"] == SUPPLIER, ends["relation"].isin(BRING_MONEY)
    money = ends["revenue"].fillna(0.0)
    relying = money / (1 - rate) if rate < 1 else money * np.nan
    frame = pd.DataFrame({
        "relation": ends["relation"].to_numpy(), "money": money.to_numpy(),
        "revenue": money.where(pays, 0.0).mask(supplies & (money > 0), relying).to_numpy(),
    }, pd.Index(ends["node"], name="lost"))
    total = float(max(money[pays].sum(), whole or 0.0))
    _check_total(total)
    frame["margin"] = frame["revenue"] * rate
    without = [name for name in lost if name not in frame.index]
    none = pd.DataFrame({"relation": NO_RELATION, "money": 0.0, "revenue": 0.0, "margin": 0.0},
                        pd.Index(without, name="lost"))
    frame = pd.concat([frame, none] if without else [frame])
    frame = pd.concat([frame.loc[[name]] for name in lost])
    return frame, total, total * rate, cut_off(relations, lost)


def _in_orders(orders, lost, by, margin_rate, products, as_of):
    require_columns(orders, "orders", ["order_date", by, "quantity", "unit_price"])
    days, revenue = to_days(orders["order_date"]), zero_where_unknown(line_revenue(orders))
    as_of = days.max() if as_of is None else to_day(as_of)
    _check_known(lost, orders[by])
    recent = ((days <= as_of) & (days > as_of - pd.Timedelta(days=YEAR_DAYS))).to_numpy()
    lines = pd.DataFrame({"lost": orders[by].to_numpy(), "money": revenue,
                          "margin": _margin(orders, revenue, margin_rate, products)})[recent]
    total, margin = float(lines["money"].sum()), float(lines["margin"].sum(skipna=False))
    _check_total(total)
    frame = lines[lines["lost"].isin(lost)].groupby("lost").sum(min_count=1).reindex(
        pd.Index(lost, name="lost"), fill_value=0.0)
    frame["revenue"], frame["relation"] = frame["money"], by.removesuffix("_id")
    return frame, total, margin


def _margin(orders, revenue, margin_rate, products) -> np.ndarray:
    """Each line's money after direct costs; NaN where not known."""
    if margin_rate is not None:
        return revenue * margin_rate
    if products is None or "unit_cost" not in products or "product_id" not in orders:
        return np.full(len(orders), np.nan)
    cost = products.drop_duplicates("product_id").set_index("product_id")["unit_cost"].astype(float)
    return revenue - numbers(orders, "quantity", np.nan) * orders["product_id"].map(cost).to_numpy(
        dtype=float)


def _replaceable(replaceable, lost: pd.Index) -> np.ndarray:
    given = (np.full(len(lost), float(replaceable)) if np.isscalar(replaceable) else
             pd.Series(replaceable, dtype=float).reindex(lost).fillna(0.0).to_numpy())
    for value in given:
        _check_share(value, "replaceable")
    return given


def _check_share(value, name: str) -> None:
    if value is not None and not 0 <= value <= 1:
        raise ValueError(f"{name} is a share between 0 and 1; it was {value!r}.")


def _check_known(lost: list, there) -> None:
    unknown = [str(name) for name in lost if name not in set(there)]
    if unknown or not lost:
        raise OwnerError(f"Nobody of that name is in the table: {joined(unknown)}."
                         if unknown else "Name at least one who is lost.")


def _check_total(total: float) -> None:
    if not total > 0:
        raise NotEnoughData(QUESTION, "no revenue in the last year", "some")


def _at_most(value: float, whole: float) -> float:
    return float(value) if np.isnan(whole) else float(min(value, whole))


def _runway_months(cash: float | None, surplus: float | None) -> float:
    """Months until the cash is gone; infinite where it does not shrink."""
    if cash is None or surplus is None or np.isnan(surplus):
        return np.nan
    return np.inf if surplus >= 0 else max(cash, 0.0) / -surplus
